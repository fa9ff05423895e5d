/** Ratings, the registry of PLUT units, minutes to print, locks that reach what a list holds. */
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { expectAllSent, openClient, syncNow } from './support/app.ts';
import { enrolColleague } from './support/colleague.ts';
import { type Demo, menu as follow, openDemo } from './support/demo.ts';
import { look as lookAt } from './support/look.ts';
import { enrolBare, heldByHub, makeRecord } from './support/stores.ts';

let demo: Demo;
let page: Page;

test.beforeAll(async () => {
  demo = await openDemo();
  page = demo.laptop.page;
});

test.afterAll(() => demo.dispose());

const look = (name: string, info: TestInfo) => lookAt(page, name, info);
const menu = (name: string) => follow(page, name);
const type = (label: string, text: string) =>
  page.getByRole('textbox', { name: label, exact: true }).first().fill(text);

test('a cooperative has a rating, a business has none', async ({ browserName: _ }, info) => {
  await openClient(page, 'Koperasi Nelayan');
  await page.getByRole('button', { name: 'Pemeringkatan', exact: true }).click();
  await type('Peringkat', 'Berkualitas');
  await type('Lembaga pemeringkat', 'Dinas Koperasi dan UMKM');
  await look('rating', info);
  await page.goBack();
  await expect(page.getByRole('link', { name: /^\d{4} · Berkualitas · Dinas/ })).toBeVisible();

  await openClient(page, 'Bawang Goreng Tadulako');
  await expect(page.getByRole('heading', { name: 'Pemeringkatan koperasi' })).toBeHidden();
});

test('the states of a client from year to year', async ({ browserName: _ }, info) => {
  const ningsih = await enrolBare(demo.hub, 'ningsih');
  const [kopi] = [...(await heldByHub(ningsih))].filter(
    ([name, register]) => name.startsWith('businesses/') && String(register.heads[0]?.value).startsWith('Kopi Danau'),
  );
  const clientId = kopi?.[0].split('/')[1] ?? '';
  const of = { clientCollection: 'businesses', clientId };
  await makeRecord(ningsih, 'yearlyStates', { ...of, asOf: '2023-12-31', workers: 4, sales: 100_000_000 });
  await makeRecord(ningsih, 'yearlyStates', {
    ...of,
    asOf: '2024-12-31',
    workers: 5,
    sales: 112_500_000,
    profit: -2_000_000,
  });
  await syncNow(page);
  await openClient(page, 'Kopi Danau');
  const table = page.getByRole('region', { name: 'Keadaan dari tahun ke tahun' }).getByRole('table');
  await expect(table.getByRole('row', { name: /Jumlah tenaga kerja/ })).toContainText('45');
  await look('yearly-states', info);
});

