/** What devices and hubs say to each other under `/v1` (docs/sync.md, "HTTP"). One place for shapes, limits and codes. */
import { z } from 'zod';
import type { Registers } from '../register/register.ts';

/** The version of the collections and fields that this build knows. A hub refuses a batch of a higher one. */
export const SCHEMA_VERSION = 1;

export const MAX_BATCH_RECORDS = 500;
/** Before compression. */
export const MAX_BATCH_BYTES = 256 * 1024;
export const MAX_PULL_RECORDS = 500;
/** A device tells its user when its clock is off by more than this, and goes on working. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

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
});
export type PullAnswer = z.infer<typeof pullAnswerSchema>;

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
});
export type Problem = z.infer<typeof problemSchema>;
