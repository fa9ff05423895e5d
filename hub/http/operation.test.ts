/** What an operator relies on: limits, figures, and who did what. */
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '#core/wire/protocol.ts';
import { runAdmin } from '../admin.ts';
import { createCode, revokeDevice, setActive } from '../identity/people.ts';
import {
  auth,
  call,
  enrolLaptop,
  HOUR,
  newUnit,
  newUser,
  PUBLIC_KEY,
  post,
  pullPage,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';

describe('request limits', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await testHub({ limits: { perDevice: 10, perAddress: 5 } });
  });
  afterAll(() => hub.dispose());
  const statuses = async (count: number, ask: () => Promise<{ status: number }>): Promise<number[]> => {
    const all: number[] = [];
    for (let i = 0; i < count; i++) all.push((await ask()).status);
    return all;
  };

  test('each laptop has its own account; whoever has no valid token shares that of the address', async () => {
    const unit = await newUnit(hub);
    const a = await enrolLaptop(hub, await newUser(hub, unit));
    const b = await enrolLaptop(hub, await newUser(hub, unit));
    // Two were for enrolling.
    expect(await statuses(4, () => call(hub, '/v1/clock'))).toEqual([200, 200, 200, 429]);
    const bad = { authorization: `Bearer ${'x'.repeat(43)}` };
    const limited = await call<Problem>(hub, '/v1/sync/pull', { headers: bad });
    expect(limited.body.code).toBe('too_many_requests');
    const wait = Number(limited.headers.get('retry-after'));
    expect(wait > 0 && wait <= 60).toBe(true);
    const elsewhere = { ...bad, 'x-forwarded-for': '10.9.9.9' };
    expect((await call(hub, '/v1/sync/pull', { headers: elsewhere })).status).toBe(401);

    expect(await statuses(11, () => pullPage(a, ''))).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    const pushed = await post<Problem>(hub, '/v1/sync/push', {}, auth(a));
    expect([pushed.status, pushed.body.code]).toEqual([429, 'too_many_requests']);
    expect((await pullPage(b, '')).status).toBe(200);
    // Monitoring is not counted.
    expect(await statuses(8, () => call(hub, '/health'))).toEqual(Array.from({ length: 8 }, () => 200));
  });
});

test('a proxy that was not named cannot give a request another address', async () => {
  for (const [trustProxy, status] of [
    [['10.0.0.0/8'], 429],
    [['127.0.0.1', '10.0.0.0/8'], 200],
  ] as const) {
    const hub = await testHub({ limits: { perDevice: 10, perAddress: 1 }, trustProxy: [...trustProxy] });
    const clockFor = (address: string) => call(hub, '/v1/clock', { headers: { 'x-forwarded-for': address } });
    expect((await clockFor('203.0.113.1')).status).toBe(200);
    expect((await clockFor('203.0.113.2')).status).toBe(status);
    await hub.dispose();
  }
});

describe('metrics', () => {
  const text = async (hub: TestHub, headers: Record<string, string> = {}) => {
    const response = await fetch(`${hub.url}/metrics`, { headers });
    return { status: response.status, body: await response.text() };
  };

  test('requests, registers, units, devices, the process; nothing about people', async () => {
    const hub = await testHub();
    const unit = await newUnit(hub);
    const user = await newUser(hub, unit);
    const laptop = await enrolLaptop(hub, user);
    const gone = await enrolLaptop(hub, user);
    await revokeDevice(hub.store, gone.device);
    write(laptop, 'businesses', 'b', 'name', 'Bawang (contoh)');
    write(laptop, 'businesses', 'b', 'deletedAt', '2026-01-01T00:00:00Z');
    await push(laptop, [recordOf(laptop, 'businesses', 'b')]);
    await call(hub, `/v1/history/businesses/secret-id?${laptop.token}`, { headers: auth(laptop) });
    await call(hub, '/v1/nothing');
    const { status, body } = await text(hub);
    expect(status).toBe(200);
    const { sequence } = await hub.store.db.selectFrom('units').select('sequence').executeTakeFirstOrThrow();
    for (const line of [
      'pendamping_http_requests_total{route="/v1/sync/push",method="POST",status="200"} 1',
      'pendamping_http_requests_total{route="/v1/history/:collection/:id",method="GET",status="200"} 1',
      'pendamping_http_requests_total{route="*",method="GET",status="404"} 1',
      'pendamping_http_request_duration_seconds_count{route="/v1/enrol"} 2',
      'pendamping_registers_accepted_total 1',
      'pendamping_registers_refused_total{code="forbidden"} 1',
      `pendamping_unit_sequence{unit="${unit}"} ${sequence}`,
      `pendamping_devices{unit="${unit}",state="active"} 1`,
      `pendamping_devices{unit="${unit}",state="revoked"} 1`,
    ]) {
      expect(body).toContain(line);
    }
    expect(body).toMatch(/^process_resident_memory_bytes \d/m);
    for (const secret of [laptop.token, laptop.device, user, 'secret-id', 'Bawang', 'PLUT']) {
      expect(body).not.toContain(secret);
    }
    await hub.dispose();
  });

  test('for this machine, and for others with the token; a proxy does not open them', async () => {
    const hub = await testHub({ metricsToken: 'rahasia-pantau' });
    expect((await text(hub)).status).toBe(200);
    expect((await text(hub, { authorization: 'Bearer rahasia-pantau' })).status).toBe(200);
    expect((await text(hub, { authorization: 'Bearer salah' })).status).toBe(403);
    const forwarded = { 'x-forwarded-for': '10.1.1.1' };
    expect((await text(hub, forwarded)).status).toBe(403);
    expect((await text(hub, { ...forwarded, authorization: 'Bearer rahasia-pantau' })).status).toBe(200);
    await hub.dispose();
    const without = await testHub();
    expect((await text(without, { 'x-forwarded-for': '127.0.0.1' })).status).toBe(403);
    expect((await text(without, { ...forwarded, authorization: 'Bearer undefined' })).status).toBe(403);
    await without.dispose();
  });
});

