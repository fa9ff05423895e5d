/**
 * The only way to change a record (architecture, rule 1): stamp the change, write record and outbox entry in one strict
 * transaction, return when it is on disk.
 */
import { v7 } from 'uuid';
import { type CollectionName, checkValue, type Values } from '#core/model/collections.ts';
import { canonical, edit, isConflict, type Json, type Register, shown } from '#core/register/register.ts';
import { makeStamp, tick } from '#core/register/stamp.ts';
import { type Database, db, type FieldKey, getMeta, setMeta } from './database.ts';
import { joinIntoRow, newRow, type Row, registerOf } from './rows.ts';

/** An identifier for a new record. Sorts by time; names nobody. */
export const newId = (): string => v7();

export class InvalidValueError extends Error {
  readonly field: string;
  constructor(field: string) {
    super(`invalid value for ${field}`);
    this.field = field;
  }
}

export interface SaveOptions {
  /**
   * What the user saw of each field when the editing began. Anything that arrived meanwhile is not replaced but stands
   * beside the new value. Without it the user is taken to have seen what is stored.
   */
  base?: Record<string, Register | undefined>;
}

/**
 * Saves the given fields of a record, and creates the record with its first field.
 *
 * @returns the registers as edited, to be the `base` of the next edit of the same input
 * @throws InvalidValueError when a value is not of its field's type; then nothing is written
 */
export async function save<C extends CollectionName>(
  collection: C,
  id: string,
  changes: Values<C>,
  options: SaveOptions = {},
  database: Database = db,
): Promise<Record<string, Register>> {
  const entries = Object.entries(changes as Record<string, Json>);
  for (const [field, value] of entries) {
    if (checkValue(collection, field, value) !== 'ok') throw new InvalidValueError(field);
  }
  const tables = [database.table(collection), database.outbox, database.attention, database.inputs, database.meta];
  return database.transaction('rw', tables, async () => {
    const device = await getMeta('device', database);
    if (!device) throw new Error('not enrolled');
    const table = database.table<Row, string>(collection);
    const stored = await table.get(id);
    const row = stored ?? newRow(id, device.unit);
    const creation: [string, Json][] = stored
      ? []
      : [
          ['createdAt', new Date().toISOString()],
          ['createdBy', device.user],
        ];
    let clock = await getMeta('clock', database);
    const edited: Record<string, Register> = {};
    const keys: FieldKey[] = [];
    for (const [field, value] of [...creation, ...entries]) {
      const current = registerOf(row, field);
      const base = options.base && field in options.base ? options.base[field] : current;
      if (isUnchanged(base, value)) continue;
      clock = tick(clock, Date.now());
      const stamp = makeStamp(clock, device.deviceId);
      const register = edit(base, stamp, device.user, value);
      edited[field] = register;
      joinIntoRow(row, field, register);
      await database.outbox.put({ collection, id, field, stamp });
      keys.push([collection, id, field]);
    }
    await database.inputs.bulkDelete(entries.map(([field]) => [collection, id, field] as FieldKey));
    if (keys.length === 0 || clock === undefined) return edited;
    await table.put(row);
    await database.attention.bulkDelete(keys);
    await setMeta('clock', clock, database);
    return edited;
  });
}

/** Keeps what stands in an input and is not a valid value yet. The record keeps its last valid value. */
export async function keepInput(collection: string, id: string, field: string, text: string): Promise<void> {
  await db.inputs.put({ collection, id, field, text });
}

export async function forgetInput(collection: string, id: string, field: string): Promise<void> {
  await db.inputs.delete([collection, id, field]);
}

/** Takes a refused field up again, with the value it has now. */
export async function resend(collection: string, id: string, field: string): Promise<void> {
  await db.transaction('rw', [db.outbox, db.attention], async () => {
    const entry = await db.attention.get([collection, id, field]);
    if (!entry) return;
    await db.outbox.put({ collection, id, field, stamp: entry.stamp });
    await db.attention.delete([collection, id, field]);
  });
}

function isUnchanged(base: Register | undefined, value: Json): boolean {
  if (!base) return value === null;
  return !isConflict(base) && canonical(shown(base)?.value ?? null) === canonical(value);
}
