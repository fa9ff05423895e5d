/** Files that enrol laptops without typing: one for each user of a unit, signed by the hub (core/wire/provision.ts). */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { csvOf } from '#core/export/csv.ts';
import { fingerprintOf, PROVISION_FILE, writeProvision } from '#core/wire/provision.ts';
import { type Store, StoreError } from '../store/store.ts';
import { createCode, findUnit, listUnits, listUsers, PeopleError } from './people.ts';
import { hubKey } from './secrets.ts';

export interface ProvisionOrder {
  unit: string;
  /** Only for this user; else for each who is active. */
  user?: string | undefined;
  /** Where laptops reach the hub. */
  hub: string;
  folder: string;
  validMs: number;
  language?: 'id' | 'en' | undefined;
}

/**
 * Makes a code and a folder for each, and `laptops.csv` with who gets which.
 *
 * @throws PeopleError, and StoreError when a folder is there already: its code is still good
 */
export async function makeProvisions(store: Store, order: ProvisionOrder) {
  await findUnit(store.db, order.unit);
  const unit = (await listUnits(store.db)).find(({ id }) => id === order.unit);
  const users = (await listUsers(store.db)).filter(
    ({ id, unit: of, active }) => of === order.unit && active && (order.user === undefined || id === order.user),
  );
  if (users.length === 0) throw new PeopleError(`no active user in ${order.unit}; see "user list"`);
  const key = await store.db.transaction().execute(hubKey);
  const laptops: { user: string; name: string; folder: string; expires: string }[] = [];
  for (const { id, name } of users) {
    const folder = join(order.folder, id);
    await mkdir(order.folder, { recursive: true, mode: 0o700 });
    await mkdir(folder, { mode: 0o700 }).catch(() => {
      throw new StoreError(`${folder} is there already; name another folder for --to`);
    });
    const { code, expires } = await createCode(store, id, order.validMs);
    const text = writeProvision(
      {
        hub: order.hub,
        unitName: unit?.name ?? order.unit,
        userName: name,
        code,
        deviceName: `Laptop ${name}`.slice(0, 200),
        ...(order.language ? { language: order.language } : {}),
        expires,
      },
      key.publicKey,
      key.sign,
    );
    await writeFile(join(folder, PROVISION_FILE), text, { mode: 0o600 });
    laptops.push({ user: id, name, folder, expires });
  }
  const sheet = csvOf(['user', 'name', 'folder', 'expires'], laptops.map(Object.values<string>));
  await writeFile(join(order.folder, 'laptops.csv'), sheet, { mode: 0o600 });
  return { fingerprint: await fingerprintOf(key.publicKey), laptops };
}
