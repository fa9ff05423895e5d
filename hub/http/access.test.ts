/**
 * Who gets what, over all routes × roles × units: nobody reads or writes another unit, nor writes as another role or user,
 * nor reads a NIK that the role may not have. The routes come from Fastify's own list: a new one without a row here fails.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTIONS, type CollectionName, fieldSchema } from '#core/model/collections.ts';
import { edit, type Json } from '#core/register/register.ts';
import { makeStamp } from '#core/register/stamp.ts';
import { checkBundle } from '#core/wire/bundle.ts';
import {
  ATTACHMENTS_PATH,
  type BundleAnswer,
  type DevicesAnswer,
  type EnrolAnswer,
  type HistoryAnswer,
  type NationalAnswer,
  type Problem,
  type PushAnswer,
} from '#core/wire/protocol.ts';
import {
  mayRead,
  mayRecord,
  mayRevokeDevices,
  maySeeDevices,
  maySeeNational,
  mayWrite,
  ROLES,
  type Role,
} from '#core/workflow/policy.ts';
import { createCode } from '../identity/people.ts';
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
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { buildServer } from './server.ts';

const NIKS = ['7271030403820004', '7271031203880001'] as const;
const METRICS_TOKEN = 'rahasia-pantau';

interface Unit {
  id: string;
  nik: string;
  laptops: Record<Role, Laptop>;
  /** Somebody who asked for a restriction of processing. */
  restricted: string;
  /** Ids of records by collection, the same in no other unit. */
  records: Partial<Record<CollectionName, string>>;
  /** A file that came, with a record that names it. */
  file: Buffer;
  /** What nobody outside may ever see. */
  secrets: string[];
}

interface Who {
  role: Role;
  laptop: Laptop;
  own: Unit;
  other: Unit;
}

let hub: TestHub;
let app: FastifyInstance;
let at: { url: string };
let units: [Unit, Unit];
const folder = mkdtempSync(join(tmpdir(), 'pendamping-access-'));

