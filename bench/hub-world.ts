/**
 * A hub as in operation, for measurements: real processes over HTTP, a store that calls fsync, enrolled laptops. What they send
 * is made and compressed beforehand, so that sending costs next to nothing; `processorSeconds` shows how much.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { v7 } from 'uuid';
import { edit, type Json, normalise } from '../core/register/register.ts';
import { makeStamp, tick } from '../core/register/stamp.ts';
import { seeded } from '../core/testing/random.ts';
import { bytesInColumns, COLUMNS_TYPE, type Columns, withColumns } from '../core/wire/columns.ts';
import { asQuery, type Batch, MAX_BATCH_BYTES, type PullAnswer, type WireRecord } from '../core/wire/protocol.ts';
import { countRegisters, intoBatches, toWire } from '../core/wire/registers.ts';
import { type HubProcess, type Kind, makeScratch, type Scratch, startHubProcess } from '../hub/durability/scratch.ts';
import { addUnit, addUser, createCode } from '../hub/identity/people.ts';
import { flatten, planJoin, putRegister, type Stored, writeUnit } from '../hub/store/registers.ts';
import { openStore, type Store } from '../hub/store/store.ts';
import { PUBLIC_KEY } from '../hub/testing/hub.ts';
import { Writer } from './work.ts';

/** As many PLUT as the domain report counts. */
export const UNITS = 51;
/** Of a client, as in the workloads of the other measurements. */
export const FIELDS = 20;

export interface WorldOptions {
  kind: Kind;
  units?: number;
  laptopsPerUnit?: number;
  /** Hub processes on the one database; more than one on PostgreSQL only. */
  hubs?: number;
  /** The large tables are split by unit (PostgreSQL only). */
  partitioned?: boolean;
}

export interface World {
  kind: Kind;
  laptops: LoadLaptop[];
  /** Registers as the hub keeps them of pushes long ago, evenly over the laptops, which have read them: past HTTP, by its own store. */
  fill: (registers: number, fields?: number) => Promise<void>;
  processorSeconds: () => ProcessorSeconds;
  /** Of the hub processes together, bytes. */
  memory: () => number;
  dispose: () => Promise<void>;
}

/** Since the processes began. */
export interface ProcessorSeconds {
  hub: number;
  database: number;
  /** This process, which makes the load. */
  load: number;
}

/** One batch as it goes over the wire. */
export interface Parcel {
  body: Buffer;
  registers: number;
}

