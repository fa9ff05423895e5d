/** Reports: every one on screen in both languages, on paper and as XLSX with real numbers and days. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import readXlsx from 'read-excel-file/node';
import { enrolAsDemo, expectAllSent } from './support/app.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { look } from './support/look.ts';

let hub: Hub;
let laptop: Laptop;

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  laptop = await openLaptop(hub.url);
});

test.afterAll(async () => {
  await laptop.dispose();
  await hub.dispose();
});

/** Report, and what it shows of the demo unit. */
const SHOWN: [name: string, text: string][] = [
  ['Data koperasi sasaran', '31 Desember'],
  ['Data UMKM sasaran', 'Kakao Palolo'],
  ['Program kerja pendampingan', 'Kakao Palolo'],
  ['Laporan konsultan pendamping', 'Membuka rekening bank khusus usaha'],
  ['KUMKM per bidang (7E/7F)', 'Koperasi Nelayan'],
  ['Kinerja triwulan', 'Capaian'],
  ['Indikator kinerja', 'Cara menghitung'],
  ['Hasil pendampingan', 'P-IRT terbit'],
  ['KUMKM naik kelas', '1 naik kelas masih draf'],
  ['Progres data PLUT', 'PLUT KUMKM Provinsi Sulawesi Tengah'],
  ['Kegiatan konsultan', 'Peserta'],
  ['Program kerja PLUT', 'Anggaran'],
  ['Peralatan PLUT', 'Proyektor'],
  ['Tenaga PLUT', 'Sari Lestari'],
];

test('each report on screen, one as XLSX, in English too', async ({ browserName: _ }, info) => {
  const { page } = laptop;
  await enrolAsDemo(page, 'Ningsih');
  await expectAllSent(page);
  await page.getByRole('link', { name: 'Laporan', exact: true }).click();
  await choose(page, 'Periode', 'Tahun');
  for (const [name, text] of SHOWN) {
    await choose(page, 'Laporan', name);
    await expect(page.getByRole('article')).toContainText(text);
  }
  await choose(page, 'Laporan', 'KUMKM per bidang (7E/7F)');
  await expect(page.getByRole('cell', { name: 'Jumlah' })).toBeVisible();
  await look(page, 'by-field', info);

  await choose(page, 'Laporan', 'Data UMKM sasaran');
  await expect(page.getByRole('table')).toContainText('Kakao Palolo');
  await look(page, 'businesses', info);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Simpan XLSX' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Data UMKM sasaran .*\.xlsx$/);
  const [sheet] = await readXlsx(await readFile(await download.path()));
  const rows = sheet?.data ?? [];
  const head = rows.findIndex((row) => row[0] === 'No.');
  expect(rows[head]).toEqual(await page.getByRole('columnheader').allInnerTexts());
  const [first] = rows.slice(head + 1);
  // Numbers and days are such, not texts.
  expect(first?.slice(6, 11)).toEqual([8, 60_000_000, 25_000_000, 88_000_000, 655_000_000]);
  expect(first?.[3]).toEqual(new Date('2019-02-11T00:00:00Z'));

  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible();
  await choose(page, 'Report', 'Target businesses');
  await expect(page.getByRole('table')).toContainText('Kakao Palolo');
  await look(page, 'businesses-en', info);
  expect(laptop.complaints).toEqual([]);
});

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}
