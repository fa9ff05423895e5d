/** Units, users, enrolment codes and devices: what the administrator's commands and enrolment do to them. */
import { randomUUID } from 'node:crypto';
import { generateIdentity } from 'age-encryption';
import type { ExpressionBuilder } from 'kysely';
import { certificateText } from '#core/wire/certificate.ts';
import type { Role } from '#core/workflow/policy.ts';
import { type UnitWriter, writeUnitIn } from '../store/registers.ts';
import type { Tables } from '../store/schema.ts';
import type { Database, Store, Trx } from '../store/store.ts';
import { audit } from './audit.ts';
import { HUB, writeHubRecord } from './hub-records.ts';
import { hashCode, hashPassword, hashToken, hubKey, newCode, newDeviceId, newToken } from './secrets.ts';
import type { TimeZone } from './time-zones.ts';

/** What was asked cannot be done, and the message says why and what to do. Shown to the administrator as it is. */
export class PeopleError extends Error {}

export interface NewUnit {
  id: string;
  name: string;
  level: 'province' | 'regency';
  region: string;
  timeZone: TimeZone;
  demo?: boolean;
}

export interface NewUser {
  id: string;
  unit: string;
  role: Role;
  name: string;
  field?: number;
  password?: string;
}

export interface NewDevice {
  deviceId: string;
  deviceToken: string;
  hubKey: string;
}

/** Batch name of what the hub writes by itself, one per command. */
const hubBatch = (): string => `hub-${randomUUID()}`;

export async function addUnit(store: Store, unit: NewUnit): Promise<void> {
  const unitKey = await generateIdentity();
  await store.db.transaction().execute((trx) => addUnitIn(trx, unit, unitKey));
}

