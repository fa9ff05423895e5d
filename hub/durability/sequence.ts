/**
 * Proof of the sequence (docs/sync.md, "On the hub"): laptops write to one unit at the same time while readers follow it by
 * their cursors, all over HTTP to real hub processes. `node hub/durability/sequence.ts --store sqlite --registers 100000`
 *
 * Afterwards the history tells which number each change got, and every page of every reader is held against it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fieldName, type RegisterKey } from '#core/register/names.ts';
import { covers, type Register } from '#core/register/register.ts';
import { asQuery, type PushAnswer } from '#core/wire/protocol.ts';
import { openStore, type StorePlace } from '../store/store.ts';
import { batchOf, type Laptop, type PullBody } from '../testing/hub.ts';
import {
  askOrThrow,
  differences,
  enrolCrew,
  FIELDS,
  joinInto,
  type Kind,
  makeRandom,
  makeScratch,
  newSeed,
  type Random,
  readKind,
  registersOf,
  startHubProcess,
  writeAll,
} from './scratch.ts';

const WRITERS = 8;
/** How many records each reader asks for, and how long it rests between pages at most, in ms. */
const READERS = [
  { limit: 500, restMs: 0 },
  { limit: 37, restMs: 40 },
];

/** The hub lets a laptop ask 1200 times in a minute. */
const MIN_REST_MS = 50;

export interface SequenceFigures {
  seed: number;
  /** Different registers that the laptops wrote. */
  registers: number;
  /** Changes that got a number: also rewritten registers, and what the hub wrote itself. */
  changes: number;
  pushes: number;
  /** Registers in which edits of several laptops stand side by side at the end. */
  conflicts: number;
  /** Pages that readers got while writers were at work. */
  pagesWhileWriting: number;
  pages: number;
  /** Numbers that a reader did not see because the register had changed again before it asked. */
  superseded: number;
  seconds: number;
  /** What does not hold; empty is proof. */
  problems: string[];
}

interface Push {
  batch: string;
  count: number;
  sequence: number;
}

interface Page {
  /** Where its pull began, and what its first page named as the unit's last number. */
  since: number;
  to: number;
  after: number;
  next: number;
  registers: [string, Register][];
}

/** @param processes hubs on the one database (PostgreSQL); each request goes to another one than the last */
export async function proveSequence(
  kind: Kind,
  registers: number,
  seed: number,
  processes = 1,
): Promise<SequenceFigures> {
  const random = makeRandom(seed);
  const scratch = await makeScratch(kind);
  const hubs = Array.from({ length: processes }, () => startHubProcess(scratch.place));
  try {
    const urls = await Promise.all(hubs.map((hub) => hub.listening));
    let asked = 0;
    const address = {
      get url() {
        return urls[asked++ % urls.length] as string;
      },
    };
    const writers = await enrolCrew(scratch.place, address, [
      ...Array.from({ length: WRITERS }, () => 'consultant' as const),
      ...READERS.map(() => 'coordinator' as const),
    ]);
    const readers = writers.splice(WRITERS);
    const shared = Array.from({ length: 10 }, () => randomUUID());
    const work = { writing: true };
    const pushes: Push[] = [];
    const started = Date.now();
    const reading = readers.map((reader, i) => follow(reader, READERS[i] as (typeof READERS)[number], random, work));
    const shares = writers.map(
      (_, i) => Math.floor((registers * (i + 1)) / WRITERS) - Math.floor((registers * i) / WRITERS),
    );
    const writing = writers.map((writer, i) => writeShare(writer, shares[i] as number, shared, random, pushes));
    await Promise.all(writing).finally(() => {
      work.writing = false;
    });
    const read = await Promise.all(reading);
    const seconds = (Date.now() - started) / 1000;
    const checked = await check(
      scratch.place,
      writers,
      pushes,
      read.map((reader) => reader.pages),
    );
    return {
      seed,
      ...checked,
      pushes: pushes.length,
      pages: read.reduce((sum, reader) => sum + reader.pages.length, 0),
      pagesWhileWriting: read.reduce((sum, reader) => sum + reader.whileWriting, 0),
      seconds,
    };
  } finally {
    for (const hub of hubs) await hub.kill();
    scratch.dispose();
  }
}

