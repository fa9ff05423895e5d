/** The administrator's command for many laptops: each file enrols one laptop, for the user that it names. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnrolAnswer } from '#core/wire/protocol.ts';
import { PROVISION_FILE, readProvision } from '#core/wire/provision.ts';
import { adminOf } from './testing/admin.ts';
import { newUnit, newUser, PUBLIC_KEY, post, type TestHub, testHub } from './testing/hub.ts';

let hub: TestHub;
let folder: string;
beforeAll(async () => {
  hub = await testHub();
  folder = mkdtempSync(join(tmpdir(), 'pendamping-provisions-'));
});
afterAll(async () => {
  await hub.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const admin = (...words: string[]) => adminOf(hub, ...words);

test('one file for each active user of the unit, and each enrols one laptop', async () => {
  const unit = await newUnit(hub);
  const users = [await newUser(hub, unit), await newUser(hub, unit, 'coordinator')];
  await newUser(hub, await newUnit(hub));
  const gone = await newUser(hub, unit);
  await admin('user', 'deactivate', gone);

  const to = join(folder, 'laptops');
  const order = ['provision', 'make', '--unit', unit, '--hub', hub.url, '--to', to, '--language', 'id'];
  const { json } = await admin(...order);
  expect(json.provisions.laptops.map(({ user }: { user: string }) => user).toSorted()).toEqual(users.toSorted());
  const sheet = readFileSync(join(to, 'laptops.csv'), 'utf8').split('\r\n');
  expect(sheet[0]).toBe('\uFEFFuser;name;folder;expires');
  expect(sheet.slice(1, -1).map((line) => line.split(';').slice(0, 3))).toEqual(
    json.provisions.laptops.map((laptop: Record<string, string>) => [laptop.user, laptop.name, laptop.folder]),
  );

  for (const user of users) {
    const provision = await readProvision(readFileSync(join(to, user, PROVISION_FILE), 'utf8'));
    expect(provision).toMatchObject({ hub: hub.url, userName: 'Orang Uji (contoh)', language: 'id' });
    expect(provision?.fingerprint).toBe(json.provisions.fingerprint);
    const request = { code: provision?.code, deviceName: provision?.deviceName, publicKey: PUBLIC_KEY };
    const { body } = await post<EnrolAnswer>(hub, '/v1/enrol', request);
    expect(body).toMatchObject({ user, unit, hubKey: provision?.hubKey });
  }
  // Codes that are out are not made again by mistake.
  expect(await admin(...order)).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/is there already/) });
});

test('a unit without users, and addresses that laptops could not use', async () => {
  const unit = await newUnit(hub);
  const make = (address: string) =>
    admin('provision', 'make', '--unit', unit, '--hub', address, '--to', join(folder, 'x'));
  expect((await make(hub.url)).exitCode).toBe(1);
  for (const address of ['hub.plut.example', 'https://hub.plut.example/path', 'https://a:b@hub.example', 'ftp://x']) {
    expect((await make(address)).exitCode, address).toBe(2);
  }
});
