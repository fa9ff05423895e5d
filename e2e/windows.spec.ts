import { expect, test } from '@playwright/test';
import { enrolByCode, expectAllSent, openClient, syncNow, unsent } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { addUnit, codeFor } from './support/unit.ts';

let hub: Hub;
let laptop: Laptop;

test.beforeEach(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari']);
  laptop = await openLaptop(hub.url);
});
test.afterEach(async () => {
  await laptop.dispose();
  await hub.dispose();
});

test('several windows of one profile sync as one laptop, and go on when the one that led is closed', async () => {
  await enrolByCode(laptop.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectAllSent(laptop.page);
  const first = laptop.page;
  const second = await first.context().newPage();
  await second.setViewportSize({ width: 1366, height: 768 });
  await second.goto(hub.url);

  await first.getByRole('link', { name: 'KUMKM binaan' }).click();
  await first.getByRole('link', { name: 'UMKM baru' }).click();
  await first.getByLabel('Nama usaha').fill('Kopi Napu');
  await first.getByLabel('Nama usaha').blur();
  await expectAllSent(first);
  await openClient(second, 'Kopi Napu');
  await second.getByRole('link', { name: /pendaftaran|Ubah data/ }).click();

  // Both ask at once, more than once.
  for (let i = 0; i < 3; i++) {
    await second.getByLabel('Usaha utama').fill(`Kopi ${i}`);
    await second.getByLabel('Usaha utama').blur();
    await Promise.all([syncNow(first), syncNow(second)]);
    await expectAllSent(second);
  }
  await expect(first.getByLabel('Usaha utama')).toHaveValue('Kopi 2');

  await first.close();
  await second.getByLabel('Usaha utama').fill('Kopi bubuk');
  await second.getByLabel('Usaha utama').blur();
  await expectAllSent(second);
  expect(await unsent(second)).toBe(0);

  // Two workers at once would look like two copies of one laptop, and the hub would have given the second a new name.
  const { devices } = (await hub.admin('device', 'list')) as { devices: { unsent: number | null }[] };
  expect(devices).toHaveLength(1);
  expect(laptop.complaints).toEqual([]);
});
