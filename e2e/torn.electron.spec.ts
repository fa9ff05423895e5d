/** The power goes in the middle of a write, twice: Chromium would delete the whole store (electron/main/tornLogs.ts). */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type DesktopApp, openDesktopApp } from './support/electron.ts';

let desktop: DesktopApp;

test.beforeAll(async () => {
  desktop = await openDesktopApp();
});

test.afterAll(async () => {
  await desktop.dispose();
});

test('a record that was torn by a power cut costs nothing that was saved before or after it', async () => {
  for (const key of ['before', 'after', 'later']) {
    await desktop.page.getByRole('heading', { name: 'Selamat datang' }).waitFor();
    await put(desktop.page, key);
    await desktop.kill();
    if (key === 'before') tear(desktop.profile);
    await desktop.restart();
  }
  expect(await keys(desktop.page)).toEqual(expect.arrayContaining(['before', 'after', 'later']));
});

/** The header of a record whose data never came. */
function tear(profile: string): void {
  const stores = join(profile, 'IndexedDB');
  const log = readdirSync(stores, { recursive: true, encoding: 'utf8' }).find((name) =>
    /\d+\.log$/.test(name),
  ) as string;
  appendFileSync(join(stores, log), Buffer.from([1, 2, 3, 4, 0x40, 1, 1]));
}

/** Writes into the place where the app's databases lie, strictly durable as the app does. */
const put = (page: Page, key: string): Promise<void> =>
  page.evaluate(async (name) => {
    const opening = indexedDB.open('beside');
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
    await new Promise((done) => opening.addEventListener('success', done));
    const writing = opening.result.transaction('keys', 'readwrite', { durability: 'strict' });
    writing.objectStore('keys').put(true, name);
    await new Promise((done) => writing.addEventListener('complete', done));
    opening.result.close();
  }, key);

const keys = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const opening = indexedDB.open('beside');
    await new Promise((done) => opening.addEventListener('success', done));
    const reading = opening.result.transaction('keys').objectStore('keys').getAllKeys();
    await new Promise((done) => reading.addEventListener('success', done));
    opening.result.close();
    return reading.result as string[];
  });
