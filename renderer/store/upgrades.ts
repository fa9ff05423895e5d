/** What an older store needs before this version can use it. Each says why. */
import { Dexie, type Transaction } from 'dexie';
import { CLIENT_COLLECTIONS, COLLECTIONS, isCollection } from '#core/model/collections.ts';
import { toColumns } from './columns.ts';
import type { Database, FieldKey, OutboxEntry } from './database.ts';
import { LINE_FIELDS, type Line, type Pack, type Packed } from './packs.ts';
import { flagged, joinIntoRow, newRow, type Row, registerOf } from './rows.ts';
import { putUnsent, type UnsentRecord } from './unsent.ts';

/**
 * What is found by an index instead of by reading everything: conflicts and deleted records since version 2, what waits since
 * version 7.
 *
 * @param tables those of that version: later ones are not there yet
 */
export async function flagAllRows(transaction: Transaction, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await transaction
      .table<Row>(table)
      .toCollection()
      .modify((row, cursor) => {
        cursor.value = flagged(row);
      });
  }
}

/** Nothing is packed yet (packs.ts), since version 10. */
export async function noteAllWritten(transaction: Transaction): Promise<void> {
  const tables = transaction.db.tables.map(({ name }) => name).filter(isCollection);
  for (const collection of tables) {
    const ids = await transaction.table<Row, string>(collection).toCollection().primaryKeys();
    await transaction.table('written').bulkPut(ids.map((id) => ({ collection, id, write: 'before' })));
  }
}

/** So many rows of an outbox are in the heap at a time. */
const GATHERED_AT_ONCE = 5000;

/** What is unsent stands by record since version 12. */
export async function gatherUnsent(transaction: Transaction): Promise<void> {
  const outbox = transaction.table<OutboxEntry, FieldKey>('outbox');
  const unsent = transaction.table<UnsentRecord, [string, string]>('unsent');
  let after: FieldKey | undefined;
  for (;;) {
    const next = after ? outbox.where(':id').above(after) : outbox.orderBy(':id');
    const entries = await next.limit(GATHERED_AT_ONCE).toArray();
    await putUnsent({ unsent }, entries);
    const last = entries.at(-1);
    if (!last || entries.length < GATHERED_AT_ONCE) return;
    after = [last.collection, last.id, last.field];
  }
}

/** Packs of clients' lines (packs.ts) held an object for each, since version 13 they hold columns. */
export async function linesAsColumns(transaction: Transaction): Promise<void> {
  for (const collection of CLIENT_COLLECTIONS) {
    const name = `${collection}:lines`;
    await transaction
      .table<Pack>('packs')
      .where('[collection+from]')
      .between([name, Dexie.minKey], [name, Dexie.maxKey])
      .modify((pack) => {
        const lines = (pack.records as Packed[]).map(({ id, values }) => ({ id, ...values }) as unknown as Line);
        pack.records = toColumns(lines, LINE_FIELDS);
      });
  }
}

/**
 * Records of collections that the version before did not know come to life. Runs at each opening, because any upgrade may
 * bring a collection; there is hardly ever anything to do.
 */
export async function adoptOthers(database: Database): Promise<void> {
  if ((await database.others.count()) === 0) return;
  const tables = COLLECTIONS.map((name) => database.table<Row, string>(name));
  await database.transaction('rw', [...tables, database.others], async () => {
    const known = await database.others.filter(({ collection }) => isCollection(collection)).toArray();
    for (const { collection, ...other } of known) {
      const table = database.table<Row, string>(collection);
      const row = (await table.get(other.id)) ?? newRow(other.id, other.unit);
      for (const field of Object.keys(other.marks)) {
        const register = registerOf(other, field);
        if (register) joinIntoRow(row, field, register);
      }
      await table.put(flagged(row));
    }
    await database.others.bulkDelete(known.map(({ collection, id }) => [collection, id]));
  });
}
