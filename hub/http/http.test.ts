/** What the hub says to wrong, broken and hostile requests, and to browsers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonical } from '#core/register/register.ts';
import { contentSecurityPolicy } from '#core/wire/csp.ts';
import {
  enrolAnswerSchema,
  healthSchema,
  MAX_BODY_BYTES,
  type Problem,
  problemSchema,
  REPORT_HEADER,
  SCHEMA_VERSION,
} from '#core/wire/protocol.ts';
import { createCode, revokeDevice, setActive } from '../identity/people.ts';
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
  post,
  pull,
  pullPage,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { UPLOAD_ANSWER_HEADERS, UPLOAD_REQUEST_HEADERS } from './attachments.ts';

let hub: TestHub;
let unit: string;
let laptop: Laptop;
beforeAll(async () => {
  hub = await testHub();
  unit = await newUnit(hub);
  laptop = await enrolLaptop(hub, await newUser(hub, unit));
});
afterAll(() => hub.dispose());

const enrol = (body: object, headers = {}) =>
  post<Problem & Record<string, unknown>>(
    hub,
    '/v1/enrol',
    { deviceName: 'Laptop', publicKey: PUBLIC_KEY, ...body },
    headers,
  );
const codeOf = async (user: string, ms = HOUR) => (await createCode(hub.store, user, ms)).code;
const raw = (body: BodyInit, headers: Record<string, string> = {}) =>
  call<Problem>(hub, '/v1/sync/push', { method: 'POST', body, headers: { ...auth(laptop), ...headers } });

function expectProblem(answer: { status: number; headers: Headers; body: unknown }, status: number, code: string) {
  const problem = problemSchema.parse(answer.body);
  expect({ status: answer.status, code: problem.code }).toEqual({ status, code });
  expect(problem.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(JSON.stringify(problem)).not.toMatch(/at .*\.(ts|js):\d+/);
}

describe('enrolment', () => {
  test('by code: answer, certificate that anyone can check, case and hyphens ignored', async () => {
    const user = await newUser(hub, unit);
    const code = await codeOf(user);
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{2}$/);
    const answer = await enrol({ code: ` ${code.toLowerCase().replaceAll('-', '')} ` });
    expect(answer.status).toBe(200);
    const body = enrolAnswerSchema.parse(answer.body);
    expect(body).toMatchObject({ user, unit, profile: { role: 'consultant', timeZone: 'WITA', unitRegion: '72' } });
    expect(body.deviceId).toMatch(/^d_[a-z2-7]{8}$/);
    expect(body.unitKey).toMatch(/^AGE-SECRET-KEY-1/);
    expect(body.hubKey).toMatch(/^[\w-]{43}$/);

    await pull(laptop);
    const field = (name: string) => laptop.replica.get(`devices/${body.deviceId}/${name}`)?.heads[0]?.value as string;
    const text = canonical({
      device: body.deviceId,
      user: field('user'),
      unit,
      publicKey: field('publicKey'),
      enrolledAt: field('enrolledAt'),
    });
    const key = await crypto.subtle.importKey('raw', Buffer.from(body.hubKey, 'base64url'), 'Ed25519', false, [
      'verify',
    ]);
    const signature = Buffer.from(field('certificate'), 'base64url');
    expect(await crypto.subtle.verify('Ed25519', key, signature, Buffer.from(text))).toBe(true);
    expect(await crypto.subtle.verify('Ed25519', key, signature, Buffer.from(text.replace(user, 'x')))).toBe(false);
  });

  test('a code works once, expires, and must be right', async () => {
    const user = await newUser(hub, unit);
    const code = await codeOf(user);
    expect((await enrol({ code })).status).toBe(200);
    expectProblem(await enrol({ code }), 403, 'code_used');
    const old = await codeOf(user, 5);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expectProblem(await enrol({ code: old }), 403, 'code_expired');
    expectProblem(await enrol({ code: 'AAAA-AAAA-AA' }), 403, 'code_invalid');
    expectProblem(await enrol({ code: '\0\0' }), 403, 'code_invalid');
  });

  test('two laptops with one code at the same time: one gets in', async () => {
    const code = await codeOf(await newUser(hub, unit));
    const answers = await Promise.all([enrol({ code }), enrol({ code }), enrol({ code })]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 403, 403]);
  });

  test('by password; wrong ones are slowed down, per user and address', async () => {
    const user = await newUser(hub, unit, 'coordinator', 'rahasia benar');
    const other = await newUser(hub, unit, 'coordinator', 'rahasia lain');
    const from = { 'x-forwarded-for': '10.1.1.1' };
    expect((await enrol({ user, password: 'rahasia benar' }, from)).status).toBe(200);
    for (let i = 0; i < 5; i++) expectProblem(await enrol({ user, password: 'salah' }, from), 401, 'login_failed');
    const limited = await enrol({ user, password: 'rahasia benar' }, from);
    expectProblem(limited, 429, 'too_many_tries');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await enrol({ user: other, password: 'rahasia lain' }, from)).status).toBe(200);
    expect((await enrol({ user, password: 'rahasia benar' }, { 'x-forwarded-for': '10.1.1.2' })).status).toBe(200);
  });

  test('an unknown user, one without a password and a wrong password look the same', async () => {
    const without = await newUser(hub, unit);
    const user = await newUser(hub, unit, 'consultant', 'rahasia benar');
    const from = { 'x-forwarded-for': '10.1.2.1' };
    const answers = [];
    for (const name of ['tidak-ada', 'nol\0', without, user])
      answers.push(await enrol({ user: name, password: 'x' }, from));
    for (const answer of answers) {
      expectProblem(answer, 401, 'login_failed');
      expect(answer.body).toEqual(answers[0]?.body);
    }
  });

  test('incomplete requests', async () => {
    const from = { 'x-forwarded-for': '10.1.3.1' };
    for (const body of [
      {},
      { code: 'A', user: 'x', password: 'y' },
      { user: 'x' },
      { code: 'A', publicKey: 'kunci' },
      { code: 'A', deviceName: '  ' },
      { code: 'A', deviceName: 'a\0' },
      { code: 7 },
    ]) {
      expectProblem(await enrol(body, from), 400, 'invalid_request');
    }
    expectProblem(await post(hub, '/v1/enrol', []), 400, 'invalid_request');
    expectProblem(await post(hub, '/v1/enrol', { code: 'A'.repeat(20_000) }), 413, 'body_too_large');
  });
});

describe('who is there', () => {
  test('no token, a wrong one, a revoked device, an inactive user', async () => {
    expectProblem(await call(hub, '/v1/sync/pull'), 401, 'unauthorised');
    for (const token of ['x', 'A'.repeat(43), `${laptop.token}x`, "' or 1=1 --"]) {
      expectProblem(
        await call(hub, '/v1/sync/pull', { headers: { authorization: `Bearer ${token}` } }),
        401,
        'unauthorised',
      );
    }
    // The token is checked before the body is read.
    expectProblem(await call(hub, '/v1/sync/push', { method: 'POST', body: '{' }), 401, 'unauthorised');

    const user = await newUser(hub, unit);
    const revoked = await enrolLaptop(hub, user);
    const other = await enrolLaptop(hub, user);
    await revokeDevice(hub.store, revoked.device);
    expectProblem(await pullPage(revoked, ''), 403, 'device_revoked');
    expect((await pullPage(other, '')).status).toBe(200);
    await setActive(hub.store, user, false);
    expectProblem(await pullPage(other, ''), 403, 'user_inactive');
    await pull(laptop);
    expect(laptop.replica.get(`devices/${revoked.device}/revokedAt`)?.heads[0]?.value).toBeTruthy();
    expect(laptop.replica.get(`users/${user}/active`)?.heads[0]?.value).toBe(false);
    await setActive(hub.store, user, true);
    expect((await pullPage(other, '')).status).toBe(200);
  });
});

describe('bodies of a push', () => {
  test('garbage gets 400, never 500', async () => {
    const deep = '['.repeat(100_000);
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '7',
      '\0',
      '{"batch":1}',
      `${deep}${']'.repeat(100_000)}`,
      '{"records":{}}',
    ]) {
      expectProblem(await raw(body), 400, 'invalid_batch');
    }
    expectProblem(await raw(new Uint8Array([0xff, 0xfe, 0x00])), 400, 'invalid_batch');
    const record = { collection: 'businesses', id: 'x', unit, registers: {} };
    for (const more of [
      { schema: 0 },
      { schema: '1' },
      { schema: 1.5 },
      { batch: '' },
      { batch: 'a\0' },
      { device: 7 },
      { records: [null] },
      { records: [{ ...record, registers: [] }] },
      { records: [{ ...record, id: '' }] },
      { records: [{ ...record, unit: 7 }] },
    ]) {
      expectProblem(await raw(JSON.stringify(batchOf(laptop, [record], more))), 400, 'invalid_batch');
    }
  });

  test('a value nested without end, and names that every object has', async () => {
    const stamp = `0198c0de1234-0000@${laptop.device}`;
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const head = `{"stamp":"${stamp}","by":"${laptop.user}","value":`;
    const body = `{"batch":"b","device":"${laptop.device}","schema":1,"__proto__":{"x":1},"records":[{"collection":"businesses",
      "id":"deep","unit":"${unit}","registers":{"__proto__":{"heads":[]},"constructor":{"heads":[]},
      "region":{"heads":[${head}{"code":"72","__proto__":{"polluted":1}}}]},
      "name":{"heads":[${head}${deep}}]},"latitude":{"heads":[${head}1e999}]},"workersMale":{"heads":[${head}1e300}]}}},
      {"collection":"__proto__","id":"x","unit":"${unit}","registers":{"toString":1}}]}`;
    const answer = await call<{ accepted: number; refused: { field: string; code: string }[] }>(hub, '/v1/sync/push', {
      method: 'POST',
      body,
      headers: auth(laptop),
    });
    expect(answer.status).toBe(200);
    expect(answer.body.accepted).toBe(1);
    expect(answer.body.refused.map(({ field, code }) => `${field} ${code}`).sort()).toEqual([
      '__proto__ unknown_field',
      'constructor unknown_field',
      'latitude invalid_value',
      'name invalid_value',
      'toString unknown_field',
      'workersMale invalid_value',
    ]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('newer apps, other laptops', async () => {
    const newer = batchOf(laptop, [{ form: 'of tomorrow' }], { schema: SCHEMA_VERSION + 1 });
    expectProblem(await raw(JSON.stringify(newer)), 409, 'client_too_new');
    expectProblem(await raw(JSON.stringify(batchOf(laptop, [], { device: 'd_other' }))), 403, 'wrong_device');
  });

  test('limits: records, bytes, also when gzip hides them', async () => {
    const record = { collection: 'businesses', id: 'x', unit, registers: {} };
    const records = Array.from({ length: 501 }, () => record);
    expectProblem(await raw(JSON.stringify(batchOf(laptop, records))), 413, 'batch_too_large');
    expect((await raw(JSON.stringify(batchOf(laptop, records.slice(1))))).status).toBe(200);

    const padded = (bytes: number) => {
      const body = JSON.stringify(batchOf(laptop, [], { pad: '' }));
      return body.replace('"pad":""', `"pad":"${'x'.repeat(bytes - body.length)}"`);
    };
    const most = padded(MAX_BODY_BYTES);
    expect(most).toHaveLength(MAX_BODY_BYTES);
    const gzip = { 'content-encoding': 'gzip' };
    expect((await raw(most)).status).toBe(200);
    expect((await raw(gzipSync(most), gzip)).status).toBe(200);
    expectProblem(await raw(padded(MAX_BODY_BYTES + 1)), 413, 'body_too_large');
    expectProblem(await raw(gzipSync(padded(MAX_BODY_BYTES + 1)), gzip), 413, 'body_too_large');
    expectProblem(await raw(gzipSync(Buffer.alloc(100 * 1024 * 1024)), gzip), 413, 'body_too_large');
    expectProblem(await raw('x'.repeat(3 * 1024 * 1024)), 413, 'body_too_large');
    // Without a Content-Length the bytes are counted as they come.
    expect(await chunked('x'.repeat(1024), 1024)).toBe(413);
  });

  test('encodings and types', async () => {
    const body = JSON.stringify(batchOf(laptop, []));
    const gzip = { 'content-encoding': 'gzip' };
    expectProblem(await raw(body, { 'content-encoding': 'br' }), 415, 'unsupported_encoding');
    expectProblem(await raw(body, { 'content-encoding': 'gzip, gzip' }), 415, 'unsupported_encoding');
    expectProblem(await raw(body, { 'content-type': 'application/cbor' }), 415, 'unsupported_type');
    expectProblem(await raw(body, gzip), 400, 'invalid_batch');
    expectProblem(await raw(gzipSync(body).subarray(0, 20), gzip), 400, 'invalid_batch');
    expect((await raw(body, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
    expect((await raw(body, { 'content-encoding': 'identity' })).status).toBe(200);
  });

  /** Posts the same piece again and again without saying how often, and stops when the hub has answered. */
  function chunked(piece: string, times: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(`${hub.url}/v1/sync/push`, { method: 'POST', headers: auth(laptop) }, (response) => {
        resolve(response.statusCode ?? 0);
        sent.destroy();
      });
      sent.on('error', reject);
      for (let i = 0; i < times; i++) sent.write(piece);
    });
  }
});

