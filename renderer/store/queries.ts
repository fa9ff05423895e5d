/** What screens read, live: a query runs again when the data it read has changed, in whatever window or worker. */
import { liveQuery } from 'dexie';
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import type { Attachable } from '#core/model/attachments.ts';
import {
  type CHILDREN_OF_CLIENT,
  CLIENT_COLLECTIONS,
  type ClientCollection,
  COLLECTIONS,
  type CollectionName,
  isClientCollection,
  isCollection,
  type SubjectCollection,
  type Values,
} from '#core/model/collections.ts';
import type { Day } from '#core/model/dates.ts';
import type { VersionedSetting } from '#core/model/settings.ts';
import { covers, editsOf, type Register } from '#core/register/register.ts';
import { deviceOf } from '#core/register/stamp.ts';
import type { NationalAnswer } from '#core/wire/protocol.ts';
import type { Subject } from '#core/workflow/consent.ts';
import { type Merges, shownRecords, withWinner } from '#core/workflow/merges.ts';
import { mayDecide, type Role } from '#core/workflow/policy.ts';
import type { Waits } from '#core/workflow/waiting.ts';
import { type FileSpace, fileSpace, isStanding, waitingFiles } from './attachments.ts';
import { ofBothKinds } from './clients.ts';
import { type ConflictKind, type FoundConflict, findConflicts } from './conflicts.ts';
import { clientsBeyondMinimum, withoutConsent } from './consent.ts';
import {
  type AttentionEntry,
  type BackupState,
  type CarriedBundle,
  type ConflictPast,
  type Device,
  db,
  type FileChoice,
  getMeta,
  type HubFile,
  IDLE_MINUTES,
  isEmpty,
  type Meta,
  type Restored,
  rowsOf,
  type SyncStatus,
  type UnfinishedInput,
} from './database.ts';
import { draftField, isDraft } from './drafts.ts';
import { readMerges } from './merged.ts';
import { readValues } from './packs.ts';
import { conflictingFields, type Row, registerOf, unknownEdits, WAITS_FLAG } from './rows.ts';
import { countUnsent, unsentOf } from './unsent.ts';
import { watchTables } from './watch.ts';

/** A record as screens see it. */
export interface Entity<C extends CollectionName> {
  collection: C;
  id: string;
  values: Values<C>;
  conflicts: string[];
  register: (field: string) => Register | undefined;
}

/** What belongs to one client, newest first where it has a date. */
export interface ClientFile {
  client: Entity<ClientCollection>;
  consents: Entity<'consents'>[];
  yearlyStates: Entity<'yearlyStates'>[];
  assessments: Entity<'assessments'>[];
  sessions: Entity<'sessions'>[];
  followUps: Entity<'followUps'>[];
  programmes: Entity<'programmes'>[];
  outcomes: Entity<'outcomes'>[];
  levelUps: Entity<'levelUps'>[];
  ratings: Entity<'ratings'>[];
}

type ChildCollection = (typeof CHILDREN_OF_CLIENT)[number];

/** `undefined` while loading, `null` when there is no such record yet (a new one is made by its first save). */
export function useRecord<C extends CollectionName>(collection: C, id: string): Entity<C> | null | undefined {
  return useLiveQuery(() => readRecord(collection, id), [collection, id]);
}

/** What is stored now; null when there is no such record. */
export async function readRecord<C extends CollectionName>(collection: C, id: string): Promise<Entity<C> | null> {
  if (!isCollection(collection)) return null;
  const row = await rowsOf(db, collection).get(id);
  return row ? entity(collection, row) : null;
}

export const useRecords = <C extends CollectionName>(collection: C): Entity<C>[] | undefined =>
  useLiveQuery(() => readRecords(collection), [collection]);

/** The records of a collection that wait for something. */
export const useWaiting = <C extends CollectionName>(collection: C, waits: Waits): Entity<C>[] | undefined =>
  useLiveQuery(() => readWaiting(collection, waits), [collection, waits]);

