/** Restriction of processing (UU 27/2022) on two laptops: what was written without knowing of it waits, and goes by itself. */
import { randomUUID } from 'node:crypto';
import { expect, type TestInfo, test } from '@playwright/test';
import { enrolByCode, expectAllSent, syncNow } from './support/app.ts';
import { type Colleague, enrolColleague } from './support/colleague.ts';
import { menu } from './support/demo.ts';
import { type Hub, startHub } from './support/hub.ts';
import { type Laptop, openLaptop } from './support/laptop.ts';
import { look as lookAt } from './support/look.ts';
import { addUnit, codeFor } from './support/unit.ts';

let hub: Hub;
let laptop: Laptop;
let boss: Colleague;
const client = { collection: 'businesses', id: randomUUID() };
const session = { collection: 'sessions', id: randomUUID() };
const request = { collection: 'subjectRequests', id: randomUUID() };
const list = { collection: 'targetLists', id: randomUUID() };
const NOW = new Date().toISOString();

test.beforeAll(async () => {
  hub = await startHub();
  await addUnit(hub, ['sari', 'ningsih']);
  boss = await enrolColleague(hub, { code: await codeFor(hub, 'ningsih') }, 'Laptop koordinator');
  const ofClient = { clientCollection: client.collection, clientId: client.id };
  await boss.write(client, { name: 'Kopi Napu', createdBy: boss.user, consultant: 'sari' });
  await boss.write(
    { collection: 'consents', id: 'c' },
    { ...ofClient, purposeMentoring: true, givenOn: '2026-01-05', way: 'oral' },
  );
  await boss.write(session, { ...ofClient, date: '2026-11-24', material: 'Buku kas', state: 'draft' });
  await boss.write(list, { year: 2026, asOf: '2025-12-31', state: 'draft' });
  laptop = await openLaptop(hub.url, { worksOffline: true });
  await enrolByCode(laptop.page, await codeFor(hub, 'sari'), 'Laptop Sari');
  await expectAllSent(laptop.page);
});

test.afterAll(async () => {
  await laptop?.dispose();
  await hub?.dispose();
});

const look = (name: string, info: TestInfo) => lookAt(laptop.page, name, info);

test('what was written offline is refused, waits with its reason, and goes by itself once it is lifted', async ({
  browserName: _,
}, info) => {
  const { page } = laptop;
  await page.goto(`${hub.url}/sessions/${session.id}`);
  await laptop.setOffline(true);
  await page.getByLabel('Materi').fill('Buku kas dan stok');
  await page.getByLabel('Materi').blur();
  await boss.pull();
  await boss.write(session, { advice: 'Dari koordinator' });
  const ofClient = { clientCollection: client.collection, clientId: client.id };
  const kind = { requestKind: 'restriction', receivedAt: NOW, receivedBy: boss.user, state: 'open' };
  expect(await boss.write(request, { ...ofClient, ...kind })).toEqual([]);
  expect(await boss.write(session, { advice: 'Terlambat' })).toMatchObject([{ code: 'restricted' }]);
  await laptop.setOffline(false);
  await syncNow(page);

  await page.getByRole('link', { name: 'Perlu perhatian 1' }).click();
  await expect(page.getByText('Buku kas dan stok')).toBeVisible();
  await expect(page.getByText('Pemilik data meminta pembatasan pemrosesan.')).toBeVisible();
  await expect(page.getByText(/Pemrosesan data dibatasi atas permintaan yang diterima Ningsih/)).toBeVisible();
  await look('attention', info);
  await page.getByRole('link', { name: 'Buka permintaan' }).click();
  await expect(page.getByText('Pembatasan berlaku sejak permintaan diterima')).toBeVisible();

  await boss.pull();
  await boss.write(request, { liftedAt: new Date().toISOString(), liftedBy: boss.user });
  await syncNow(page);
  await menu(page, 'Perlu perhatian');
  await expect(page.getByText('Tidak ada isian yang ditolak hub.')).toBeVisible();
  await expectAllSent(page);
  await boss.pull();
  expect(boss.read(session, 'material').map(({ value }) => value)).toEqual(['Buku kas dan stok']);
});

test('while it stands nothing of the person is decided or added to a list', async ({ browserName: _ }, info) => {
  const { page } = laptop;
  await page.goto(`${hub.url}/sessions/${session.id}`);
  await laptop.setOffline(true);
  await page.getByLabel('Saran').fill('Catat setiap hari');
  await page.getByLabel('Saran').blur();
  await boss.write(session, { advice: 'Catat setiap minggu' });
  await laptop.setOffline(false);
  await syncNow(page);
  await expect(page.getByRole('link', { name: 'Perlu diputuskan 1' })).toBeVisible();
  await boss.pull();
  await boss.write(request, { liftedAt: null });
  await syncNow(page);
  await page.getByRole('link', { name: 'Perlu diputuskan 1' }).click();
  await expect(page.getByText(/Pemrosesan data dibatasi atas permintaan/)).toBeVisible();
  await expect(page.getByText('Dapat diputuskan setelah pembatasan dicabut.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pakai nilai 1' })).toBeDisabled();
  await page.keyboard.press('1');
  await expect(page.getByRole('button', { name: /^Putuskan Enter/ })).toBeDisabled();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /Putuskan yang ditandai/ })).toBeDisabled();
  await look('conflict', info);

  await page.goto(`${hub.url}/work/targetLists/${list.id}`);
  await page.getByRole('combobox', { name: 'Tambah KUMKM' }).click();
  const option = page.getByRole('option', { name: 'Kopi Napu · pemrosesan dibatasi' });
  await expect(option).toHaveAttribute('data-combobox-disabled', 'true');
  await look('targets', info);
  expect(laptop.complaints).toEqual([]);
});