describe('the rest of the interface', () => {
  test('health, clock, openapi', async () => {
    const health = await call(hub, '/health');
    expect(healthSchema.parse(health.body)).toEqual({
      service: 'pendamping-hub',
      version: '0.1.0',
      schema: SCHEMA_VERSION,
      demo: false,
    });
    const { body } = await call<{ now: string }>(hub, '/v1/clock');
    expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(5000);
    const api = await call<{ openapi: string; paths: object }>(hub, '/v1/openapi.json');
    expect(api.body.openapi).toBe('3.1.0');
    expect(Object.keys(api.body.paths)).toContain('/v1/sync/push');
    expectProblem(await call(hub, '/v1/demo'), 404, 'not_found');
  });

  test('unknown routes, methods and broken paths', async () => {
    for (const path of [
      '/v1/nothing',
      '/',
      '/v1',
      '/v2/sync/push',
      '/v1/%',
      '/v1/history/businesses/%00',
      '/v1/history/nothing/x',
    ]) {
      expectProblem(await call(hub, path, { headers: auth(laptop) }), 404, 'not_found');
    }
    expectProblem(await call(hub, '/v1/sync/push', { headers: auth(laptop) }), 404, 'not_found');
    expectProblem(
      await call(hub, `/v1/history/businesses/${'x'.repeat(500)}`, { headers: auth(laptop) }),
      404,
      'not_found',
    );
    const empty = await call(hub, '/v1/history/businesses/none', { headers: auth(laptop) });
    expect(empty.body).toEqual({ changes: [] });
    expectProblem(await call(hub, '/v1/history/businesses/none'), 401, 'unauthorised');
  });

  test('any page may ask, without cookies; the app comes from app://pendamping', async () => {
    const preflight = await fetch(`${hub.url}/v1/sync/push`, {
      method: 'OPTIONS',
      headers: {
        origin: 'app://pendamping',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-encoding,content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    const allowed = preflight.headers.get('access-control-allow-headers')?.split(', ') ?? [];
    expect(allowed.slice(0, 3)).toEqual(['Authorization', 'Content-Type', 'Content-Encoding']);
    expect(allowed.slice(3)).toEqual([...UPLOAD_REQUEST_HEADERS, REPORT_HEADER]);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await fetch(`${hub.url}/v1/sync/pull`, { headers: { origin: 'app://pendamping' } });
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(refused.headers.get('access-control-expose-headers')).toBeNull();
    const upload = await fetch(`${hub.url}/v1/attachments`, {
      method: 'POST',
      headers: { origin: 'app://pendamping' },
    });
    expect(upload.headers.get('access-control-expose-headers')).toBe(UPLOAD_ANSWER_HEADERS.join(', '));
  });

  test('large answers are compressed for whoever accepts it', async () => {
    for (let i = 0; i < 10; i++) write(laptop, 'businesses', `gz-${i}`, 'name', 'usaha contoh yang sama');
    await push(
      laptop,
      Array.from({ length: 10 }, (_, i) => recordOf(laptop, 'businesses', `gz-${i}`)),
    );
    const fetchRaw = (encoding: string) =>
      new Promise<{ encoding: string | undefined; bytes: Buffer }>((resolve, reject) => {
        const headers = { ...auth(laptop), 'accept-encoding': encoding };
        request(`${hub.url}/v1/sync/pull`, { headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
          );
        })
          .on('error', reject)
          .end();
      });
    const zipped = await fetchRaw('br, gzip;q=0.8');
    const plain = await fetchRaw('gzip;q=0, identity');
    expect(zipped.encoding).toBe('gzip');
    expect(plain.encoding).toBeUndefined();
    expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 2);
    const records = (bytes: Buffer) => (JSON.parse(bytes.toString()) as { records: unknown }).records;
    expect(records(gunzipSync(zipped.bytes))).toEqual(records(plain.bytes));
  });
});

describe('the built app', () => {
  let web: TestHub;
  const folder = mkdtempSync(join(tmpdir(), 'pendamping-web-'));
  beforeAll(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Pendamping</title>');
    writeFileSync(join(folder, 'sw.js'), '// service worker');
    writeFileSync(join(folder, 'assets', 'index-abc123.js'), `// ${'x'.repeat(5000)}`);
    web = await testHub({ web: folder });
  });
  afterAll(async () => {
    await web.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const get = (path: string, accept = '*/*') => fetch(web.url + path, { headers: { accept } });

  test('files, caching, navigation, security headers', async () => {
    const page = await get('/', 'text/html');
    expect(await page.text()).toContain('Pendamping');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy());
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await get('/sw.js')).headers.get('cache-control')).toBe('no-cache');
    const asset = await get('/assets/index-abc123.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect(await asset.text()).toHaveLength(5003);
    const deep = await get('/clients/businesses/1', 'text/html,*/*');
    expect(deep.status).toBe(200);
    expect(await deep.text()).toContain('Pendamping');
    expect(deep.headers.get('cache-control')).toBe('no-cache');
  });

  test('what is no page stays an error', async () => {
    expect((await get('/assets/gone.js')).status).toBe(404);
    expect((await get('/v1/nothing', 'text/html')).status).toBe(404);
    expect((await get('/../../etc/passwd')).status).toBe(404);
    expect((await get('/..%2f..%2fetc%2fpasswd')).status).toBe(404);
    expect((await fetch(`${web.url}/clients`, { method: 'POST', headers: { accept: 'text/html' } })).status).toBe(404);
    expect((await get('/health')).status).toBe(200);
  });
});
