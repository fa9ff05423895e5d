/**
 * The start-up grant from the first talk to the last report: what blocks each stage, what the hints say, what is printed; then
 * the list and English. On two laptops: year.spec.
 */
import { expect, type Locator, type Page, type TestInfo, test } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { CRITERIA } from '#core/model/grantRules.ts';
import { expectAllSent, syncNow } from './support/app.ts';
import { enrolColleague } from './support/colleague.ts';
import { type Demo, menu as follow, openDemo } from './support/demo.ts';
import * as grants from './support/grants.ts';
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
const section = (name: string): Locator => grants.section(page, name);
const fill = grants.write;
const go = (stage: string) => grants.go(page, stage);

test('rules of the year', async ({ browserName: _ }, info) => {
  await menu('Wirausaha Pemula');
  await page.getByRole('link', { name: 'Aturan', exact: true }).click();
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
  await grants.screen(page, '01-11-2026');
  await expect(page.getByText(/belum terisi: NIK/)).toBeVisible();

  await grants.writeProposal(page);
  await page.getByRole('button', { name: 'Tambah bulan' }).click();
  const months = page.getByRole('list', { name: 'Laba rugi bulanan' });
  await fill(months, 'Bulan (tttt-bb)', '2026-10');
  await fill(months, 'Omzet', '4000000');

  const budget = section('Rencana penggunaan dana (RAB)');
  await fill(budget, 'Harga satuan', '4500000');
  await expect(budget.getByText('Jumlah RAB Rp9.000.000, kurang Rp1.000.000')).toBeVisible();
  await fill(budget, 'Harga satuan', '5000000');

  const gates = section('Syarat');
  await expect(gates.getByText('Menurut isian: 36 tahun.')).toBeVisible();
  await fill(page, 'Mulai usaha', '01-03-2020');
  await expect(gates.getByText('Tidak sesuai aturan tahun ini.')).toBeVisible();
  await fill(page, 'Mulai usaha', '01-03-2025');
  await expect(gates.getByText('Tidak sesuai aturan tahun ini.')).toBeHidden();
  await grants.meetGates(page);
  await gates.getByRole('group').first().getByText('Tidak', { exact: true }).click();
  await expect(page.getByText('syarat tidak terpenuhi: Usaha rintisan.')).toBeVisible();
  await look('proposal', info);
  await gates.getByRole('group').first().getByText('Ya', { exact: true }).click();
  await go('Diajukan').click();
  await go('Verifikasi Dinas').click();

  await grants.review(page, '3');
  await expect(page.getByText('1 penilaian lengkap; perlu dua.')).toBeVisible();
  await expectAllSent(page);
  await reviewElsewhere();
  await syncNow(page);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Nilai 75, dapat direkomendasikan (batas 60).')).toBeVisible({ timeout: 15_000 });
  await grants.decideAndPay(page, '05-05-2026', '31-05-2026');

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
  await grants.report(page, ['20-08-2026', '20-11-2026', '20-11-2026']);
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

/** A colleague reviews as well (on a screen: year.spec). */
async function reviewElsewhere(): Promise<void> {
  const sari = await enrolColleague(demo.hub, { user: 'sari', password: 'contoh-sari' }, 'Laptop Sari');
  await sari.pull();
  const candidate = sari.find('candidates', 'name', grants.CANDIDATE).id;
  const marks = Object.fromEntries(CRITERIA.map((name) => [`score.${name}`, 3]));
  const values = { parent: candidate, reviewer: sari.user, reviewedOn: '2026-11-20', ...marks };
  expect(await sari.write({ collection: 'grantReviews', id: newId() }, values)).toEqual([]);
}

test('in English; deleted with its rows and brought back', async ({ browserName: _ }, info) => {
  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
  await page.getByRole('link', { name: 'Andi Saputra' }).click();
  await expect(page.getByRole('heading', { name: /Start-up grant candidate: Andi Saputra/ })).toBeVisible();
  await look('english', info);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Start-up grant candidates' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Andi Saputra' })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Andi Saputra' }).click();
  await expect(page.getByText('Spent Rp9.500.000, balance Rp500.000.')).toBeVisible();
});
