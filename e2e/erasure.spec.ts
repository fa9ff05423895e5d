/**
 * Erasing a person (UU 27/2022; docs/sync.md, "Erasure"): two laptops and a hub, of which one laptop is offline and goes on
 * writing about the person. Afterwards no table of any of them holds the name.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { expectAllSent, openClient, syncNow, untilSaved } from './support/app.ts';
import { enrolColleague } from './support/colleague.ts';
import { menu, openDemoLaptop } from './support/demo.ts';
import { type Hub, startHub } from './support/hub.ts';
import type { Laptop } from './support/laptop.ts';
import { look } from './support/look.ts';
import { readTables } from './support/sealed.ts';
import { codeFor } from './support/unit.ts';

test.describe.configure({ timeout: 240_000 });

const CLIENT = 'Bawang Goreng Tadulako';
const OWNER = 'Fatmawati Lamakarate';
/** Parts of names of which nothing may be left; the last ones are what the offline laptop writes. */
const TRACES = ['Tadulako Rasa', 'Fatmawati', 'Lamakarate', 'Rahmawulan', 'Setiabakti', 'Nurhikmah'];

let hub: Hub;
let sari: Laptop;
let ningsih: Laptop;

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  ningsih = await openDemoLaptop(hub, 'Ningsih');
  sari = await openDemoLaptop(hub, 'Sari', { worksOffline: true });
});

test.afterAll(async () => {
  await sari.dispose();
  await ningsih.dispose();
  await hub.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  for (const [i, { page }] of [sari, ningsih].entries()) await page.screenshot({ path: info.outputPath(`${i}.png`) });
});

/** All that the profile holds in IndexedDB, past the app, as text. */
const heldBy = async (page: Page): Promise<string> => JSON.stringify(await readTables(page));

/** All that the hub's tables hold, as text. */
function heldByHub(): string {
  const database = new DatabaseSync(join(hub.data, 'hub.sqlite'), { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    return tables.map(({ name }) => JSON.stringify(database.prepare(`select * from "${name}"`).all())).join('\n');
  } finally {
    database.close();
  }
}

const tracesIn = (text: string): string[] => TRACES.filter((trace) => text.includes(trace));

async function openFirstSession(page: Page): Promise<void> {
  await openClient(page, CLIENT);
  const history = page.getByRole('list', { name: 'Riwayat pendampingan' });
  await history
    .getByRole('link', { name: /Sesi pendampingan/ })
    .last()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /Sesi pendampingan/ })).toBeVisible();
}

async function write(page: Page, label: string, text: string): Promise<void> {
  const input = page.getByRole('textbox', { name: label, exact: true });
  await input.fill(text);
  await input.blur();
}

/** What a consultant writes in the field: over a value, a new record, into what is locked meanwhile, and half a date. */
async function writeOffline(page: Page): Promise<void> {
  await openFirstSession(page);
  await page.getByRole('button', { name: 'Ubah lagi' }).click();
  await write(page, 'Hasil', 'Ibu Rahmawulan mencatat setiap hari');
  await openClient(page, CLIENT);
  await page.getByRole('button', { name: 'Catat sesi' }).click();
  await write(page, 'Hasil', 'Setiabakti');
  await openClient(page, CLIENT);
  await page.getByRole('link', { name: 'Ubah data' }).click();
  await page
    .getByRole('navigation', { name: /Pendaftaran/ })
    .getByRole('button', { name: /Pemilik/ })
    .click();
  await write(page, 'Nama pemilik', 'Fatmawati Nurhikmah');
  await write(page, 'Tanggal lahir', 'Nurhikmah');
  await untilSaved(page);
}

