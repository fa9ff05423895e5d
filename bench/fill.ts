/** A laptop that holds very many records: rows as the store keeps them, written past the app. */
import type { Page } from '@playwright/test';
import { countRows, sealersOf, writeDisk } from '../e2e/support/sealed.ts';
import type { Sealer } from '../renderer/store/seal.ts';

export interface StoredRow {
  collection: string;
  id: string;
  values: Record<string, unknown>;
  flags: string[];
}

export const STAMP = '2026-01-01T00:00:00.000Z-0000-d_ukur';
const AT_ONCE = 5000;

/** @returns when they are packed as well, which the sync worker does between its rounds */
export async function fillLaptop(page: Page, rows: readonly StoredRow[]): Promise<void> {
  const sealers = await sealersOf(page);
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const puts = some.map(({ collection, id, values, flags }) => {
      const marks = Object.fromEntries(Object.keys(values).map((field) => [field, { stamp: STAMP, by: 'ani' }]));
      const row = { id, unit: 'plut-sulteng', values, marks, flags };
      return { table: collection, row: (sealers.get(collection) as Sealer).close(row) };
    });
    const written = some.map(({ collection, id }) => ({ table: 'written', row: { collection, id, write: 'filled' } }));
    await page.evaluate(writeDisk, [...puts, ...written] as unknown);
  }
  while ((await page.evaluate(countRows, 'written')) > AT_ONCE) await page.waitForTimeout(2000);
}