/** The same of several collections. */
export const useWaitingIn = <C extends CollectionName>(
  collections: readonly C[],
  waits: Waits,
): { [N in C]: Entity<N> }[C][] | undefined =>
  useLiveQuery(async () => {
    const found = await Promise.all(collections.map((collection) => readWaiting(collection, waits)));
    return found.flat() as { [N in C]: Entity<N> }[C][];
  }, [collections.join(), waits]);

async function readWaiting<C extends CollectionName>(collection: C, waits: Waits): Promise<Entity<C>[]> {
  const rows = await rowsOf(db, collection).where('flags').equals(`${WAITS_FLAG}${waits}`).toArray();
  const merges = await readMerges();
  return rows.map((row) => entity(collection, withWinner(row, merges)));
}

/** How many sessions were held on these days, both included. */
export const useSessionCount = (from: Day, to: Day): number | undefined =>
  useLiveQuery(async () => {
    const rows = await db.sessions.where('values.date').between(from, to, true, true).toArray();
    return rows.filter((row) => !row.values.deletedAt).length;
  }, [from, to]);

/** All records of a setting, also the deleted. */
export const useSettingsWithDeleted = <C extends VersionedSetting>(collection: C): Entity<C>[] | undefined =>
  useLiveQuery(async () => {
    const rows = await rowsOf(db, collection).toArray();
    return rows.map((row) => entity(collection, row));
  }, [collection]);

/** All records of several collections whose content is still held: also the deleted, not the erased. */
export const useHeldIn = (collections: readonly CollectionName[]): Entity<CollectionName>[] | undefined =>
  useLiveQuery(async () => {
    const rows = await Promise.all(collections.map((name) => heldIn(name)));
    return rows.flat();
  }, [collections.join()]);

async function heldIn(collection: CollectionName): Promise<Entity<CollectionName>[]> {
  const rows = await db.table<Row, string>(collection).toArray();
  return rows.filter((row) => !row.values.erasedAt).map((row) => entity(collection, row));
}

/** All clients. While an import brings thousands, they are read again from time to time. */
export function useClients(isWanted = true): ClientValues[] | undefined {
  const [clients, setClients] = useState<ClientValues[]>();
  useEffect(() => {
    if (!isWanted) return setClients([]);
    setClients(undefined);
    return watchTables(CLIENT_COLLECTIONS, readClients, {
      next: setClients,
      error: (error) => console.error('clients', error),
    });
  }, [isWanted]);
  return clients;
}

/** A client without what its fields' registers hold besides. */
export type ClientValues = {
  [C in ClientCollection]: Pick<Entity<C>, 'collection' | 'id' | 'values'>;
}[ClientCollection];

const readClients = (): Promise<ClientValues[]> =>
  ofBothKinds(async (collection) =>
    (await readAllValues(collection)).map((record) => ({ collection, ...record }) as ClientValues),
  );

/** Who stands for whom among the clients. */
export const useMerges = (): Merges | undefined => useLiveQuery(() => readMerges());

/** The client (or candidate) as it is shown: the one that stands for it. `null` when there is no such record. */
export const useClient = <C extends SubjectCollection>(collection: C, id: string): Entity<C> | null | undefined =>
  useLiveQuery(async () => readRecord(collection, (await readMerges()).winnerOf(id)), [collection, id]);

/** How much was recorded for one client itself, whatever it was merged with. */
export const useOwnCounts = (id: string): { sessions: number; assessments: number; outcomes: number } | undefined =>
  useLiveQuery(async () => {
    const [sessions, assessments, outcomes] = await Promise.all([
      children('sessions', [id], 'date'),
      children('assessments', [id], 'assessedOn'),
      children('outcomes', [id], 'date'),
    ]);
    return { sessions: sessions.length, assessments: assessments.length, outcomes: outcomes.length };
  }, [id]);

