/**
 * The life of the database. A new `epoch` begins when it is made and when it is restored from a backup; while `recovery`
 * lasts, laptops bring back what the backup lacked (docs/sync.md, "A restored hub").
 */
import { newName } from '#core/wire/protocol.ts';
import { type Database, getMeta, setMeta, type Trx } from './store.ts';

const EPOCH = 'epoch';
/** No laptop's round has this name. */
const NO_ROUND = 'before the backup';
/** Since when; empty when it has ended. */
const RECOVERY = 'recovery_since';

/** Makes the first epoch when there is none. Two hubs on one PostgreSQL may start at once: the first one's stays. */
export async function ensureEpoch(db: Database): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key: EPOCH, value: newName() })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

export async function epochOf(db: Database | Trx): Promise<string> {
  const epoch = await getMeta(db, EPOCH);
  if (epoch === undefined) throw new Error('the database has no epoch');
  return epoch;
}

/** After a restore: laptops hear that the hub may have forgotten, and what they bring of others is believed. */
export async function beginEpoch(trx: Trx, now: Date): Promise<void> {
  await setMeta(trx, EPOCH, newName());
  // Every laptop takes a new name. One may have been restored too, and would stamp again what it has forgotten and others
  // bring back; who has seen its new edits would seem to have seen those.
  await trx.updateTable('devices').set({ round: NO_ROUND }).execute();
  await setRecovery(trx, now);
}

/** ISO, or null when no recovery goes on. */
export const recoverySince = async (db: Database | Trx): Promise<string | null> =>
  (await getMeta(db, RECOVERY)) || null;

/** @param since null ends the recovery */
export const setRecovery = (trx: Trx, since: Date | null): Promise<void> =>
  setMeta(trx, RECOVERY, since === null ? '' : since.toISOString());
