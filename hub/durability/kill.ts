/**
 * Proof that nothing acknowledged is lost when the hub, or PostgreSQL under it, is killed under load.
 * `node hub/durability/kill.ts --store postgres --times 200 [--seed N]`; exit code 1 when anything is missing.
 *
 * SIGKILL leaves the operating system's page cache alive; that the answer waits for the disk is shown by fsync.ts.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fieldName, type RegisterKey } from '#core/register/names.ts';
import { canonical, covers, editsOf, type Json, type Register } from '#core/register/register.ts';
import type { HistoryAnswer, PushAnswer } from '#core/wire/protocol.ts';
import { openStore } from '../store/store.ts';
import { batchOf, type Laptop, type PullBody } from '../testing/hub.ts';
import {
  ask,
  askOrThrow,
  type Change,
  differences,
  enrolCrew,
  FIELDS,
  type HubProcess,
  joinInto,
  type Kind,
  makeRandom,
  makeScratch,
  newSeed,
  type Random,
  readKind,
  registersOf,
  type Scratch,
  startHubProcess,
  writeAll,
} from './scratch.ts';

const WRITERS = 6;
/**
 * A kill comes after a random number of answered pushes of its round and a random while: so that there is something to lose
 * on a slow machine too. It comes without answers when there are none for long.
 */
const ANSWERS = { min: 0, max: 30 };
const WHILE_MS = { min: 0, max: 40 };
const NO_ANSWER_MS = 20_000;
/** How long the hub may take to serve again after PostgreSQL came back. */
const RECOVERY_MS = 60_000;
const FULL_CHECK_EVERY = 20;

type Hit = 'hub' | 'serverStopped' | 'serverKilled' | 'hubAndServer';
const HITS: Record<Kind, Hit[]> = {
  sqlite: ['hub'],
  postgres: ['hub', 'serverStopped', 'hub', 'serverKilled', 'hub', 'hubAndServer'],
};

export interface KillFigures {
  seed: number;
  rounds: number;
  /** How often what was killed. */
  hits: Partial<Record<Hit, number>>;
  /** Hubs that were killed once more while they started after a kill. */
  startsKilled: number;
  /** How often the hub ended because PostgreSQL went away under it (whoever runs it must start it again). */
  hubsEnded: number;
  /** Edits whose push was answered. */
  acknowledged: number;
  /** Of those, the ones that later edits replaced: they must stand in the history. */
  replaced: number;
  /** Batches without an answer when the kill came, and how many of them were on disk all the same. */
  inFlight: number;
  inFlightKept: number;
  missing: string[];
  /** Anything else that does not hold. */
  problems: string[];
}

interface Writer {
  laptop: Laptop;
  own: RegisterKey[];
  /** Sent, or about to be, and not answered: a laptop sends it until it is. */
  pending: { changes: Change[]; batch: ReturnType<typeof batchOf> } | null;
  /** Answered in this round. */
  acknowledged: Change[];
}

interface World {
  scratch: Scratch;
  random: Random;
  hub: HubProcess;
  /** Where the hub is now; all laptops share it. */
  address: { url: string };
  writers: Writer[];
  /** Follows by its cursor through all kills. */
  reader: Laptop;
  shared: string[];
  /** Everything acknowledged before this round. */
  acknowledged: Change[];
  /** The highest number that the hub told anybody. */
  told: number;
  /** Up to where the last check has read. */
  checked: number;
  figures: KillFigures;
}

export async function proveKill(
  kind: Kind,
  rounds: number,
  seed: number,
  progress: (line: string) => void = () => {},
): Promise<KillFigures> {
  const scratch = await makeScratch(kind);
  const hub = startHubProcess(scratch.place);
  let world: World | undefined;
  try {
    world = await makeWorld(scratch, hub, seed);
    for (let round = 0; round < rounds; round++) {
      await playRound(world, HITS[kind][round % HITS[kind].length] as Hit);
      if ((round + 1) % FULL_CHECK_EVERY !== 0) continue;
      await checkStates(world);
      const { acknowledged, missing, problems } = world.figures;
      progress(
        `${round + 1} kills: ${acknowledged} acknowledged, ${missing.length} missing, ${problems.length} problems`,
      );
    }
    await finish(world);
    return world.figures;
  } finally {
    await (world?.hub ?? hub).kill();
    scratch.dispose();
  }
}