/** Writes `share` new registers in batches of mixed size, and between them some of its own and of everybody's again. */
async function writeShare(
  laptop: Laptop,
  share: number,
  shared: string[],
  random: Random,
  pushes: Push[],
): Promise<void> {
  const own: RegisterKey[] = [];
  let count = 0;
  while (own.length < share) {
    const fresh = newRegisters(Math.min(share - own.length, random.int(1, 120)));
    const keys = new Map(fresh.map((key) => [fieldName(key), key]));
    for (let again = random.int(0, 4); again > 0 && own.length > 0; again--) {
      const key = random.pick(own);
      keys.set(fieldName(key), key);
    }
    if (random.next() < 0.3) {
      const key = { collection: 'businesses', id: random.pick(shared), field: random.pick(FIELDS) };
      keys.set(fieldName(key), key);
    }
    const { changes, records } = writeAll(laptop, [...keys.values()], () => `${laptop.device} ${++count}`);
    const batch = batchOf(laptop, records);
    const answer = await pushWhole(laptop, batch, changes.length);
    pushes.push({ batch: batch.batch, count: changes.length, sequence: answer.sequence });
    // A laptop whose answer got lost sends again; that must take no numbers.
    if (random.next() < 0.1) await pushWhole(laptop, batch, changes.length);
    own.push(...fresh);
  }
}

async function pushWhole(laptop: Laptop, batch: { batch: string }, count: number): Promise<PushAnswer> {
  const answer = await askOrThrow<PushAnswer>(laptop, '/v1/sync/push', { method: 'POST', body: JSON.stringify(batch) });
  if (answer.accepted !== count) throw new Error(`push: ${JSON.stringify(answer).slice(0, 500)}`);
  return answer;
}

function newRegisters(count: number): RegisterKey[] {
  const ids = Array.from({ length: Math.ceil(count / FIELDS.length) }, () => randomUUID());
  return ids.flatMap((id) => FIELDS.map((field) => ({ collection: 'businesses', id, field }))).slice(0, count);
}

/** Polls from the cursor until the writers are done and nothing more comes. */
async function follow(
  laptop: Laptop,
  { limit, restMs }: (typeof READERS)[number],
  random: Random,
  work: { writing: boolean },
): Promise<{ pages: Page[]; whileWriting: number }> {
  const pages: Page[] = [];
  let whileWriting = 0;
  let [after, since] = [0, 0];
  for (let to: number | undefined; ; ) {
    // Asked before the page: what is written after it must still be read.
    const last = !work.writing;
    const body = await askOrThrow<PullBody>(laptop, `/v1/sync/pull?${asQuery({ after, since, to, limit })}`);
    to ??= body.latest ?? body.next;
    pages.push({ since, to, after, next: body.next, registers: registersOf(body) });
    after = body.next;
    if (!last) whileWriting += 1;
    if (last && !body.more) return { pages, whileWriting };
    if (!body.more) [since, to] = [after, undefined];
    await delay(body.more ? 0 : random.int(MIN_REST_MS, MIN_REST_MS + restMs));
  }
}

type Checked = Pick<SequenceFigures, 'registers' | 'changes' | 'conflicts' | 'superseded' | 'problems'>;

/** Holds everything against the history, which names the number of each accepted change. */
async function check(place: StorePlace, writers: Laptop[], pushes: Push[], read: Page[][]): Promise<Checked> {
  const unit = (writers[0] as Laptop).unit;
  const numbers = await readNumbers(place, unit);
  const expected = new Map<string, Register>();
  for (const { replica } of writers) joinInto(expected, replica);
  const problems = [...checkGaps(numbers), ...checkPushes(numbers, pushes)];
  let superseded = 0;
  for (const pages of read) {
    const result = checkReader(numbers, pages, expected);
    superseded += result.superseded;
    problems.push(...result.problems);
  }
  return {
    registers: expected.size,
    changes: numbers.changes.length,
    conflicts: [...expected.values()].filter((register) => register.heads.length > 1).length,
    superseded,
    problems,
  };
}

interface NumberedChange {
  key: string;
  stamp: string;
  batch: string;
  sequence: number;
}

/** What the hub's tables say after everything. */
export interface Numbers {
  /** The unit's last number. */
  last: number;
  /** In the order of their numbers. */
  changes: NumberedChange[];
  byKey: Map<string, NumberedChange[]>;
}

async function readNumbers(place: StorePlace, unit: string): Promise<Numbers> {
  const store = await openStore(place);
  try {
    const { sequence } = await store.db
      .selectFrom('units')
      .select('sequence')
      .where('id', '=', unit)
      .executeTakeFirstOrThrow();
    const rows = await store.db
      .selectFrom('history')
      .select(['collection', 'id', 'field', 'stamp', 'batch', 'sequence'])
      .where('unit', '=', unit)
      .orderBy('sequence')
      .execute();
    return numbersOf(
      sequence,
      rows.map((row) => ({ key: fieldName(row), stamp: row.stamp, batch: row.batch, sequence: row.sequence })),
    );
  } finally {
    await store.close();
  }
}

