/** From the installer that is signed to what is installed; and whatever is not as it was signed. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DATA_VERSION } from '#core/model/dataVersion.ts';
import { compareVersions, headOf, type UpdateHeader } from '#core/wire/update.ts';
import { headerFor, signUpdate } from '../../../build/sign-update.ts';
import { claimData } from './dataVersion.ts';
import { installationOf, platformOf } from './installed.ts';
import { openUpdates, type UpdateSource, type Updates } from './kept.ts';
import { fromFile, fromHub, newestIn } from './sources.ts';
import { readKeys } from './verify.ts';

const PLATFORM = 'linux-x64-deb';
const own = generateKeyPairSync('ed25519');
const running = { version: '1.2.3', platform: PLATFORM, dataVersion: DATA_VERSION };
const never = new AbortController().signal;
const silent = () => undefined;

let folder: string;
let keptFolder: string;
let installer: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-updates-'));
  keptFolder = join(folder, 'kept');
  installer = join(folder, 'Pendamping-1.3.0-linux-amd64.deb');
  writeFileSync(installer, Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251)));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function update(change: Partial<UpdateHeader> = {}, key: KeyObject = own.privateKey): Promise<string> {
  return signUpdate({ ...(await headerFor(installer, {})), ...change }, installer, key, folder);
}
const open = (with_ = running, keys = [own.publicKey], free?: () => Promise<number>): Updates =>
  openUpdates(keptFolder, keys, with_, free);
const outcome = (taking: Promise<unknown>): Promise<unknown> =>
  taking.then(
    () => 'taken',
    (error: { problem?: string }) => error.problem ?? String(error),
  );
const take = (path: string, updates = open()) => outcome(updates.take(fromFile(path), never, silent));

test('an installer becomes an update, is kept whole, and is what was signed', async () => {
  const path = await update();
  expect(path).toBe(join(folder, 'pendamping-1.3.0-linux-x64-deb.update'));
  const updates = open();
  expect(await updates.kept()).toBeNull();
  const moved: number[] = [];
  const header = await updates.take(fromFile(path), never, (bytes) => void moved.push(bytes));
  expect(header).toMatchObject({ version: '1.3.0', platform: PLATFORM, size: 200_000, dataVersion: DATA_VERSION });
  expect(moved.at(-1)).toBe(200_000);
  // Also after the app was opened again, and until it is the one that runs.
  const { file } = await open().checked();
  expect(readFileSync(file)).toEqual(readFileSync(installer));
  expect(await open({ ...running, version: '1.3.0' }).kept()).toBeNull();
});

test.each([
  ['older', { version: '1.2.2' }],
  ['older', { version: '0.99.99' }],
  ['same', { version: '1.2.3' }],
  ['other_platform', { platform: 'linux-arm64-deb' }],
  ['other_platform', { platform: 'win32-x64-nsis' }],
  ['older_data', { dataVersion: DATA_VERSION - 1 }],
  ['tampered', { sha512: 'a'.repeat(128) }],
  ['cut', { size: 200_001 }],
  ['tampered', { size: 199_999 }],
] as const)('%s is refused: %o', async (problem, change) => {
  expect(await take(await update(change))).toBe(problem);
  expect(await open().kept()).toBeNull();
});

test('only the project’s keys count; while they change hands, the old and the new one', async () => {
  const other = generateKeyPairSync('ed25519');
  const path = await update({}, other.privateKey);
  expect(await take(path)).toBe('not_signed');
  expect(await take(path, open(running, []))).toBe('no_key');
  const pem = [own, other].map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' })).join('');
  expect(await take(path, open(running, readKeys(pem)))).toBe('taken');
  expect(readKeys('')).toEqual([]);
});

test('a signature over another hash, version or platform is worth nothing', async () => {
  const path = await update();
  const text = readFileSync(path, 'latin1');
  for (const [from, to] of [
    ['"version":"1.3.0"', '"version":"9.0.0"'],
    ['linux-x64-deb', 'linux-x64-appimage'],
    ['"size":200000', '"size":100000'],
    ['"dataVersion":', '"dataVersion":9'],
    ['pendamping-update 1', 'pendamping-update 2'],
  ] as const) {
    writeFileSync(path, text.replace(from, to), 'latin1');
    expect(await take(path), to).toMatch(/not_signed|not_an_update/);
  }
});

test('whatever byte is changed, cut off or added: nothing is kept that was not signed', async () => {
  const whole = readFileSync(await update());
  const spoilt = fc.oneof(
    fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] as number) ^ by;
      return copy;
    }),
    // Most of the file is the installer: the head needs attention of its own.
    fc.tuple(fc.nat(450), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] as number) ^ by;
      return copy;
    }),
    fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
    fc.uint8Array({ minLength: 1, maxLength: 2000 }).map((more) => Buffer.concat([whole, more])),
    fc.uint8Array({ maxLength: 5000 }).map((bytes) => Buffer.from(bytes)),
  );
  const path = join(folder, 'spoilt.update');
  await fc.assert(
    fc.asyncProperty(spoilt, async (bytes) => {
      rmSync(keptFolder, { recursive: true, force: true });
      writeFileSync(path, bytes);
      expect(await take(path)).toMatch(/^(not_an_update|not_signed|tampered|cut)$/);
      expect(await open().kept()).toBeNull();
      expect(existsSync(keptFolder) ? readdirSync(keptFolder).filter((name) => !name.endsWith('.part')) : []).toEqual(
        [],
      );
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('what was kept is checked once more before it is installed', async () => {
  await take(await update());
  const { file } = (await open().kept()) ?? { file: '' };
  const bytes = readFileSync(file);
  bytes[1000] = (bytes[1000] as number) ^ 1;
  writeFileSync(file, bytes);
  expect(await outcome(open().checked())).toBe('tampered');
  expect(await open().kept()).toBeNull();
  expect(await outcome(open().checked())).toBe('tampered');
});

test('a broken download goes on where it was, and a later version takes its place', async () => {
  const path = await update();
  const torn: UpdateSource = {
    head: fromFile(path).head,
    async read(at, signal) {
      const { bytes } = await fromFile(path).read(at, signal);
      return {
        at,
        bytes: (async function* () {
          for await (const piece of bytes) {
            yield piece.subarray(0, 30_000);
            return;
          }
        })(),
      };
    },
  };
  expect(await outcome(open().take(torn, never, silent))).toBe('cut');
  const first: number[] = [];
  await open().take(fromFile(path), never, (bytes) => void first.push(bytes));
  expect(first[0]).toBeGreaterThan(30_000);
  expect(await open().kept()).toMatchObject({ header: { version: '1.3.0' } });
  expect(await take(await update({ version: '1.4.0' }))).toBe('taken');
  expect(readdirSync(keptFolder).toSorted()).toEqual(['Pendamping-1.4.0.deb', 'kept.json']);
});

test('a full disk and a user who stops leave what there was', async () => {
  const path = await update();
  expect(
    await take(
      path,
      open(running, [own.publicKey], async () => 400 * 1024 * 1024),
    ),
  ).toBe('disk_full');
  const stopping = new AbortController();
  const stopped = open().take(fromFile(path), stopping.signal, () => stopping.abort());
  expect(await outcome(stopped)).not.toBe('taken');
  expect(await open().kept()).toBeNull();
  expect(await take(path)).toBe('taken');
});

describe('from a hub', () => {
  let server: Server;
  let hub: string;
  let ranges: (string | undefined)[];
  let answersRanges = true;
  beforeEach(async () => {
    ranges = [];
    answersRanges = true;
    const path = await update();
    server = createServer((request, response) => {
      const file = readFileSync(path);
      if (request.url === `/v1/updates/${PLATFORM}`) return response.end(file.subarray(0, 4096));
      if (request.url !== `/v1/updates/${PLATFORM}/file`) return response.writeHead(404).end();
      ranges.push(request.headers.range);
      const at = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      return answersRanges ? response.writeHead(206).end(file.subarray(at)) : response.end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => server.close());

  test('it is looked at, fetched and kept, also where a proxy knows no ranges', async () => {
    expect(await open().look(fromHub(hub, PLATFORM, fetch), never)).toMatchObject({ version: '1.3.0' });
    expect(ranges).toEqual([]);
    answersRanges = false;
    await open().take(fromHub(hub, PLATFORM, fetch), never, silent);
    expect((await open().checked()).header.version).toBe('1.3.0');
  });

  test('a part of it is not fetched twice', async () => {
    await open().take(fromHub(hub, PLATFORM, fetch), never, silent);
    const { file, header } = (await open().kept()) ?? { file: '', header: { sha512: '' } };
    const bytes = readFileSync(file);
    await open().forget();
    await outcome(open().take(fromHub(hub, PLATFORM, fetch), AbortSignal.abort(), silent));
    rmSync(keptFolder, { recursive: true, force: true });
    const part = join(keptFolder, `${header.sha512.slice(0, 32)}.part`);
    mkdirSync(keptFolder);
    writeFileSync(part, bytes);
    truncateSync(part, 150_000);
    await open().take(fromHub(hub, PLATFORM, fetch), never, silent);
    const start = (range: string | undefined) => Number(/\d+/.exec(range ?? '')?.[0]);
    expect(start(ranges.at(-1)) - start(ranges[0])).toBe(150_000);
    expect((await open().checked()).header.version).toBe('1.3.0');
  });

  test('a hub without one, or that is not there', async () => {
    expect(await outcome(open().look(fromHub(hub, 'linux-x64-appimage', fetch), never))).toBe('none');
    server.close();
    server.closeAllConnections();
    expect(await outcome(open().look(fromHub(hub, PLATFORM, fetch), never))).toBe('unreachable');
  });
});

test('of several on a stick, the newest for this laptop', async () => {
  await update();
  await update({ version: '1.10.0' });
  await update({ version: '1.9.0' });
  await update({ version: '2.0.0', platform: 'win32-x64-nsis' });
  writeFileSync(join(folder, `pendamping-9.0.0-${PLATFORM}.update`), 'rubbish');
  const found = await newestIn(folder, PLATFORM);
  expect((await open().look(found as UpdateSource, never)).version).toBe('1.10.0');
  expect(await newestIn(join(folder, 'none'), PLATFORM)).toBeNull();
});

test('versions are numbers, not text', () => {
  const part = fc.nat(999_999);
  const version = fc.tuple(part, part, part);
  fc.assert(
    fc.property(version, version, (a, b) => {
      const expected = a.map((n, i) => Math.sign(n - (b[i] as number))).find((sign_) => sign_ !== 0) ?? 0;
      expect(Math.sign(compareVersions(a.join('.'), b.join('.')))).toBe(expected);
    }),
  );
});

test('data that a newer app wrote stay closed to an older one', () => {
  expect(claimData(folder, { dataVersion: 9, app: '1.0.0' })).toBeNull();
  expect(claimData(folder, { dataVersion: 10, app: '1.1.0' })).toBeNull();
  expect(claimData(folder, { dataVersion: 9, app: '1.0.0' })).toEqual({ dataVersion: 10, app: '1.1.0' });
  expect(claimData(folder, { dataVersion: 10, app: '1.0.5' })).toBeNull();
  writeFileSync(join(folder, 'data-version.json'), '{"torn');
  expect(claimData(folder, { dataVersion: 10, app: '1.1.0' })).toBeNull();
});

test('how the app was installed, and what installs the next one', () => {
  const deb = '/var/lib/dpkg/info/pendamping.list';
  const on = (change: object) =>
    platformOf({
      platform: 'linux',
      arch: 'x64',
      execPath: '/opt/Pendamping/pendamping',
      appImage: undefined,
      isPackaged: true,
      exists: (path) => path === deb,
      ...change,
    });
  expect(on({})).toBe('linux-x64-deb');
  expect(on({ appImage: '/home/sari/Pendamping.AppImage' })).toBe('linux-x64-appimage');
  expect(on({ execPath: '/home/sari/linux-unpacked/pendamping' })).toBeNull();
  expect(on({ isPackaged: false })).toBeNull();
  expect(on({ platform: 'win32', execPath: '/x/Pendamping.exe' })).toBeNull();
  expect(on({ platform: 'win32', execPath: '/x/Pendamping.exe', exists: () => true })).toBe('win32-x64-nsis');

  const header = (platform: string) => ({ version: '1.3.0', platform, size: 1, sha512: '', dataVersion: 9 });
  expect(installationOf(header('linux-x64-deb'), '/k/P.deb', undefined, true)).toEqual({
    way: 'run',
    command: '/usr/bin/pkexec',
    args: ['/usr/bin/apt-get', 'install', '--yes', '--quiet', '/k/P.deb'],
  });
  expect(installationOf(header('linux-x64-appimage'), '/k/P', '/home/sari/P.AppImage', true)).toEqual({
    way: 'replace',
    target: '/home/sari/P.AppImage',
  });
  expect(installationOf(header('win32-x64-nsis'), 'P.exe', undefined, true)).toMatchObject({
    way: 'leave',
    args: ['--updated', '/S', '--force-run'],
  });
  expect(installationOf(header('win32-x64-nsis'), 'P.exe', undefined, false)).toMatchObject({
    args: ['--updated', '/S'],
  });
});

test('a head that was signed by hand has to be of the form, too', async () => {
  const signed = headOf({ version: '1.3.0' } as UpdateHeader);
  const path = join(folder, 'x.update');
  writeFileSync(path, `${signed}${sign(null, Buffer.from(signed), own.privateKey).toString('base64url')}\nx`);
  expect(await take(path)).toBe('not_an_update');
});
