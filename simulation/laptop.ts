/** A laptop: the real store and sync engine on a disk of its own, with a power switch between any two storage steps. */
import { type DBCore, type DBCoreTransaction, Dexie, type Middleware } from 'dexie';
import type { Register } from '#core/register/register.ts';
import type { Database, OutboxEntry } from '../renderer/store/database.ts';
import { entriesOf, type UnsentRecord } from '../renderer/store/unsent.ts';
import { copyDisk, eraseDisk, readTable } from './disk.ts';
import { setWallClock, wallClockNow } from './environment.ts';
import type { Cut } from './events.ts';
import type { Person } from './hub.ts';
import type { EditId, Key, ModelEdit } from './model.ts';
import type { App, Version } from './versions.ts';

/** The process ended here; nothing after it ran. */
export class PowerCut extends Error {}

interface Power {
  /** Storage steps until the power goes off. */
  left: number;
  after: boolean;
  off: boolean;
  /** Something that begins at a step, beside what runs. */
  beside: Beside | undefined;
}

/** Begun, and not waited for, at the storage step number `step`. */
export interface Beside {
  step: number;
  begin: () => void;
}

/** What a form was opened with. */
export interface Form {
  register: Register | undefined;
  shown: Set<EditId>;
}

interface Snapshot {
  disk: string;
  version: Version;
  unacknowledged: Set<Key>;
}

export class SimulatedLaptop {
  readonly slot: number;
  readonly person: Person;
  /** Slots whose edits this disk may hold unsent, its own and what it was copied from, and before which edit that was. */
  readonly #lineage: ReadonlyMap<number, EditId>;
  version: Version;
  wall: number;
  database: Database | undefined;
  /** Unsaved forms; gone with the process. */
  forms = new Map<Key, Form>();
  /** Changed by the user and not acknowledged by the hub, as the simulation counts it. */
  unacknowledged = new Set<Key>();
  isSyncing = false;
  snapshot: Snapshot | undefined;
  readonly #apps: Record<Version, App>;
  #power: Power | undefined;

