/** The demo unit: whole, plausible, invented, and seeded once. */
import { getDistricts, getRegencies, getVillages } from 'idn-area-data';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, dayIn } from '#core/model/dates.ts';
import { checkNib, checkNik, readNik } from '#core/model/identifiers.ts';
import {
  BUSINESS_SECTORS,
  COOPERATIVE_KINDS,
  EDUCATION_LEVELS,
  LEGAL_FORMS,
  MARKET_REACHES,
  PLACE_STATUSES,
  SERVICE_LINES,
  SESSION_MODES,
  SESSION_PLACES,
} from '#core/model/reference.ts';
import { type Json, shown } from '#core/register/register.ts';
import { type DemoLogins, demoLoginsSchema, type EnrolAnswer } from '#core/wire/protocol.ts';
import { isConsentValid, needsConsent } from '#core/workflow/consent.ts';
import { seedDemo } from './demo.ts';
import { DEMO_PLACES } from './demo-data.ts';
import { call, type Laptop, newUnit, PUBLIC_KEY, post, pull, type TestHub, testHub } from './testing/hub.ts';

type Row = Record<string, Json> & { id: string };

let hub: TestHub;
let laptop: Laptop;
const rows = new Map<string, Row[]>();
const all = (collection: string): Row[] => rows.get(collection) ?? [];
const clients = () => [...all('businesses'), ...all('cooperatives')];

beforeAll(async () => {
  hub = await testHub({ demo: true });
  const answer = await post<EnrolAnswer>(hub, '/v1/enrol', {
    user: 'ningsih',
    password: 'contoh-ningsih',
    deviceName: 'Laptop',
    publicKey: PUBLIC_KEY,
  });
  const { body } = answer;
  laptop = {
    hub,
    device: body.deviceId,
    token: body.deviceToken,
    user: body.user,
    unit: body.unit,
    answer: body,
    clock: undefined,
    now: Date.now,
    replica: new Map(),
    cursor: 0,
  };
  await pull(laptop);
  const records = new Map<string, Row>();
  for (const [key, register] of laptop.replica) {
    const [collection = '', id = '', field = ''] = key.split('/');
    const name = `${collection}/${id}`;
    if (!records.has(name)) {
      const row: Row = { id };
      records.set(name, row);
      rows.set(collection, [...(rows.get(collection) ?? []), row]);
    }
    (records.get(name) as Row)[field] = shown(register)?.value ?? null;
  }
}, 60_000);
afterAll(() => hub.dispose());

test('the logins are told, and work', async () => {
  const { body } = await call<DemoLogins>(hub, '/v1/demo');
  const { users } = demoLoginsSchema.parse(body);
  expect(users.map((user) => user.user)).toEqual(['sari', 'budi', 'rahma', 'ningsih']);
  for (const { user, password } of users) {
    const answer = await post(hub, '/v1/enrol', { user, password, deviceName: 'Laptop', publicKey: PUBLIC_KEY });
    expect(answer.status).toBe(200);
  }
});

test('seeding again changes nothing', async () => {
  const before = laptop.cursor;
  await pull(laptop);
  const sequence = laptop.cursor;
  await seedDemo(hub.store);
  await pull(laptop);
  expect(laptop.cursor).toBe(sequence);
  expect(sequence).toBeGreaterThanOrEqual(before);
});

test('not on real data', async () => {
  const real = await testHub();
  try {
    await newUnit(real);
    await expect(seedDemo(real.store)).rejects.toThrow('real unit');
  } finally {
    await real.dispose();
  }
});

