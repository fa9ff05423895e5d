/** What a laptop does in a measurement, through the app's own code. `links.ts` calls it over `window.bench`. */
import { canonical, type Json } from '../../core/register/register.ts';
import { seeded } from '../../core/testing/random.ts';
import { ALL_ROW_TABLES, db, getMeta } from '../../renderer/store/database.ts';
import { save } from '../../renderer/store/repository.ts';
import { type Row, registerOf } from '../../renderer/store/rows.ts';
import { countUnsent } from '../../renderer/store/unsent.ts';
import { startSync, syncNow } from '../../renderer/sync/start.ts';
import { workOf } from '../work.ts';
import { enrolOnce, openOwnStore } from './store.ts';

export interface LaptopState {
  unsent: number;
  refused: number;
  cursor: number;
  sync: string;
}

async function enrolHere(code: string, deviceName: string): Promise<void> {
  await openOwnStore();
  await enrolOnce(code, deviceName);
}

/**
 * Writes a consultant's days of work, one record after the other, with the laptop's clock at the hour when it would have
 * been written. Returns the number of records.
 */
async function work(consultant: number, consultants: number, seed: number): Promise<number> {
  const random = seeded(seed);
  let now = 0;
  // A person needs some seconds for a field.
  db.now = () => {
    now += 1000 + random() * 20_000;
    return Math.floor(now);
  };
  let records = 0;
  for (const { collection, id, values, at } of workOf(consultant, consultants, seed, Date.now())) {
    now = Math.max(now, at);
    await save(collection, id, values);
    records += 1;
  }
  db.now = Date.now;
  return records;
}

async function state(): Promise<LaptopState> {
  const [unsent, refused, cursor, sync] = await Promise.all([
    countUnsent(db),
    db.attention.count(),
    getMeta('cursor'),
    getMeta('sync'),
  ]);
  return { unsent, refused, cursor: cursor ?? 0, sync: sync?.problem ?? sync?.state ?? 'none' };
}

/** All registers that this laptop holds, in one number that is the same on two laptops only when they hold the same. */
async function digest(): Promise<{ records: number; registers: number; sha256: string }> {
  const lines: string[] = [];
  let records = 0;
  for (const table of ALL_ROW_TABLES(db)) {
    for (const row of (await table.toArray()) as Row[]) {
      records += 1;
      for (const field of Object.keys(row.marks)) {
        lines.push(`${table.name}/${row.id}/${field} ${canonical(registerOf(row, field) as unknown as Json)}`);
      }
    }
  }
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.sort().join('\n')));
  const sha256 = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { records, registers: lines.length, sha256 };
}

const bench = { enrol: enrolHere, work, start: startSync, syncNow, state, digest };
export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = bench;
