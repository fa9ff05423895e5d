/**
 * Snapshots of a database as it lies on the disk (core/snapshot/format.ts), and putting one back. No key is needed for either:
 * what is sealed stays sealed.
 */
import {
  BLOB_PIECE_BYTES,
  readSnapshot,
  SNAPSHOT_FORMAT,
  SnapshotError,
  type SnapshotHeader,
  SnapshotWriter,
  type StoreLayout,
} from '#core/snapshot/format.ts';
import { decodeRows, encodeRows } from './clone.ts';
import { ALL_ROW_TABLES, type Database, type Restored, setMeta } from './database.ts';
import {
  beginFilling,
  countRaw,
  deleteDatabase,
  deleteRaw,
  endFilling,
  isFilling,
  layoutOf,
  openRaw,
  readPages,
  writePage,
} from './raw.ts';
import { noteAllWritten } from './upgrades.ts';

const PAGE_ROWS = 200;
/**
 * Read last, in this order: a snapshot is no single moment. An edit between two pages may then be among the outbox and not yet in
 * its row, which costs nothing; the other way round it would never be sent. The clock stands behind no stamp.
 */
const LAST = ['carried', 'bundles', 'attention', 'outbox', 'unsent', 'meta'];
/** Bundles of the hub are fetched again, and may be large. */
const LEFT_OUT_META = ['hubFile'];
/** Made from the rows (packs.ts), and made again where they are put back. */
const DERIVED = ['packs', 'written'];
const FILES = 'files';

export interface SnapshotOptions {
  database: string;
  app: string;
  now: number;
  /** Hashes of files of attachments that the hub is known to have. */
  withoutFiles?: ReadonlySet<string>;
  /** See `SnapshotHeader.extra`. */
  extra?: SnapshotHeader['extra'];
  progress?: (done: number, total: number) => void;
}

/**
 * The bytes of a snapshot, piece by piece, as they are asked for. The database can be used meanwhile.
 *
 * @throws NoStoreError when there is nothing of this name; whatever IndexedDB throws when it cannot be read
 */
export async function* makeSnapshot(options: SnapshotOptions): AsyncGenerator<Uint8Array> {
  const database = await openRaw(options.database);
  if (!database) throw new NoStoreError();
  try {
    if (isFilling(database)) throw new NoStoreError();
    yield* snapshotOf(database, options);
  } finally {
    database.close();
  }
}

/** There is no whole database of that name. */
export class NoStoreError extends Error {}

async function* snapshotOf(
  database: IDBDatabase,
  { app, now, withoutFiles, extra, progress }: SnapshotOptions,
): AsyncGenerator<Uint8Array> {
  const layout = layoutOf(database);
  const counts: Record<string, number> = {};
  for (const { name } of layout) counts[name] = await countRaw(database, name);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const writer = new SnapshotWriter();
  yield writer.begin({
    format: SNAPSHOT_FORMAT,
    app,
    database: database.name,
    version: database.version,
    created: new Date(now).toISOString(),
    layout,
    counts,
    ...(extra ? { extra } : {}),
  });
  let done = 0;
  for (const table of inOrder(layout)) {
    for await (const { keys, rows } of readPages(database, table, PAGE_ROWS)) {
      const wanted = rows.filter((_, i) => !isLeftOut(table, keys[i] as IDBValidKey, withoutFiles));
      const { json, bytes, blobs } = encodeRows(wanted);
      const named = blobs.map(({ type, size }) => ({ type, size }));
      yield writer.rows({ table, count: wanted.length, json, bytes, blobs: named });
      for (const blob of blobs) {
        for (let at = 0; at < blob.size; at += BLOB_PIECE_BYTES) {
          const piece = await blob.slice(at, at + BLOB_PIECE_BYTES).arrayBuffer();
          yield writer.blob(new Uint8Array(piece));
        }
      }
      done += rows.length;
      progress?.(done, Math.max(total, done));
    }
  }
  yield writer.end();
}

const inOrder = (layout: readonly StoreLayout[]): string[] =>
  layout
    .map(({ name }) => name)
    .filter((name) => !DERIVED.includes(name))
    .toSorted((a, b) => LAST.indexOf(a) - LAST.indexOf(b) || a.localeCompare(b));

