/** What laptops tell of themselves, and how a restored laptop and a restored hub are told from what they were. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DevicesAnswer,
  devicesAnswerSchema,
  type EnrolAnswer,
  enrolAnswerSchema,
  type Problem,
  type PushAnswer,
  REPORT_HEADER,
  type Report,
} from '#core/wire/protocol.ts';
import { ROLES, type Role } from '#core/workflow/policy.ts';
import { beginEpoch } from '../store/epoch.ts';
import {
  auth,
  batchOf,
  call,
  enrolLaptop,
  HOUR,
  type Laptop,
  newUnit,
  newUser,
  PUBLIC_KEY,
  type PullBody,
  post,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { testStores } from '../testing/stores.ts';

const stores = await testStores();
afterAll(stores.stop);

describe.each(stores.each)('reports on %s', (_name, place) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await testHub({ place });
  }, 60_000);
  afterAll(() => hub?.dispose());

  const crew = async (...roles: Role[]): Promise<Laptop[]> => {
    const unit = await newUnit(hub);
    const laptops: Laptop[] = [];
    for (const role of roles) laptops.push(await enrolLaptop(hub, await newUser(hub, unit, role)));
    return laptops;
  };
  type Told = Partial<Record<keyof Report, string>>;
  const headers = (laptop: Laptop, told: Told) => ({
    ...auth(laptop),
    [REPORT_HEADER]: new URLSearchParams(told).toString(),
  });
  const pullAs = (laptop: Laptop, told: Told = {}) =>
    call<PullBody & Problem & { epoch: string }>(hub, '/v1/sync/pull', { headers: headers(laptop, told) });
  const pushAs = (laptop: Laptop, told: Told, id: string = randomUUID()) => {
    write(laptop, 'businesses', id, 'name', 'usaha');
    const batch = batchOf(laptop, [recordOf(laptop, 'businesses', id)]);
    return post<PushAnswer & Problem>(hub, '/v1/sync/push', batch, headers(laptop, told));
  };
  const healthOf = (laptop: Laptop) =>
    hub.store.db.selectFrom('devices').selectAll().where('id', '=', laptop.device).executeTakeFirstOrThrow();

  test('kept by a push and by a pull; what is not told stays; nonsense is ignored', async () => {
    const [laptop] = (await crew('consultant')) as [Laptop];
    const clock = String(Date.now() + 2 * HOUR);
    expect((await pushAs(laptop, { app: '1.2.3', unsent: '17', clock, rounds: 'a', epoch: '?' })).status).toBe(200);
    const pushed = await healthOf(laptop);
    expect(pushed).toMatchObject({ app: '1.2.3', unsent: 17, round: 'a' });
    expect(Math.abs((pushed.clock_error_ms ?? 0) - 2 * HOUR)).toBeLessThan(60_000);
    expect(Date.parse(pushed.last_seen_at ?? '')).not.toBeNaN();

    expect((await pullAs(laptop, { unsent: '0', rounds: 'b.a' })).status).toBe(200);
    expect(await healthOf(laptop)).toMatchObject({ app: '1.2.3', unsent: 0, round: 'b' });

    const nonsense = { app: '<b>', unsent: '-1', clock: 'kemarin', rounds: 'x y', epoch: 'a b' };
    expect((await pullAs(laptop, nonsense)).status).toBe(200);
    expect((await pushAs(laptop, nonsense)).status).toBe(200);
    expect(await healthOf(laptop)).toMatchObject({ app: '1.2.3', unsent: 0, round: 'b' });
  });

  test('a pull that tells nothing new writes nothing for a minute', async () => {
    const [laptop] = (await crew('consultant')) as [Laptop];
    const told = () => ({ app: '1.0.0', unsent: '3', rounds: 'e', clock: String(Date.now()) });
    await pullAs(laptop, told());
    const before = await healthOf(laptop);
    await pullAs(laptop, told());
    expect(await healthOf(laptop)).toEqual(before);

    const old = new Date(Date.now() - 61_000).toISOString();
    await hub.store.db.updateTable('devices').set({ last_seen_at: old }).where('id', '=', laptop.device).execute();
    await pullAs(laptop, told());
    expect((await healthOf(laptop)).last_seen_at).not.toBe(old);
  });

  test('a round that the laptop left behind: nothing is processed, until it has a new name', async () => {
    const [laptop] = (await crew('consultant')) as [Laptop];
    expect((await pushAs(laptop, { rounds: 'a' })).status).toBe(200);
    // The same round again: its other requests. The next one, after some that the hub never heard of.
    expect((await pushAs(laptop, { rounds: 'a' })).status).toBe(200);
    expect((await pushAs(laptop, { rounds: 'd.a.c.b' })).status).toBe(200);
    const before = await healthOf(laptop);
    const { body } = await pullAs(laptop, { rounds: 'd.a.c.b' });
    // A copy of the laptop as it was after its first round, however often it tried without an answer.
    for (const rounds of ['x', 'x.a', 'z.a.y.x']) {
      const refused = await pushAs(laptop, { rounds, unsent: '99', app: '9.9.9' }, `lost-${rounds}`);
      expect([refused.status, refused.body.code], rounds).toEqual([409, 'device_restored']);
      expect((await pullAs(laptop, { rounds })).body.code).toBe('device_restored');
      const history = await call<Problem>(hub, '/v1/history/businesses/x', { headers: headers(laptop, { rounds }) });
      expect(history.body.code).toBe('device_restored');
    }
    expect(await healthOf(laptop)).toMatchObject({ round: 'd', unsent: before.unsent, app: before.app });
    expect((await pullAs(laptop, { rounds: 'e.d' })).body.next).toBe(body.next);

    const renewed = await post(
      hub,
      '/v1/devices/renew',
      { publicKey: PUBLIC_KEY },
      headers(laptop, { rounds: 'x.a', epoch: 'another' }),
    );
    expect(renewed.status).toBe(200);
    const answer = enrolAnswerSchema.parse(renewed.body);
    expect(answer).toMatchObject({ user: laptop.user, unit: laptop.unit });
    expect(answer.deviceId).not.toBe(laptop.device);
    const again = { ...laptop, device: answer.deviceId, token: answer.deviceToken };
    expect((await pushAs(again, { rounds: 'x.a' })).status).toBe(200);
    expect((await healthOf(again)).name).toBe((await healthOf(laptop)).name);
    // The laptop that the copy was made of goes on under the old name.
    expect((await pushAs(laptop, { rounds: 'f.e' })).status).toBe(200);
  });

  test('two copies of a laptop at the same moment: one of them is told', async () => {
    const [laptop] = (await crew('consultant')) as [Laptop];
    const { body } = await pullAs(laptop, { rounds: 'a' });
    const answers = await Promise.all(
      ['x', 'y', 'z'].flatMap((nonce) => [
        pullAs(laptop, { rounds: `${nonce}.a`, epoch: body.epoch }),
        pushAs(laptop, { rounds: `${nonce}.a` }),
      ]),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 409, 409, 409, 409]);
  });

  test('renewing: only with a key, not without end, and not for a revoked laptop', async () => {
    const [laptop] = (await crew('consultant')) as [Laptop];
    const renew = (body: unknown) => post<EnrolAnswer & Problem>(hub, '/v1/devices/renew', body, auth(laptop));
    expect((await renew({ publicKey: 'x' })).body.code).toBe('invalid_request');
    expect((await renew(null)).body.code).toBe('invalid_request');
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await renew({ publicKey: PUBLIC_KEY }));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[5]?.body.code).toBe('too_many_tries');
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
    const events = await hub.store.db
      .selectFrom('audit')
      .select('event')
      .where('device', '=', laptop.device)
      .where('event', '=', 'device_renewed')
      .execute();
    expect(events).toHaveLength(5);
    await hub.store.db
      .updateTable('devices')
      .set({ revoked_at: new Date().toISOString() })
      .where('id', '=', laptop.device)
      .execute();
    expect((await renew({ publicKey: PUBLIC_KEY })).body.code).toBe('device_revoked');
  });

  test('a hub that was restored says so to whoever names its former life', async () => {
    const [laptop] = (await crew('coordinator')) as [Laptop];
    const { epoch } = (await pullAs(laptop)).body;
    expect((await pullAs(laptop, { epoch })).status).toBe(200);
    await hub.store.db.transaction().execute((trx) => beginEpoch(trx, new Date()));
    const [pulled, pushed] = [await pullAs(laptop, { epoch }), await pushAs(laptop, { epoch })];
    expect([pulled.status, pulled.body.code]).toEqual([409, 'hub_restored']);
    expect([pushed.status, pushed.body.code]).toEqual([409, 'hub_restored']);
    // The rest goes on.
    for (const path of ['/v1/clock', '/v1/devices', '/v1/history/businesses/x']) {
      expect((await call(hub, path, { headers: headers(laptop, { epoch }) })).status, path).toBe(200);
    }
    const now = (await pullAs(laptop)).body.epoch;
    expect(now).not.toBe(epoch);
    expect((await pushAs(laptop, { epoch: now })).status).toBe(200);
  });

  test('how the laptops are: for everyone but consultants, of the own unit only', async () => {
    const laptops = await crew(...ROLES);
    const [consultant, coordinator] = laptops as [Laptop, Laptop];
    await crew('consultant');
    await pushAs(consultant, { app: '1.2.3', unsent: '4', clock: String(Date.UTC(2099, 0)) });
    for (const laptop of laptops) {
      const answer = await call<DevicesAnswer & Problem>(hub, '/v1/devices', { headers: auth(laptop) });
      if (laptop === consultant) {
        expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
        continue;
      }
      const { devices } = devicesAnswerSchema.parse(answer.body);
      expect(devices.map((device) => device.id).sort()).toEqual(laptops.map((one) => one.device).sort());
      expect(devices.find((device) => device.id === consultant.device)).toMatchObject({
        user: consultant.user,
        app: '1.2.3',
        unsent: 4,
        revokedAt: null,
      });
      expect(JSON.stringify(answer.body)).not.toContain('token');
    }
    const { body } = await call<DevicesAnswer>(hub, '/v1/devices', { headers: auth(coordinator) });
    const seen = body.devices.find((device) => device.id === consultant.device);
    expect(seen?.clockErrorMs).toBeGreaterThan(70 * 365 * 24 * HOUR);
  });
});