async function makeWorld(scratch: Scratch, hub: HubProcess, seed: number): Promise<World> {
  const address = { url: await hub.listening };
  const crew = await enrolCrew(scratch.place, address, [
    'coordinator',
    ...Array.from({ length: WRITERS }, () => 'consultant' as const),
  ]);
  const [reader, ...laptops] = crew as [Laptop, ...Laptop[]];
  return {
    scratch,
    random: makeRandom(seed),
    hub,
    address,
    writers: laptops.map((laptop) => ({ laptop, own: [], pending: null, acknowledged: [] })),
    reader,
    shared: Array.from({ length: 3 }, () => randomUUID()),
    acknowledged: [],
    told: 0,
    checked: 0,
    figures: {
      seed,
      rounds: 0,
      hits: {},
      startsKilled: 0,
      hubsEnded: 0,
      acknowledged: 0,
      replaced: 0,
      inFlight: 0,
      inFlightKept: 0,
      missing: [],
      problems: [],
    },
  };
}

async function playRound(world: World, hit: Hit): Promise<void> {
  const load = startLoad(world);
  const wanted = world.random.int(ANSWERS.min, ANSWERS.max);
  const until = Date.now() + NO_ANSWER_MS;
  while (load.answers < wanted && Date.now() < until) await delay(2);
  await delay(world.random.int(WHILE_MS.min, WHILE_MS.max));
  if (hit === 'hub' || hit === 'hubAndServer') await killHub(world, hit, load);
  else await hitServer(world, hit, load);
  world.figures.rounds += 1;
  world.figures.hits[hit] = (world.figures.hits[hit] ?? 0) + 1;
  await checkRound(world);
}

interface Load {
  over: boolean;
  answers: number;
  /** Resolves when all laptops have stopped. */
  done: Promise<unknown>;
}

function startLoad(world: World): Load {
  const load: Load = { over: false, answers: 0, done: Promise.resolve() };
  load.done = Promise.all([...world.writers.map((writer) => work(world, writer, load)), follow(world, load)]);
  // Looked at when the load is over; until then an error must not end the process.
  load.done.catch(() => {});
  return load;
}

async function killHub(world: World, hit: Hit, load: Load): Promise<void> {
  const dead = [world.hub.kill()];
  if (hit === 'hubAndServer') dead.push((world.scratch.postgres as { kill: () => Promise<void> }).kill());
  load.over = true;
  await Promise.all(dead);
  await load.done;
  if (hit === 'hubAndServer') await world.scratch.postgres?.start();
  if (world.random.next() < 0.2) {
    const hub = startHubProcess(world.scratch.place);
    await delay(world.random.int(0, 600));
    await hub.kill();
    world.figures.startsKilled += 1;
  }
  world.hub = startHubProcess(world.scratch.place);
  world.address.url = await world.hub.listening;
}

/** A hub that stays up must serve again by itself; one that ended is started again. */
async function hitServer(world: World, hit: Hit, load: Load): Promise<void> {
  const { postgres } = world.scratch;
  if (!postgres) throw new Error('no PostgreSQL to hit');
  await (hit === 'serverStopped' ? postgres.stopImmediately() : postgres.kill());
  await delay(world.random.int(0, 200));
  await postgres.start();
  const before = new Map(world.writers.map((writer) => [writer, writer.acknowledged.length]));
  const until = Date.now() + RECOVERY_MS;
  const waits = () => world.writers.some((writer) => writer.acknowledged.length === before.get(writer));
  while (waits() && world.hub.isRunning() && Date.now() < until) await delay(20);
  load.over = true;
  await load.done;
  if (world.hub.isRunning()) {
    if (waits()) world.figures.problems.push('the hub did not serve again after PostgreSQL came back');
    return;
  }
  world.figures.hubsEnded += 1;
  world.hub = startHubProcess(world.scratch.place);
  world.address.url = await world.hub.listening;
}

/** Pushes one batch after the other, each until it is answered. */
async function work(world: World, writer: Writer, load: Load): Promise<void> {
  while (!load.over) {
    writer.pending ??= prepare(world, writer);
    const { batch, changes } = writer.pending;
    const answer = await pushOnce(writer.laptop, batch);
    if (answer === null) {
      await delay(10);
      continue;
    }
    if (answer.accepted !== changes.length) {
      world.figures.problems.push(`not all of ${batch.batch} was accepted: ${JSON.stringify(answer).slice(0, 300)}`);
    }
    load.answers += 1;
    world.told = Math.max(world.told, answer.sequence);
    writer.acknowledged.push(...changes);
    writer.pending = null;
  }
}

