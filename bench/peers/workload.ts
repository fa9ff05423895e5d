/**
 * What all contestants write, edit and exchange: clients with 20 fields as in the domain, from one seeded generator. Runs in
 * pages and in node, so it is made where it is needed and never travels.
 */
import { ID_RANDOM_BYTES, idMaker } from '../../core/register/ids.ts';
import type { Json } from '../../core/register/register.ts';
import { seeded } from '../../core/testing/random.ts';
import { Writer } from '../work.ts';

export interface Client {
  id: string;
  values: Record<string, Json>;
}

/** Of a client. */
export const FIELDS = [
  'name',
  'mainActivity',
  'sector',
  'legalForm',
  'region',
  'consultant',
  'registeredOn',
  'ownerName',
  'ownerNik',
  'ownerSex',
  'ownerBirthDate',
  'ownerPhone',
  'ownerAddress',
  'startedOn',
  'nib',
  'workersPermanent',
  'salesChannels',
  'problem3',
  'createdAt',
  'createdBy',
] as const;
/** Who writes it all. */
export const AUTHOR = 'konsultan1';
/** W6: so many edits of each of so many records. */
export const OFTEN = { edits: 100, records: 1000 };

const SEED = 8;
const BEGINNING = Date.parse('2025-01-06T01:00:00Z');
const BETWEEN_MS = 47_000;
/** Clients that were registered without a restart of the app: a day's. */
const A_DAY = 20;

/** In the order of their ids. */
export function* clients(count: number): Generator<Client> {
  const random = seeded(SEED);
  const writer = new Writer(random);
  let at = BEGINNING;
  let newId = idsOf(random, () => at);
  for (let i = 0; i < count; i++) {
    at = BEGINNING + i * BETWEEN_MS;
    if (i % A_DAY === 0) newId = idsOf(random, () => at);
    const createdAt = new Date(at).toISOString();
    const all: Record<string, Json> = {
      ...writer.business(writer.client(), i, AUTHOR, createdAt.slice(0, 10)),
      createdAt,
      createdBy: AUTHOR,
    };
    yield { id: newId(), values: Object.fromEntries(FIELDS.map((field) => [field, all[field] as Json])) };
  }
}

/**
 * The same two fields of some clients, with other values in each round: W2, W5 and W6.
 *
 * @param ids of the first clients, in their order
 */
export function* edits(ids: Iterable<string>, round: number): Generator<Client> {
  const writer = new Writer(seeded(SEED + round));
  // The same text twice in a row would be no edit.
  for (const id of ids)
    yield { id, values: { mainActivity: `${writer.activity()} ${round}`, problem3: `${writer.problem()} (${round})` } };
}

/** How much of the workload was done, one after the other. */
export interface Done {
  clients: number;
  /** Rounds of `edits`, each of so many of the first clients. */
  rounds: readonly { round: number; clients: number }[];
}

/** What every laptop must hold afterwards. */
export function* expected({ clients: count, rounds }: Done): Generator<Client> {
  const all = [...clients(count)];
  const ids = all.map(({ id }) => id);
  for (const { round, clients: some } of rounds) {
    let i = 0;
    for (const { values } of edits(ids.slice(0, some), round)) Object.assign((all[i++] as Client).values, values);
  }
  yield* all;
}

/** Tells whether two laptops hold the same, in whatever order they tell it. */
export class Checksum {
  records = 0;
  #sum = 0;

  add({ id, values }: Client): void {
    this.records += 1;
    const text = id + JSON.stringify(FIELDS.map((field) => sorted(values[field] ?? null)));
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    this.#sum = (this.#sum + (hash >>> 0)) % Number.MAX_SAFE_INTEGER;
  }

  toString(): string {
    return `${this.records}:${this.#sum}`;
  }
}

/** Some stores keep the names of an object in their own order. */
const sorted = (value: Json): Json =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

export function checksum(all: Iterable<Client>): string {
  const sum = new Checksum();
  for (const client of all) sum.add(client);
  return sum.toString();
}

/** The app's own identifiers, which the seed decides. */
const idsOf = (random: () => number, now: () => number) =>
  idMaker(
    Uint8Array.from({ length: ID_RANDOM_BYTES }, () => Math.floor(random() * 256)),
    now,
  );
