/** Retention (domain 7): terms are set, what is past them is destroyed before a witness, and the report is printed. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page, test } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { expectAllSent, syncNow } from './support/app.ts';
import { enrolColleague } from './support/colleague.ts';
import { type Demo, menu, openDemo } from './support/demo.ts';
import { look } from './support/look.ts';
import { codeFor } from './support/unit.ts';

let demo: Demo;
let page: Page;

test.beforeAll(async () => {
  demo = await openDemo();
  page = demo.laptop.page;
});

test.afterAll(() => demo.dispose());

const section = (name: string) => page.getByRole('region', { name, exact: true });
const rule = (kind: string) => page.getByRole('row').filter({ hasText: kind });
const trace = 'Fulanah Masa Lalu';

function heldByHub(): string {
  const database = new DatabaseSync(join(demo.hub.data, 'hub.sqlite'), { readOnly: true });
  try {
    return ['registers', 'history']
      .map((name) => JSON.stringify(database.prepare(`select * from ${name}`).all()))
      .join();
  } finally {
    database.close();
  }
}

test('a term is set, what is past it is destroyed with a witness, and nothing else', async ({
  browserName: _,
}, info) => {
  const sari = await enrolColleague(demo.hub, { code: await codeFor(demo.hub, 'sari') }, 'Laptop lama');
  const [client, old, young] = [newId(), newId(), newId()];
  const of = { clientCollection: 'businesses', clientId: client };
  await sari.write({ collection: 'businesses', id: client }, { name: 'Warung Lama', registeredOn: '2014-01-01' });
  await sari.write({ collection: 'sessions', id: old }, { ...of, date: '2015-03-01', advice: trace });
  await sari.write({ collection: 'sessions', id: young }, { ...of, date: '2026-03-01', advice: 'Sesi baru' });
  await syncNow(page);
  await expectAllSent(page);

  await menu(page, 'Data pribadi');
  await page.getByRole('link', { name: 'Masa simpan dan pemusnahan' }).click();
  await expect(section('Sudah lewat masa simpan')).toContainText('Tidak ada catatan yang lewat masa simpan');
  await rule('Sesi pendampingan').getByRole('textbox', { name: 'Masa simpan (tahun)' }).fill('5');
  await rule('Sesi pendampingan').getByRole('textbox', { name: 'Dasar' }).fill('JRA Dinas 2024 (contoh)');
  await expect(section('Sudah lewat masa simpan')).toContainText('Sesi pendampingan (1)');
  await expect(section('Sudah lewat masa simpan').getByRole('link', { name: 'Catatan tahun 2015' })).toBeVisible();
  await expect(section('Sudah lewat masa simpan').getByRole('link', { name: 'Warung Lama' })).toBeVisible();
  await look(page, 'past', info, { fullPage: true });

  await page.getByRole('button', { name: 'Musnahkan' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Dasar' })).toHaveValue('JRA Dinas 2024 (contoh)');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Musnahkan' }).click();
  await expect(dialog.getByText('Tulis dahulu nama saksi.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Saksi' }).fill('Arsiparis Dinas (contoh)');
  await look(page, 'dialog', info);
  await dialog.getByRole('button', { name: 'Musnahkan' }).click();

  const sheet = page.getByRole('article');
  await expect(sheet).toContainText('Berita acara pemusnahan data');
  for (const text of ['Sesi pendampingan', '2015', 'JRA Dinas 2024 (contoh)', 'Arsiparis Dinas (contoh)', 'Ningsih'])
    await expect(sheet).toContainText(text);
  await look(page, 'report', info);
  await expectAllSent(page);
  const held = heldByHub();
  expect(held).not.toContain(trace);
  expect(held).toContain('Sesi baru');

  await page.getByRole('link', { name: 'Masa simpan dan pemusnahan' }).click();
  await expect(section('Sudah lewat masa simpan')).toContainText('Tidak ada catatan yang lewat masa simpan');
  await expect(section('Berita acara pemusnahan').getByRole('row').last()).toContainText('Arsiparis Dinas (contoh)');
  expect(demo.laptop.complaints).toEqual([]);
});
