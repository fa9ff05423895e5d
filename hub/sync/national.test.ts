/** National figures: out of the registers of all units, for whom, and what is hidden from whom. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NationalAnswer, nationalAnswerSchema, type Problem } from '#core/wire/protocol.ts';
import { ROLES, type Role } from '#core/workflow/policy.ts';
import { addUnit } from '../identity/people.ts';
import {
  auth,
  call,
  enrolLaptop,
  type Laptop,
  newUser,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { testStores } from '../testing/stores.ts';

const stores = await testStores();
afterAll(stores.stop);

describe.each(stores.each)('national figures on %s', (_name, place) => {
  let hub: TestHub;
  const laptops = {} as Record<'palu' | 'sigi' | 'lampung', Record<Role, Laptop>>;

  beforeAll(async () => {
    hub = await testHub({ place });
    for (const [id, region] of [
      ['palu', '72'],
      ['sigi', '72.10'],
      ['lampung', '18'],
    ] as const) {
      await addUnit(hub.store, { id, name: `PLUT ${id} (contoh)`, level: 'province', region, timeZone: 'WITA' });
      const people = {} as Record<Role, Laptop>;
      for (const role of ROLES) people[role] = await enrolLaptop(hub, await newUser(hub, id, role));
      laptops[id] = people;
    }
    await mentor(laptops.palu, 2);
    await mentor(laptops.sigi, 6);
    await mentor(laptops.lampung, 9);
  }, 90_000);
  afterAll(() => hub?.dispose());

  const ask = (laptop: Laptop, year = '2026') =>
    call<NationalAnswer & Problem>(hub, `/v1/national?year=${year}`, { headers: auth(laptop) });
  const read = async (laptop: Laptop): Promise<NationalAnswer> => nationalAnswerSchema.parse((await ask(laptop)).body);
  const businesses = ({ units }: NationalAnswer) =>
    Object.fromEntries(units.map(({ id, columns }) => [id, columns.businesses]));

  test('for supervisors and administrators, of whatever unit', async () => {
    for (const role of ROLES) {
      const { status, body } = await ask(laptops.sigi[role]);
      const may = role === 'supervisor' || role === 'administrator';
      expect([status, body.code], role).toEqual(may ? [200, undefined] : [403, 'forbidden']);
    }
    for (const year of ['', 'x', '1980', '2026.5']) {
      expect((await ask(laptops.sigi.supervisor, year)).body.code, year).toBe('invalid_query');
    }
  });

  test('an administrator sees all numbers, a supervisor none of too few people', async () => {
    const all = await read(laptops.palu.administrator);
    expect(all.smallest).toBe(1);
    expect(businesses(all)).toEqual({ palu: 2, sigi: 6, lampung: 9 });
    expect(all.units.map(({ columns }) => columns['field.3'])).toEqual([9, 2, 6]);
    expect(all.provinces.map(({ code, units, columns }) => [code, units, columns.businesses])).toEqual([
      ['18', 1, 9],
      ['72', 2, 8],
    ]);

    const some = await read(laptops.lampung.supervisor);
    expect(some.smallest).toBe(5);
    expect(businesses(some)).toEqual({ palu: null, sigi: null, lampung: 9 });
    expect(some.provinces.map(({ columns }) => columns.businesses)).toEqual([9, 8]);
    expect(some.nation.columns).toMatchObject({ businesses: 17, cooperatives: 0, 'field.3': 17 });
    expect(JSON.stringify(some)).not.toMatch(/rahasia/);
    // The records of the own unit are on the supervisor's laptop.
    expect(businesses(await read(laptops.palu.supervisor))).toEqual({ palu: 2, sigi: 6, lampung: 9 });
  });

  test('who asked is in the record of accesses', async () => {
    await read(laptops.lampung.supervisor);
    const { user, device } = laptops.lampung.supervisor;
    const events = await hub.store.db.selectFrom('audit').selectAll().where('event', '=', 'national_read').execute();
    expect(events).toContainEqual(expect.objectContaining({ unit: 'lampung', user_id: user, device }));
  });

  test('a session counts once it is locked, and never when it is deleted', async () => {
    const { consultant, coordinator, administrator } = laptops.lampung;
    const [kept, deleted] = [sessionOf(consultant), sessionOf(consultant)];
    await taken(consultant, [...kept.records, ...deleted.records]);
    const before = await read(administrator);
    expect(before.nation.columns['field.3']).toBe(17);
    await set(coordinator, kept.id, 'lockedAt', LOCKED);
    const locked = await read(administrator);
    expect(locked.nation.columns['field.3']).toBe(18);
    const sequences = ({ units }: NationalAnswer) => units.map(({ sequence }) => sequence);
    const moved = sequences(locked).map((sequence, i) => sequence - (sequences(before)[i] as number));
    expect(moved).toEqual([1, 0, 0]);
    await set(coordinator, deleted.id, 'deletedAt', LOCKED);
    await set(coordinator, deleted.id, 'lockedAt', LOCKED);
    expect((await read(administrator)).nation.columns['field.3']).toBe(18);
  });

  test('merged clients count as one, until they are separated', async () => {
    const { consultant, coordinator, administrator } = laptops.sigi;
    const [one, other] = [sessionOf(consultant), sessionOf(consultant)];
    await taken(consultant, [...one.records, ...other.records]);
    for (const { id } of [one, other]) await set(coordinator, id, 'lockedAt', LOCKED);
    const sigi = async () => businesses(await read(administrator)).sigi;
    expect(await sigi()).toBe(8);
    for (const [into, count] of [
      [one.client, 7],
      [null, 8],
    ] as const) {
      write(coordinator, 'businesses', other.client, 'mergedInto', into);
      await taken(coordinator, [recordOf(coordinator, 'businesses', other.client)]);
      expect(await sigi()).toBe(count);
    }
  });
});

/** So many businesses, each with a locked session of field 3 in 2026. */
async function mentor({ consultant, coordinator }: Record<Role, Laptop>, clients: number): Promise<void> {
  const sessions = Array.from({ length: clients }, () => sessionOf(consultant));
  await taken(
    consultant,
    sessions.flatMap(({ records }) => records),
  );
  for (const { id } of sessions) write(coordinator, 'sessions', id, 'lockedAt', LOCKED);
  await taken(
    coordinator,
    sessions.map(({ id }) => recordOf(coordinator, 'sessions', id, ['lockedAt'])),
  );
}

