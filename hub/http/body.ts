/** Bodies in and out: JSON, plain or gzip. Sizes are the sender's claim; what counts is what really comes out. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gunzip, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { COLUMNS_TYPE } from '#core/wire/columns.ts';
import { ProblemError } from './problems.ts';

const gunzipAsync = promisify(gunzip);
const gzipAsync = promisify(gzip);

/** `fetch` names a text body text/plain when nobody says otherwise. */
const JSON_TYPES = ['application/json', 'text/plain', COLUMNS_TYPE];
/** Smaller answers gain nothing. */
const MIN_GZIP_BYTES = 1024;
/** What gzip may add to bytes that cannot be compressed. */
const GZIP_OVERHEAD = 4096;

/** Reads a request's JSON of at most `limit` bytes after decompression. */
export async function readJson(headers: IncomingHttpHeaders, stream: Readable, limit: number): Promise<unknown> {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type && !JSON_TYPES.includes(type)) throw dropped(stream, 'unsupported_type');
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const zipped = encoding === 'gzip' || encoding === 'x-gzip';
  if (!zipped && encoding !== 'identity') throw dropped(stream, 'unsupported_encoding');

  const raw = await collect(stream, zipped ? limit + GZIP_OVERHEAD : limit);
  const bytes = zipped ? await unzip(raw, limit) : raw;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's message quotes the body: it goes nowhere.
    throw new ProblemError('invalid_batch');
  }
}

/** Compresses answers for whoever accepts it. For Fastify's onSend. */
export async function compressAnswer(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (payload === null || payload === undefined || !isCompressible(reply)) return payload;
  reply.header('vary', 'accept-encoding');
  if (!acceptsGzip(request.headers['accept-encoding'])) return payload;
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
    if (Buffer.byteLength(payload) <= MIN_GZIP_BYTES) return payload;
    reply.removeHeader('content-length').header('content-encoding', 'gzip');
    return gzipAsync(payload);
  }
  const length = Number(reply.getHeader('content-length') ?? Number.POSITIVE_INFINITY);
  if (reply.statusCode !== 200 || length <= MIN_GZIP_BYTES || !isReadable(payload)) return payload;
  reply.removeHeader('content-length').removeHeader('accept-ranges').header('content-encoding', 'gzip');
  const zip = createGzip();
  payload.on('error', (error) => zip.destroy(error));
  return payload.pipe(zip);
}

/** Whole body, or 413 as soon as it is too long. The rest is let go unread, so that the client can read the answer. */
function collect(stream: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) {
        chunks.push(chunk);
        return;
      }
      stream.off('data', onData);
      reject(dropped(stream, 'body_too_large'));
    };
    stream.on('data', onData);
    stream.on('end', () => resolve(Buffer.concat(chunks)));
    stream.on('error', () => reject(new ProblemError('invalid_batch')));
  });
}

async function unzip(raw: Buffer, limit: number): Promise<Buffer> {
  try {
    return await gunzipAsync(raw, { maxOutputLength: limit });
  } catch (error) {
    const tooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ProblemError(tooLarge ? 'body_too_large' : 'invalid_batch');
  }
}

function dropped(stream: Readable, code: 'body_too_large' | 'unsupported_type' | 'unsupported_encoding'): ProblemError {
  stream.resume();
  return new ProblemError(code);
}

function acceptsGzip(accept: string | string[] | undefined): boolean {
  return String(accept ?? '')
    .split(',')
    .some((part) => /^\s*(gzip|\*)\s*$/i.test(part.replace(/;\s*q=(?!0(\.0*)?\s*$)[\d.]+\s*$/i, '')));
}

const isCompressible = (reply: FastifyReply): boolean =>
  /^(text\/|application\/([\w.-]+\+)?(json|javascript|xml)|image\/svg)/.test(String(reply.getHeader('content-type')));

const isReadable = (payload: unknown): payload is Readable =>
  typeof (payload as Readable).pipe === 'function' && typeof (payload as Readable).on === 'function';
