/** The start-up grant from the first talk to the last report, with a second person's review; then the list and English. */
import { expect, type Locator, type Page, type TestInfo, test } from '@playwright/test';
import { choose, expectAllSent, syncNow } from './support/app.ts';
import { type Demo, menu as follow, openDemo, openDemoLaptop } from './support/demo.ts';
import { look as lookAt } from './support/look.ts';

let demo: Demo;
let page: Page;

test.beforeAll(async () => {
  demo = await openDemo();
  page = demo.laptop.page;
});

test.afterAll(() => demo.dispose());

const look = (name: string, info: TestInfo) => lookAt(page, name, info, { fullPage: true });
const menu = (name: string) => follow(page, name);
const section = (name: string): Locator => page.getByRole('region', { name, exact: true });
const fill = (place: Locator | Page, label: string, text: string) =>
  place.getByRole('textbox', { name: label, exact: true }).first().fill(text);
const go = (stage: string) => page.getByRole('button', { name: `Lanjut ke ${stage}`, exact: true });

/** All five marks of the review by whoever sits at this laptop. */
async function review(on: Page, mark: string): Promise<void> {
  for (const criterion of ['Kelayakan usaha', 'Pasar (', 'Keuangan', 'Kemampuan', 'Dampak']) {
    await on.getByRole('combobox', { name: new RegExp(`^${criterion.replace('(', '\\(')}`) }).click();
    await on.getByRole('option', { name: new RegExp(`^${mark} `) }).click();
  }
}

test('rules of the year', async ({ browserName: _ }, info) => {
  await menu('Wirausaha Pemula');
  await page.getByRole('link', { name: 'Aturan', exact: true }).click();
  await page.getByRole('button', { name: /^Buat aturan 2026/ }).click();
  await fill(page, 'Bantuan paling banyak', '10000000');
  await expect(page.getByRole('textbox', { name: 'Usia paling tinggi (tahun)' })).toHaveValue('45');
  await look('rules', info);
});

test('from consent to the last report', async ({ browserName: _ }, info) => {
  test.setTimeout(240_000);
  await menu('Wirausaha Pemula');
  await page.getByRole('button', { name: 'Calon baru' }).click();
  await expect(page.getByText('Isian lain terbuka setelah')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'NIK' })).toBeHidden();
  await expect(go('Pembekalan')).toBeDisabled();
  await fill(page, 'Nama calon', 'Andi Saputra');
  await fill(page, 'Tanggal persetujuan', '01-11-2026');
  await choose(page, 'Cara memberi persetujuan', 'Formulir kertas bertanda tangan');
  await go('Pembekalan').click();
  await go('Penyusunan proposal').click();
  await expect(page.getByText(/belum terisi: NIK/)).toBeVisible();

  await fill(page, 'NIK', '7271010101900001');
  await fill(page, 'Tanggal lahir', '01-01-1990');
  await fill(page, 'Alamat sesuai KTP', 'Jalan Contoh 1, Palu');
  await fill(page, 'Tanggal sertifikat pembekalan kewirausahaan', '15-06-2026');
  await fill(page, 'Nama usaha', 'Kopi Contoh');
  await fill(page, 'Produk', 'Kopi bubuk');
  await fill(page, 'Mulai usaha', '01-03-2020');
  await fill(page, 'Alamat usaha', 'Jalan Contoh 1, Palu');
  await page.getByRole('button', { name: 'Tambah bulan' }).click();
  const months = page.getByRole('list', { name: 'Laba rugi bulanan' });
  await fill(months, 'Bulan (tttt-bb)', '2026-10');
  await fill(months, 'Omzet', '4000000');

  const budget = section('Rencana penggunaan dana (RAB)');
  await fill(budget, 'Dana yang dimohon', '10000000');
  await budget.getByRole('button', { name: 'Tambah baris RAB' }).click();
  await fill(budget, 'Uraian', 'Mesin giling kopi');
  await fill(budget, 'Jumlah', '2');
  await fill(budget, 'Harga satuan', '4500000');
  await expect(budget.getByText('Jumlah RAB Rp9.000.000, kurang Rp1.000.000')).toBeVisible();
  await fill(budget, 'Harga satuan', '5000000');
  await expect(budget.getByText('Jumlah RAB Rp10.000.000, sama dengan')).toBeVisible();

  const gates = section('Syarat');
  await expect(gates.getByText('Menurut isian: 36 tahun.')).toBeVisible();
  await expect(gates.getByText('Tidak sesuai aturan tahun ini.')).toBeVisible();
  await fill(page, 'Mulai usaha', '01-03-2025');
  await expect(gates.getByText('Tidak sesuai aturan tahun ini.')).toBeHidden();
  for (const gate of await gates.getByRole('group').all()) await gate.getByText('Ya', { exact: true }).click();
  await gates.getByRole('group').first().getByText('Tidak', { exact: true }).click();
  await expect(page.getByText('syarat tidak terpenuhi: Usaha rintisan.')).toBeVisible();
  await look('proposal', info);
  await gates.getByRole('group').first().getByText('Ya', { exact: true }).click();
  await go('Diajukan').click();
  await go('Verifikasi Dinas').click();

  await review(page, '3');
  await expect(page.getByText('1 penilaian lengkap; perlu dua.')).toBeVisible();
  await expectAllSent(page);
  await reviewElsewhere(info);
  await syncNow(page);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Nilai 75, dapat direkomendasikan (batas 60).')).toBeVisible({ timeout: 15_000 });
  await go('Direkomendasikan').click();
  await go('Seleksi pusat').click();
  await expect(go('Ditetapkan')).toBeDisabled();
  await fill(page, 'Nomor keputusan', '08/Kep/2026');
  await fill(page, 'Tanggal keputusan', '05-05-2026');
  await fill(page, 'Bantuan yang ditetapkan', '10000000');
  await go('Ditetapkan').click();
  await fill(page, 'Tanggal cair', '31-05-2026');
  await fill(page, 'Dana yang cair', '10000000');
  await go('Dicairkan').click();
  await go('Pelaporan').click();

  await expect(section('Penggunaan dana').getByText('paling lambat 31-08-2026 (terlambat)')).toBeVisible();
  const spending = section('Penggunaan dana per baris RAB');
  await fill(spending, 'Dibelanjakan', '9500000');
  await fill(spending, 'Bukti', 'Nota 12');
  await expect(spending.getByText('Dibelanjakan Rp9.500.000, sisa Rp500.000.')).toBeVisible();
  await look('reporting', info);
  await papers(info);
  await menu('Hari ini');
  const owed = section('Laporan Wirausaha Pemula').getByRole('listitem');
  await expect(owed.filter({ hasText: 'Penggunaan dana' })).toContainText('paling lambat 31-08-2026 (terlambat)');
  await look('today', info);
  await owed.first().getByRole('link', { name: 'Andi Saputra' }).click();
  for (const [report, day] of [
    ['Penggunaan dana', '20-08-2026'],
    ['Perkembangan 1', '20-11-2026'],
    ['Perkembangan 2 (terakhir)', '20-11-2026'],
  ] as const) {
    await expect(go('Selesai')).toBeDisabled();
    await fill(section(report), 'Tanggal laporan', day);
    await fill(section(report), 'Omzet per bulan', '6000000');
  }
  await go('Selesai').click();
  await menu('Wirausaha Pemula');
  const line = page.getByRole('row', { name: /Andi Saputra/ });
  await expect(line).toContainText('Selesai');
  await expect(line).toContainText('75');
  await look('list', info);
  await expectAllSent(page);
  expect(demo.laptop.complaints).toEqual([]);
});

