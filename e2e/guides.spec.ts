/**
 * The guides and the help that shows them. Every screen that a guide pictures is opened; with PENDAMPING_PICTURES=guides the
 * pictures of docs/panduan are made anew. Build afterwards, so that the app has them.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openClient, step } from './support/app.ts';
import { type Demo, menu, openDemo } from './support/demo.ts';
import { look } from './support/look.ts';
import { smallPng } from './support/smallPng.ts';

const FOLDER = join(import.meta.dirname, '../docs/panduan/gambar');
const CLIENT = 'Kakao Palolo Mandiri';
/** Small enough to be read in the help, large enough for the whole screen. */
const PICTURE = { width: 1180, height: 700 };
const MOST_BYTES = 120 * 1024;

let demo: Demo;
let page: Page;

test.beforeAll(async () => {
  demo = await openDemo();
  page = demo.laptop.page;
});

test.afterAll(() => demo.dispose());

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** Opens a page of the menu and waits for its heading. */
async function open(name: string, title: string | RegExp = name): Promise<void> {
  await menu(page, name);
  await expect(heading(title)).toBeVisible();
}

const clientPage = (): Promise<void> => openClient(page, CLIENT);

/** From the client's history: its latest record of a kind. */
async function fromHistory(kind: RegExp): Promise<void> {
  await clientPage();
  await page.getByRole('list', { name: 'Riwayat pendampingan' }).getByRole('link', { name: kind }).first().click();
}

/** What each picture shows. */
const SCREENS: [picture: string, show: () => Promise<void>][] = [
  ['hari-ini', () => open('Hari ini', /Selamat bekerja/)],
  [
    'pendaftaran',
    async () => {
      await clientPage();
      await page.getByRole('link', { name: 'Ubah data' }).click();
      await step(page, 'Persetujuan').click();
      await expect(page.getByText('Bacakan kepada pemilik data')).toBeVisible();
    },
  ],
  ['kumkm', clientPage],
  [
    'asesmen',
    async () => {
      await fromHistory(/Asesmen/);
      await expect(heading(/Asesmen/)).toBeVisible();
    },
  ],
  [
    'sesi',
    async () => {
      await fromHistory(/Sesi pendampingan/);
      await expect(page.getByText('Skema tindakan lebih lanjut')).toBeVisible();
    },
  ],
  ['paket-kiriman', () => open('Paket kiriman')],
  [
    'laporan',
    async () => {
      await open('Laporan');
      await expect(page.getByRole('article')).toBeVisible();
    },
  ],
  ['meja-koordinator', () => open('Meja koordinator')],
  [
    'ringkasan',
    async () => {
      await open('Ringkasan');
      await expect(page.getByText('Sesi per bidang layanan').first()).toBeVisible();
    },
  ],
  ['kinerja', () => open('Kinerja', /Kinerja/)],
  ['impor', () => open('Impor data')],
  ['ekspor', () => open('Ekspor data')],
  ['data-pribadi', () => open('Data pribadi')],
  ['laptop-ini', () => open('Laptop ini')],
];

test('every screen that the guides picture', async () => {
  const isMaking = process.env.PENDAMPING_PICTURES === 'guides';
  if (isMaking) await page.setViewportSize(PICTURE);
  for (const [name, show] of SCREENS) {
    await test.step(name, async () => {
      await show();
      if (!isMaking) return;
      await page.waitForTimeout(700);
      const picture = smallPng(await page.screenshot({ scale: 'css' }));
      expect(picture.length, name).toBeLessThanOrEqual(MOST_BYTES);
      await writeFile(join(FOLDER, `${name}.png`), picture);
    });
  }
});

test('the help: one’s own guide first, found by a word, with pictures', async ({ browserName: _ }, info) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await menu(page, 'Hari ini');
  await page.keyboard.press('F1');
  await expect(heading('Panduan koordinator')).toBeVisible();
  const contents = page.getByRole('navigation', { name: 'Daftar panduan' });
  await expect(contents.getByRole('link').first()).toHaveText('Panduan koordinator');
  const picture = page.getByRole('img', { name: 'Meja koordinator' });
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(500);
  await page.getByRole('link', { name: 'panduan konsultan' }).first().click();
  await expect(heading('Panduan konsultan')).toBeVisible();
  await look(page, 'help', info);

  await page.getByRole('textbox', { name: 'Cari di panduan' }).fill('flash disk paket');
  await expect(page.getByRole('heading', { level: 2, name: 'Mengirim lewat flashdisk' })).toBeVisible();
  await expect(heading('Panduan konsultan')).toHaveCount(0);
  await look(page, 'help-search', info);

  await page.evaluate(() => localStorage.setItem('pendamping-language', 'en'));
  await page.reload();
  await expect(page.getByText('The guides are written in Indonesian only')).toBeVisible();
  await look(page, 'help-en', info);
  expect(demo.laptop.complaints).toEqual([]);
});
