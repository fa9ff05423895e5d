/** The laptop's storage is lost: it says so, is put back from its snapshot, works on, and is in step with the hub again. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { enrolByCode, expectAllSent } from './support/app.ts';
import { type DesktopApp, openDesktopApp } from './support/electron.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Form, goTo, makeForms } from './support/kills.ts';
import { look } from './support/look.ts';
import { enrolBare } from './support/stores.ts';
import { addUnit, codeFor } from './support/unit.ts';

let hub: Hub;
let desktop: DesktopApp;

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari']);
  desktop = await openDesktopApp({ hub: hub.url });
});

test.afterAll(async () => {
  await desktop?.dispose();
  await hub?.dispose();
});

test('a store that was reset comes back from its snapshot under a new name, and nothing sent or saved is missing', async ({
  browserName: _,
}, info) => {
  const [form] = (await makeForms(await enrolBare(hub, 'sari'))) as [Form];
  await enrolByCode(desktop.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectAllSent(desktop.page);
  const owner = () => desktop.page.locator(`[id="ownerName-${form.id}"]`);

  const before = await nameOfLaptop();
  await desktop.page.getByRole('link', { name: 'Buka', exact: true }).click();
  await desktop.page.getByRole('button', { name: 'Buat cadangan sekarang' }).click();
  await expect(desktop.page.getByText('Cadangan terakhir berhasil dibuat.')).toBeVisible();
  await desktop.page.getByRole('button', { name: 'Periksa sekarang' }).click();
  await expect(desktop.page.getByText(/^Semua utuh/)).toBeVisible();
  await desktop.page.getByRole('button', { name: 'Buat keterangan' }).click();
  await expect(desktop.page.getByRole('region', { name: 'Isi keterangan' })).toContainText('"businesses": 1');
  await look(desktop.page, 'checkup', info, { fullPage: true });
  // Sent after the snapshot: the hub brings it back.
  await goTo(desktop.page, form);
  await owner().fill('Ibu Sartika');
  await expectAllSent(desktop.page);

  // The profile is damaged beyond what the shell has kept of it (electron/main/storeKeeper.ts).
  await desktop.kill();
  for (const name of ['IndexedDB', 'IndexedDB kept']) rmSync(join(desktop.profile, name), { recursive: true });
  await desktop.restart();
  await expect(desktop.page.getByText('Data di laptop ini tidak ditemukan, tetapi ada cadangannya')).toBeVisible();
  await look(desktop.page, 'lost', info);
  await desktop.page.getByRole('button', { name: 'Lihat cadangan' }).click();
  await desktop.page.getByRole('button', { name: /^Pulihkan cadangan/ }).click();
  await look(desktop.page, 'restore', info);
  await desktop.page.getByRole('button', { name: 'Ya, pulihkan' }).click();
  await desktop.page.getByRole('button', { name: 'Buka aplikasi', exact: true }).click();
  await expect(desktop.page.getByRole('heading', { name: /Selamat bekerja/ })).toBeVisible();
  await expectAllSent(desktop.page);
  await goTo(desktop.page, form);
  await expect(owner()).toHaveValue('Ibu Sartika');
  await owner().fill('Ibu Sartika Dewi');
  await expectAllSent(desktop.page);
  expect(await nameOfLaptop()).not.toBe(before);
  expect(desktop.complaints).toEqual([]);
});

/** As the hub calls it. */
async function nameOfLaptop(): Promise<string | undefined> {
  await desktop.page.getByRole('link', { name: 'Laptop ini' }).click();
  return /\((d_\w+)\)/.exec(await desktop.page.getByText(/^Laptop Sari \(/).innerText())?.[1];
}
