/**
 * Photos, signatures and documents: kept on the laptop at once and whole, at the hub when there is a connection, on a third
 * laptop by stick, and nowhere any more when their client is erased.
 */
import { expect, type Page, test } from '@playwright/test';
import { openClient } from './support/app.ts';
import { openDemoLaptop } from './support/demo.ts';
import { type Hub, startHub } from './support/hub.ts';
import type { Laptop } from './support/laptop.ts';
import { look } from './support/look.ts';
import { cameraPhoto, PLACE, UPRIGHT } from './support/photo.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const CLIENT = 'Bawang Goreng Tadulako';

let hub: Hub;
let sari: Laptop;
const laptops: Laptop[] = [];

test.beforeAll(async () => {
  hub = await startHub({ demo: true });
  sari = await open('Sari');
});

test.afterAll(async () => {
  for (const laptop of laptops) await laptop.dispose();
  await hub.dispose();
});

test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus) return;
  for (const [i, { page }] of laptops.entries()) await page.screenshot({ path: info.outputPath(`${i}.png`) });
});

async function open(person: string): Promise<Laptop> {
  const laptop = await openDemoLaptop(hub, person);
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
  const address = page.url();

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
