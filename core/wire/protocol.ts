/** What devices and hubs say to each other under `/v1` (docs/sync.md, "HTTP"). One place for shapes, limits and codes. */
import { z } from 'zod';
import type { Registers } from '../register/register.ts';
import { toBase64url } from './certificate.ts';

/**
 * The version of what is said here. Raised only when an older hub would misread a newer batch; it then refuses it. New
 * collections and fields do not raise it: each side keeps what it does not know (`FIELDS_FINGERPRINT`).
 */
export const SCHEMA_VERSION = 1;

export const MAX_BATCH_RECORDS = 500;
/** Before compression. What a laptop aims at; as columns it can only guess. */
export const MAX_BATCH_BYTES = 256 * 1024;
/** What the hub takes. */
export const MAX_BODY_BYTES = 2 * MAX_BATCH_BYTES;
export const MAX_PULL_RECORDS = 500;
/** What a laptop may ask one pull answer to hold at most, before compression; one record may exceed it. */
export const PULL_BYTES = { min: 4 * 1024, max: 1024 * 1024 } as const;
/** Files of attachments: tus 1.0 uploads, and `GET {path}/{hash}` (docs/sync.md, "Attachments"). */
export const ATTACHMENTS_PATH = '/v1/attachments';
/** Of `Upload-Metadata`, when an upload begins: the file's SHA-256, hex. It is the upload's name. */
export const UPLOAD_HASH = 'hash';
/**
 * Codes of problems of an upload beside those of every call (`not_found`: no record of the unit names the file yet).
 * The first two are about the file; the others go away.
 */
export const UPLOAD_PROBLEMS = [
  /** 422: what came is another file; the hub has dropped it, and the upload begins again. */
  'hash_mismatch',
  /** 413: more than MAX_FILE_BYTES, or another length than the upload began with. */
  'file_too_large',
  /** 507: the hub's disk is nearly full. */
  'no_space',
  /** 503: this hub keeps no files. */
  'files_off',
] as const;
export type UploadProblem = (typeof UPLOAD_PROBLEMS)[number];

/** A device tells its user when its clock is off by more than this, and goes on working. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/**
 * What a laptop tells with each request under its token, in one header: `app=0.1.0&unsent=0&…`. Any of it may be missing, and
 * then nothing follows from it.
 */
export interface Report {
  /** The app's version. */
  app?: string | undefined;
  /** Number of fields that are not on the hub yet. */
  unsent?: number | undefined;
  /** The laptop's clock, milliseconds since 1970. */
  clock?: number | undefined;
  /**
   * Names of rounds of sync, a new one for each attempt: first this one, then those that the hub may have heard of last: the one
   * that it answered, and those that went without an answer since. They are on the laptop's disk before the hub hears of them.
   * If the hub heard another one last, it came from a copy of this profile, or from this profile before it was put back: the
   * hub answers `device_restored`, because such a laptop might give one stamp to two edits.
   */
  rounds?: readonly string[] | undefined;
  /**
   * Names the life of the hub's database since it was new or restored from a backup, as the last pull told it. When it is
   * another one the hub answers `hub_restored`, and the laptop sends again what the hub may have lost.
   */
  epoch?: string | undefined;
}
export const REPORT_HEADER = 'pendamping-report';

/** A name for a round, a batch or an epoch: short, because requests tell it. */
export const newName = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(9)));

/** More attempts without an answer than these are not told; the laptop may then get a new name without need. */
export const MAX_ROUNDS = 50;
/** A list in a URL's query has no shorter separator that needs no escape. */
const ROUNDS_APART = '.';

export function writeReport({ rounds, ...report }: Report): string {
  return asQuery({ ...report, rounds: rounds?.slice(0, MAX_ROUNDS).join(ROUNDS_APART) });
}

