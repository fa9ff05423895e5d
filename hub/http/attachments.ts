/**
 * `/v1/attachments` (docs/sync.md, "Attachments"): tus 1.0 uploads of files that a record names, and the files themselves. The
 * protocol is @tus/server's; who may send what, and when a file has come, is decided here and in sync/attachments.ts.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { FileStore as TusFileStore } from '@tus/file-store';
import { Metadata, Server as TusServer, type Upload } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fileHash, MAX_FILE_BYTES } from '#core/model/attachments.ts';
import { ATTACHMENTS_PATH, UPLOAD_HASH } from '#core/wire/protocol.ts';
import { mayRead, mayRecord } from '#core/workflow/policy.ts';
import { hasRoom, partName, partsFolder, removePart, sizeOfFile, streamFile } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { type FileStore, finishUpload, isNamed, keepsFiles, settle } from '../sync/attachments.ts';
import type { Actor } from '../sync/push.ts';
import { ProblemError } from './problems.ts';

const TUS_VERSION = '1.0.0';
/** For who begins, or goes on, while a connection that died without a word still seems to send. */
const DRAIN_MS = 1000;

/** Headers of tus in requests, and those that a page of another origin may read in answers. */
export const UPLOAD_REQUEST_HEADERS = ['Tus-Resumable', 'Upload-Length', 'Upload-Metadata', 'Upload-Offset', 'Range'];
export const UPLOAD_ANSWER_HEADERS = [
  'Accept-Ranges',
  'Content-Range',
  'Location',
  'Tus-Extension',
  'Tus-Max-Size',
  'Tus-Resumable',
  'Tus-Version',
  'Upload-Length',
  'Upload-Offset',
];

type WithHash = { Params: { hash: string } };

export async function serveAttachments(app: FastifyInstance, store: Store): Promise<void> {
  const uploads = keepsFiles(store) ? makeUploads(store) : null;
  /** @throws ProblemError `files_off` */
  const opened = (): Uploads => {
    if (!uploads) throw new ProblemError('files_off');
    return uploads;
  };
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('tus-resumable', TUS_VERSION);
    });

    scope.post(
      ATTACHMENTS_PATH,
      { config: { needsToken: true, needsEpoch: true, takesFile: true } },
      async (request, reply) => opened().begin(request, reply),
    );
    scope.patch<WithHash>(
      `${ATTACHMENTS_PATH}/:hash`,
      { config: { needsToken: true, needsEpoch: true, takesFile: true } },
      async (request, reply) => opened().proceed(request, reply),
    );
    // Before GET: Fastify would make one of its own.
    scope.head<WithHash>(`${ATTACHMENTS_PATH}/:hash`, { config: { needsToken: true } }, async (request, reply) => {
      // One path, two questions: how far is the upload, and how large is the file.
      const isUpload = request.headers['tus-resumable'] !== undefined;
      return isUpload ? opened().tell(request, reply) : opened().send(request, reply);
    });
    scope.get<WithHash>(`${ATTACHMENTS_PATH}/:hash`, { config: { needsToken: true } }, async (request, reply) =>
      opened().send(request, reply),
    );
  });
}

interface Uploads {
  begin: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
  proceed: (request: FastifyRequest<WithHash>, reply: FastifyReply) => Promise<FastifyReply>;
  tell: (request: FastifyRequest<WithHash>, reply: FastifyReply) => Promise<FastifyReply>;
  send: (request: FastifyRequest<WithHash>, reply: FastifyReply) => Promise<FastifyReply>;
}

