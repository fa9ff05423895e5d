/**
 * 10,000 requests that no sound app would send, over every route: none may give a 5xx. The seed is printed; FUZZ_SEED
 * repeats a run.
 */
import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COLLECTIONS, fieldSchema } from '#core/model/collections.ts';
import { ATTACHMENTS_PATH, REPORT_HEADER, type Report } from '#core/wire/protocol.ts';
import { ROLES } from '#core/workflow/policy.ts';
import {
  enrolLaptop,
  type Laptop,
  newUnit,
  newUser,
  PUBLIC_KEY,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { buildServer } from './server.ts';

/** Such as come in one request. */
const FILES = [Buffer.from('1'), Buffer.from('null'), Buffer.from('{}'), Buffer.alloc(3000)];
const hashOf = (file: Buffer): string => createHash('sha256').update(file).digest('hex');
const UPLOAD_TYPE = 'application/offset+octet-stream';
const UPLOAD_ROUTES = [
  `POST ${ATTACHMENTS_PATH}`,
  `PATCH ${ATTACHMENTS_PATH}/:hash`,
  `HEAD ${ATTACHMENTS_PATH}/:hash`,
  `GET ${ATTACHMENTS_PATH}/:hash`,
];

const REQUESTS = 10_000;
const RAW_CONNECTIONS = 200;
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

let hub: TestHub;
let app: FastifyInstance;
const laptops: Laptop[] = [];
const folder = mkdtempSync(join(tmpdir(), 'pendamping-fuzz-'));

beforeAll(async () => {
  console.info(`fuzz: FUZZ_SEED=${seed}`);
  hub = await testHub();
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  app = await buildServer(hub.store, {
    log: pino({ level: 'silent' }),
    web: folder,
    demo: { users: [] },
    limits: { perDevice: 1e9, perAddress: 1e9 },
  });
  await app.ready();
  const unit = await newUnit(hub);
  for (const role of ROLES) laptops.push(await enrolLaptop(hub, await newUser(hub, unit, role, 'rahasia benar')));
  const author = laptops[0] as Laptop;
  for (const [i, file] of FILES.entries()) {
    write(author, 'attachments', `file-${i}`, 'hash', hashOf(file));
    await push(author, [recordOf(author, 'attachments', `file-${i}`)]);
  }
}, 60_000);
afterAll(async () => {
  await app.close();
  await hub.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Text that breaks things: halves of characters, NUL, directions, names that every object has, SQL, paths. */
const oddText = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    '\ud800',
    '\udfff\ud800',
    '\u202e\u2066',
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    "' or 1=1 --",
    '%',
    '%00',
    '%ff%fe',
    '\u{10ffff}',
    'é'.repeat(300),
    'x'.repeat(5000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
);
const oddNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1e21, -1e300, 2 ** 53, 2 ** 31, 2 ** 63, Number.MAX_VALUE, Number.MIN_VALUE),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
/** 31 to 60 levels: around what registers may have. */
const deep = fc.integer({ min: 1, max: 60 }).map((levels) => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
});
const oddValue = fc.oneof(
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  oddText,
  oddNumber,
  deep,
  fc.constantFrom(null, true, [], {}, '2026-01-01T00:00:00Z', '7271030403820004'),
);

/** Consultant and coordinator may write; the others mostly hear that they may not. */
const laptopIndex = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(0, 1) },
  { weight: 1, arbitrary: fc.nat({ max: ROLES.length - 1 }) },
);
const hlc = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 0xffff }).map((n) => `0198c0de1234-${n.toString(16).padStart(4, '0')}`) },
  fc.constantFrom('000000000000-0000', 'ffffffffffff-ffff', 'FFFFFFFFFFFF-0000', '0198c0de1234', ''),
);
const device = fc.oneof(
  { weight: 20, arbitrary: fc.nat({ max: 99 }).map((n) => (n < 90 ? 'own' : 'hub')) },
  fc.constantFrom('d_nobody', 'constructor', '', 'a@b'),
  oddText,
);
const oddField = fc.oneof(
  fc.constantFrom('answer.K1', 'note.K1', 'answer.', 'fieldOfTomorrow', '__proto__', 'role'),
  oddText,
);
const id = fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 30 }).map((n) => `r-${n}`) }, oddText);
const collection = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...COLLECTIONS) },
  fc.constantFrom('fleets', '__proto__'),
  oddText,
);

