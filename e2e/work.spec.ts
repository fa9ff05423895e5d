/** The work chain and the unit's own work, by a coordinator on one laptop; what was entered is there after a restart. */
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { choose, expectAllSent, openClient } from './support/app.ts';
import { type Demo, menu as follow, openDemo } from './support/demo.ts';
import { look as lookAt } from './support/look.ts';

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

test('target list, programmes proposed from an assessment, outcome, level-up', async ({ browserName: _ }, info) => {
  await menu('Sasaran program');
  await page.getByRole('button', { name: 'Sasaran program baru' }).click();
  await page.getByRole('combobox', { name: 'Tambah KUMKM' }).click();
  await page.keyboard.type('Bawang Goreng');
  await page.getByRole('option').first().click();
  await expect(page.getByRole('heading', { name: 'KUMKM sasaran (1)' })).toBeVisible();
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await page.getByRole('button', { name: 'Kunci' }).click();
  await expect(page.getByRole('combobox', { name: 'Tambah KUMKM' })).toBeHidden();
  await look('targets', info);

  await openClient(page, 'Bawang Goreng Tadulako');
  await page.getByRole('button', { name: 'Usulkan dari asesmen' }).click();
  await expect(page.getByText(/program kerja diusulkan/)).toBeVisible();
  await look('client', info);
  await page
    .getByRole('link', { name: /^2026 · / })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'Permasalahan' })).not.toHaveValue('');
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await expect(page.getByRole('alert').first()).toContainText('Target capaian');
  await expect(page.getByRole('textbox', { name: 'Program kerja pendampingan' })).toBeFocused();
  await page.keyboard.type('Membuat pembukuan harian');
  await type('Target capaian', 'Laba rugi bulanan');
  await look('programme', info);
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await expect(page.getByRole('button', { name: 'Ubah lagi' })).toBeVisible();

  await openClient(page, 'Bawang Goreng Tadulako');
  await page.getByRole('button', { name: 'Hasil', exact: true }).click();
  await choose(page, 'Jenis hasil', 'Pembiayaan');
  await type('Hasil yang dicapai', 'KUR cair');
  await choose(page, 'Sumber pembiayaan', 'KUR');
  await type('Jumlah pembiayaan', '25000000');
  await look('outcome', info);
  await menu('Hasil');
  await expect(page.getByRole('link', { name: /\d{2}-\d{2}-2026/ })).toBeVisible();
  await look('outcomes', info);

  await openClient(page, 'Bawang Goreng Tadulako');
  await page.getByRole('button', { name: 'Naik kelas', exact: true }).click();
  await choose(page, 'Dasar', 'Skala usaha');
  await type('Dari kelas', 'Mikro');
  await type('Menjadi kelas', 'Kecil');
  await page.getByRole('button', { name: 'Ajukan' }).click();
  await expect(page.getByRole('button', { name: 'Ubah lagi' })).toBeVisible();
  await look('level-up', info);
});

test('a meeting with decisions, the digital village, the unit with its funds', async ({ browserName: _ }, info) => {
  await menu('Rapat');
  await page.getByRole('button', { name: 'Rapat baru' }).click();
  await type('Pokok rapat', 'Program kerja PLUT triwulan IV');
  await type('Agenda', 'Pembagian tugas konsultan');
  await page.getByRole('button', { name: 'Tambah keputusan' }).click();
  await type('Keputusan', 'Kunjungan bersama ke Sigi');
  await type('Penanggung jawab', 'Kabid Usaha Mikro');
  await page.getByRole('button', { name: 'Tambah peserta' }).click();
  await type('Nama', 'Kepala Dinas');
  await page.getByRole('button', { name: 'Tambah peserta' }).click();
  await expect(page.getByRole('list', { name: 'Peserta' }).getByRole('listitem')).toHaveCount(2);
  await look('meeting', info);

  await menu('Kampung Digital');
  await page.getByRole('button', { name: 'Tambah status' }).click();
  await choose(page, 'Status', 'Terkendala');
  await choose(page, 'Kendala', 'Jaringan internet');
  await look('village', info);

  await menu('Profil PLUT');
  const funds = page.getByRole('list', { name: 'Dana pembangunan' }).getByRole('listitem');
  for (const [i, [source, amount]] of [['APBN', '3000000000'] as const, ['APBD', '2100000000'] as const].entries()) {
    await page.getByRole('button', { name: 'Tambah dana' }).click();
    await expect(funds).toHaveCount(i + 1);
    const row = funds.nth(i);
    await row.getByRole('combobox', { name: 'Sumber' }).click();
    await page.getByRole('option', { name: source, exact: true }).click();
    await row.getByRole('textbox', { name: 'Jumlah' }).fill(amount);
  }
  await expect(page.getByText('Jumlah: Rp5.100.000.000')).toBeVisible();
  await look('unit', info);

  await expectAllSent(page);
  await demo.laptop.restart(demo.hub.url);
  page = demo.laptop.page;
  await menu('Profil PLUT');
  await expect(page.getByText('Jumlah: Rp5.100.000.000')).toBeVisible();
  await menu('Rapat');
  await expect(page.getByRole('link', { name: /\d{2}-\d{2}-2026/ })).toBeVisible();
  await look('meetings', info);
  expect(demo.laptop.complaints).toEqual([]);
});
