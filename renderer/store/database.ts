/** The laptop's database. Nothing outside `renderer/store` imports Dexie. */
import type { Dexie, DexieOptions, EntityTable, Table } from 'dexie';
import { COLLECTIONS, type CollectionName, isCollection } from '#core/model/collections.ts';
import type { RegisterKey } from '#core/register/names.ts';
import type { Register } from '#core/register/register.ts';
import type { Hlc, Stamp } from '#core/register/stamp.ts';
import type { BundleHeader } from '#core/wire/bundle.ts';
import type { DevicesAnswer, NationalAnswer } from '#core/wire/protocol.ts';
import { openable } from './connection.ts';
import { notingWrites, type Pack, type Written } from './packs.ts';
import { flagged, type Row } from './rows.ts';
import { sealing } from './seal.ts';
import type { UnsentRecord } from './unsent.ts';
import { adoptOthers, flagAllRows, gatherUnsent, linesAsColumns, noteAllWritten } from './upgrades.ts';

export type FieldKey = [collection: string, id: string, field: string];

/** A field that the hub has not acknowledged. Ten edits of one field are one entry. How they lie on the disk: unsent.ts. */
export interface OutboxEntry {
  collection: string;
  id: string;
  field: string;
  /** The latest local edit; an acknowledgement of an older one does not clear the entry. */
  stamp: Stamp;
  /** What the hub is known to hold of the register. None: nothing, or not known. */
  base?: Register;
  /**
   * What a hub that was restored since had; `all`: everything that stands in the field, so that nothing here is unsent by its
   * user.
   */
  hadBefore?: Register | 'all';
}

/** A field that the hub refused. The user's value stays in the record. */
export interface AttentionEntry extends OutboxEntry {
  code: string;
  message: string;
  at: string;
}

/**
 * A field into which a bundle of a colleague brought an edit that the hub is not known to have yet. The hub may refuse it.
 */
export interface CarriedField {
  collection: string;
  id: string;
  field: string;
  /** What bundles brought. */
  brought: Register;
  /** What the hub is known to hold. None: nothing. */
  base?: Register;
  /** The bundles that brought something to it. */
  bundles: string[];
}

/** A bundle inside another one: whose, and when it was written by its laptop's clock. */
export interface InnerBundle {
  id: string;
  device: string;
  created: string;
}

/** A bundle that this laptop took in, and carries on until the hub has it. */
export interface CarriedBundle {
  id: string;
  /** None once the hub has it. */
  file?: Blob;
  size: number;
  /** None: of another unit, and not to be read here. */
  header?: BundleHeader;
  /** Bundles inside this one: they travel with it. */
  contains: string[];
  /** Those of them that could be read, of laptops. None: taken in by an earlier version. */
  inside?: InnerBundle[];
  /** Of how many fields it is not known whether the hub has them: they came too early, or were refused here. */
  open: number;
  arrivedAt: string;
  /** When the hub took it, or why it did not. */
  deliveredAt?: string;
  problem?: string;
  /** The later bundle of the same laptop that brings all of this one; then there is no file. */
  replacedBy?: string;
  /**
   * Those of these bundles that the hub had no use for, because it has heard their laptops since: what is in them the hub has,
   * or will get from there.
   */
  ignored?: string[];
}

/** The file of an attachment, as it travels: encrypted with the key that its record holds. */
export interface HeldFile {
  /** SHA-256 of `file`, hex. */
  hash: string;
  file: Blob;
  heldSince: string;
}

/** What stands in an input but is not a valid value yet, so that closing the lid does not lose it. */
export interface UnfinishedInput {
  collection: string;
  id: string;
  field: string;
  text: string;
}

/** Who this installation is. Given by the hub at enrolment. */
export interface Device {
  deviceId: string;
  deviceName: string;
  token: string;
  hub: string;
  user: string;
  userName: string;
  role: string;
  unit: string;
  unitName: string;
  unitRegion: string;
  timeZone: 'WIB' | 'WITA' | 'WIT';
  unitKey: string;
  hubKey: string;
  publicKey: string;
  /** PKCS #8, base64url: a CryptoKey would lie on the disk unsealed. */
  privateKey: string;
}

export interface SyncProgress {
  phase: 'send' | 'receive' | 'upload';
  /** Fields sent, changes received, or bytes of files sent, of `total`. */
  done: number;
  total: number;
  /** None while nobody can tell. */
  secondsLeft?: number;
}

/** `stopped`: by the user, until asked again or the network comes back. */
export interface SyncStatus {
  state: 'idle' | 'working' | 'offline' | 'problem' | 'stopped';
  /** ISO moment of the last push and pull that went through. */
  lastSync?: string;
  /** Why the state is `problem`; a key of i18n `sync.problems`. */
  problem?: string;
  /** Wall clock of this laptop minus the hub's, in ms, at the last contact. */
  clockError?: number;
  progress?: SyncProgress;
}