/** New registers, own ones again, and sometimes one that all write. */
function prepare(world: World, writer: Writer): { changes: Change[]; batch: ReturnType<typeof batchOf> } {
  const { random } = world;
  const keys = new Map<string, RegisterKey>();
  const add = (key: RegisterKey) => keys.set(fieldName(key), key);
  const id = randomUUID();
  const fresh = FIELDS.slice(0, random.int(1, 4)).map((field) => ({ collection: 'businesses', id, field }));
  fresh.forEach(add);
  for (let again = random.int(0, 4); again > 0 && writer.own.length > 0; again--) add(random.pick(writer.own));
  if (random.next() < 0.3) add({ collection: 'businesses', id: random.pick(world.shared), field: 'name' });
  writer.own.push(...fresh);
  const { changes, records } = writeAll(writer.laptop, [...keys.values()], () => `nilai ${randomUUID()}`);
  return { changes, batch: batchOf(writer.laptop, records) };
}

/** Polls by a cursor that outlives the kills. */
async function follow(world: World, load: Load): Promise<void> {
  while (!load.over) {
    if (!(await readPage(world))) await delay(50);
  }
}

/** Returns whether there is more. */
async function readPage(world: World): Promise<boolean> {
  const { reader } = world;
  const page = await orCut(() => ask<PullBody>(reader, `/v1/sync/pull?after=${reader.cursor}`));
  if (page?.status !== 200) return false;
  joinInto(reader.replica, registersOf(page.body));
  reader.cursor = page.body.next;
  world.told = Math.max(world.told, reader.cursor);
  return page.body.more;
}

