/** One business recorded on two laptops: told at entry, found in the background, merged, shown as one everywhere, and taken back. */
import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { choose, enrolByCode, expectAllSent, step } from './support/app.ts';
import { type Colleague, enrolColleague } from './support/colleague.ts';
import { menu } from './support/demo.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { look } from './support/look.ts';
import { connect } from './support/meet.ts';
import { addUnit, codeFor } from './support/unit.ts';

const TALISE = {
  code: '72.71.08.1003',
  province: 'Sulawesi Tengah',
  regency: 'Kota Palu',
  district: 'Mantikulore',
  village: 'Talise',
};

let hub: Hub;
let rahma: Colleague;
let field: Laptop;
let desk: Laptop;

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'rahma', 'ningsih']);
  rahma = await enrolColleague(hub, { code: await codeFor(hub, 'rahma') }, 'Laptop Rahma');
  await record(rahma, { name: 'Kopi Napu', ownerName: 'Maria Toding', ownerNik: '7271035505900001' }, 'Kemasan kopi');
  [field, desk] = await Promise.all([openLaptop(hub.url, { worksOffline: true }), openLaptop(hub.url)]);
  await enrolByCode(field.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await enrolByCode(desk.page, await codeFor(hub, 'ningsih'), 'Laptop koordinator');
  await Promise.all([expectAllSent(field.page), expectAllSent(desk.page)]);
});

test.afterAll(async () => {
  await field?.dispose();
  await desk?.dispose();
  await hub?.dispose();
});

/** A business with a consent and a session, as a colleague's laptop sends it. */
async function record(by: Colleague, values: Record<string, string>, material: string): Promise<string> {
  // Later than any that an app makes: the one of the field laptop is the older one.
  const id = `f${randomUUID().slice(1)}`;
  const of = { clientCollection: 'businesses', clientId: id };
  const common = { createdBy: by.user, createdAt: new Date().toISOString() };
  const registered = { ...common, region: TALISE, consultant: by.user, registeredOn: '2026-11-02' };
  const consent = { purposeMentoring: true, givenOn: '2026-11-02', way: 'paper' };
  await by.write({ collection: 'businesses', id }, { ...registered, ...values });
  await by.write({ collection: 'consents', id: randomUUID() }, { ...of, ...common, ...consent });
  await by.write({ collection: 'sessions', id: randomUUID() }, { ...of, ...common, date: '2026-11-03', material });
  return id;
}

async function fill(page: Page, label: RegExp, text: string): Promise<void> {
  await page.getByRole('textbox', { name: label }).fill(text);
  await page.getByRole('textbox', { name: label }).blur();
}

test('two laptops record one business; merged it is one on both, and taken back it is two again', async ({
  browserName: _,
}, info) => {
  const { page } = field;
  await field.setOffline(true);
  await menu(page, 'KUMKM binaan');
  await page.getByRole('link', { name: 'UMKM baru' }).click();
  await fill(page, /^Nama usaha/, 'Warung Kopi Napoe');
  await choose(page, 'Kabupaten/kota', 'Kota Palu');
  await choose(page, 'Kecamatan', 'Mantikulore');
  await choose(page, 'Desa/kelurahan', 'Talise');

  // Who is there already is told while it is typed; nobody has to answer.
  const hint = page.getByRole('status').filter({ hasText: 'Mungkin sudah ada:' });
  await expect(hint.getByRole('link', { name: 'Kopi Napu', exact: true })).toBeVisible();
  await expect(hint).toContainText('Maria Toding · Talise, Mantikulore, Kota Palu');
  await expect(hint).not.toContainText('7271035505900001');
  await look(page, 'entry', info);
  await fill(page, /^Nama usaha/, 'UD Kripik Pisang Bunda');
  await expect(hint).toHaveCount(0);

  await step(page, 'Persetujuan').click();
  await fill(page, /^Nama pemberi persetujuan/, 'Aminah');
  await page.getByRole('switch', { name: /Pendampingan oleh PLUT/ }).check();
  await page.getByRole('radio', { name: 'Formulir kertas bertanda tangan' }).check();
  await page.getByRole('button', { name: 'Selesaikan pendaftaran' }).click();
  await page.getByRole('button', { name: 'Catat sesi' }).click();
  await fill(page, /^Materi/, 'Izin P-IRT');
  await record(rahma, { name: 'Keripik Pisang Bunda', ownerName: 'Aminah Lapatta', kbli: '10794' }, 'Buku kas');
  await connect(field);
  await connect(desk);

  // The coordinator finds the pair, compares and merges it.
  const office = desk.page;
  await menu(office, 'Meja koordinator');
  await office.getByRole('link', { name: '1 pasangan KUMKM yang mungkin ganda' }).click();
  const pair = office.getByRole('row').filter({ hasText: 'UD Kripik Pisang Bunda' });
  await expect(pair).toContainText('Keripik Pisang Bunda');
  await expect(pair).toContainText('Aminah Lapatta');
  await look(office, 'pairs', info);
  await pair.getByRole('link', { name: /^Bandingkan/ }).click();
  await expect(office.getByRole('cell', { name: '1 sesi, 0 asesmen, 0 hasil' })).toHaveCount(2);
  await expect(office.getByRole('radio', { name: /^Pakai Aminah Lapatta untuk Nama pemilik/ })).toBeChecked();
  await look(office, 'compare', info);
  await office.getByRole('button', { name: 'Gabungkan' }).click();
  await expect(office.getByRole('region', { name: 'Catatan yang digabung ke sini' })).toBeVisible();
  await look(office, 'merged', info);

  // One client with both sessions, on both laptops.
  await connect(desk);
  await connect(field);
  for (const at of [office, page]) {
    await menu(at, 'KUMKM binaan');
    await expect(at.getByText('2 KUMKM')).toBeVisible();
    // By the name of the one that was merged, too.
    await at.getByRole('textbox', { name: /Cari nama usaha/ }).fill('Keripik');
    await at.getByRole('link', { name: /Pisang Bunda/ }).click();
    const timeline = at.getByRole('list', { name: 'Riwayat pendampingan' });
    await expect(timeline).toContainText('Buku kas');
    await expect(timeline).toContainText('Izin P-IRT');
    await expect(at.getByText('Aminah Lapatta').first()).toBeVisible();
  }

  await office.getByRole('button', { name: 'Pisahkan lagi' }).click();
  await office.getByRole('dialog').getByRole('button', { name: 'Pisahkan lagi' }).click();
  await expect(office.getByRole('region', { name: 'Catatan yang digabung ke sini' })).toHaveCount(0);
  await connect(desk);
  await connect(field);
  await menu(page, 'KUMKM binaan');
  await expect(page.getByText('3 KUMKM')).toBeVisible();
  await page.getByRole('link', { name: /UD Kripik Pisang Bunda/ }).click();
  await expect(page.getByRole('list', { name: 'Riwayat pendampingan' })).toContainText('Izin P-IRT');
  await expect(page.getByText('Aminah Lapatta')).toHaveCount(0);

  // Told apart, nobody is asked again.
  await menu(office, 'Meja koordinator');
  await office.getByRole('link', { name: '1 pasangan KUMKM yang mungkin ganda' }).click();
  await office.getByRole('button', { name: /^Bukan ganda/ }).click();
  await expect(office.getByRole('region', { name: 'Sudah dinyatakan bukan ganda (1)' })).toBeVisible();
  await expect(office.getByText('Tidak ditemukan catatan yang mungkin ganda.')).toBeVisible();
  expect([...field.complaints, ...desk.complaints]).toEqual([]);
});