/** What is handed in, and what stays in the house. */
async function papers(info: TestInfo): Promise<void> {
  await page.getByRole('link', { name: 'Proposal untuk dicetak' }).click();
  await expect(page.getByRole('heading', { name: 'Proposal Wirausaha Pemula 2026' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Mesin giling kopi/ })).toContainText('Rp10.000.000');
  await expect(page.getByRole('row', { name: /2026-10/ })).toContainText('Rp4.000.000');
  await expect(page.getByText('dapat direkomendasikan')).toBeHidden();
  await look('proposal-sheet', info);
  await page.getByRole('link', { name: 'Kembali ke calon' }).click();
  await page.getByRole('link', { name: 'Penilaian untuk dicetak' }).click();
  await expect(page.getByRole('row', { name: /^Nilai 75 75$/ })).toBeVisible();
  await expect(page.getByText('Nilai 75, dapat direkomendasikan (batas 60).')).toBeVisible();
  await look('review-sheet', info);
  await page.getByRole('link', { name: 'Kembali ke calon' }).click();
}

/** A colleague reviews on a laptop of their own. */
async function reviewElsewhere(info: TestInfo): Promise<void> {
  const other = await openDemoLaptop(demo.hub, 'Sari');
  try {
    const there = other.page;
    await there.getByRole('link', { name: 'Wirausaha Pemula' }).click();
    await there.getByRole('link', { name: 'Andi Saputra' }).click();
    await review(there, '3');
    await there.screenshot({ path: info.outputPath('reviewer.png') });
    await expectAllSent(there);
  } finally {
    await other.dispose();
  }
}

test('in English; deleted with its rows and brought back', async ({ browserName: _ }, info) => {
  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
  await page.getByRole('link', { name: 'Andi Saputra' }).click();
  await expect(page.getByRole('heading', { name: /Start-up grant candidate: Andi Saputra/ })).toBeVisible();
  await look('english', info);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No candidates in this year yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Andi Saputra' }).click();
  await expect(page.getByText('Spent Rp9.500.000, balance Rp500.000.')).toBeVisible();
});
