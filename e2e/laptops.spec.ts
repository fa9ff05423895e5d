/** What a coordinator sees and does from afar: how the laptops are, revoking one, locking what was checked. */
import { expect, type Page, test } from '@playwright/test';
import { badge, enrolAsDemo, enrolByCode, expectAllSent, openClient, syncNow, unsent } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { addUnit, codeFor } from './support/unit.ts';

test.describe.configure({ timeout: 240_000 });

let hub: Hub;
let sari: Laptop;
let ningsih: Laptop;

async function open(demo: boolean): Promise<void> {
  hub = await startHub({ demo });
  sari = await openLaptop(hub.url, { worksOffline: true });
  ningsih = await openLaptop(hub.url, { worksOffline: true });
}

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status !== info.expectedStatus) {
    for (const [i, { page }] of [sari, ningsih].entries()) await page.screenshot({ path: info.outputPath(`${i}.png`) });
  }
  await sari.dispose();
  await ningsih.dispose();
  await hub.dispose();
});

const activity = (page: Page) => page.getByLabel('Usaha utama');
const lineOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

async function tryAgain(page: Page, code: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Hubungkan lagi' });
  await dialog.getByRole('textbox', { name: 'Kode pendaftaran' }).fill(code);
  await dialog.getByRole('button', { name: 'Hubungkan lagi' }).click();
}

