/** Calls to the hub. Every answer is parsed; whatever else answers at the address (a captive portal) is told apart. */
import { z } from 'zod';
import {
  type Batch,
  type DemoLogins,
  demoLoginsSchema,
  type EnrolAnswer,
  type EnrolRequest,
  enrolAnswerSchema,
  type Health,
  healthSchema,
  type PullAnswer,
  type PushAnswer,
  problemSchema,
  pullAnswerSchema,
  pushAnswerSchema,
} from '#core/wire/protocol.ts';

/**
 * `unreachable`: no answer at all. `not_hub`: something answered that is no Pendamping hub. Everything else is the hub's
 * own stable code (core/wire).
 */
export class HubError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status = 0) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

const TIMEOUT_MS = 60_000;

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

export interface Session {
  hub: string;
  token: string;
  signal?: AbortSignal;
}

export const push = (session: Session, batch: Batch): Promise<PushAnswer> =>
  call(session.hub, '/v1/sync/push', pushAnswerSchema, { ...session, body: batch, zip: true });

export const pull = (session: Session, after: number, limit: number): Promise<PullAnswer> =>
  call(session.hub, `/v1/sync/pull?after=${after}&limit=${limit}`, pullAnswerSchema, session);

/** This laptop's clock minus the hub's, in ms, taking half the round trip off. */
export async function clockError(session: Session): Promise<number> {
  const sent = Date.now();
  const { now } = await call(session.hub, '/v1/clock', z.object({ now: z.iso.datetime() }), session);
  const received = Date.now();
  return Math.round((sent + received) / 2 - Date.parse(now));
}

interface CallOptions {
  token?: string;
  body?: unknown;
  zip?: boolean;
  signal?: AbortSignal;
}

async function call<T>(hub: string, path: string, schema: z.ZodType<T>, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  let body: BodyInit | undefined;
  if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    const text = JSON.stringify(options.body);
    if (options.zip && text.length > 1024) {
      headers['content-encoding'] = 'gzip';
      body = await gzip(text);
    } else body = text;
  }
  const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(options.signal ? [options.signal] : [])];
  let response: Response;
  let json: unknown;
  try {
    response = await fetch(hub + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      body,
      signal: AbortSignal.any(signals),
      cache: 'no-store',
      credentials: 'omit',
    });
    json = await response.json().catch((error: unknown) => {
      if (error instanceof SyntaxError) throw new HubError('not_hub', response.status);
      throw error;
    });
  } catch (error) {
    throw error instanceof HubError ? error : new HubError('unreachable');
  }
  if (response.ok) {
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new HubError('not_hub', response.status);
  }
  const problem = problemSchema.safeParse(json);
  throw new HubError(problem.success ? problem.data.code : 'not_hub', response.status);
}

async function gzip(text: string): Promise<Blob> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).blob();
}