/** Names that the laptop's own are put in for, when the request is made. */
const register = fc.record(
  {
    heads: fc.array(
      fc.record(
        {
          stamp: fc.tuple(hlc, device).map(([time, name]) => `${time}@${name}`),
          by: fc.oneof({ weight: 20, arbitrary: fc.constant('own-user') }, oddText),
          // What empties any field is a value of every field.
          value: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 4, arbitrary: oddValue }),
          also: fc.array(
            fc.record({ stamp: fc.tuple(hlc, device).map((all) => all.join('@')), by: fc.constant('own-user') }),
            { maxLength: 2 },
          ),
        },
        { requiredKeys: ['stamp', 'by', 'value'] },
      ),
      { maxLength: 3 },
    ),
    seen: fc.dictionary(device, hlc, { maxKeys: 3 }),
  },
  { requiredKeys: ['heads'] },
);
const batch = fc.record({
  batch: fc.oneof({ weight: 6, arbitrary: fc.uuid() }, oddText),
  device: fc.oneof({ weight: 12, arbitrary: fc.constant('own') }, oddText),
  schema: fc.oneof({ weight: 12, arbitrary: fc.constant(1) }, oddNumber),
  records: fc.array(
    collection.chain((name) =>
      fc.record({
        collection: fc.constant(name),
        id,
        unit: fc.oneof({ weight: 12, arbitrary: fc.constant('own-unit') }, oddText),
        registers: fc.dictionary(
          fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...fieldsOf(name)) }, oddField),
          fc.oneof({ weight: 8, arbitrary: register }, oddValue),
          { maxKeys: 6 },
        ),
      }),
    ),
    { maxLength: 4 },
  ),
});
const enrolment = fc.record(
  {
    code: fc.oneof(fc.constant('AAAA-AAAA-AA'), oddText),
    user: fc.oneof(fc.constant('own-user'), oddText),
    password: oddText,
    deviceName: oddText,
    publicKey: fc.oneof({ weight: 4, arbitrary: fc.constant(PUBLIC_KEY) }, oddText),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  { weight: 6, arbitrary: batch },
  { weight: 1, arbitrary: enrolment },
  { weight: 1, arbitrary: fc.record({ publicKey: fc.constant(PUBLIC_KEY) }) },
  { weight: 1, arbitrary: oddValue },
);

/** What happens to the bytes on their way. */
type Damage = 'none' | 'gzip' | 'cut' | 'cut gzip' | 'false gzip' | 'noise' | 'deep' | 'bomb' | 'empty' | 'no UTF-8';
const damage = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom<Damage>('none', 'gzip') },
  { weight: 3, arbitrary: fc.constantFrom<Damage>('cut', 'cut gzip', 'false gzip', 'noise', 'empty', 'no UTF-8') },
  fc.constantFrom<Damage>('deep', 'bomb'),
);

/** Node refuses to send others; see the raw connections below for those. */
const headerText = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((n) => n !== 0x7f)
    .map((n) => String.fromCharCode(n)),
  maxLength: 40,
});
const REPORTED: (keyof Report)[] = ['app', 'unsent', 'clock', 'rounds', 'epoch'];
const told = fc.oneof(
  { weight: 3, arbitrary: headerText },
  fc.constantFrom('1', '1-a', 'a.b', '1767225600000', '-999999999999999', '999999999'),
);
const headers = fc.record(
  {
    [REPORT_HEADER]: fc.oneof(
      { weight: 12, arbitrary: headerText },
      fc
        .record(Object.fromEntries(REPORTED.map((name) => [name, told])), { requiredKeys: [] })
        .map((report) => new URLSearchParams(report as Record<string, string>).toString()),
    ),
    'content-type': fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('application/json', 'application/json', UPLOAD_TYPE) },
      headerText,
    ),
    'accept-encoding': fc.oneof(fc.constantFrom('gzip', 'br, gzip;q=0', '*', ';;q=,,'), headerText),
    'x-forwarded-for': fc.oneof(fc.constantFrom('10.0.0.1', '::1, 10.0.0.1', 'unknown'), headerText),
    accept: fc.oneof(fc.constant('text/html'), headerText),
    range: fc.oneof(fc.constantFrom('bytes=0-1', 'bytes=-1', 'bytes=9-', 'bytes=1-0', 'bytes=-'), headerText),
    origin: headerText,
    'if-modified-since': headerText,
    'if-range': headerText,
    // Of tus, mostly as an app would send them.
    'tus-resumable': fc.oneof({ weight: 12, arbitrary: fc.constant('1.0.0') }, headerText),
    'upload-length': fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 3000 }).map(String) }, headerText),
    'upload-offset': fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 30 }).map(String) }, headerText),
    'upload-metadata': fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(...FILES.map((file) => `hash ${Buffer.from(hashOf(file)).toString('base64')}`)),
      },
      fc.constantFrom('hash', 'hash x', 'hash Li4vLi4=', '__proto__ YQ==', 'hash YQ==,hash YQ=='),
      headerText,
    ),
  },
  { requiredKeys: ['content-type'] },
);
const query = fc.array(
  fc.tuple(
    fc.constantFrom('after', 'limit', 'bytes', 'field', 'unit', '__proto__', ''),
    fc.oneof(
      fc.nat({ max: 9000 }).map(String),
      fc.constantFrom('name', 'ownerNik', '9007199254740991', '9007199254740992', '1e3', '-1', '%', '%00'),
      oddText.map(encode),
    ),
  ),
  { maxLength: 3 },
);

