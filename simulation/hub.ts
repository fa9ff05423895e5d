/** The hub: the real server and handlers on a scratch SQLite, with a power switch between any two of its statements. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, StatementSync } from 'node:sqlite';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Head, Seen } from '#core/register/register.ts';
import type { BundleResult, EnrolAnswer } from '#core/wire/protocol.ts';
import type { Role } from '#core/workflow/policy.ts';
import type { Store } from '../hub/store/store.ts';
import { KEYS, setWallClock, wallClockNow } from './environment.ts';
import type { HubCode, Version } from './versions.ts';

/** The process ended here. */
class PowerCut extends Error {}

/** Counts the hub's statements. What looks from outside does not count. */
const power = { left: Number.POSITIVE_INFINITY, off: false, outside: false };

for (const name of ['run', 'all', 'iterate'] as const) {
  const real = StatementSync.prototype[name] as (...parts: unknown[]) => unknown;
  Object.defineProperty(StatementSync.prototype, name, {
    value(this: StatementSync, ...parts: unknown[]) {
      if (!power.outside) {
        power.left -= 1;
        if (power.left < 0) power.off = true;
        if (power.off) throw new PowerCut('the power of the hub is off');
      }
      return real.apply(this, parts);
    },
  });
}

function fromOutside<T>(look: () => T): T {
  power.outside = true;
  try {
    return look();
  } finally {
    power.outside = false;
  }
}

/** In memory where the system has such a place: nothing here must survive, and a disk is slow. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const log = pino({ level: 'silent' });

export interface Person {
  user: string;
  unit: string;
  role: Role;
}

export interface Answer {
  status: number;
  body: string;
}

export interface HubRegister {
  unit: string;
  collection: string;
  id: string;
  field: string;
  heads: Head[];
  seen: Seen;
  sequence: number;
}

/** A hub with its people and their laptops, ready to be copied: enrolling anew in each world would only cost time. */
export interface Template {
  folder: string;
  enrolments: EnrolAnswer[];
}

