/**
 * Photos, signatures and documents: kept on the laptop at once and whole, at the hub when there is a connection, on a third
 * laptop by stick, and nowhere any more when their client is erased.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAllSent, expectReadyForOffline, openClient, syncNow } from './support/app.ts';
import { menu, openDemoLaptop } from './support/demo.ts';
import { type Hub, startHub } from './support/hub.ts';
import type { Laptop, LaptopOptions } from './support/laptop.ts';
import { type Link, openLink } from './support/link.ts';
import { look } from './support/look.ts';
import { cameraPhoto, PLACE, UPRIGHT } from './support/photo.ts';
import { readTables } from './support/sealed.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const CLIENT = 'Bawang Goreng Tadulako';

let hub: Hub;
let stick: string;
/** Of the session. */
let address: string;
let link: Link;
let sari: Laptop;
let ningsih: Laptop;
let budi: Laptop;
const laptops: Laptop[] = [];

test.beforeAll(async () => {
  stick = mkdtempSync(join(tmpdir(), 'pendamping-stick-'));
  hub = await startHub({ demo: true });
  link = await openLink(hub.url, { seed: 1 });
  sari = await open('Sari', hub.url, { worksOffline: true });
  await expectReadyForOffline(sari.page);
});

test.afterAll(async () => {
  for (const laptop of laptops) await laptop.dispose();
  await link.close();
  await hub.dispose();
  rmSync(stick, { recursive: true, force: true });
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  for (const [i, { page }] of laptops.entries()) await page.screenshot({ path: info.outputPath(`${i}.png`) });
});

async function open(person: string, url = hub.url, options?: LaptopOptions): Promise<Laptop> {
  const laptop = await openDemoLaptop({ ...hub, url }, person, options);
  laptops.push(laptop);
  return laptop;
}

const section = (page: Page) => page.getByRole('region', { name: 'Foto, tanda tangan, dan berkas' });
const tiles = (page: Page) => section(page).getByRole('listitem');

async function beginSession(page: Page): Promise<void> {
  await openClient(page, CLIENT);
  await page.getByRole('button', { name: 'Catat sesi' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Sesi pendampingan/ })).toBeVisible();
}

async function choose(page: Page, button: string, files: { name: string; mimeType: string; buffer: Buffer }[]) {
  const chooser = page.waitForEvent('filechooser');
  await section(page).getByRole('button', { name: button }).click();
  await (await chooser).setFiles(files);
}

