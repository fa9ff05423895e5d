/**
 * What can happen in a world. Events are drawn up front from the seed and hold nothing but data; each is played leniently (one
 * that makes no sense where it stands does nothing), so that any part of a list is a world again. That is what makes a failing
 * story short.
 */
import type { RecordKey } from '#core/register/names.ts';
import { seeded } from '#core/testing/random.ts';
import type { Person } from './hub.ts';
import { below, pick, type Random, weighted } from './random.ts';
import { NEW_COLLECTION, NEW_FIELD, type Version, WIDENED_FIELD } from './versions.ts';

/** The laptops that exist from the beginning, by slot. Copies get the slots after them. */
export const PEOPLE: readonly Person[] = [
  { user: 'ani', unit: 'unit-a', role: 'consultant' },
  { user: 'budi', unit: 'unit-a', role: 'consultant' },
  { user: 'citra', unit: 'unit-a', role: 'coordinator' },
  { user: 'dewi', unit: 'unit-a', role: 'supervisor' },
  { user: 'eko', unit: 'unit-b', role: 'consultant' },
  { user: 'fitri', unit: 'unit-b', role: 'coordinator' },
];
export const COPY_SLOTS = [PEOPLE.length, PEOPLE.length + 1] as const;

/** Few records and fields, and the same ones in both units, so that people meet. */
const CLIENTS: RecordKey[] = [
  { collection: 'businesses', id: 'b1' },
  { collection: 'businesses', id: 'b2' },
];
const SESSION: RecordKey = { collection: 'sessions', id: 's1' };
const FOLLOW_UP: RecordKey = { collection: 'followUps', id: 'f1' };
const NOVELTY: RecordKey = { collection: NEW_COLLECTION, id: 'n1' };

const FIELDS: Record<string, string[]> = {
  businesses: ['name', WIDENED_FIELD, 'name', NEW_FIELD],
  sessions: ['outcome', 'advice', 'outcome'],
  followUps: ['note'],
  [NEW_COLLECTION]: ['title'],
};

/** What points to its owner: written once, when the record is made. */
export const LINKS: Record<string, Record<string, string>> = {
  sessions: { clientCollection: 'businesses', clientId: 'b1' },
  followUps: { clientCollection: 'businesses', clientId: 'b1', sessionId: 's1' },
};

/** A power cut of the acting laptop before (or after) its storage step number `step`. */
export interface Cut {
  step: number;
  after: boolean;
}

/** What goes wrong with one request of a round, and what others do meanwhile. */
export interface Trouble {
  /** Which request of the round, from 0. */
  at: number;
  kind: 'lost' | 'answerLost' | 'twice' | 'late' | 'hubCrash' | 'portal' | 'slow' | 'none';
  /** For `hubCrash`: after so many statements. */
  statement?: number;
  /** Happens while the request is under way, after the hub has answered. */
  meanwhile?: Event[];
}

/** The user saves while the round is at its storage step number `step`. */
export interface Typing {
  step: number;
  record: RecordKey;
  values: Record<string, string | number>;
}

export type Event =
  | { kind: 'open'; laptop: number; record: RecordKey; field: string }
  | {
      kind: 'edit';
      laptop: number;
      record: RecordKey;
      values: Record<string, string | number>;
      /** Begun when the form was opened, not now. */
      fromForm?: boolean;
      cut?: Cut;
    }
  | { kind: 'editInvalid'; laptop: number; record: RecordKey }
  | { kind: 'remove'; laptop: number; record: RecordKey; cut?: Cut }
  | { kind: 'restore'; laptop: number; record: RecordKey; cut?: Cut }
  | { kind: 'decide'; laptop: number; choice: number; value: string; cut?: Cut }
  | { kind: 'lock'; laptop: number; on: boolean; cut?: Cut }
  | { kind: 'askReopen'; laptop: number; value: string }
  | { kind: 'sync'; laptop: number; troubles: Trouble[]; typing?: Typing; cut?: Cut }
  | { kind: 'drop'; laptop: number; choice: number; cut?: Cut }
  | { kind: 'resend'; laptop: number; choice: number }
  | { kind: 'lateArrival' }
  /** Files on sticks: written by a laptop or the hub, and read, perhaps much later and more than once, by any of them. */
  | { kind: 'pack'; laptop: number }
  | { kind: 'unpack'; laptop: number; choice: number; cut?: Cut }
  | { kind: 'hubPack'; laptop: number; after: boolean }
  | { kind: 'hubUnpack'; choice: number }
  | { kind: 'clock'; who: number | 'hub'; ms: number }
  | { kind: 'snapshot'; laptop: number }
  | { kind: 'putBack'; laptop: number }
  | { kind: 'copy'; laptop: number; slot: number }
  | { kind: 'hubRestart' }
  | { kind: 'hubBackup' }
  | { kind: 'hubRestore' }
  | { kind: 'endRecovery' }
  | { kind: 'enrolAgain'; laptop: number; cut?: Cut }
  | { kind: 'upgrade'; who: number | 'hub'; cut?: Cut };

