/**
 * What bundles of colleagues brought (docs/sync.md, "Bundles"): joined like anything else, but the hub may still refuse it, so
 * it is kept apart what would stand without it.
 */
import { type CollectionName, checkValue, fieldSchema, isCollection } from '#core/model/collections.ts';
import { ERASED_FIELD, isKeptWhenErased } from '#core/model/erasure.ts';
import { contradict, covers, editsOf, type Register } from '#core/register/register.ts';
import { deviceOf } from '#core/register/stamp.ts';
import type { Refusal } from '#core/wire/protocol.ts';
import { readRegister } from '#core/wire/registers.ts';
import { isWritableWhileLocked, LOCK_FIELD } from '#core/workflow/locks.ts';
import { isRole, mayWrite } from '#core/workflow/policy.ts';
import { type CarriedField, type Database, type FieldKey, rowsOf } from './database.ts';
import { clearField, flagged, joinIntoRow, newRow, type Row, registerOf, setRegister } from './rows.ts';

/** Who signed what is joined. */
export interface Author {
  device: string;
  user: string;
}

export interface Joined {
  /** Registers that were new here. */
  changed: number;
  /** Those that were here already. */
  known: number;
  /** Those that are in knowledge of an edit that has not come here yet; another bundle will bring it. */
  early: number;
  /** Those that the hub would refuse as well. */
  refused: number;
}

interface BatchRecord {
  collection: string;
  id: string;
  unit: string;
  registers: Record<string, unknown>;
}

/** Joins one batch of a bundle, in one transaction. */
export async function joinCarried(
  records: readonly BatchRecord[],
  author: Author,
  bundle: string,
  unit: string,
  database: Database,
): Promise<Joined> {
  const sum: Joined = { changed: 0, known: 0, early: 0, refused: 0 };
  const readable = records.filter((record) => record.unit === unit && isCollection(record.collection));
  sum.refused += fieldsOf(records) - fieldsOf(readable);
  const collections = [...new Set(readable.map((record) => record.collection as CollectionName))];
  const tables = collections.map((collection) => rowsOf(database, collection));
  const { outbox, attention, carried, devices, users } = database;
  await database.transaction('rw', [...tables, outbox, attention, carried, devices, users], async () => {
    const judge = await loadJudge(author, database);
    for (const { collection, id, registers } of readable) {
      const table = rowsOf(database, collection as CollectionName);
      const row = (await table.get(id)) ?? newRow(id, unit);
      let changed = false;
      for (const [field, json] of Object.entries(registers)) {
        const incoming = readRegister(json);
        const verdict = judgeRegister(judge, collection as CollectionName, row, field, incoming);
        if (verdict !== 'fits' || !incoming) {
          sum[verdict === 'early' ? 'early' : 'refused'] += 1;
          continue;
        }
        const without = registerOf(row, field);
        const isNew = joinIntoRow(row, field, incoming);
        changed ||= isNew;
        sum[isNew ? 'changed' : 'known'] += 1;
        await note({ collection, id, field, ...(without ? { without } : {}) }, isNew, bundle, database);
      }
      if (changed) await table.put(flagged(row));
    }
  });
  return sum;
}

/**
 * The hub did not take these fields of a bundle: what would stand without them stands again. Where this laptop's user wrote
 * on in the meantime it stays; the hub tells them that it is in knowledge of something refused.
 */
export async function takeBack(refused: readonly Pick<Refusal, 'collection' | 'id' | 'field'>[], database: Database) {
  for (const { collection, id, field } of refused) {
    if (!isCollection(collection)) continue;
    const table = rowsOf(database, collection);
    const key: FieldKey = [collection, id, field];
    await database.transaction('rw', [table, database.carried, database.outbox, database.attention], async () => {
      const entry = await database.carried.get(key);
      const row = await table.get(id);
      const isOwn = (await database.outbox.get(key)) ?? (await database.attention.get(key));
      if (!entry || !row || isOwn) return;
      if (entry.without) setRegister(row, field, entry.without);
      else clearField(row, field);
      if (Object.keys(row.marks).length === 0) await table.delete(id);
      else await table.put(flagged(row));
      await database.carried.delete(key);
    });
  }
}

