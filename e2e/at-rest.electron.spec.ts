/** A thief copies the profile of a locked laptop, and looks for every personal word that was on its screen. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { backupFolder } from '../electron/main/backups.ts';
import { enrolAsDemo, expectAllSent } from './support/app.ts';
import { type DesktopApp, openDesktopApp } from './support/electron.ts';
import { type Hub, startHub } from './support/hub.ts';
import { forgetPassphrase, readDisk, readTables } from './support/sealed.ts';

const ROOT = join(import.meta.dirname, '..');
const CONTROL = 'Sebuah kalimat yang tidak tersandi';

let hub: Hub;
let desktop: DesktopApp;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  hub = await startHub({ demo: true });
  desktop = await openDesktopApp({ hub: hub.url });
});

test.afterAll(async () => {
  await desktop.dispose();
  await hub.dispose();
});

test('nothing of anybody is found in a copy of a locked profile: not in its database, logs, caches or snapshots', async () => {
  test.setTimeout(180_000);
  const { page } = desktop;
  await enrolAsDemo(page, 'Ningsih');
  await expectAllSent(page);
  await walk(page);
  const words = personalWords(await readTables(page));
  expect(words.length).toBeGreaterThan(200);
  await putPlain(page, CONTROL);

  await page.getByRole('link', { name: 'Laptop ini' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Buka', exact: true }).click();
  await page.getByRole('button', { name: 'Buat cadangan sekarang' }).click();
  await expect(page.getByText('Cadangan terakhir berhasil')).toBeVisible();
  await forgetPassphrase(page);
  await page.getByRole('link', { name: 'Laptop ini' }).click();
  await page.getByRole('button', { name: 'Kunci sekarang' }).click();
  await expect(page.getByRole('heading', { name: 'Aplikasi terkunci' })).toBeVisible();
  // Chromium compresses old parts of its database: here it is as it gives it back.
  const rows = await page.evaluate(readDisk, undefined);
  const dump = Buffer.from(JSON.stringify(rows, (_, value) => (value?.buffer ? latin(value) : value)));
  await desktop.kill();

  const copy = mkdtempSync(join(tmpdir(), 'pendamping-thief-'));
  try {
    cpSync(desktop.profile, join(copy, 'profile'), { recursive: true });
    cpSync(backupFolder(desktop.profile), join(copy, 'snapshots'), { recursive: true });
    const files = new Map(
      readdirSync(copy, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => [file.slice(copy.length), readFileSync(file)] as const),
    );
    expect([...files.keys()].filter((file) => file.startsWith('/snapshots/'))).toHaveLength(1);
    expect(findIn(files, [CONTROL])).not.toEqual([]);
    expect(findIn(new Map([...files, ['rows', dump]]), words)).toEqual([]);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

/** What a day leaves behind: lists, a client, a photo, a report, a search. */
async function walk(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'KUMKM binaan' }).click();
  await page.getByRole('textbox', { name: /Cari nama usaha/ }).fill('Bawang Goreng');
  await page
    .getByRole('list')
    .getByRole('link', { name: /Bawang Goreng/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Catat sesi' }).click();
  await page.locator('textarea[id^="problem-"]').fill('Ibu Rosmini belum memisahkan uang rumah tangga');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'warung.png', mimeType: 'image/png', buffer: await page.screenshot() });
  await expect(
    page
      .getByRole('img', { name: /warung/ })
      .or(page.getByText('warung'))
      .first(),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Laporan' }).click();
  await expect(page.getByRole('table').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Rosmini');
  await page.keyboard.press('Escape');
}

/** What somebody typed or is: texts with a space in them, long numbers, and what is not part of the app itself. */
function personalWords(tables: Record<string, Record<string, unknown>[]>): string[] {
  const own = readdirSync(join(ROOT, 'dist/renderer'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|html|json)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
  const texts = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string' && (/\S{3,} \S/.test(value) || /\d{9}/.test(value))) texts.add(value);
    else if (value && typeof value === 'object') Object.values(value).forEach(look);
  };
  for (const rows of Object.values(tables)) for (const { values, text } of rows) look([values, text]);
  // Ids, and hashes of files as they are encrypted, may have many digits and name nobody.
  return [...texts].filter((text) => !own.includes(text) && !/^([\da-f-]{36}|[\da-f]{64})$/.test(text));
}

const findIn = (files: Map<string, Buffer>, words: string[]): string[] =>
  [...files].flatMap(([file, bytes]) =>
    words
      .filter((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')))
      .map((word) => `${file}: ${word}`),
  );

const latin = ({ buffer }: Uint8Array): string => Buffer.from(buffer).toString('latin1');

/** What the search must find. */
const putPlain = (page: Page, text: string): Promise<void> =>
  page.evaluate(async (value) => {
    const opening = indexedDB.open('beside');
    opening.onupgradeneeded = () => opening.result.createObjectStore('texts');
    await new Promise((done) => opening.addEventListener('success', done));
    const writing = opening.result.transaction('texts', 'readwrite', { durability: 'strict' });
    writing.objectStore('texts').put(value, 1);
    await new Promise((done) => writing.addEventListener('complete', done));
    opening.result.close();
  }, text);
