/** The post over real sockets: what it takes and gives, and what strangers, broken lines and rubbish do to it. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Offer, postTag, postToken, type Taken } from '#core/wire/post.ts';
import type { PostAnswer, PostQuestion } from '../../contract.ts';
import { connectPost, type PostClient, type PostError } from './client.ts';
import { answerCalls, broadcastOf, findPost } from './finder.ts';
import { CALLS_PER_MINUTE, createGate, FREE_FAULTS } from './gate.ts';
import { openParcels, type Parcels } from './parcels.ts';
import { createPost, listen, type PostOptions } from './server.ts';

const TOKEN = postToken('AGE-SECRET-KEY-1', '123456');
const TAKEN: Taken = { changed: 3, known: 0, early: 0, refused: 0 };
const OFFER: Offer = { device: 'd_guest', bundles: [{ id: 'from-guest', size: 200_000 }] };

/** The machine may have other things to do. */
const SLOW = { timeout: 10_000 };

let folder: string;
let host: Parcels;
let guest: Parcels;
let server: Server;
let address: string;
let stopping: AbortController;
let client: PostClient;
/** What the renderer of the host was asked, and what it took. */
let asked: PostQuestion[];
let took: Buffer[];

const GIVEN = Buffer.alloc(300_000, 'from the host');
const at = (token = TOKEN) => ({ address, token });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-post-'));
  host = openParcels(join(folder, 'host'));
  guest = openParcels(join(folder, 'guest'));
  stopping = new AbortController();
  client = connectPost(guest, stopping.signal, 5000);
  await open();
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: Partial<PostOptions> = {}): Promise<void> {
  asked = [];
  took = [];
  server = createPost({ unit: 'plut-a', token: TOKEN, parcels: host, ask: answer, ...options });
  address = `127.0.0.1:${await listen(server, 0)}`;
}

/** The renderer of the host. */
async function answer(question: PostQuestion): Promise<PostAnswer> {
  asked.push(question);
  if (question.kind === 'offer') {
    const bundles = [{ id: 'from-host', size: GIVEN.length }];
    return { kind: 'offer', answer: { device: 'd_host', bundles, want: question.offer.bundles.map(({ id }) => id) } };
  }
  if (question.kind === 'take') {
    took.push(await readFile(host.pathOf(question.parcel)));
    return { kind: 'taken', taken: TAKEN };
  }
  const parcel = await host.create(GIVEN.length);
  await host.append(parcel, GIVEN);
  return { kind: 'given', parcel };
}

async function parcelOf(bytes: Uint8Array): Promise<string> {
  const parcel = await guest.create(bytes.length);
  await guest.append(parcel, bytes);
  return parcel;
}

const problemOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'none',
    (error: PostError) => error.problem ?? String(error),
  );

const left = (): string[] => readdirSync(join(folder, 'host'));

/** Sends these bytes as they are. @returns what came back until the end */
function raw(text: string | Uint8Array, { end = true } = {}): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const [name, port] = address.split(':');
  const socket = connect(Number(port), name);
  let heard = '';
  socket.on('data', (bytes) => {
    heard += bytes;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(heard));
  socket.write(text);
  if (end) socket.end();
  return promise;
}

const head = (call: string, ...lines: string[]): string =>
  [`${call} HTTP/1.1`, 'Host: post', 'Connection: close', ...lines, '', ''].join('\r\n');
const bearer = `Authorization: Bearer ${TOKEN}`;

test('both sides say what they have, and it moves both ways, whole', async () => {
  expect(await client.hello(address)).toEqual({ post: 1, unit: 'plut-a' });
  const { want, bundles } = await client.offer(at(), OFFER);
  expect(want).toEqual(['from-guest']);
  const bytes = Buffer.alloc(200_000, 'from the guest');
  const moved: number[] = [];
  expect(await client.send(at(), 'from-guest', await parcelOf(bytes), (n) => moved.push(n))).toEqual(TAKEN);
  expect(took[0]?.equals(bytes)).toBe(true);
  expect(moved.at(-1)).toBe(200_000);
  expect(moved.length).toBeGreaterThan(1);
  const parcel = await client.fetch(at(), 'from-host', bundles[0]?.size ?? 0, () => {});
  expect((await readFile(guest.pathOf(parcel))).equals(GIVEN)).toBe(true);
  expect(left()).toEqual([]);
});

