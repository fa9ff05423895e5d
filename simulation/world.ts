/** Plays a plan: people, laptops, a hub and what goes wrong between them; and checks after each event what must always hold. */
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { z } from 'zod';
import { fieldName, type RecordKey, type RegisterKey } from '#core/register/names.ts';
import { canonical, editsOf, type Head, type Json, type Register, type Seen } from '#core/register/register.ts';
import { deviceOf, hlcOf, MAX_MS } from '#core/register/stamp.ts';
import { COLUMNS_TYPE, withColumns, withRecords } from '#core/wire/columns.ts';
import type { Database, Device } from '../renderer/store/database.ts';
import type { Row } from '../renderer/store/rows.ts';
import type { HubCalls } from '../renderer/sync/hub.ts';
import { readMeta, readRows } from './disk.ts';
import { KEYS, reseed, setWallClock } from './environment.ts';
import { type Event, LINKS, PEOPLE, type Plan, type Trouble, type Typing } from './events.ts';
import { type Answer, type HubRegister, makeTemplate, type Person, SimulatedHub, type Template } from './hub.ts';
import { type Form, SimulatedLaptop } from './laptop.ts';
import { type EditId, type Key, Model, type ModelEdit, type State, Violation } from './model.ts';
import { tell } from './story.ts';
import { type App, type HubCode, loadApp, loadHub, NEW_FIELD, type Version } from './versions.ts';

const VERSIONS: readonly Version[] = ['today', 'tomorrow'];
const HUB = 'hub';
const HUB_COLLECTIONS = new Set(['units', 'users', 'devices']);
/** All clocks go on by this between two events, whatever they say. */
const EVENT_MS = 2 * 60_000;
const REQUEST_MS = 300;
const SLOW_MS = 12_000;
/** More rounds than any quarrel about who knows what may take. */
const MAX_SETTLING = 12;

export interface Outcome {
  violation: Violation | undefined;
  /** Index of the event at which it showed; the length of the list when everything had been played. */
  at: number;
  story: string[];
  trace: string;
  counts: Counts;
}

export interface Counts {
  edits: number;
  rounds: number;
  requests: number;
  registersSent: number;
  conflicts: number;
  refused: number;
  cuts: number;
  /** Saved beside a round. */
  beside: number;
  /** Taken in by laptops. */
  bundles: number;
  lost: number;
}

export const noCounts = (): Counts => ({
  edits: 0,
  rounds: 0,
  requests: 0,
  registersSent: 0,
  conflicts: 0,
  refused: 0,
  cuts: 0,
  beside: 0,
  bundles: 0,
  lost: 0,
});

/** Everything that worlds share: the code of all versions, and disks to copy from. */
export class Stage {
  readonly apps: Record<Version, App>;
  readonly hubs: Record<Version, HubCode>;
  readonly template: Template;

  private constructor(apps: Record<Version, App>, hubs: Record<Version, HubCode>, template: Template) {
    this.apps = apps;
    this.hubs = hubs;
    this.template = template;
  }

  static async build(): Promise<Stage> {
    reseed(0);
    setWallClock(Date.UTC(2026, 0, 1));
    const byVersion = async <T>(load: (version: Version) => Promise<T>) =>
      Object.fromEntries(await Promise.all(VERSIONS.map(async (version) => [version, await load(version)]))) as Record<
        Version,
        T
      >;
    const apps = await byVersion(loadApp);
    const hubs = await byVersion(loadHub);
    // Makers of identifiers follow no clock back: what the clocks of an earlier world said would decide the order of those made in a later
    // one. So they count, from the first on.
    setWallClock(MAX_MS);
    for (const makeId of [v7, apps.today.repository.newId, apps.tomorrow.repository.newId]) makeId();
    setWallClock(Date.UTC(2026, 0, 1));
    const template = await makeTemplate(hubs.today, PEOPLE);
    for (const version of VERSIONS) {
      for (const [slot, enrolment] of template.enrolments.entries()) {
        const { database, device } = apps[version];
        const opened = database.openDatabase(Stage.disk(version, slot));
        await opened.open();
        await device.storeEnrolment('http://hub', 'Laptop', enrolment, KEYS, opened);
        opened.close();
      }
    }
    return new Stage(apps, hubs, template);
  }

  static disk(version: Version, slot: number): string {
    return `template-${version}-${slot}`;
  }
}

interface Request {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  payload: string | Buffer | undefined;
}

/** One round of sync of one laptop. */
interface Round {
  laptop: SimulatedLaptop;
  troubles: Trouble[];
  requests: number;
  failed: number;
  /** Keys of the registers that it pushed, with repetitions. */
  sent: Key[];
  /** What the user saves beside it. */
  typing: Promise<void> | undefined;
}

class NetworkError extends TypeError {}

/** @param watch a register whose state at each replica is told in the story whenever it changes */
export async function play(stage: Stage, plan: Plan, watch?: Key): Promise<Outcome> {
  return new World(stage, plan, watch).play();
}

class World {
  readonly #stage: Stage;
  readonly #plan: Plan;
  readonly #hub: SimulatedHub;
  readonly #model = new Model();
  readonly #laptops = new Map<number, SimulatedLaptop>();
  readonly #late: Request[] = [];
  readonly #rounds = new Map<number, Round>();
  readonly #story: string[] = [];
  readonly #trace = createHash('sha256');
  readonly #counts = noCounts();
  /** By unit: up to where the hub's registers were looked at. */
  #looked: Record<string, number> = {};
  #elapsed = 0;
  readonly #watch: Key | undefined;
  /** By replica: what was told last of the watched register. */
  readonly #told = new Map<string, string>();
  /** What went wrong inside a request. */
  #broken: unknown;
  /** The files on all sticks, in the order in which they were written. */
  readonly #sticks: Blob[] = [];
  /** By bundle: what stood on the laptop that wrote it. */
  readonly #packed = new Map<string, Set<EditId>>();
  #isRecovering = false;
  /** The hub was restored at least once. */
  #wasRestored = false;
  /** What the model knows of the hub's backup. */
  #backup: Map<Key, State> | undefined;
  /** Rows that were looked at, by disk; a row that did not change is the same object. */
  readonly #seenRows = new WeakMap<Row, string>();