export interface Sent {
  ms: number;
  status: number;
  bytes: number;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const scratch = await makeScratch(options.kind);
  const hubs: HubProcess[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: 1000 });
  const dispose = async () => {
    agent.destroy();
    for (const hub of hubs) await hub.kill();
    scratch.dispose();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void dispose().then(() => process.exit(1)));
  }
  try {
    const codes = await populate(scratch, options.units ?? UNITS, options.laptopsPerUnit ?? 1);
    if (options.partitioned) await partition(scratch);
    for (let i = 0; i < (options.hubs ?? 1); i++) hubs.push(startHubProcess(scratch.place));
    const urls = await Promise.all(hubs.map((hub) => hub.listening));
    const laptops: LoadLaptop[] = [];
    for (const [i, code] of codes.entries()) {
      laptops.push(await LoadLaptop.enrol(new Line(urls[i % urls.length] as string, agent, i), code));
    }
    return {
      kind: options.kind,
      laptops,
      fill: async (registers, fields) => {
        await fill(scratch, laptops, registers, fields);
        // The hub lets go of connections that nobody used for so long.
        agent.destroy();
      },
      processorSeconds: () => processorSeconds(hubs, scratch),
      memory: () => hubs.reduce((sum, { pid }) => sum + residentBytes(pid), 0),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** @returns a code for each laptop, those of one unit apart from each other */
async function populate({ place }: Scratch, units: number, laptopsPerUnit: number): Promise<string[]> {
  const store = await openStore(place);
  try {
    const codes: string[] = [];
    for (let unit = 0; unit < units; unit++) {
      const id = `plut-${unit}`;
      await addUnit(store, { id, name: `PLUT ${unit} (contoh)`, level: 'province', region: '72', timeZone: 'WITA' });
    }
    for (let i = 0; i < units * laptopsPerUnit; i++) {
      const user = `konsultan-${i}`;
      await addUser(store, {
        id: user,
        unit: `plut-${i % units}`,
        role: 'consultant',
        name: `Konsultan ${i} (contoh)`,
      });
      codes.push((await createCode(store, user, 24 * 3_600_000)).code);
    }
    return codes;
  } finally {
    await store.close();
  }
}

async function partition({ place }: Scratch): Promise<void> {
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  await client.query(readFileSync(join(import.meta.dirname, '../build/hub/partitions.sql'), 'utf8'));
  await client.end();
}

/** Records of one transaction. */
const FILL = 500;

async function fill(
  { place }: Scratch,
  laptops: readonly LoadLaptop[],
  registers: number,
  fields = FIELDS,
): Promise<void> {
  const store = await openStore(place);
  const each = Math.ceil(registers / fields / laptops.length);
  try {
    for (let done = 0; done < each; done += FILL) {
      for (const laptop of laptops) await laptop.keep(store, Math.min(FILL, each - done), fields);
    }
    const units = await store.db.selectFrom('units').select(['id', 'sequence']).execute();
    const last = new Map(units.map(({ id, sequence }) => [id, sequence]));
    for (const laptop of laptops) laptop.cursor = last.get(laptop.unit) ?? 0;
  } finally {
    await store.close();
  }
}

/** How one laptop reaches the hub: by an address of its own, as the proxy in front of the hub would say. */
class Line {
  readonly #url: URL;
  readonly #agent: Agent;
  readonly #address: string;

  constructor(url: string, agent: Agent, laptop: number) {
    this.#url = new URL(url);
    this.#agent = agent;
    this.#address = `10.0.${laptop >> 8}.${laptop & 255}`;
  }

  ask(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Sent & { body: Buffer }> {
    const began = performance.now();
    const length = body ? { 'content-length': String(body.length) } : {};
    return new Promise((resolve, reject) => {
      const call = request(
        {
          host: this.#url.hostname,
          port: this.#url.port,
          method,
          path,
          agent: this.#agent,
          headers: { ...headers, ...length, 'x-forwarded-for': this.#address, 'accept-encoding': 'gzip' },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const raw = Buffer.concat(chunks);
            const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
            const ms = performance.now() - began;
            resolve({ ms, status: answer.statusCode ?? 0, bytes: raw.length, body: text });
          });
        },
      );
      call.on('error', (error: NodeJS.ErrnoException) => {
        // The hub closed a connection that nobody used for a while, just then: browsers ask again as well.
        if (call.reusedSocket && error.code === 'ECONNRESET') resolve(this.ask(method, path, headers, body));
        else reject(error);
      });
      call.end(body);
    });
  }
}

/** An enrolled laptop that remembers which records it wrote, and nothing else. */
export class LoadLaptop {
  readonly unit: string;
  readonly #line: Line;
  readonly #device: string;
  readonly #token: string;
  readonly #user: string;
  readonly #random: () => number;
  readonly #writer: Writer;
  readonly #ids: string[] = [];
  #clock: string | undefined;
  cursor = 0;
  /** The pull under way: where it began, and what its first page named. */
  #pull: { since: number; to: number | undefined } | undefined;

  private constructor(line: Line, answer: { deviceId: string; deviceToken: string; user: string; unit: string }) {
    this.#line = line;
    this.#device = answer.deviceId;
    this.#token = answer.deviceToken;
    this.#user = answer.user;
    this.unit = answer.unit;
    this.#random = seeded(Number(answer.user.split('-')[1]));
    this.#writer = new Writer(this.#random);
  }

  static async enrol(line: Line, code: string): Promise<LoadLaptop> {
    const body = Buffer.from(JSON.stringify({ code, deviceName: 'Laptop ukur', publicKey: PUBLIC_KEY }));
    const answer = await line.ask('POST', '/v1/enrol', { 'content-type': 'application/json' }, body);
    if (answer.status !== 200) throw new Error(`enrol: ${answer.status} ${answer.body}`);
    return new LoadLaptop(line, JSON.parse(answer.body.toString()));
  }

  newRecords(count: number, fields = FIELDS): WireRecord[] {
    return Array.from({ length: count }, () => {
      const business = this.#writer.business(this.#writer.client(), this.#ids.length, this.#user, '2026-11-02');
      const id = v7();
      this.#ids.push(id);
      return this.#record(id, Object.entries(business).slice(0, fields));
    });
  }

  /** Writes new clients straight into the store. */
  async keep(store: Store, count: number, fields: number): Promise<void> {
    const records = this.newRecords(count, fields);
    await writeUnit(store, { unit: this.unit, batch: crypto.randomUUID() }, async (writer) => {
      for (const { collection, id, registers } of records) {
        for (const [field, { heads }] of Object.entries(registers)) {
          const register = normalise(heads);
          const stored: Stored = {
            key: { collection, id, field },
            register: undefined,
            sequence: 0,
            known: new Map(),
            kept: false,
            changed: false,
          };
          writer.registers.set(`${id} ${field}`, stored);
          putRegister(writer, stored, planJoin(stored, { register, edits: flatten(register) }));
        }
      }
    });
  }

  /** Some fields of clients that were written before, somewhere among all of them. */
  edits(count: number, fields = 2): WireRecord[] {
    return Array.from({ length: count }, () => {
      const id = this.#ids[Math.floor(this.#random() * this.#ids.length)] as string;
      const business = this.#writer.business(this.#writer.client(), 1, this.#user, '2026-11-02');
      return this.#record(id, Object.entries(business).slice(0, fields));
    });
  }

  /** An edit covers all earlier ones of the same laptop, so that it need not know what it replaces. */
  #record(id: string, values: [string, unknown][]): WireRecord {
    const registers = values.map(([field, value]) => {
      this.#clock = tick(this.#clock, Date.now());
      const register = edit(undefined, makeStamp(this.#clock, this.#device), this.#user, value as Json);
      return [field, toWire(register)] as const;
    });
    return {
      collection: 'businesses',
      id,
      unit: this.unit,
      registers: Object.fromEntries(registers) as WireRecord['registers'],
    };
  }

  /** @param firstBytes of the first batch; they grow as the app's do on a good link (renderer/sync/pace.ts) */
  pack(records: WireRecord[], firstBytes = MAX_BATCH_BYTES): Parcel[] {
    const limits = { maxBytes: firstBytes };
    const parcels: Parcel[] = [];
    for (const some of intoBatches(records, limits, bytesInColumns)) {
      const batch: Batch = { batch: crypto.randomUUID(), device: this.#device, schema: 1, records: some };
      parcels.push({ body: gzipSync(JSON.stringify(withColumns(batch))), registers: countRegisters(some) });
      limits.maxBytes = Math.min(MAX_BATCH_BYTES, limits.maxBytes * 2);
    }
    return parcels;
  }

  /** @throws when the hub refuses anything */
  async push({ body, registers }: Parcel): Promise<Sent> {
    const headers = { 'content-type': COLUMNS_TYPE, 'content-encoding': 'gzip' };
    const sent = await this.#line.ask('POST', '/v1/sync/push', { ...headers, ...this.#auth() }, body);
    if (sent.status !== 200) throw new Error(`push: ${sent.status} ${sent.body.subarray(0, 500)}`);
    const { accepted, refused } = JSON.parse(sent.body.toString());
    if (accepted !== registers) throw new Error(`push: ${JSON.stringify(refused[0])}`);
    return sent;
  }

  /** The next page; as large as a laptop asks for on a good link. */
  async pull(): Promise<Sent & { registers: number; more: boolean }> {
    const query = asQuery({ after: this.cursor, ...this.#pull, bytes: MAX_BATCH_BYTES });
    const headers = { accept: COLUMNS_TYPE, 'accept-encoding': 'gzip' };
    const sent = await this.#line.ask('GET', `/v1/sync/pull?${query}`, { ...headers, ...this.#auth() });
    if (sent.status !== 200) throw new Error(`pull: ${sent.status} ${sent.body.subarray(0, 500)}`);
    // A page of little is not packed.
    const text = sent.body[0] === OPEN_BRACE ? sent.body : gunzipSync(sent.body);
    const answer = JSON.parse(text.toString()) as Pick<PullAnswer, 'next' | 'more' | 'latest'> & { columns?: Columns };
    const { columns, next, more } = answer;
    if (!more) this.#pull = undefined;
    else this.#pull ??= { since: this.cursor, to: answer.latest };
    this.cursor = next;
    // An empty page has none.
    const { tables = [], others = [] } = columns ?? {};
    const registers = tables.reduce((sum, { at }) => sum + at.length, countRegisters(others));
    return { ...sent, registers, more };
  }

  #auth(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }
}

const OPEN_BRACE = '{'.charCodeAt(0);

const TICKS_PER_SECOND = 100;

function processorSeconds(hubs: HubProcess[], { postgres }: Scratch): ProcessorSeconds {
  const { user, system } = process.cpuUsage();
  const server = postgres?.processes() ?? [];
  return {
    hub: hubs.reduce((sum, { pid }) => sum + secondsOf(pid, false), 0),
    // Of processes that ended their parent keeps the sum.
    database: server.reduce((sum, pid, i) => sum + secondsOf(pid, i === 0), 0),
    load: (user + system) / 1e6,
  };
}

/** User and system time; of Linux only, elsewhere 0. */
function secondsOf(pid: number, withEnded: boolean): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, withEnded ? 15 : 13).reduce((sum, part) => sum + part, 0);
    return ticks / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