const isLeftOut = (table: string, key: IDBValidKey, withoutFiles?: ReadonlySet<string>): boolean =>
  (table === FILES && Boolean(withoutFiles?.has(String(key)))) ||
  (table === 'meta' && LEFT_OUT_META.includes(String(key)));

/** Rows of a snapshot as they are to lie on the disk. */
export interface SnapshotRows {
  table: string;
  rows: unknown[];
}

/** The header first, then rows with the files that belong to them. To be believed only at its end. @throws SnapshotError */
export async function* readRows(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ header: SnapshotHeader } | SnapshotRows> {
  let open: { table: string; json: string; bytes: Uint8Array; expected: { type: string; size: number }[] } | undefined;
  let blobs: Blob[] = [];
  let held: BlobPart[] = [];
  let size = 0;
  for await (const part of readSnapshot(pieces)) {
    if (part.kind === 'header') {
      yield { header: part.header };
      continue;
    }
    if (part.kind === 'rows') {
      if (open) throw new SnapshotError('damaged');
      const { table, json, bytes, blobs: expected } = part.rows;
      open = { table, json, bytes, expected };
    } else {
      // Each piece becomes a blob at once: those the browser may keep on the disk.
      held.push(new Blob([part.bytes as Uint8Array<ArrayBuffer>]));
      size += part.bytes.length;
    }
    if (!open) throw new SnapshotError('damaged');
    for (let next = open.expected[blobs.length]; next && size >= next.size; next = open.expected[blobs.length]) {
      if (size > next.size) throw new SnapshotError('damaged');
      blobs.push(new Blob(held, { type: next.type }));
      held = [];
      size = 0;
    }
    if (blobs.length < open.expected.length) continue;
    yield { table: open.table, rows: decode(open.json, open.bytes, blobs) };
    open = undefined;
    blobs = [];
  }
  if (open) throw new SnapshotError('damaged');
}

function decode(json: string, bytes: Uint8Array, blobs: readonly Blob[]): unknown[] {
  try {
    return decodeRows(json, bytes, blobs);
  } catch {
    throw new SnapshotError('damaged');
  }
}

/** Reads it from end to end. @throws SnapshotError */
export async function verifySnapshot(
  pieces: AsyncIterable<Uint8Array>,
  progress?: (bytes: number) => void,
): Promise<SnapshotHeader> {
  let header: SnapshotHeader | undefined;
  for await (const part of readRows(counted(pieces, progress))) if ('header' in part) header = part.header;
  return header as SnapshotHeader;
}

async function* counted(pieces: AsyncIterable<Uint8Array>, progress?: (bytes: number) => void) {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    progress?.(bytes);
    yield piece;
  }
}

/** Its database was made by a newer version of the app. Nothing was touched. */
export class NewerStoreError extends Error {}

/** What stood here before a snapshot was put back, each time, is kept until the restored one has met the hub. */
const asideName = (database: string, at: number): string => `${database}${ASIDE}${at}`;
const ASIDE = '~aside-';

export interface RestoreOptions {
  /** From its beginning, each time. */
  pieces: () => AsyncIterable<Uint8Array>;
  /** The database to put in the place of; closed by everybody. */
  database: string;
  /** The version that this app opens (`rawVersion`). */
  version: number;
  now: number;
  /** Takes over what travels with the snapshot (`extra`), before its database can be opened. */
  adopt?: (header: SnapshotHeader) => Promise<void>;
  progress?: (step: 'verify' | 'aside' | 'write', done: number) => void;
}

/**
 * Puts a snapshot in the place of a database. First it is read from end to end, and what is here is copied aside as far as it can
 * be read; then the new one is filled, and only when it is whole can the app open it. When this ends in the middle, whenever that
 * is, `storeState` says so, and it can be done again.
 *
 * @returns how many rows of the old database could not be read, and so are not aside
 * @throws SnapshotError, NewerStoreError: nothing was touched. BlockedError: another window is open
 */
