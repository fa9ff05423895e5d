/** A laptop becomes a device of a user: by a code that works once, or by user name and password. */
import type { EnrolAnswer, EnrolRequest } from '#core/wire/protocol.ts';
import { ProblemError } from '../http/problems.ts';
import { writeUnitIn } from '../store/registers.ts';
import type { Store, Trx } from '../store/store.ts';
import { type Actor, isId } from '../sync/push.ts';
import { audit } from './audit.ts';
import type { Limiter } from './limiter.ts';
import { addDeviceIn, markRenewedIn } from './people.ts';
import { checkPassword, hashCode } from './secrets.ts';

/** Wrong tries in five minutes. An office shares one address; one person does not need five passwords. */
const TRIES_PER_USER = 5;
const TRIES_PER_ADDRESS = 30;
/** Names that one laptop may ask for in five minutes. It needs one, rarely. */
const RENEWALS_PER_DEVICE = 5;

export async function enrol(
  store: Store,
  limiter: Limiter,
  request: EnrolRequest,
  address: string,
): Promise<EnrolAnswer> {
  const { code, user, password } = request;
  const byCode = code !== undefined && user === undefined && password === undefined;
  const byPassword = code === undefined && user !== undefined && password !== undefined;
  if (!byCode && !byPassword) throw new ProblemError('invalid_request');
  // PostgreSQL cannot store U+0000.
  if (request.deviceName.includes('\0')) throw new ProblemError('invalid_request');

  const keys: Record<string, number> = { [`address ${address}`]: TRIES_PER_ADDRESS };
  if (byPassword) keys[`user ${user} ${address}`] = TRIES_PER_USER;
  const wait = limiter.take(keys);
  if (wait > 0) throw new ProblemError('too_many_tries', wait);

  const answer = byCode
    ? await enrolByCode(store, request, code).catch((error: unknown) => auditFailure(store, code, error))
    : await enrolByPassword(store, request, user ?? '', password ?? '');
  limiter.forgive(keys);
  const { deviceId: device, ...who } = answer;
  await audit(store.db, {
    event: byCode ? 'login_by_code' : 'login_by_password',
    unit: who.unit,
    user_id: who.user,
    device,
  });
  return answer;
}

/** Outside the transaction, which the failure undid. Always throws the error again. */
async function auditFailure(store: Store, code: string, error: unknown): Promise<never> {
  if (error instanceof ProblemError) {
    const whose = await store.db
      .selectFrom('codes')
      .innerJoin('users', 'users.id', 'codes.user_id')
      .select(['users.id as user_id', 'users.unit'])
      .where('code_hash', '=', hashCode(code))
      .executeTakeFirst();
    await audit(store.db, { event: `login_failed_${error.code}`, ...whose });
  }
  throw error;
}

/** A restored or copied laptop gets a name of its own. The old one stays: the laptop that it was copied from may use it. */
export async function renew(store: Store, limiter: Limiter, actor: Actor, publicKey: string): Promise<EnrolAnswer> {
  const wait = limiter.take({ [`renew ${actor.device}`]: RENEWALS_PER_DEVICE });
  if (wait > 0) throw new ProblemError('too_many_tries', wait);
  return store.db.transaction().execute(async (trx) => {
    const { name } = await trx
      .selectFrom('devices')
      .select('name')
      .where('id', '=', actor.device)
      .executeTakeFirstOrThrow();
    const answer = await enrolUser(trx, { deviceName: name, publicKey }, actor.user);
    await writeUnitIn(trx, { unit: actor.unit, batch: `renew-${crypto.randomUUID()}` }, (writer) =>
      markRenewedIn(writer, actor.device, answer.deviceId),
    );
    await audit(trx, { event: 'device_renewed', unit: actor.unit, user_id: actor.user, device: actor.device });
    return answer;
  });
}

async function enrolByCode(store: Store, request: EnrolRequest, code: string): Promise<EnrolAnswer> {
  return store.db.transaction().execute(async (trx) => {
    const now = new Date().toISOString();
    const codeHash = hashCode(code);
    const row = await trx.selectFrom('codes').selectAll().where('code_hash', '=', codeHash).executeTakeFirst();
    if (!row) throw new ProblemError('code_invalid');
    if (row.used_at !== null) throw new ProblemError('code_used');
    if (row.expires_at <= now) throw new ProblemError('code_expired');
    const { numUpdatedRows } = await trx
      .updateTable('codes')
      .set({ used_at: now })
      .where('code_hash', '=', codeHash)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) throw new ProblemError('code_used');
    return enrolUser(trx, request, row.user_id);
  });
}

async function enrolByPassword(
  store: Store,
  request: EnrolRequest,
  user: string,
  password: string,
): Promise<EnrolAnswer> {
  const row = isId(user)
    ? await store.db.selectFrom('users').select(['unit', 'password_hash']).where('id', '=', user).executeTakeFirst()
    : undefined;
  if (!(await checkPassword(row?.password_hash, password))) {
    if (row) await audit(store.db, { event: 'login_failed', unit: row.unit, user_id: user });
    throw new ProblemError('login_failed');
  }
  return store.db.transaction().execute((trx) => enrolUser(trx, request, user));
}

async function enrolUser(
  trx: Trx,
  request: Pick<EnrolRequest, 'deviceName' | 'publicKey'>,
  id: string,
): Promise<EnrolAnswer> {
  const user = await trx
    .selectFrom('users')
    .innerJoin('units', 'units.id', 'users.unit')
    .select([
      'users.name as userName',
      'users.role',
      'users.active',
      'units.id as unit',
      'units.name as unitName',
      'units.level as unitLevel',
      'units.region as unitRegion',
      'units.time_zone as timeZone',
      'units.unit_key as unitKey',
    ])
    .where('users.id', '=', id)
    .executeTakeFirstOrThrow();
  const { active, unit, unitKey, ...profile } = user;
  if (!active) throw new ProblemError('user_inactive');
  const device = await writeUnitIn(trx, { unit, batch: `enrol-${crypto.randomUUID()}` }, (writer) =>
    addDeviceIn(writer, { user: id, name: request.deviceName, publicKey: request.publicKey }),
  );
  return {
    deviceId: device.deviceId,
    deviceToken: device.deviceToken,
    user: id,
    unit,
    profile,
    unitKey,
    hubKey: device.hubKey,
  };
}
