/** From the hub's key to a laptop that knows whose it is; and the policy of the office. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PROVISION_FILE, readProvision, writeProvision } from '#core/wire/provision.ts';
import { type Policy, policyOf } from './policy.ts';
import { foldersOf, openProvisions } from './provision.ts';

const NOW = Date.parse('2026-11-26T00:00:00Z');
const pair = generateKeyPairSync('ed25519');
const hubKey = pair.publicKey.export({ format: 'jwk' }).x as string;
const PROVISION = {
  hub: 'https://hub.plut.example',
  unitName: 'PLUT Sulawesi Tengah (contoh)',
  userName: 'Sari (contoh)',
  code: 'ABCD-EFGH-JK',
  deviceName: 'Laptop Sari',
  expires: '2026-12-26T00:00:00.000Z',
};
const text = (change = {}) =>
  writeProvision({ ...PROVISION, ...change }, hubKey, (signed) =>
    sign(null, Buffer.from(signed), pair.privateKey).toString('base64url'),
  );

let folder: string;
const places = () => ({
  userData: join(folder, 'profile'),
  execPath: join(folder, 'app', 'pendamping'),
  appImage: undefined,
  programData: undefined,
});
const open = (policy: Policy = {}) => openProvisions(places(), policy, () => NOW);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-provision-'));
  for (const name of ['profile', 'app']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the file beside the app is found, until the laptop was enrolled with it', async () => {
  expect(await open().find()).toBeNull();
  writeFileSync(join(folder, 'app', PROVISION_FILE), text());
  const provisions = open();
  expect(await provisions.find()).toMatchObject({ provision: { ...PROVISION, hubKey, pinned: false } });
  // Looked at only: the next start finds it again.
  expect(await open().find()).not.toBeNull();
  provisions.done();
  expect(await open().find()).toBeNull();
  writeFileSync(join(folder, 'profile', PROVISION_FILE), text({ userName: 'Budi (contoh)' }));
  expect(await open().find()).toMatchObject({ provision: { userName: 'Budi (contoh)' } });
});

test('the policy may pin the hub’s key', async () => {
  const file = join(folder, 'stick.json');
  writeFileSync(file, text());
  const { fingerprint } = (await readProvision(text())) ?? { fingerprint: '' };
  expect(fingerprint).toMatch(/^([0-9a-f]{4} ){4}[0-9a-f]{4}$/);
  expect(await open({ hubKey: fingerprint.replaceAll(' ', '') }).read(file)).toMatchObject({
    provision: { pinned: true },
  });
  expect(await open({ hubKey: '0'.repeat(20) }).read(file)).toEqual({ problem: 'other_hub' });
});

test('what is expired, changed, no such file or gone is said', async () => {
  const file = join(folder, 'stick.json');
  const read = async (content: string) => {
    writeFileSync(file, content);
    return open().read(file);
  };
  expect(await read(text({ expires: '2026-11-25T23:59:59.000Z' }))).toEqual({ problem: 'expired' });
  expect(await read('{}')).toEqual({ problem: 'changed' });
  expect(await read(text().replace('hub.plut.example', 'hub.evil.example'))).toEqual({ problem: 'changed' });
  expect(await read('x'.repeat(20_000))).toEqual({ problem: 'unreadable' });
  expect(await open().read(join(folder, 'none'))).toEqual({ problem: 'unreadable' });
});

test('no byte of it can be changed', async () => {
  const whole = Buffer.from(text());
  const original = JSON.stringify(await readProvision(text()));
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 127 }), async (at, by) => {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] as number) ^ by;
      // Space between the parts of the file says nothing; whatever is read is what was signed.
      const read = await readProvision(changed.toString());
      if (read !== null) expect(JSON.stringify(read)).toBe(original);
    }),
    { numRuns: 300 },
  );
});

test('of the letters that could end the key only the one that was written is read', async () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
  const read = letters.map((letter) => readProvision(text().replace(/.(",\s*"signature")/, `${letter}$1`)));
  expect((await Promise.all(read)).filter((one) => one !== null)).toHaveLength(1);
});

test('folders: what an administrator laid down comes first', () => {
  expect(foldersOf({ userData: '/u', execPath: '/opt/P/p', appImage: undefined, programData: undefined })).toEqual([
    '/etc/pendamping',
    '/opt/P',
    '/u',
  ]);
  expect(
    foldersOf({ userData: '/u', execPath: '/tmp/.mount/p', appImage: '/home/s/P.AppImage', programData: undefined })[1],
  ).toBe('/home/s');
});

test('the policy of Windows, as reg prints it; what is not of its form counts as not given', () => {
  const printed = `
HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Pendamping
    Hub    REG_SZ    https://hub.plut.example
    Language    REG_SZ    en
    HubKey    REG_SZ    1A2B 3C4D 5E6F 7A8B 9C0D
    Updates    REG_SZ    folder
    ForbidQuickUnlock    REG_DWORD    0x1
`;
  expect(policyOf(printed)).toEqual({
    hub: 'https://hub.plut.example',
    language: 'en',
    hubKey: '1a2b3c4d5e6f7a8b9c0d',
    updates: 'folder',
    forbidQuickUnlock: true,
  });
  expect(
    policyOf('    Hub    REG_SZ    javascript:1\r\n    Language    REG_SZ    fr\r\n    Updates    REG_SZ    hub\r\n'),
  ).toEqual({
    updates: 'hub',
  });
  expect(policyOf('    ForbidQuickUnlock    REG_DWORD    0x0')).toEqual({ forbidQuickUnlock: false });
  expect(policyOf('')).toEqual({});
});
