/**
 * Rows as they lie on the disk: sealed, but for what indexes need, which names nobody (docs/security.md, "At rest"). Sits between
 * Dexie and IndexedDB, so that nothing above it knows.
 *
 * A row is sealed in two parts: its values, and its marks (rows.ts), which most readers never look at and which are opened only
 * when they are.
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { DBCore, DBCoreCursor, DBCoreTable, DBCoreTableSchema, Middleware } from 'dexie';

/**
 * ChaCha20-Poly1305 under a random nonce of 96 bits: with 2^32 rows written under one key, two of them would share a nonce with a
 * chance of 2^-33.
 */
const NONCE_BYTES = 12;

/** What stands in the place of a row; the paths of its keys and indexes stand beside it. */
export interface SealedRow {
  sealed: Uint8Array;
  sealedMarks?: Uint8Array;
  /** Files, which travel encrypted already: JSON holds their places in this list. */
  files?: Blob[];
}

/** The bytes were changed, belong to another row, or were sealed with another key. */
export class SealBrokenError extends Error {}

/** How the rows of one table are sealed. */
export interface Sealer {
  close: (row: object) => SealedRow;
  /** @throws SealBrokenError */
  open: (stored: SealedRow) => object;
}

/** @param paths key paths of the table's primary key and indexes, the primary key's first */
export function sealerOf(key: Uint8Array, table: string, primary: readonly string[], paths: readonly string[]): Sealer {
  const place = (row: object, part: string): Uint8Array =>
    utf8(`${table}\n${part}\n${JSON.stringify(primary.map((path) => at(row, path)))}`);
  const plain = PLAIN_FIELDS[table] && [...primary, ...paths, ...PLAIN_FIELDS[table]];
  const isPlain = (row: object): boolean =>
    plain !== undefined && Object.keys(row).every((name) => plain.includes(name));
  const close = (row: object): SealedRow => {
    if (isPlain(row)) return row as SealedRow;
    const { marks, ...rest } = row as { marks?: object };
    const files: Blob[] = [];
    const json = JSON.stringify(rest, (_, value) => (value instanceof Blob ? { $file: files.push(value) - 1 } : value));
    const stored: SealedRow = { sealed: encrypt(key, utf8(json), place(row, 'row')) };
    if (marks) stored.sealedMarks = encrypt(key, utf8(JSON.stringify(marks)), place(row, 'marks'));
    if (files.length > 0) stored.files = files;
    for (const path of [...primary, ...paths]) copy(row, stored, path);
    return stored;
  };
  const open = (stored: SealedRow): object => {
    const { sealed, sealedMarks, files } = stored;
    if (plain && !sealed) return stored;
    const json = text(decrypt(key, sealed, place(stored, 'row')));
    // To look at each value costs more than all the rest.
    const row = files ? JSON.parse(json, (_, value) => files[value?.$file] ?? value) : JSON.parse(json);
    if (sealedMarks) later(row, 'marks', () => JSON.parse(text(decrypt(key, sealedMarks, place(stored, 'marks')))));
    return row;
  };
  return { close, open };
}

/**
 * Fields that name nobody, beside the paths of keys and indexes, of tables that every write of a field writes as well: to seal each of
 * their rows would cost more than all the rest. A row with nothing else is written as it is.
 */
const PLAIN_FIELDS: Partial<Record<string, readonly string[]>> = { unsent: ['stamps'], written: ['write'] };

/** Seals all rows of a database with this key. */
export const sealing = (key: Uint8Array): Middleware<DBCore> => ({
  stack: 'dbcore',
  name: 'seal',
  // Nearest to IndexedDB: Dexie's own caches and observers see rows as they are.
  level: -2,
  create: (down) => ({
    ...down,
    table: (name) => sealedTable(key, down.table(name)),
  }),
});

/** The paths that stay plain: those of the primary key, and those of all indexes. */
export function plainPaths({ primaryKey, indexes }: DBCoreTableSchema): [primary: string[], others: string[]] {
  const primary = pathsOf(primaryKey.keyPath);
  const others = indexes.flatMap(({ keyPath }) => pathsOf(keyPath)).filter((path) => !primary.includes(path));
  return [primary, [...new Set(others)]];
}

const pathsOf = (keyPath: string | string[] | null): string[] => (keyPath === null ? [] : [keyPath].flat());

function sealedTable(key: Uint8Array, table: DBCoreTable): DBCoreTable {
  const { close, open } = sealerOf(key, table.name, ...plainPaths(table.schema));
  const opened = (stored: SealedRow | undefined) => stored && open(stored);
  return {
    ...table,
    get: (request) => table.get(request).then(opened),
    getMany: (request) => table.getMany(request).then((rows) => rows.map(opened)),
    query: (request) =>
      table
        .query(request)
        .then((answer) => (request.values ? { ...answer, result: answer.result.map(opened) } : answer)),
    openCursor: (request) =>
      table.openCursor(request).then((cursor) => cursor && (request.values ? openedCursor(cursor, open) : cursor)),
    mutate: (request) =>
      table.mutate('values' in request ? { ...request, values: request.values.map(close) } : request),
  };
}

/** Members of the cursor below work on itself only; the others are inherited. */
function openedCursor(cursor: DBCoreCursor, open: Sealer['open']): DBCoreCursor {
  let last: { stored: SealedRow; row: object } | undefined;
  const value = () => {
    const stored = cursor.value;
    if (stored && last?.stored !== stored) last = { stored, row: open(stored) };
    return stored && last?.row;
  };
  return Object.create(cursor, {
    key: { get: () => cursor.key },
    primaryKey: { get: () => cursor.primaryKey },
    value: { get: value },
    continue: { value: (key?: unknown) => cursor.continue(key) },
    continuePrimaryKey: { value: (key: unknown, primary: unknown) => cursor.continuePrimaryKey(key, primary) },
    advance: { value: (count: number) => cursor.advance(count) },
  });
}

/** A property that is made when it is first asked for, and is one like any other from then on. */
function later(row: object, name: string, make: () => unknown): void {
  const become = (value: unknown) =>
    Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(row, name, {
    enumerable: true,
    configurable: true,
    get() {
      const value = make();
      become(value);
      return value;
    },
    set: become,
  });
}

function encrypt(key: Uint8Array, plain: Uint8Array, place: Uint8Array): Uint8Array {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const bytes = chacha20poly1305(key, nonce, place).encrypt(plain);
  const sealed = new Uint8Array(NONCE_BYTES + bytes.length);
  sealed.set(nonce);
  sealed.set(bytes, NONCE_BYTES);
  return sealed;
}

function decrypt(key: Uint8Array, sealed: Uint8Array, place: Uint8Array): Uint8Array {
  try {
    return chacha20poly1305(key, sealed.subarray(0, NONCE_BYTES), place).decrypt(sealed.subarray(NONCE_BYTES));
  } catch (cause) {
    throw new SealBrokenError('a row cannot be opened', { cause });
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const utf8 = (plain: string): Uint8Array => encoder.encode(plain);
const text = (bytes: Uint8Array): string => decoder.decode(bytes);

const at = (row: object, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], row);

function copy(from: object, to: object, path: string): void {
  const value = at(from, path);
  if (value === undefined) return;
  const names = path.split('.');
  let target = to as Record<string, unknown>;
  for (const name of names.slice(0, -1)) {
    target[name] ??= {};
    target = target[name] as Record<string, unknown>;
  }
  target[names.at(-1) as string] = value;
}
