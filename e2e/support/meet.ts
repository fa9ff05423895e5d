/** Laptops come back to the network and meet the hub. */
import { expect, type Page } from '@playwright/test';
import type { SyncStatus } from '../../renderer/store/database.ts';
import { expectAllSent, syncNow } from './app.ts';
import type { Laptop } from './laptop.ts';
import { readTables } from './sealed.ts';

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
const lastSync = async (page: Page): Promise<string> => {
  const { meta = [] } = await readTables(page, ['meta']);
  const status = meta.find(({ key }) => key === 'sync')?.value as SyncStatus | undefined;
  return status?.lastSync ?? '';
};
