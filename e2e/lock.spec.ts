/** Who may open what lies on a laptop: passphrase, recovery code, several users, a thief with the disk. */
import { expect, type Page, test } from '@playwright/test';
import { enrolByCode, expectAllSent, expectReadyForOffline, openClient } from './support/app.ts';
import { makeClockMovable, wakeUp } from './support/clock.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { forgetPassphrase, PASSPHRASE, readTables } from './support/sealed.ts';
import { enrolBare, makeRecord } from './support/stores.ts';
import { addUnit, codeFor } from './support/unit.ts';

test.describe.configure({ timeout: 180_000 });

let hub: Hub;
let laptop: Laptop;

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
});

test.beforeEach(async () => {
  laptop = await openLaptop(hub.url, { worksOffline: true });
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status !== info.expectedStatus) await laptop.page.screenshot({ path: info.outputPath('laptop.png') });
  expect(laptop.complaints).toEqual([]);
  await laptop.dispose();
});

test.afterAll(async () => {
  await hub.dispose();
});

const passphrase = (page: Page) => page.getByLabel('Kalimat sandi laptop ini');
const lockScreen = (page: Page) => page.getByRole('heading', { name: 'Aplikasi terkunci' });

const isOpen = (page: Page) => page.getByRole('navigation', { name: 'Menu utama' });

async function unlock(page: Page, text: string): Promise<void> {
  await passphrase(page).fill(text);
  await page.getByRole('button', { name: 'Buka', exact: true }).click();
}

async function lockNow(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Laptop ini' }).click();
  await page.getByRole('button', { name: 'Kunci sekarang' }).click();
  await expect(lockScreen(page)).toBeVisible();
}

test('locked by hand, also in another window; wrong passphrases slow down, also after a new start; the recovery code opens', async () => {
  const { page } = laptop;
  await enrolByCode(page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectAllSent(page);
  await forgetPassphrase(page);
  const second = await page.context().newPage();
  await second.goto(hub.url);
  // The first window gave it the key.
  await expect(second.getByRole('heading', { name: /Selamat bekerja/ })).toBeVisible();

  await lockNow(page);
  await expect(lockScreen(second)).toBeVisible();
  await second.close();

  for (let i = 0; i < 3; i++) {
    await unlock(page, `tebakan nomor ${i}`);
    await expect(page.getByRole('alert')).toContainText('Tidak cocok');
  }
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('alert')).toContainText('Tunggu 2 detik');
  await page.reload();
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('alert')).toContainText(/Tunggu \d detik/);

  const ningsih = await openLaptop(hub.url);
  try {
    await enrolByCode(ningsih.page, await codeFor(hub, 'ningsih'), 'Laptop Ningsih');
    await expectAllSent(ningsih.page);
    await ningsih.page.getByRole('link', { name: 'Laptop PLUT' }).click();
    await ningsih.page.getByRole('button', { name: 'Kode pemulihan: Laptop Sari' }).click();
    const code = (await ningsih.page.getByRole('dialog').locator('pre').textContent()) as string;
    await page.getByRole('button', { name: 'Lupa kalimat sandi?' }).click();
    await page.getByLabel('Kode pemulihan').fill(code.replaceAll('-', ' '));
  } finally {
    await ningsih.dispose();
  }
  await page.getByLabel('Kalimat sandi baru').fill('pendek');
  await page.getByRole('button', { name: 'Buka dengan kode' }).click();
  await expect(page.getByRole('alert')).toContainText('paling sedikit 10');
  await page.getByLabel('Kalimat sandi baru').fill('ikan bakar rica-rica');
  await page.getByLabel('Ulangi kalimat sandi').fill('ikan bakar rica-rica');
  await page.getByRole('button', { name: 'Buka dengan kode' }).click();
  await expect(isOpen(page)).toBeVisible();

  await lockNow(page);
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('alert')).toContainText('Tidak cocok');
  await unlock(page, 'ikan bakar rica-rica');
  await expect(isOpen(page)).toBeVisible();
});

test('two users of one laptop: neither sees nor finds what the other recorded', async () => {
  const { page } = laptop;
  await makeRecord(await enrolBare(hub, 'ningsih'), 'businesses', { name: 'Usaha Uji Kunci', consultant: 'sari' });
  await enrolByCode(page, await codeFor(hub, 'sari'), 'Laptop bersama');
  await expectAllSent(page);
  await openClient(page, 'Usaha Uji Kunci');
  const known = JSON.stringify(await readTables(page));
  expect(known).toContain('Usaha Uji Kunci');
  expect(known).toContain('Sari Lestari');

  await forgetPassphrase(page);
  await lockNow(page);
  await page.getByRole('button', { name: 'Pengguna lain di laptop ini' }).click();
  await enrolByCode(page, await codeFor(hub, 'ningsih'), 'Laptop bersama', undefined, 'martabak telur bebek');
  await expectAllSent(page);
  await lockNow(page);
  await expect(page.getByRole('combobox', { name: 'Pengguna' })).toHaveValue(/^[A-Z]{1,4}$/);
  // The passphrase of one opens nothing of the other.
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('alert')).toContainText('Tidak cocok');
});

test('after months without contact the passphrase alone opens no more', async () => {
  const { page } = laptop;
  await makeClockMovable(page);
  await page.reload();
  await enrolByCode(page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectAllSent(page);
  await expectReadyForOffline(page);
  await laptop.setOffline(true);
  const day = 24 * 3600 * 1000;
  // A clock that leapt by decades, and one that was set right again.
  for (const days of [30_000, 1, 31, 62]) await wakeUp(page, days * day);
  await forgetPassphrase(page);
  await page.evaluate((shift) => localStorage.setItem('test-clock', String(shift)), 92 * day);
  await page.reload();
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('alert')).toContainText('122 hari tidak terhubung');
});
