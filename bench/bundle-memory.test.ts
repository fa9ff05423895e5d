/** Bundles, good and bad, in processes with a small heap: never more than 256 MiB above what the process began with. */
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Encrypter, identityToRecipient } from 'age-encryption';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../core/model/attachments.ts';
import { bundlePartName, type Part, partName } from '../core/wire/bundle.ts';
import { BUNDLE_LIMITS } from '../core/wire/bundleLimits.ts';
import { headerOf, measure, newWorld, type World, writeIn } from './bundle-memory.ts';

const LIMIT_MIB = 256;
const HEAP_MIB = 96;
const MIB = 1024 * 1024;
/** Seconds where the machine is free. */
const LONG = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'pendamping-memory-'));
let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(
  'a hundred photos are written and read as a stream',
  async () => {
    const file = join(folder, 'photos.plut');
    const size = { files: 100, bytes: 40 * MIB };
    const written = await measure('write', file, world, size, HEAP_MIB);
    const read = await measure('read', file, world, size, HEAP_MIB);
    expect(read).toMatchObject({ outcome: 'accepted', files: 100, bytes: written.bytes - (written.bytes % 100) });
    for (const { grewMiB } of [written, read]) expect(grewMiB).toBeLessThan(LIMIT_MIB);
  },
  LONG,
);

const part = (name: string, body: Uint8Array): Part => ({ name, size: body.length, body });

/** Any tar, packed and encrypted like a bundle: its writer has the unit's key. */
async function sealed(tar: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(world.unitKey));
  const zipped = Readable.from(tar).pipe(createGzip({ level: 6 }));
  return encrypter.encrypt(Readable.toWeb(zipped) as ReadableStream<Uint8Array>);
}

/** About a fiftieth of it is left when it is packed: below the limit of the ratio. */
function* shrinking(bytes: number): Generator<Uint8Array> {
  for (let done = 0; done < bytes; done += 64 * 1024) {
    const piece = Buffer.alloc(64 * 1024);
    for (let at = 0; at < piece.length; at += 4096) randomBytes(70).copy(piece, at);
    yield piece;
  }
}

/** A tar of one entry that says how long it is, and has so many bytes. */
async function* entry(name: string, says: number, has: number, type: 'file' | 'pax-header' = 'file') {
  const [head] = [(await packTar([{ header: { name, size: 0, type: 'file' }, body: '' }])).slice(0, 512)];
  const header = Buffer.from(head);
  header.write(`${says.toString(8).padStart(11, '0')}\0`, 124);
  if (type === 'pax-header') header.write('x', 156);
  header.fill(' ', 148, 156);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  yield header as Uint8Array;
  yield* shrinking(has);
}

const BOMBS: [name: string, make: () => Promise<ReadableStream<Uint8Array>>, outcomes: string[]][] = [
  [
    'zeros, a thousand times smaller when packed',
    () => writeIn(world, [part(bundlePartName('z'), new Uint8Array(200 * MIB))], 0),
    ['too_large'],
  ],
  [
    'a header of 300 MiB below the limit of the ratio',
    () => sealed(entry('header.json', 300 * MIB, 300 * MIB)),
    ['too_large'],
  ],
  [
    'a tar header about the next one of 300 MiB',
    () => sealed(entry('x', 300 * MIB, 300 * MIB, 'pax-header')),
    ['damaged'],
  ],
  ['a part that says 8 GiB and has little', () => sealed(entry('header.json', 8 * 1024 * MIB - 1, MIB)), ['damaged']],
  [
    'records that are too long to be read whole',
    () => writeIn(world, [part(partName('pages', 1), randomBytes(BUNDLE_LIMITS.partBytes * 3))], 0),
    ['too_large'],
  ],
  [
    'a file of an attachment that is too large',
    () => sealed(withHeader(entry(`files/${'a'.repeat(64)}`, MAX_FILE_BYTES * 4, MAX_FILE_BYTES * 4))),
    ['too_large'],
  ],
  ['far too many parts', () => writeIn(world, manyParts(), 0), ['too_large']],
  ['an age header without an end', async () => Readable.toWeb(Readable.from(ageHeader())) as never, ['damaged']],
];

function* manyParts(): Generator<Part> {
  for (let n = 0; n <= BUNDLE_LIMITS.parts; n++) yield part(bundlePartName(`b${n}`), new Uint8Array([1]));
}

async function* withHeader(rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const body = JSON.stringify(headerOf(1));
  const tar = await packTar([{ header: { name: 'header.json', size: body.length, type: 'file' }, body }]);
  // Without the two blocks that end a tar.
  yield tar.slice(0, 512 * (1 + Math.ceil(body.length / 512)));
  yield* rest;
}

function* ageHeader(): Generator<Uint8Array> {
  yield Buffer.from('age-encryption.org/v1\n');
  for (let i = 0; i < 300; i++) yield Buffer.from(`-> X25519 ${'A'.repeat(MIB)}\n`);
}

test.each(BOMBS)(
  '%s',
  async (name, make, outcomes) => {
    const file = join(folder, `${name.replaceAll(/\W/g, '-')}.plut`);
    writeFileSync(file, '');
    await pipeline(Readable.fromWeb((await make()) as never), createWriteStream(file));
    const { outcome, grewMiB } = await measure('read', file, world, { files: 0, bytes: 0 }, HEAP_MIB);
    rmSync(file);
    expect(outcomes).toContain(outcome);
    expect(grewMiB).toBeLessThan(LIMIT_MIB);
  },
  LONG,
);
