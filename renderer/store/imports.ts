/**
 * Imports (docs/domain.md): tens of thousands of records in chunks, each chunk one strict transaction together with how far
 * the import is. A cut leaves whole chunks; the import then goes on, or is undone.
 */
import type { ImportKind } from '#core/import/fields.ts';
import { FILLED } from '#core/model/attachments.ts';
import { type ClientCollection, type CollectionName, checkValue, type Values } from '#core/model/collections.ts';
import { recordName } from '#core/register/names.ts';
import type { Json } from '#core/register/register.ts';
import { deviceOf, hlcOf, type Stamp } from '#core/register/stamp.ts';
import { type Database, db, rowsOf } from './database.ts';
import {
  InvalidValueError,
  isGone,
  isLocked,
  ownedBy,
  type RecordEdit,
  removeAll,
  write,
  writeAll,
} from './repository.ts';
import type { Row } from './rows.ts';

/** Rows per transaction: whoever saves meanwhile waits for no more than that. */
export const CHUNK_ROWS = 200;

/** A record that one row of the file becomes, and what belongs to it. */
export interface NewRow {
  id: string;
  values: Record<string, Json>;
  children: { collection: 'consents' | 'yearlyStates'; id: string; values: Record<string, Json> }[];
}

/** What one row adds to a client that is there. */
export interface Filling {
  id: string;
  values: Record<string, Json>;
  /** Its yearly state of that day is filled in where it is empty; without one it is made, with this id. */
  state: { id: string; values: Record<string, Json> } | null;
  /** Made where the client has none that is valid. */
  consent: { id: string; values: Record<string, Json> } | null;
}

export interface Progress {
  taken: number;
  completed: number;
}

/**
 * Writes one chunk, and how far the import is. Rows whose record is there already are passed over: the import goes on after a
 * cut.
 *
 * @returns how many rows became records, and how many filled something in, since the import began
 * @throws InvalidValueError when a value is not of its field's type; then nothing of the chunk is written
 */
export async function importChunk(
  importId: string,
  kind: ImportKind,
  chunk: { rows: readonly NewRow[]; fillings: readonly Filling[] },
  database: Database = db,
): Promise<Progress> {
  return write(database, [kind, 'consents', 'yearlyStates', 'imports'], async (writer) => {
    const known = await rowsOf(database, kind).bulkGet(chunk.rows.map(({ id }) => id));
    const fresh = chunk.rows.filter((_, i) => known[i] === undefined);
    const edits = fresh.flatMap((row) => newRecords(importId, kind, row));
    const notes: [string, Json][] = [];
    for (const filling of chunk.fillings) {
      const parts = kind === 'sessions' ? [] : await fillIn(kind, filling, database);
      edits.push(...parts.map(({ edit }) => edit));
      if (parts.length > 0) notes.push([`${FILLED}${filling.id}`, parts.map(({ note }) => note).join(' ')]);
    }
    for (const { collection, fields } of edits) {
      for (const [field, value] of fields) {
        if (checkValue(collection, field, value) !== 'ok') throw new InvalidValueError(field);
      }
    }
    const before = (await rowsOf(database, 'imports').get(importId))?.values as Values<'imports'> | undefined;
    const taken = (before?.taken ?? 0) + fresh.length;
    const completed = (before?.completed ?? 0) + notes.length;
    const done: [string, Json][] = [
      ['taken', taken],
      ['completed', completed],
    ];
    // The notes last: what they speak of has older stamps.
    await writeAll(writer, [...edits, { collection: 'imports', id: importId, fields: [...done, ...notes] }]);
    return { taken, completed };
  });
}

/** `importId` is stamped last: whatever has a later stamp, or one of another laptop, was edited since (`isEditedSince`). */
function newRecords(importId: string, kind: ImportKind, row: NewRow): RecordEdit[] {
  const children = row.children.map(({ collection, id, values }) => ({ collection, id, fields: fieldsOf(values) }));
  return [...children, { collection: kind, id: row.id, fields: [...fieldsOf(row.values), ['importId', importId]] }];
}

const fieldsOf = (values: Record<string, Json>): [string, Json][] => Object.entries(values);

/** What of a row finds an empty place, and what the import writes down of it. */
async function fillIn(
  kind: ClientCollection,
  { id, values, state, consent }: Filling,
  database: Database,
): Promise<{ edit: RecordEdit; note: string }[]> {
  const client = await rowsOf(database, kind).get(id);
  if (!client || client.values.deletedAt) return [];
  const own = filled(kind, id, emptyIn(client, values));
  const consented = consent ? [made('consents', consent)] : [];
  if (!state) return [...own, ...consented];
  const states = await rowsOf(database, 'yearlyStates').where('values.clientId').equals(id).toArray();
  const same = states.find((each) => each.values.asOf === state.values.asOf && !each.values.deletedAt);
  const ofState = same ? filled('yearlyStates', same.id, emptyIn(same, state.values)) : [made('yearlyStates', state)];
  return [...own, ...consented, ...ofState];
}

const filled = (collection: CollectionName, id: string, fields: [string, Json][]) =>
  fields.length === 0
    ? []
    : [
        {
          edit: { collection, id, fields },
          note: `${recordName({ collection, id })}/${fields.map(([name]) => name).join(',')}`,
        },
      ];

const made = (collection: CollectionName, record: { id: string; values: Record<string, Json> }) => ({
  edit: { collection, id: record.id, fields: fieldsOf(record.values) },
  note: recordName({ collection, id: record.id }),
});