  constructor(
    apps: Record<Version, App>,
    slot: number,
    person: Person,
    from: { disk: string; version: Version; wall: number; unacknowledged?: Iterable<Key> },
    copied?: { from: SimulatedLaptop; before: EditId },
  ) {
    this.#apps = apps;
    this.slot = slot;
    this.person = person;
    this.version = from.version;
    this.wall = from.wall;
    const inherited = copied ? [...copied.from.#lineage] : [];
    const bounded = inherited.map(([of, before]) => [of, Math.min(before, copied?.before ?? 0)] as const);
    this.#lineage = new Map([...bounded, [slot, Number.POSITIVE_INFINITY]]);
    this.unacknowledged = new Set(from.unacknowledged);
    copyDisk(from.disk, this.disk);
  }

  get name(): string {
    return `laptop ${this.slot} (${this.person.user}, ${this.person.role})`;
  }

  /** Was it made here, or on what this disk is a copy of before it was copied? */
  owns(edit: ModelEdit): boolean {
    return edit.id < (this.#lineage.get(edit.laptop) ?? 0);
  }

  get disk(): string {
    return `laptop-${this.slot}`;
  }

  get app(): App {
    return this.#apps[this.version];
  }

  async start(cut?: Cut): Promise<void> {
    const power: Power = { left: Number.POSITIVE_INFINITY, after: false, off: false, beside: undefined };
    const database = this.app.database.openDatabase(this.disk);
    database.use(powerSwitch(power));
    // These serve live queries of screens, of which there are none.
    for (const name of ['Observability', 'Cache']) database.unuse({ stack: 'dbcore', name });
    this.database = database;
    this.#power = power;
    if (cut) Object.assign(power, { left: cut.step, after: cut.after });
    await this.#atLaptop(() => database.open());
    power.left = Number.POSITIVE_INFINITY;
  }

  stop(): void {
    this.database?.close();
    this.database = undefined;
    this.forms.clear();
  }

  /**
   * Runs the app's code with this laptop's clock, and perhaps cuts its power on the way; then the app starts again.
   *
   * @returns `cut` when the power went off
   */
  async run(
    cut: Cut | undefined,
    work: (database: Database) => Promise<void>,
    beside?: Beside,
  ): Promise<'done' | 'cut'> {
    const [database, power] = [this.database, this.#power];
    if (!database || !power) throw new Error(`${this.name} is off`);
    if (cut) Object.assign(power, { left: cut.step, after: cut.after });
    power.beside = beside;
    try {
      await this.#atLaptop(() => work(database));
      if (!power.off) return 'done';
    } catch (error) {
      if (!power.off) throw error;
    } finally {
      power.left = Number.POSITIVE_INFINITY;
      power.beside = undefined;
    }
    // An event meanwhile may have started it again already.
    if (this.database === database) {
      this.stop();
      await this.start();
    }
    return 'cut';
  }

  outbox(): OutboxEntry[] {
    return readTable<UnsentRecord>(this.disk, 'unsent').flatMap(entriesOf);
  }

  attention(): (OutboxEntry & { code: string })[] {
    return readTable<OutboxEntry & { code: string }>(this.disk, 'attention');
  }

  /** Fields that show what a bundle brought, while what the hub is known to hold is kept beside them. */
  isCarried({ collection, id, field }: { collection: string; id: string; field: string }): boolean {
    return readTable<OutboxEntry>(this.disk, 'carried').some(
      (entry) => entry.collection === collection && entry.id === id && entry.field === field,
    );
  }

  /** Bundles, those inside included, that it keeps although the hub has no use for them. */
  leftBehind(): string[] {
    const bundles = readTable<{ id: string; file?: unknown; problem?: string; contains: string[] }>(
      this.disk,
      'bundles',
    );
    return bundles
      .filter(({ file, problem }) => file && problem === 'left_behind')
      .flatMap(({ id, contains }) => [id, ...contains]);
  }

  takeSnapshot(): void {
    const disk = `${this.disk}-snapshot`;
    copyDisk(this.disk, disk);
    this.snapshot = { disk, version: this.version, unacknowledged: new Set(this.unacknowledged) };
  }

  async putBackSnapshot(snapshot: Snapshot): Promise<void> {
    this.stop();
    copyDisk(snapshot.disk, this.disk);
    this.unacknowledged = new Set(snapshot.unacknowledged);
    await this.start();
  }

  async upgrade(version: Version, cut?: Cut): Promise<void> {
    this.stop();
    this.version = version;
    try {
      await this.start(cut);
    } catch (error) {
      if (!this.#power?.off) throw error;
      this.stop();
      await this.start();
    }
  }

  erase(): void {
    this.stop();
    eraseDisk(this.disk);
    eraseDisk(`${this.disk}-snapshot`);
  }

  async #atLaptop<T>(work: () => PromiseLike<T>): Promise<T> {
    const before = wallClockNow();
    setWallClock(this.wall);
    try {
      return await work();
    } finally {
      setWallClock(before);
    }
  }
}

/** Below everything that Dexie does, above the disk: each request to the disk is a step. */
function powerSwitch(power: Power): Middleware<DBCore> {
  const step = async <T>(trans: DBCoreTransaction, work: () => Promise<T>): Promise<T> => {
    if (power.beside && power.beside.step-- === 0) {
      const { begin } = power.beside;
      power.beside = undefined;
      Dexie.ignoreTransaction(begin);
    }
    power.left -= 1;
    if (power.left < 0 && !power.off) {
      power.off = true;
      // The disk may have taken this request; without a commit it is as if it had not.
      if (power.after) await work();
      trans.abort();
    }
    if (power.off) throw new PowerCut('the power is off');
    return work();
  };
  return {
    stack: 'dbcore',
    name: 'power',
    create: (core) => ({
      ...core,
      table(name) {
        const table = core.table(name);
        return {
          ...table,
          mutate: (request) => step(request.trans, () => table.mutate(request)),
          get: (request) => step(request.trans, () => table.get(request)),
          getMany: (request) => step(request.trans, () => table.getMany(request)),
          query: (request) => step(request.trans, () => table.query(request)),
          openCursor: (request) => step(request.trans, () => table.openCursor(request)),
          count: (request) => step(request.trans, () => table.count(request)),
        };
      },
    }),
  };
}
