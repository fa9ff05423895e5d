import { expect, test } from '@playwright/test';
import { enrolByCode, expectAllSent, expectOffline, openClient, unsent } from './support/app.ts';
import { type DesktopApp, openDesktopApp } from './support/electron.ts';
import { type Hub, startHub } from './support/hub.ts';
import { untilStored } from './support/stores.ts';
import * as story from './support/story.ts';
import { addUnit, codeFor } from './support/unit.ts';

let hub: Hub;
let desktop: DesktopApp;

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari']);
  desktop = await openDesktopApp({ hub: hub.url });
});

test.afterAll(async () => {
  await desktop.dispose();
  await hub.dispose();
});

test('a consultant works in the desktop app without a signal; the power goes; later all is sent', async () => {
  test.setTimeout(300_000);
  const code = await codeFor(hub, 'sari');
  await expect(desktop.page.getByLabel('Alamat hub')).toHaveValue(hub.url);
  await enrolByCode(desktop.page, code, 'Laptop Sari');
  await expectAllSent(desktop.page);
  expect(await desktop.page.evaluate(() => navigator.storage.persisted())).toBe(true);

  await hub.stop();
  const { page } = desktop;
  await page.getByRole('link', { name: 'KUMKM binaan' }).click();
  await page.getByRole('link', { name: 'UMKM baru' }).click();
  await story.register(page, story.REGISTRATION);
  await page.getByRole('button', { name: 'Selesaikan pendaftaran' }).click();
  await expect(page.getByRole('heading', { level: 1, name: story.BUSINESS })).toBeVisible();

  await page.getByRole('button', { name: 'Mulai asesmen' }).click();
  await expect(page.getByText('0 dari 33 indikator')).toBeVisible();
  await story.answer(page, story.ANSWERS);
  await expect(page.getByText('33 dari 33 indikator')).toBeVisible();
  await page.getByRole('button', { name: 'Selesaikan asesmen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Selesaikan asesmen' }).click();
  await expect(page.getByRole('button', { name: 'Buka kembali' })).toBeVisible();

  await openClient(page, story.BUSINESS);
  await page.getByRole('button', { name: 'Catat sesi' }).click();
  await story.fill(page, story.SESSION);
  await story.writeFollowUps(page);
  await untilStored(page);
  await desktop.kill();
  await desktop.restart();
  await desktop.page.getByRole('region', { name: 'Draf yang belum selesai' }).getByRole('link').click();
  await story.expectRead(desktop.page, story.SESSION);
  await desktop.page.getByRole('button', { name: 'Selesaikan sesi' }).click();
  await expect(desktop.page.getByRole('button', { name: 'Ubah lagi' })).toBeVisible();
  await expectOffline(desktop.page);
  expect(await unsent(desktop.page)).toBeGreaterThan(80);

  // Closing the window as a user does, in the middle of a word.
  await desktop.page.getByRole('button', { name: 'Ubah lagi' }).click();
  await desktop.page.getByLabel('Hasil').fill('Pemilik akan men');
  await desktop.restart();
  await desktop.page.getByRole('region', { name: 'Draf yang belum selesai' }).getByRole('link').click();
  await expect(desktop.page.getByLabel('Hasil')).toHaveValue('Pemilik akan men');

  await hub.restart();
  await expectAllSent(desktop.page);
  expect(desktop.complaints).toEqual([]);
});