export async function makeTemplate(code: HubCode, people: readonly Person[]): Promise<Template> {
  const folder = mkdtempSync(join(SCRATCH, 'pendamping-simulation-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const store = await code.store.openStore({ data: join(folder, 'template') });
  await code.secrets.ensureHubKey(store.db);
  await code.epoch.ensureEpoch(store.db);
  for (const unit of new Set(people.map((person) => person.unit))) {
    await code.people.addUnit(store, { id: unit, name: unit, level: 'province', region: '72', timeZone: 'WITA' });
  }
  for (const { user, unit, role } of people) await code.people.addUser(store, { id: user, unit, role, name: user });
  const app = await code.server.buildServer(store, { log });
  const enrolments: EnrolAnswer[] = [];
  for (const { user } of people) {
    const { code: secret } = await code.people.createCode(store, user, 3_600_000);
    const payload = { code: secret, deviceName: user, publicKey: KEYS.publicKey };
    const answer = await app.inject({ method: 'POST', url: '/v1/enrol', payload });
    if (answer.statusCode !== 200) throw new Error(`enrol: ${answer.body}`);
    enrolments.push(answer.json());
  }
  await app.close();
  await store.close();
  return { folder, enrolments };
}

export class SimulatedHub {
  wall: number;
  version: Version;
  /** Requests handled, for the trace. */
  requests = 0;
  readonly #code: Record<Version, HubCode>;
  readonly #folder: string;
  #store: Store | undefined;
  #app: FastifyInstance | undefined;
  #outside: DatabaseSync | undefined;
  readonly #looks = new Map<string, StatementSync>();

  constructor(code: Record<Version, HubCode>, template: Template, version: Version, wall: number) {
    this.#code = code;
    this.version = version;
    this.wall = wall;
    this.#folder = join(template.folder, 'world');
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
    copyFileSync(join(template.folder, 'template', 'hub.sqlite'), this.#file);
  }

  get #file(): string {
    return join(this.#folder, 'hub.sqlite');
  }

  async start(): Promise<void> {
    power.left = Number.POSITIVE_INFINITY;
    power.off = false;
    const code = this.#code[this.version];
    await this.#atHub(async () => {
      this.#store = await code.store.openStore({ data: this.#folder });
      this.#app = await code.server.buildServer(this.#store, { log });
      await this.#app.ready();
    });
    this.#outside = new DatabaseSync(this.#file, { readOnly: true });
  }

  async stop(): Promise<void> {
    this.#outside?.close();
    this.#looks.clear();
    await this.#app?.close();
    await this.#store?.close();
  }

  /** @param crashAfter the power goes off after so many statements; then there is no answer */
  async handle(
    request: {
      method: 'GET' | 'POST';
      url: string;
      headers: Record<string, string>;
      payload: string | Buffer | undefined;
    },
    crashAfter?: number,
  ): Promise<Answer | 'crashed'> {
    this.requests += 1;
    power.left = crashAfter ?? Number.POSITIVE_INFINITY;
    const answer = await this.#atHub(() => (this.#app as FastifyInstance).inject(request));
    const crashed = crashAfter !== undefined && (power.off || power.left >= 0);
    power.left = Number.POSITIVE_INFINITY;
    if (!crashed) return { status: answer.statusCode, body: answer.body };
    power.off = true;
    await this.stop();
    await this.start();
    return 'crashed';
  }

  /** Registers that changed after a sequence number of their unit, as they are on disk. */
  registersAfter(unit: string, sequence: number): HubRegister[] {
    const rows = this.#look(
      'select * from registers where unit = ? and sequence > ? order by sequence',
      unit,
      sequence,
    );
    return rows.map(
      (row) => ({ ...row, heads: JSON.parse(String(row.heads)), seen: JSON.parse(String(row.seen)) }) as HubRegister,
    );
  }

  sequences(): Record<string, number> {
    const rows = this.#look('select id, sequence from units');
    return Object.fromEntries(rows.map((row) => [String(row.id), Number(row.sequence)]));
  }

  /** One register in each unit. */
  registersOf(collection: string, id: string, field: string): { unit: string; heads: Head[]; seen: Seen }[] {
    const select = 'select unit, heads, seen from registers where collection = ? and id = ? and field = ?';
    return this.#look(select, collection, id, field).map((row) => ({
      unit: String(row.unit),
      heads: JSON.parse(String(row.heads)) as Head[],
      seen: JSON.parse(String(row.seen)) as Seen,
    }));
  }

  epoch(): string {
    return String(this.#look("select value from meta where key = 'epoch'")[0]?.value);
  }

  /** Stamps of the history of a register. */
  history(unit: string, collection: string, id: string, field: string): string[] {
    const select = 'select stamp from history where unit = ? and collection = ? and id = ? and field = ?';
    return this.#look(select, unit, collection, id, field).map((row) => String(row.stamp));
  }

  backUp(): void {
    rmSync(this.#backup, { force: true });
    fromOutside(() => (this.#outside as DatabaseSync).prepare('vacuum into ?').run(this.#backup));
  }

  /** What an administrator's `restore` does: the file of that day, and a new epoch. */
  async restoreBackup(): Promise<void> {
    await this.stop();
    for (const rest of ['', '-wal', '-shm']) rmSync(this.#file + rest, { force: true });
    copyFileSync(this.#backup, this.#file);
    const code = this.#code[this.version];
    await this.#atHub(async () => {
      const store = await code.store.openStore({ data: this.#folder });
      await store.db.transaction().execute((trx) => code.epoch.beginEpoch(trx, new Date()));
      await store.close();
    });
    await this.start();
  }

  /** A coordinator hands out a code, and the user types it in. */
  async enrol(user: string): Promise<EnrolAnswer> {
    return this.#atHub(async () => {
      const { code } = await this.#code[this.version].people.createCode(this.#store as Store, user, 3_600_000);
      const payload = { code, deviceName: user, publicKey: KEYS.publicKey };
      const answer = await (this.#app as FastifyInstance).inject({ method: 'POST', url: '/v1/enrol', payload });
      if (answer.statusCode !== 200) throw new Error(`enrol: ${answer.body}`);
      return answer.json();
    });
  }

  /** A stick is brought to the hub. */
  takeBundle(file: Blob): Promise<BundleResult[]> {
    return this.#atHub(() => this.#code[this.version].bundles.takeBundle(this.#store as Store, () => file.stream()));
  }

  /** A stick is filled at the hub. */
  giveBundle(unit: string, after: number): Promise<Blob> {
    return this.#atHub(async () => {
      const { bundle: stream } = await this.#code[this.version].bundles.giveBundle(
        this.#store as Store,
        unit,
        after,
        '1.0.0',
      );
      return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
    });
  }

  async setRecovery(since: Date | null): Promise<void> {
    const code = this.#code[this.version];
    await (this.#store as Store).db.transaction().execute((trx) => code.epoch.setRecovery(trx, since));
  }

  get hasBackup(): boolean {
    return existsSync(this.#backup);
  }

  get #backup(): string {
    return join(this.#folder, 'backup.sqlite');
  }

  async upgrade(version: Version): Promise<void> {
    await this.stop();
    this.version = version;
    await this.start();
  }

  /** Reads what is on the hub's disk, beside the hub. */
  #look(select: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    const statement = this.#looks.get(select) ?? (this.#outside as DatabaseSync).prepare(select);
    this.#looks.set(select, statement);
    return fromOutside(() => statement.all(...values));
  }

  async #atHub<T>(work: () => Promise<T>): Promise<T> {
    const before = wallClockNow();
    setWallClock(this.wall);
    try {
      return await work();
    } finally {
      setWallClock(before);
    }
  }
}
