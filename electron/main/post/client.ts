/**
 * The guest's side of the post: its calls go out from here, so that the page's policy need not be opened for them, and only to
 * private addresses (the contract). Every call ends with a value or with a reason that the user can do something about.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import {
  type Hello,
  helloSchema,
  type Offer,
  type OfferAnswer,
  offerAnswerSchema,
  POST_LIMITS,
  POST_PROBLEMS,
  type PostProblem,
  type Taken,
  takenSchema,
} from '#core/wire/post.ts';
import { DiskFullError, type Parcels } from './parcels.ts';

const CONNECT_MS = 5000;
/** A host that works says so every few seconds. */
const IDLE_MS = 30_000;

export class PostError extends Error {
  readonly problem: PostProblem;
  /** When to try again, if the host said so. */
  readonly seconds: number | undefined;
  constructor(problem: PostProblem, seconds?: number, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
    this.seconds = seconds;
  }
}

export interface PostClient {
  hello(address: string): Promise<Hello>;
  offer(at: At, offer: Offer): Promise<OfferAnswer>;
  send(at: At, id: string, parcel: string, onMoved: (bytes: number) => void): Promise<Taken>;
  /** @returns the parcel that it came into */
  fetch(at: At, id: string, size: number, onMoved: (bytes: number) => void): Promise<string>;
}

export interface At {
  address: string;
  token: string;
}

interface Call {
  method: string;
  path: string;
  token?: string;
  headers?: Record<string, string | number>;
  /** Hands over the body, once the host wants it. */
  body?: (to: NodeJS.WritableStream) => Promise<void>;
}

/** @param signal ends all its calls */
export function connectPost(parcels: Parcels, signal: AbortSignal, idleMs = IDLE_MS): PostClient {
  const call = <T>(address: string, what: Call, read: (response: IncomingMessage) => Promise<T>): Promise<T> =>
    callPost(address, what, read, signal, idleMs);
  return {
    hello: (address) => call(address, { method: 'GET', path: '/v1/post' }, readAs(helloSchema)),
    offer({ address, token }, offer) {
      const text = JSON.stringify(offer);
      const body = async (to: NodeJS.WritableStream) => void to.end(text);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      return call(address, { method: 'POST', path: '/v1/post/offer', token, headers, body }, readAs(offerAnswerSchema));
    },
    async send({ address, token }, id, parcel, onMoved) {
      const size = await parcels.sizeOf(parcel);
      const headers = {
        'content-type': 'application/octet-stream',
        'content-length': size,
        // Before a large file goes out in vain.
        expect: '100-continue',
      };
      const body = (to: NodeJS.WritableStream) =>
        pipeline(createReadStream(parcels.pathOf(parcel)), counting(size, onMoved), to);
      return call(address, { method: 'PUT', path: bundlePath(id), token, headers, body }, readAs(takenSchema));
    },
    async fetch({ address, token }, id, size, onMoved) {
      const parcel = await parcels.create(size).catch((error: unknown) => {
        throw error instanceof DiskFullError ? new PostError('own_disk_full') : error;
      });
      const write = (response: IncomingMessage) =>
        pipeline(response, counting(size, onMoved), createWriteStream(parcels.pathOf(parcel)));
      try {
        await call(address, { method: 'GET', path: bundlePath(id), token }, write);
        if ((await parcels.sizeOf(parcel)) !== size) throw new PostError('cut');
        return parcel;
      } catch (error) {
        await parcels.drop(parcel);
        throw error;
      }
    },
  };
}

const bundlePath = (id: string): string => `/v1/post/bundles/${id}`;

function callPost<T>(
  address: string,
  { method, path, token, headers = {}, body }: Call,
  read: (response: IncomingMessage) => Promise<T>,
  signal: AbortSignal,
  idleMs: number,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const [host, port] = address.split(':');
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  let connected = false;
  let answered = false;
  const fail = (error: unknown): void => reject(problemOf(error, connected, signal));
  const asked = request({ host, port, method, path, headers: { ...headers, ...authorization }, agent: false, signal });
  const noContact = setTimeout(() => asked.destroy(new PostError('unreachable')), CONNECT_MS);
  asked.on('socket', (socket) =>
    socket.on('connect', () => {
      connected = true;
      clearTimeout(noContact);
    }),
  );
  asked.setTimeout(idleMs, () => asked.destroy(new PostError('cut')));
  asked.on('response', (response) => {
    answered = true;
    (response.statusCode === 200 ? read(response) : refusal(response)).then(resolve, fail);
  });
  asked.on('error', (error) => {
    // The answer is there already: a refusal ends the connection while the body is under way.
    if (!answered) fail(error);
  });
  asked.on('close', () => clearTimeout(noContact));
  if (!body) asked.end();
  else if (headers.expect) {
    asked.on('continue', () => void body(asked).catch(() => asked.destroy()));
    asked.flushHeaders();
  } else void body(asked);
  return promise;
}

function problemOf(error: unknown, connected: boolean, signal: AbortSignal): PostError {
  if (signal.aborted) return new PostError('stopped');
  if (error instanceof PostError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return new PostError('closed');
  if (code === 'ENOSPC') return new PostError('own_disk_full');
  // Whoever speaks something else than HTTP is no post.
  if (code.startsWith('HPE_')) return new PostError('not_a_post');
  return new PostError(connected ? 'cut' : 'unreachable', undefined, { cause: error });
}

const refusalSchema = z.object({ code: z.string() });

async function refusal(response: IncomingMessage): Promise<never> {
  const refused = await readAs(refusalSchema)(response);
  const problem = POST_PROBLEMS.find((each) => each === refused.code) ?? 'failed';
  const seconds = Number(response.headers['retry-after']);
  throw new PostError(problem, seconds > 0 ? seconds : undefined);
}

/** Reads a small answer. Whatever is not of the form is of no post. */
const readAs =
  <T>(schema: z.ZodType<T>) =>
  async (response: IncomingMessage): Promise<T> => {
    const pieces: Buffer[] = [];
    await pipeline(response, counting(POST_LIMITS.jsonBytes), async (source) => {
      for await (const bytes of source) pieces.push(bytes as Buffer);
    });
    try {
      return schema.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
    } catch {
      throw new PostError('not_a_post');
    }
  };

/** Counts what goes through, and lets no more through than was agreed. */
function counting(most: number, onMoved?: (bytes: number) => void): Transform {
  let moved = 0;
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      moved += bytes.length;
      if (moved > most) return done(new PostError('not_a_post'));
      onMoved?.(moved);
      done(null, bytes);
    },
  });
}