test('audit: logins, refused laptops; listed by unit and time', async () => {
  const hub = await testHub();
  if (hub.place.data === undefined) return hub.dispose();
  const unit = await newUnit(hub);
  await newUnit(hub);
  const user = await newUser(hub, unit, 'coordinator', 'rahasia benar');
  const enrol = (body: object) =>
    post<{ deviceId: string; deviceToken: string }>(hub, '/v1/enrol', {
      deviceName: 'Laptop',
      publicKey: PUBLIC_KEY,
      ...body,
    });
  const { code } = await createCode(hub.store, user, HOUR);
  const first = await enrol({ code });
  await enrol({ code });
  await enrol({ code: 'AAAA-AAAA-AA' });
  await enrol({ user, password: 'salah sekali' });
  const second = await enrol({ user, password: 'rahasia benar' });
  await revokeDevice(hub.store, first.body.deviceId);
  const asFirst = { headers: { authorization: `Bearer ${first.body.deviceToken}` } };
  for (let i = 0; i < 3; i++) expect((await call(hub, '/v1/sync/pull', asFirst)).status).toBe(403);
  await setActive(hub.store, user, false);
  const asSecond = { headers: { authorization: `Bearer ${second.body.deviceToken}` } };
  expect((await call(hub, '/v1/sync/pull', asSecond)).status).toBe(403);

  const { data } = hub.place;
  const list = async (...args: string[]) => {
    const ran = await runAdmin(['--data', data, 'audit', 'list', ...args], Readable.from([]));
    expect(ran.stderr).toBe('');
    return (JSON.parse(ran.stdout) as { events: { event: string; unit: string; user: string; device: string }[] })
      .events;
  };
  const events = await list('--unit', unit);
  expect(events.map((entry) => entry.event)).toEqual([
    'unit_added',
    'user_added',
    'code_created',
    'device_enrolled',
    'login_by_code',
    'login_failed_code_used',
    'login_failed',
    'device_enrolled',
    'login_by_password',
    'device_revoked',
    'device_revoked_refused',
    'user_deactivated',
    'user_inactive_refused',
  ]);
  expect(events[4]).toMatchObject({ unit, user, device: first.body.deviceId, record: null });
  expect(events[5]).toMatchObject({ unit, user });
  const all = await list();
  expect(all.filter((entry) => entry.event === 'login_failed_code_invalid')).toMatchObject([
    { unit: null, user: null },
  ]);
  expect(await list('--since', '2099-01-01')).toEqual([]);
  expect(await list('--since', '1h')).toEqual(all);
  for (const secret of [code, 'salah', 'rahasia', first.body.deviceToken]) {
    expect(JSON.stringify(all)).not.toContain(secret);
  }
  await hub.dispose();
});

test('closing finishes the requests under way, and takes no new ones', async () => {
  const hub = await testHub();
  const laptop = await enrolLaptop(hub, await newUser(hub, await newUnit(hub)));
  write(laptop, 'businesses', 'b', 'name', 'x');
  const body = JSON.stringify({
    batch: 'b',
    device: laptop.device,
    schema: 1,
    records: [recordOf(laptop, 'businesses', 'b')],
  });
  const { port } = new URL(hub.url);
  const socket = connect(Number(port), '127.0.0.1');
  const head = [
    'POST /v1/sync/push HTTP/1.1',
    'host: hub',
    `authorization: Bearer ${laptop.token}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  let answer = '';
  const ended = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('end', resolve).on('error', reject);
  });
  // The hub has the head of the request and half of its body when it is told to stop.
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 50)}`);
  // Asked later and answered: so the hub has read what came before.
  await call(hub, '/health');
  const closed = hub.dispose();
  await untilRefused(Number(port));
  socket.write(body.slice(50));
  await ended;
  await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('"accepted":1');
});

async function untilRefused(port: number): Promise<void> {
  for (;;) {
    const refused = await new Promise<boolean>((resolve) => {
      const probe = connect(port, '127.0.0.1');
      probe.on('connect', () => {
        probe.destroy();
        resolve(false);
      });
      probe.on('error', () => resolve(true));
    });
    if (refused) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