export async function addUnitIn(trx: Trx, unit: NewUnit, unitKey: string): Promise<void> {
  const now = new Date();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('units')
    .values({
      id: unit.id,
      name: unit.name,
      level: unit.level,
      region: unit.region,
      time_zone: unit.timeZone,
      unit_key: unitKey,
      sequence: 0,
      created_at: now.toISOString(),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  if (!numInsertedOrUpdatedRows) throw new PeopleError(`unit ${unit.id} exists already; see "unit list"`);
  await writeUnitIn(trx, { unit: unit.id, batch: hubBatch(), now }, (writer) =>
    writeHubRecord(writer, 'units', unit.id, {
      name: unit.name,
      level: unit.level,
      region: unit.region,
      timeZone: unit.timeZone,
      ...(unit.demo ? { demo: true } : {}),
      createdAt: now.toISOString(),
      createdBy: HUB,
    }),
  );
  await audit(trx, { event: 'unit_added', unit: unit.id });
}

export async function addUser(store: Store, user: NewUser): Promise<void> {
  const passwordHash = user.password === undefined ? null : await hashPassword(user.password);
  await store.db.transaction().execute((trx) => addUserIn(trx, user, passwordHash));
}

export async function addUserIn(trx: Trx, user: NewUser, passwordHash: string | null): Promise<void> {
  const now = new Date();
  await findUnit(trx, user.unit);
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('users')
    .values({
      id: user.id,
      unit: user.unit,
      role: user.role,
      field: user.field ?? null,
      name: user.name,
      password_hash: passwordHash,
      active: 1,
      created_at: now.toISOString(),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  if (!numInsertedOrUpdatedRows) throw new PeopleError(`user ${user.id} exists already; see "user list"`);
  await writeUnitIn(trx, { unit: user.unit, batch: hubBatch(), now }, (writer) =>
    writeHubRecord(writer, 'users', user.id, {
      name: user.name,
      role: user.role,
      ...(user.field === undefined ? {} : { field: user.field }),
      active: true,
      createdAt: now.toISOString(),
      createdBy: HUB,
    }),
  );
  await audit(trx, { event: 'user_added', unit: user.unit, user_id: user.id });
}

export async function setPassword(store: Store, id: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await store.db.transaction().execute(async (trx) => {
    const { unit } = await findUser(trx, id);
    await trx.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute();
    await audit(trx, { event: 'password_set', unit, user_id: id });
  });
}

export async function setActive(store: Store, id: string, active: boolean): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const { unit } = await findUser(trx, id);
    await writeUnitIn(trx, { unit, batch: hubBatch() }, (writer) => writeHubRecord(writer, 'users', id, { active }));
    await trx
      .updateTable('users')
      .set({ active: active ? 1 : 0 })
      .where('id', '=', id)
      .execute();
    await audit(trx, { event: active ? 'user_activated' : 'user_deactivated', unit, user_id: id });
  });
}

export async function createCode(
  store: Store,
  user: string,
  validMs: number,
): Promise<{ code: string; expires: string }> {
  const code = newCode();
  const now = Date.now();
  const expires = new Date(now + validMs).toISOString();
  await store.db.transaction().execute(async (trx) => {
    const { unit, active } = await findUser(trx, user);
    if (!active) throw new PeopleError(`user ${user} is not active; run "user activate ${user}" first`);
    await trx
      .insertInto('codes')
      .values({
        code_hash: hashCode(code),
        user_id: user,
        created_at: new Date(now).toISOString(),
        expires_at: expires,
        used_at: null,
      })
      .execute();
    await audit(trx, { event: 'code_created', unit, user_id: user });
  });
  return { code, expires };
}

/** Gives a laptop its name, its token and the hub's signature under its public key. */
export async function addDeviceIn(
  writer: UnitWriter,
  device: { user: string; name: string; publicKey: string },
): Promise<NewDevice> {
  const { trx, unit, now } = writer;
  const deviceId = newDeviceId();
  const deviceToken = newToken();
  const key = await hubKey(trx);
  const enrolledAt = now.toISOString();
  const { user, name, publicKey } = device;
  const certificate = key.sign(certificateText({ device: deviceId, user, unit, publicKey, enrolledAt }));
  await trx
    .insertInto('devices')
    .values({
      id: deviceId,
      unit,
      user_id: user,
      name,
      public_key: publicKey,
      certificate,
      token_hash: hashToken(deviceToken),
      enrolled_at: enrolledAt,
      revoked_at: null,
      last_push_at: null,
      future_stamps: 0,
      last_seen_at: null,
      app: null,
      unsent: null,
      clock_error_ms: null,
      round: null,
      renewed_as: null,
      renewed_at: null,
      recovery_code: null,
    })
    .execute();
  await writeHubRecord(writer, 'devices', deviceId, {
    name,
    user,
    publicKey,
    certificate,
    enrolledAt,
    createdAt: enrolledAt,
    createdBy: HUB,
  });
  await audit(trx, { event: 'device_enrolled', unit, user_id: user, device: deviceId });
  return { deviceId, deviceToken, hubKey: key.publicKey };
}

export async function revokeDevice(store: Store, id: string): Promise<{ revokedAt: string }> {
  return store.db.transaction().execute(async (trx) => {
    const device = await trx.selectFrom('devices').select('unit').where('id', '=', id).executeTakeFirst();
    if (!device) throw new PeopleError(`no device ${id}; see "device list"`);
    return writeUnitIn(trx, { unit: device.unit, batch: hubBatch() }, (writer) => revokeIn(writer, id));
  });
}

/** The laptop goes on under another name. */
export async function markRenewedIn(writer: UnitWriter, id: string, newId: string): Promise<void> {
  const renewedAt = writer.now.toISOString();
  await writeHubRecord(writer, 'devices', id, { renewedAt });
  const columns = { renewed_as: newId, renewed_at: renewedAt };
  await writer.trx.updateTable('devices').set(columns).where('id', '=', id).execute();
}

/**
 * Its token stops working when the transaction ends, and those of its earlier names that nobody has used since. A device
 * that is revoked already stays as it is.
 */
export async function revokeIn(writer: UnitWriter, id: string): Promise<{ revokedAt: string }> {
  const { trx, unit } = writer;
  const earlier = await trx
    .selectFrom('devices')
    .select('id')
    .where('unit', '=', unit)
    .where('renewed_as', '=', id)
    .where('revoked_at', 'is', null)
    .where(isLeft)
    .execute();
  for (const device of earlier) await revokeIn(writer, device.id);
  const device = await trx
    .selectFrom('devices')
    .select(['user_id', 'revoked_at'])
    .where('unit', '=', unit)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (device.revoked_at) return { revokedAt: device.revoked_at };
  const revokedAt = writer.now.toISOString();
  await writeHubRecord(writer, 'devices', id, { revokedAt });
  await trx.updateTable('devices').set({ revoked_at: revokedAt }).where('id', '=', id).execute();
  await audit(trx, { event: 'device_revoked', unit, user_id: device.user_id, device: id });
  return { revokedAt };
}

/** What recovers this laptop's data, from itself. */
export const keepRecovery = async (db: Database, device: string, code: string): Promise<void> => {
  await db.updateTable('devices').set({ recovery_code: code }).where('id', '=', device).execute();
};

/**
 * What recovers this laptop's data; null: it has not sent it.
 *
 * @param by whose question is written down, and whose unit the laptop must be of; none: the hub's administrator's
 * @throws PeopleError when there is no such laptop
 */
export async function readRecovery(
  db: Database,
  id: string,
  by?: { unit: string; user: string; device: string },
): Promise<string | null> {
  const row = await db.selectFrom('devices').select(['recovery_code', 'unit']).where('id', '=', id).executeTakeFirst();
  if (!row || (by && by.unit !== row.unit)) throw new PeopleError(`no device ${id}; see "device list"`);
  const who = by ? { user_id: by.user, device: by.device } : {};
  await audit(db, { event: 'recovery_read', unit: row.unit, ...who, record: `devices/${id}` });
  return row.recovery_code;
}

export const listUnits = (db: Database) =>
  db
    .selectFrom('units')
    .select(['id', 'name', 'level', 'region', 'time_zone as timeZone', 'sequence'])
    .orderBy('id')
    .execute();

export async function listUsers(db: Database) {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'unit', 'role', 'field', 'name', 'active', 'password_hash'])
    .orderBy('unit')
    .orderBy('id')
    .execute();
  return rows.map(({ password_hash, active, ...user }) => ({
    ...user,
    active: active === 1,
    hasPassword: password_hash !== null,
  }));
}

