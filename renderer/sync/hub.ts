/** Calls to the hub. Every answer is parsed; whatever else answers at the address (a captive portal) is told apart. */
import { z } from 'zod';
import { COLUMNS_TYPE, withColumns, withRecords } from '#core/wire/columns.ts';
import {
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
  REPORT_HEADERS,
  type RecoveryAnswer,
  recoveryAnswerSchema,
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
  call(hub, '/v1/enrol', enrolAnswerSchema, { body: request });

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
  if (!response.ok || response.headers.get('content-type') !== 'application/octet-stream') {
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

/** What a laptop tells with each call (`REPORT_HEADERS`). */
export interface Report {
  app: string;
  round: string;
  unsent: number;
  clock: string;
  epoch: string | undefined;
}

/** What the engine asks of a hub. @throws HubError */
export interface HubCalls {
  /** Is the hub there? */
  health: () => Promise<Health>;
  push: (batch: Batch, report: Report) => Promise<PushAnswer>;
  pull: (query: { after: number; limit: number; bytes: number }, report: Report) => Promise<PullAnswer>;
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
    push: async (batch, report) => {
      const zipped = { ...session, report, zip: true };
      if (takesColumns) {
        const sent = { ...zipped, body: withColumns(batch), type: COLUMNS_TYPE };
        const answer = await call(hub, '/v1/sync/push', pushAnswerSchema, sent).catch((error: unknown) => {
          if (!(error instanceof HubError) || error.code !== 'unsupported_type') throw error;
          takesColumns = false;
        });
        if (answer) return answer;
      }
      return call(hub, '/v1/sync/push', pushAnswerSchema, { ...zipped, body: batch });
    },
    pull: ({ after, limit, bytes }, report) =>
      call(hub, `/v1/sync/pull?after=${after}&limit=${limit}&bytes=${bytes}`, pullFormSchema, {
        ...session,
        report,
        accept: COLUMNS_TYPE,
      }),
    bring: (file, report) => call(hub, '/v1/sync/bundle', bundleAnswerSchema, { ...session, file, report }),
    renew: (publicKey) => call(hub, '/v1/devices/renew', enrolAnswerSchema, { ...session, body: { publicKey } }),
    keepRecovery: (code) => call(hub, '/v1/devices/recovery', recoveryAnswerSchema, { ...session, body: { code } }),
    devices: () => call(hub, '/v1/devices', devicesAnswerSchema, session),
    history: (collection, id, field) =>
      call(hub, `/v1/history/${collection}/${id}?field=${encodeURIComponent(field)}`, historyAnswerSchema, session),
  };
}

/** The report as headers; what is not known is left out. */
export const reportHeaders = (report: Report): Record<string, string> =>
  Object.fromEntries(
    Object.entries(REPORT_HEADERS).flatMap(([key, header]) => {
      const value = report[key as keyof Report];
      return value === undefined ? [] : [[header, String(value)]];
    }),
  );

interface CallOptions {
  token?: string;
  body?: unknown;
  /** Of the body. None: JSON. */
  type?: string;
  /** Beside JSON. */
  accept?: string;
  file?: Blob;
  report?: Report;
  zip?: boolean;
  signal?: AbortSignal | undefined;
}

async function call<T>(hub: string, path: string, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = { accept: [options.accept, 'application/json'].filter(Boolean).join() };
  if (options.report) Object.assign(headers, reportHeaders(options.report));
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  let body: BodyInit | undefined;
  if (options.body !== undefined) {
    headers['content-type'] = options.type ?? 'application/json';
    const text = JSON.stringify(options.body);
    if (options.zip && text.length > 1024) {
      headers['content-encoding'] = 'gzip';
      body = await gzip(text);
    } else body = text;
  }
  if (options.file) {
    headers['content-type'] = 'application/octet-stream';
    body = options.file;
  }
  const signals = [
    AbortSignal.timeout(options.file ? FILE_TIMEOUT_MS : TIMEOUT_MS),
    ...(options.signal ? [options.signal] : []),
  ];
  let response: Response;
  let json: unknown;
  try {
    response = await fetch(hub + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      body,
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

async function gzip(text: string): Promise<Blob> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).blob();
}
