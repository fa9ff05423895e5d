/** A laptop that holds very many records: rows as the store keeps them, written past the app. */
import type { Page } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { seeded } from '../core/testing/random.ts';
import { syncNow } from '../e2e/support/app.ts';
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

const WORDS = [
  'Kopi',
  'Bawang',
  'Keripik',
  'Tenun',
  'Mebel',
  'Kue',
  'Ikan',
  'Sambal',
  'Batik',
  'Rotan',
  'Madu',
  'Cokelat',
];
const PEOPLE = ['Rosmini', 'Hasan', 'Wulandari', 'Yusuf', 'Ningsih', 'Sartika', 'Abdul', 'Maria', 'Dewi', 'Lestari'];

/** Invented ones, always the same but for their ids. */
export function makeClients(count: number): StoredRow[] {
  const random = seeded(1);
  const one = (some: readonly string[]): string => some[Math.floor(random() * some.length)] as string;
  return Array.from({ length: count }, (_, i) => ({
    collection: 'businesses',
    id: newId(),
    flags: [],
    values: {
      name: `${one(WORDS)} ${one(PEOPLE)} ${i}`,
      ownerName: `${one(PEOPLE)} ${one(PEOPLE)}`,
      mainActivity: `Pengolahan ${one(WORDS).toLowerCase()}`,
      region: {
        province: 'Sulawesi Tengah',
        regency: 'Kota Palu',
        district: 'Palu Timur',
        village: 'Besusu',
        code: '72.71.01',
      },
      sector: 'C',
      ownerPhone: `08${Math.floor(random() * 1e10)}`,
      ownerAddress: `Jalan ${one(WORDS)} ${i}`,
      startedOn: '2019-05-01',
      legalForm: 'individual',
      registeredOn: '2026-02-01',
      consultant: 'sari',
      address: `Jalan ${one(PEOPLE)} ${i}`,
      product1Name: one(WORDS),
      marketReach: 'regency',
      salesChannels: 'Pasar, kios',
      employees: 3,
      createdAt: '2026-02-01T00:00:00.000Z',
      createdBy: 'sari',
      problem1: 'Belum memisahkan uang usaha dan rumah tangga',
      nib: String(1e12 + i),
    },
  }));
}

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
  await syncNow(page);
  while ((await page.evaluate(countRows, 'written')) > AT_ONCE) await page.waitForTimeout(2000);
}
