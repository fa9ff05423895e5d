/** Personal data (domain 7) by a coordinator on one laptop: a request and its clock, an incident and its letters, a copy. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { choose, expectAllSent, openClient } from './support/app.ts';
import { type Demo, menu as follow, openDemo } from './support/demo.ts';
import { look as lookAt } from './support/look.ts';

const CLIENT = 'Bawang Goreng Tadulako';

let demo: Demo;
let page: Page;

test.beforeAll(async () => {
  demo = await openDemo();
  page = demo.laptop.page;
});

test.afterAll(() => demo.dispose());

const look = (name: string, info: TestInfo) => lookAt(page, name, info);
const menu = (name: string) => follow(page, name);
const input = (label: string) => page.getByRole('textbox', { name: label, exact: true });
const section = (name: string) => page.getByRole('region', { name, exact: true });

/** As it is typed, on the clock of the unit (WITA). */
function typed(hoursAgo: number): string {
  const iso = new Date(Date.now() + (8 - hoursAgo) * 3_600_000).toISOString();
  return `${iso.slice(8, 10)}-${iso.slice(5, 7)}-${iso.slice(0, 4)} ${iso.slice(11, 16).replace(':', '.')}`;
}

test('a request with its clock: open, overdue, closed', async ({ browserName: _ }, info) => {
  await openClient(page, CLIENT);
  await section('Data pribadi').getByRole('button', { name: 'Permintaan' }).click();
  await expect(page.getByText('Sisa 71 jam')).toBeVisible();
  await page.getByRole('button', { name: 'Tandai selesai' }).click();
  await expect(page.getByRole('alert')).toContainText('Jenis permintaan');
  await choose(page, 'Jenis permintaan', 'Perbaikan data');
  await input('Cara permintaan disampaikan').fill('Lisan saat kunjungan');
  await input('Diterima pada').fill('kemarin');
  await input('Isi permintaan').fill('Nomor telepon sudah diganti.');
  await expect(page.getByText('Tulis tanggal dan jam seperti 25-10-2026 09.30.')).toBeVisible();
  await input('Diterima pada').fill(typed(80.5));
  await expect(page.getByText('Lewat 8 jam')).toBeVisible();
  await look('request', info);

  await menu('Data pribadi');
  await expect(section('Permintaan subjek data').getByText('Lewat 8 jam')).toBeVisible();
  await section('Permintaan subjek data').getByRole('link', { name: 'Perbaikan data' }).click();
  await input('Jawaban dan yang dilakukan').fill('Nomor telepon diperbaiki.');
  await page.getByRole('button', { name: 'Tandai selesai' }).click();
  await expect(page.getByText('Ditangani terlambat 8 jam')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Buka lagi' })).toBeVisible();
  await openClient(page, CLIENT);
  await expect(section('Data pribadi').getByText('Ditangani terlambat 8 jam')).toBeVisible();
  await look('client', info);
});

test('a restriction: nothing of the client is edited until the coordinator lifts it', async ({
  browserName: _,
}, info) => {
  await openClient(page, CLIENT);
  await expect(page.getByRole('button', { name: 'Catat sesi' })).toBeVisible();
  await section('Data pribadi').getByRole('button', { name: 'Permintaan' }).click();
  await choose(page, 'Jenis permintaan', 'Penundaan atau pembatasan pemrosesan');
  await expect(page.getByText('Pembatasan berlaku sejak permintaan diterima')).toBeVisible();
  await look('restriction', info);

  await openClient(page, CLIENT);
  const notice = page.getByRole('status').filter({ hasText: 'Pemrosesan data dibatasi' });
  await expect(notice).toContainText(/diterima Ningsih .* pada \d\d-\d\d-\d{4}/);
  for (const name of ['Catat sesi', 'Tindak lanjut baru', 'Program kerja']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await expect(page.getByRole('link', { name: 'Ubah data' })).toHaveCount(0);
  await look('restricted', info);
  const history = page.getByRole('list', { name: 'Riwayat pendampingan' });
  await history
    .getByRole('link', { name: /Sesi pendampingan/ })
    .last()
    .click();
  await expect(notice).toBeVisible();
  await expect(page.getByLabel('Hasil')).toHaveAttribute('readonly', '');
  await expect(page.getByRole('button', { name: 'Ubah lagi' })).toHaveCount(0);
  await page.goBack();
  await page.goto(`${page.url()}/register`);
  await expect(notice).toBeVisible();
  await expect(input('Nama usaha')).toHaveAttribute('readonly', '');

  await notice.getByRole('link', { name: 'Buka permintaan' }).click();
  await page.getByRole('button', { name: 'Cabut pembatasan' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cabut pembatasan' }).click();
  await expect(page.getByText(/Pembatasan dicabut pada .* oleh Ningsih/)).toBeVisible();
  await openClient(page, CLIENT);
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Catat sesi' })).toBeVisible();
});

test('a candidate may ask too: restricted, copied, erased', async ({ browserName: _ }, info) => {
  await menu('Wirausaha Pemula');
  await page.getByRole('button', { name: 'Calon baru' }).click();
  await input('Nama calon').fill('Anisa Rahmadani');
  await input('Tanggal persetujuan').fill('01-11-2026');
  await choose(page, 'Cara memberi persetujuan', 'Formulir kertas bertanda tangan');
  await page.getByRole('button', { name: 'Tambah baris RAB' }).click();
  await page.getByRole('textbox', { name: 'Uraian' }).fill('Oven');
  await page.getByRole('textbox', { name: 'Uraian' }).blur();
  const own = page.url();
  const ask = async (kind: string) => {
    await section('Data pribadi').getByRole('button', { name: 'Permintaan' }).click();
    await choose(page, 'Jenis permintaan', kind);
  };
  await ask('Penundaan atau pembatasan pemrosesan');
  await expect(page.getByRole('link', { name: 'Anisa Rahmadani' })).toBeVisible();
  await page.getByRole('link', { name: 'Anisa Rahmadani' }).click();
  const notice = page.getByRole('status').filter({ hasText: 'Pemrosesan data dibatasi' });
  await expect(notice).toBeVisible();
  await expect(input('Nama calon')).toHaveAttribute('readonly', '');
  await expect(page.getByRole('textbox', { name: 'Uraian' })).toHaveAttribute('readonly', '');
  await expect(page.getByRole('button', { name: /^(Lanjut ke|Tambah|Hapus$)/ })).toHaveCount(0);
  await look('candidate', info);
  await notice.getByRole('button', { name: 'Cabut pembatasan' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cabut pembatasan' }).click();
  await expect(notice).toHaveCount(0);

  await page.getByRole('link', { name: 'Salinan data' }).click();
  await expect(page.getByRole('article')).toContainText('Anisa Rahmadani');
  await expect(page.getByRole('article')).toContainText('Oven');
  await look('candidate-copy', info);
  await page.goto(own);
  await section('Data pribadi').getByRole('button', { name: 'Hapus data pribadi' }).click();
  await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
  const dialog = page.getByRole('dialog', { name: /Anisa Rahmadani/ });
  await dialog.getByRole('checkbox').check();
  await look('candidate-erase', info);
  await dialog.getByRole('button', { name: 'Hapus untuk seterusnya' }).click();
  await expect(page.getByText('Data yang dimaksud sudah dihapus.')).toBeVisible();
  await menu('Data pribadi');
  await expect(section('Permintaan subjek data').getByText('(data sudah dihapus)')).toHaveCount(2);
  await expect(page.getByText('Anisa Rahmadani')).toHaveCount(0);
  await menu('Wirausaha Pemula');
  await expect(page.getByText('Anisa Rahmadani')).toHaveCount(0);
});

test('an incident with both clocks and the draft letters', async ({ browserName: _ }, info) => {
  await menu('Data pribadi');
  await page.getByRole('button', { name: 'Lapor insiden' }).click();
  await choose(page, 'Jenis insiden', 'Laptop hilang atau dicuri');
  await input('Diketahui pada').fill(typed(50.5));
  await input('Data yang terdampak').fill('Nama, alamat dan omzet 40 UMKM');
  await input('Perkiraan jumlah catatan').fill('412');
  await input('Subjek data yang terdampak').fill('40 pemilik UMKM di Kabupaten Sigi');
  await input('Bagaimana terjadinya').fill('Laptop dicuri dari mobil.');
  await input('Penanganan dan pemulihan').fill('Laptop dicabut dari hub; laporan polisi dibuat.');
  await expect(page.getByText('Sisa 21 jam')).toHaveCount(2);
  await input('Lembaga diberi tahu pada').fill(typed(10));
  await expect(page.getByText('Ditangani tepat waktu')).toBeVisible();
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await expect(page.getByRole('alert').first()).toContainText('Subjek data diberi tahu pada');
  await look('incident', info);

  await page.getByRole('link', { name: 'Konsep surat' }).click();
  const letters = page.getByRole('article');
  await expect(letters).toHaveCount(2);
  await expect(letters.first()).toContainText('40 pemilik UMKM di Kabupaten Sigi');
  await expect(letters.last()).toContainText('Nama, alamat dan omzet 40 UMKM');
  await expect(letters.last()).not.toContainText('40 pemilik UMKM');
  await look('letters', info);
});

test('the copy for the subject is complete, and it is written down who made it', async ({ browserName: _ }, info) => {
  await openClient(page, CLIENT);
  await page.getByRole('link', { name: 'Salinan data' }).click();
  const sheet = page.getByRole('article');
  await expect(sheet).toContainText(CLIENT);
  await expect(sheet).toContainText(/\d{16}/);
  await expect(sheet.getByRole('heading', { name: 'Sesi pendampingan', exact: true })).toBeVisible();
  await expect(sheet).toContainText('Nomor telepon diperbaiki.');
  await look('copy', info);
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Unduh JSON' }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^salinan-data-\d{4}-\d{2}-\d{2}\.json$/);
  const copy = JSON.parse(await readFile(await file.path(), 'utf8')) as { records: { values: { name?: string } }[] };
  expect(copy.records[0]?.values.name).toContain(CLIENT);

  await expectAllSent(page);
  await demo.laptop.restart(demo.hub.url);
  page = demo.laptop.page;
  await menu('Data pribadi');
  const row = section('Catatan pembukaan NIK dan salinan data').getByRole('row').filter({ hasText: CLIENT });
  await expect(row.filter({ hasText: 'Salinan data dibuat' })).toHaveCount(1);
  await expect(row.first()).toContainText('Ningsih');
  await expect(section('Insiden').getByText('Sisa 21 jam')).toBeVisible();
  await look('list', info);
  expect(demo.laptop.complaints).toEqual([]);
});