test('without the code nothing is heard but the unit; whoever guesses has to wait', async () => {
  for (let i = 0; i < FREE_FAULTS; i++) {
    expect(await problemOf(client.offer(at(postToken('AGE-SECRET-KEY-1', String(100_000 + i))), OFFER))).toBe(
      'wrong_code',
    );
  }
  const refused = await client.offer(at(), OFFER).catch((error: PostError) => error);
  expect(refused).toMatchObject({ problem: 'too_many_tries' });
  expect((refused as PostError).seconds).toBeGreaterThan(5);
  expect(asked).toEqual([]);
});

test.each([
  ['without a bearer', head('PUT /v1/post/bundles/x', 'Content-Length: 9'), /^HTTP\/1.1 401/],
  ['a bundle that was not asked for', head('PUT /v1/post/bundles/x', bearer, 'Content-Length: 9'), /^HTTP\/1.1 409/],
  ['one that was not offered', head('GET /v1/post/bundles/x', bearer), /^HTTP\/1.1 404/],
  ['a path out of the folder', head('GET /v1/post/bundles/..%2F..%2Fetc', bearer), /^HTTP\/1.1 404/],
  ['another path', head('GET /', bearer), /^HTTP\/1.1 404/],
  ['no JSON', `${head('POST /v1/post/offer', bearer, 'Content-Length: 3')}{a}`, /^HTTP\/1.1 400/],
  ['long headers', head('GET /v1/post', `X: ${'x'.repeat(5000)}`), /^$/],
])('refused: %s', async (_what, request, expected) => {
  expect(await raw(request)).toMatch(expected);
  expect(left()).toEqual([]);
  expect(asked).toEqual([]);
});

test('an offer that never ends is cut off', async () => {
  const request = head('POST /v1/post/offer', bearer, 'Transfer-Encoding: chunked');
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  expect(await raw(request + chunk.repeat(20), { end: false })).toMatch(/^(HTTP\/1.1 413|$)/);
  expect(asked).toEqual([]);
});

