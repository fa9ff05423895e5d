/** What the proofs of durability share: a store on scratch data, a real hub process on it, and a unit's laptops. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fieldName, type RegisterKey } from '#core/register/names.ts';
import { canonical, type Head, type Json, join, type Register } from '#core/register/register.ts';
import type { WireRecord } from '#core/wire/protocol.ts';
import { readRegister, toWire } from '#core/wire/registers.ts';
import type { Role } from '#core/workflow/policy.ts';
import { openStore, type Store, type StorePlace } from '../store/store.ts';
import {
  type Answer,
  auth,
  call,
  enrolLaptop,
  type Laptop,
  newUnit,
  newUser,
  type PullBody,
  type TestHub,
  write,
} from '../testing/hub.ts';
import { isPostgresOnly, isPostgresTested, type PostgresServer, startPostgresServer } from '../testing/postgres.ts';

export type Kind = Store['kind'];

export interface Scratch {
  place: StorePlace;
  postgres: PostgresServer | undefined;
  dispose: () => void;
}

/** Fresh data. PostgreSQL is a server of our own that calls fsync, as one in earnest does. */
export async function makeScratch(kind: Kind, settings: string[] = []): Promise<Scratch> {
  if (kind === 'postgres') {
    const postgres = await startPostgresServer({ durable: true, settings });
    return { place: { databaseUrl: postgres.url }, postgres, dispose: postgres.stop };
  }
  const folder = mkdtempSync(joinPath(tmpdir(), 'pendamping-durability-'));
  return {
    place: { data: joinPath(folder, 'data') },
    postgres: undefined,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The stores that the tests of this folder run on; says so when PostgreSQL is left out. */
export function kindsToTest(): Kind[] {
  if (isPostgresOnly()) return ['postgres'];
  if (isPostgresTested()) return ['sqlite', 'postgres'];
  console.warn('Durability on PostgreSQL is NOT tested here.');
  return ['sqlite'];
}

export function readKind(text: string | undefined): Kind {
  if (text === 'sqlite' || text === 'postgres') return text;
  throw new Error('--store must be sqlite or postgres');
}

export interface HubProcess {
  pid: number;
  /** Resolves when the hub listens; throws when it ended before. */
  listening: Promise<string>;
  isRunning: () => boolean;
  /** The end of what it wrote to standard error. */
  errors: () => string;
  /** SIGKILL: no handler runs, no buffer is written. */
  kill: () => Promise<void>;
}

/** `hub/main.ts` as its users run it. */
export function startHubProcess(place: StorePlace): HubProcess {
  const main = joinPath(import.meta.dirname, '..', 'main.ts');
  const data = place.data === undefined ? [] : ['--data', place.data];
  const files = place.files === undefined ? [] : ['--files', place.files];
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, '--port', '0', ...data, ...files],
    {
      env: {
        // Many starts in a row: compiled modules are kept between them.
        NODE_COMPILE_CACHE: joinPath(tmpdir(), 'node-compile-cache'),
        ...process.env,
        DATABASE_URL: place.databaseUrl ?? '',
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4000);
  });
  const listening = new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const url = /^\{"listening":"([^"]+)"\}$/m.exec(output)?.[1];
      if (url) resolve(url);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`the hub ended with ${code ?? signal}: ${errors}`)));
  });
  // Whoever kills a hub that is only starting does not wait for it to listen.
  listening.catch(() => {});
  return {
    pid: child.pid as number,
    listening,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    errors: () => errors,
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/**
 * A unit with one enrolled laptop per role.
 * @param address where the hub is; all laptops share it, so that it can move
 */
export async function enrolCrew(place: StorePlace, address: { url: string }, roles: Role[]): Promise<Laptop[]> {
  const store = await openStore(place);
  try {
    const beside: TestHub = { ...address, store, place, close: store.close, dispose: store.close };
    const unit = await newUnit(beside);
    const crew: Laptop[] = [];
    for (const role of roles) crew.push(await enrolLaptop(beside, await newUser(beside, unit, role)));
    for (const laptop of crew) laptop.hub = address;
    return crew;
  } finally {
    await store.close();
  }
}

/** Fields of a business that hold a line of text. */
export const FIELDS = ['name', 'brand', 'ownerPhone', 'ownerEmail', 'mainActivity'];

/** One edit that a laptop sends. */
export interface Change {
  key: RegisterKey;
  stamp: string;
  value: Json;
}

/** Writes new values on a laptop (in knowledge of what its replica holds) and makes the records that carry them. */
export function writeAll(
  laptop: Laptop,
  keys: RegisterKey[],
  value: (key: RegisterKey) => Json,
): { changes: Change[]; records: WireRecord[] } {
  const records = new Map<string, WireRecord>();
  const changes = keys.map((key) => {
    const { collection, id, field } = key;
    const written = value(key);
    const register = write(laptop, collection, id, field, written);
    const record = records.get(id) ?? { collection, id, unit: laptop.unit, registers: {} };
    records.set(id, record);
    record.registers[field] = toWire(register) as Register;
    return { key, stamp: (register.heads[0] as Head).stamp, value: written };
  });
  return { changes, records: [...records.values()] };
}

/** Asks under the laptop's token; waits, as laptops do, when the hub says that it is too much at once. */
export async function ask<T>(laptop: Laptop, path: string, init: RequestInit = {}): Promise<Answer<T>> {
  for (;;) {
    const headers = { 'content-type': 'application/json', ...auth(laptop) };
    const answer = await call<T>(laptop.hub, path, { ...init, headers });
    if (answer.status !== 429) return answer;
    await delay(Number(answer.headers.get('retry-after') ?? 1) * 1000);
  }
}

/** The same, where any answer but 200 means that the proof cannot go on. */
export async function askOrThrow<T>(laptop: Laptop, path: string, init: RequestInit = {}): Promise<T> {
  const { status, body } = await ask<T>(laptop, path, init);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body).slice(0, 500)}`);
  return body;
}

/** What a page of a pull holds. */
export const registersOf = (page: PullBody): [string, Register][] =>
  page.records.flatMap(({ collection, id, registers }) =>
    Object.entries(registers).map(([field, json]): [string, Register] => {
      const register = readRegister(json);
      if (!register) throw new Error('the hub sent a malformed register');
      return [fieldName({ collection, id, field }), register];
    }),
  );

/** Joins registers into a replica. */
export function joinInto(replica: Map<string, Register>, registers: Iterable<[string, Register]>): void {
  for (const [key, register] of registers) {
    const own = replica.get(key);
    replica.set(key, own ? join(own, register) : register);
  }
}

/** Registers that are not what they should be. */
export function differences(expected: Map<string, Register>, held: Map<string, Register>): string[] {
  return [...expected].flatMap(([key, register]) => {
    const got = held.get(key);
    return got && text(got) === text(register) ? [] : [`${key} is not what was written`];
  });
}

const text = (register: Register): string => canonical(register as unknown as Json);

export interface Random {
  /** From 0 to below 1. */
  next: () => number;
  /** A whole number from `min` to `max`, both included. */
  int: (min: number, max: number) => number;
  pick: <T>(all: readonly T[]) => T;
}

/** Mulberry32: the same numbers for the same seed. */
export function makeRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return { next, int, pick: (all) => all[int(0, all.length - 1)] as (typeof all)[number] };
}

export const newSeed = (): number => Math.floor(Math.random() * 2 ** 31);
