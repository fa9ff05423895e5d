/**
 * After an outage 400 laptops of 50 units come back within a minute, each with 500 records that it has not sent: `npm run bench --
 * outage [--store sqlite|postgres] [--hubs N] [--fields N]`. Each pushes all it has, in batches that grow as the app's do, and then
 * pulls what its unit wrote. Writes `results/outage.json` and `outage.md`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Kind, readKind } from '../hub/durability/scratch.ts';
import { FIRST_BYTES } from '../renderer/sync/pace.ts';
import { machine, quantile, readResults } from './figures.ts';
import { FIELDS, type LoadLaptop, openWorld, type ProcessorSeconds } from './hub-world.ts';

const WITHIN_MS = 60_000;
const PER_UNIT = 8;

export interface OutageOptions {
  kind: Kind;
  hubs?: number;
  units?: number;
  /** Of each laptop. */
  records?: number;
  /** FIELDS: the records are new; fewer: so many fields of each were edited. */
  fields?: number;
  withinMs?: number;
}

export interface OutageFigures {
  kind: Kind;
  hubs: number;
  laptops: number;
  records: number;
  fields: number;
  registers: number;
  /** Seconds since the first laptop came back until all were sent, and until all had pulled as well. */
  sentAfter: number;
  inSyncAfter: number;
  pushes: Times;
  pulls: Times & { registers: number };
  /** Until a laptop had sent everything, seconds. */
  laptopSent: { p50: number; max: number };
  busy: ProcessorSeconds;
  hubMiB: number;
  machine: string;
  node: string;
}

interface Times {
  count: number;
  p50: number;
  p99: number;
  max: number;
}

export async function measureOutage(options: OutageOptions): Promise<OutageFigures> {
  const { kind, hubs = 1, units = 50, records = 500, fields = FIELDS, withinMs = WITHIN_MS } = options;
  const world = await openWorld({ kind, hubs, units, laptopsPerUnit: PER_UNIT });
  try {
    const isNew = fields === FIELDS;
    if (!isNew) await world.fill(world.laptops.length * records * fields, fields);
    const loads = world.laptops.map((laptop, i) => ({
      laptop,
      parcels: laptop.pack(isNew ? laptop.newRecords(records) : laptop.edits(records, fields), FIRST_BYTES),
      // As a Poisson stream would, but the same in each run: somebody every 150 ms.
      comesAfter: (withinMs * i) / world.laptops.length,
    }));
    const [pushes, pulls, sent]: [number[], number[], number[]] = [[], [], []];
    let pulled = 0;
    let sentAfter = 0;
    const before = world.processorSeconds();
    const began = performance.now();
    const since = () => (performance.now() - began) / 1000;
    const pullAll = async (laptop: LoadLaptop) => {
      for (let more = true; more; ) {
        const page = await laptop.pull();
        pulls.push(page.ms);
        pulled += page.registers;
        more = page.more;
      }
    };
    await Promise.all(
      loads.map(async ({ laptop, parcels, comesAfter }) => {
        await sleep(comesAfter);
        for (const parcel of parcels) pushes.push((await laptop.push(parcel)).ms);
        sentAfter = since();
        sent.push(sentAfter - comesAfter / 1000);
        await pullAll(laptop);
      }),
    );
    // What others of the unit sent after a laptop had pulled: its next round.
    await Promise.all(world.laptops.map(pullAll));
    const inSyncAfter = since();
    const after = world.processorSeconds();
    const busy = (part: keyof ProcessorSeconds) => round((after[part] - before[part]) / inSyncAfter);
    return {
      kind,
      hubs,
      laptops: loads.length,
      records,
      fields,
      registers: loads.reduce((sum, { parcels }) => sum + parcels.reduce((all, one) => all + one.registers, 0), 0),
      sentAfter: round(sentAfter),
      inSyncAfter: round(inSyncAfter),
      pushes: timesOf(pushes),
      pulls: { ...timesOf(pulls), registers: pulled },
      laptopSent: { p50: round(sent.sort((a, b) => a - b)[sent.length >> 1] ?? 0), max: round(Math.max(...sent)) },
      busy: { hub: busy('hub'), database: busy('database'), load: busy('load') },
      hubMiB: Math.round(world.memory() / 2 ** 20),
      machine: machine(),
      node: process.version,
    };
  } finally {
    await world.dispose();
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;

const timesOf = (times: readonly number[]): Times => ({
  count: times.length,
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
  max: quantile(times, 1),
});

function asPage(all: readonly OutageFigures[]): string {
  const rows = all.map(
    ({
      kind,
      hubs,
      records,
      fields,
      registers,
      sentAfter,
      inSyncAfter,
      pushes,
      pulls,
      laptopSent,
      busy,
      hubMiB,
      machine,
    }) =>
      `| ${kind} × ${hubs} | ${records} × ${fields} | ${registers.toLocaleString('en')} | ${sentAfter} s | ${pushes.p50} / ${pushes.p99} / ${pushes.max} ms | ${laptopSent.p50} / ${laptopSent.max} s | ${inSyncAfter} s | ${pulls.registers.toLocaleString('en')} | ${pulls.p50} / ${pulls.p99} ms | ${busy.hub} / ${busy.database} / ${busy.load} | ${hubMiB} MiB | ${machine} |`,
  );
  return `# 400 laptops after an outage

Node ${all[0]?.node}; \`npm run bench -- outage\`. 50 units of ${PER_UNIT} laptops come back evenly within a minute, each with 500
records unsent: ${FIELDS} fields each are new clients, 2 fields each are edits of clients that all have. The load is made on the same processors. Nothing
was refused in any run (one refusal would end it).

| Hub × processes | Records × fields | Registers | All sent after | Push p50 / p99 / max | One laptop sent p50 / max | All in sync after | Registers pulled | Pull p50 / p99 | Processors busy: hub / database / load | Hub's memory | Machine |
|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      store: { type: 'string' },
      hubs: { type: 'string', default: '1' },
      fields: { type: 'string' },
    },
  });
  const folder = join(import.meta.dirname, 'results');
  const file = join(folder, 'outage.json');
  const kinds: Kind[] = values.store === undefined ? ['sqlite', 'postgres'] : [readKind(values.store)];
  const loads = values.fields === undefined ? [2, FIELDS] : [Number(values.fields)];
  for (const kind of kinds) {
    for (const fields of loads) {
      const figures = await measureOutage({ kind, hubs: Number(values.hubs), fields });
      console.log(figures);
      const isSame = (other: OutageFigures) =>
        other.kind === kind && other.hubs === figures.hubs && other.fields === fields;
      const all = [...readResults<OutageFigures[]>(file, []).filter((other) => !isSame(other)), figures];
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
      writeFileSync(join(folder, 'outage.md'), asPage(all));
    }
  }
}