test('a laptop with a wrong clock is seen, revoked while offline, enrolled again, and its unsent work arrives', async () => {
  await open(false);
  await addUnit(hub, ['sari', 'ningsih']);
  // What Sari types is stamped with 2099.
  await sari.page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 73 * 365 * 24 * 3600 * 1000;
  });
  await sari.page.reload();
  await enrolByCode(sari.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await sari.page.getByRole('link', { name: 'KUMKM binaan' }).click();
  await sari.page.getByRole('link', { name: 'UMKM baru' }).click();
  await sari.page.getByLabel('Nama usaha').fill('Kopi Napu');
  await activity(sari.page).fill('Kopi');
  await activity(sari.page).blur();
  await expectAllSent(sari.page);

  await test.step('the coordinator sees how the laptops are', async () => {
    await enrolByCode(ningsih.page, await codeFor(hub, 'ningsih'), 'Laptop Ningsih');
    await expectAllSent(ningsih.page);
    await ningsih.page.getByRole('link', { name: 'Laptop PLUT' }).click();
    await expect(lineOf(ningsih.page, 'Laptop Sari')).toContainText('Sari Lestari');
    await expect(lineOf(ningsih.page, 'Laptop Sari')).toContainText(/\d isian bertanggal masa depan/);
    await expect(lineOf(ningsih.page, 'Laptop Ningsih')).toContainText('benar');
    await expect(lineOf(ningsih.page, 'Laptop Ningsih')).toContainText('laptop ini');
    await expect(lineOf(ningsih.page, 'Laptop Ningsih').getByRole('button')).toHaveCount(0);
    await expect(sari.page.getByRole('link', { name: 'Laptop PLUT' })).toHaveCount(0);
  });

  await test.step('she revokes one without a connection; it is done when there is one', async () => {
    await sari.setOffline(true);
    await activity(sari.page).fill('Kopi bubuk');
    await activity(sari.page).blur();
    await ningsih.setOffline(true);
    await lineOf(ningsih.page, 'Laptop Sari').getByRole('button', { name: 'Cabut laptop: Laptop Sari' }).click();
    await ningsih.page.getByRole('dialog').getByRole('button', { name: 'Cabut laptop' }).click();
    await expect(lineOf(ningsih.page, 'Laptop Sari')).toContainText('Menunggu dikirim ke hub');
    await ningsih.setOffline(false);
    await syncNow(ningsih.page);
    await expect(lineOf(ningsih.page, 'Laptop Sari')).toContainText(/dicabut \d\d-\d\d-\d{4}/);
  });

  const waiting = await unsent(sari.page);
  expect(waiting).toBeGreaterThan(0);
  await test.step('the revoked laptop destroys its key: the passphrase opens it no more', async () => {
    await sari.setOffline(false);
    await syncNow(sari.page);
    await expect(sari.page.getByRole('alert')).toContainText('Laptop ini telah dicabut');
    await expect(sari.page.getByRole('button', { name: 'Buka', exact: true })).toBeHidden();
  });

  await test.step('what was unsent the coordinator’s recovery code opens; it waits to be enrolled again', async () => {
    await lineOf(ningsih.page, 'Laptop Sari').getByRole('button', { name: 'Kode pemulihan: Laptop Sari' }).click();
    const code = await ningsih.page.getByRole('dialog').locator('pre').textContent();
    await ningsih.page.keyboard.press('Escape');
    await sari.page.getByLabel('Kode pemulihan').fill(`${code?.toLowerCase()}`);
    await sari.page.getByLabel('Kalimat sandi baru').fill('nasi kuning di pagi hari');
    await sari.page.getByLabel('Ulangi kalimat sandi').fill('nasi kuning di pagi hari');
    await sari.page.getByRole('button', { name: 'Buka dengan kode' }).click();
    await expect(badge(sari.page)).toHaveAttribute('data-state', 'problem');
    expect(await unsent(sari.page)).toBe(waiting);
    await badge(sari.page).click();
    await expect(sari.page.getByRole('alert')).toContainText('telah dicabut oleh koordinator');
    await sari.page.getByRole('button', { name: 'Hubungkan lagi' }).click();
    await expect(sari.page.getByLabel('Alamat hub')).toHaveValue(hub.url);
  });

  await test.step('the code of somebody else changes nothing', async () => {
    await tryAgain(sari.page, await codeFor(hub, 'ningsih'));
    const alert = sari.page.getByRole('dialog').getByRole('alert');
    await expect(alert).toContainText('bukan milik Sari Lestari');
    await expect(alert).toContainText('Tidak ada yang berubah di laptop ini.');
    expect(await unsent(sari.page)).toBe(waiting);
  });

  await test.step('her own code brings everything to the hub', async () => {
    await tryAgain(sari.page, await codeFor(hub, 'sari'));
    await expect(sari.page.getByRole('dialog', { name: 'Hubungkan lagi' })).toBeHidden();
    await expectAllSent(sari.page);
    await syncNow(ningsih.page);
    await expectAllSent(ningsih.page);
    await expect(lineOf(ningsih.page, 'Laptop Sari').filter({ hasText: 'Sari Lestari' })).toHaveCount(2);
    await openClient(ningsih.page, 'Kopi Napu');
    await expect(ningsih.page.getByText('Kopi bubuk')).toBeVisible();
  });
  expect([...sari.complaints, ...ningsih.complaints]).toEqual([]);
});

const BUSINESS = 'Bawang Goreng Tadulako Rasa';
const RESULT = 'Buku kas terisi seminggu penuh';

async function openSession(page: Page): Promise<void> {
  await openClient(page, BUSINESS);
  await page
    .getByRole('list', { name: 'Riwayat pendampingan' })
    .getByRole('link', { name: /Sesi pendampingan/ })
    .last()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /Sesi pendampingan/ })).toBeVisible();
}

