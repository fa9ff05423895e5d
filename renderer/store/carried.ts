/**
 * What bundles of colleagues brought (docs/sync.md, "Bundles"): joined like anything else, but the hub may still refuse it, so
 * it is kept apart what would stand without it.
 */
import { type CollectionName, checkValue, fieldSchema, isCollection } from '#core/model/collections.ts';
import { ERASED_FIELD, isKeptWhenErased } from '#core/model/erasure.ts';
import {
  canonical,
  contradict,
  covers,
  editsOf,
  type Head,
  join,
  normalise,
  type Register,
  shown,
} from '#core/register/register.ts';
import { deviceOf, type Hlc, makeStamp, type Stamp, tick } from '#core/register/stamp.ts';
import type { Refusal } from '#core/wire/protocol.ts';
import { countRegisters, readRegister } from '#core/wire/registers.ts';
import { isWritableWhileLocked, LOCK_FIELD } from '#core/workflow/locks.ts';
import { NO_MERGES } from '#core/workflow/merges.ts';
import { isRole, mayWrite } from '#core/workflow/policy.ts';
import { isRestricting, isWritableWhileRestricted, personsOf } from '#core/workflow/restriction.ts';
import {
  type CarriedBundle,
  type CarriedField,
  type Database,
  type FieldKey,
  getMeta,
  type OutboxEntry,
  rowsOf,
  setMeta,
} from './database.ts';
import { readMerges } from './merged.ts';
import { sendAgain } from './refused.ts';
import { flagged, joinIntoRow, newRow, type Row, registerOf, replaceRegister, setRegister } from './rows.ts';
import { deleteUnsent, putUnsent, unsentField } from './unsent.ts';

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
  sum.refused += countRegisters(records) - countRegisters(readable);
  const collections = [...new Set(readable.map((record) => record.collection as CollectionName))];
  const tables = collections.map((collection) => rowsOf(database, collection));
  const { unsent, attention, carried, devices, users, subjectRequests, businesses, cooperatives, meta } = database;
  // Whom a restriction reaches is asked of the clients.
  const others = [unsent, attention, carried, devices, users, subjectRequests, businesses, cooperatives, meta];
  await database.transaction('rw', [...new Set([...tables, ...others])], async () => {
    const judge = await loadJudge(author, database);
    const self = await loadSelf(database);
    const { clock } = self;
    for (const { collection, id, registers } of readable) {
      const table = rowsOf(database, collection as CollectionName);
      const row = (await table.get(id)) ?? newRow(id, unit);
      let changed = false;
      const held = isRestricted(judge, collection as CollectionName, row, registers);
      for (const [field, json] of Object.entries(registers)) {
        const incoming = readRegister(json);
        const verdict = judgeRegister(judge, collection as CollectionName, row, held, field, incoming);
        if (verdict !== 'fits' || !incoming) {
          sum[verdict === 'early' ? 'early' : 'refused'] += 1;
          continue;
        }
        const before = registerOf(row, field);
        const { brought, own } = split(incoming, before, self);
        const isNew = joinIntoRow(row, field, brought);
        const stamp = addOwn(row, field, own, self);
        changed ||= isNew || stamp !== undefined;
        sum[isNew || stamp ? 'changed' : 'known'] += 1;
        if (stamp) await sendAsOwn({ collection, id, field, stamp }, before, database);
        else await note({ collection, id, field, brought }, before, isNew, bundle, database);
      }
      if (changed) await table.put(flagged(row));
    }
    // Whoever moves it counts as somebody who edits.
    if (self.clock !== undefined && self.clock !== clock) await setMeta('clock', self.clock, database);
  });
  return sum;
}

/**
 * The hub did not take these fields of a bundle: what would stand without them stands again, and beside it what this laptop's
 * user wrote in the meantime. That goes out again: it no longer speaks of what the hub has not. What another bundle brought to
 * the same field is none of this one's business.
 */
export async function takeBack(
  bundle: string,
  refused: readonly Pick<Refusal, 'collection' | 'id' | 'field'>[],
  database: Database,
): Promise<void> {
  for (const { collection, id, field } of refused) {
    if (!isCollection(collection)) continue;
    const table = rowsOf(database, collection);
    const key: FieldKey = [collection, id, field];
    const tables = [table, database.carried, database.unsent, database.attention, database.meta];
    await database.transaction('rw', tables, async () => {
      const entry = await database.carried.get(key);
      const row = await table.get(id);
      const current = registerOf(row, field);
      if (!entry?.bundles.includes(bundle) || !row || !current) return;
      const rest = withoutBrought(current, entry, (await getMeta('device', database))?.deviceId);
      replaceRegister(row, field, rest);
      const refusal = await database.attention.get(key);
      if (!rest) {
        // A recovery wanted the hub to have it.
        await deleteUnsent(database, [key]);
        await database.attention.delete(key);
      } else if (refusal?.code === 'unknown_head') await sendAgain(database, [refusal]);
      if (Object.keys(row.marks).length === 0) await table.delete(id);
      else await table.put(flagged(row));
      await database.carried.delete(key);
    });
  }
}

