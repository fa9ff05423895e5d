/**
 * The first lines of the list of clients, kept beside all others (packs.ts): a screen shows them while very many lines are
 * still being opened and sorted. As true as the whole list: what was written since they were kept is read from its row, and
 * they go with each packing, to be kept anew.
 */
import { clientLine, inOrder, searchText } from '#core/model/clientLine.ts';
import { CLIENT_COLLECTIONS, type ClientCollection } from '#core/model/collections.ts';
import type { ListedClient } from './clients.ts';
import { type Columns, fromColumns, toColumns } from './columns.ts';
import { type Database, rowsOf } from './database.ts';
import { readMerges } from './merged.ts';
import { FIRST_LINES, LINE_FIELDS, linePacks, readLines, writtenIds } from './packs.ts';

/** Some screens full. */
const KEPT = 200;
/** With more rows to read, all lines are there as soon. */
const MOST_WRITTEN = 500;

type First = ListedClient;
const FIELDS = ['collection', ...LINE_FIELDS] as const;

/** Keeps them where lines are packed and they are not kept. For who has time, after packing. */
export async function keepFirstLines(database: Database, kept = KEPT): Promise<void> {
  if ((await database.packs.where(':id').equals(FIRST_LINES).count()) > 0) return;
  const before = await linePacks(database);
  if (before.length === 0) return;
  const lines: First[] = [];
  for (const collection of CLIENT_COLLECTIONS) {
    for (const line of await readLines(database, collection)) if (!line.deleted) lines.push({ collection, ...line });
  }
  const first = inOrder(lines).slice(0, kept);
  if (first.length === 0) return;
  await database.transaction('rw', database.packs, async () => {
    // What was packed meanwhile may not be in them.
    if (!isSame(before, await linePacks(database))) return;
    const [collection, from] = FIRST_LINES;
    await database.packs.put({ collection, from, turn: 0, records: toColumns(first, FIELDS) });
  });
}

/** By name, all clients that are shown up to one of them; none where it is not worth it, and all lines must be awaited. */
export function readFirstLines(database: Database): Promise<ListedClient[] | undefined> {
  const tables = CLIENT_COLLECTIONS.map((collection) => rowsOf(database, collection));
  return database.transaction('r', [database.packs, database.written, ...tables], async () => {
    // All that is known to be wanted at once: each answer waits behind whatever else the store does for the start.
    const [pack, merges, written] = await Promise.all([
      database.packs.get(FIRST_LINES),
      readMerges(database),
      Promise.all(CLIENT_COLLECTIONS.map((collection) => readWritten(database, collection))),
    ]);
    if (!pack || written.includes(undefined)) return undefined;
    const kept = fromColumns(pack.records as Columns<First>);
    const last = searchText(kept.at(-1) as First);
    const lines = new Map(kept.map((line) => [line.id, line]));
    for (const { id, line } of written.flatMap((some) => some ?? [])) {
      if (line) lines.set(id, line);
      else lines.delete(id);
    }
    return inOrder([...lines.values()].filter((line) => searchText(line) <= last && !merges.isAway(line.id)));
  });
}

/** What was written since packing; no line of one that is gone. None when it is too much. */
async function readWritten(
  database: Database,
  collection: ClientCollection,
): Promise<{ id: string; line?: First }[] | undefined> {
  const ids = await writtenIds(database, collection);
  if (ids.length > MOST_WRITTEN) return undefined;
  const rows = await rowsOf(database, collection).bulkGet(ids);
  return ids.map((id, i) => {
    const values = rows[i]?.values;
    const line = values && { collection, id, ...clientLine(values) };
    return line && !line.deleted ? { id, line } : { id };
  });
}

const isSame = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  JSON.stringify(some) === JSON.stringify(others);