test('an edit that a lock kept out waits, is asked for, and goes by itself once it is unlocked; a NIK that is opened is written down', async () => {
  await open(true);
  await enrolAsDemo(sari.page, 'Sari');
  await enrolAsDemo(ningsih.page, 'Ningsih');
  await expectAllSent(sari.page);
  await expectAllSent(ningsih.page);

  await test.step('the consultant edits offline what the coordinator locks meanwhile', async () => {
    await openSession(sari.page);
    await expect(sari.page.getByText('Sudah di hub')).toBeVisible();
    await sari.setOffline(true);
    await sari.page.getByRole('button', { name: 'Ubah lagi' }).click();
    await sari.page.getByLabel('Hasil').fill(RESULT);
    await sari.page.getByLabel('Hasil').blur();
    await expect(sari.page.getByText(/Tersimpan di laptop \(\d+\)/)).toBeVisible();
    await openSession(ningsih.page);
    await ningsih.page.getByRole('button', { name: 'Kunci' }).click();
    await expect(ningsih.page.getByText(/Dikunci oleh Ningsih/)).toBeVisible();
    await expect(ningsih.page.getByRole('button', { name: 'Ubah lagi' })).toHaveCount(0);
    await expectAllSent(ningsih.page);
  });

  await test.step('her edit is refused, kept and shown; she asks for it', async () => {
    await sari.setOffline(false);
    await syncNow(sari.page);
    await expect(sari.page.getByText(/Dikunci oleh Ningsih/)).toBeVisible();
    await expect(sari.page.getByRole('link', { name: /Ditolak hub \(\d+\)/ })).toBeVisible();
    await expect(sari.page.getByLabel('Hasil')).toHaveValue(RESULT);
    await expect(sari.page.getByLabel('Hasil')).toHaveAttribute('readonly', '');
    await sari.page.getByRole('button', { name: 'Minta dibuka kembali' }).click();
    await sari.page.getByLabel('Alasan').fill('Hasil belum lengkap');
    await sari.page.getByRole('button', { name: 'Kirim permintaan' }).click();
    await expect(sari.page.getByText(/Sudah diminta dibuka kembali oleh Sari.*Hasil belum lengkap/)).toBeVisible();
    await expect(sari.page.getByRole('button', { name: 'Minta dibuka kembali' })).toHaveCount(0);
    await expectAllSent(sari.page);
  });

  await test.step('the coordinator finds the wish on her first page and unlocks', async () => {
    await ningsih.page.getByRole('link', { name: 'Hari ini' }).click();
    await syncNow(ningsih.page);
    const wishes = ningsih.page.getByRole('region', { name: 'Diminta dibuka kembali' });
    await expect(wishes).toContainText('Hasil belum lengkap');
    await wishes.getByRole('link').click();
    await ningsih.page.getByRole('button', { name: 'Buka kunci' }).click();
    const dialog = ningsih.page.getByRole('dialog');
    await expect(dialog.getByLabel('Alasan')).toHaveValue('Hasil belum lengkap');
    await dialog.getByRole('button', { name: 'Buka kunci' }).click();
    await expect(ningsih.page.getByText(/Dikunci oleh/)).toHaveCount(0);
    await expectAllSent(ningsih.page);
  });

  await test.step('the edit goes without anybody doing anything more', async () => {
    await syncNow(sari.page);
    await expect(sari.page.getByText('Sudah di hub')).toBeVisible();
    await expect(sari.page.getByText(/Kuncinya dibuka kembali oleh Ningsih.*Hasil belum lengkap/)).toBeVisible();
    await expectAllSent(sari.page);
    await syncNow(ningsih.page);
    await expect(ningsih.page.getByLabel('Hasil')).toHaveValue(RESULT);
  });
  await test.step('a NIK that is opened is written down, each time', () => openNik(sari));
  expect([...sari.complaints, ...ningsih.complaints]).toEqual([]);
});

async function openNik(laptop: Laptop): Promise<void> {
  const { page } = laptop;
  await laptop.setOffline(true);
  await openClient(page, BUSINESS);
  expect(await unsent(page)).toBe(0);
  for (const _ of [1, 2]) {
    await page.getByRole('button', { name: 'Tampilkan NIK' }).click();
    await expect(page.getByText(/^\d{16}/)).toBeVisible();
    await page.getByRole('button', { name: 'Samarkan NIK' }).click();
  }
  await page.getByRole('link', { name: 'Hari ini' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Catatan pembukaan NIK' })).toContainText('2');
  await laptop.setOffline(false);
  await syncNow(page);
  await expectAllSent(page);
}
