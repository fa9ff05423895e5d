/** Deciding on one laptop what others wrote. The others are laptops without screens. */
import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import type { Json } from '#core/register/register.ts';
import { badge, enrolByCode, expectAllSent, nothingWaits, openClient, syncNow, value } from './support/app.ts';
import { type Colleague, enrolColleague } from './support/colleague.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { addUnit, codeFor, type Person } from './support/unit.ts';

let hub: Hub;
let laptop: Laptop;
let page: Page;
let sari: Colleague;
let other: Colleague;
let boss: Colleague;

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  const colleague = async (user: Person, name: string) => enrolColleague(hub, { code: await codeFor(hub, user) }, name);
  sari = await colleague('sari', 'Laptop kantor');
  other = await colleague('sari', 'Laptop lapangan');
  boss = await colleague('ningsih', 'Laptop koordinator');
  laptop = await openLaptop(hub.url);
  page = laptop.page;
  await enrolByCode(page, await codeFor(hub, 'ningsih'), 'Laptop Ningsih');
});

test.afterAll(async () => {
  await laptop.dispose();
  await hub.dispose();
});

/** A business that everybody knows, whose owner has agreed. */
async function business(name: string, values: Record<string, Json> = {}) {
  const record = { collection: 'businesses', id: randomUUID() };
  const createdAt = new Date().toISOString();
  expect(await sari.write(record, { name, createdAt, createdBy: sari.user, consultant: sari.user, ...values })).toEqual(
    [],
  );
  const consent = { clientCollection: 'businesses', clientId: record.id, purposeMentoring: true };
  await sari.write({ collection: 'consents', id: randomUUID() }, { ...consent, givenOn: '2026-01-05', way: 'oral' });
  for (const each of [sari, other, boss]) await each.pull();
  return record;
}

/** Fetches what the others wrote and opens *Perlu diputuskan*. */
async function openConflicts(count: number): Promise<void> {
  // The list has the focus when the page opens; a click on the menu while it is open would take that away.
  await page.getByRole('link', { name: 'Hari ini' }).click();
  await syncNow(page);
  const link = page.getByRole('link', { name: /^Perlu diputuskan/ });
  await expect(link).toHaveAccessibleName(`Perlu diputuskan ${count}`);
  await link.click();
  await expect(list()).toBeFocused();
}

const list = () => page.getByRole('listbox', { name: 'Daftar yang perlu diputuskan' });
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** What stands in a field on the hub. */
async function standing(record: { collection: string; id: string }, field: string): Promise<Json[]> {
  await expectAllSent(page);
  await sari.pull();
  return sari.read(record, field).map((head) => head.value);
}

test('five conflicts by keyboard, one after the other', async () => {
  const fields = { mainActivity: 'Kopi', brand: 'Napu', cluster: 'Sigi', halal: 'ID1', sni: 'S1' };
  const record = await business('Kopi Napu', fields);
  const with2 = Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, `${text} kantor`]));
  const with3 = Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, `${text} lapangan`]));
  await sari.write(record, with2);
  await other.write(record, with3);
  await openConflicts(5);

  await expect(value(page, 1)).toContainText('Laptop lapangan');
  await expect(value(page, 2)).toContainText('Laptop kantor');
  // What the authors had before them comes from the hub's history.
  await expect(value(page, 1)).toContainText('Yang dilihat sebelumnya: Napu (Sari Lestari)', { timeout: 60_000 });
  for (let left = 5; left > 0; left--) {
    await expect(page.getByRole('option')).toHaveCount(left);
    await expect(list()).toBeFocused();
    await press(left % 2 === 0 ? '1' : '2', 'Enter');
  }
  await expect(nothingWaits(page)).toBeVisible();
  const chosen = await Promise.all(Object.keys(fields).map((field) => standing(record, field)));
  expect(chosen.map((values) => values.length)).toEqual([1, 1, 1, 1, 1]);
  expect(chosen.flat().filter((text) => String(text).endsWith('kantor'))).toHaveLength(3);
});