export function useClientFile(collection: ClientCollection, id: string): ClientFile | null | undefined {
  return useLiveQuery(async () => {
    const row = await db.table<Row, string>(collection).get(id);
    if (!row || row.values.deletedAt) return null;
    const members = (await readMerges()).membersOf(id);
    const [consents, yearlyStates, assessments, sessions, followUps, programmes, outcomes, levelUps, ratings] =
      await Promise.all([
        children('consents', members, 'givenOn'),
        children('yearlyStates', members, 'asOf'),
        children('assessments', members, 'assessedOn'),
        children('sessions', members, 'date'),
        children('followUps', members, 'dueOn'),
        children('programmes', members, 'createdAt'),
        children('outcomes', members, 'date'),
        children('levelUps', members, 'date'),
        children('ratings', members, 'date'),
      ]);
    const client = entity(collection, row);
    return {
      client,
      consents,
      yearlyStates,
      assessments,
      sessions,
      followUps,
      programmes,
      outcomes,
      levelUps,
      ratings,
    };
  }, [collection, id]);
}

export const useChildren = <C extends ChildCollection>(collection: C, clientId: string): Entity<C>[] | undefined =>
  useLiveQuery(
    async () => children(collection, (await readMerges()).membersOf(clientId), 'createdAt'),
    [collection, clientId],
  );

/** The requests of these data subjects, and of the businesses that came of candidates among them. */
export const useRequestsOf = (persons: readonly string[]): Entity<'subjectRequests'>[] | undefined =>
  useLiveQuery(async () => {
    const candidates = await db.candidates.bulkGet([...persons]);
    const businesses = candidates.flatMap((row) => (row?.values.business ? [String(row.values.business)] : []));
    const merges = await readMerges();
    const all = new Set([...persons, ...businesses].flatMap((id) => merges.membersOf(id)));
    return children('subjectRequests', [...all], 'createdAt');
  }, [persons.join()]);

/** Has this person given no consent that runs, as far as this laptop knows? */
export const useIsWithoutConsent = (subject: Subject | undefined): boolean | undefined =>
  useLiveQuery(
    async () => subject !== undefined && (await withoutConsent([subject])).length > 0,
    [subject?.collection, subject?.id],
  );

/** The clients of whom more than the minimal record is held without a consent that runs. */
export const useClientsBeyondMinimum = (isWanted = true): ReadonlySet<string> | undefined =>
  useLiveQuery(async () => (isWanted ? clientsBeyondMinimum() : new Set<string>()), [isWanted]);

/** What belongs to the record `parent`, oldest first. */
export const useRows = (collection: CollectionName, parent: string): Entity<never>[] | undefined =>
  useLiveQuery(async () => {
    const rows = await db.table<Row, string>(collection).where('values.parent').equals(parent).toArray();
    return rows
      .filter((row) => !row.values.deletedAt)
      .sort((a, b) => a.id.localeCompare(b.id))
      .map((row) => entity(collection as never, row) as Entity<never>);
  }, [collection, parent]);

/** The same with those that were deleted. */
export const useRowsWithDeleted = <C extends CollectionName>(collection: C, parent: string): Entity<C>[] | undefined =>
  useLiveQuery(() => readRowsWithDeleted(collection, parent), [collection, parent]);

export async function readRowsWithDeleted<C extends CollectionName>(
  collection: C,
  parent: string,
): Promise<Entity<C>[]> {
  const rows = await db.table<Row, string>(collection).where('values.parent').equals(parent).toArray();
  return rows.map((row) => entity(collection, row));
}

/** A photo, signature or document, and whether its file is on this laptop. */
export interface HeldAttachment extends Entity<'attachments'> {
  isHere: boolean;
}

/** Those of one record, oldest first; of a client, also those of all that is recorded of it. */
export const useAttachments = (collection: Attachable, id: string): HeldAttachment[] | undefined =>
  useLiveQuery(async () => {
    const isClient = isClientCollection(collection);
    const rows = await db.attachments
      .where(isClient ? 'values.clientId' : 'values.parent')
      .anyOf(isClient ? (await readMerges()).membersOf(id) : [id])
      .toArray();
    const standing = rows.filter(isStanding).sort((a, b) => a.id.localeCompare(b.id));
    const hashes = standing.map(({ values }) => String(values.hash));
    const here = new Set(await db.files.where('hash').anyOf(hashes).primaryKeys());
    return standing.map((row) => ({
      ...entity('attachments', row),
      isHere: here.has(String(row.values.hash)),
    }));
  }, [collection, id]);

