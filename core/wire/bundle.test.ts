import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign as signBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { packTar } from 'modern-tar';
import { beforeAll, describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../model/attachments.ts';
import {
  type BundleHeader,
  type BundleKeys,
  bundleFormat,
  bundlePartName,
  type CheckedBundle,
  checkBundle,
  fileHashIn,
  filePartName,
  type Part,
  partName,
  partsOf,
  writeBundle,
} from './bundle.ts';
import { BUNDLE_LIMITS } from './bundleLimits.ts';
import { certificateText } from './certificate.ts';

const NOW = '2026-11-25T08:00:00.000Z';

interface Pair {
  publicKey: string;
  sign: (text: string) => string;
}

function newPair(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: publicKey.export({ format: 'jwk' }).x as string, sign: signer(privateKey) };
}

const signer =
  (key: KeyObject) =>
  (text: string): string =>
    signBytes(null, Buffer.from(text), key).toString('base64url');

const hub = newPair();
const laptop = newPair();
let unitA: string;
let unitB: string;
let keys: BundleKeys;

beforeAll(async () => {
  unitA = await generateIdentity();
  unitB = await generateIdentity();
  keys = { units: { 'unit-a': unitA }, hubKey: hub.publicKey };
});

function header(change: Partial<BundleHeader> = {}, by: Pair = laptop, certifier: Pair = hub): BundleHeader {
  const who = { device: 'd_a', user: 'ani', publicKey: by.publicKey, enrolledAt: NOW };
  const certificate = certifier.sign(certificateText({ ...who, unit: change.unit ?? 'unit-a' }));
  return {
    format: 1,
    id: 'b1',
    unit: 'unit-a',
    created: NOW,
    app: '1.0.0',
    from: { kind: 'device', deviceName: 'Laptop Ani', userName: 'Ani', ...who, certificate, rounds: [] },
    counts: { records: 1, registers: 1, bundles: 1 },
    ...change,
  };
}

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const jsonPart = (name: string, value: unknown): Part => {
  const body = bytesOf(value);
  return { name, size: body.length, body };
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const filePart = (body: Uint8Array, hash = sha256(body)): Part => ({
  name: filePartName(hash),
  size: body.length,
  body,
});

const PARTS: Part[] = [
  jsonPart(partName('batches', 1), { hello: 'Tadulako' }),
  { name: bundlePartName('b0'), size: 3, body: new Uint8Array([1, 2, 3]) },
];

const collect = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());

const written = async (of: BundleHeader = header(), parts = PARTS, sign = laptop.sign, unit = unitA) =>
  collect(await writeBundle(of, parts, unit, sign));

const source = (bytes: Uint8Array) => () => new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
const refusal = (bytes: Uint8Array, with_ = keys): Promise<string> =>
  checkBundle(source(bytes), with_).then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? String(error),
  );