function makeUploads(store: FileStore): Uploads {
  const { files } = store;
  const parts = new Parts(partsFolder(files));
  const tus = new TusServer({
    path: '/',
    datastore: parts,
    maxSize: MAX_FILE_BYTES,
    lockDrainTimeout: DRAIN_MS,
    // The requests that it sees are made below: their path is the upload's name.
    namingFunction: (request) => pathOf(request.url),
    getFileIdFromRequest: (request) => pathOf(request.url),
    generateUrl: (_request, { id }) => locationOf(id.slice(-HASH_LENGTH)),
    onResponseError: (_request, error) => {
      if (error instanceof ProblemError) throw error;
      return undefined;
    },
  });

  /** Of an upload that was begun; undefined when there is none, or what a crash left of its frame says nothing. */
  const stateOf = async (unit: string, hash: string): Promise<{ offset: number; length: number } | undefined> => {
    const bytes = await sizeOfFile(files, unit, hash);
    if (bytes !== undefined) return { offset: bytes, length: bytes };
    const upload = await parts.getUpload(partName(unit, hash)).catch(() => undefined);
    return upload?.size === undefined ? undefined : { offset: upload.offset, length: upload.size };
  };
  /** The file is here, and the receipt with it, when all its bytes are. */
  const finishIfWhole = async (unit: string, hash: string): Promise<void> => {
    const state = await stateOf(unit, hash);
    if (state && state.offset === state.length && !(await settle(store, unit, hash))) {
      await finishUpload(store, unit, hash);
    }
  };

  const pass = async (request: FastifyRequest, reply: FastifyReply, hash: string): Promise<FastifyReply> => {
    const { unit } = request.actor as Actor;
    const answer = await tus.handleWeb(asWeb(request, partName(unit, hash)) as never);
    await answer.body?.cancel();
    drop(request);
    if (answer.status >= 400) throw await problemOf(store, answer.status);
    if (request.method !== 'HEAD') await finishIfWhole(unit, hash);
    for (const name of ['location', 'upload-offset', 'upload-length']) {
      const value = answer.headers.get(name);
      if (value !== null) reply.header(name, value);
    }
    return reply.code(answer.status).send();
  };

  return {
    async begin(request, reply) {
      const { unit } = checkUploader(request);
      const hash = hashIn(request);
      const length = lengthIn(request);
      if (length > MAX_FILE_BYTES) throw new ProblemError('file_too_large');
      if (!(await isNamed(store.db, unit, hash))) throw new ProblemError('not_found');
      const begun = await stateOf(unit, hash);
      // Who said another length did not mean this file.
      if (begun && begun.length !== length) await removePart(files, unit, hash);
      if (begun?.length === length || (await sizeOfFile(files, unit, hash)) !== undefined) {
        drop(request);
        await finishIfWhole(unit, hash);
        const offset = (await stateOf(unit, hash))?.offset ?? 0;
        return reply.code(201).header('location', locationOf(hash)).header('upload-offset', offset).send();
      }
      if (!(await hasRoom(files, length))) throw new ProblemError('no_space');
      return pass(request, reply, hash);
    },

    async proceed(request, reply) {
      const { unit } = checkUploader(request);
      const { hash } = checkHash(request);
      if (!(await isNamed(store.db, unit, hash))) throw new ProblemError('not_found');
      const bytes = await sizeOfFile(files, unit, hash);
      if (bytes !== undefined) {
        // Another connection was faster.
        drop(request);
        await settle(store, unit, hash);
        if (request.headers['upload-offset'] !== String(bytes)) throw new ProblemError('upload_conflict');
        return reply.code(204).header('upload-offset', bytes).send();
      }
      if (!(await hasRoom(files, Number(request.headers['content-length'] ?? 0)))) throw new ProblemError('no_space');
      return pass(request, reply, hash);
    },

    async tell(request, reply) {
      const { unit } = checkUploader(request);
      const { hash } = checkHash(request);
      if (!(await isNamed(store.db, unit, hash))) throw new ProblemError('not_found');
      // A crash between the last byte and the receipt is made good here.
      await finishIfWhole(unit, hash).catch((error: unknown) => {
        const isGone = error instanceof ProblemError && error.code === 'hash_mismatch';
        throw isGone ? new ProblemError('not_found') : error;
      });
      const bytes = await sizeOfFile(files, unit, hash);
      if (bytes === undefined) return pass(request, reply, hash);
      return reply.header('upload-offset', bytes).header('upload-length', bytes).send();
    },

    async send(request, reply) {
      const { unit, role } = request.actor as Actor;
      if (!mayRead(role, 'attachments', 'key')) throw new ProblemError('forbidden');
      const { hash } = checkHash(request);
      const bytes = (await isNamed(store.db, unit, hash)) ? await sizeOfFile(files, unit, hash) : undefined;
      if (bytes === undefined) throw new ProblemError('not_found');
      reply.type('application/octet-stream').header('accept-ranges', 'bytes').header('etag', `"${hash}"`);
      const isCurrent = [undefined, `"${hash}"`].includes(request.headers['if-range'] as string | undefined);
      const range = isCurrent ? rangeIn(request.headers.range, bytes) : undefined;
      if (range === null) {
        reply.header('content-range', `bytes */${bytes}`);
        throw new ProblemError('invalid_range');
      }
      const { start, end } = range ?? { start: 0, end: bytes - 1 };
      reply.header('content-length', end - start + 1);
      if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes}`);
      return request.method === 'HEAD' ? reply.send() : reply.send(streamFile(files, unit, hash, { start, end }));
    },
  };
}

/** Parts on the disk. An upload that is there already is gone on with, never begun anew over what came. */
class Parts extends TusFileStore {
  constructor(directory: string) {
    super({ directory });
    // What the hub does not offer: lengths told later, and taking an upload back.
    this.extensions = ['creation', 'creation-with-upload'];
  }

  override async create(upload: Upload): Promise<Upload> {
    const known = await this.getUpload(upload.id).catch(() => undefined);
    if (known?.size === upload.size) return known as Upload;
    await mkdir(dirname(join(this.directory, upload.id)), { recursive: true, mode: 0o700 });
    return super.create(upload);
  }
}

const HASH_LENGTH = 64;
const locationOf = (hash: string): string => `${ATTACHMENTS_PATH}/${hash}`;
const pathOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

function checkUploader(request: FastifyRequest): Actor {
  const actor = request.actor as Actor;
  if (!mayRecord(actor.role)) throw new ProblemError('forbidden');
  return actor;
}

function checkHash({ params }: FastifyRequest<WithHash>): { hash: string } {
  if (!fileHash.safeParse(params.hash).success) throw new ProblemError('not_found');
  return params;
}

/** @throws ProblemError when the metadata name no file */
function hashIn({ headers }: FastifyRequest): string {
  try {
    return fileHash.parse(Metadata.parse(headers['upload-metadata'] as string | undefined)[UPLOAD_HASH]);
  } catch {
    throw new ProblemError('invalid_request');
  }
}

function lengthIn({ headers }: FastifyRequest): number {
  const length = headers['upload-length'];
  if (typeof length !== 'string' || !/^\d{1,15}$/.test(length)) throw new ProblemError('invalid_request');
  return Number(length);
}

/** The body is let go unread, so that the client can read the answer. */
function drop({ body }: FastifyRequest): void {
  if (body instanceof Readable) body.removeAllListeners('data').resume();
}

/** Node's own way from its streams to these ends the connection when a reader stops; here the answer is still to come. */
function webBody(body: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      body.on('data', (bytes: Uint8Array) => {
        controller.enqueue(bytes);
        if ((controller.desiredSize ?? 0) <= 0) body.pause();
      });
      body.once('end', () => controller.close());
      body.once('error', (error) => controller.error(error));
      body.pause();
    },
    pull() {
      body.resume();
    },
    cancel() {
      body.removeAllListeners('data').removeAllListeners('end').resume();
    },
  });
}

const PASSED_ON = ['tus-resumable', 'upload-offset', 'upload-length', 'upload-metadata', 'content-type'];

/** The request as @tus/server takes it, under the upload's own name. */
function asWeb(request: FastifyRequest, name: string): Request {
  const headers = new Headers();
  for (const header of [...PASSED_ON, 'content-length']) {
    const value = request.headers[header];
    if (typeof value === 'string') headers.set(header, value);
  }
  const body = request.body instanceof Readable ? webBody(request.body) : null;
  const { method } = request;
  return new Request(`http://hub/${name.split('/').map(encodeURIComponent).join('/')}`, {
    method,
    headers,
    ...(body && method !== 'HEAD' ? { body, duplex: 'half' } : {}),
  } as RequestInit);
}

/** What @tus/server refuses is told as all else that the hub refuses. */
async function problemOf({ files }: FileStore, status: number): Promise<ProblemError> {
  if (status === 404 || status === 410) return new ProblemError('not_found');
  if (status === 409) return new ProblemError('upload_conflict');
  if (status === 413) return new ProblemError('file_too_large');
  // 501: an extension of tus that the hub does not offer.
  if (status < 500 || status === 501) return new ProblemError('invalid_request');
  return new ProblemError((await hasRoom(files, 0)) ? 'busy' : 'no_space');
}

/**
 * One range of bytes of a file. Undefined when none is asked for, or one that is not understood: then the whole file is the
 * right answer (RFC 9110, 14.2). Null when no byte of the file is in it.
 */
export function rangeIn(header: string | undefined, bytes: number): { start: number; end: number } | null | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== '' && from !== '' && Number(to) < start) return undefined;
  return start < bytes && !(from === '' && Number(to) === 0) ? { start, end } : null;
}
