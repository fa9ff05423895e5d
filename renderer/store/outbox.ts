/** The sync worker's side of the store: what to send, what came back, what arrived. */
import { isCollection } from '#core/model/collections.ts';
import type { PullAnswer, Refusal, WireRecord } from '#core/wire/protocol.ts';
import { readRegister, toWire } from '#core/wire/registers.ts';
import { type Database, db, type FieldKey, getMeta, type OutboxEntry, setMeta } from './database.ts';
import { joinIntoRow, newRow, type Row, registerOf } from './rows.ts';

const key = (entry: OutboxEntry): FieldKey => [entry.collection, entry.id, entry.field];

export const unsentCount = (database: Database = db): Promise<number> => database.outbox.count();

/** The unsent fields, and the records (with only those fields) that carry them. */
export async function collectUnsent(
  limit: number,
  database: Database = db,
): Promise<{ entries: OutboxEntry[]; records: WireRecord[] }> {
  const entries = await database.outbox.limit(limit).toArray();
  const records = new Map<string, WireRecord>();
  const sent: OutboxEntry[] = [];
  for (const entry of entries) {
    const row = await database.table<Row, string>(entry.collection).get(entry.id);
    const register = registerOf(row, entry.field);
    if (!row || !register) continue;
    const name = `${entry.collection}/${entry.id}`;
    const record = records.get(name) ?? { collection: entry.collection, id: row.id, unit: row.unit, registers: {} };
    record.registers[entry.field] = toWire(register) as typeof register;
    records.set(name, record);
    sent.push(entry);
  }
  return { entries: sent, records: [...records.values()] };
}

/**
 * Acknowledged fields leave the outbox, refused ones move to *Perlu perhatian*. A field that was edited again while the
 * batch was on its way stays.
 */
export async function settle(sent: OutboxEntry[], refused: Refusal[], database: Database = db): Promise<void> {
  const reasons = new Map(refused.map((refusal) => [`${refusal.collection}/${refusal.id}/${refusal.field}`, refusal]));
  await database.transaction('rw', [database.outbox, database.attention], async () => {
    const current = await database.outbox.bulkGet(sent.map(key));
    const done = sent.filter((entry, i) => current[i]?.stamp === entry.stamp);
    await database.outbox.bulkDelete(done.map(key));
    const at = new Date().toISOString();
    await database.attention.bulkPut(
      done.flatMap((entry) => {
        const reason = reasons.get(`${entry.collection}/${entry.id}/${entry.field}`);
        return reason ? [{ ...entry, code: reason.code, message: reason.message, at }] : [];
      }),
    );
  });
}

/** Fields that an older hub did not know go out again once the hub was updated. */
export async function resendUnknownFields(database: Database = db): Promise<void> {
  await database.transaction('rw', [database.outbox, database.attention], async () => {
    const waiting = await database.attention.filter((entry) => entry.code === 'unknown_field').toArray();
    await database.outbox.bulkPut(
      waiting.map(({ collection, id, field, stamp }) => ({ collection, id, field, stamp })),
    );
    await database.attention.bulkDelete(waiting.map(key));
  });
}

/** Joins one page of a pull and moves the cursor, in one transaction: a cut leaves both or none. */
export async function receive(answer: PullAnswer, database: Database = db): Promise<void> {
  const names = new Set(answer.records.map((record) => record.collection).filter(isCollection));
  const tables = [...[...names].map((name) => database.table(name)), database.others, database.meta];
  await database.transaction('rw', tables, async () => {
    for (const record of answer.records) {
      const known = names.has(record.collection as never);
      const row: Row =
        (known
          ? await database.table<Row, string>(record.collection).get(record.id)
          : await database.others.get([record.collection, record.id])) ?? newRow(record.id, record.unit);
      let changed = false;
      for (const [field, json] of Object.entries(record.registers)) {
        const register = readRegister(json);
        // A register that this version cannot read must not stop the others; the hub still has it.
        if (register) changed = joinIntoRow(row, field, register) || changed;
      }
      if (!changed) continue;
      if (known) await database.table<Row, string>(record.collection).put(row);
      else await database.others.put({ ...row, collection: record.collection });
    }
    await setMeta('cursor', answer.next, database);
  });
}

export const cursor = async (database: Database = db): Promise<number> => (await getMeta('cursor', database)) ?? 0;