/** Names of rounds of sync (`Report.rounds`, core/wire/protocol.ts). */
export interface Rounds {
  /** The last one that the hub answered. */
  heard?: string;
  /** Those since then that went without an answer, the latest first. */
  tried: string[];
}

/** How many bytes (before compression) take a few seconds on this link (sync/pace.ts). */
export interface Link {
  push: number;
  pull: number;
  /** One piece of a file. */
  file?: number;
}

/** Which files of attachments are sent without being asked for; `small`: up to 1 MB. Data may be dear where this laptop is. */
export const FILE_CHOICES = ['all', 'small', 'asked'] as const;
export type FileChoice = (typeof FILE_CHOICES)[number];

/** What an author of a standing value had before their eyes when they wrote it, from the hub's history. */
export interface ConflictPast {
  collection: string;
  id: string;
  field: string;
  /** Stamps of the heads that this was fetched for; others need another look. */
  heads: Stamp[];
  /** By the head's stamp: the values that its author saw and replaced. */
  saw: Record<Stamp, { stamp: Stamp; by: string; value: unknown }[]>;
}

/** The hub's data as a file that it signed, for laptops in the same room that cannot ask it. */
export interface HubFile {
  id: string;
  file: Blob;
  /** Up to which sequence number, in which life of its database, when. */
  next: number;
  epoch: string;
  created: string;
}

/** Long enough to talk with a client without typing. */
export const IDLE_MINUTES = 15;

/** This database was put back from a snapshot, and its laptop has no new name at the hub yet. */
export interface Restored {
  /** When the snapshot was made, and when it was put back. ISO moments. */
  created: string;
  at: string;
}

/** How the last attempt at a snapshot went, and when; ISO moment. */
export interface BackupState {
  at: string;
  state: 'done' | 'full' | 'failed';
}

/** What could not be mended (checkup.ts): a row as it lay there, or null where it could not be read. */
export interface SetAside {
  table: string;
  key: string | string[];
  /** ISO moment. */
  at: string;
  row: unknown;
}

export interface Meta {
  device: Device;
  clock: Hlc;
  cursor: number;
  sync: SyncStatus;
  /** The hub's `FIELDS_FINGERPRINT` at the last pull. */
  hubFields: string;
  /** See `Report.epoch` (core/wire/protocol.ts). */
  epoch: string;
  /** The hub's time when this laptop first heard of that epoch; a bundle of another one that is older is of the past. */
  epochSince: string;
  rounds: Rounds;
  /** Device ids that this laptop had until the hub found that a copy of it uses them as well. */
  sharedNames: string[];
  /** The hub was restored from a backup, and what this laptop holds is being compared with it. */
  recovering: boolean;
  link: Link;
  /** None: all. */
  fileChoice: FileChoice;
  /** The user wants all of them sent once, whatever that choice is. */
  filesAsked: boolean;
  /** Why the last attempt to send files did not send all; a code of the hub. */
  fileProblem: string | null;
  /** For coordinators: the unit's laptops as the hub told last, and when. */
  laptops: { at: string; devices: DevicesAnswer['devices'] };
  /** For supervisors and administrators: figures of all units by year, as the hub told this user last. */
  national: { user: string; years: Record<string, NationalAnswer> };
  /** After so many minutes without use the app locks itself; see `IDLE_MINUTES`. */
  idleMinutes: number;
  /** The code that recovers this account's key, and the device under whose name the hub has it. */
  recovery: { code: string; sentAs?: string };
  /** After so many days without contact only that code opens the account; 0: never. */
  unlockDays: number;
  /** When the account was opened last, after so many days since that contact; ISO moments of this laptop's clock. */
  opened: { at: string; days: number; contact: string };
  /** ISO moment when the account was last opened by its recovery code. */
  recoveredAt: string;
  /** The device whose revocation this account outlived, opened again by its recovery code: it need not hear of it twice. */
  outlived: string;
  /** The latest complete one that came here. */
  hubFile: HubFile;
  /** Files of the watched folder that were taken in or known, as they were then (sync/room/folder.ts). */
  folderSeen: string[];
  restored: Restored;
  backup: BackupState;
  setAside: SetAside[];
}

type RowTables = { [C in CollectionName]: EntityTable<Row, 'id'> };