async function sign(page: Page, name: string): Promise<void> {
  await section(page).getByRole('button', { name: 'Tanda tangan' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tanda tangan' });
  await dialog.getByRole('textbox', { name: 'Nama penanda tangan' }).fill(name);
  const pad = await dialog.getByRole('img', { name: 'Tempat tanda tangan' }).boundingBox();
  if (!pad) throw new Error('no pad');
  await page.mouse.move(pad.x + 40, pad.y + 40);
  await page.mouse.down();
  for (let i = 1; i <= 10; i++) await page.mouse.move(pad.x + 40 + i * 20, pad.y + 40 + (i % 3) * 30);
  await page.mouse.up();
  await dialog.getByRole('button', { name: 'Simpan tanda tangan' }).click();
  await expect(dialog).toHaveCount(0);
}

test('what is added offline is there after the power went', async ({ browserName: _ }, info) => {
  const { page } = sari;
  await beginSession(page);
  await sari.setOffline(true);
  await choose(page, 'Pilih foto', [
    { name: 'produk.jpg', mimeType: 'image/jpeg', buffer: await cameraPhoto(page) },
    { name: 'bukan-foto.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') },
  ]);
  await expect(section(page).getByText('bukan-foto.jpg tidak dapat dibaca sebagai foto')).toBeVisible();
  await expect(tiles(page)).toHaveCount(1);
  await section(page).getByRole('checkbox', { name: 'Simpan lokasi foto' }).check();
  await choose(page, 'Pilih foto', [{ name: 'kios.jpg', mimeType: 'image/jpeg', buffer: await cameraPhoto(page, 2) }]);
  await expect(tiles(page)).toHaveCount(2);
  await sign(page, 'Fatmawati');
  await choose(page, 'Dokumen', [{ name: 'RAB.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(50_000, 'x') }]);
  await section(page).getByRole('button', { name: 'Ambil foto' }).click();
  await page.getByRole('button', { name: 'Ambil', exact: true }).click();
  await expect(page.getByText('1 foto tersimpan.')).toBeVisible();
  await look(page, 'camera', info);
  await page.getByRole('button', { name: 'Selesai', exact: true }).click();
  await expect(tiles(page)).toHaveCount(5);
  await section(page).scrollIntoViewIfNeeded();
  await look(page, 'added', info);
  address = page.url();

  await sari.kill();
  await sari.restart(address);
  await expect(tiles(sari.page)).toHaveCount(5);
  await expect(tiles(sari.page).getByText('Di laptop ini, belum di hub')).toHaveCount(5);
  await tiles(sari.page)
    .getByRole('button', { name: /produk\.jpg/ })
    .click();
  const picture = sari.page.getByRole('dialog').getByRole('img', { name: 'produk.jpg' });
  await expect(picture).toBeVisible();
  expect(
    await picture.evaluate((img: HTMLImageElement) => ({ width: img.naturalWidth, height: img.naturalHeight })),
  ).toEqual(UPRIGHT);
  await expect(sari.page.getByRole('dialog')).not.toContainText('Lokasi');
  await look(sari.page, 'viewer', info);
  await sari.page.keyboard.press('Escape');
  await tiles(sari.page)
    .getByRole('button', { name: /kios\.jpg/ })
    .click();
  await expect(sari.page.getByRole('dialog')).toContainText(
    `Lokasi: ${PLACE.latitude.toLocaleString('id')}, ${PLACE.longitude.toLocaleString('id')}`,
  );
});

/** Files on this laptop, and those that wait for the hub, as the badge counts them. */
const waiting = (page: Page) => page.getByRole('button', { name: /^Status pengiriman data/ });

async function openSession(page: Page): Promise<void> {
  await openClient(page, CLIENT);
  await page
    .getByRole('list', { name: 'Riwayat pendampingan' })
    .getByRole('link', { name: /Sesi pendampingan/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /Sesi pendampingan/ })).toBeVisible();
}

async function catchUp({ page }: Laptop): Promise<void> {
  await syncNow(page);
  await expectAllSent(page);
}

test('with a connection they arrive at the hub, and a colleague opens them', async ({ browserName: _ }, info) => {
  await sari.page.keyboard.press('Escape');
  await sari.setOffline(false);
  await catchUp(sari);
  await expect(waiting(sari.page)).toHaveAttribute('data-files', '0', { timeout: 30_000 });
  await expect(tiles(sari.page).getByText('Sudah di hub')).toHaveCount(5);

  ningsih = await open('Ningsih');
  await openSession(ningsih.page);
  await expect(tiles(ningsih.page).getByText('Belum di laptop ini')).toHaveCount(5);
  await tiles(ningsih.page)
    .getByRole('button', { name: /produk\.jpg/ })
    .click();
  const picture = ningsih.page.getByRole('dialog').getByRole('img', { name: 'produk.jpg' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(UPRIGHT.width);
  await ningsih.page.keyboard.press('Escape');
  await menu(ningsih.page, 'Laptop ini');
  await ningsih.page.getByRole('button', { name: 'Unduh semua' }).click();
  await expect(ningsih.page.getByText('4 berkas diunduh.')).toBeVisible();
  await look(ningsih.page, 'room', info, { fullPage: true });
  await ningsih.page.getByText('English').click();
  await look(ningsih.page, 'room-en', info);
  await ningsih.page.goto(address);
  await ningsih.page.getByRole('region', { name: 'Photos, signatures and documents' }).scrollIntoViewIfNeeded();
  await look(ningsih.page, 'session-en', info);
  await menu(ningsih.page, 'This laptop');
  await ningsih.page.getByText('Bahasa Indonesia').click();
  await ningsih.page.getByRole('button', { name: 'Kosongkan ruang' }).click();
  await ningsih.page.getByRole('dialog').getByRole('button', { name: 'Kosongkan ruang' }).click();
  await expect(ningsih.page.getByText('5 berkas dilupakan.')).toBeVisible();
});

test('an upload that is cut twenty times arrives once and whole, and nothing that had arrived goes again', async () => {
  budi = await open('Budi', link.url);
  const { page } = budi;
  await openSession(page);
  await budi.setOffline(true);
  const content = randomBytes(2_500_000);
  await choose(page, 'Dokumen', [{ name: 'katalog.bin', mimeType: 'application/octet-stream', buffer: content }]);
  await expect(tiles(page)).toHaveCount(6);
  const hash = await hashOf(page, 'katalog.bin');
  const path = `/v1/attachments/${hash}`;
  const patches = () => link.exchanges.filter((each) => each.method === 'PATCH' && each.path === path);
  const cuts = (async () => {
    for (let i = 0; i < 20; i++) await link.resetAt({ path, way: 'up', bodyBytes: 60_000 });
  })();
  // As fast as a good telephone: a burst and its cut would arrive as one, and the burst be lost.
  link.use({ down: 8000, up: 4000, rtt: 20, jitter: 5, loss: 0 });
  await menu(page, 'Laptop ini');
  const asked = page.getByRole('radio', { name: 'Hanya bila saya minta' });
  await asked.click();
  await expect(asked).toBeChecked();
  await budi.setOffline(false);
  await catchUp(budi);
  await expect(waiting(page)).toHaveAttribute('data-files', '1');
  expect(patches()).toEqual([]);
  // At once, before the sync has begun: whoever asks is heard all the same.
  await page.reload();
  await menu(page, 'Laptop ini');
  await page.getByRole('button', { name: 'Kirim berkas sekarang' }).click();
  await cuts;
  await openSession(page);
  await expect(tiles(page).filter({ hasText: 'katalog.bin' })).toContainText('Sudah di hub', { timeout: 60_000 });

  const offset = (each: (typeof link.exchanges)[number]) => Number(each.requestHeaders['upload-offset']);
  let arrived = 0;
  for (const patch of patches()) {
    expect(offset(patch)).toBeGreaterThanOrEqual(arrived);
    if (patch.answered && patch.status === 204) arrived = offset(patch) + patch.requestBytes;
  }
  expect(arrived).toBe(content.length + 28);
  const sent = patches().reduce((sum, { requestBytes }) => sum + requestBytes, 0);
  expect(sent).toBeLessThan(arrived + 20 * 64 * 1024);
});

test('a photo reaches a laptop without a network by stick, and from there the hub', async ({
  browserName: _,
}, info) => {
  for (const laptop of [sari, ningsih]) await laptop.setOffline(true);
  await openSession(sari.page);
  await choose(sari.page, 'Pilih foto', [
    { name: 'etalase.jpg', mimeType: 'image/jpeg', buffer: await cameraPhoto(sari.page, 3) },
  ]);
  await expect(tiles(sari.page).getByText('Di laptop ini, belum di hub')).toHaveCount(1);
  await menu(sari.page, 'Paket kiriman');
  const files = [await save(sari.page, 'Simpan paket'), await save(sari.page, 'Simpan paket foto')];
  await expect(sari.page.getByText(/siap dengan 1 foto dan berkas/)).toBeVisible();
  await look(sari.page, 'stick', info);

  const { page } = ningsih;
  await menu(page, 'Paket kiriman');
  // Whatever the order in which they were chosen.
  await page.locator('input[type=file]').setInputFiles(files.toReversed());
  await page.getByRole('button', { name: 'Gabungkan 2 paket' }).click();
  await expect(page.getByText('1 foto dan berkas baru, 0 sudah ada.')).toBeVisible();
  await look(page, 'received', info);
  await openSession(page);
  await tiles(page)
    .getByRole('button', { name: /etalase\.jpg/ })
    .click();
  await expect(page.getByRole('dialog').getByRole('img', { name: 'etalase.jpg' })).toBeVisible();
  await page.keyboard.press('Escape');
  await ningsih.setOffline(false);
  await catchUp(ningsih);
  await expect(tiles(page).filter({ hasText: 'etalase.jpg' })).toContainText('Sudah di hub', { timeout: 30_000 });
  await sari.setOffline(false);
  await catchUp(sari);
  await expect(waiting(sari.page)).toHaveAttribute('data-files', '0');
});

test('when the client is erased, no laptop and not the hub holds a file of it', async () => {
  expect(await filesOf(sari.page)).toBeGreaterThan(0);
  expect(filesOfHub()).toBeGreaterThan(0);
  const { page } = ningsih;
  await openClient(page, CLIENT);
  await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permintaan subjek data' })).toBeVisible();
  await page.getByRole('button', { name: 'Hapus data pribadi' }).click();
  await page.getByRole('dialog').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Hapus untuk seterusnya' }).click();
  await expect(page.getByText('Data yang dimaksud sudah dihapus.')).toBeVisible({ timeout: 60_000 });
  await expectAllSent(page);
  for (const laptop of [sari, budi]) await catchUp(laptop);
  for (const laptop of laptops) expect(await filesOf(laptop.page)).toBe(0);
  await expect.poll(filesOfHub).toBe(0);
  for (const laptop of laptops) expect(laptop.complaints).toEqual([]);
});

/** Saves what the button gives, and returns the file on the stick. */
async function save(page: Page, button: string): Promise<string> {
  const folder = mkdtempSync(join(stick, 'bundle-'));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await page.getByRole('button', { name: button, exact: true }).click();
  await expect.poll(() => readdirSync(folder).filter((name) => name.endsWith('.plut'))).toHaveLength(1);
  return join(folder, readdirSync(folder)[0] as string);
}

/** How many files lie in the laptop's IndexedDB. */
const filesOf = (page: Page): Promise<number> => readStore(page, 'files').then((files) => files.length);

async function hashOf(page: Page, title: string): Promise<string> {
  const rows = (await readStore(page, 'attachments')) as { values: { title?: string; hash: string } }[];
  return rows.find(({ values }) => values.title === title)?.values.hash ?? '';
}

/** Past the app. */
const readStore = async (page: Page, name: string): Promise<unknown[]> => (await readTables(page, [name]))[name] ?? [];

/** Files of attachments, whole or in part, in the hub's folder. */
function filesOfHub(): number {
  const found = readdirSync(hub.data, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile() && /[0-9a-f]{64}/.test(entry.name)).length;
}
