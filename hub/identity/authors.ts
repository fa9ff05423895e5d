/** Whose edits are those that a laptop brings and the hub does not know (docs/sync.md, "A restored hub"). */
import type { CollectionName } from '#core/model/collections.ts';
import { deviceOf } from '#core/register/stamp.ts';
import { mayWrite, type Role } from '#core/workflow/policy.ts';
import type { Trx } from '../store/store.ts';

export interface Authors {
  /** May this user have written this field on the device that the stamp names? */
  mayHaveWritten: (edit: { stamp: string; by: string }, collection: CollectionName, field: string) => boolean;
  /** Is this a name that the laptop had before? */
  isFormer: (device: string) => boolean;
}

/**
 * A device of the unit speaks for its own user alone. One that the hub does not know may have been enrolled after the
 * backup was made; then the author need only be a user of the unit.
 *
 * @param actor id of the laptop that brings them
 * @param devices ids of the devices whose edits are judged
 */
export async function loadAuthors(trx: Trx, unit: string, actor: string, devices: readonly string[]): Promise<Authors> {
  const ids = [...new Set(devices)];
  const known = new Map<string, { unit: string; user: string }>();
  const former = ids.length === 0 ? new Set<string>() : await formerNames(trx, actor);
  for (let from = 0; from < ids.length; from += CHUNK) {
    const rows = await trx
      .selectFrom('devices')
      .select(['id', 'unit', 'user_id as user'])
      .where('id', 'in', ids.slice(from, from + CHUNK))
      .execute();
    for (const row of rows) known.set(row.id, row);
  }
  const users =
    ids.length === 0 ? [] : await trx.selectFrom('users').select(['id', 'role']).where('unit', '=', unit).execute();
  const roles = new Map(users.map((user) => [user.id, user.role as Role]));
  return {
    mayHaveWritten({ stamp, by }, collection, field) {
      const device = known.get(deviceOf(stamp));
      if (device && (device.unit !== unit || device.user !== by)) return false;
      const role = roles.get(by);
      return role !== undefined && mayWrite(role, collection, field);
    },
    isFormer: (device) => former.has(device),
  };
}

/** All names that a laptop had before this one. */
async function formerNames(trx: Trx, device: string): Promise<Set<string>> {
  const former = new Set<string>();
  for (let names = [device]; names.length > 0; ) {
    const rows = await trx.selectFrom('devices').select('id').where('renewed_as', 'in', names).execute();
    names = rows.map(({ id }) => id).filter((id) => !former.has(id));
    for (const name of names) former.add(name);
  }
  return former;
}

const CHUNK = 400;