/** Of files that records name, of one that none does, and what is no hash. */
const hash = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...FILES.map(hashOf), 'f'.repeat(64)) }, oddText);

const request = fc.record({
  route: fc.oneof(
    { weight: 5, arbitrary: fc.constant('POST /v1/sync/push') },
    { weight: 1, arbitrary: fc.constant('GET /v1/sync/pull') },
    { weight: 1, arbitrary: fc.constantFrom(...UPLOAD_ROUTES) },
    { weight: 6, arbitrary: fc.nat() },
  ),
  method: fc.oneof(
    { weight: 20, arbitrary: fc.constant('') },
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
  ),
  parts: fc.tuple(collection, id),
  hash,
  /** Instead of the route's own path. */
  path: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, oddText),
  laptop: laptopIndex,
  token: fc.oneof({ weight: 12, arbitrary: fc.constant('own') }, headerText),
  body: fc.option(body, { freq: 8 }),
  damage,
  headers,
  query,
});
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** Some of every type. */
function fieldsOf(name: string): string[] {
  const some = [
    'createdAt',
    'createdBy',
    'deletedAt',
    'name',
    'ownerNik',
    'region',
    'latitude',
    'problem1',
    'lockedAt',
  ];
  const more = ['reopenAsked', 'revokeAsked', 'role', 'active', 'what', 'advice', 'score', 'state', 'asOf', 'clientId'];
  const known = [...some, ...more].filter((field) => fieldSchema(name, field));
  return known.length > 0 ? known : some;
}