const CHILD_OF_CLIENT = 'id, values.clientId';
/** Version 1, as it was released. */
const FIRST_ROWS = {
  units: 'id',
  users: 'id',
  devices: 'id',
  businesses: 'id',
  cooperatives: 'id',
  consents: CHILD_OF_CLIENT,
  yearlyStates: CHILD_OF_CLIENT,
  assessments: CHILD_OF_CLIENT,
  sessions: CHILD_OF_CLIENT,
  followUps: CHILD_OF_CLIENT,
};
/** Version 2: conflicts and deleted records are found by an index. */
const FLAGGED_ROWS = {
  ...Object.fromEntries(Object.entries(FIRST_ROWS).map(([name, indexes]) => [name, `${indexes}, *flags`])),
  accesses: 'id, *flags',
};

/** Version 3: the work chain and the unit's own work. */
const WORK_ROWS = {
  ...FLAGGED_ROWS,
  ...indexed(`${CHILD_OF_CLIENT}, *flags`, ['programmes', 'outcomes', 'levelUps']),
  ...indexed('id, values.parent, *flags', [
    'targets',
    'unitFunds',
    'unitEquipment',
    'unitStaff',
    'decisions',
    'attendances',
    'villageStatuses',
  ]),
  ...indexed('id, *flags', ['targetLists', 'unitProfiles', 'planItems', 'meetings', 'activities', 'digitalVillages']),
};

/** Version 4: the start-up grant, personal data, settings. */
const PRACTICE_ROWS = {
  ...WORK_ROWS,
  ...indexed(`${CHILD_OF_CLIENT}, *flags`, ['ratings', 'subjectRequests']),
  ...indexed('id, values.parent, *flags', ['grantSteps', 'grantMonths', 'grantBudget', 'grantReviews', 'grantReports']),
  ...indexed('id, *flags', [
    'grantRules',
    'candidates',
    'incidents',
    'destructions',
    'serviceLines',
    'performanceTargets',
    'formTexts',
    'consentTexts',
    'retentionRules',
  ]),
};

/** Version 6: attachments with their files, and imports. */
const FILE_ROWS = {
  attachments: 'id, values.clientId, values.parent, values.hash, *flags',
  ...indexed('id, *flags', ['imports']),
};

/** Version 7: what waits is found by its flags, and the sessions of a month by their days. */
const WAITING_ROWS = { sessions: `${CHILD_OF_CLIENT}, values.date, *flags` };
/** Those with a state at that time. */
const WITH_STATE = [
  'sessions',
  'assessments',
  'followUps',
  'programmes',
  'targetLists',
  'levelUps',
  'planItems',
  'meetings',
  'decisions',
  'activities',
  'incidents',
  'subjectRequests',
];

/** Version 8: the changes of settings; clusters and their products. */
const CLUSTER_ROWS = {
  settingChanges: 'id, values.record, *flags',
  ...indexed('id, *flags', ['clusters', 'featuredProducts']),
};

/** Version 9: merged clients are found by an index, in which only they are. */
const MERGED_ROWS = indexed('id, values.mergedInto, *flags', ['businesses', 'cooperatives']);

function indexed(indexes: string, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, indexes]));
}

export type Database = Dexie &
  RowTables & {
    /** Records of collections that only a newer version knows; kept and passed on. */
    others: Table<Row & { collection: string }, [string, string]>;
    unsent: Table<UnsentRecord, [string, string]>;
    attention: Table<AttentionEntry, FieldKey>;
    inputs: Table<UnfinishedInput, FieldKey>;
    pasts: Table<ConflictPast, FieldKey>;
    carried: Table<CarriedField, FieldKey>;
    bundles: Table<CarriedBundle, string>;
    files: Table<HeldFile, string>;
    packs: Table<Pack, [string, string]>;
    written: Table<Written, [string, string]>;
    meta: Table<{ key: keyof Meta; value: unknown }, keyof Meta>;
    /** The wall clock in ms. It may be wrong; nothing is decided by it. */
    now: () => number;
  };