/** As after the `?` of a URL; what is not there is left out. */
export const asQuery = (told: object): string =>
  new URLSearchParams(
    Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();

/** What means nothing is left out. */
export function readReport(text: string): Report {
  const told = new URLSearchParams(text);
  const read = (name: keyof Report, form: RegExp) => {
    const value = told.get(name);
    return value !== null && form.test(value) ? value : undefined;
  };
  const asNumber = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
  const rounds = read('rounds', /^[\w-]{1,40}(\.[\w-]{1,40})*$/)?.split(ROUNDS_APART);
  return {
    app: read('app', /^[\w.+-]{1,40}$/),
    unsent: asNumber(read('unsent', /^\d{1,9}$/)),
    clock: asNumber(read('clock', /^-?\d{1,15}$/)),
    rounds: rounds && rounds.length <= MAX_ROUNDS ? rounds : undefined,
    epoch: read('epoch', /^[\w-]{1,64}$/),
  };
}

export interface WireRecord {
  collection: string;
  id: string;
  unit: string;
  registers: Registers;
}

export interface Batch {
  batch: string;
  device: string;
  schema: number;
  records: WireRecord[];
}

const name = z.string().min(1).max(64);
const secret = z.string().min(1).max(2000);

/** The frame of a batch. Its registers are read one by one (`readRegister`), so that a bad one spoils no other. */
export const batchSchema = z.object({
  batch: z.string().min(1).max(100),
  device: name,
  schema: z.int().min(1),
  records: z
    .array(
      z.object({
        collection: z.string().min(1).max(64),
        id: z.string().min(1).max(64),
        unit: z.string().min(1).max(64),
        registers: z.record(z.string().min(1).max(64), z.unknown()),
      }),
    )
    .max(MAX_BATCH_RECORDS),
});

export const REFUSALS = [
  'invalid_value',
  'unknown_field',
  'forbidden',
  'locked',
  'reason_missing',
  'restricted',
  'wrong_unit',
  'unknown_head',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** Codes are read as text: a newer hub may know more than this build. */
export const refusalSchema = z.object({
  collection: z.string(),
  id: z.string(),
  field: z.string(),
  code: z.string(),
  message: z.string(),
});
export type Refusal = z.infer<typeof refusalSchema>;

export const pushAnswerSchema = z.object({
  accepted: z.int().min(0),
  sequence: z.int().min(0),
  refused: z.array(refusalSchema),
  /** From this number to `sequence` the unit has nothing but what this batch brought, as it was sent. None: something else, too. */
  since: z.int().min(0).optional(),
});
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

export const pullAnswerSchema = z.object({
  records: z.array(
    z.object({
      collection: z.string(),
      id: z.string(),
      unit: z.string(),
      registers: z.record(z.string(), z.unknown()),
    }),
  ),
  next: z.int().min(0),
  more: z.boolean(),
  /** The unit's last sequence number before the page was read: how far `next` has to go. None when it is there. */
  latest: z.int().min(0).optional(),
  /** See `Report.epoch`. */
  epoch: z.string().max(64).optional(),
  /** The hub's `FIELDS_FINGERPRINT`. */
  fields: z.string().max(64).optional(),
  /** The hub's clock. */
  now: z.iso.datetime().optional(),
  /** After so many days without contact a laptop opens with its recovery code only; 0: never. */
  unlockDays: z.int().min(0).optional(),
});
export type PullAnswer = z.infer<typeof pullAnswerSchema>;

/** What became of one bundle, of those in a file (docs/sync.md, "Bundles"). */
export const bundleResultSchema = z.object({
  /** Null when it could not be read. */
  id: z.string().nullable(),
  /** Null also for who is of another unit. */
  unit: z.string().nullable(),
  device: z.string().nullable(),
  accepted: z.int().min(0),
  refused: z.array(refusalSchema),
  /** How many of its files of attachments the hub has now. None from an older hub. */
  files: z.int().min(0).optional(),
  /** Why nothing of it was taken: a `BundleProblem`, `revoked`, or a problem of its batch. */
  problem: z.string().optional(),
});
export type BundleResult = z.infer<typeof bundleResultSchema>;
export const bundleAnswerSchema = z.object({ bundles: z.array(bundleResultSchema) });
export type BundleAnswer = z.infer<typeof bundleAnswerSchema>;

/** Enrolment by a code that a coordinator handed out, or by user name and password where the user has one. */
export const enrolRequestSchema = z.object({
  code: z.string().min(1).max(100).optional(),
  user: name.optional(),
  password: z.string().min(1).max(1000).optional(),
  deviceName: z.string().trim().min(1).max(200),
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

export const enrolAnswerSchema = z.object({
  deviceId: name,
  deviceToken: secret,
  user: name,
  unit: name,
  /** So that the app can greet its user before the first pull. */
  profile: z.object({
    userName: z.string(),
    role: z.string(),
    unitName: z.string(),
    unitLevel: z.string(),
    unitRegion: z.string(),
    timeZone: z.string(),
  }),
  unitKey: secret,
  hubKey: secret,
});
export type EnrolAnswer = z.infer<typeof enrolAnswerSchema>;

/** A restored or copied laptop asks for a name of its own; the answer is an `EnrolAnswer`. */
export const renewRequestSchema = z.object({ publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/** What recovers a laptop whose user forgot the passphrase. Coordinators read it to its user on the phone. */
export const recoverySchema = z.object({ code: z.string().regex(/^[0-9A-Z-]{10,60}$/) });
export type Recovery = z.infer<typeof recoverySchema>;
export const recoveryAnswerSchema = z.object({ code: recoverySchema.shape.code.nullable() });
export type RecoveryAnswer = z.infer<typeof recoveryAnswerSchema>;

/** How the unit's laptops are, for coordinators. Times are the hub's. */
export const devicesAnswerSchema = z.object({
  devices: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      user: z.string(),
      enrolledAt: z.string(),
      revokedAt: z.string().nullable(),
      lastSeenAt: z.string().nullable(),
      lastPushAt: z.string().nullable(),
      app: z.string().nullable(),
      /** As the laptop told last. */
      unsent: z.int().min(0).nullable(),
      /** The laptop's clock minus the hub's, in ms, at the last contact. */
      clockErrorMs: z.int().nullable(),
      /** Edits stamped ahead of the hub's clock. */
      futureStamps: z.int().min(0),
    }),
  ),
});
export type DevicesAnswer = z.infer<typeof devicesAnswerSchema>;

const shownFigures = {
  /** By column (core/indicators/national.ts); null is hidden. A newer hub may know more columns. */
  columns: z.record(z.string(), z.int().min(0).nullable()),
  growth: z.number().nullable(),
};
const unitsTogether = {
  ...shownFigures,
  units: z.int().min(0),
  villages: z.record(z.string(), z.int().min(0)),
};

/** Figures of all units of the hub, for supervisors and administrators. */
export const nationalAnswerSchema = z.object({
  year: z.int(),
  /** Numbers of fewer people are hidden, and others with which they could be computed; 1: nothing is. */
  smallest: z.int().min(1),
  /** The hub's time. */
  at: z.iso.datetime(),
  units: z.array(
    z.object({
      ...shownFigures,
      id: z.string(),
      name: z.string(),
      level: z.string(),
      region: z.string(),
      /** The unit's sequence that its figures were made at. */
      sequence: z.int().min(0),
      village: z.string().nullable(),
    }),
  ),
  provinces: z.array(z.object({ ...unitsTogether, code: z.string() })),
  nation: z.object(unitsTogether),
});
export type NationalAnswer = z.infer<typeof nationalAnswerSchema>;

const past = z.object({ stamp: z.string(), by: z.string(), value: z.json() });

/** The accepted changes of one record. */
export const historyAnswerSchema = z.object({
  changes: z.array(
    past.extend({
      field: z.string(),
      device: z.string(),
      batch: z.string(),
      /** The unit's sequence when the hub took it. */
      sequence: z.int().min(0),
      /** The hub's time, which does not depend on the laptop's clock. */
      at: z.iso.datetime(),
      /** What stood before and was replaced by this change; empty for a first value, or one that was itself replaced. */
      old: z.array(past),
      /** What its author had seen of the register. None for changes that an older hub took. */
      seen: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;

export const healthSchema = z.object({
  service: z.literal('pendamping-hub'),
  version: z.string(),
  schema: z.int().min(0),
  demo: z.boolean(),
});
export type Health = z.infer<typeof healthSchema>;

export const demoLoginsSchema = z.object({
  users: z.array(z.object({ user: name, name: z.string(), role: z.string(), password: z.string() })),
});
export type DemoLogins = z.infer<typeof demoLoginsSchema>;

/** RFC 9457 with a stable `code`. */
export const problemSchema = z.object({
  type: z.string().optional(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  /** With `device_revoked`: the hub's signature over `revokedText`. Without it nobody destroys anything. */
  proof: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