export interface Plan {
  seed: number;
  /** Slots of the laptops that take part from the beginning. */
  laptops: readonly number[];
  versions: { laptops: Version[]; hub: Version };
  walls: { laptops: number[]; hub: number };
  events: Event[];
}

const NOW = Date.UTC(2026, 10, 24, 8);
const YEAR = 365 * 24 * 3_600_000;

/** @param without kinds of events that must not happen */
export function makePlan(seed: number, steps: number, without: readonly string[] = []): Plan {
  const random = seeded(seed);
  const version = (): Version => (random() < 0.75 ? 'today' : 'tomorrow');
  const wall = (): number => (random() < 0.7 ? NOW : NOW + Math.floor((random() - 0.5) * 60 * YEAR));
  const laptops = [...PEOPLE, ...COPY_SLOTS];
  const generator = new Generator(random, without);
  return {
    seed,
    laptops: generator.laptops,
    versions: { laptops: laptops.map(version), hub: version() },
    walls: { laptops: laptops.map(wall), hub: wall() },
    events: Array.from({ length: steps }, () => generator.event()),
  };
}

class Generator {
  readonly #random: Random;
  #values = 0;
  /** Which disasters this world knows: most worlds are calm in some ways, so that each way is also seen alone. */
  readonly #weights: Record<Event['kind'], number>;
  readonly laptops: readonly number[];
  /** Who acts: these, and the copies that may be made of them. */
  readonly #actors: number[];