beforeAll(async () => {
  hub = await testHub();
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  app = await buildServer(hub.store, {
    log: pino({ level: 'silent' }),
    web: folder,
    demo: { users: [] },
    limits: { perDevice: 1e6, perAddress: 1e6 },
    metricsToken: METRICS_TOKEN,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  at = { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
  units = [await makeUnit(NIKS[0]), await makeUnit(NIKS[1])];
}, 60_000);
afterAll(async () => {
  await app.close();
  await hub.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function makeUnit(nik: string): Promise<Unit> {
  const id = await newUnit(hub);
  const laptops = {} as Record<Role, Laptop>;
  for (const role of ROLES) laptops[role] = await enrolLaptop(hub, await newUser(hub, id, role));
  const author = laptops.coordinator;
  const [business, session, attachment] = [randomUUID(), randomUUID(), randomUUID()];
  const file = Buffer.from(`Foto ${nik}`);
  write(author, 'businesses', business, 'name', `Usaha ${nik}`);
  write(author, 'businesses', business, 'ownerNik', nik);
  write(author, 'sessions', session, 'advice', `Nasihat ${nik}`);
  write(author, 'attachments', attachment, 'hash', hashOf(file));
  write(author, 'attachments', attachment, 'key', `${nik}${'k'.repeat(27)}`);
  await push(author, [
    recordOf(author, 'businesses', business),
    recordOf(author, 'sessions', session),
    recordOf(author, 'attachments', attachment),
  ]);
  const begun = await upload('POST', author, file);
  expect(begun.status).toBe(201);
  const [restricted, request] = [randomUUID(), randomUUID()];
  write(author, 'subjectRequests', request, 'clientId', restricted);
  write(author, 'subjectRequests', request, 'requestKind', 'restriction');
  await push(author, [recordOf(author, 'subjectRequests', request)]);
  const people = Object.values(laptops);
  return {
    id,
    nik,
    file,
    laptops,
    restricted,
    records: {
      businesses: business,
      sessions: session,
      users: author.user,
      devices: author.device,
      units: id,
    },
    secrets: [
      id,
      nik,
      business,
      session,
      attachment,
      hashOf(file),
      author.answer.unitKey,
      ...people.flatMap((laptop) => [laptop.token, laptop.device, laptop.user]),
    ],
  };
}

const hashOf = (file: Buffer): string => createHash('sha256').update(file).digest('hex');

/** The whole file in one request: with its beginning, or under its name. */
const upload = (method: 'POST' | 'PATCH', by: Laptop, file: Buffer) =>
  call<Problem>(at, method === 'POST' ? ATTACHMENTS_PATH : `${ATTACHMENTS_PATH}/${hashOf(file)}`, {
    method,
    headers: {
      ...auth(by),
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      ...(method === 'POST'
        ? {
            'upload-length': String(file.length),
            'upload-metadata': `hash ${Buffer.from(hashOf(file)).toString('base64')}`,
          }
        : { 'upload-offset': String(file.length) }),
    },
    ...(method === 'POST' ? { body: new Uint8Array(file) } : {}),
  });

/** Everything that the hub keeps of a unit. */
async function stateOf(unit: Unit): Promise<string> {
  const { db } = hub.store;
  const registers = await db
    .selectFrom('registers')
    .selectAll()
    .where('unit', '=', unit.id)
    .orderBy('sequence')
    .execute();
  const history = await db.selectFrom('history').selectAll().where('unit', '=', unit.id).orderBy('stamp').execute();
  const users = await db.selectFrom('users').selectAll().where('unit', '=', unit.id).orderBy('id').execute();
  const devices = await db
    .selectFrom('devices')
    .select(['id', 'user_id', 'token_hash', 'revoked_at', 'last_push_at', 'round', 'app', 'recovery_code'])
    .where('unit', '=', unit.id)
    .orderBy('id')
    .execute();
  const files = await db.selectFrom('files').selectAll().where('unit', '=', unit.id).orderBy('hash').execute();
  return JSON.stringify({ registers, history, users, devices, files });
}

function expectOnlyOwn({ role, own, other }: Who, answer: unknown): void {
  const text = JSON.stringify(answer);
  for (const secret of other.secrets) expect(text).not.toContain(secret);
  if (!mayRead(role, 'businesses', 'ownerNik')) expect(text).not.toContain(`"${own.nik}"`);
}

function expectNobodys(answer: unknown): void {
  const text = JSON.stringify(answer);
  for (const secret of units.flatMap((unit) => unit.secrets)) expect(text).not.toContain(secret);
}

const get = <T>(who: Who, path: string, headers = {}) =>
  call<T>(at, path, { headers: { ...auth(who.laptop), ...headers } });
const code = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as Problem).code];

interface Row {
  /** Refused without a device's token. */
  needsToken: boolean;
  check: (who: Who) => Promise<void>;
}

/** Says the same to everyone, and nothing of any unit. */
const open = (path: string, status = 200): Row => ({
  needsToken: false,
  check: async (who) => {
    const response = await fetch(at.url + path, { headers: auth(who.laptop) });
    expect(response.status).toBe(status);
    expectNobodys(await response.text());
  },
});

const ROWS: Record<string, Row> = {
  'GET /health': open('/health'),
  'GET /v1/clock': open('/v1/clock'),
  'GET /v1/openapi.json': open('/v1/openapi.json'),
  'GET /v1/demo': open('/v1/demo'),
  'GET /v1/updates/:platform': open('/v1/updates/linux-x64-deb', 404),
  'GET /v1/updates/:platform/file': open('/v1/updates/linux-x64-deb/file', 404),
  'GET /*': open('/'),
  'OPTIONS *': {
    needsToken: false,
    check: async (who) => {
      const response = await fetch(`${at.url}/v1/sync/pull`, { method: 'OPTIONS', headers: auth(who.laptop) });
      expect(response.status).toBeLessThan(500);
      expectNobodys(await response.text());
    },
  },
  'GET /metrics': {
    needsToken: false,
    check: async (who) => {
      expect(code(await get(who, '/metrics'))).toEqual([403, 'forbidden']);
      expect(code(await call(at, '/metrics', { headers: { 'x-forwarded-for': '10.1.1.1' } }))).toEqual([
        403,
        'forbidden',
      ]);
    },
  },

  'POST /v1/enrol': {
    needsToken: false,
    check: async ({ laptop, own, other, role }) => {
      const enrol = (body: object) =>
        post<EnrolAnswer & Problem>(
          at,
          '/v1/enrol',
          { deviceName: 'Laptop', publicKey: PUBLIC_KEY, ...body },
          { ...auth(laptop), 'x-forwarded-for': `10.7.${ROLES.indexOf(role)}.${units.indexOf(own)}` },
        );
      // A device's token is no password, neither for others nor for oneself.
      for (const user of [other.laptops.administrator.user, own.laptops.administrator.user, laptop.user]) {
        expect(code(await enrol({ user, password: laptop.token }))).toEqual([401, 'login_failed']);
      }
      // A code is for its user, whatever else is asked for.
      const { code: ticket } = await createCode(hub.store, laptop.user, HOUR);
      const { body } = await enrol({
        code: ticket,
        unit: other.id,
        role: 'administrator',
        userId: other.records.users,
      });
      expect(body).toMatchObject({ user: laptop.user, unit: own.id, profile: { role } });
      expectNobodys({ ...body, user: '', unit: '', unitKey: '' });
      expect(body.unitKey).toBe(laptop.answer.unitKey);
    },
  },

  'POST /v1/devices/renew': {
    needsToken: true,
    check: async (who) => {
      const { laptop, own, other, role } = who;
      const wish = { publicKey: PUBLIC_KEY, user: other.records.users, unit: other.id, role: 'administrator' };
      const { status, body } = await post<EnrolAnswer>(at, '/v1/devices/renew', wish, auth(laptop));
      expect(status).toBe(200);
      expectOnlyOwn(who, body);
      expect(body).toMatchObject({ user: laptop.user, unit: own.id, profile: { role } });
    },
  },

  'POST /v1/devices/recovery': {
    needsToken: true,
    check: async (who) => {
      const code = `AAAAA-${who.own.nik}`;
      const { status } = await post(
        at,
        '/v1/devices/recovery',
        { code, id: who.other.laptops.head.device },
        auth(who.laptop),
      );
      expect(status).toBe(200);
      const kept = hub.store.db.selectFrom('devices').select('id').where('recovery_code', '=', code);
      const names = (await kept.execute()).map(({ id }) => id);
      expect(names).toContain(who.laptop.device);
      expect(Object.values(who.other.laptops).filter(({ device }) => names.includes(device))).toEqual([]);
    },
  },

  'GET /v1/devices/:id/recovery': {
    needsToken: true,
    check: async (who) => {
      const own = await get<{ code: string | null }>(who, `/v1/devices/${who.own.laptops.head.device}/recovery`);
      const theirs = await get<Problem>(who, `/v1/devices/${who.other.laptops.head.device}/recovery`);
      if (!mayRevokeDevices(who.role)) {
        expect([own.status, theirs.status]).toEqual([403, 403]);
        return;
      }
      expect([own.status, code(theirs)]).toEqual([200, [404, 'not_found']]);
      expectOnlyOwn(who, [own.body, theirs.body]);
    },
  },

  'GET /v1/devices': {
    needsToken: true,
    check: async (who) => {
      const answer = await get<DevicesAnswer>(who, `/v1/devices?unit=${who.other.id}`);
      expectOnlyOwn(who, answer.body);
      if (!maySeeDevices(who.role)) return expect(code(answer)).toEqual([403, 'forbidden']);
      expect(answer.status).toBe(200);
      // Without those that took another name meanwhile (POST /v1/devices/renew, above).
      const names = answer.body.devices.map((device) => device.user);
      expect(names).toContain(who.laptop.user);
    },
  },

  'GET /v1/national': {
    needsToken: true,
    check: async (who) => {
      const answer = await get<NationalAnswer>(who, '/v1/national?year=2026');
      if (!maySeeNational(who.role)) {
        expectNobodys(answer.body);
        return expect(code(answer)).toEqual([403, 'forbidden']);
      }
      expect(answer.status).toBe(200);
      // Of the other unit its name and its numbers, nothing else.
      const { id } = who.other;
      expect(answer.body.units.map((unit) => unit.id)).toContain(id);
      const text = JSON.stringify(answer.body);
      for (const secret of [...who.own.secrets, ...who.other.secrets]) {
        if (secret !== id && secret !== who.own.id) expect(text).not.toContain(secret);
      }
    },
  },

  'GET /v1/sync/pull': {
    needsToken: true,
    check: async (who) => {
      const answer = await get<PullBody>(who, `/v1/sync/pull?after=0&limit=500&unit=${who.other.id}`);
      expect(answer.status).toBe(200);
      expectOnlyOwn(who, answer.body);
      const business = answer.body.records.find((record) => record.id === who.own.records.businesses);
      expect('ownerNik' in (business?.registers ?? {})).toBe(mayRead(who.role, 'businesses', 'ownerNik'));
      expect(business?.registers).toHaveProperty('name');
    },
  },

  'GET /v1/sync/bundle': {
    needsToken: true,
    check: async (who) => {
      const answer = await fetch(`${at.url}/v1/sync/bundle?unit=${who.other.id}`, { headers: auth(who.laptop) });
      const file = await answer.blob();
      if (!mayRecord(who.role)) return expect(answer.status).toBe(403);
      const { unitKey, hubKey } = who.laptop.answer;
      const { header } = await checkBundle(() => file.stream(), { units: { [who.own.id]: unitKey }, hubKey });
      expect(header.unit).toBe(who.own.id);
      const others = { units: { [who.other.id]: who.other.laptops.coordinator.answer.unitKey }, hubKey };
      await expect(checkBundle(() => file.stream(), others)).rejects.toMatchObject({ code: 'foreign' });
    },
  },

  // Who brings a bundle does not matter; who signed it does (hub/sync/bundles.test.ts).
  'POST /v1/sync/bundle': {
    needsToken: true,
    check: async (who) => {
      const headers = { ...auth(who.laptop), 'content-type': 'application/octet-stream' };
      const answer = await call<BundleAnswer>(at, '/v1/sync/bundle', { method: 'POST', headers, body: 'age' });
      expect(answer.status).toBe(200);
      expect(answer.body.bundles).toMatchObject([{ problem: 'not_a_bundle', accepted: 0 }]);
    },
  },

  'POST /v1/attachments': {
    needsToken: true,
    check: async (who) => {
      const [own, foreign] = [
        await upload('POST', who.laptop, who.own.file),
        await upload('POST', who.laptop, who.other.file),
      ];
      if (!mayRecord(who.role)) {
        for (const answer of [own, foreign]) expect(code(answer)).toEqual([403, 'forbidden']);
        return;
      }
      expect([own.status, own.headers.get('upload-offset')]).toEqual([201, String(who.own.file.length)]);
      expect(code(foreign)).toEqual([404, 'not_found']);
    },
  },

  'PATCH /v1/attachments/:hash': {
    needsToken: true,
    check: async (who) => {
      const [own, foreign] = [
        await upload('PATCH', who.laptop, who.own.file),
        await upload('PATCH', who.laptop, who.other.file),
      ];
      if (!mayRecord(who.role)) {
        for (const answer of [own, foreign]) expect(code(answer)).toEqual([403, 'forbidden']);
        return;
      }
      expect(own.status).toBe(204);
      expect(code(foreign)).toEqual([404, 'not_found']);
    },
  },

  'GET /v1/attachments/:hash': {
    needsToken: true,
    check: async (who) => {
      const read = (file: Buffer, init: RequestInit = {}) =>
        fetch(`${at.url}${ATTACHMENTS_PATH}/${hashOf(file)}?unit=${who.other.id}`, {
          ...init,
          headers: { ...auth(who.laptop), ...init.headers },
        });
      const own = await read(who.own.file);
      const isReader = mayRead(who.role, 'attachments', 'key');
      expect(own.status).toBe(isReader ? 200 : 403);
      expect((await own.text()) === who.own.file.toString()).toBe(isReader);
      for (const headers of [{}, { range: 'bytes=0-2' }] as Record<string, string>[]) {
        const foreign = await read(who.other.file, { headers });
        expect(foreign.status).toBe(isReader ? 404 : 403);
        expectOnlyOwn(who, await foreign.text());
      }
      // HEAD asks of an upload when it speaks tus, and of the file otherwise.
      const upload = await read(who.other.file, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
      expect(upload.status).toBe(mayRecord(who.role) ? 404 : 403);
      expect((await read(who.other.file, { method: 'HEAD' })).status).toBe(isReader ? 404 : 403);
    },
  },

  'GET /v1/history/:collection/:id': {
    needsToken: true,
    check: async (who) => {
      for (const [collection, id] of Object.entries(who.own.records)) {
        const own = await get<HistoryAnswer>(who, `/v1/history/${collection}/${id}?unit=${who.other.id}`);
        expect(own.status).toBe(200);
        expect(own.body.changes.length).toBeGreaterThan(0);
        expectOnlyOwn(who, own.body);
      }
      const path = `/v1/history/businesses/${who.own.records.businesses}?field=ownerNik`;
      expect((await get<HistoryAnswer>(who, path)).body.changes).toHaveLength(
        mayRead(who.role, 'businesses', 'ownerNik') ? 1 : 0,
      );
      for (const [collection, id] of Object.entries(who.other.records)) {
        const foreign = await get<HistoryAnswer>(who, `/v1/history/${collection}/${id}`);
        expect(foreign.body).toEqual({ changes: [] });
      }
    },
  },

  'POST /v1/sync/push': { needsToken: true, check: checkPush },
};

/** Fields that only some roles may write, fields that anyone who records may, and fields of the hub. */
const FIELDS = [
  'createdBy',
  'deletedAt',
  'erasedAt',
  'liftedAt',
  'lockedAt',
  'lockOpened',
  'reopenAsked',
  'name',
  'ownerNik',
  'role',
  'active',
  'revokeAsked',
];

async function checkPush(who: Who): Promise<void> {
  const { laptop, own, other, role } = who;
  const send = async (records: unknown[], more = {}) =>
    post<PushAnswer & Problem>(at, '/v1/sync/push', batchOf(laptop, records, more), auth(laptop));
  let count = 0;
  const stamp = (device: string) => makeStamp(`0198c0de1234-${(count++ + 0x1000).toString(16)}`, device);
  const one = (collection: string, id: string, field: string, head: object, unit = own.id) => ({
    collection,
    id,
    unit,
    registers: { [field]: { heads: [head] } },
  });
  const refusalOf = async (record: object) => {
    const { status, body } = await send([record]);
    expect(status).toBe(200);
    expectOnlyOwn(who, { ...body, refused: body.refused.map(({ id: _, ...rest }) => rest) });
    return body.refused[0]?.code ?? 'accepted';
  };

  // By role: exactly what the policy says, for every collection.
  for (const collection of COLLECTIONS) {
    for (const field of FIELDS.filter((name) => fieldSchema(collection, name))) {
      const id = collection === 'devices' ? laptop.device : randomUUID();
      const mine = { stamp: stamp(laptop.device), by: laptop.user, value: null };
      const allowed = mayWrite(role, collection, field);
      expect(await refusalOf(one(collection, id, field, mine)), `${collection}.${field}`).toBe(
        allowed ? 'accepted' : 'forbidden',
      );
    }
  }
  // As somebody else: another user or laptop of the unit, the hub, one of the other unit.
  const record = own.records.businesses as string;
  for (const { user, device } of [...Object.values(own.laptops), ...Object.values(other.laptops)]) {
    if (user === laptop.user) continue;
    const value: Json = 'ditulis orang lain';
    expect(await refusalOf(one('businesses', record, 'name', { stamp: stamp(laptop.device), by: user, value }))).toBe(
      'forbidden',
    );
    expect(await refusalOf(one('businesses', record, 'name', { stamp: stamp(device), by: user, value }))).toBe(
      'unknown_head',
    );
    expect(code(await send([], { device }))).toEqual([403, 'wrong_device']);
  }
  const asHub = { stamp: stamp('hub'), by: 'hub', value: 'administrator' };
  expect(await refusalOf(one('users', laptop.user, 'role', asHub))).toBe('unknown_head');

  // Into the other unit: by naming it, by naming its records, by revoking its laptops.
  for (const [collection, id] of Object.entries(other.records)) {
    const field = collection === 'sessions' ? 'advice' : 'name';
    const mine = { stamp: stamp(laptop.device), by: laptop.user, value: null };
    expect(await refusalOf(one(collection, id, field, mine, other.id))).toBe('wrong_unit');
    const under = await refusalOf(one(collection, id, field, mine));
    expect(under).toBe(mayWrite(role, collection as CollectionName, field) ? 'accepted' : 'forbidden');
  }
  // Of who asked for a restriction, by role: a coordinator may erase and nobody may write; the same id elsewhere is free.
  for (const [field, value] of Object.entries({ name: 'dibatasi', deletedAt: '2026-01-01T00:00:00Z' })) {
    const mine = () => ({ stamp: stamp(laptop.device), by: laptop.user, value });
    const allowed = mayWrite(role, 'businesses', field);
    expect(await refusalOf(one('businesses', own.restricted, field, mine())), field).toBe(
      allowed ? (field === 'name' ? 'restricted' : 'accepted') : 'forbidden',
    );
    const free = await refusalOf(one('businesses', other.restricted, field, mine()));
    expect(free, field).toBe(allowed ? 'accepted' : 'forbidden');
  }
  const revoke = edit(undefined, stamp(laptop.device), laptop.user, '2026-01-01T00:00:00Z').heads[0] as object;
  expect(await refusalOf(one('devices', other.laptops.head.device, 'revokeAsked', revoke))).toBe(
    mayWrite(role, 'devices', 'revokeAsked') ? 'invalid_value' : 'forbidden',
  );
}

const routeNames = Object.keys(ROWS);

test('every route has a row', () => {
  const all = app.routeList.map(({ method, url }) => `${method} ${url}`);
  // Fastify answers HEAD wherever it answers GET; see below.
  const listed = all.filter((name) => !name.startsWith('HEAD ') || !all.includes(name.replace('HEAD', 'GET')));
  expect([...new Set(listed)].sort()).toEqual([...routeNames].sort());
});

describe.each(routeNames)('%s', (name) => {
  const row = ROWS[name] as Row;
  const [method = '', url = ''] = name.split(' ');

  test('without a token, with a wrong one, with one that was revoked', async () => {
    if (!row.needsToken) return;
    const path = url
      .replace(':collection', 'businesses')
      .replace(':id', units[0].records.businesses as string)
      .replace(':hash', hashOf(units[0].file));
    const gone = await enrolLaptop(hub, units[0].laptops.consultant.user);
    await hub.store.db
      .updateTable('devices')
      .set({ revoked_at: '2026-01-01T00:00:00.000Z' })
      .where('id', '=', gone.device)
      .execute();
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
    for (const one of methods) {
      for (const [authorization, expected] of [
        ['', 401],
        [`Bearer ${'x'.repeat(43)}`, 401],
        [`Basic ${units[0].laptops.administrator.token}`, 401],
        [`Bearer ${gone.token}`, 403],
      ] as const) {
        const response = await fetch(at.url + path, { method: one, headers: { authorization } });
        expect(response.status, `${one} ${authorization.slice(0, 12)}`).toBe(expected);
        expectNobodys(await response.text());
      }
    }
  });

  test.each(ROLES.flatMap((role) => [0, 1].map((unit) => [role, unit] as const)))(
    'as %s of unit %i',
    async (role, index) => {
      const [own, other] = [units[index] as Unit, units[1 - index] as Unit];
      const before = await stateOf(other);
      await row.check({ role, laptop: own.laptops[role], own, other });
      expect(await stateOf(other)).toBe(before);
      if (method === 'GET') {
        const path = url.replace(':collection', 'businesses').replace(':id', 'x').replace('*', '');
        const head = await fetch(at.url + path, { method: 'HEAD', headers: auth(own.laptops[role]) });
        expect(head.status).toBeLessThan(500);
        expectNobodys(JSON.stringify([...head.headers]));
      }
    },
  );
});
