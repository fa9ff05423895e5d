/**
 * The host's side of the post (docs/decisions/0011): an HTTP server that takes nothing in and gives nothing out by itself. What a
 * guest asks is asked of the renderer; bundles pass through parcels. It knows no business, only limits.
 */
import { timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isPrivateAddress, type Offered, offerSchema, POST_FORMAT, POST_LIMITS } from '#core/wire/post.ts';
import type { PostAnswer, PostQuestion } from '../../contract.ts';
import { createGate } from './gate.ts';
import { DiskFullError, type Parcels } from './parcels.ts';

/** Files that move at the same time; others wait their turn. */
const MAX_MOVING = 3;
const MAX_CONNECTIONS = 32;
/** Of one address, so that nobody keeps the others out. */
const MAX_CONNECTIONS_OF_ONE = 8;
/** Nothing moved for so long: whoever is there has gone, or holds the place on purpose. */
const IDLE_MS = 30_000;
/** While the host's renderer works, the guest hears so often that it does. */
const HEARTBEAT_MS = 5000;
const HEADERS_MS = 10_000;
const MAX_HEADER_BYTES = 4096;

export interface PostOptions {
  unit: string;
  token: string;
  parcels: Parcels;
  /** Asks the renderer. */
  ask: (question: PostQuestion) => Promise<PostAnswer>;
  now?: () => number;
  idleMs?: number;
}

/** Refused, with a code that the guest's app knows (`POST_PROBLEMS`) or that only its makers read. */
class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** The server, not listening yet. */
export function createPost({
  unit,
  token,
  parcels,
  ask,
  now = () => performance.now(),
  idleMs = IDLE_MS,
}: PostOptions) {
  const gate = createGate(now);
  /** What guests were asked for, by id, and what they were offered: nothing else moves. */
  const wanted = new Map<string, number>();
  const given = new Set<string>();
  let moving = 0;
  const connections = new Map<string, number>();

  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_MS,
    requestTimeout: 0,
    connectionsCheckingInterval: HEADERS_MS / 2,
    keepAliveTimeout: 1000,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = idleMs;
  server.on('connection', (socket) => {
    const address = plain(socket.remoteAddress);
    const open = (connections.get(address) ?? 0) + 1;
    if (!isPrivateAddress(address) || open > MAX_CONNECTIONS_OF_ONE) {
      socket.destroy();
      return;
    }
    connections.set(address, open);
    socket.once('close', () => {
      const left = (connections.get(address) ?? 1) - 1;
      if (left > 0) connections.set(address, left);
      else connections.delete(address);
    });
  });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    void serve(request, response).catch((error: unknown) => refuse(request, response, error));
  };
  server.on('request', answer);
  // A guest waits with a file until it is told to send it.
  server.on('checkContinue', answer);
  // What is no HTTP gets no answer.
  server.on('clientError', (_error, socket) => socket.destroy());

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = plain(request.socket.remoteAddress);
    const seconds = gate.wait(address);
    if (seconds > 0) {
      response.setHeader('retry-after', seconds);
      throw new Refused(429, 'too_many_tries');
    }
    const call = `${request.method} ${request.url}`;
    if (call === 'GET /v1/post') return json(response, { post: POST_FORMAT, unit });
    if (!isToken(request.headers.authorization)) {
      gate.fault(address);
      throw new Refused(401, 'wrong_code');
    }
    if (call === 'POST /v1/post/offer') return offer(request, response, address);
    const [, method, id] = /^(GET|PUT) \/v1\/post\/bundles\/([\w-]{1,64})$/.exec(call) ?? [];
    if (id === undefined) throw new Refused(404, 'failed');
    if (moving >= MAX_MOVING) throw new Refused(503, 'busy');
    moving += 1;
    try {
      await (method === 'PUT' ? take(request, response, id, address) : give(response, id));
    } finally {
      moving -= 1;
    }
  }

  async function offer(request: IncomingMessage, response: ServerResponse, address: string): Promise<void> {
    const offered = offerSchema.safeParse(await readJson(request));
    if (!offered.success) {
      gate.fault(address);
      throw new Refused(400, 'failed');
    }
    gate.forgive(address);
    const answer = await working(response, ask({ kind: 'offer', offer: offered.data }));
    if (answer.kind === 'problem') throw new Refused(403, answer.problem);
    if (answer.kind !== 'offer') throw new Refused(500, 'failed');
    const sizes = new Map(offered.data.bundles.map(({ id, size }: Offered) => [id, size]));
    for (const id of answer.answer.want) wanted.set(id, sizes.get(id) ?? 0);
    for (const { id } of answer.answer.bundles) given.add(id);
    json(response, answer.answer);
  }

  /** A guest hands over a bundle that it was asked for. */
  async function take(request: IncomingMessage, response: ServerResponse, id: string, address: string): Promise<void> {
    const size = wanted.get(id);
    if (size === undefined) throw new Refused(409, 'failed');
    if (Number(request.headers['content-length']) !== size) throw new Refused(413, 'failed');
    const parcel = await createParcel(size);
    try {
      if (request.headers.expect) response.writeContinue();
      await pipeline(request, createWriteStream(parcels.pathOf(parcel)));
      const answer = await working(response, ask({ kind: 'take', id, parcel, size }));
      if (answer.kind !== 'taken') throw new Refused(500, 'failed');
      // A sound laptop sends no broken files.
      if (answer.taken.problem) gate.fault(address);
      wanted.delete(id);
      json(response, answer.taken);
    } finally {
      await parcels.drop(parcel);
    }
  }

  async function give(response: ServerResponse, id: string): Promise<void> {
    if (!given.has(id)) throw new Refused(404, 'failed');
    const answer = await working(response, ask({ kind: 'give', id }));
    if (answer.kind !== 'given' || answer.parcel === null) throw new Refused(404, 'failed');
    const { parcel } = answer;
    try {
      const length = await parcels.sizeOf(parcel);
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': length });
      await pipeline(createReadStream(parcels.pathOf(parcel)), response);
    } finally {
      await parcels.drop(parcel);
    }
  }

  async function createParcel(size: number): Promise<string> {
    return parcels.create(size).catch((error: unknown) => {
      throw error instanceof DiskFullError ? new Refused(507, 'full') : error;
    });
  }

  const expected = Buffer.from(`Bearer ${token}`);
  const isToken = (shown: string | undefined): boolean => {
    const bytes = Buffer.from(shown ?? '');
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  };

  return server;
}

/** Tells the guest every few seconds that the host is still at it. */
async function working<T>(response: ServerResponse, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => response.writeProcessing(), HEARTBEAT_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  const limit = limiting(POST_LIMITS.jsonBytes);
  await pipeline(request, limit, async (source) => {
    for await (const bytes of source) text += bytes;
  });
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function limiting(most: number): Transform {
  let size = 0;
  return new Transform({
    decodeStrings: true,
    encoding: 'utf8',
    transform(bytes: Buffer, _encoding, done) {
      size += bytes.length;
      if (size > most) done(new Refused(413, 'failed'));
      else done(null, bytes);
    },
  });
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** What was not read of the request is not read any more: the connection ends with the answer. */
function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    request.destroy();
    return;
  }
  const { status, code } = error instanceof Refused ? error : { status: 500, code: 'failed' };
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ code }), () => request.destroy());
}

/** IPv4 as the operating system tells it to a socket that takes both. */
const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:/, '');

/** @returns the port: the one that guests expect, or any when it is in use */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && port !== 0) resolve(listen(server, 0));
      else reject(error);
    });
    server.listen(port, '0.0.0.0', () => resolve((server.address() as { port: number }).port));
  });
}