export async function restoreSnapshot(options: RestoreOptions): Promise<{ unreadable: number }> {
  const { pieces, database: name, version, now, adopt, progress } = options;
  const header = await verifySnapshot(pieces(), (bytes) => progress?.('verify', bytes));
  if (header.version > version) throw new NewerStoreError();
  const unreadable = await setAside(name, asideName(name, now), (rows) => progress?.('aside', rows));
  await deleteDatabase(name);
  const database = await beginFilling(name, header.layout);
  let rows = 0;
  for await (const part of readRows(pieces())) {
    if ('header' in part) continue;
    await writePage(database, part.table, part.rows);
    rows += part.rows.length;
    progress?.('write', rows);
  }
  // All is pulled again: the snapshot is no single moment, and the cursor may be ahead of what it holds.
  await deleteRaw(database, 'meta', 'cursor');
  await adopt?.(header);
  await markRestored(name, { created: header.created, at: new Date(now).toISOString() });
  await endFilling(database, header.version);
  return { unreadable };
}

/** Copies what can be read. @returns how many rows could not */
async function setAside(name: string, copy: string, progress: (rows: number) => void): Promise<number> {
  const damaged = await openRaw(name).catch(() => undefined);
  if (!damaged) return 0;
  try {
    if (isFilling(damaged) || !(await hasRows(damaged))) return 0;
    const layout = layoutOf(damaged);
    const aside = await beginFilling(copy, layout);
    let rows = 0;
    let unreadable = 0;
    for (const { name: table } of layout) {
      for await (const page of readPages(damaged, table, PAGE_ROWS, () => (unreadable += 1))) {
        await writePage(aside, table, page.rows);
        rows += page.rows.length;
        progress(rows);
      }
    }
    await endFilling(aside, damaged.version);
    return unreadable;
  } finally {
    damaged.close();
  }
}

async function hasRows(database: IDBDatabase): Promise<boolean> {
  for (const { name } of layoutOf(database)) if ((await countRaw(database, name).catch(() => 1)) > 0) return true;
  return false;
}

/**
 * What lies under this name: `missing`, `filling` (a restore was cut short), `older` than this app's version, or `ready`.
 *
 * @throws when the browser cannot open it
 */
export async function storeState(name: string, version: number): Promise<'missing' | 'filling' | 'older' | 'ready'> {
  const database = await openRaw(name);
  if (!database) return 'missing';
  try {
    if (isFilling(database)) return 'filling';
    return database.version < version ? 'older' : 'ready';
  } finally {
    database.close();
  }
}

/** Databases that a restore was cut short in. None where the browser cannot tell. */
export async function halfRestored(): Promise<string[]> {
  const half: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith(DATABASES) || name.includes(ASIDE) || name === MARKS) continue;
    const state = await storeState(name, 1).catch(() => undefined);
    if (state === 'filling') half.push(name);
  }
  return half;
}

const DATABASES = 'pendamping';

/** Names of what was set aside. */
export const asidesOf = async (database: string): Promise<string[]> =>
  (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith(`${database}${ASIDE}`) ? [name] : []));

/** What was set aside goes: the restored database has met the hub, or everything is deleted. */
export async function forgetAsides(database: string): Promise<void> {
  for (const name of await asidesOf(database)) await deleteDatabase(name);
}

/** Nothing can be written into a sealed database without its key; so what must be told of it stands here meanwhile. */
const MARKS = 'pendamping-restored';
const MARKS_LAYOUT: StoreLayout[] = [{ name: 'restored', keyPath: 'database', autoIncrement: false, indexes: [] }];

async function openMarks(): Promise<IDBDatabase> {
  return (await openRaw(MARKS)) ?? beginFilling(MARKS, MARKS_LAYOUT);
}

async function markRestored(database: string, restored: Restored): Promise<void> {
  const marks = await openMarks();
  await writePage(marks, 'restored', [{ database, ...restored }]).finally(() => marks.close());
}

/**
 * A database that was put back notes it among its own data, so that sync first takes a new name at the hub (docs/sync.md,
 * "Identity"). Call it when it was opened, before anything syncs.
 */
export async function adoptRestored(database: Database): Promise<void> {
  const marks = await openRaw(MARKS);
  if (!marks) return;
  try {
    for await (const { rows } of readPages(marks, 'restored', PAGE_ROWS)) {
      const own = (rows as ({ database: string } & Restored)[]).find((each) => each.database === database.name);
      if (!own) continue;
      await setMeta('restored', { created: own.created, at: own.at }, database);
      const tables = [...ALL_ROW_TABLES(database), database.written];
      await database.transaction('rw', tables, (transaction) => noteAllWritten(transaction));
      await deleteRaw(marks, 'restored', database.name);
    }
  } finally {
    marks.close();
  }
}
