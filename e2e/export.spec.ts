/** *Ekspor data*: files that open, with no more than their maker may read, and noted before they are handed out. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import Papa from 'papaparse';
import readXlsx from 'read-excel-file/node';
import { choose } from './support/app.ts';
import { menu, openDemoLaptop } from './support/demo.ts';
import { type Hub, startHub } from './support/hub.ts';
import type { Laptop } from './support/laptop.ts';
import { look } from './support/look.ts';

let hub: Hub;
let laptop: Laptop;
let page: Page;

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  // A consultant: she reads the NIK of her own clients, and not those of others.
  laptop = await openDemoLaptop(hub, 'Sari');
  page = laptop.page;
});

test.afterAll(async () => {
  await laptop.dispose();
  await hub.dispose();
});

test('clients as XLSX and on a map, sessions as CSV', async ({ browserName: _ }, info) => {
  await menu(page, 'Ekspor data');
  await page.getByLabel('NIK lengkap').check();
  await prepare(page);
  await expect(ready()).toContainText('NIK lengkap');
  await look(page, 'export', info, { fullPage: true });
  const [, businesses] = await readXlsx(await save(/^ekspor-data-\d{4}-\d\d-\d\d\.xlsx$/));
  const rows = rowsOf(businesses?.data ?? []);
  const ofSari = rows.filter((row) => String(row['Konsultan pendamping']).startsWith('Sari') && row.NIK);
  const ofOthers = rows.filter((row) => !String(row['Konsultan pendamping']).startsWith('Sari') && row.NIK);
  expect(ofSari.length).toBeGreaterThan(0);
  expect(ofOthers.length).toBeGreaterThan(0);
  for (const { NIK } of ofSari) expect(NIK).toMatch(/^\d{16}$/);
  for (const { NIK } of ofOthers) expect(NIK).toMatch(/^\d{6}\*{6}\d{4}$/);

  await choose(page, 'Bentuk berkas', 'GeoJSON (untuk peta)');
  await expect(page.getByRole('region', { name: 'Berkas siap' })).toHaveCount(0);
  await prepare(page);
  const map = JSON.parse(String(await save(/^ekspor-umkm-.*\.geojson$/)));
  expect(map.features.length).toBeGreaterThan(0);
  expect(JSON.stringify(map)).not.toMatch(/"\d{16}"/);

  await choose(page, 'Bentuk berkas', 'CSV (titik koma)');
  for (const kind of ['UMKM', 'Koperasi'])
    await page.getByRole('checkbox', { name: new RegExp(`^${kind} `) }).uncheck();
  await page.getByRole('checkbox', { name: /^Sesi pendampingan/ }).check();
  await prepare(page);
  const csv = String(await save(/^ekspor-sesi-pendampingan-.*\.csv$/));
  const { data } = Papa.parse<string[]>(csv.slice(1).trimEnd(), { delimiter: ';' });
  expect(rowsOf(data).map((row) => row.KUMKM)).toContain('Kakao Palolo Mandiri (contoh)');

  await menu(page, 'Data pribadi');
  const accesses = page.getByRole('region', { name: 'Catatan pembukaan NIK dan salinan data' });
  await expect(accesses.getByRole('row').filter({ hasText: 'Salinan data dibuat' })).toHaveCount(3);
  await expect(
    accesses.getByRole('row').filter({ hasText: /UMKM, Koperasi \(\d+ catatan, XLSX, NIK lengkap\)/ }),
  ).toHaveCount(1);
  await look(page, 'accesses', info);
  await english(info);
  expect(laptop.complaints).toEqual([]);
});

async function english(info: TestInfo): Promise<void> {
  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
  await menu(page, 'Export data');
  await page.getByLabel('Only one period').check();
  await page.getByRole('button', { name: 'Prepare the file' }).click();
  await expect(page.getByRole('region', { name: 'The file is ready' })).toBeVisible();
  await look(page, 'export-en', info, { fullPage: true });
}

const ready = () => page.getByRole('region', { name: 'Berkas siap' });

async function prepare(on: Page): Promise<void> {
  await on.getByRole('button', { name: 'Siapkan berkas' }).click();
  await expect(ready()).toBeVisible({ timeout: 30_000 });
}

/** The file that is handed out. */
async function save(name: RegExp): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    ready().getByRole('button', { name: 'Simpan berkas' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(name);
  await expect(ready()).toContainText('disimpan dan dicatat');
  return readFile(await download.path());
}

const rowsOf = ([heads = [], ...rows]: readonly (readonly unknown[])[]) =>
  rows.map((row) => Object.fromEntries(heads.map((head, i) => [String(head), row[i]])));