  constructor(stage: Stage, plan: Plan, watch: Key | undefined) {
    this.#stage = stage;
    this.#plan = plan;
    this.#watch = watch;
    reseed(plan.seed);
    this.#hub = new SimulatedHub(stage.hubs, stage.template, plan.versions.hub, plan.walls.hub);
    for (const slot of plan.laptops) {
      const person = PEOPLE[slot] as Person;
      const version = plan.versions.laptops[slot] as Version;
      const wall = plan.walls.laptops[slot] as number;
      this.#laptops.set(
        slot,
        new SimulatedLaptop(stage.apps, slot, person, { disk: Stage.disk(version, slot), version, wall }),
      );
    }
  }

  async play(): Promise<Outcome> {
    const realFetch = globalThis.fetch;
    globalThis.fetch = (url, init) =>
      this.#fetch(String(url), init ?? {}).catch((error: unknown) => this.#unreachable(error));
    let at = 0;
    let violation: Violation | undefined;
    try {
      await this.#hub.start();
      for (const laptop of this.#laptops.values()) await laptop.start();
      this.#lookAtHub();
      for (const event of this.#plan.events) {
        await this.#event(event);
        at += 1;
      }
      this.#tell('everyone comes online');
      await this.#settle();
      await this.#resolve();
    } catch (error) {
      violation =
        error instanceof Violation ? error : new Violation(0, `the program failed: ${(error as Error).stack}`);
    } finally {
      globalThis.fetch = realFetch;
      for (const laptop of this.#laptops.values()) laptop.erase();
      await this.#hub.stop();
    }
    this.#counts.requests = this.#hub.requests;
    return { violation, at, story: this.#story, trace: this.#trace.digest('hex'), counts: this.#counts };
  }

  #tell(line: string, depth = 0): void {
    this.#story.push('  '.repeat(depth) + line);
    this.#trace.update(line);
  }

  async #event(event: Event, depth = 0): Promise<void> {
    for (const laptop of this.#laptops.values()) laptop.wall += EVENT_MS;
    this.#hub.wall += EVENT_MS;
    const laptop = 'laptop' in event ? this.#laptops.get(event.laptop) : undefined;
    if ('laptop' in event && !laptop) return;
    const line = this.#story.length;
    this.#tell(tell(event, laptop?.name), depth);
    const outcome = await this.#play(event, laptop, depth);
    if (this.#broken) throw this.#broken;
    this.#story[line] = `${this.#story[line]} → ${outcome}`;
    this.#trace.update(outcome);
    this.#tellWatched(depth);
    if (laptop) this.#lookAtLaptop(laptop);
    this.#lookAtHub();
  }

  #tellWatched(depth: number): void {
    const key = this.#watch;
    if (!key) return;
    const { unit, collection, id, field } = partsOf(key);
    const tellChange = (name: string, text: string) => {
      if ((this.#told.get(name) ?? 'nothing') === text) return;
      this.#told.set(name, text);
      this.#story.push(`${'  '.repeat(depth + 2)}${name} holds ${text}`);
    };
    for (const laptop of this.#laptops.values()) {
      if (laptop.person.unit !== unit) continue;
      const row = this.#rowOf(laptop, { collection, id });
      const unsent = laptop.outbox().some((entry) => keyOf(unit, entry, entry.field) === key) ? ', unsent' : '';
      const refused = laptop.attention().find((entry) => keyOf(unit, entry, entry.field) === key);
      const state = row?.marks[field] ? stateInRow(row, field).text : 'nothing';
      tellChange(laptop.name, `${state}${unsent}${refused ? `, refused (${refused.code})` : ''}`);
    }
    const register = this.#hub.registersOf(collection, id, field).find((each) => each.unit === unit);
    tellChange('the hub', register ? stateOf(register.heads, register.seen).text : 'nothing');
  }

  async #play(event: Event, laptop: SimulatedLaptop | undefined, depth: number): Promise<string> {
    switch (event.kind) {
      case 'lateArrival':
        return this.#lateArrival();
      case 'clock':
        if (event.who === 'hub') this.#hub.wall += event.ms;
        else {
          const whose = this.#laptops.get(event.who);
          if (whose) whose.wall += event.ms;
        }
        return 'done';
      case 'hubUnpack':
        return this.#hubUnpack(event.choice);
      case 'hubRestart':
        if (this.#rounds.size > 0) return 'not while a request is under way';
        await this.#hub.upgrade(this.#hub.version);
        return 'done';
      case 'hubBackup':
        this.#hub.backUp();
        this.#backup = this.#hubStates();
        return 'done';
      case 'hubRestore':
        return this.#hubRestore();
      case 'endRecovery':
        if (!this.#isRecovering) return 'there is none';
        await this.#hub.setRecovery(null);
        this.#isRecovering = false;
        return 'done';
      case 'upgrade':
        return this.#upgrade(event);
      default:
        return this.#atLaptop(event, laptop as SimulatedLaptop, depth);
    }
  }

  async #atLaptop(event: Extract<Event, { laptop: number }>, laptop: SimulatedLaptop, depth: number): Promise<string> {
    const cut = 'cut' in event ? event.cut : undefined;
    const { repository } = laptop.app;
    switch (event.kind) {
      case 'open':
        return this.#open(laptop, event.record, event.field);
      case 'edit':
        return this.#edit(laptop, event);
      case 'editInvalid': {
        const before = canonicalRows(laptop);
        try {
          await laptop.run(undefined, async (database) => {
            await repository.save(
              event.record.collection as never,
              event.record.id,
              { name: 7, outcome: 7, note: 7, title: 7 } as never,
              {},
              database,
            );
          });
        } catch (error) {
          if ((error as Error).constructor.name !== 'InvalidValueError') throw error;
          if (canonicalRows(laptop) !== before) throw new Violation(3, 'an invalid value changed the record');
          return 'refused';
        }
        throw new Violation(3, 'an invalid value was saved');
      }
      case 'remove':
        return this.#write(laptop, cut, event.record, async (database) => {
          await repository.remove(event.record.collection as never, event.record.id, database);
        });
      case 'restore':
        if (!laptop.app.collections.isCollection(event.record.collection)) return 'unknown collection';
        if (!this.#rowOf(laptop, event.record)?.values.deletedAt) return 'is not deleted';
        return this.#write(laptop, cut, event.record, async (database) => {
          await repository.restore(event.record.collection as never, event.record.id, database);
        });
      case 'decide':
        return this.#decide(laptop, event);
      case 'lock': {
        if (laptop.person.role !== 'coordinator') return 'only coordinators lock';
        const record = { collection: 'sessions', id: 's1' };
        if (!this.#rowOf(laptop, record)) return 'there is none';
        return this.#write(laptop, cut, record, async (database) => {
          if (event.on) await repository.lock('sessions', 's1', new Date(laptop.wall).toISOString(), database);
          else await repository.openLock('sessions', 's1', 'salah tanggal', database);
        });
      }
      case 'askReopen': {
        const record = { collection: 'sessions', id: 's1' };
        if (!this.#rowOf(laptop, record)) return 'there is none';
        return this.#write(laptop, cut, record, async (database) => {
          await repository.save('sessions', 's1', { reopenAsked: event.value }, {}, database);
        });
      }
      case 'sync':
        return this.#sync(laptop, event, depth);
      case 'drop':
        return this.#drop(laptop, event.choice, cut);
      case 'resend': {
        const waiting = laptop.attention();
        const entry = waiting[event.choice % waiting.length];
        if (!entry) return 'nothing waits';
        await laptop.run(undefined, (database) => repository.resend(entry.collection, entry.id, entry.field, database));
        return `${fieldName(entry)} (${entry.code})`;
      }
      case 'snapshot':
        laptop.takeSnapshot();
        return 'done';
      case 'putBack':
        return this.#putBack(laptop);
      case 'pack':
        return this.#pack(laptop);
      case 'unpack':
        return this.#unpack(laptop, event.choice, cut);
      case 'hubPack':
        this.#sticks.push(
          await this.#hub.giveBundle(
            laptop.person.unit,
            event.after ? (readMeta<number>(laptop.disk, 'cursor') ?? 0) : 0,
          ),
        );
        return 'done';
      case 'copy':
        return this.#copy(laptop, event.slot);
      case 'enrolAgain':
        return this.#enrolAgain(laptop, cut);
    }
  }

  #open(laptop: SimulatedLaptop, record: RecordKey, field: string): string {
    const key = keyOf(laptop.person.unit, record, field);
    const row = this.#rowOf(laptop, record);
    laptop.forms.set(key, {
      register: laptop.app.rows.registerOf(row, field),
      shown: this.#model.standing(laptop.name, key),
    });
    return JSON.stringify(row?.values[field] ?? null);
  }

  async #edit(laptop: SimulatedLaptop, event: Extract<Event, { kind: 'edit' }>): Promise<string> {
    const { record } = event;
    const { collections, repository } = laptop.app;
    if (!collections.isCollection(record.collection)) return 'this version has no such records';
    const known = Object.entries(event.values).filter(([field]) => collections.fieldSchema(record.collection, field));
    if (known.length === 0) return 'this version has no such field';
    const changes: Record<string, Json> = Object.fromEntries(
      known.map(([field, value]) => [field, laptop.version === 'today' ? String(value) : value]),
    );
    const isNew = !this.#rowOf(laptop, record);
    const all = isNew ? { ...LINKS[record.collection], ...changes } : changes;
    const forms = new Map<Key, Form>();
    const base: Record<string, Register | undefined> = {};
    for (const field of Object.keys(changes)) {
      const key = keyOf(laptop.person.unit, record, field);
      const form = event.fromForm ? laptop.forms.get(key) : undefined;
      if (!form) continue;
      forms.set(key, form);
      base[field] = form.register;
    }
    let edited: Record<string, Register | undefined> = {};
    const outcome = await this.#write(
      laptop,
      event.cut,
      record,
      async (database) => {
        edited = await repository.save(record.collection as never, record.id, all as never, { base }, database);
      },
      forms,
    );
    if (outcome !== 'done') return outcome;
    const row = this.#rowOf(laptop, record);
    for (const [field, value] of Object.entries(changes)) {
      const key = keyOf(laptop.person.unit, record, field);
      const heads = standingIn(row, field);
      const asBefore = !(field in edited);
      if (!asBefore && !heads.some((head) => canonical(head.value) === canonical(value))) {
        throw new Violation(3, `${laptop.name}: saved ${JSON.stringify(value)}, but it is not on the disk`, key);
      }
      if (laptop.forms.has(key) && edited[field]) {
        const own = this.#model.edits.findLast((edit) => edit.key === key && edit.laptop === laptop.slot) as ModelEdit;
        laptop.forms.set(key, { register: edited[field], shown: new Set([own.id]) });
      }
    }
    return Object.keys(edited).length > 0 ? `done${isNew ? ', new record' : ''}` : 'unchanged';
  }

  async #decide(laptop: SimulatedLaptop, event: Extract<Event, { kind: 'decide' }>): Promise<string> {
    const { isCollection, fieldSchema } = laptop.app.collections;
    const conflicts = readRows(laptop.disk).flatMap(({ collection, row }) =>
      Object.entries(row.marks)
        .filter(([, mark]) => mark.others && isCollection(collection))
        .map(([field]) => ({ collection, row, field })),
    );
    const conflict = conflicts[event.choice % conflicts.length];
    if (!conflict) return 'there is no conflict';
    const { collection, row, field } = conflict;
    const register = laptop.app.rows.registerOf(row, field) as Register;
    const head = register.heads[event.choice];
    const isText = ['name', 'brand', 'outcome', 'advice', 'note', 'title', NEW_FIELD].includes(field);
    const ofText = isText && fieldSchema(collection, field);
    const value = head ? head.value : ofText ? event.value : (register.heads[0] as Head).value;
    const outcome = await this.#write(laptop, event.cut, { collection, id: row.id }, async (database) => {
      await laptop.app.repository.decide(collection as never, row.id, field, value, register, database);
    });
    return `${collection}/${row.id}/${field} is ${JSON.stringify(value)}: ${outcome}`;
  }

  /** Runs what writes edits, and records those that it made with what their author had before their eyes. */
  async #write(
    laptop: SimulatedLaptop,
    cut: Parameters<SimulatedLaptop['run']>[0],
    record: RecordKey,
    work: (database: Database) => Promise<void>,
    forms = new Map<Key, Form>(),
  ): Promise<string> {
    if (!laptop.app.collections.isCollection(record.collection)) return 'this version has no such records';
    let outcome: string;
    try {
      outcome = await laptop.run(cut, work);
    } catch (error) {
      if ((error as Error).constructor.name !== 'LockedError') throw error;
      return 'is locked';
    }
    if (outcome === 'cut') this.#counts.cuts += 1;
    this.#recordEdits(laptop, forms);
    return outcome;
  }

  #recordEdits(laptop: SimulatedLaptop, forms: Map<Key, Form>): void {
    const device = deviceIdOf(laptop);
    const mayGo = (edit: ModelEdit): boolean => this.#sticks.length > 0 && !laptop.owns(edit);
    for (const [key, state] of this.#changedStates(laptop)) {
      for (const head of state.heads) {
        if (isHubs(key) || !this.#model.isNew(laptop.name, key, head, state, device, mayGo)) continue;
        const shown = forms.get(key)?.shown ?? this.#model.standing(laptop.name, key);
        const { role, unit } = laptop.person;
        this.#model.add({ key, value: head.value, laptop: laptop.slot, role, unit }, head.stamp, shown);
        laptop.unacknowledged.add(key);
        const round = this.#rounds.get(laptop.slot);
        if (round) round.laptop.unacknowledged.add(key);
        this.#counts.edits += 1;
      }
    }
  }

  async #drop(laptop: SimulatedLaptop, choice: number, cut: Parameters<SimulatedLaptop['run']>[0]): Promise<string> {
    const waiting = laptop.attention();
    const entry = waiting[choice % waiting.length];
    if (!entry) return 'nothing waits';
    const key = keyOf(laptop.person.unit, entry, entry.field);
    const outcome = await laptop.run(cut, (database) =>
      laptop.app.repository.drop(entry.collection, entry.id, entry.field, database),
    );
    const isOwn = (edit: ModelEdit): boolean => laptop.owns(edit);
    const mayGo = (edit: ModelEdit): boolean => isOwn(edit) || this.#gaveWay(laptop, edit);
    const before = this.#model.covered(laptop.name, key);
    const row = this.#rowOf(laptop, entry);
    if (row?.marks[entry.field]) {
      this.#model.observe(laptop.name, key, stateInRow(row, entry.field), isOwn, mayGo);
    } else this.#model.observeGone(laptop.name, key, mayGo);
    const after = this.#model.covered(laptop.name, key);
    for (const id of before) {
      const edit = this.#model.edits[id] as ModelEdit;
      if (!after.has(id) && isOwn(edit)) edit.dropped = true;
    }
    return `${fieldName(entry)} (${entry.code}): ${outcome}`;
  }

  async #putBack(laptop: SimulatedLaptop): Promise<string> {
    if (laptop.isSyncing) return 'not while it syncs';
    if (!laptop.snapshot) return 'there is no backup';
    await laptop.putBackSnapshot(laptop.snapshot);
    this.#model.replicas.delete(laptop.name);
    this.#lookAtLaptop(laptop);
    this.#excuseLost();
    return 'done';
  }

  async #pack(laptop: SimulatedLaptop): Promise<string> {
    if (laptop.isSyncing) return 'not while it syncs';
    let file: Blob | undefined;
    try {
      await laptop.run(undefined, async (database) => {
        const prepared = await laptop.app.bundles.prepareBundle('1.0.0', database);
        file = prepared.file;
        this.#packed.set(prepared.header.id, new Set(this.#model.coveredBy(laptop.name)));
      });
    } catch (error) {
      if ((error as Error).constructor.name !== 'NoCertificateError') throw error;
      return 'the hub has not signed for it yet';
    }
    this.#sticks.push(file as Blob);
    return 'done';
  }

  async #unpack(laptop: SimulatedLaptop, choice: number, cut: Parameters<SimulatedLaptop['run']>[0]): Promise<string> {
    if (laptop.isSyncing) return 'not while it syncs';
    const file = this.#sticks.at(-1 - (choice % Math.max(1, this.#sticks.length)));
    if (!file) return 'there is none';
    let said = '';
    const outcome = await laptop.run(cut, async (database) => {
      const { bundles } = laptop.app;
      const inspected = await bundles.inspectBundle(file, undefined, undefined, database);
      const { problems, ...sum } = await bundles.acceptBundle(inspected, undefined, undefined, database);
      const inside = sum.inside.map(({ device, created }) => ({ device, created }));
      said = JSON.stringify({ ...sum, inside, problems: problems.map(({ problem }) => problem) });
    });
    this.#counts.bundles += 1;
    // The hub's bundle may have told that it was restored: then everything may go out again.
    for (const entry of [...laptop.outbox(), ...laptop.attention()]) {
      laptop.unacknowledged.add(keyOf(laptop.person.unit, entry, entry.field));
    }
    return outcome === 'done' ? said : outcome;
  }

  async #hubUnpack(choice: number): Promise<string> {
    if (this.#rounds.size > 0) return 'not while a request is under way';
    const file = this.#sticks.at(-1 - (choice % Math.max(1, this.#sticks.length)));
    if (!file) return 'there is none';
    const locked = this.#lockedSessions();
    const before = this.#hub.sequences();
    const results = await this.#hub.takeBundle(file);
    this.#checkLocks(before, locked);
    return results.map((each) => each.problem ?? `${each.accepted} taken, ${each.refused.length} refused`).join('; ');
  }

  async #copy(from: SimulatedLaptop, slot: number): Promise<string> {
    if (this.#laptops.has(slot)) return 'there is one already';
    const copy = new SimulatedLaptop(this.#stage.apps, slot, from.person, from, {
      from,
      before: this.#model.edits.length,
    });
    copy.wall = this.#plan.walls.laptops[slot] as number;
    await copy.start();
    this.#laptops.set(slot, copy);
    this.#lookAtLaptop(copy);
    return 'done';
  }

  /** A hub that was restored may have forgotten a laptop; it is enrolled anew and keeps its records. */
  async #enrolAgain(laptop: SimulatedLaptop, cut: Parameters<SimulatedLaptop['run']>[0]): Promise<string> {
    if (laptop.isSyncing || problemOf(laptop) !== 'unauthorised') return 'no need';
    const answer = await this.#hub.enrol(laptop.person.user);
    return laptop.run(cut, (database) =>
      laptop.app.device.storeEnrolment('http://hub', 'Laptop', answer, KEYS, database),
    );
  }

  async #upgrade(event: Extract<Event, { kind: 'upgrade' }>): Promise<string> {
    if (event.who === 'hub') {
      if (this.#rounds.size > 0) return 'not while a request is under way';
      await this.#hub.upgrade('tomorrow');
      return 'done';
    }
    const laptop = this.#laptops.get(event.who);
    if (!laptop) return 'there is none';
    if (laptop.isSyncing) return 'not while it syncs';
    await laptop.upgrade('tomorrow', event.cut);
    this.#lookAtLaptop(laptop);
    return 'done';
  }

  async #hubRestore(): Promise<string> {
    if (this.#rounds.size > 0) return 'not while a request is under way';
    if (!this.#backup) return 'there is no backup';
    await this.#hub.restoreBackup();
    this.#isRecovering = true;
    this.#wasRestored = true;
    this.#looked = {};
    this.#model.replicas.delete(HUB);
    this.#lookAtHub();
    this.#excuseLost();
    return 'done';
  }

  /** What a laptop may not write cannot come back from there. */
  #excuseLost(): void {
    this.#model.excuseLost((edit) => [
      HUB,
      ...[...this.#laptops.values()].filter((laptop) => mayBringBack(laptop, edit)).map((laptop) => laptop.name),
    ]);
  }

  async #sync(laptop: SimulatedLaptop, event: Extract<Event, { kind: 'sync' }>, depth: number): Promise<string> {
    if (laptop.isSyncing) return 'it does already';
    const { troubles, typing, cut } = event;
    const round: Round = { laptop, troubles, requests: 0, failed: 0, sent: [], typing: undefined };
    const before = {
      epoch: readMeta<string>(laptop.disk, 'epoch'),
      device: deviceIdOf(laptop),
      recovering: readMeta(laptop.disk, 'recovering'),
    };
    laptop.isSyncing = true;
    this.#rounds.set(laptop.slot, round);
    this.#counts.rounds += 1;
    let said = '';
    try {
      const outcome = await laptop.run(
        cut,
        async (database) => {
          const { app } = laptop;
          const status = await app.engine.syncOnce({
            database,
            app: laptop.version === 'today' ? '1.0.0' : '2.0.0',
            connect: (device: Device) => connect(app, { ...device, hub: `http://laptop-${laptop.slot}-${depth}.test` }),
            newKeys: async () => KEYS,
            newName: () => crypto.randomUUID(),
            elapsed: () => this.#elapsed,
          });
          await round.typing;
          said = `${status.state}${status.problem ? ` (${status.problem})` : ''}`;
        },
        typing && { step: typing.step, begin: () => this.#type(round, typing) },
      );
      if (outcome === 'cut') {
        this.#counts.cuts += 1;
        said = 'power cut';
      }
    } finally {
      laptop.isSyncing = false;
      this.#rounds.delete(laptop.slot);
    }
    this.#lookAtLaptop(laptop);
    this.#lookAtHub();
    this.#checkCost(round, before);
    this.#checkSent(laptop);
    return `${said}, ${round.sent.length} sent`;
  }

  /** The user saves beside the round, knowing what stands on the disk at this moment. */
  #type(round: Round, { record, values }: Typing): void {
    const { laptop } = round;
    const { collections, repository } = laptop.app;
    const database = laptop.database;
    const known = Object.entries(values).filter(([field]) => collections.fieldSchema(record.collection, field));
    if (!database || known.length === 0) return;
    round.typing = (async () => {
      this.#lookAtLaptop(laptop);
      const row = this.#rowOf(laptop, record);
      const links = row ? {} : LINKS[record.collection];
      const changes = { ...links, ...Object.fromEntries(known.map(([field, value]) => [field, String(value)])) };
      const forms = new Map<Key, Form>();
      const base: Record<string, Register | undefined> = {};
      for (const field of Object.keys(changes)) {
        const key = keyOf(laptop.person.unit, record, field);
        base[field] = laptop.app.rows.registerOf(row, field);
        forms.set(key, { register: base[field], shown: this.#model.standing(laptop.name, key) });
      }
      const edited = await repository.save(record.collection as never, record.id, changes as never, { base }, database);
      this.#recordEdits(laptop, forms);
      // Now, and not after the round: it may give the new edit another stamp before that.
      this.#lookAtLaptop(laptop);
      this.#counts.beside += 1;
      const saved = this.#rowOf(laptop, record);
      for (const field of Object.keys(edited)) {
        if (field in changes && !standingIn(saved, field).some((head) => head.value === changes[field as never])) {
          throw new Violation(3, `${laptop.name}: saved beside a round, but it is not on the disk`);
        }
      }
    })();
    round.typing.catch((error: unknown) => {
      if (laptop.database === database) this.#broken ??= error;
    });
  }

  /** Invariant 6: a round sends what changed and was not acknowledged, once per attempt. */
  #checkCost(
    round: Round,
    before: { epoch: string | undefined; device: string | undefined; recovering: unknown },
  ): void {
    const { laptop } = round;
    this.#counts.registersSent += round.sent.length;
    const again =
      before.recovering === true ||
      readMeta(laptop.disk, 'recovering') === true ||
      before.epoch !== readMeta<string>(laptop.disk, 'epoch') ||
      before.device !== deviceIdOf(laptop);
    if (again) {
      // What the comparison with a restored hub left waiting may go out again.
      for (const entry of [...laptop.outbox(), ...laptop.attention()]) {
        laptop.unacknowledged.add(keyOf(laptop.person.unit, entry, entry.field));
      }
      return;
    }
    const surplus = round.sent.find((key) => !laptop.unacknowledged.has(key));
    if (surplus) throw new Violation(6, `${laptop.name}: sent what nobody had changed`, surplus);
  }

  /** Invariant 4: what neither waits nor was refused is on the hub. */
  #checkSent(laptop: SimulatedLaptop): void {
    const waiting = new Set(
      [...laptop.outbox(), ...laptop.attention()].map((entry) => keyOf(laptop.person.unit, entry, entry.field)),
    );
    for (const key of laptop.unacknowledged) if (!waiting.has(key)) laptop.unacknowledged.delete(key);
    if (readMeta(laptop.disk, 'epoch') !== this.#hub.epoch() || readMeta(laptop.disk, 'recovering') === true) return;
    for (const [key, { covered }] of this.#model.replica(laptop.name)) {
      if (waiting.has(key) || isHubs(key)) continue;
      const onHub = this.#model.replica(HUB).get(key)?.covered;
      const missing = [...covered].find((id) => !onHub?.has(id) && laptop.owns(this.#model.edits[id] as ModelEdit));
      // What this laptop wrote before it was put back may have come back by a bundle, and waits there.
      if (missing !== undefined && !laptop.isCarried(partsOf(key))) {
        throw new Violation(
          4,
          `${laptop.name}: edit ${missing} (${this.#model.edits[missing]?.value}) waits nowhere and is not on the hub`,
          key,
        );
      }
    }
  }

  async #lateArrival(): Promise<string> {
    const request = this.#late.shift();
    if (!request) return 'nothing is under way';
    const answer = await this.#atHub(request);
    return answer === 'crashed' ? 'crashed' : `${request.method} ${request.url}: ${answer.status}`;
  }

  /** The app takes any failure of the network for one; what is wrong in here must not hide behind that. */
  #unreachable(error: unknown): never {
    if (!(error instanceof NetworkError)) this.#broken ??= error;
    throw error;
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const { hostname, pathname, search } = new URL(url);
    const [, slot, depth] = /^laptop-(\d+)-(\d+)\.test$/.exec(hostname) ?? [];
    const round = this.#rounds.get(Number(slot)) as Round;
    await round.typing;
    // The probe for a captive portal is no part of the round.
    const number = pathname.startsWith('/v1/') ? round.requests++ : undefined;
    const trouble = round.troubles.find((each) => each.at === number);
    const request: Request = {
      method: (init.method ?? 'GET') as Request['method'],
      url: pathname + search,
      headers: init.headers as Record<string, string>,
      payload: init.body as string | Buffer | undefined,
    };
    if (pathname === '/v1/sync/push') round.sent.push(...pushedKeys(request));
    this.#elapsed += trouble?.kind === 'slow' ? SLOW_MS : REQUEST_MS;
    const fail = (): never => {
      round.failed += 1;
      throw new NetworkError('fetch failed');
    };
    if (trouble?.kind === 'lost' || trouble?.kind === 'late') {
      if (trouble.kind === 'late') this.#late.push(request);
      await this.#meanwhile(round, trouble, Number(depth));
      fail();
    }
    if (trouble?.kind === 'portal') return response({ status: 200, body: '<html>Please log in</html>' });
    if (trouble?.kind === 'twice') await this.#atHub(request);
    const answer = await this.#atHub(request, trouble?.kind === 'hubCrash' ? (trouble.statement ?? 0) : undefined);
    const status = answer === 'crashed' ? 'crash of the hub' : String(answer.status);
    this.#tell(
      `  ${request.method} ${pathname}${trouble && trouble.kind !== 'none' ? ` [${trouble.kind}]` : ''}: ${status}`,
      Number(depth),
    );
    await this.#meanwhile(round, trouble, Number(depth));
    if (answer === 'crashed' || trouble?.kind === 'answerLost') return fail();
    return response(answer);
  }

  async #meanwhile({ laptop }: Round, trouble: Trouble | undefined, depth: number): Promise<void> {
    if (!trouble?.meanwhile) return;
    this.#lookAtLaptop(laptop);
    this.#lookAtHub();
    for (const event of trouble.meanwhile) await this.#event(event, depth + 1);
  }

  /** A request reaches the hub. A locked record must stay as it is (docs/sync.md, "Locks"). */
  async #atHub(request: Request, crashAfter?: number): Promise<Answer | 'crashed'> {
    const before = this.#hub.sequences();
    const locked = this.#lockedSessions();
    const answer = await this.#hub.handle(request, crashAfter);
    this.#checkLocks(before, locked);
    return answer;
  }

  /** Invariant 5: what was locked before is as it was, unless it was opened. */
  #checkLocks(before: Record<string, number>, locked: ReadonlySet<string>): void {
    if (locked.size > 0 && !this.#isRecovering) {
      for (const [unit, sequence] of Object.entries(before)) {
        const changed = this.#hub.registersAfter(unit, sequence).filter((each) => each.collection === 'sessions');
        const opened = changed.some((each) => each.field === 'lockedAt');
        const broken = changed.find((each) => !['lockedAt', 'lockOpened', 'reopenAsked'].includes(each.field));
        if (locked.has(unit) && broken && !opened) {
          throw new Violation(5, 'a locked record was changed on the hub', keyOf(unit, broken, broken.field));
        }
      }
    }
  }

  #lockedSessions(): Set<string> {
    const locks = this.#hub.registersOf('sessions', 's1', 'lockedAt');
    return new Set(locks.filter(({ heads }) => heads[0]?.value !== null).map(({ unit }) => unit));
  }

  #lookAtHub(): void {
    for (const [unit, sequence] of Object.entries(this.#hub.sequences())) {
      const looked = this.#looked[unit] ?? 0;
      if (sequence === looked) continue;
      this.#looked[unit] = sequence;
      for (const register of this.#hub.registersAfter(unit, looked)) this.#lookAtHubRegister(register);
    }
  }

  #lookAtHubRegister(register: HubRegister): void {
    if (HUB_COLLECTIONS.has(register.collection)) return;
    const key = keyOf(register.unit, register, register.field);
    this.#model.observe(
      HUB,
      key,
      stateOf(register.heads, register.seen),
      () => true,
      () => false,
    );
    for (const id of this.#model.standing(HUB, key)) {
      const edit = this.#model.edits[id] as ModelEdit;
      if (edit.unit !== register.unit)
        throw new Violation(5, `the hub took an edit of ${edit.unit} into ${register.unit}`, key);
      if (!mayWrite(edit.role, register.collection, register.field)) {
        throw new Violation(5, `the hub took what a ${edit.role} may not write`, key);
      }
    }
  }

  #lookAtLaptop(laptop: SimulatedLaptop): void {
    // Also what its copy wrote under the name of both: it takes that in as edits of its own.
    const isOwn = (edit: ModelEdit): boolean => this.#laptops.get(edit.laptop)?.person === laptop.person;
    for (const [key, state] of this.#changedStates(laptop)) {
      if (isHubs(key)) continue;
      if (!key.startsWith(`${laptop.person.unit}/`))
        throw new Violation(5, `${laptop.name} holds a record of another unit`, key);
      this.#model.observe(laptop.name, key, state, isOwn, (edit) => this.#gaveWay(laptop, edit));
    }
    for (const { collection, row } of readRows(laptop.disk)) this.#seenRows.set(row, `${laptop.name} ${collection}`);
  }

  /** After the hub was restored, what a laptop may not write gives way to what the hub has. */
  #gaveWay(laptop: SimulatedLaptop, edit: ModelEdit): boolean {
    if (this.#wasRestored && !mayBringBack(laptop, edit)) return true;
    if (this.#sticks.length === 0) return false;
    // What two laptops wrote under one name hides one another, until the hub tells that one is a copy.
    if (laptop.isCarried(partsOf(edit.key))) return true;
    // What came by a bundle, and the hub did not take: its author still has it.
    if ((edit.dropped || !laptop.owns(edit)) && !this.#model.isCovered(HUB, edit)) return true;
    if (this.#keptInFiles().has(edit.id)) return true;
    // It was known here from what such an edit had seen, and comes with the next pull.
    return !laptop.owns(edit) && this.#isStillToCome(laptop, edit);
  }

  #isStillToCome(laptop: SimulatedLaptop, edit: ModelEdit): boolean {
    const cursor = readMeta<number>(laptop.disk, 'cursor') ?? 0;
    return this.#hub
      .registersAfter(edit.unit, cursor)
      .some((register) => keyOf(edit.unit, register, register.field) === edit.key);
  }

  /** The registers of rows that changed since they were last looked at. */
  #changedStates(laptop: SimulatedLaptop): [Key, State][] {
    return readRows(laptop.disk)
      .filter(({ row }) => !this.#seenRows.has(row) || !this.#model.replicas.has(laptop.name))
      .flatMap(({ collection, row }) =>
        Object.keys(row.marks).map((field): [Key, State] => [
          keyOf(row.unit, { collection, id: row.id }, field),
          stateInRow(row, field),
        ]),
      );
  }

  #rowOf(laptop: SimulatedLaptop, record: RecordKey): Row | undefined {
    return readRows(laptop.disk).find((each) => each.collection === record.collection && each.row.id === record.id)
      ?.row;
  }

  #hubStates(): Map<Key, State> {
    const states = new Map<Key, State>();
    for (const unit of Object.keys(this.#hub.sequences())) {
      for (const register of this.#hub.registersAfter(unit, 0)) {
        states.set(keyOf(unit, register, register.field), stateOf(register.heads, register.seen));
      }
    }
    return states;
  }

  /** Everyone comes online and syncs until nothing is left to do; then invariants 1 and 2 are looked at. */
  async #settle(): Promise<void> {
    while (this.#late.length > 0) await this.#event({ kind: 'lateArrival' });
    for (let turn = 0; turn === 0 || ![...this.#laptops.values()].every((laptop) => this.#isAtRest(laptop)); turn++) {
      if (turn === MAX_SETTLING) {
        const restless = [...this.#laptops.values()].filter((laptop) => !this.#isAtRest(laptop));
        const states = restless.map((laptop) => JSON.stringify([laptop.name, this.#unrestOf(laptop)]));
        throw new Violation(1, `sync does not come to rest in ${turn} turns: ${states.join()}`);
      }
      for (const laptop of this.#laptops.values()) {
        if (turn > 0 && this.#isAtRest(laptop)) continue;
        await this.#event({ kind: 'sync', laptop: laptop.slot, troubles: [] });
        if (problemOf(laptop) === 'unauthorised') {
          await this.#event({ kind: 'enrolAgain', laptop: laptop.slot });
          await this.#event({ kind: 'sync', laptop: laptop.slot, troubles: [] });
        }
        const status = readMeta<{ state: string; problem?: string }>(laptop.disk, 'sync');
        if (status?.state !== 'idle') {
          throw new Violation(1, `${laptop.name} cannot sync: ${status?.problem ?? status?.state}`);
        }
      }
    }
    this.#checkConvergence();
    this.#checkNothingLost();
  }

  /** It has nothing to send and has received everything. */
  #isAtRest(laptop: SimulatedLaptop): boolean {
    return Object.values(this.#unrestOf(laptop)).every((value) => !value);
  }

  #unrestOf(laptop: SimulatedLaptop) {
    const [epoch, cursor] = ['epoch', 'cursor'].map((key) => readMeta(laptop.disk, key));
    const sequence = this.#hub.sequences()[laptop.person.unit];
    return {
      unsent: laptop.outbox().length,
      isRecovering: readMeta(laptop.disk, 'recovering') === true,
      epoch: epoch !== this.#hub.epoch() && `${epoch}, not ${this.#hub.epoch()}`,
      cursor: cursor !== sequence && `${cursor}, not ${sequence}`,
    };
  }

  /** Then people clear what waits: all is upgraded and unlocked, sent again, and what is still refused is given up. */
  async #resolve(): Promise<void> {
    this.#tell('everything is upgraded, unlocked and sent again');
    await this.#event({ kind: 'upgrade', who: 'hub' });
    for (const laptop of this.#laptops.values()) await this.#event({ kind: 'upgrade', who: laptop.slot });
    for (const laptop of this.#laptops.values()) {
      if (laptop.person.role !== 'coordinator') continue;
      await this.#event({ kind: 'lock', laptop: laptop.slot, on: false });
      await this.#event({ kind: 'sync', laptop: laptop.slot, troubles: [] });
    }
    await this.#settle();
    const waiting = [...this.#laptops.values()].flatMap((laptop) => laptop.attention());
    if (waiting.length === 0) return;
    if (waiting.some((entry) => entry.code === 'unknown_head')) {
      this.#tell('the administrator begins the recovery once more');
      await this.#hub.setRecovery(new Date(this.#hub.wall));
      this.#isRecovering = true;
    }
    for (const laptop of this.#laptops.values()) {
      for (let i = laptop.attention().length; i > 0; i--)
        await this.#event({ kind: 'resend', laptop: laptop.slot, choice: 0 });
    }
    await this.#settle();
    for (const laptop of this.#laptops.values()) {
      for (let i = laptop.attention().length; i > 0; i--)
        await this.#event({ kind: 'drop', laptop: laptop.slot, choice: 0 });
      if (laptop.attention().length > 0) throw new Violation(2, `${laptop.name}: what was dropped still waits`);
    }
    await this.#settle();
    for (const laptop of this.#laptops.values()) {
      const [entry] = laptop.attention();
      if (entry)
        throw new Violation(
          1,
          `${laptop.name}: nothing waited, and yet something was refused (${entry.code})`,
          keyOf(laptop.person.unit, entry, entry.field),
        );
    }
  }

  /** Invariant 1. */
  #checkConvergence(): void {
    const onHub = this.#hubStates();
    const unknown = this.#waitingForRecovery();
    for (const laptop of this.#laptops.values()) {
      const [unsent] = laptop.outbox();
      if (unsent)
        throw new Violation(1, `${laptop.name}: still unsent`, keyOf(laptop.person.unit, unsent, unsent.field));
      const waiting = new Set(laptop.attention().map((entry) => keyOf(laptop.person.unit, entry, entry.field)));
      this.#counts.refused += waiting.size;
      for (const key of unknown) waiting.add(key);
      const here = new Map<Key, State>();
      for (const { collection, row } of readRows(laptop.disk)) {
        for (const field of Object.keys(row.marks))
          here.set(keyOf(row.unit, { collection, id: row.id }, field), stateInRow(row, field));
      }
      for (const [key, state] of onHub) {
        if (!key.startsWith(`${laptop.person.unit}/`)) continue;
        if (waiting.has(key)) this.#checkAhead(laptop, key);
        else if (here.get(key)?.text !== state.text) {
          throw new Violation(
            1,
            `${laptop.name} and the hub differ: ${here.get(key)?.text ?? 'nothing'} and ${state.text}`,
            key,
          );
        }
      }
      for (const key of here.keys()) {
        if (!onHub.has(key) && !waiting.has(key))
          throw new Violation(1, `${laptop.name} holds what the hub has not`, key);
      }
      this.#counts.conflicts += [...here.values()].filter(
        (state) => new Set(state.heads.map((head) => canonical(head.value))).size > 1,
      ).length;
    }
  }

  /**
   * What a restored hub cannot take before the recovery is begun again waits with one laptop; those that had received it hold
   * it too, and have nothing to send.
   */
  #waitingForRecovery(): Set<Key> {
    const keys = new Set<Key>();
    for (const laptop of this.#laptops.values()) {
      for (const entry of laptop.attention()) {
        if (entry.code === 'unknown_head') keys.add(keyOf(laptop.person.unit, entry, entry.field));
      }
    }
    return keys;
  }

  /** Where something waits for a person, the laptop still knows all that the hub knows. */
  #checkAhead(laptop: SimulatedLaptop, key: Key): void {
    const here = this.#model.replica(laptop.name).get(key)?.covered;
    for (const id of this.#model.replica(HUB).get(key)?.covered ?? []) {
      if (!here?.has(id)) throw new Violation(1, `${laptop.name} does not know edit ${id} of the hub`, key);
    }
  }

  /** What stands in bundles that a laptop keeps for a person to look at, because the hub has not all of it. */
  #keptInFiles(): Set<EditId> {
    const kept = [...this.#laptops.values()].flatMap((laptop) => laptop.leftBehind());
    return new Set(kept.flatMap((id) => [...(this.#packed.get(id) ?? [])]));
  }

  /** Invariant 2. */
  #checkNothingLost(): void {
    this.#counts.lost = 0;
    const waiting = new Map<Key, string[]>();
    for (const laptop of this.#laptops.values()) {
      for (const entry of laptop.attention()) {
        const key = keyOf(laptop.person.unit, entry, entry.field);
        waiting.set(key, [...(waiting.get(key) ?? []), laptop.name]);
      }
    }
    const inFiles = this.#keptInFiles();
    for (const edit of this.#model.edits) {
      if (edit.lost) this.#counts.lost += 1;
      if (edit.lost || edit.dropped || this.#model.isCovered(HUB, edit) || inFiles.has(edit.id)) continue;
      if (!waiting.get(edit.key)?.some((name) => this.#model.isCovered(name, edit))) {
        throw new Violation(2, `the value ${edit.value} of edit ${edit.id} is nowhere`, edit.key);
      }
    }
  }
}

/** What the app asks of a response, without the streams of a real one. */
const response = ({ status, body }: Answer): Response =>
  ({ status, ok: status >= 200 && status < 300, json: async () => JSON.parse(body) }) as Response;

/** Keys are of no interest here, and a real one is slow to store. */

/**
 * The app's own calls; except that a push is not compressed: Node's streams would take most of the time. What the hub answers
 * is read as the app does.
 */
function connect({ hub, errors, protocol }: App, device: Device): HubCalls {
  const call = async <T>(url: string, init: RequestInit, schema: z.ZodType<T>): Promise<T> => {
    const answer = await fetch(url, init).catch(() => {
      throw new errors.HubError('unreachable');
    });
    const json: unknown = await answer.json().catch(() => undefined);
    const parsed = answer.ok ? schema.safeParse(json) : undefined;
    if (parsed?.success) return parsed.data;
    const problem = protocol.problemSchema.safeParse(json);
    throw new errors.HubError(!answer.ok && problem.success ? problem.data.code : 'not_hub', answer.status);
  };
  return {
    ...hub.connectHub(device),
    // Without the streams of a real request.
    bring: async (file, report) => {
      const headers = {
        'content-type': 'application/octet-stream',
        authorization: `Bearer ${device.token}`,
        [protocol.REPORT_HEADER]: protocol.writeReport(report),
      };
      const body = Buffer.from(await file.arrayBuffer());
      return call(`${device.hub}/v1/sync/bundle`, { method: 'POST', headers, body }, protocol.bundleAnswerSchema);
    },
    pack: async (batch) => ({ batch, sent: { content: JSON.stringify(withColumns(batch)), type: COLUMNS_TYPE } }),
    push: async ({ sent }, report) => {
      const headers = {
        'content-type': sent.type,
        authorization: `Bearer ${device.token}`,
        [protocol.REPORT_HEADER]: protocol.writeReport(report),
      };
      const init = { method: 'POST', headers, body: sent.content };
      return call(`${device.hub}/v1/sync/push`, init, protocol.pushAnswerSchema);
    },
  };
}

const keyOf = (unit: string, record: RecordKey, field: string): Key => `${unit}/${fieldName({ ...record, field })}`;
/** What `keyOf` put together. */
function partsOf(key: Key): RegisterKey & { unit: string } {
  const [unit, collection, id, field] = key.split('/') as [string, string, string, string];
  return { unit, collection, id, field };
}
const isHubs = (key: Key): boolean => HUB_COLLECTIONS.has(partsOf(key).collection);
/** May this laptop write it, and so send it again to a hub that has lost it? */
function mayBringBack({ person }: SimulatedLaptop, { key }: ModelEdit): boolean {
  const { collection, field } = partsOf(key);
  return mayWrite(person.role, collection, field);
}
const problemOf = (laptop: SimulatedLaptop): string | undefined =>
  readMeta<{ problem?: string }>(laptop.disk, 'sync')?.problem;
const deviceIdOf = (laptop: SimulatedLaptop): string | undefined => readMeta<Device>(laptop.disk, 'device')?.deviceId;

/** Who may write what, said a second time on purpose: an oracle does not ask the product. */
function mayWrite(role: string, collection: string, field: string): boolean {
  if (role === 'coordinator') return true;
  if (role !== 'consultant') return false;
  return field !== 'lockedAt' && field !== 'lockOpened' && !(collection === 'businesses' && field === 'deletedAt');
}

function stateOf(heads: readonly Head[], seen: Seen): State {
  return {
    heads: heads.flatMap((head) => editsOf(head).map(({ stamp }) => ({ stamp, value: head.value }))),
    text: canonical({ heads, seen } as unknown as Json),
  };
}

/** A register out of a row, read without the product's help. */
function stateInRow(row: Row, field: string): State {
  const { seen, others = [], ...edit } = row.marks[field] as Row['marks'][string];
  const heads: Head[] = [{ ...edit, value: row.values[field] ?? null }, ...others];
  if (seen) return stateOf(heads, seen);
  const own: Seen = {};
  for (const { stamp } of heads.flatMap(editsOf)) {
    const device = deviceOf(stamp);
    const known = own[device];
    if (known === undefined || known < hlcOf(stamp)) own[device] = hlcOf(stamp);
  }
  return stateOf(heads, own);
}

const standingIn = (row: Row | undefined, field: string): State['heads'] =>
  row?.marks[field] ? stateInRow(row, field).heads : [];

const canonicalRows = (laptop: SimulatedLaptop): string =>
  canonical(readRows(laptop.disk).map(({ row }) => row) as unknown as Json) +
  JSON.stringify([laptop.outbox().length, laptop.attention().length]);

function pushedKeys({ payload }: Request): Key[] {
  const { records } = withRecords(JSON.parse(String(payload))) as {
    records: (RecordKey & { unit: string; registers: object })[];
  };
  return records.flatMap((record) => Object.keys(record.registers).map((field) => keyOf(record.unit, record, field)));
}
