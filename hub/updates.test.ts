/** An update on its way over the hub: laid out by the administrator's command, fetched by a laptop, whole or from a place on. */
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headerFor, signUpdate } from '../build/sign-update.ts';
import { adminOf } from './testing/admin.ts';
import { type TestHub, testHub } from './testing/hub.ts';

const PLATFORM = 'linux-x64-deb';

let hub: TestHub;
let folder: string;
beforeAll(async () => {
  hub = await testHub();
  folder = mkdtempSync(join(tmpdir(), 'pendamping-hub-updates-'));
});
afterAll(async () => {
  await hub.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const admin = (...words: string[]) => adminOf(hub, ...words);

async function update(version: string): Promise<string> {
  const installer = join(folder, 'installer.deb');
  writeFileSync(installer, `installer of ${version} `.repeat(10_000));
  const header = await headerFor(installer, { version, platform: PLATFORM });
  return signUpdate(header, installer, generateKeyPairSync('ed25519').privateKey, folder);
}
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${hub.url}/v1/updates/${path}`, { headers });
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

test('laid out, listed, fetched without a token, replaced, removed', async () => {
  expect((await get(PLATFORM)).status).toBe(404);
  const first = await update('1.0.0');
  expect(await admin('update', 'put', '--from', first)).toMatchObject({
    exitCode: 0,
    json: { update: { version: '1.0.0' } },
  });
  const path = await update('1.1.0');
  await admin('update', 'put', '--from', path);
  expect((await admin('update', 'list')).json.updates).toMatchObject([{ version: '1.1.0', platform: PLATFORM }]);

  const whole = readFileSync(path);
  expect(await bytesOf(await get(PLATFORM))).toEqual(whole.subarray(0, 4096));
  const answer = await get(`${PLATFORM}/file`, { 'accept-encoding': 'gzip' });
  expect(answer.status).toBe(200);
  expect(await bytesOf(answer)).toEqual(whole);
  const rest = await get(`${PLATFORM}/file`, { range: 'bytes=70000-' });
  expect([rest.status, rest.headers.get('content-range')]).toEqual([
    206,
    `bytes 70000-${whole.length - 1}/${whole.length}`,
  ]);
  expect(await bytesOf(rest)).toEqual(whole.subarray(70_000));
  expect((await get(`${PLATFORM}/file`, { range: `bytes=${whole.length}-` })).status).toBe(400);

  expect((await admin('update', 'remove', PLATFORM)).json).toEqual({ platform: PLATFORM, removed: true });
  expect((await get(`${PLATFORM}/file`)).status).toBe(404);
});

test('what is no update, or not whole, is not laid out, and no name leads out of the folder', async () => {
  const path = await update('1.0.0');
  appendFileSync(path, 'x');
  expect(await admin('update', 'put', '--from', path)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/not whole/),
  });
  writeFileSync(path, 'something else');
  expect(await admin('update', 'put', '--from', path)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/no update/),
  });
  expect((await admin('update', 'put', '--from', join(folder, 'none'))).exitCode).toBe(1);
  for (const name of ['..%2f..%2fhub.sqlite', 'linux-x64-deb.update', 'darwin-x64-zip']) {
    expect((await get(name)).status, name).toBe(404);
  }
});
