/**
 * What the hub itself writes into the synced data: units, users and devices, so that laptops see names. It is a writer
 * like any other, with the device id `hub` and a clock of its own. Never secrets: no password hashes, tokens, unit keys.
 */
import type { CollectionName } from '#core/model/collections.ts';
import { canonical, edit, type Json, shown } from '#core/register/register.ts';
import { makeStamp, tick } from '#core/register/stamp.ts';
import { flatten, loadRegisters, planJoin, putRegister, storedOf, type UnitWriter } from '../store/registers.ts';
import { getMeta, hasRowLocks, setMeta, type Trx } from '../store/store.ts';

/** The hub's name as device and as author. */
export const HUB = 'hub';

/** Writes the given fields of one record; a value that stands already is left alone. */
export async function writeHubRecord(
  writer: UnitWriter,
  collection: CollectionName,
  id: string,
  values: Record<string, Json>,
): Promise<void> {
  const keys = Object.keys(values).map((field) => ({ key: { collection, id, field } }));
  await loadRegisters(writer, keys);
  for (const { key } of keys) {
    const value = values[key.field] as Json;
    const stored = storedOf(writer, key);
    const now = stored.register && shown(stored.register);
    if (stored.register?.heads.length === 1 && now && canonical(now.value) === canonical(value)) continue;
    const stamp = await nextStamp(writer.trx, writer.now);
    const register = edit(stored.register, stamp, HUB, value);
    putRegister(writer, stored, planJoin(stored, { register, edits: flatten(register) }));
  }
}

/** The hub process and admin commands share one clock; its row is locked until the transaction ends. */
async function nextStamp(trx: Trx, now: Date): Promise<string> {
  if (hasRowLocks(trx)) {
    await trx
      .insertInto('meta')
      .values({ key: CLOCK, value: '' })
      .onConflict((c) => c.doNothing())
      .execute();
    await trx.selectFrom('meta').select('value').where('key', '=', CLOCK).forUpdate().execute();
  }
  const hlc = tick((await getMeta(trx, CLOCK)) || undefined, now.getTime());
  await setMeta(trx, CLOCK, hlc);
  return makeStamp(hlc, HUB);
}
const CLOCK = 'hub_clock';