test('the question lists other records that name the person, and leads to them', async ({ browserName: _ }, info) => {
  const colleague = await enrolColleague(hub, { code: await codeFor(hub, 'sari') }, 'Laptop lama');
  await colleague.write(
    { collection: 'meetings', id: newId() },
    { subject: 'Rapat', discussion: 'Yusuf Tandigala hadir' },
  );
  const { page } = ningsih;
  await syncNow(page);
  await expectAllSent(page);
  await openClient(page, 'Kakao Palolo Mandiri');
  for (const _ of ['once', 'again']) {
    await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Permintaan subjek data' })).toBeVisible();
    await page.goBack();
  }
  // A request that is open is gone on with.
  await expect(page.getByRole('link', { name: 'Penghapusan data' })).toHaveCount(1);
  await page.getByRole('link', { name: 'Penghapusan data' }).click();
  await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
  await expect(page.getByRole('dialog')).toContainText('Nama juga disebut di 1 catatan lain');
  await look(page, 'mentions', info);
  await page.getByRole('dialog').getByRole('link', { name: 'Rapat' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Pembahasan' })).toHaveValue('Yusuf Tandigala hadir');
});

test('a client that was only deleted can still be erased', async ({ browserName: _ }, info) => {
  const { page } = ningsih;
  await openClient(page, 'Abon Sapi Ibu Petobo');
  await page.getByRole('button', { name: 'Hapus KUMKM' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hapus KUMKM' }).click();
  await expect(page.getByRole('button', { name: 'Pulihkan' })).toBeVisible();
  await look(page, 'deleted', info);
  expect(await heldBy(page)).toContain('Nurhayati Pettalolo');
  await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permintaan subjek data' })).toBeVisible();
  await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
  await page.getByRole('dialog').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Hapus untuk seterusnya' }).click();
  await expect(page.getByText('Data yang dimaksud sudah dihapus.')).toBeVisible();
  await expectAllSent(page);
  for (const text of [await heldBy(page), heldByHub()]) expect(text).not.toContain('Nurhayati Pettalolo');
});

test('afterwards no laptop and no table of the hub names the person', async ({ browserName: _ }, info: TestInfo) => {
  await test.step('the consultant writes about the person, offline', async () => {
    await openClient(sari.page, CLIENT);
    await sari.setOffline(true);
    await writeOffline(sari.page);
    const before = await heldBy(sari.page);
    expect(tracesIn(before)).toEqual(TRACES);
    expect(tracesIn(heldByHub())).toEqual(TRACES.slice(0, 3));
  });

  const { page } = ningsih;
  await test.step('meanwhile the coordinator locks a session and follows a request', async () => {
    await openFirstSession(page);
    await page.getByRole('button', { name: 'Kunci' }).click();
    await expect(page.getByText(/Dikunci oleh Ningsih/)).toBeVisible();
    await openClient(page, CLIENT);
    await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
    await write(page, 'Isi permintaan', `${OWNER} meminta semua datanya dihapus`);
    await expect(page.getByRole('button', { name: 'Tandai selesai' })).toHaveCount(0);
    await look(page, 'request', info);
    await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(CLIENT);
    await expect(dialog.getByRole('listitem').filter({ hasText: 'Sesi pendampingan' })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Hapus untuk seterusnya' })).toBeDisabled();
    await look(page, 'dialog', info);
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Hapus untuk seterusnya' }).click();
    await expect(page.getByText('Data yang dimaksud sudah dihapus.')).toBeVisible();
    await expect(page.getByText(/selesai pada .* oleh Ningsih/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Buka lagi' })).toHaveCount(0);
    await look(page, 'erased', info);
    await expectAllSent(page);
    await expect.poll(async () => tracesIn(await heldBy(page))).toEqual([]);
    expect(tracesIn(heldByHub())).toEqual([]);
  });

  await test.step('what the other laptop wrote late goes too, everywhere', async () => {
    await sari.setOffline(false);
    await syncNow(sari.page);
    await expectAllSent(sari.page);
    await syncNow(page);
    await expectAllSent(page);
    await expect.poll(() => tracesIn(heldByHub())).toEqual([]);
    await syncNow(sari.page);
    await expectAllSent(sari.page);
    await expect.poll(async () => tracesIn(await heldBy(sari.page))).toEqual([]);
    await expect.poll(async () => tracesIn(await heldBy(page))).toEqual([]);
  });

  await test.step('nobody is asked to decide or to mend anything', async () => {
    for (const laptop of [sari, ningsih]) {
      await menu(laptop.page, 'Perlu diputuskan');
      await expect(laptop.page.getByText('Tidak ada yang menunggu keputusan Anda.')).toBeVisible();
      await menu(laptop.page, 'Perlu perhatian');
      await expect(laptop.page.getByRole('link', { name: 'Perlu perhatian' })).not.toContainText(/\d/);
      await menu(laptop.page, 'KUMKM binaan');
      await expect(laptop.page.getByRole('list').getByRole('link', { name: new RegExp(CLIENT) })).toHaveCount(0);
    }
    await menu(page, 'Data pribadi');
    const row = page.getByRole('row').filter({ hasText: '(data sudah dihapus)' }).first();
    await expect(row).toContainText('Penghapusan data');
    await expect(row).toContainText('selesai');
    await look(page, 'list', info);
  });

  await test.step('nor do the bytes of the hub’s files', async () => {
    await hub.stop();
    for (const file of readdirSync(hub.data, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name), 'latin1');
      expect(tracesIn(bytes), file.name).toEqual([]);
    }
  });
  expect([...sari.complaints, ...ningsih.complaints]).toEqual([]);
});
