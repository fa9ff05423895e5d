/** A real hub on scratch data and laptops that speak HTTP with it, for tests. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldName, recordName } from '#core/register/names.ts';
import { edit, type Json, join as joinRegisters, type Register } from '#core/register/register.ts';
import { makeStamp, tick } from '#core/register/stamp.ts';
import { asQuery, type EnrolAnswer, type PushAnswer, type WireRecord } from '#core/wire/protocol.ts';
import { readRegister, toWire } from '#core/wire/registers.ts';
import type { Role } from '#core/workflow/policy.ts';
import { addUnit, addUser, createCode } from '../identity/people.ts';
import { type Hub, type HubOptions, startHub } from '../start.ts';
import type { StorePlace } from '../store/store.ts';
import { isPostgresOnly, withPostgres } from './postgres.ts';

/** 32 zero bytes in base64url: a well-formed public key. */
export const PUBLIC_KEY = 'A'.repeat(43);

export interface TestHub extends Hub {
  place: StorePlace;
  dispose: () => Promise<void>;
}

/** Tests ask faster than laptops do. */
const UNLIMITED = { perDevice: Number.MAX_SAFE_INTEGER, perAddress: Number.MAX_SAFE_INTEGER };

export async function testHub(options: Partial<HubOptions> = {}): Promise<TestHub> {
  const postgres = options.place || !isPostgresOnly() ? null : await withPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'pendamping-hub-'));
  const wanted = options.place ?? (postgres ? { databaseUrl: postgres.url } : { data: join(folder, 'data') });
  // PostgreSQL has no folder of its own for files.
  const place = wanted.data === undefined ? { files: join(folder, 'files'), ...wanted } : wanted;
  const hub = await startHub({ port: 0, limits: UNLIMITED, ...options, place });
  return {
    ...hub,
    place,
    dispose: async () => {
      await hub.close();
      postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A unit of its own for one test. */
export async function newUnit(hub: TestHub): Promise<string> {
  const id = `u-${randomUUID().slice(0, 8)}`;
  await addUnit(hub.store, { id, name: 'PLUT Uji (contoh)', level: 'province', region: '72', timeZone: 'WITA' });
  return id;
}

export async function newUser(
  hub: TestHub,
  unit: string,
  role: Role = 'consultant',
  password?: string,
): Promise<string> {
  const id = `p-${randomUUID().slice(0, 8)}`;
  await addUser(hub.store, { id, unit, role, name: 'Orang Uji (contoh)', password });
  return id;
}

export const HOUR = 3_600_000;

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export async function call<T = Record<string, unknown>>(
  hub: { url: string },
  path: string,
  init: RequestInit = {},
): Promise<Answer<T>> {
  const response = await fetch(hub.url + path, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as T };
}

export const post = <T = Record<string, unknown>>(hub: { url: string }, path: string, body: unknown, headers = {}) =>
  call<T>(hub, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** A laptop with a clock, a replica and nothing else. */
export interface Laptop {
  hub: { url: string };
  device: string;
  token: string;
  user: string;
  unit: string;
  answer: EnrolAnswer;
  clock: string | undefined;
  now: () => number;
  /** `collection/id/field` → register */
  replica: Map<string, Register>;
  cursor: number;
}

export interface EnrolledLaptop extends Laptop {
  /** By the key that it enrolled with. */
  sign: (text: string) => string;
}

export async function enrolLaptop(hub: TestHub, user: string): Promise<EnrolledLaptop> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { code } = await createCode(hub.store, user, HOUR);
  const { status, body } = await post<EnrolAnswer>(hub, '/v1/enrol', {
    code,
    deviceName: 'Laptop uji',
    publicKey: publicKey.export({ format: 'jwk' }).x,
  });
  if (status !== 200) throw new Error(`enrol: ${status} ${JSON.stringify(body)}`);
  return {
    hub,
    device: body.deviceId,
    token: body.deviceToken,
    user,
    unit: body.unit,
    answer: body,
    clock: undefined,
    now: Date.now,
    replica: new Map(),
    cursor: 0,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
}

export const auth = (laptop: Laptop) => ({ authorization: `Bearer ${laptop.token}` });

/** Writes a value on the laptop, in knowledge of what its replica holds. */
export function write(laptop: Laptop, collection: string, id: string, field: string, value: Json): Register {
  const key = fieldName({ collection, id, field });
  laptop.clock = tick(laptop.clock, laptop.now());
  const register = edit(laptop.replica.get(key), makeStamp(laptop.clock, laptop.device), laptop.user, value);
  laptop.replica.set(key, register);
  return register;
}

/** One record with the registers that the replica holds of it (or only some fields). */
export function recordOf(laptop: Laptop, collection: string, id: string, fields?: string[]): WireRecord {
  const prefix = `${recordName({ collection, id })}/`;
  const registers = [...laptop.replica]
    .filter(([key]) => key.startsWith(prefix) && (!fields || fields.includes(key.slice(prefix.length))))
    .map(([key, register]) => [key.slice(prefix.length), toWire(register)]);
  return { collection, id, unit: laptop.unit, registers: Object.fromEntries(registers) as WireRecord['registers'] };
}

export const batchOf = (laptop: Laptop, records: unknown[], more = {}) => ({
  batch: randomUUID(),
  device: laptop.device,
  schema: 1,
  records,
  ...more,
});

export async function push(laptop: Laptop, records: unknown[]): Promise<PushAnswer> {
  const { status, body } = await post<PushAnswer>(laptop.hub, '/v1/sync/push', batchOf(laptop, records), auth(laptop));
  if (status !== 200) throw new Error(`push: ${status} ${JSON.stringify(body)}`);
  return body;
}

export interface PullBody {
  records: { collection: string; id: string; unit: string; registers: Record<string, unknown> }[];
  next: number;
  more: boolean;
  latest?: number;
}

export const pullPage = (laptop: Laptop, query: string) =>
  call<PullBody>(laptop.hub, `/v1/sync/pull?${query}`, { headers: auth(laptop) });

/**
 * Pulls everything new and joins it into the replica.
 *
 * @param afterPage is told which records came; false: the pull is cut
 */
export async function pull(
  laptop: Laptop,
  limit = 200,
  afterPage: (records: PullBody['records']) => unknown = () => {},
): Promise<void> {
  const since = laptop.cursor;
  for (let to: number | undefined; ; ) {
    const { body } = await pullPage(laptop, asQuery({ after: laptop.cursor, since, to, limit }));
    to ??= body.latest;
    for (const { collection, id, registers } of body.records) {
      for (const [field, json] of Object.entries(registers)) {
        const register = readRegister(json);
        if (!register) throw new Error('the hub sent a malformed register');
        const key = fieldName({ collection, id, field });
        const own = laptop.replica.get(key);
        laptop.replica.set(key, own ? joinRegisters(own, register) : register);
      }
    }
    laptop.cursor = body.next;
    if ((await afterPage(body.records)) === false || !body.more) return;
  }
}