/** Also of text that cannot be written in UTF-8. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const DEEP = Buffer.from(`{"batch":${'['.repeat(20_000)}`);
const BOMB = gzipSync(Buffer.alloc(2 * 1024 * 1024, 'x'));

function bytesOf(text: string, damage: Damage): Buffer {
  const plain = Buffer.from(text);
  switch (damage) {
    case 'none':
    case 'false gzip':
      return plain;
    case 'gzip':
      return gzipSync(plain);
    case 'cut':
      return plain.subarray(0, Math.floor(plain.length / 2));
    case 'cut gzip':
      return gzipSync(plain).subarray(0, 20);
    case 'noise':
      return Buffer.from(plain.map((byte, i) => (i % 37 === 5 ? byte ^ 0x55 : byte)));
    case 'deep':
      return DEEP;
    case 'bomb':
      return BOMB;
    case 'empty':
      return Buffer.alloc(0);
    case 'no UTF-8':
      return Buffer.concat([plain, Buffer.from([0xff, 0xc0, 0x80])]);
  }
}

const nameOf = ({ method, url }: { method: string; url: string }): string => `${method} ${url}`;
const nth = (n: number) => app.routeList[n % app.routeList.length];

function toInject(one: Request): InjectOptions {
  const laptop = laptops[one.laptop] as Laptop;
  const route =
    typeof one.route === 'number' ? nth(one.route) : app.routeList.find((known) => nameOf(known) === one.route);
  if (!route) throw new Error(`no route ${one.route}`);
  const path =
    one.path === null
      ? route.url
          .replace(':collection', encode(one.parts[0]))
          .replace(':id', encode(one.parts[1]))
          .replace(':hash', encode(one.hash))
      : `/${one.path.startsWith('%') ? one.path : encode(one.path)}`;
  const search = one.query.map(([name, value]) => `${name}=${value}`).join('&');
  const text = JSON.stringify(one.body ?? null)
    .replaceAll('@own"', `@${laptop.device}"`)
    .replaceAll('"own"', `"${laptop.device}"`)
    .replaceAll('"own-user"', `"${laptop.user}"`)
    .replaceAll('"own-unit"', `"${laptop.unit}"`);
  const method = one.method || route.method;
  const hasBody = one.body !== null && method !== 'GET' && method !== 'HEAD';
  const isZipped = ['gzip', 'cut gzip', 'false gzip', 'bomb'].includes(one.damage);
  return {
    method: method as InjectOptions['method'],
    url: `${path}${search ? `?${search}` : ''}`,
    headers: {
      ...one.headers,
      authorization: one.token === 'own' ? `Bearer ${laptop.token}` : one.token,
      ...(hasBody && isZipped ? { 'content-encoding': 'gzip' } : {}),
    },
    ...(hasBody ? { payload: bytesOf(text, one.damage) } : {}),
  };
}

const countHistory = async (): Promise<number> => {
  const query = hub.store.db.selectFrom('history').select((eb) => eb.fn.countAll<number>().as('count'));
  return (await query.executeTakeFirstOrThrow()).count;
};

test(`${REQUESTS} odd requests, none gives a 5xx`, { timeout: 300_000 }, async () => {
  const statuses = new Map<string, number>();
  const before = await countHistory();
  await fc.assert(
    fc.asyncProperty(request, async (one) => {
      const options = toInject(one);
      const { statusCode, headers, body: text } = await app.inject(options);
      const name = `${String(options.url).split('?')[0]} ${statusCode}`;
      statuses.set(name, (statuses.get(name) ?? 0) + 1);
      expect(statusCode, `${options.method} ${options.url}`).toBeLessThan(500);
      expect(statusCode).toBeGreaterThanOrEqual(200);
      // What is no CORS preflight is answered by @fastify/cors, in plain text.
      if (statusCode >= 400 && text && options.method !== 'OPTIONS') {
        expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      }
    }),
    { numRuns: REQUESTS, seed, endOnFailure: true },
  );
  console.info(`fuzz: ${(await countHistory()) - before} edits were taken`);
  // It came through the doors, not only against them.
  expect((await countHistory()) - before).toBeGreaterThan(100);
  for (const path of ['/health', '/v1/sync/push', '/v1/sync/pull', '/v1/devices', '/v1/devices/renew', '/v1/clock']) {
    // A laptop gets only so many new names (RENEWALS_PER_DEVICE).
    expect(statuses.get(`${path} 200`) ?? 0, path).toBeGreaterThan(path.endsWith('renew') ? 1 : 10);
  }
  const taken = (path: string) => [...statuses].filter(([name]) => name.startsWith(path) && / 20[0146]$/.test(name));
  expect(
    taken(ATTACHMENTS_PATH).reduce((sum, [, count]) => sum + count, 0),
    'uploads',
  ).toBeGreaterThan(10);
  expect((await app.inject('/health')).statusCode).toBe(200);
});

test(`${RAW_CONNECTIONS} connections with anything but HTTP`, { timeout: 120_000 }, async () => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const line = fc.oneof(
    fc.constantFrom('GET / HTTP/1.1', 'POST /v1/sync/push HTTP/1.1', 'GET /v1/%ff%00 HTTP/9.9', 'PRI * HTTP/2.0'),
    fc.constantFrom('host: x', 'content-length: -1', 'content-length: 1e9', 'transfer-encoding: chunked', ''),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (lines) => {
      const answer = await exchange(port, `${lines.join('\r\n')}\r\n\r\n`);
      expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
    }),
    { numRuns: RAW_CONNECTIONS, seed },
  );
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
});

/** Sends everything, says that no more will come, and reads until the hub has no more to say either. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    // A reset is an answer, too.
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
    socket.setTimeout(2000, () => socket.destroy());
    socket.end(text);
  });
}