/** A tar of our own making, packed and encrypted like a bundle. */
async function packed(tar: Uint8Array, unit = unitA): Promise<Uint8Array> {
  const zipped = new Blob([tar as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(unit));
  return collect(await encrypter.encrypt(zipped));
}

describe('a bundle', () => {
  test('brings back what was put in, and says who wrote it', async () => {
    const bytes = await written();
    const checked = await checkBundle(source(bytes), keys);
    expect(checked.header).toEqual(header({ from: checked.header.from }));
    expect(checked.header.from).toMatchObject({ kind: 'device', device: 'd_a', userName: 'Ani' });
    const read: unknown[] = [];
    for await (const part of partsOf(source(bytes), keys, checked)) {
      read.push(part.name.endsWith('.json') ? await part.json() : [...(await collect(part.body()))]);
    }
    expect(read).toEqual([{ hello: 'Tadulako' }, [1, 2, 3]]);
  });

  test('opens whatever the clock of its laptop showed', async () => {
    for (const created of ['0001-01-01T00:00:00.000Z', '1969-12-31T23:59:59.000Z', '9999-12-31T23:59:59.000Z']) {
      const bytes = await written(header({ created }));
      expect(await refusal(bytes), created).toBe('accepted');
      expect((await checkBundle(source(bytes), keys)).header.created).toBe(created);
    }
  });

  test('of the hub is signed by the hub itself', async () => {
    const ofHub = header({ from: { kind: 'hub', after: 0, next: 1, epoch: 'e1', rounds: {} } });
    expect(await refusal(await written(ofHub, PARTS, hub.sign))).toBe('accepted');
    expect(await refusal(await written(ofHub, PARTS, laptop.sign))).toBe('signature');
  });

  test('brings files of attachments after all others, and says in its format that an older reader cannot have them', async () => {
    const files = [new Uint8Array([7, 7]), randomBytes(200_000)].map((body) => filePart(body));
    expect([bundleFormat(0), bundleFormat(files.length)]).toEqual([1, 2]);
    const of = header({ format: 2, counts: { records: 1, registers: 1, bundles: 1, files: 2 } });
    const bytes = await written(of, [...PARTS, ...files]);
    const checked = await checkBundle(source(bytes), keys);
    expect(checked.header.counts.files).toBe(2);
    const read = new Map<string, Uint8Array>();
    for await (const part of partsOf(source(bytes), keys, checked)) {
      const hash = fileHashIn(part.name);
      // The others are passed by, unread.
      if (hash !== undefined) read.set(hash, await collect(part.body()));
    }
    expect([...read.keys()]).toEqual(files.map(({ body }) => sha256(body as Uint8Array)));
    for (const [hash, body] of read) expect(sha256(body)).toBe(hash);
  });

  test('can be opened with the tools of age and tar', ({ skip }) => {
    if (spawnSync('age', ['--version']).error) {
      if (process.env.PENDAMPING_AGE === 'required') throw new Error('age is not installed');
      skip('age is not installed');
    }
    return inFolder(async (folder) => {
      writeFileSync(join(folder, 'key'), unitA);
      writeFileSync(join(folder, 'x.plut'), await written());
      const tar = execFileSync('age', ['-d', '-i', join(folder, 'key'), join(folder, 'x.plut')]);
      const listed = execFileSync('tar', ['xzO', 'batches/000001.json'], { input: tar }).toString();
      expect(JSON.parse(listed)).toEqual({ hello: 'Tadulako' });
    });
  });
});

describe('is refused', () => {
  test('when it was cut, wherever that was', async () => {
    const bytes = await written();
    for (let length = 0; length < bytes.length; length++) {
      const code = await refusal(bytes.subarray(0, length));
      expect(['not_a_bundle', 'damaged'], `cut after ${length} bytes`).toContain(code);
    }
    expect(await refusal(bytes)).toBe('accepted');
  }, 60_000);

  test('when any bit of it changed, or something follows it', async () => {
    const bytes = await written();
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      expect(['not_a_bundle', 'damaged', 'foreign'], `bit in byte ${at}`).toContain(await refusal(changed));
    }
    expect(await refusal(new Uint8Array([...bytes, 0]))).toBe('damaged');
    expect(await refusal(new Uint8Array([...bytes, ...bytes]))).toBe('damaged');
  }, 60_000);

  test('when somebody else signed it, or the key has no certificate of this hub', async () => {
    const other = newPair();
    expect(await refusal(await written(header(), PARTS, other.sign))).toBe('signature');
    expect(await refusal(await written(header({}, other, other), PARTS, other.sign))).toBe('signature');
    const renamed = header();
    const asBudi = { ...renamed, from: { ...renamed.from, user: 'budi' } } as BundleHeader;
    expect(await refusal(await written(asBudi))).toBe('signature');
  });

  test('when it is of another unit', async () => {
    const both = { ...keys, units: { 'unit-a': unitA, 'unit-b': unitB } };
    const ofB = await written(header({ unit: 'unit-b' }), PARTS, laptop.sign, unitB);
    expect(await refusal(ofB)).toBe('foreign');
    expect(await refusal(ofB, both)).toBe('accepted');
    expect(await refusal(await written(header({ unit: 'unit-b' })), both)).toBe('wrong_unit');
  });

  test('when its format is newer, and then it is not called damaged', async () => {
    expect(await refusal(await written(header({ format: 3 })))).toBe('newer_format');
  });

  test('when a file of an attachment is cut, changed, too large, under another name, twice, or before a record', async () => {
    const file = new Uint8Array(randomBytes(300));
    const bytes = await written(header({ format: 2 }), [...PARTS, filePart(file)]);
    expect(await refusal(bytes)).toBe('accepted');
    for (let cut = 1; cut < 400; cut += 3) expect(await refusal(bytes.subarray(0, -cut))).toBe('damaged');
    for (let at = bytes.length - 900; at < bytes.length; at += 7) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 4;
      expect(await refusal(changed)).toBe('damaged');
    }

    // A writer that no longer finds what the name says fails, instead of writing what everybody refuses.
    await expect(written(header({ format: 2 }), [filePart(file, 'a'.repeat(64))])).rejects.toMatchObject({
      code: 'damaged',
    });
    expect(() => filePartName('../../etc/passwd')).toThrow();

    const tooLarge = filePart(new Uint8Array(randomBytes(MAX_FILE_BYTES + 1)));
    expect(await refusal(await written(header({ format: 2 }), [tooLarge]))).toBe('too_large');
    const largest = filePart(new Uint8Array(randomBytes(MAX_FILE_BYTES)));
    expect(await refusal(await written(header({ format: 2 }), [largest]))).toBe('accepted');
    const twice = [filePart(file), filePart(file)];
    expect(await refusal(await written(header({ format: 2 }), twice))).toBe('damaged');
    expect(await refusal(await written(header({ format: 2 }), [filePart(file), ...PARTS]))).toBe('damaged');
    const misnamed = { ...filePart(file), name: `files/${'A'.repeat(64)}` };
    await expect(written(header({ format: 2 }), [misnamed])).rejects.toMatchObject({ code: 'damaged' });
    const outside = { ...filePart(file), name: 'files/../../etc/passwd' };
    await expect(written(header({ format: 2 }), [outside])).rejects.toMatchObject({ code: 'damaged' });
  }, 60_000);

  test('when it was signed over a file that is not what its name says', async () => {
    // Not even by a laptop that signs it: by name a file would stand in another's place.
    const name = filePartName('a'.repeat(64));
    const of = JSON.stringify(header({ format: 2 }));
    const list = JSON.stringify([
      { name: 'header.json', size: of.length, sha256: sha256(Buffer.from(of)) },
      { name, size: 3, sha256: sha256(Buffer.from('abc')) },
    ]);
    const entries = [
      ['header.json', of],
      [name, 'abc'],
      ['manifest.json', list],
      ['signature', laptop.sign(`pendamping bundle 2\n${list}`)],
    ].map(([entryName = '', body = '']) => ({
      header: { name: entryName, size: body.length, type: 'file' as const },
      body,
    }));
    expect(await refusal(await packed(await packTar(entries)))).toBe('damaged');
  });

  test('when it unpacks to far more than it holds, or to too much', async () => {
    const zeros: Part = { name: bundlePartName('z'), size: 64 * 1024 * 1024, body: new Uint8Array(64 * 1024 * 1024) };
    const before = process.memoryUsage().rss;
    expect(await refusal(await written(header(), [zeros]))).toBe('too_large');
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
    const long = jsonPart(partName('batches', 1), noise(BUNDLE_LIMITS.partBytes * 1.2));
    const bytes = await written(header(), [long]);
    const checked = await checkBundle(source(bytes), keys);
    await expect(readAll(bytes, checked)).rejects.toMatchObject({ code: 'too_large' });
  }, 30_000);

  test('when its parts are not what the list says, come twice, or have a name that no part has', async () => {
    const own = { ...header() };
    const entry = (name: string, body: string) => ({
      header: { name, size: body.length, type: 'file' as const },
      body,
    });
    const head = entry('header.json', JSON.stringify(own));
    const wrong = [
      [],
      [entry('batches/000001.json', '{}')],
      [head, entry('../../etc/passwd', 'x'), entry('manifest.json', '[]'), entry('signature', 'x')],
      [head, entry('batches/000001.json', '{}'), entry('manifest.json', '[]'), entry('signature', 'x')],
      [head, head, entry('manifest.json', '[]'), entry('signature', 'x')],
      [head, entry('manifest.json', 'no json'), entry('signature', 'x')],
      [head, entry('manifest.json', '[]'), entry('signature', 'x'), entry('batches/000001.json', '{}')],
      [{ header: { name: 'header.json', size: 0, type: 'symlink' as const, linkname: '/etc/passwd' } }],
    ];
    for (const entries of wrong) expect(await refusal(await packed(await packTar(entries)))).toBe('damaged');
  });

  test('when it was changed between the check and the reading', async () => {
    const checked = await checkBundle(source(await written()), keys);
    const other = await written(header(), [jsonPart(partName('batches', 1), { hello: 'Somebody' })]);
    await expect(readAll(other, checked)).rejects.toMatchObject({ code: 'damaged' });
  });

  test('whatever bytes stand in it', async () => {
    const good = await written();
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.uint8Array({ maxLength: 300 }).map((tail) => new Uint8Array([...new TextEncoder().encode(AGE), ...tail])),
      // A part of a good one replaced.
      fc.tuple(fc.nat(good.length - 1), fc.uint8Array({ minLength: 1, maxLength: 50 })).map(([at, some]) => {
        const changed = good.slice();
        changed.set(some.subarray(0, good.length - at), at);
        return changed;
      }),
    );
    await fc.assert(
      fc.asyncProperty(junk, async (bytes) => {
        fc.pre(!Buffer.from(bytes).equals(Buffer.from(good)));
        expect(['not_a_bundle', 'damaged', 'foreign']).toContain(await refusal(bytes));
      }),
      { numRuns: 10_000 },
    );
  }, 600_000);
});

const AGE = 'age-encryption.org/v1\n';

async function readAll(bytes: Uint8Array, checked: CheckedBundle): Promise<void> {
  for await (const part of partsOf(source(bytes), keys, checked)) await part.json();
}

/** Text that does not shrink much. */
const noise = (bytes: number): string =>
  Array.from({ length: Math.ceil(bytes / 11) }, () => Math.random().toString(36).slice(2, 13)).join('');

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pendamping-bundle-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
