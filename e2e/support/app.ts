/** The app as its users speak of it: what the stories of several tests share. Indonesian, the first language. */
import { expect, type Page } from '@playwright/test';
import { choosePassphrase } from './sealed.ts';

export async function enrolByCode(
  page: Page,
  code: string,
  deviceName: string,
  hub?: string,
  passphrase?: string,
): Promise<void> {
  if (hub) await page.getByLabel('Alamat hub').fill(hub);
  // The app has to ask first whether the place that it came from is a hub.
  else await expect(page.getByLabel('Alamat hub')).not.toHaveValue('');
  await page.getByLabel('Nama laptop').fill(deviceName);
  await page.getByRole('textbox', { name: 'Kode pendaftaran' }).fill(code);
  await choosePassphrase(page, passphrase);
  await page.getByRole('button', { name: 'Hubungkan laptop' }).click();
  await expect(page.getByRole('heading', { name: /Selamat bekerja/ })).toBeVisible();
}

/** Waits until the browser holds all that the app needs to open without the hub. */
export async function expectReadyForOffline(page: Page): Promise<void> {
  await expect(badge(page)).toHaveAttribute('data-offline-start', 'ready', { timeout: 30_000 });
}

export const badge = (page: Page) =>
  page.getByRole('button', { name: /^(Status pengiriman data|State of data transfer)/ });

/** The screen says that nothing of what was typed waits for the disk any more: a page that is thrown away now loses nothing. */
export const untilSaved = (page: Page): Promise<void> => expect(page.locator('[data-saving]')).toHaveCount(0);

/** Waits until everything is on the hub and the hub's news are here. */
export async function expectAllSent(page: Page): Promise<void> {
  // What was just written counts as unsent once it is on disk and counted.
  await expect(badge(page)).toBeVisible();
  await untilSaved(page);
  await page.evaluate(untilCounted);
  await expect(badge(page)).toHaveAttribute('data-unsent', '0', { timeout: 60_000 });
  await expect(badge(page)).toHaveAttribute('data-state', 'idle', { timeout: 60_000 });
}

/** Runs in the page: until the writes that were begun are on the disk, those too that they led to, and the app has looked. */
async function untilCounted(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    for (const { name } of await indexedDB.databases()) {
      await new Promise<void>((done) => {
        const opening = indexedDB.open(name as string);
        // It was deleted meanwhile, and is not to come back.
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onerror = () => done();
        opening.onsuccess = () => {
          const { result: database } = opening;
          // A read of all stores waits for every write before it.
          const stores = [...database.objectStoreNames];
          if (stores.length === 0) done();
          else database.transaction(stores).oncomplete = () => done();
          database.close();
        };
      });
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

export async function expectOffline(page: Page): Promise<void> {
  await expect(badge(page)).toHaveAttribute('data-state', 'offline', { timeout: 60_000 });
}

export const unsent = async (page: Page): Promise<number> => Number(await badge(page).getAttribute('data-unsent'));

/** Asks for a round of sync instead of waiting for the timer. */
export async function syncNow(page: Page): Promise<void> {
  await badge(page).click();
  await page
    .getByRole('dialog', { name: /^Status pengiriman data/ })
    .getByRole('button', { name: 'Kirim sekarang' })
    .click();
}

export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

export const step = (page: Page, name: string) =>
  page.getByRole('navigation', { name: /Pendaftaran/ }).getByRole('button', { name: new RegExp(`^\\d ${name}`) });

/** Opens a client from the list by its name. */
export async function openClient(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'KUMKM binaan' }).click();
  await page.getByRole('textbox', { name: /Cari nama usaha/ }).fill(name);
  await page
    .getByRole('list')
    .getByRole('link', { name: new RegExp(name) })
    .click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** On *Perlu diputuskan*: one of the values that stand side by side. */
export const value = (page: Page, n: number) =>
  page.getByRole('listitem').filter({ has: page.getByRole('button', { name: `Pakai nilai ${n}` }) });

export const nothingWaits = (page: Page) => page.getByText('Tidak ada yang menunggu keputusan Anda.');

/** At a hub with invented records: enrols as one of its people. */
export async function enrolAsDemo(page: Page, person: string): Promise<void> {
  await choosePassphrase(page);
  await page.getByRole('button', { name: new RegExp(`Masuk sebagai ${person}`) }).click();
}
