/**
 * How many registers a second the hub takes and gives, and whether that stays so as they grow: `npm run bench -- hub
 * [--store sqlite|postgres] [--sizes N,N,…] [--hubs N] [--partitioned] [--load N]`. Writes `results/hub-STORE.json` and `.md`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Kind, readKind } from '../hub/durability/scratch.ts';
import { machine, quantile } from './figures.ts';
import { FIELDS, type LoadLaptop, openWorld, type Parcel, type ProcessorSeconds, type World } from './hub-world.ts';

/** Laptops that send at the same time. */
const AT_ONCE = 8;
/** Registers that are made and compressed at once, before the clock runs. */
const LOAD = 100_000;
const RUNS = 5;

export interface HubFigures {
  kind: Kind;
  hubs: number;
  partitioned: boolean;
  machine: string;
  node: string;
  rows: Row[];
  /** By what power of the number of registers the cost per register grows: 0 is flat. */
  exponents: Record<Work, { time: number; processor: number }>;
}

type Work = 'new' | 'edit' | 'pull';

/** One kind of work when the hub held so many registers. */
export interface Row {
  registers: number;
  work: Work;
  /** Registers per second of each run. */
  rates: number[];
  p50: number;
  p99: number;
  /**
   * Processor time of each part per register, µs: it says the same on a machine that others load too, where `rates` do not. The
   * sum over the number of processors bounds what the machine could do alone.
   */
  micros: ProcessorSeconds;
  hubMiB: number;
}

interface Run {
  registers: number;
  seconds: number;
  times: number[];
  spent: ProcessorSeconds;
}

export interface HubOptions {
  kind: Kind;
  sizes: number[];
  hubs?: number;
  /** Registers of one run. */
  load?: number;
  runs?: number;
  units?: number;
  partitioned?: boolean;
}

export async function measureHub(options: HubOptions): Promise<HubFigures> {
  const { kind, sizes, hubs = 1, load = LOAD, runs = RUNS, units, partitioned = false } = options;
  const world = await openWorld({ kind, hubs, units, partitioned });
  try {
    const rows: Row[] = [];
    let held = 0;
    for (const size of sizes) {
      if (size > held) await world.fill(size - held);
      const fresh = await repeat(runs, () => pushNew(world, load));
      rows.push(rowOf(world, size, 'new', fresh));
      held = Math.max(size, held) + fresh.reduce((sum, run) => sum + run.registers, 0);
      rows.push(rowOf(world, size, 'edit', await repeat(runs, () => pushEdits(world, load / 2))));
      rows.push(rowOf(world, size, 'pull', await repeat(runs, () => pullAll(world, 2 * load))));
      for (const row of rows.slice(-3)) console.log(asLine(row));
    }
    const exponents = Object.fromEntries(
      (['new', 'edit', 'pull'] as const).map((work) => {
        const some = rows.filter((row) => row.work === work);
        const time = exponentOf(some, (row) => 1 / median(row.rates));
        return [work, { time, processor: exponentOf(some, (row) => row.micros.hub + row.micros.database) }];
      }),
    ) as HubFigures['exponents'];
    return { kind, hubs, partitioned, machine: machine(), node: process.version, rows, exponents };
  } finally {
    await world.dispose();
  }
}

const pushNew = (world: World, registers: number): Promise<Run> => {
  const each = Math.max(1, Math.round(registers / FIELDS / world.laptops.length));
  return pushAll(world, (laptop) => laptop.pack(laptop.newRecords(each)));
};

const pushEdits = (world: World, registers: number): Promise<Run> => {
  const each = Math.max(1, Math.round(registers / 2 / world.laptops.length));
  return pushAll(world, (laptop) => laptop.pack(laptop.edits(each)));
};

function pushAll(world: World, pack: (laptop: LoadLaptop) => Parcel[]): Promise<Run> {
  const loads = world.laptops.map((laptop) => ({ laptop, parcels: pack(laptop) }));
  return clocked(world, async (times) => {
    let registers = 0;
    await inTurns(loads, async ({ laptop, parcels }) => {
      for (const parcel of parcels) {
        times.push((await laptop.push(parcel)).ms);
        registers += parcel.registers;
      }
    });
    return registers;
  });
}

/** Fresh laptops pull all of their unit, one after another, until about so many registers came. */
function pullAll(world: World, registers: number): Promise<Run> {
  return clocked(world, async (times) => {
    let pulled = 0;
    await inTurns(world.laptops, async (laptop) => {
      laptop.cursor = 0;
      for (let more = true; more && pulled < registers; ) {
        const page = await laptop.pull();
        times.push(page.ms);
        pulled += page.registers;
        more = page.more;
      }
    });
    return pulled;
  });
}

