/**
 * What a bundle costs in memory, in a process of its own: `measure` starts this file again with a small heap, and
 * tells by how much the process grew at most (docs/sync.md, "Bundles").
 */
import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes, sign as signBytes } from 'node:crypto';
import { createWriteStream, openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { generateIdentity } from 'age-encryption';
import {
  BundleError,
  type BundleHeader,
  type BundleKeys,
  bundleFormat,
  checkBundle,
  fileHashIn,
  filePartName,
  type Part,
  partName,
  partsOf,
  writeBundle,
} from '../core/wire/bundle.ts';

const MIB = 1024 * 1024;
const UNIT = 'unit-a';

/** What it takes to write and read bundles of one hub. */
export interface World {
  unitKey: string;
  hubKey: string;
  /** Of the hub, PKCS 8, base64. */
  privateKey: string;
}

export async function newWorld(): Promise<World> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    unitKey: await generateIdentity(),
    hubKey: publicKey.export({ format: 'jwk' }).x as string,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

export const keysIn = ({ unitKey, hubKey }: World): BundleKeys => ({ units: { [UNIT]: unitKey }, hubKey });

export const headerOf = (files: number): BundleHeader => ({
  format: bundleFormat(files),
  id: 'bench',
  unit: UNIT,
  created: '2026-11-25T08:00:00.000Z',
  app: '1.0.0',
  from: { kind: 'hub', after: 0, next: 1, epoch: 'e1', rounds: {} },
  counts: { records: 1, registers: 1, bundles: 0, files },
});

export const writeIn = (world: World, parts: Iterable<Part> | AsyncIterable<Part>, files: number) =>
  writeBundle(headerOf(files), parts, world.unitKey, (text) =>
    signBytes(null, Buffer.from(text), world.privateKey).toString('base64url'),
  );

/** What a process of its own did. */
export interface Measured {
  ms: number;
  /** By how much it was larger at its largest than before it began. */
  grewMiB: number;
  /** A `BundleProblem`, or `accepted`. */
  outcome: string;
  files: number;
  bytes: number;
}

/**
 * @param work `write`: a new bundle with `files` files of `bytes` together; `read`: checks the file and reads all of it
 * @param heapMiB limit of the JavaScript heap
 */
export async function measure(
  work: 'write' | 'read',
  file: string,
  world: World,
  size: { files: number; bytes: number },
  heapMiB: number,
): Promise<Measured> {
  const keys = `${file}.world.json`;
  writeFileSync(keys, JSON.stringify(world));
  const flags = ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${heapMiB}`];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    import.meta.filename,
    work,
    file,
    keys,
    String(size.files),
    String(size.bytes),
  ]);
  return JSON.parse(stdout) as Measured;
}

function* photos(files: number, bytes: number): Generator<Part> {
  const records = new TextEncoder().encode('{}');
  yield { name: partName('pages', 1), size: records.length, body: records };
  for (let i = 0; i < files; i++) {
    const body = randomBytes(Math.floor(bytes / files));
    yield { name: filePartName(createHash('sha256').update(body).digest('hex')), size: body.length, body };
  }
}

async function read(file: string, world: World): Promise<Pick<Measured, 'outcome' | 'files' | 'bytes'>> {
  const blob = await openAsBlob(file);
  const source = () => blob.stream();
  const sum = { outcome: 'accepted', files: 0, bytes: 0 };
  try {
    const checked = await checkBundle(source, keysIn(world));
    for await (const part of partsOf(source, keysIn(world), checked)) {
      if (part.name.endsWith('.json')) await part.json();
      if (fileHashIn(part.name) === undefined) continue;
      for await (const bytes of part.body()) sum.bytes += bytes.length;
      sum.files += 1;
    }
    return sum;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return { ...sum, outcome: error.code };
  }
}

async function main([work, file = '', keys = '', files = '0', bytes = '0']: string[]): Promise<void> {
  const world = JSON.parse(readFileSync(keys, 'utf8')) as World;
  const before = process.memoryUsage().rss;
  const started = Date.now();
  let done: Pick<Measured, 'outcome' | 'files' | 'bytes'>;
  if (work === 'write') {
    const stream = await writeIn(world, photos(Number(files), Number(bytes)), Number(files));
    await pipeline(Readable.fromWeb(stream as never), createWriteStream(file));
    done = { outcome: 'accepted', files: Number(files), bytes: Number(bytes) };
  } else {
    done = await read(file, world);
  }
  const grewMiB = Math.round((process.resourceUsage().maxRSS * 1024 - before) / MIB);
  process.stdout.write(JSON.stringify({ ms: Date.now() - started, grewMiB, ...done }));
}

if (import.meta.main) await main(process.argv.slice(2));
