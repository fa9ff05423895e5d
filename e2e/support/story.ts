/** The work of a consultant in a village, as data: what is typed, and what must be read on every laptop afterwards. */
import { expect, type Page } from '@playwright/test';
import { choose, step } from './app.ts';

export type Input =
  | { label: string; type: string; reads?: string }
  | { label: string; option: string }
  | { label: string; radio: string }
  | { label: string; on: true };

export const BUSINESS = 'Bawang Goreng Mbok Ija';

/** Steps of the registration in the order in which they are filled in. */
export const REGISTRATION: [step: string, inputs: Input[]][] = [
  [
    'Usaha',
    [
      { label: 'Nama usaha', type: BUSINESS },
      { label: 'Usaha utama', type: 'Bawang goreng kemasan' },
      { label: 'Lapangan usaha', option: 'Industri pengolahan' },
      { label: 'Badan usaha', option: 'PT Perorangan' },
      { label: 'Kabupaten/kota', option: 'Kabupaten Sigi' },
      { label: 'Kecamatan', option: 'Sigi Biromaru' },
    ],
  ],
  [
    'Persetujuan',
    [
      { label: 'Nama pemberi persetujuan', type: 'Hadija Lamakarate' },
      { label: 'Pendampingan oleh PLUT', on: true },
      { label: 'Pelaporan ke Dinas dan Kementerian', on: true },
      { label: 'Cara memberi persetujuan', radio: 'Lisan dengan saksi' },
      { label: 'Nama saksi', type: 'Kepala dusun' },
      { label: 'Tempat', type: 'Rumah produksi' },
    ],
  ],
  [
    'Pemilik',
    [
      { label: 'Nama pemilik', type: 'Hadija Lamakarate' },
      { label: 'NIK', type: '7271 0355 0590 0001', reads: '7271035505900001' },
      { label: 'Jenis kelamin', radio: 'Perempuan' },
      { label: 'Tanggal lahir', type: '15/5/1990', reads: '15-05-1990' },
      { label: 'Pendidikan terakhir', option: 'SMA/SMK/sederajat' },
      { label: 'Telepon', type: '0812 4567 8901' },
      { label: 'Alamat pemilik', type: 'Jl. Poros Palu–Kulawi, RT 2' },
    ],
  ],
  [
    'Legalitas',
    [
      { label: 'NIB', type: '9120001234567' },
      { label: 'KBLI', type: '10792' },
      { label: 'P-IRT', type: '2061234010001-27' },
    ],
  ],
  [
    'Tenaga kerja dan produksi',
    [
      { label: 'Mulai usaha', type: '01-02-2018' },
      { label: 'Tenaga kerja tetap', type: '4' },
      { label: 'Tenaga kerja tidak tetap', type: '2' },
      { label: 'Kapasitas per bulan', type: '350,5' },
      { label: 'Satuan', type: 'kg' },
    ],
  ],
  [
    'Pemasaran',
    [
      { label: 'Jangkauan pasar', option: 'Provinsi' },
      { label: 'Merek', type: 'Mbok Ija' },
    ],
  ],
  [
    'Keuangan',
    [
      { label: 'Jumlah tenaga kerja', type: '6' },
      { label: 'Omzet setahun terakhir', type: '2,5 miliar', reads: 'Rp2.500.000.000' },
      { label: 'Laba setahun terakhir', type: '-15.000.000', reads: '-Rp15.000.000' },
      { label: 'Modal sendiri', type: '150 jt', reads: 'Rp150.000.000' },
      { label: 'Utang bank', type: '25000000', reads: 'Rp25.000.000' },
    ],
  ],
  ['Masalah', [{ label: 'Produksi', type: 'Minyak goreng cepat hitam' }]],
];

export const SESSION: Input[] = [
  { label: 'Jam mulai', type: '09.30' },
  { label: 'Jam selesai', type: '11.00' },
  { label: 'Bentuk', radio: 'Kunjungan' },
  { label: 'Tempat', radio: 'Lokasi usaha' },
  { label: 'Bidang layanan', option: 'Produksi' },
  { label: 'Masalah', type: 'Minyak dipakai terlalu lama; warna tidak seragam.' },
  { label: 'Materi', type: 'Pengendalian suhu dan penggantian minyak' },
  { label: 'Saran dan solusi', type: 'Catat jam pakai minyak; ganti setiap 8 jam.' },
];

export const FOLLOW_UPS = [
  { what: 'Membeli termometer minyak', who: 'Hadija Lamakarate', dueOn: '01-12-2026' },
  { what: 'Mengurus perpanjangan P-IRT', who: 'Sari Lestari', dueOn: '15-12-2026' },
];

/** One key per indicator, in the order of the instrument: 33 of them, one does not apply. */
export const ANSWERS = '23213'.concat('2101', '22t21', '31202', '22213', '1210', '10', '121').split('');

export async function fill(page: Page, inputs: Input[]): Promise<void> {
  for (const input of inputs) {
    if ('type' in input) {
      const box = page.getByRole('textbox', { name: exactly(input.label) });
      await box.fill(input.type);
      await box.blur();
    } else if ('option' in input) await choose(page, input.label, input.option);
    else if ('radio' in input) await group(page, input.label).getByRole('radio', { name: input.radio }).check();
    else await page.getByRole('switch', { name: new RegExp(input.label) }).check();
  }
}

/** What another laptop shows in the same inputs. */
export async function expectRead(page: Page, inputs: Input[]): Promise<void> {
  for (const input of inputs) {
    if ('type' in input) {
      await expect(page.getByRole('textbox', { name: exactly(input.label) })).toHaveValue(input.reads ?? input.type);
    } else if ('option' in input) {
      await expect(page.getByRole('combobox', { name: exactly(input.label) })).toHaveValue(input.option);
    } else if ('radio' in input) {
      await expect(group(page, input.label).getByRole('radio', { name: input.radio })).toBeChecked();
    } else await expect(page.getByRole('switch', { name: new RegExp(input.label) })).toBeChecked();
  }
}

export async function register(page: Page, steps: typeof REGISTRATION): Promise<void> {
  for (const [name, inputs] of steps) {
    await step(page, name).click();
    await fill(page, inputs);
  }
}

export async function answer(page: Page, keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

export async function writeFollowUps(page: Page): Promise<void> {
  for (const [i, followUp] of FOLLOW_UPS.entries()) {
    await page.getByRole('button', { name: 'Tambah tindak lanjut' }).click();
    await page.getByLabel('Apa yang dikerjakan').nth(i).fill(followUp.what);
    await page.getByRole('combobox', { name: 'Oleh siapa' }).nth(i).fill(followUp.who);
    await page.getByRole('textbox', { name: 'Selesai paling lambat' }).nth(i).fill(followUp.dueOn);
    await page.getByRole('textbox', { name: 'Selesai paling lambat' }).nth(i).blur();
  }
}

/** A required field's label ends with a star, a KBLI's with a remark. */
const exactly = (label: string): RegExp => new RegExp(`^${label}( \\*| \\(.*\\))?$`);
const group = (page: Page, label: string) => page.getByRole('radiogroup', { name: exactly(label) });