async function clocked(world: World, work: (times: number[]) => Promise<number>): Promise<Run> {
  const times: number[] = [];
  const before = world.processorSeconds();
  const began = performance.now();
  const registers = await work(times);
  const seconds = (performance.now() - began) / 1000;
  const after = world.processorSeconds();
  const spent = {
    hub: after.hub - before.hub,
    database: after.database - before.database,
    load: after.load - before.load,
  };
  return { registers, seconds, times, spent };
}

/** AT_ONCE at the same time, each next one when one is done. */
async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function repeat(times: number, run: () => Promise<Run>): Promise<Run[]> {
  const all: Run[] = [];
  for (let i = 0; i < times; i++) all.push(await run());
  return all;
}

function rowOf(world: World, registers: number, work: Work, runs: Run[]): Row {
  const times = runs.flatMap((run) => run.times);
  const all = runs.reduce((sum, run) => sum + run.registers, 0);
  const micros = (part: keyof ProcessorSeconds) =>
    Math.round((1e7 * runs.reduce((sum, run) => sum + run.spent[part], 0)) / all) / 10;
  return {
    registers,
    work,
    rates: runs.map((run) => Math.round(run.registers / run.seconds)),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    micros: { hub: micros('hub'), database: micros('database'), load: micros('load') },
    hubMiB: Math.round(world.memory() / 2 ** 20),
  };
}

/** Least squares through the logarithms of size and of cost. */
function exponentOf(rows: readonly Row[], cost: (row: Row) => number): number {
  const points = rows.map((row) => [Math.log(row.registers), Math.log(cost(row))] as const);
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((p) => p[0]), mean((p) => p[1])];
  const slope = mean((p) => (p[0] - x) * (p[1] - y)) / mean((p) => (p[0] - x) ** 2);
  return Math.round(slope * 100) / 100;
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] as number;

const text = (number: number): string => number.toLocaleString('en');

const asLine = ({ registers, work, rates, p50, p99, micros, hubMiB }: Row): string =>
  `| ${[
    text(registers),
    work,
    `${text(median(rates))} (${text(Math.min(...rates))}–${text(Math.max(...rates))})`,
    `${p50} / ${p99} ms`,
    `${micros.hub} / ${micros.database} / ${micros.load} µs`,
    `${hubMiB} MiB`,
  ].join(' | ')} |`;

function asPage({ kind, hubs, partitioned, machine: where, node, rows, exponents }: HubFigures): string {
  const growth = Object.entries(exponents).map(([work, { time, processor }]) => `${work} ${time} (${processor})`);
  const isGrowing = new Set(rows.map(({ registers }) => registers)).size > 1;
  return `# The hub on ${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}, ${hubs} process${hubs === 1 ? '' : 'es'}${partitioned ? ', tables split by unit' : ''}

${where} at the end; Node ${node}; \`npm run bench -- hub --store ${kind}${hubs === 1 ? '' : ` --hubs ${hubs}`}${partitioned ? ' --partitioned' : ''}\`. ${AT_ONCE} laptops at once, of 51 units,
batches of 256 KiB before gzip, every commit on the disk. "new": clients of ${FIELDS} fields; "edit": two fields of clients anywhere among all; "pull": fresh laptops.
Rates are the median (least–most) of ${RUNS} runs. The load is made by a process of its own on the same processors. Processor time says the same
on a machine that others load too, where rates do not: two processors alone can do no more than 2,000,000 / (its sum) a second.

| Registers held | Work | Registers/s | Request p50 / p99 | Processor per register: hub / database / load | Hub's memory |
|---|---|---|---|---|---|
${rows.map(asLine).join('\n')}
${isGrowing ? `\nTime (processor time) per register grows with the number of registers to the power of: ${growth.join(', ')}.\n` : ''}`;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      store: { type: 'string' },
      sizes: { type: 'string', default: '100000,300000,1000000,3000000' },
      hubs: { type: 'string', default: '1' },
      load: { type: 'string', default: String(LOAD) },
      partitioned: { type: 'boolean', default: false },
    },
  });
  const kinds: Kind[] = values.store === undefined ? ['sqlite', 'postgres'] : [readKind(values.store)];
  for (const kind of kinds) {
    const hubs = Number(values.hubs);
    const { partitioned } = values;
    const sizes = values.sizes.split(',').map(Number);
    const figures = await measureHub({ kind, sizes, hubs, partitioned, load: Number(values.load) });
    const folder = join(import.meta.dirname, 'results');
    mkdirSync(folder, { recursive: true });
    const name = join(folder, `hub-${kind}${hubs === 1 ? '' : `-${hubs}`}${partitioned ? '-partitioned' : ''}`);
    writeFileSync(`${name}.json`, `${JSON.stringify(figures, null, 2)}\n`);
    writeFileSync(`${name}.md`, asPage(figures));
    console.log(asPage(figures));
  }
}