/** Something in the bundle has come to the hub by no road. Its laptop was copied or put back to a backup after it wrote it. */
export const LEFT_BEHIND = 'left_behind';

const ignoredBundles = ({ bundles }: Database) => bundles.filter(({ ignored }) => ignored !== undefined);

/** Are there bundles that the hub had no use for, and of which it is not known yet what it has by other roads? */
export const hasIgnored = async (database: Database): Promise<boolean> => (await ignoredBundles(database).count()) > 0;

/**
 * After a pull that brought everything: what the hub still has not of the bundles that it had no use for goes. A bundle of the
 * hub is not enough; it may be older than its answer was. Where that was something, perhaps nobody else has it any more: the file
 * stays, for a person to look at.
 */
export async function dropIgnored(database: Database): Promise<void> {
  const answered = await ignoredBundles(database).toArray();
  for (const { ignored = [], ...bundle } of answered) {
    const missing = new Map<string, CarriedField[]>();
    for (const id of ignored) missing.set(id, await carriedBy(id, database));
    for (const [id, fields] of missing) await takeBack(id, fields, database);
    const { file: _, ...rest } = bundle;
    const isLeft = [...missing.values()].some((fields) => fields.length > 0);
    await database.bundles.put(isLeft ? { ...bundle, problem: LEFT_BEHIND } : rest);
  }
}