/** The answer, or null when there was none, or one that promises nothing. A refusal is a bug here. */
async function pushOnce(laptop: Laptop, batch: object): Promise<PushAnswer | null> {
  const init = { method: 'POST', body: JSON.stringify(batch), signal: AbortSignal.timeout(60_000) };
  const answer = await orCut(() => ask<PushAnswer>(laptop, '/v1/sync/push', init));
  if (answer?.status === 200) return answer.body;
  if (answer === null || answer.status >= 500) return null;
  throw new Error(`push: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** Null when the connection broke, also in the middle of an answer. */
async function orCut<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    // What fetch and JSON.parse throw on a cut; an assertion of this file is a plain Error.
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException) return null;
    throw error;
  }
}

/** What the hub holds now: everything of this round must be there, and a batch in flight wholly or not at all. */
async function checkRound(world: World): Promise<void> {
  const { figures } = world;
  const { registers, next } = await pullAll(world, world.checked);
  if (next < world.told) figures.problems.push(`the hub told number ${world.told} and is back at ${next}`);
  const histories = new Map<string, Map<string, string>>();
  for (const writer of world.writers) {
    const { missing, replaced } = await findMissing(writer.acknowledged, registers, (key) =>
      historyOf(world, key, histories),
    );
    figures.missing.push(...missing);
    figures.acknowledged += writer.acknowledged.length;
    figures.replaced += replaced;
    world.acknowledged.push(...writer.acknowledged);
    writer.acknowledged = [];
    if (!writer.pending) continue;
    figures.inFlight += 1;
    const there: Change[] = [];
    for (const change of writer.pending.changes) {
      if ((await historyOf(world, change.key, histories)).has(change.stamp)) there.push(change);
    }
    if (there.length === writer.pending.changes.length) figures.inFlightKept += 1;
    else if (there.length > 0) figures.problems.push(`only ${there.length} of ${writer.pending.batch.batch} is there`);
  }
  world.checked = next;
}

/**
 * Acknowledged edits that are neither in a head nor in the history of their register, with their value.
 * @param historyOf stamp → canonical value, for one register
 */
export async function findMissing(
  acknowledged: Change[],
  registers: Map<string, Register>,
  historyOf: (key: RegisterKey) => Promise<Map<string, string>>,
): Promise<{ missing: string[]; replaced: number }> {
  const missing: string[] = [];
  let replaced = 0;
  for (const { key, stamp, value } of acknowledged) {
    if (isHead(registers.get(fieldName(key)), { stamp, value })) continue;
    const kept = (await historyOf(key)).get(stamp);
    if (kept === canonical(value)) replaced += 1;
    else missing.push(`${fieldName(key)} ${stamp}`);
  }
  return { missing, replaced };
}

const isHead = (register: Register | undefined, { stamp, value }: Pick<Change, 'stamp' | 'value'>): boolean =>
  register?.heads.some(
    (head) => canonical(head.value) === canonical(value) && editsOf(head).some((edit) => edit.stamp === stamp),
  ) ?? false;

/** Asks the hub once per record. */
async function historyOf(
  world: World,
  key: RegisterKey,
  known: Map<string, Map<string, string>>,
): Promise<Map<string, string>> {
  if (!known.has(fieldName(key))) {
    const answer = await askOrThrow<HistoryAnswer>(world.reader, `/v1/history/${key.collection}/${key.id}`);
    for (const field of FIELDS) known.set(fieldName({ ...key, field }), new Map());
    for (const { field, stamp, value } of answer.changes) {
      known.get(fieldName({ ...key, field }))?.set(stamp, canonical(value));
    }
  }
  return known.get(fieldName(key)) as Map<string, string>;
}

/** The unit's whole history, out of the store: to ask record by record would take longer than the hub's limits allow. */
async function readHistories(world: World): Promise<Map<string, Map<string, string>>> {
  const store = await openStore(world.scratch.place);
  try {
    const histories = new Map<string, Map<string, string>>();
    const rows = await store.db
      .selectFrom('history')
      .select(['collection', 'id', 'field', 'stamp', 'value'])
      .where('unit', '=', world.reader.unit)
      .execute();
    for (const row of rows) {
      const history = histories.get(fieldName(row)) ?? new Map<string, string>();
      histories.set(fieldName(row), history.set(row.stamp, canonical(JSON.parse(row.value) as Json)));
    }
    return histories;
  } finally {
    await store.close();
  }
}

/** Everything after `after`, asked anew. */
async function pullAll(world: World, after: number): Promise<{ registers: Map<string, Register>; next: number }> {
  const registers = new Map<string, Register>();
  for (let next = after; ; ) {
    const body = await askOrThrow<PullBody>(world.reader, `/v1/sync/pull?after=${next}&limit=500`);
    joinInto(registers, registersOf(body));
    next = body.next;
    if (!body.more) return { registers, next };
  }
}

/** From the beginning: every register must have seen every edit ever acknowledged. */
async function checkStates(world: World): Promise<Map<string, Register>> {
  const { registers } = await pullAll(world, 0);
  for (const { key, stamp } of world.acknowledged) {
    const register = registers.get(fieldName(key));
    if (!register || !covers(register.seen, stamp)) world.figures.missing.push(`${fieldName(key)} ${stamp}`);
  }
  return registers;
}

/** Sends what is still in flight; then everything ever acknowledged is looked for, and all replicas must agree. */
async function finish(world: World): Promise<void> {
  const { figures, writers, reader } = world;
  const load = startLoad(world);
  while (writers.some((writer) => writer.acknowledged.length === 0) && world.hub.isRunning()) await delay(20);
  load.over = true;
  await load.done;
  await checkRound(world);
  const registers = await checkStates(world);
  const histories = await readHistories(world);
  const { missing, replaced } = await findMissing(
    world.acknowledged,
    registers,
    async (key) => histories.get(fieldName(key)) ?? new Map(),
  );
  figures.missing = [...new Set([...figures.missing, ...missing])];
  figures.replaced = replaced;

  while (await readPage(world));
  const expected = new Map<string, Register>();
  for (const { laptop } of writers) joinInto(expected, laptop.replica);
  figures.problems.push(...differences(expected, registers), ...differences(registers, reader.replica));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { store: { type: 'string' }, times: { type: 'string', default: '200' }, seed: { type: 'string' } },
  });
  const kind = readKind(values.store);
  const seed = values.seed === undefined ? newSeed() : Number(values.seed);
  const started = Date.now();
  console.log(`kill -9 on ${kind}: ${values.times} rounds, ${WRITERS} writers, seed ${seed}`);
  const { missing, problems, ...figures } = await proveKill(kind, Number(values.times), seed, console.log);
  console.log(JSON.stringify({ ...figures, seconds: Math.round((Date.now() - started) / 1000) }, null, 2));
  for (const line of [...missing, ...problems].slice(0, 20)) console.error(`!!! ${line}`);
  console.log(`${figures.acknowledged} acknowledged, ${missing.length} missing, ${problems.length} other problems`);
  process.exitCode = missing.length + problems.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