/** The versions of the store. One that was released is never changed; a new one says what it adds and how it upgrades. */
const VERSIONS: ((database: Database) => void)[] = [
  (database) =>
    database.version(1).stores({
      ...FIRST_ROWS,
      others: '[collection+id]',
      outbox: '[collection+id+field], [collection+id]',
      attention: '[collection+id+field]',
      inputs: '[collection+id+field], [collection+id]',
      meta: 'key',
    }),
  (database) =>
    database
      .version(2)
      .stores({ ...FLAGGED_ROWS, attention: '[collection+id+field], [collection+id]', pasts: '[collection+id+field]' })
      .upgrade((transaction) => flagAllRows(transaction, Object.keys(FLAGGED_ROWS))),
  (database) => database.version(3).stores(WORK_ROWS),
  (database) => database.version(4).stores(PRACTICE_ROWS),
  (database) =>
    database.version(5).stores({ carried: '[collection+id+field], [collection+id], *bundles', bundles: 'id' }),
  (database) => database.version(6).stores({ ...FILE_ROWS, files: 'hash' }),
  (database) =>
    database
      .version(7)
      .stores(WAITING_ROWS)
      .upgrade((transaction) => flagAllRows(transaction, WITH_STATE)),
  (database) => database.version(8).stores(CLUSTER_ROWS),
  (database) => database.version(9).stores(MERGED_ROWS),
  (database) =>
    database
      .version(10)
      .stores({ packs: '[collection+from], [collection+turn]', written: '[collection+id], urgent' })
      .upgrade(noteAllWritten),
  // The lines of client lists are packed as well.
  (database) =>
    database
      .version(11)
      .stores({})
      .upgrade(async (transaction) => {
        await transaction.table('packs').clear();
        await noteAllWritten(transaction);
      }),
  // What is unsent stands by record; the outbox had a row for each field.
  (database) => database.version(12).stores({ outbox: null, unsent: '[collection+id], fields' }).upgrade(gatherUnsent),
  // The lines of client lists are packed as columns.
  (database) => database.version(13).stores({}).upgrade(linesAsColumns),
];

export interface Opening {
  /** Rows are sealed with it (seal.ts). None: they lie as they are, in tests of the store. */
  key?: Uint8Array;
  /** For tests of upgrades: opens the store as the app of that version did. */
  upTo?: number;
  autoOpen?: boolean;
}

/** `strict`: what the app calls saved is on the disk, also after a power cut (Chromium's default is `relaxed`). */
export function openDatabase(name: string, { key, upTo = VERSIONS.length, autoOpen = true }: Opening = {}): Database {
  // Without Dexie's cache of queries: it would open all marks, to copy them.
  const options: DexieOptions = { chromeTransactionDurability: 'strict', cache: 'disabled', autoOpen };
  const database = openable(name, options) as Database;
  if (key) database.use(sealing(key));
  database.use(notingWrites);
  database.now = () => Date.now();
  for (const version of VERSIONS.slice(0, upTo)) version(database);
  if (upTo === VERSIONS.length) database.on('ready', (opening) => adoptOthers(opening as Database), true);
  return database;
}

/** Of the account that is unlocked; before that there is none, and every use of it fails. */
export let db: Database = openDatabase('locked', { autoOpen: false });

/** @see openStore (open.ts) */
export function setDatabase(database: Database): void {
  db = database;
}

/** The table of a collection; of one that this version does not know, none (its records are in `others`). */
export const rowsOf = (database: Database, collection: CollectionName): Table<Row, string> =>
  database.table<Row, string>(collection);

/** A record wherever it is kept. */
export const readRow = (database: Database, collection: string, id: string): PromiseLike<Row | undefined> =>
  isCollection(collection) ? rowsOf(database, collection).get(id) : database.others.get([collection, id]);

/** Stores a record where its collection is kept. No function of its own waits here: a transaction has only so many. */
export const writeRow = (database: Database, collection: string, row: Row): PromiseLike<unknown> =>
  isCollection(collection)
    ? rowsOf(database, collection).put(flagged(row))
    : database.others.put({ ...row, collection });

/** Stores many records, each collection's at once. */
export async function writeRows(database: Database, all: { collection: string; row: Row }[]): Promise<void> {
  for (const [collection, some] of Map.groupBy(all, (each) => each.collection)) {
    const rows = some.map(({ row }) => row);
    if (isCollection(collection)) await rowsOf(database, collection).bulkPut(rows.map(flagged));
    else await database.others.bulkPut(rows.map((row) => ({ ...row, collection })));
  }
}

export const ALL_ROW_TABLES = (database: Database): Table<Row, string>[] =>
  COLLECTIONS.map((collection) => rowsOf(database, collection));

/** Of a field's entry in the tables that hold one for each field. */
export const keyOf = ({ collection, id, field }: RegisterKey): FieldKey => [collection, id, field];

/** Whether a table holds nothing. `count` would go through all of it, also with `limit`, and keep whoever saves waiting. */
export const isEmpty = (table: Pick<Table, 'limit'>): Promise<boolean> =>
  table
    .limit(1)
    .primaryKeys()
    .then((keys) => keys.length === 0);

export async function getMeta<K extends keyof Meta>(key: K, database = db): Promise<Meta[K] | undefined> {
  return (await database.meta.get(key))?.value as Meta[K] | undefined;
}

export async function setMeta<K extends keyof Meta>(key: K, value: Meta[K], database = db): Promise<void> {
  await database.meta.put({ key, value });
}