test('the national picture; the profile is filled from the registry, once', async ({ browserName: _ }, info) => {
  await menu('Gambaran nasional');
  await expect(page.getByText('51 − 49 = 2')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(15);
  await look('national', info);

  await menu('Profil PLUT');
  await type('Diresmikan oleh', 'Menteri Koperasi dan UKM');
  await type('Tahun perolehan program', '2015');
  await page.getByRole('button', { name: 'Isi dari daftar bersumber' }).click();
  await expect(page.getByText('Jumlah: Rp5.100.000.000')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Tahun perolehan program' })).toHaveValue('2015');
  await expect(page.getByRole('textbox', { name: 'Diresmikan oleh' })).toHaveValue('Menteri Koperasi dan UKM');
  await expect(page.getByRole('button', { name: 'Isi dari daftar bersumber' })).toBeHidden();
  await look('unit', info);
  const funds = page.getByRole('list', { name: 'Dana pembangunan' }).getByRole('listitem');
  await expect(funds).toHaveCount(2);
  await funds.first().getByRole('button', { name: 'Hapus baris' }).click();
  await expect(funds).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Isi dari daftar bersumber' })).toBeHidden();
});

test('minutes of a meeting are printed', async ({ browserName: _ }, info) => {
  await menu('Rapat');
  await page.getByRole('button', { name: 'Rapat baru' }).click();
  await type('Pokok rapat', 'Program kerja PLUT triwulan IV');
  await type('Pimpinan rapat', 'Kepala UPT');
  await type('Notulis', 'Sari');
  await type('Agenda', 'Pembagian tugas konsultan');
  await type('Pembahasan', 'Sigi dikunjungi lebih dahulu.\nParigi menyusul.');
  await page.getByRole('button', { name: 'Tambah keputusan' }).click();
  await type('Keputusan', 'Kunjungan bersama ke Sigi');
  await type('Penanggung jawab', 'Kabid Usaha Mikro');
  await type('Batas waktu', '15-12-2026');
  await page.getByRole('button', { name: 'Tambah peserta' }).click();
  await type('Nama', 'Kepala Dinas');
  await look('meeting', info);
  await page.getByRole('link', { name: 'Notulen untuk dicetak' }).click();
  const sheet = page.getByRole('article');
  await expect(sheet.getByRole('heading', { name: 'Notulen rapat koordinasi' })).toBeVisible();
  await expect(
    sheet.getByRole('row', { name: '1 Kunjungan bersama ke Sigi Kabid Usaha Mikro 15-12-2026' }),
  ).toBeVisible();
  await expect(sheet.getByRole('row', { name: '1 Kepala Dinas' })).toBeVisible();
  await look('minutes', info);

  await page.getByRole('link', { name: 'Kembali ke rapat' }).click();
  await page.getByRole('button', { name: 'Hapus', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hapus' }).click();
  await expect(page.getByRole('heading', { name: 'Rapat koordinasi' })).toBeVisible();
});

test('a locked target list holds its targets, until it is opened with a reason', async ({ browserName: _ }, info) => {
  await menu('Sasaran program');
  await page.getByRole('button', { name: 'Sasaran program baru' }).click();
  await page.getByRole('combobox', { name: 'Tambah KUMKM' }).click();
  await page.keyboard.type('Bawang Goreng');
  await page.getByRole('option').first().click();
  await expect(page.getByRole('heading', { name: 'KUMKM sasaran (1)' })).toBeVisible();
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await page.getByRole('button', { name: 'Kunci' }).click();
  await expect(page.getByRole('button', { name: 'Hapus baris' })).toBeHidden();
  await expectAllSent(page);

  const sari = await enrolColleague(demo.hub, { user: 'sari', password: 'contoh-sari' }, 'Laptop Sari');
  await sari.pull();
  const list = page.url().split('/').at(-1) as string;
  const target = sari.find('targets', 'parent', list);
  expect(await sari.write(target, { note: 'lain' })).toMatchObject([{ code: 'locked' }]);
  expect(await sari.write(target, { lockedAt: null })).toMatchObject([{ code: 'forbidden' }]);
  // Recorded offline, before the lock was known there: it is not refused, but the coordinator sees that it came late.
  const client = sari.find('businesses', 'name', 'Kakao Palolo Mandiri (contoh)').id;
  const late = { parent: list, clientCollection: 'businesses', clientId: client };
  expect(await sari.write({ collection: 'targets', id: 'late' }, late)).toEqual([]);
  await syncNow(page);
  await page.keyboard.press('Escape');
  await page
    .getByRole('row', { name: /Datang setelah daftar dikunci/ })
    .getByRole('button', { name: 'Terima dan kunci' })
    .click();
  await expect(page.getByText('Datang setelah daftar dikunci')).toBeHidden();

  await page.getByRole('button', { name: 'Buka kunci' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Buka kunci' }).click();
  await expect(dialog.getByText('Tulis dahulu alasannya.')).toBeVisible();
  await dialog.getByLabel('Alasan').fill('Satu KUMKM tertukar');
  await look('unlock-reason', info);
  await dialog.getByRole('button', { name: 'Buka kunci' }).click();
  await expect(page.getByText(/Kuncinya dibuka kembali oleh .*: Satu KUMKM tertukar/)).toBeVisible();
  await expectAllSent(page);
  await sari.pull();
  expect(await sari.write(target, { note: 'lain' })).toEqual([]);
  expect(demo.laptop.complaints).toEqual([]);
});
