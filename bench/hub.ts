/**
 * How many registers a second the hub takes and gives, and whether that stays so as they grow: `npm run bench -- hub
 * [--store sqlite|postgres] [--sizes N,N,…] [--hubs N]`. Writes `results/hub-STORE.json` and `.md`.
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
  machine: string;
  node: string;
  rows: Row[];
  /** By what power of the number of registers the time per register grows: 0 is flat. */
  exponents: Record<Work, number>;
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
  /** Processors that were busy for each part, on average. */
  busy: ProcessorSeconds;
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
}

export async function measureHub(options: HubOptions): Promise<HubFigures> {
  const { kind, sizes, hubs = 1, load = LOAD, runs = RUNS, units } = options;
  const world = await openWorld({ kind, hubs, units });
  try {
    const rows: Row[] = [];
    let held = 0;
    for (const size of sizes) {
      const fresh: Run[] = [];
      while (held < size) {
        const run = await pushNew(world, Math.min(load, size - held));
        held += run.registers;
        fresh.push(run);
      }
      rows.push(rowOf(world, held, 'new', fresh.slice(-runs)));
      rows.push(rowOf(world, held, 'edit', await repeat(runs, () => pushEdits(world, load / 2))));
      rows.push(rowOf(world, held, 'pull', await repeat(runs, () => pullAll(world, 2 * load))));
      for (const row of rows.slice(-3)) console.log(asLine(row));
    }
    const exponents = Object.fromEntries(
      (['new', 'edit', 'pull'] as const).map((work) => [work, exponentOf(rows.filter((row) => row.work === work))]),
    ) as Record<Work, number>;
    return { kind, hubs, machine: machine(), node: process.version, rows, exponents };
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
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
  const busy = (part: keyof ProcessorSeconds) =>
    Math.round((100 * runs.reduce((sum, run) => sum + run.spent[part], 0)) / seconds) / 100;
  return {
    registers,
    work,
    rates: runs.map((run) => Math.round(run.registers / run.seconds)),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    busy: { hub: busy('hub'), database: busy('database'), load: busy('load') },
    hubMiB: Math.round(world.memory() / 2 ** 20),
  };
}

/** Least squares through the logarithms of size and of time per register. */
function exponentOf(rows: readonly Row[]): number {
  const points = rows.map((row) => [Math.log(row.registers), -Math.log(median(row.rates))] as const);
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((p) => p[0]), mean((p) => p[1])];
  const slope = mean((p) => (p[0] - x) * (p[1] - y)) / mean((p) => (p[0] - x) ** 2);
  return Math.round(slope * 100) / 100;
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] as number;

const asLine = ({ registers, work, rates, p50, p99, busy, hubMiB }: Row): string =>
  `| ${registers.toLocaleString('en')} | ${work} | ${median(rates).toLocaleString('en')} (${Math.min(...rates).toLocaleString('en')}–${Math.max(...rates).toLocaleString('en')}) | ${p50} / ${p99} ms | ${busy.hub} / ${busy.database} / ${busy.load} | ${hubMiB} MiB |`;

function asPage({ kind, hubs, machine: where, node, rows, exponents }: HubFigures): string {
  return `# The hub on ${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}, ${hubs} process${hubs === 1 ? '' : 'es'}

${where}; Node ${node}; \`npm run bench -- hub --store ${kind}${hubs === 1 ? '' : ` --hubs ${hubs}`}\`. ${AT_ONCE} laptops at once, of 51 units, batches of 256 KiB
before gzip, every commit on the disk. "new": clients of ${FIELDS} fields; "edit": two fields of clients anywhere among all; "pull": fresh laptops. Rates are
the median (least–most) of ${RUNS} runs. The load is made by a third process on the same processors; its share is shown.

| Registers held | Work | Registers/s | Request p50 / p99 | Processors busy: hub / database / load | Hub's memory |
|---|---|---|---|---|---|
${rows.map(asLine).join('\n')}

Time per register grows with the number of registers to the power of ${exponents.new} (new), ${exponents.edit} (edit), ${exponents.pull} (pull).
`;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      store: { type: 'string' },
      sizes: { type: 'string', default: '100000,300000,1000000,3000000' },
      hubs: { type: 'string', default: '1' },
    },
  });
  const kinds: Kind[] = values.store === undefined ? ['sqlite', 'postgres'] : [readKind(values.store)];
  for (const kind of kinds) {
    const hubs = Number(values.hubs);
    const figures = await measureHub({ kind, sizes: values.sizes.split(',').map(Number), hubs });
    const folder = join(import.meta.dirname, 'results');
    mkdirSync(folder, { recursive: true });
    const name = join(folder, `hub-${kind}${hubs === 1 ? '' : `-${hubs}`}`);
    writeFileSync(`${name}.json`, `${JSON.stringify(figures, null, 2)}\n`);
    writeFileSync(`${name}.md`, asPage(figures));
    console.log(asPage(figures));
  }
}