/** The bundles of which the hub turned out to have everything, whoever brought it there, need no carrying any more. */
export async function noteArrived(database: Database): Promise<void> {
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

/**
 * A laptop that exchanges often writes a bundle each time, with everything that it has unsent. Of two of the same laptop the
 * earlier is not carried any further when the later one brings all of it. Which is the later one its rounds tell; clocks lie.
 */
export async function dropReplaced(latest: string, database: Database): Promise<void> {
  await database.transaction('rw', [database.bundles, database.carried], async () => {
    const came = await database.bundles.get(latest);
    const device = authorOf(came);
    if (!came || !device) return;
    const others = await database.bundles
      .filter((other) => other.id !== latest && authorOf(other) === device)
      .toArray();
    for (const other of others) {
      await replace(other, came, database);
      await replace(came, other, database);
    }
  });
}

/** The laptop that wrote a bundle which is whole, joined, and still to be carried. */
const authorOf = ({ file, header, problem, open }: Partial<CarriedBundle> = {}): string | undefined =>
  file && problem === undefined && open === 0 && header?.from.kind === 'device' ? header.from.device : undefined;

async function replace(earlier: CarriedBundle, later: CarriedBundle, { bundles, carried }: Database): Promise<void> {
  const from = later.header?.from;
  if (from?.kind !== 'device' || !from.rounds.includes(earlier.id) || earlier.contains.length > 0) return;
  const missing = await carried
    .where('bundles')
    .equals(earlier.id)
    .filter((field) => !field.bundles.includes(later.id))
    .count();
  if (missing > 0) return;
  const { file: _, ...rest } = earlier;
  await bundles.put({ ...rest, replacedBy: later.id });
}

/** All fields that a bundle brought and that the hub is not known to have. */
export const carriedBy = (bundle: string, database: Database): Promise<CarriedField[]> =>
  database.carried.where('bundles').equals(bundle).toArray();

/**
 * What stands in a field without what bundles brought: what the hub is known to hold, and what this laptop's user wrote, as if
 * neither knew of the other. `undefined` for nothing.
 *
 * @param device this laptop
 */
export function withoutBrought(
  current: Register,
  { base }: Pick<CarriedField, 'base'>,
  device: string | undefined,
): Register | undefined {
  const known = new Set(base?.heads.flatMap(editsOf).map((edit) => edit.stamp));
  const own = current.heads.flatMap((head) =>
    editsOf(head)
      .filter(({ stamp }) => deviceOf(stamp) === device && !known.has(stamp))
      .map((edit) => ({ ...edit, value: head.value })),
  );
  return own.length === 0 ? base : normalise([...(base?.heads ?? []), ...own], base?.seen);
}

/**
 * Remembers what was brought, and what the hub is known to hold of the field.
 *
 * @param before what stood there; when nothing of this laptop waits, the hub has it
 * @param isNew what was here already is noted only when the hub is not known to have it
 */
async function note(
  field: Omit<CarriedField, 'bundles' | 'base'>,
  before: Register | undefined,
  isNew: boolean,
  bundle: string,
  database: Database,
): Promise<void> {
  const key: FieldKey = [field.collection, field.id, field.field];
  const { carried } = database;
  const known = await carried.get(key);
  if (known) {
    const bundles = [...new Set([...known.bundles, bundle])];
    await carried.put({ ...known, brought: join(known.brought, field.brought), bundles });
    return;
  }
  if (!isNew) return;
  const base = await knownBase(key, before, database);
  await carried.put({ ...field, ...(base ? { base } : {}), bundles: [bundle] });
}

/** This laptop, and the names under which a copy of it may have stamped: those that it has shared, and its own until the hub says so. */
interface Self {
  device: string | undefined;
  clock: Hlc | undefined;
  shared: ReadonlySet<string>;
  now: () => number;
}

async function loadSelf(database: Database): Promise<Self> {
  const device = (await getMeta('device', database))?.deviceId;
  const shared = (await getMeta('sharedNames', database)) ?? [];
  return {
    device,
    clock: await getMeta('clock', database),
    shared: new Set(device ? [...shared, device] : shared),
    now: () => database.now(),
  };
}

/**
 * What two laptops wrote under one name hides one another: who has seen the later of two stamps counts as having seen the earlier, which
 * may be the other's. So what comes under such a name becomes an edit of this laptop, and it has seen no more of that name than before.
 *
 * @returns what is joined as it came, and the edits that are to be stamped anew
 */
function split(
  incoming: Register,
  current: Register | undefined,
  { shared }: Self,
): { brought: Register; own: Head[] } {
  if (!Object.keys(incoming.seen).some((name) => shared.has(name))) return { brought: incoming, own: [] };
  const known = new Set(current?.heads.flatMap(editsOf).map((edit) => edit.stamp));
  const values = new Set(current?.heads.map((head) => canonical(head.value)));
  const edits = incoming.heads.flatMap((head) => editsOf(head).map((edit) => ({ ...edit, value: head.value })));
  const isShared = ({ stamp }: Head) => shared.has(deviceOf(stamp)) && !known.has(stamp);
  // It was replaced here, or stands here already.
  const isHere = ({ stamp, value }: Head) =>
    (current !== undefined && covers(current.seen, stamp)) || values.has(canonical(value));
  const seen = Object.fromEntries(Object.entries(incoming.seen).filter(([name]) => !shared.has(name)));
  return {
    brought: normalise(
      edits.filter((edit) => !isShared(edit)),
      seen,
    ),
    own: edits.filter((edit) => isShared(edit) && !isHere(edit)),
  };
}

/** Puts edits beside what stands, with stamps of this laptop. @returns the last of these */
function addOwn(row: Row, field: string, edits: readonly Head[], self: Self): Stamp | undefined {
  const { device } = self;
  if (edits.length === 0 || !device) return undefined;
  const own = edits.map((edit) => {
    self.clock = tick(self.clock, self.now());
    return { ...edit, stamp: makeStamp(self.clock, device) };
  });
  const current = registerOf(row, field);
  setRegister(row, field, normalise([...(current?.heads ?? []), ...own], current?.seen));
  return own.at(-1)?.stamp;
}

/** What the hub is known to hold of a field. @param before what stood there; when nothing of this laptop waits, the hub has it */
async function knownBase(
  key: FieldKey,
  before: Register | undefined,
  database: Database,
): Promise<Register | undefined> {
  const waiting = (await unsentField(database, key)) ?? (await database.attention.get(key));
  return waiting ? waiting.base : before;
}

async function sendAsOwn(entry: OutboxEntry, before: Register | undefined, database: Database): Promise<void> {
  const key: FieldKey = [entry.collection, entry.id, entry.field];
  const base = await knownBase(key, before, database);
  await putUnsent(database, [{ ...entry, ...(base ? { base } : {}) }]);
  await database.attention.delete(key);
}

interface Judge {
  author: Author;
  role: string | undefined;
  /** Laptops of the same user: a laptop may have had another name. */
  own: ReadonlySet<string>;
  /** Those whose data must stay as they are. */
  restricted: ReadonlySet<string>;
}

async function loadJudge(author: Author, database: Database): Promise<Judge> {
  const user = await database.users.get(author.user);
  const devices = await database.devices.filter((device) => device.values.user === author.user).primaryKeys();
  const requests = await database.subjectRequests.filter(({ values }) => isRestricting(values)).toArray();
  const merges = requests.length > 0 ? await readMerges(database) : NO_MERGES;
  return {
    author,
    role: user?.values.role as string | undefined,
    own: new Set([author.device, ...devices]),
    restricted: new Set(requests.flatMap(({ values }) => merges.membersOf(String(values.clientId)))),
  };
}

/** Is it the record of somebody who is restricted, by what is here or by what is brought? */
function isRestricted(
  { restricted }: Judge,
  collection: CollectionName,
  row: Row,
  registers: Record<string, unknown>,
): boolean {
  if (restricted.size === 0) return false;
  const brought = Object.entries(registers).map(([field, json]) => {
    const register = readRegister(json);
    return [field, register && shown(register)?.value] as const;
  });
  const persons = [row.values, Object.fromEntries(brought)].flatMap((values) => personsOf(collection, row.id, values));
  return persons.some((person) => restricted.has(person));
}

/**
 * The hub's own judgement (hub/sync/push.ts), as far as a laptop can tell. Edits of others count only when they are known
 * here: nobody speaks for another laptop.
 */
function judgeRegister(
  { author, role, own }: Judge,
  collection: CollectionName,
  row: Row,
  held: boolean,
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
      if (held && !(role && isRole(role) && isWritableWhileRestricted(role, field, [head.value]))) return 'refused';
    }
  }
  const isAhead = Object.entries(incoming.seen).some(
    ([device, hlc]) => !own.has(device) && hlc > (current?.seen[device] ?? ''),
  );
  return isAhead ? 'early' : 'fits';
}
