/** Calls to the hub. Every answer is parsed; whatever else answers at the address (a captive portal) is told apart. */
import { z } from 'zod';
import { COLUMNS_TYPE, withColumns, withRecords } from '#core/wire/columns.ts';
import {
  asQuery,
  type Batch,
  type BundleAnswer,
  bundleAnswerSchema,
  type DemoLogins,
  type DevicesAnswer,
  demoLoginsSchema,
  devicesAnswerSchema,
  type EnrolAnswer,
  type EnrolRequest,
  enrolAnswerSchema,
  type Health,
  type HistoryAnswer,
  healthSchema,
  historyAnswerSchema,
  type NationalAnswer,
  nationalAnswerSchema,
  type PullAnswer,
  type PushAnswer,
  problemSchema,
  pullAnswerSchema,
  pushAnswerSchema,
  REPORT_HEADER,
  type RecoveryAnswer,
  type Report,
  recoveryAnswerSchema,
  writeReport,
} from '#core/wire/protocol.ts';
import type { Device } from '../store/database.ts';
import { HubError } from './errors.ts';

const TIMEOUT_MS = 60_000;
/** A bundle is one file, and the link may be slow. */
const FILE_TIMEOUT_MS = 15 * 60_000;

/** Turns what a user types into an address: adds the scheme, drops the path. Returns null when it is none. */
export function hubAddress(typed: string): string | null {
  const trimmed = typed.trim();
  if (trimmed === '') return null;
  const local = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(trimmed);
  const withScheme = /^https?:\/\//i.test(trimmed) ? trimmed : `${local ? 'http' : 'https'}://${trimmed}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  return url.hostname === '' || url.username !== '' ? null : url.origin;
}

export const health = (hub: string): Promise<Health> => call(hub, '/health', healthSchema);
export const demoLogins = (hub: string): Promise<DemoLogins> => call(hub, '/v1/demo', demoLoginsSchema);
export const enrol = (hub: string, request: EnrolRequest): Promise<EnrolAnswer> =>
  call(hub, '/v1/enrol', enrolAnswerSchema, { sent: asJson(request) });

/**
 * What changed in the unit, as a file for laptops that cannot ask.
 *
 * @param withFiles also the photos and documents, as many as go into one bundle: a hundred times as much
 * @throws HubError
 */