const LOCKED = '2026-06-01T00:00:00.000Z';

/** A finished session with a business that agreed to it. */
function sessionOf(consultant: Laptop): { id: string; client: string; records: unknown[] } {
  const [consent, id] = [randomUUID(), randomUUID()];
  const of = { clientCollection: 'businesses', clientId: randomUUID() };
  const given = { ...of, purposeMentoring: true, givenOn: '2026-01-01', way: 'paper', subjectName: 'rahasia' };
  for (const [field, value] of Object.entries(given)) write(consultant, 'consents', consent, field, value);
  const values = { ...of, date: '2026-05-01', field: 3, state: 'finished', problem: 'rahasia' };
  for (const [field, value] of Object.entries(values)) write(consultant, 'sessions', id, field, value);
  return {
    id,
    client: of.clientId,
    records: [recordOf(consultant, 'consents', consent), recordOf(consultant, 'sessions', id)],
  };
}

async function set(laptop: Laptop, id: string, field: string, value: string): Promise<void> {
  write(laptop, 'sessions', id, field, value);
  await taken(laptop, [recordOf(laptop, 'sessions', id, [field])]);
}

async function taken(laptop: Laptop, records: unknown[]): Promise<void> {
  expect((await push(laptop, records)).refused).toEqual([]);
}