test('a third value; an old copy of the others does not open the question again', async () => {
  const record = await business('Teh Napu');
  await sari.write(record, { product1Price: 25000 });
  await other.write(record, { product1Price: 27500 });
  await openConflicts(1);
  await expect(value(page, 1)).toContainText('Rp27.500');

  await press('e');
  const own = page.getByLabel('Produk 1: Harga menurut Anda');
  await expect(own).toHaveValue('Rp27.500');
  await own.fill('mahal');
  await expect(page.getByText('Tulis jumlah rupiah')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Putuskan Enter/ })).toBeDisabled();
  await own.fill('26 rb');
  await press('Enter');
  await expect(nothingWaits(page)).toBeVisible();
  expect(await standing(record, 'product1Price')).toEqual([26000]);

  await other.repeat();
  await sari.repeat();
  await syncNow(page);
  await expectAllSent(page);
  await expect(nothingWaits(page)).toBeVisible();
  expect(await standing(record, 'product1Price')).toEqual([26000]);
});

test('long texts show their differences and can be merged', async () => {
  const record = await business('Bawang Napu');
  const common = 'Minyak goreng cepat hitam karena dipakai terlalu lama dan tidak pernah disaring.';
  await sari.write(record, { problem3: `${common} Perlu termometer.` });
  await other.write(record, { problem3: `${common} Perlu pemasok.` });
  await openConflicts(1);
  await expect(value(page, 1).locator('del')).toHaveText('pemasok');
  await expect(value(page, 2).locator('ins')).toHaveText('termometer');

  await press('e');
  await expect(page.getByLabel(/menurut Anda/)).toHaveValue(`${common} Perlu pemasok. Perlu termometer.`);
  await press('Escape');
  await expect(list()).toBeFocused();
  await press('e', 'Control+Enter');
  await expect(nothingWaits(page)).toBeVisible();
  expect(await standing(record, 'problem3')).toEqual([`${common} Perlu pemasok. Perlu termometer.`]);
});

test('deleted by one, changed by another: restored, or deleted all the same', async () => {
  const kept = await business('Rotan Lere');
  const gone = await business('Rotan Palu');
  for (const record of [kept, gone]) {
    expect(await boss.remove(record)).toEqual([]);
    await other.write(record, { brand: 'Lere' });
  }
  await openConflicts(2);
  await expect(page.getByText('Sementara itu diubah', { exact: true })).toBeVisible();
  await expect(page.getByText('Laptop lapangan')).toBeVisible();
  await press('p', 'Enter');
  await expect(page.getByRole('option')).toHaveCount(1);
  await press('h', 'Enter');
  await expect(nothingWaits(page)).toBeVisible();
  expect(await standing(kept, 'deletedAt')).toEqual([null]);
  expect(await standing(gone, 'deletedAt')).toEqual([expect.objectContaining({ at: expect.any(String) })]);
  await openClient(page, 'Rotan Lere');
});

test('a client is deleted here while a colleague records a session of it', async () => {
  const record = await business('Tenun Banawa');
  await syncNow(page);
  await openClient(page, 'Tenun Banawa');
  await page.getByRole('button', { name: 'Hapus KUMKM' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hapus KUMKM' }).click();
  await expect(page.getByText(/KUMKM ini dihapus oleh Ningsih/)).toBeVisible();
  const session = { collection: 'sessions', id: randomUUID() };
  await other.write(session, {
    clientCollection: 'businesses',
    clientId: record.id,
    createdBy: other.user,
    date: '2026-11-24',
    material: 'Buku kas',
  });
  await expectAllSent(page);
  await openConflicts(1);
  await expect(page.getByText('Buku kas')).toBeVisible();
  await press('p', 'Enter');
  await expect(nothingWaits(page)).toBeVisible();
  await openClient(page, 'Tenun Banawa');
  await expect(page.getByRole('link', { name: 'Sesi pendampingan' })).toBeVisible();
});

test('many at once: the newest value of all that are marked, after saying how many', async () => {
  const record = await business('Abon Petobo');
  await sari.write(record, { brand: 'A', cluster: 'A' });
  await other.write(record, { brand: 'B', cluster: 'B' });
  await openConflicts(2);
  await press(' ', 'ArrowDown', ' ');
  await expect(page.getByRole('option', { selected: true })).toHaveCount(2);
  await page.getByRole('button', { name: 'Putuskan 2 sekaligus' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Nilai terbaru (2 dari 2)' }).check();
  await dialog.getByRole('button', { name: 'Putuskan 2' }).click();
  await expect(nothingWaits(page)).toBeVisible();
  expect([await standing(record, 'brand'), await standing(record, 'cluster')]).toEqual([['B'], ['B']]);
  await expect(badge(page)).toHaveAttribute('data-unsent', '0');
  expect(laptop.complaints).toEqual([]);
});
