/** The stores that a test of storage runs on: SQLite in a folder of its own and, where there is one, PostgreSQL. */
import type { StorePlace } from '../store/store.ts';
import { withPostgres } from './postgres.ts';

export interface TestStores {
  /** For `describe.each`; an undefined place is a fresh folder. */
  each: [name: string, place: StorePlace | undefined][];
  stop: () => void;
}

export async function testStores(): Promise<TestStores> {
  const postgres = await withPostgres();
  const each: TestStores['each'] = [['SQLite', undefined]];
  if (postgres) each.push(['PostgreSQL', { databaseUrl: postgres.url }]);
  return { each, stop: () => postgres?.stop() };
}