/** A note as `fillIn` wrote it. Without fields: the record was made. */
function readNotes(text: unknown): { collection: CollectionName; id: string; fields?: string[] }[] {
  const notes = String(text ?? '').split(' ');
  return notes.filter(Boolean).map((note) => {
    const [collection, id = '', fields] = note.split('/');
    return { collection: collection as CollectionName, id, ...(fields ? { fields: fields.split(',') } : {}) };
  });
}

const emptyIn = (row: Row, values: Record<string, Json>): [string, Json][] =>
  fieldsOf(values).filter(([field]) => isNothing(row.values[field]));

const isNothing = (value: Json | undefined): boolean => value === undefined || value === null || value === '';

/** A record that an import made. */
export interface ImportedRecord {
  id: string;
  name: string;
  /** It, or what belongs to it, was edited or added to since. */
  edited: boolean;
  locked: boolean;
}

/** What an import made and is still there, the names of edited ones to be shown to who undoes it. */
export async function importedRecords(
  importId: string,
  kind: ImportKind,
  database: Database = db,
): Promise<ImportedRecord[]> {
  const imported: ImportedRecord[] = [];
  for await (const page of pagesOf(importId, kind, database)) {
    const standing = page.filter((row) => row.values.importId === importId && !isGone(row));
    const owned = await ownedBy(database, kind, standing);
    for (const row of standing) {
      const all = [{ collection: kind, row }, ...(owned.get(row.id) ?? []).filter((child) => !isGone(child.row))];
      imported.push({
        id: row.id,
        name: String(row.values.name ?? row.values.material ?? ''),
        edited: all.some((each) => isEditedSince(each.row, row)),
        locked: all.some((each) => isLocked(each.collection, each.row)),
      });
    }
  }
  return imported;
}

const PAGE_ROWS = 500;

/** All rows of an import, whose ids begin with its own. Some at a time: a cursor would ask for each, and all at once take much memory. */
async function* pagesOf(importId: string, kind: ImportKind, database: Database): AsyncGenerator<Row[]> {
  let after = `${importId}.`;
  for (;;) {
    const rest = rowsOf(database, kind).where(':id').between(after, `${importId}.\uffff`, false);
    const page = await rest.limit(PAGE_ROWS).toArray();
    if (page.length > 0) yield page;
    if (page.length < PAGE_ROWS) return;
    after = (page.at(-1) as Row).id;
  }
}

/** Does the record hold anything that was stamped after the import had stamped `owner`? */
function isEditedSince(row: Row, owner: Row): boolean {
  const imported = owner.marks.importId?.stamp;
  if (!imported) return true;
  return Object.values(row.marks).some((mark) => isLater(mark.stamp, imported) || (mark.others?.length ?? 0) > 0);
}

const isLater = (stamp: Stamp, than: Stamp): boolean =>
  deviceOf(stamp) !== deviceOf(than) || hlcOf(stamp) > hlcOf(than);

/** The clients in which an import filled something in. */
export async function filledClients(importId: string, database: Database = db): Promise<string[]> {
  const row = await rowsOf(database, 'imports').get(importId);
  return Object.entries(row?.values ?? {}).flatMap(([field, value]) =>
    field.startsWith(FILLED) && value ? [field.slice(FILLED.length)] : [],
  );
}

/** Empties what an import filled in and nobody has edited since, and deletes the records that it made beside clients. */
export async function emptyFilled(
  importId: string,
  kind: ClientCollection,
  clients: readonly string[],
  database: Database = db,
): Promise<void> {
  const untouched = await untouchedFillings(importId, clients, database);
  const made = untouched.filter(({ fields }) => !fields);
  for (const [collection, some] of Map.groupBy(made, (one) => one.collection)) {
    const ids = some.map(({ id }) => id);
    await removeAll(collection, ids, database);
  }
  await write(database, [kind, 'yearlyStates', 'imports'], async (writer) => {
    const emptied = untouched.flatMap(({ collection, id, fields }): RecordEdit[] =>
      fields ? [{ collection, id, fields: fields.map((field) => [field, null]) }] : [],
    );
    const forgotten = clients.map((client): [string, Json] => [`${FILLED}${client}`, null]);
    await writeAll(writer, [...emptied, { collection: 'imports', id: importId, fields: forgotten }]);
  });
}

/** What the import filled in and still stands as it was. */
async function untouchedFillings(importId: string, clients: readonly string[], database: Database) {
  const record = await rowsOf(database, 'imports').get(importId);
  const all = await Promise.all(
    clients.map(async (client) => {
      const noted = record?.marks[`${FILLED}${client}`]?.stamp;
      const notes = readNotes(record?.values[`${FILLED}${client}`]);
      const rows = await Promise.all(notes.map(({ collection, id }) => rowsOf(database, collection).get(id)));
      return notes.flatMap((note, i) => {
        const marks = rows[i]?.marks;
        if (!noted || !marks || rows[i]?.values.deletedAt) return [];
        const stands = (field: string) => marks[field] !== undefined && !isLater(marks[field].stamp, noted);
        if (!note.fields) return Object.keys(marks).every(stands) ? [note] : [];
        const fields = note.fields.filter(stands);
        return fields.length > 0 ? [{ ...note, fields }] : [];
      });
    }),
  );
  return all.flat();
}