test('a size other than the one offered is refused before anything is sent', async () => {
  await client.offer(at(), OFFER);
  expect(await problemOf(client.send(at(), 'from-guest', await parcelOf(Buffer.alloc(10)), () => {}))).toBe('failed');
  const chunked = head('PUT /v1/post/bundles/from-guest', bearer, 'Transfer-Encoding: chunked');
  expect(await raw(`${chunked}5\r\nhello\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 413/);
  expect(left()).toEqual([]);
  expect(took).toEqual([]);
});

test('an upload that is cut leaves nothing, and is taken the next time', async () => {
  await client.offer(at(), OFFER);
  const request = head('PUT /v1/post/bundles/from-guest', bearer, 'Content-Length: 200000');
  await raw(request + 'x'.repeat(1000));
  await expect.poll(left, SLOW).toEqual([]);
  expect(took).toEqual([]);
  expect(await client.send(at(), 'from-guest', await parcelOf(Buffer.alloc(200_000)), () => {})).toEqual(TAKEN);
});

test('whoever stops in the middle loses the place', async () => {
  server.close();
  await open({ idleMs: 1500 });
  await client.offer(at(), OFFER);
  const request = head('PUT /v1/post/bundles/from-guest', bearer, 'Content-Length: 200000');
  const silent = [1, 2, 3].map(() => raw(`${request}begun`, { end: false }));
  await expect.poll(() => left().length, SLOW).toBe(3);
  expect(await problemOf(client.send(at(), 'from-guest', await parcelOf(Buffer.alloc(200_000)), () => {}))).toBe(
    'busy',
  );
  await Promise.all(silent);
  await expect.poll(left, SLOW).toEqual([]);
  expect(await client.send(at(), 'from-guest', await parcelOf(Buffer.alloc(200_000)), () => {})).toEqual(TAKEN);
});

test('one address does not keep the others out', async () => {
  const silent = Array.from({ length: 20 }, () => raw('GET', { end: false }));
  // Those over the limit are closed at once.
  await Promise.race(silent);
  const open = await new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  expect(open).toBeLessThanOrEqual(8);
});

test('a full disk is said before anything is sent', async () => {
  server.close();
  await open({ parcels: openParcels(join(folder, 'full'), async () => 100 * 1024 * 1024) });
  await client.offer(at(), OFFER);
  expect(await problemOf(client.send(at(), 'from-guest', await parcelOf(Buffer.alloc(200_000)), () => {}))).toBe(
    'full',
  );
});

test('what the renderer refuses, and a renderer that fails, are said', async () => {
  server.close();
  await open({ ask: async () => ({ kind: 'problem', problem: 'revoked' }) });
  expect(await problemOf(client.offer(at(), OFFER))).toBe('revoked');
  server.close();
  await open({ ask: () => Promise.reject(new Error('gone')) });
  expect(await problemOf(client.offer(at(), OFFER))).toBe('failed');
});

test('guest: nobody there, no post, no HTTP, a cut answer, a stop', async () => {
  server.closeAllConnections();
  server.close();
  expect(await problemOf(client.hello(address))).toBe('closed');

  const other = createServer((_request, response) => response.end('<html>router</html>'));
  address = `127.0.0.1:${await listen(other, 0)}`;
  expect(await problemOf(client.hello(address))).toBe('not_a_post');
  other.close();

  const cut = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('half');
    setTimeout(() => response.destroy(), 50);
  });
  address = `127.0.0.1:${await listen(cut, 0)}`;
  expect(await problemOf(client.fetch(at(), 'x', 1000, () => {}))).toBe('cut');
  expect(await problemOf(client.fetch(at(), 'x', 3, () => {}))).toMatch(/cut|not_a_post/);
  expect(readdirSync(join(folder, 'guest'))).toEqual([]);
  cut.close();

  const silent = createServer(() => {});
  address = `127.0.0.1:${await listen(silent, 0)}`;
  const call = problemOf(client.hello(address));
  setTimeout(() => stopping.abort(), 50);
  expect(await call).toBe('stopped');
  silent.closeAllConnections();
  silent.close();
});

test('rubbish on the line asks the renderer nothing, leaves nothing, and the post goes on', async () => {
  await client.offer(at(), OFFER);
  asked = [];
  const good = Buffer.from(head('PUT /v1/post/bundles/from-guest', bearer, 'Content-Length: 20') + 'y'.repeat(20));
  const mutated = fc.tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length)).map(([where, byte, length]) => {
    const bytes = Buffer.from(good);
    bytes[where] = byte;
    return bytes.subarray(0, length);
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 500 }), mutated), async (bytes) => {
      await raw(bytes);
    }),
    { numRuns: 300 },
  );
  expect(took).toEqual([]);
  expect(asked).toEqual([]);
  await expect.poll(left, SLOW).toEqual([]);
  // Some of it was a wrong code.
  expect(await raw(head('GET /v1/post'))).toMatch(/^HTTP\/1.1 (200|429)/);
});

test('parcels: only names that were given out, only what was announced, nothing left of the last run', async () => {
  const parcel = await host.create(10);
  await host.append(parcel, Buffer.from('hello'));
  await expect(host.append(parcel, Buffer.from('too much'))).rejects.toThrow('too large');
  await expect(host.read('../../etc/passwd', 0)).rejects.toThrow('no such parcel');
  expect(Buffer.from(await host.read(parcel, 1)).toString()).toBe('ello');
  expect(await host.read(parcel, 5)).toHaveLength(0);
  writeFileSync(join(folder, 'host', 'old'), 'x');
  host = openParcels(join(folder, 'host'));
  expect(left()).toEqual([]);
});

test('gate: waits grow, calls are counted, the right code forgives', () => {
  let now = 0;
  const gate = createGate(() => now);
  for (let i = 0; i < FREE_FAULTS; i++) gate.fault('a');
  const first = gate.wait('a');
  gate.fault('a');
  expect(gate.wait('a')).toBe(2 * first);
  expect(gate.wait('b')).toBe(0);
  now += 2 * first * 1000;
  expect(gate.wait('a')).toBe(0);
  for (let i = 0; i < 50; i++) gate.fault('a');
  expect(gate.wait('a')).toBe(600);
  for (let i = 1; i < CALLS_PER_MINUTE; i++) gate.wait('b');
  expect(gate.wait('b')).toBeGreaterThan(0);
  now += 60_000;
  expect(gate.wait('b')).toBe(0);
  gate.fault('c');
  gate.forgive('c');
  for (let i = 1; i < FREE_FAULTS; i++) gate.fault('c');
  expect(gate.wait('c')).toBe(0);
});

test('a guest finds the post by its code, and no other', async () => {
  const finder = answerCalls(postTag(TOKEN), 4242, 0);
  await new Promise<void>((resolve) => finder.once('listening', resolve));
  const { port } = finder.address();
  const wrong = postTag(postToken('AGE-SECRET-KEY-1', '654321'));
  const [found, none] = await Promise.all([
    findPost(postTag(TOKEN), stopping.signal, port),
    findPost(wrong, stopping.signal, port),
  ]);
  expect(found).toMatch(/:4242$/);
  expect(none).toBeNull();
  finder.close();
  expect(broadcastOf('192.168.1.7', '255.255.255.0')).toBe('192.168.1.255');
  expect(broadcastOf('172.20.10.2', '255.255.255.240')).toBe('172.20.10.15');
});