/** How much room files take, and what of it could be freed. */
export const useFileSpace = (): FileSpace | undefined => useLiveQuery(() => fileSpace());
/** How many files on this laptop the hub has not. */
export const useWaitingFiles = (): number | undefined => useLiveQuery(async () => (await waitingFiles()).length);
export const useFileChoice = (): FileChoice | undefined =>
  useLiveQuery(async () => (await getMeta('fileChoice')) ?? 'all');
/** Why the last attempt to send files did not send all. */
export const useFileProblem = (): string | null | undefined =>
  useLiveQuery(async () => (await getMeta('fileProblem')) ?? null);

/** `null` when this laptop is not enrolled. */
/** After so many minutes without use the app locks itself. */
export const useIdleMinutes = (): number | undefined =>
  useLiveQuery(async () => (await getMeta('idleMinutes')) ?? IDLE_MINUTES);

/** Does the hub have the code that recovers this account? */
export const useIsRecoverable = (): boolean | undefined =>
  useLiveQuery(async () => (await getMeta('recovery'))?.sentAs !== undefined);

export const useDevice = (): Device | null | undefined => useLiveQuery(async () => (await getMeta('device')) ?? null);

/**
 * More unsent fields than these are told to be more, and no more records of them are read for a screen: after each field that is
 * written all would be read again.
 */
export const COUNTED_UNSENT = 5000;
export const useSyncStatus = (): SyncStatus | undefined => useLiveQuery(() => getMeta('sync'));
export const useBackupState = (): BackupState | undefined => useLiveQuery(() => getMeta('backup'));
/** When this laptop was put back from a snapshot and has not met the hub since; `null`: it was not. */
export const useRestored = (): Restored | null | undefined =>
  useLiveQuery(async () => (await getMeta('restored')) ?? null);
/**
 * Calls back with the number of unsent fields (`useUnsent`), now and after changes.
 *
 * @returns what ends it
 */
export const watchUnsent = (onChange: (count: number) => void): (() => void) =>
  watchTables(
    ['unsent'],
    countForScreens,
    { next: onChange, error: (error) => console.error('outbox', error) },
    BUSY_WITH_COUNTING,
  );

/** A sync changes the outbox without pause, and whoever saves must not wait for a count of it each time. */
const BUSY_WITH_COUNTING = 0.01;

const countForScreens = async (): Promise<number> => Math.min(await countUnsent(db), COUNTED_UNSENT);

/** How many fields are unsent, up to `COUNTED_UNSENT`: whether there are any it tells at once, their number a moment later. */
export function useUnsent(): number | undefined {
  const [count, setCount] = useState<number>();
  useEffect(() => watchUnsent(setCount), []);
  const isNone = useLiveQuery(() => isEmpty(db.unsent));
  if (isNone) return 0;
  return isNone === false && count !== undefined ? Math.max(1, count) : count;
}

/** The records of which something is unsent, up to `COUNTED_UNSENT`. */
export const useUnsentRecords = (): [collection: string, id: string][] | undefined =>
  useLiveQuery(() => db.unsent.limit(COUNTED_UNSENT).primaryKeys());
/** The bundles that this laptop took in, the latest first. */
export const useCarriedBundles = (): CarriedBundle[] | undefined =>
  useLiveQuery(async () => (await db.bundles.toArray()).sort((a, b) => b.arrivedAt.localeCompare(a.arrivedAt)));
/** How many fields each laptop wrote that bundles brought here and that the hub is not known to have. */
export const useCarriedByDevice = (): Map<string, number> | undefined =>
  useLiveQuery(async () => {
    const counts = new Map<string, number>();
    for (const { brought, base } of await db.carried.toArray()) {
      const edits = brought.heads.flatMap(editsOf).filter(({ stamp }) => !covers(base?.seen ?? {}, stamp));
      for (const device of new Set(edits.map(({ stamp }) => deviceOf(stamp)))) {
        counts.set(device, (counts.get(device) ?? 0) + 1);
      }
    }
    return counts;
  });