/** A name that its laptop has left, and that no copy of it has used since. */
const isLeft = (eb: ExpressionBuilder<Tables, 'devices'>) =>
  eb.and([
    eb('renewed_at', 'is not', null),
    eb.or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<=', eb.ref('renewed_at'))]),
  ]);

/** Without the names that laptops have left. */
export const listDevices = (db: Database, unit?: string) =>
  db
    .selectFrom('devices')
    .where((eb) => eb.not(isLeft(eb)))
    .select([
      'id',
      'unit',
      'user_id as user',
      'name',
      'enrolled_at as enrolledAt',
      'revoked_at as revokedAt',
      'last_seen_at as lastSeenAt',
      'last_push_at as lastPushAt',
      'app',
      'unsent',
      'clock_error_ms as clockErrorMs',
      'future_stamps as futureStamps',
    ])
    .$if(unit !== undefined, (query) => query.where('unit', '=', unit as string))
    .orderBy('enrolled_at')
    .execute();

export async function findUnit(db: Database | Trx, id: string): Promise<void> {
  const unit = await db.selectFrom('units').select('id').where('id', '=', id).executeTakeFirst();
  if (!unit) throw new PeopleError(`no unit ${id}; add it with "unit add ${id} …" or see "unit list"`);
}

async function findUser(trx: Trx, id: string): Promise<{ unit: string; active: number }> {
  const user = await trx.selectFrom('users').select(['unit', 'active']).where('id', '=', id).executeTakeFirst();
  if (!user) throw new PeopleError(`no user ${id}; add it with "user add ${id} …" or see "user list"`);
  return user;
}
