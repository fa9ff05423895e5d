/** The laptop's database. Nothing outside `renderer/store` imports Dexie. */
import { Dexie, type EntityTable, type Table } from 'dexie';
import { COLLECTIONS, type CollectionName } from '#core/model/collections.ts';
import type { Hlc, Stamp } from '#core/register/stamp.ts';
import type { Row } from './rows.ts';

export type FieldKey = [collection: string, id: string, field: string];

/** A field that the hub has not acknowledged. Ten edits of one field are one entry. */
export interface OutboxEntry {
  collection: string;
  id: string;
  field: string;
  /** The latest local edit; an acknowledgement of an older one does not clear the entry. */
  stamp: Stamp;
}

/** A field that the hub refused. The user's value stays in the record. */
export interface AttentionEntry extends OutboxEntry {
  code: string;
  message: string;
  at: string;
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
  privateKey: CryptoKey;
}

export interface SyncStatus {
  state: 'idle' | 'working' | 'offline' | 'problem';
  /** ISO moment of the last push and pull that went through. */
  lastSync?: string;
  /** Why the state is `problem`; a key of i18n `sync.problems`. */
  problem?: string;
  /** Wall clock of this laptop minus the hub's, in ms, at the last contact. */
  clockError?: number;
  received?: number;
}

export interface Meta {
  device: Device;
  clock: Hlc;
  cursor: number;
  sync: SyncStatus;
  hubSchema: number;
}

type RowTables = { [C in CollectionName]: EntityTable<Row, 'id'> };

const CHILD_OF_CLIENT = 'id, values.clientId';
const rowSchemas: Record<CollectionName, string> = {
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

export type Database = Dexie &
  RowTables & {
    /** Records of collections that only a newer version knows; kept and passed on. */
    others: Table<Row & { collection: string }, [string, string]>;
    outbox: Table<OutboxEntry, FieldKey>;
    attention: Table<AttentionEntry, FieldKey>;
    inputs: Table<UnfinishedInput, FieldKey>;
    meta: Table<{ key: keyof Meta; value: unknown }, keyof Meta>;
  };

/** `strict`: what the app calls saved is on the disk, also after a power cut (Chromium's default is `relaxed`). */
export function openDatabase(name = 'pendamping'): Database {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' }) as Database;
  database.version(1).stores({
    ...rowSchemas,
    others: '[collection+id]',
    outbox: '[collection+id+field], [collection+id]',
    attention: '[collection+id+field]',
    inputs: '[collection+id+field], [collection+id]',
    meta: 'key',
  });
  return database;
}

export const db = openDatabase();

export const ROW_TABLES = COLLECTIONS;

export async function getMeta<K extends keyof Meta>(key: K, database = db): Promise<Meta[K] | undefined> {
  return (await database.meta.get(key))?.value as Meta[K] | undefined;
}

export async function setMeta<K extends keyof Meta>(key: K, value: Meta[K], database = db): Promise<void> {
  await database.meta.put({ key, value });
}
