/** A candidate of the start-up grant, as it is typed. */
import { expect, type Locator, type Page } from '@playwright/test';
import { choose, untilSaved } from './app.ts';
import { fill, type Input } from './story.ts';

export const CANDIDATE = 'Andi Saputra';

const PROPOSAL: Input[] = [
  { label: 'NIK', type: '7271010101900001' },
  { label: 'Tanggal lahir', type: '01-01-1990' },
  { label: 'Alamat sesuai KTP', type: 'Jalan Contoh 1, Palu' },
  { label: 'Tanggal sertifikat pembekalan kewirausahaan', type: '15-06-2026' },
  { label: 'Nama usaha', type: 'Kopi Contoh' },
  { label: 'Produk', type: 'Kopi bubuk' },
  { label: 'Mulai usaha', type: '01-03-2025' },
  { label: 'Alamat usaha', type: 'Jalan Contoh 1, Palu' },
  { label: 'Dana yang dimohon', type: '10000000' },
];

export const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
/** Leads the candidate on. */
export const go = (page: Page, stage: string): Locator =>
  page.getByRole('button', { name: `Lanjut ke ${stage}`, exact: true });

/** Into the first input of that name. */
export const write = (place: Locator | Page, label: string, text: string): Promise<void> =>
  place.getByRole('textbox', { name: label, exact: true }).first().fill(text);

/** Of a new candidate: who agreed when, and so is on the way to a proposal. */
export async function screen(page: Page, consentOn: string): Promise<void> {
  await write(page, 'Nama calon', CANDIDATE);
  await write(page, 'Tanggal persetujuan', consentOn);
  await choose(page, 'Cara memberi persetujuan', 'Formulir kertas bertanda tangan');
  await go(page, 'Pembekalan').click();
  await go(page, 'Penyusunan proposal').click();
}

export async function writeProposal(page: Page): Promise<void> {
  await fill(page, PROPOSAL);
  const budget = section(page, 'Rencana penggunaan dana (RAB)');
  await budget.getByRole('button', { name: 'Tambah baris RAB' }).click();
  await write(budget, 'Uraian', 'Mesin giling kopi');
  await write(budget, 'Jumlah', '2');
  await write(budget, 'Harga satuan', '5000000');
  await expect(budget.getByText('Jumlah RAB Rp10.000.000, sama dengan')).toBeVisible();
}

/** Every gate is answered with yes. */
export async function meetGates(page: Page): Promise<void> {
  for (const gate of await section(page, 'Syarat').getByRole('group').all()) {
    await gate.getByText('Ya', { exact: true }).click();
  }
}

/** All five marks of the review by whoever sits at this laptop. */
export async function review(page: Page, mark: string): Promise<void> {
  for (const criterion of ['Kelayakan usaha', 'Pasar \\(', 'Keuangan', 'Kemampuan', 'Dampak']) {
    await page.getByRole('combobox', { name: new RegExp(`^${criterion}`) }).click();
    await page.getByRole('option', { name: new RegExp(`^${mark} `) }).click();
    // What is stored is shown below, and moves what comes next.
    await untilSaved(page);
  }
}

/** From the recommendation to the money. @param decidedOn, paidOn dd-mm-yyyy */
export async function decideAndPay(page: Page, decidedOn: string, paidOn: string): Promise<void> {
  await go(page, 'Direkomendasikan').click();
  await go(page, 'Seleksi pusat').click();
  await expect(go(page, 'Ditetapkan')).toBeDisabled();
  await write(page, 'Nomor keputusan', '08/Kep/2026');
  await write(page, 'Tanggal keputusan', decidedOn);
  await write(page, 'Bantuan yang ditetapkan', '10000000');
  await go(page, 'Ditetapkan').click();
  await write(page, 'Tanggal cair', paidOn);
  await write(page, 'Dana yang cair', '10000000');
  await go(page, 'Dicairkan').click();
  await go(page, 'Pelaporan').click();
}

/** The three reports, each on its day (dd-mm-yyyy); the last one closes. */
export async function report(page: Page, days: readonly [string, string, string]): Promise<void> {
  for (const [i, name] of ['Penggunaan dana', 'Perkembangan 1', 'Perkembangan 2 (terakhir)'].entries()) {
    await expect(go(page, 'Selesai')).toBeDisabled();
    await write(section(page, name), 'Tanggal laporan', days[i] as string);
    await write(section(page, name), 'Omzet per bulan', '6000000');
  }
  await go(page, 'Selesai').click();
}