/**
 * After a pull, or after the hub's own bundle: those of which the hub turned out to have everything, whoever brought it there,
 * need no carrying any more; and what the hub has not of those that it had no use for goes.
 */
export async function noteArrived(database: Database): Promise<void> {
  for (const { ignored, ...bundle } of await database.bundles
    .filter(({ ignored }) => ignored !== undefined)
    .toArray()) {
    for (const id of ignored ?? []) await takeBack(await carriedBy(id, database), database);
    await database.bundles.put(bundle);
  }
  const waiting = await database.bundles
    .filter(({ file, header, problem, open }) => Boolean(file && header) && problem === undefined && open === 0)
    .toArray();
  for (const bundle of waiting) {
    const { file: _, ...rest } = bundle;
    const fields = await database.carried
      .where('bundles')
      .anyOf([bundle.id, ...bundle.contains])
      .count();
    if (fields === 0) await database.bundles.put({ ...rest, deliveredAt: new Date(database.now()).toISOString() });
  }
}

/** All fields that a bundle brought and that the hub is not known to have. */
export const carriedBy = (bundle: string, database: Database): Promise<CarriedField[]> =>
  database.carried.where('bundles').equals(bundle).toArray();

/** What was here already is noted only when the hub is not known to have it. */
async function note(
  field: Omit<CarriedField, 'bundles'>,
  isNew: boolean,
  bundle: string,
  database: Database,
): Promise<void> {
  const known = await database.carried.get([field.collection, field.id, field.field]);
  if (!known && !isNew) return;
  const bundles = [...new Set([...(known?.bundles ?? []), bundle])];
  await database.carried.put(known ? { ...known, bundles } : { ...field, bundles });
}

interface Judge {
  author: Author;
  role: string | undefined;
  /** Laptops of the same user: a laptop may have had another name. */
  own: ReadonlySet<string>;
}

async function loadJudge(author: Author, database: Database): Promise<Judge> {
  const user = await database.users.get(author.user);
  const devices = await database.devices.filter((device) => device.values.user === author.user).primaryKeys();
  return { author, role: user?.values.role as string | undefined, own: new Set([author.device, ...devices]) };
}

/**
 * The hub's own judgement (hub/sync/push.ts), as far as a laptop can tell. Edits of others count only when they are known
 * here: nobody speaks for another laptop.
 */
function judgeRegister(
  { author, role, own }: Judge,
  collection: CollectionName,
  row: Row,
  field: string,
  incoming: Register | null,
): 'fits' | 'early' | 'refused' {
  if (!incoming || !fieldSchema(collection, field)) return 'refused';
  if (role !== undefined && !(isRole(role) && mayWrite(role, collection, field))) return 'refused';
  // Somebody decided that nothing of it is kept; what comes late is not even looked at here.
  if (row.values[ERASED_FIELD] && !isKeptWhenErased(collection, field)) return 'refused';
  const current = registerOf(row, field);
  const known = new Set(current?.heads.flatMap(editsOf).map((edit) => edit.stamp));
  if (current && contradict(current, incoming)) return 'refused';
  const isHere = (stamp: string): boolean => known.has(stamp) || covers(current?.seen ?? {}, stamp);
  for (const head of incoming.heads) {
    for (const edit of editsOf(head)) {
      if (isHere(edit.stamp)) continue;
      if (!own.has(deviceOf(edit.stamp))) return 'early';
      if (edit.by !== author.user || checkValue(collection, field, head.value) !== 'ok') return 'refused';
      if (row.values[LOCK_FIELD] && !isWritableWhileLocked(field)) return 'refused';
    }
  }
  const isAhead = Object.entries(incoming.seen).some(
    ([device, hlc]) => !own.has(device) && hlc > (current?.seen[device] ?? ''),
  );
  return isAhead ? 'early' : 'fits';
}

const fieldsOf = (records: readonly BatchRecord[]): number =>
  records.reduce((sum, { registers }) => sum + Object.keys(registers).length, 0);