export const useAttention = (): AttentionEntry[] | undefined => useLiveQuery(() => db.attention.toArray());
/** Refused fields: how many things were not taken by the hub. */
export const useRefusedCount = (): number | undefined => useLiveQuery(() => db.attention.count());

/** Something that a person must decide. */
export interface Conflict {
  kind: ConflictKind;
  collection: CollectionName;
  id: string;
  field: string;
  /** The standing values; for a delete, those of `deletedAt`. */
  register: Register;
  entity: Entity<CollectionName>;
  /** For a delete: what was written without knowing of it, by field. */
  edits: { field: string; register: Register }[];
  /** For an orphan: the deleted record that it belongs to. */
  owner?: Entity<CollectionName>;
  /** What the authors saw, once the hub has told. */
  past?: ConflictPast;
}

/** What waits for a decision: everything for a coordinator, their own for the others (`mayDecide`). */
export function useConflicts({ role, user }: { role: Role; user: string }): Conflict[] | undefined {
  const [conflicts, setConflicts] = useState<Conflict[]>();
  useEffect(
    () =>
      watchTables(
        [...COLLECTIONS, 'pasts'],
        async () => (await allConflicts()).filter((conflict) => mayDecideOn({ role, user }, conflict)),
        { next: setConflicts, error: (error) => console.error('conflicts', error) },
        BUSY_WITH_CONFLICTS,
      ),
    [role, user],
  );
  return conflicts;
}

/** Every page counts them. While an import of thousands is undone, each look at what it left behind takes seconds. */
const BUSY_WITH_CONFLICTS = 0.1;

/** How a record stands with the hub. */
export interface RecordSync {
  unsent: number;
  refused: number;
}

export const useRecordSync = (collection: string, id: string): RecordSync | undefined =>
  useLiveQuery(async () => {
    const [unsent, refused] = await Promise.all([
      unsentOf(db, collection, id).then(({ length }) => length),
      db.attention.where({ collection, id }).count(),
    ]);
    return { unsent, refused };
  }, [collection, id]);

/** The unit's laptops as the hub told last; for coordinators. */
export const useLaptops = (): Meta['laptops'] | null | undefined =>
  useLiveQuery(async () => (await getMeta('laptops')) ?? null);

/** What the hub told this user last of all its units in a year; `null` when nothing. */
export const useNational = (user: string, year: number): NationalAnswer | null | undefined =>
  useLiveQuery(async () => {
    const kept = await getMeta('national');
    return (kept?.user === user && kept.years[year]) || null;
  }, [user, year]);

/** The hub's data as this laptop can hand them on. */
export const useHubFile = (): HubFile | null | undefined =>
  useLiveQuery(async () => (await getMeta('hubFile')) ?? null);

export const useUnfinishedInputs = (): UnfinishedInput[] | undefined =>
  useLiveQuery(() => db.inputs.filter(({ field }) => !isDraft(field)).toArray());

/** What was typed into a dialog (`keepDraft`); null when there is nothing, undefined while it loads. */
export const useKeptDraft = (collection: string, id: string, name: string): string | null | undefined =>
  useLiveQuery(
    async () => (await db.inputs.get([collection, id, draftField(name)]))?.text ?? null,
    [collection, id, name],
  );

/**
 * A record and the inputs that are no values of it yet, as they are at one moment: a text that became a value is never in
 * neither. `undefined` while they load.
 */
export const useRecordWithInputs = <C extends CollectionName>(collection: C, id: string) =>
  useLiveQuery(
    () =>
      db.transaction('r', [collection, 'inputs'], async () => ({
        record: await readRecord(collection, id),
        inputs: await readInputsOf(collection, id),
      })),
    [collection, id],
  );

/** What stood in the inputs of one record when it was left with values that are not valid yet. */
export async function readInputsOf(collection: string, id: string): Promise<Map<string, string>> {
  const inputs = await db.inputs.where({ collection, id }).toArray();
  return new Map(inputs.filter(({ field }) => !isDraft(field)).map((input) => [input.field, input.text]));
}