export async function fetchBundle({ hub, token }: Device, withFiles: boolean): Promise<Blob> {
  const headers = { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(FILE_TIMEOUT_MS);
  // After the last of them there are none.
  const filesAfter = withFiles ? 0 : Number.MAX_SAFE_INTEGER;
  const response = await fetch(`${hub}/v1/sync/bundle?after=0&files=${filesAfter}`, {
    headers,
    signal,
    ...PLAIN,
  }).catch(() => null);
  if (!response) throw new HubError('unreachable');
  if (!response.ok || response.headers.get('content-type') !== FILE_TYPE) {
    throw new HubError('not_hub', response.status);
  }
  return response.blob().catch(() => {
    throw new HubError('unreachable');
  });
}

/** Figures of all units of the hub in a year. @throws HubError */
export const national = ({ hub, token }: Device, year: number, signal: AbortSignal): Promise<NationalAnswer> =>
  call(hub, `/v1/national?year=${year}`, nationalAnswerSchema, { token, signal });

/** What recovers another laptop of the unit; who asks is written down. @throws HubError */
export const recoveryOf = ({ hub, token }: Device, id: string): Promise<RecoveryAnswer> =>
  call(hub, `/v1/devices/${encodeURIComponent(id)}/recovery`, recoveryAnswerSchema, { token });

/** The body of a request. */
interface Sent {
  content: string | Blob;
  type: string;
  isZipped?: boolean;
}

export interface Packed {
  batch: Batch;
  sent: Sent;
}

/** A page of a pull. `since` and `to`: of a later page, where the pull began and what the first page named as `latest`. */
export interface PullQuery {
  after: number;
  since?: number;
  to?: number;
  bytes: number;
}

/** What the engine asks of a hub. @throws HubError */
export interface HubCalls {
  /** Is the hub there? */
  health: () => Promise<Health>;
  /** Makes a batch ready to go out, which takes a while: best when another one is on its way. */
  pack: (batch: Batch) => Promise<Packed>;
  push: (packed: Packed, report: Report) => Promise<PushAnswer>;
  pull: (query: PullQuery, report: Report) => Promise<PullAnswer>;
  /** Hands over a bundle that this laptop carries. */
  bring: (bundle: Blob, report: Report) => Promise<BundleAnswer>;
  renew: (publicKey: string) => Promise<EnrolAnswer>;
  devices: () => Promise<DevicesAnswer>;
  /** Keeps what recovers this laptop. */
  keepRecovery: (code: string) => Promise<RecoveryAnswer>;
  history: (collection: string, id: string, field: string) => Promise<HistoryAnswer>;
}

/** An answer whose records may have come as columns. */
const pullFormSchema = z.preprocess(withRecords, pullAnswerSchema);

export function connectHub({ hub, token }: Device, signal?: AbortSignal): HubCalls {
  const session = { token, signal };
  // An older hub does not.
  let takesColumns = true;
  return {
    health: () => call(hub, '/health', healthSchema, { signal }),
    pack: async (batch) => ({ batch, sent: await (takesColumns ? asColumns(batch) : asZippedJson(batch)) }),
    push: async ({ batch, sent }, report) => {
      const push = (body: Sent) => call(hub, '/v1/sync/push', pushAnswerSchema, { ...session, report, sent: body });
      try {
        return await push(sent);
      } catch (error) {
        const isOlder = error instanceof HubError && error.code === 'unsupported_type';
        if (!isOlder || sent.type !== COLUMNS_TYPE) throw error;
        takesColumns = false;
        return push(await asZippedJson(batch));
      }
    },
    pull: (query, report) =>
      call(hub, `/v1/sync/pull?${asQuery(query)}`, pullFormSchema, {
        ...session,
        report,
        accept: COLUMNS_TYPE,
      }),
    bring: (file, report) =>
      call(hub, '/v1/sync/bundle', bundleAnswerSchema, { ...session, sent: asFile(file), report }),
    renew: (publicKey) =>
      call(hub, '/v1/devices/renew', enrolAnswerSchema, { ...session, sent: asJson({ publicKey }) }),
    keepRecovery: (code) =>
      call(hub, '/v1/devices/recovery', recoveryAnswerSchema, { ...session, sent: asJson({ code }) }),
    devices: () => call(hub, '/v1/devices', devicesAnswerSchema, session),
    history: (collection, id, field) =>
      call(hub, `/v1/history/${collection}/${id}?field=${encodeURIComponent(field)}`, historyAnswerSchema, session),
  };
}

interface CallOptions {
  token?: string;
  sent?: Sent;
  /** What is asked for; who cannot give it answers in JSON. */
  accept?: string;
  report?: Report;
  signal?: AbortSignal | undefined;
}

async function call<T>(hub: string, path: string, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = { accept: options.accept ?? JSON_TYPE };
  if (options.report) headers[REPORT_HEADER] = writeReport(options.report);
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  const { sent } = options;
  if (sent) headers['content-type'] = sent.type;
  if (sent?.isZipped) headers['content-encoding'] = 'gzip';
  const signals = [
    AbortSignal.timeout(sent?.type === FILE_TYPE ? FILE_TIMEOUT_MS : TIMEOUT_MS),
    ...(options.signal ? [options.signal] : []),
  ];
  let response: Response;
  let json: unknown;
  try {
    response = await fetch(hub + path, {
      method: sent ? 'POST' : 'GET',
      headers,
      ...(sent ? { body: sent.content } : {}),
      signal: AbortSignal.any(signals),
      ...PLAIN,
    });
    json = await response.json().catch((error: unknown) => {
      if (error instanceof SyntaxError) throw new HubError('not_hub', response.status);
      throw error;
    });
  } catch (error) {
    if (error instanceof HubError) throw error;
    if (options.signal?.aborted) throw new HubError('cancelled');
    throw new HubError((await isPortal(hub)) ? 'not_hub' : 'unreachable');
  }
  if (response.ok) {
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new HubError('not_hub', response.status);
  }
  const problem = problemSchema.safeParse(json);
  if (!problem.success) throw new HubError('not_hub', response.status);
  throw new HubError(problem.data.code, response.status, problem.data.proof);
}

/** The hub never redirects; whoever does is a login page of a Wi-Fi. */
const PLAIN = { cache: 'no-store', credentials: 'omit', redirect: 'manual' } as const satisfies RequestInit;
const PROBE_MS = 5000;

/**
 * Does something that is no hub answer at the address? A login page of a Wi-Fi allows no cross-origin requests, so the
 * browser hides its answer, and the call looks as if nobody had answered. A request that asks for nothing in return gets
 * through; then a hub would have answered the first one.
 */
async function isPortal(hub: string): Promise<boolean> {
  const probe = (mode: RequestMode, redirect: RequestRedirect) =>
    fetch(`${hub}/health`, { ...PLAIN, mode, redirect, signal: AbortSignal.timeout(PROBE_MS) }).catch(() => null);
  const open = await probe('cors', 'manual');
  if (open) return !healthSchema.safeParse(await open.json().catch(() => null)).success;
  // Nobody may ask without CORS and look at redirects.
  return (await probe('no-cors', 'follow')) !== null;
}

const JSON_TYPE = 'application/json';
const FILE_TYPE = 'application/octet-stream';
/** Shorter ones would not get shorter. */
const WORTH_ZIPPING = 1024;

const asJson = (value: unknown): Sent => ({ content: JSON.stringify(value), type: JSON_TYPE });
const asFile = (content: Blob): Sent => ({ content, type: FILE_TYPE });
const asZippedJson = (batch: Batch): Promise<Sent> => zipped(asJson(batch));
const asColumns = (batch: Batch): Promise<Sent> => zipped({ ...asJson(withColumns(batch)), type: COLUMNS_TYPE });

async function zipped(sent: Sent): Promise<Sent> {
  const plain = new Blob([sent.content]);
  if (plain.size <= WORTH_ZIPPING) return sent;
  const stream = plain.stream().pipeThrough(new CompressionStream('gzip'));
  return { ...sent, content: await new Response(stream).blob(), isZipped: true };
}
