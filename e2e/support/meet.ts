/** Laptops come back to the network and meet the hub. */
import { expect, type Page } from '@playwright/test';
import { expectAllSent, syncNow } from './app.ts';
import type { Laptop } from './laptop.ts';

/** There is a connection: a whole round of sync, with nothing left to send. */
export async function connect(laptop: Laptop): Promise<void> {
  await laptop.setOffline(false);
  const before = await lastSync(laptop.page);
  await expect(async () => {
    await syncNow(laptop.page);
    await expect.poll(() => lastSync(laptop.page), { timeout: 5000 }).not.toBe(before);
  }).toPass({ timeout: 90_000 });
  await expectAllSent(laptop.page);
}

/** When the laptop last finished a round, read past the app. */
const lastSync = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('pendamping');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const request = opening.result.transaction('meta').objectStore('meta').get('sync');
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            opening.result.close();
            resolve(request.result?.value.lastSync ?? '');
          };
        };
      }),
  );