describe('the clients', () => {
  test('ten businesses and two cooperatives, all marked as invented', () => {
    expect(all('businesses')).toHaveLength(10);
    expect(all('cooperatives')).toHaveLength(2);
    for (const client of clients()) {
      expect(client.invented).toBe(true);
      expect(client.name).toContain('(contoh)');
      if (client.ownerName) expect(client.ownerName).toContain('(contoh)');
    }
    for (const user of all('users')) expect(user.name).toContain('(contoh)');
  });

  test('their places are real', async () => {
    const [villages, districts, regencies] = await Promise.all([getVillages(), getDistricts(), getRegencies()]);
    const nameOf = (list: { code: string; name: string }[], code: string) =>
      list.find((area) => area.code === code)?.name;
    for (const [code, place] of Object.entries(DEMO_PLACES)) {
      expect(nameOf(villages, code)).toBe(place.village);
      expect(nameOf(districts, code.slice(0, 8))).toBe(place.district);
      expect(nameOf(regencies, code.slice(0, 5))).toBe(place.regency);
    }
    for (const client of clients())
      expect(client.region).toMatchObject({ province: 'Sulawesi Tengah', village: expect.any(String) });
  });

  test('their numbers pass the checks, and fit the owner', () => {
    for (const business of all('businesses').filter((client) => client.ownerNik)) {
      const nik = String(business.ownerNik);
      expect(checkNik(nik).ok).toBe(true);
      expect(nik.endsWith('0001')).toBe(true);
      expect(readNik(nik, Date.now())).toMatchObject({ birthDate: business.ownerBirthDate, sex: business.ownerSex });
      if (business.nib) expect(checkNib(String(business.nib))).toMatchObject({ ok: true, warnings: [] });
    }
  });

  test('codes are those of the lists', () => {
    const codes = (list: readonly { code: string | number }[]) => list.map((entry) => entry.code);
    const inList = (found: Row[], field: string, list: readonly { code: string | number }[]) => {
      for (const row of found) if (row[field]) expect(codes(list)).toContain(row[field]);
    };
    inList(all('businesses'), 'sector', BUSINESS_SECTORS);
    inList(all('businesses'), 'legalForm', LEGAL_FORMS);
    inList(all('businesses'), 'ownerEducation', EDUCATION_LEVELS);
    inList(all('businesses'), 'marketReach', MARKET_REACHES);
    inList(all('businesses'), 'placeStatus', PLACE_STATUSES);
    inList(all('cooperatives'), 'kind', COOPERATIVE_KINDS);
    inList(all('sessions'), 'mode', SESSION_MODES);
    inList(all('sessions'), 'place', SESSION_PLACES);
    inList(all('sessions'), 'serviceLine', SERVICE_LINES);
    for (const session of all('sessions')) {
      const line = SERVICE_LINES.find((entry) => entry.code === session.serviceLine);
      expect(line?.field).toBe(session.field);
    }
  });

  test('without consent there is only a minimal record', () => {
    const consented = all('consents')
      .filter(isConsentValid as (row: Row) => boolean)
      .map((consent) => consent.clientId);
    expect(consented).toHaveLength(11);
    const [without] = all('businesses').filter((client) => !consented.includes(client.id));
    for (const field of Object.keys(without ?? {})) {
      if (field !== 'id') expect(needsConsent('businesses', field), field).toBe(false);
    }
    for (const collection of ['yearlyStates', 'assessments', 'sessions', 'followUps']) {
      for (const row of all(collection)) expect(consented).toContain(row.clientId);
    }
  });
});

test('last weeks’ work, with something due today and something late', () => {
  const today = dayIn('WITA', Date.now());
  const states = all('assessments').map((assessment) => assessment.state);
  expect(states.filter((state) => state === 'finished')).toHaveLength(3);
  expect(states.filter((state) => state === 'draft')).toHaveLength(1);
  for (const assessment of all('assessments')) {
    expect(Boolean(assessment.score)).toBe(assessment.state === 'finished');
  }
  for (const session of all('sessions')) {
    expect(String(session.date) <= today && String(session.date) > addDays(today, -40)).toBe(true);
  }
  const open = all('followUps').filter((followUp) => followUp.state === 'open');
  expect(open.filter((followUp) => followUp.dueOn === today).length).toBeGreaterThan(0);
  expect(open.filter((followUp) => String(followUp.dueOn) < today).length).toBeGreaterThan(0);
  expect(open.filter((followUp) => String(followUp.dueOn) > today).length).toBeGreaterThan(0);
});

test('no page is empty: the unit, its digital village, the rules of the grant, targets', () => {
  const year = new Date().getFullYear();
  const [profile] = all('unitProfiles');
  expect(profile?.id).toBe(laptop.unit);
  expect(all('digitalVillages').map(({ id }) => id)).toEqual([laptop.unit]);
  const parents = (collection: string) => new Set(all(collection).map(({ parent }) => parent));
  for (const collection of ['unitEquipment', 'unitStaff', 'villageStatuses'])
    expect(parents(collection)).toEqual(new Set([laptop.unit]));
  // Building and funds come from the sourced list, by a button of the page.
  expect(all('unitFunds')).toEqual([]);
  expect(profile?.programmeYear).toBeUndefined();
  expect(all('grantRules')).toMatchObject([{ id: `${laptop.unit}-wp-${year}`, year }]);
  for (const collection of [
    'performanceTargets',
    'targetLists',
    'meetings',
    'activities',
    'planItems',
    'candidates',
    'clusters',
    'featuredProducts',
  ])
    expect(all(collection).length, collection).toBeGreaterThan(0);
});