export const numbersOf = (last: number, changes: NumberedChange[]): Numbers => ({
  last,
  changes,
  byKey: Map.groupBy(changes, (change) => change.key),
});

/** 1, 2, 3 … to the unit's last number, each once. */
export function checkGaps({ last, changes }: Numbers): string[] {
  const wrong = changes.findIndex((change, i) => change.sequence !== i + 1);
  if (wrong >= 0) return [`number ${wrong + 1} is missing or given twice (found ${changes[wrong]?.sequence})`];
  return changes.length === last ? [] : [`the unit is at ${last}, but ${changes.length} numbers were given`];
}

/** A push takes numbers in one piece, and its answer names the last of them. */
function checkPushes({ changes }: Numbers, pushes: Push[]): string[] {
  const byBatch = Map.groupBy(changes, (change) => change.batch);
  return pushes.flatMap(({ batch, count, sequence }) => {
    const given = (byBatch.get(batch) ?? []).map((change) => change.sequence);
    const fits = given.length === count && given.every((number, i) => number === sequence - count + 1 + i);
    return fits ? [] : [`push ${batch} of ${count} was told ${sequence}, but has ${given.slice(0, 20).join(' ')}`];
  });
}

/**
 * Every number is in the page whose cursors enclose it, or in an earlier one of the same pull; it may be missing only when its register
 * had changed again (then the later number comes). It comes once, unless something of its record changed after the pull had begun. At
 * the end the reader holds what the writers wrote.
 */
export function checkReader(
  numbers: Numbers,
  pages: Page[],
  expected: Map<string, Register>,
): { superseded: number; problems: string[] } {
  const problems: string[] = [];
  const held = new Map<string, Register>();
  const received = new Set<number>();
  /** Those that came although they were given when the pull had begun: they come in their own place as well. */
  const early = new Set<number>();
  /** By record. */
  const lastChange = new Map(numbers.changes.map(({ key, sequence }) => [recordOf(key), sequence]));
  let superseded = 0;
  let cursor = 0;
  for (const { since, to, after, next, registers } of pages) {
    if (after !== cursor || next < after) problems.push(`cursor ${cursor}: asked after ${after}, told ${next}`);
    cursor = next;
    for (const [key, register] of registers) {
      const covered = (numbers.byKey.get(key) ?? []).filter((change) => covers(register.seen, change.stamp));
      const number = covered.at(-1)?.sequence ?? 0;
      if (number <= since) problems.push(`number ${number} (${key}) came between ${after} and ${next}`);
      const mayComeAgain = early.has(number) || (lastChange.get(recordOf(key)) ?? 0) > to;
      if (received.has(number) && !mayComeAgain) problems.push(`number ${number} (${key}) came twice`);
      received.add(number);
      if (number > to) early.add(number);
    }
    joinInto(held, registers);
    for (let number = after + 1; number <= next; number++) {
      if (received.has(number)) continue;
      const change = numbers.changes[number - 1];
      const latest = change && numbers.byKey.get(change.key)?.at(-1)?.sequence;
      if (latest !== undefined && latest > number) superseded += 1;
      else problems.push(`number ${number} (${change?.key}) never came`);
    }
  }
  if (cursor !== numbers.last) problems.push(`the reader stopped at ${cursor} of ${numbers.last}`);
  problems.push(...differences(expected, held));
  return { superseded, problems };
}

/** Of a register's key. */
const recordOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      store: { type: 'string' },
      registers: { type: 'string', default: '100000' },
      seed: { type: 'string' },
      processes: { type: 'string', default: '1' },
    },
  });
  const kind = readKind(values.store);
  const seed = values.seed === undefined ? newSeed() : Number(values.seed);
  const processes = Number(values.processes);
  console.log(`sequence on ${kind}, ${processes} hub: ${WRITERS} writers, ${READERS.length} readers, seed ${seed}`);
  const { problems, ...figures } = await proveSequence(kind, Number(values.registers), seed, processes);
  console.log(JSON.stringify(figures, null, 2));
  for (const problem of problems.slice(0, 20)) console.error(`!!! ${problem}`);
  console.log(problems.length === 0 ? 'No gap, nothing missed, nothing twice.' : `${problems.length} PROBLEMS`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