  constructor(random: Random, without: readonly string[]) {
    this.#random = random;
    const bundles = random() < 0.4 ? 4 : 0;
    const maybe = (weight: number): number => (random() < 0.5 ? weight : 0);
    this.laptops = pick(random, [
      [0, 2],
      [0, 1, 2],
      [0, 1, 2, 4],
      [0, 1, 2, 3, 4, 5],
      [0, 2, 3],
    ]);
    this.#weights = {
      open: 4,
      edit: 40,
      editInvalid: 0.5,
      remove: maybe(3),
      restore: maybe(2),
      decide: 4,
      lock: maybe(4),
      askReopen: maybe(1),
      sync: 6,
      drop: 2,
      resend: 1,
      lateArrival: 3,
      pack: bundles,
      unpack: bundles * 1.5,
      hubPack: bundles / 3,
      hubUnpack: bundles / 2,
      clock: maybe(3),
      snapshot: maybe(2),
      putBack: maybe(1.5),
      copy: maybe(1),
      hubRestart: 0.5,
      hubBackup: maybe(2),
      hubRestore: maybe(1),
      endRecovery: maybe(2),
      enrolAgain: 1,
      upgrade: maybe(1),
    };
    for (const kind of without) this.#weights[kind as Event['kind']] = 0;
    this.#actors = this.#weights.copy > 0 ? [...this.laptops, ...COPY_SLOTS] : [...this.laptops];
  }

  event(depth = 0): Event {
    const random = this.#random;
    const kind = weighted(random, this.#weights);
    const laptop = pick(random, this.#actors);
    const cut =
      random() < 0.06 ? { cut: { step: below(random, kind === 'sync' ? 60 : 14), after: random() < 0.3 } } : {};
    switch (kind) {
      case 'open': {
        const record = this.#record();
        return { kind, laptop, record, field: pick(random, FIELDS[record.collection] as string[]) };
      }
      case 'edit':
        return { kind, laptop, ...this.#edit(), ...(random() < 0.3 ? { fromForm: true } : {}), ...cut };
      case 'editInvalid':
        return { kind, laptop, record: this.#record() };
      case 'remove':
      case 'restore':
        return { kind, laptop, record: this.#record(), ...cut };
      case 'decide':
        return { kind, laptop, choice: below(random, 4), value: this.#text(), ...cut };
      case 'lock':
        return { kind, laptop, on: random() < 0.6, ...cut };
      case 'askReopen':
        return { kind, laptop, value: this.#text() };
      case 'sync':
        return {
          kind,
          laptop,
          troubles: this.#troubles(depth),
          ...(cut.cut || random() < 0.75 ? cut : { typing: { step: below(random, 50), ...this.#edit() } }),
        };
      case 'drop':
        return { kind, laptop, choice: below(random, 4), ...cut };
      case 'resend':
        return { kind, laptop, choice: below(random, 4) };
      case 'clock': {
        const who = random() < 0.1 ? ('hub' as const) : laptop;
        return { kind, who, ms: Math.floor((random() - 0.5) * (random() < 0.5 ? 40 * YEAR : YEAR / 52)) };
      }
      case 'snapshot':
      case 'putBack':
        return { kind, laptop };
      case 'enrolAgain':
        return { kind, laptop, ...cut };
      case 'pack':
        return { kind, laptop };
      case 'unpack':
        return { kind, laptop, choice: below(random, 6), ...cut };
      case 'hubPack':
        return { kind, laptop, after: random() < 0.5 };
      case 'hubUnpack':
        return { kind, choice: below(random, 6) };
      case 'copy':
        return { kind, laptop, slot: pick(random, COPY_SLOTS) };
      case 'upgrade':
        return { kind, who: random() < 0.3 ? 'hub' : laptop, ...cut };
      default:
        return { kind };
    }
  }

  #edit(): { record: RecordKey; values: Record<string, string | number> } {
    const random = this.#random;
    const record = this.#record();
    const fields = FIELDS[record.collection] as string[];
    const some = Array.from({ length: random() < 0.8 ? 1 : 2 }, () => pick(random, fields));
    return { record, values: Object.fromEntries(some.map((field) => [field, this.#value(field)])) };
  }

  #record(): RecordKey {
    const random = this.#random;
    const draw = random();
    if (draw < 0.6) return pick(random, CLIENTS);
    if (draw < 0.85) return SESSION;
    return draw < 0.93 ? FOLLOW_UP : NOVELTY;
  }

  /** Each value is told from every other, except that people sometimes write the same. */
  #text(): string {
    if (this.#random() < 0.15) return pick(this.#random, ['same-1', 'same-2']);
    this.#values += 1;
    return `v${this.#values}`;
  }

  /** A number is a value that only `tomorrow` can write; `today` writes the text instead. */
  #value(field: string): string | number {
    if (field !== WIDENED_FIELD || this.#random() < 0.6) return this.#text();
    this.#values += 1;
    return this.#values;
  }

  #troubles(depth: number): Trouble[] {
    const random = this.#random;
    if (random() < 0.55) return [];
    const kind = weighted(random, {
      lost: 3,
      answerLost: 4,
      twice: 2,
      late: 3,
      hubCrash: 3,
      portal: 0.5,
      slow: 1,
      none: 4,
    });
    const meanwhile = depth < 2 && (kind === 'none' || random() < 0.2);
    return [
      {
        at: below(random, 4),
        kind,
        ...(kind === 'hubCrash' ? { statement: below(random, 16) } : {}),
        ...(meanwhile ? { meanwhile: Array.from({ length: 1 + below(random, 2) }, () => this.event(depth + 1)) } : {}),
      },
    ];
  }
}