const WATCH_AGAIN_MS = 5000;

/** Told of edits on this laptop, in whatever window: nothing else moves its clock. */
export function watchEdits(onEdit: () => void): void {
  let before: { clock?: Meta['clock'] } | undefined;
  liveQuery(() => getMeta('clock')).subscribe(
    (clock) => {
      if (before && clock !== before.clock) onEdit();
      before = clock === undefined ? {} : { clock };
    },
    (error) => {
      console.error('clock', error);
      // The disk is full, say: a query that failed is over.
      setTimeout(() => watchEdits(onEdit), WATCH_AGAIN_MS);
    },
  );
}

async function allConflicts(): Promise<Conflict[]> {
  const found = await findConflicts(db);
  const pasts = await db.pasts.bulkGet(found.map(({ collection, row, field }) => [collection, row.id, field]));
  return found.map((conflict, i) => withPast(conflict, pasts[i]));
}

function withPast({ kind, collection, field, row, register, owner }: FoundConflict, past?: ConflictPast): Conflict {
  const unknown = new Set(kind === 'deletion' ? unknownEdits(row) : []);
  const edits = Object.keys(row.marks)
    .filter((name) => name !== 'deletedAt')
    .map((name) => ({ field: name, register: registerOf(row, name) as Register }))
    .filter(({ register: other }) => other.heads.some((head) => unknown.has(head.stamp)));
  return {
    kind,
    collection,
    id: row.id,
    field,
    register,
    entity: entity(collection, row),
    edits,
    ...(owner ? { owner: entity(owner.collection, owner.row) } : {}),
    ...(past ? { past } : {}),
  };
}

/** Authors are those of the standing values, and of what was written without knowing of a delete. */
function mayDecideOn(reader: { role: Role; user: string }, conflict: Conflict): boolean {
  const registers = [conflict.register, ...conflict.edits.map((edit) => edit.register)];
  const authors = registers.flatMap((register) => register.heads.flatMap(editsOf).map((edit) => edit.by));
  if (conflict.kind === 'orphan') authors.push(String((conflict.entity.values as { createdBy?: string }).createdBy));
  return mayDecide(reader, conflict, authors);
}

/**
 * All records of a collection that are not deleted, as they are stored now. Of merged clients the one that stands for them; what is
 * recorded of one that was merged names that one too, and comes first, so that its own comes last.
 */
export async function readRecords<C extends CollectionName>(collection: C): Promise<Entity<C>[]> {
  const merges = await readMerges();
  const rows = await db.table<Row, string>(collection).toArray();
  return shownRecords(standing(rows), merges).map((row) => entity(collection, row));
}

const standing = <R extends Pick<Row, 'values'>>(rows: readonly R[]): R[] =>
  rows.filter((row) => !row.values.deletedAt);

/**
 * The values of all records of a collection as `readRecords` reads them, for who computes from very many.
 *
 * @param onRead hears how many more were read; false: no more is wanted
 */
export async function readAllValues(
  collection: CollectionName,
  onRead?: (count: number) => boolean,
): Promise<{ id: string; values: object }[]> {
  return shownRecords(standing(await readValues(db, collection, onRead)), await readMerges());
}

/** What is recorded of a client and of those merged with it, the client first; its own goes before where the day is the same. */
async function children<C extends ChildCollection>(
  collection: C,
  members: readonly string[],
  by: string,
): Promise<Entity<C>[]> {
  const rows = await db
    .table<Row, string>(collection)
    .where('values.clientId')
    .anyOf([...members])
    .toArray();
  const place = (row: Row) => members.indexOf(String(row.values.clientId));
  return rows
    .filter((row) => !row.values.deletedAt)
    .sort((a, b) => String(b.values[by] ?? '').localeCompare(String(a.values[by] ?? '')) || place(a) - place(b))
    .map((row) => entity(collection, row));
}

function entity<C extends CollectionName>(collection: C, row: Row): Entity<C> {
  return {
    collection,
    id: row.id,
    values: row.values as Values<C>,
    conflicts: conflictingFields(row),
    register: (field) => registerOf(row, field),
  };
}
