/**
 * How long a unit needs to be in sync after 14 days without a link, on the links of the domain report (section 8):
 * `npm run bench -- links [--only NAME,…] [--seed N]`. A real hub process; five consultants' and a coordinator's browsers, each
 * with a profile of its own, through the shaping proxy of the end-to-end tests. Writes `results/links.json` and `links.md`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { type Hub, startHub } from '../e2e/support/hub.ts';
import { type Laptop, openLaptop } from '../e2e/support/laptop.ts';
import { LINKS, type LinkProfile } from '../e2e/support/line.ts';
import { type Link, openLink } from '../e2e/support/link.ts';
import { pushesOf } from '../e2e/support/pushes.ts';
import type { Exchange } from '../e2e/support/tap.ts';
import { reportOf } from './report.ts';
import { CLIENTS, consultantId, DAYS, SESSIONS_A_DAY } from './work.ts';

const CONSULTANTS = 5;
const UNIT = 'plut-sulteng';
const SAMPLE_MS = 2000;
const BROWSER = process.env.PENDAMPING_BROWSER ?? 'chromium';
const minute = 60_000;

export interface Scenario {
  name: string;
  /** One line for the report. */
  what: string;
  profile: LinkProfile;
  /** One link for the whole unit, or one for each laptop. */
  links: 'shared' | 'own';
  gapScale?: number;
  /** The laptop is told that the link is there (by the system, or by its user); else its next try must find out. */
  wake: boolean;
  /** When to give up, ms. */
  limit: number;
}

const GAP_SCALE = 0.125;

const SCENARIOS: Scenario[] = [
  {
    name: 'N2',
    what: 'VSAT, one link for the whole unit',
    profile: LINKS.N2,
    links: 'shared',
    wake: true,
    limit: 15 * minute,
  },
  {
    name: 'N2-own',
    what: 'VSAT, a link for each laptop',
    profile: LINKS.N2,
    links: 'own',
    wake: true,
    limit: 15 * minute,
  },
  {
    name: 'N2-cuts',
    what: 'VSAT, one link, cut for 3–8 s every 15–30 s (forced; not a profile)',
    profile: { ...LINKS.N2, outages: { up: [15_000, 30_000], gap: [3000, 8000] } },
    links: 'shared',
    wake: true,
    limit: 20 * minute,
  },
  {
    name: 'N0-N2',
    what: 'no link for 14 days, then VSAT, one link; nobody tells the laptops that it is there',
    wake: false,
    profile: LINKS.N2,
    links: 'shared',
    limit: 15 * minute,
  },
  {
    name: 'N3',
    what: 'rural LTE, one link, captive portal first',
    profile: LINKS.N3,
    links: 'shared',
    wake: true,
    limit: 15 * minute,
  },
  { name: 'N4', what: 'office, one link', profile: LINKS.N4, links: 'shared', wake: true, limit: 10 * minute },
  {
    name: 'N1-own',
    what: 'edge 2G, a link for each laptop',
    profile: LINKS.N1,
    links: 'own',
    gapScale: GAP_SCALE,
    wake: true,
    limit: 45 * minute,
  },
  {
    name: 'N1',
    what: 'edge 2G, one link for the whole unit',
    profile: LINKS.N1,
    links: 'shared',
    gapScale: GAP_SCALE,
    wake: true,
    limit: 60 * minute,
  },
];

export interface Sample {
  /** ms since the link came. */
  at: number;
  up: boolean;
  /** Registers that the hub has numbered. */
  onHub: number;
  unsent: number;
  /** Sum over the laptops of how far each has read. */
  read: number;
}

export interface Window {
  ms: number;
  /** Registers that came to the hub, and to all laptops together. */
  sent: number;
  received: number;
  unsentAtItsEnd: number;
}

export interface Outcome {
  scenario: Scenario;
  seed: number;
  commit: string;
  at: string;
  /** Until every outbox is empty and every laptop has read all; null when the limit came first. */
  inSyncMs: number | null;
  /** Until the hub has everything. */
  allSentMs: number | null;
  /** Every laptop holds the same registers, and as many records as were written. */
  same: boolean;
  records: number;
  registers: number;
  refused: number;
  bytes: { up: number; down: number };
  cuts: number;
  pushes: ReturnType<typeof pushesOf>;
  pulls: number;
  /** Of a link that comes and goes: what each time with a link has brought. */
  windows: Window[];
  load: number[];
}

interface Unit {
  hub: Hub;
  links: Link[];
  laptops: Laptop[];
  written: number;
}

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, seed: { type: 'string', default: String(Date.now() % 100_000) } },
});
const seed = Number(options.seed);
const only = options.only?.split(',');
console.log(`seed ${seed}`);
process.chdir(join(import.meta.dirname, '..'));
await build({ configFile: 'bench/vite.config.ts', logLevel: 'warn' });
let current: Unit | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void putAway().then(() => process.exit(1)));
for (const scenario of SCENARIOS) {
  if (!only || only.includes(scenario.name)) keep(await measure(scenario));
}

async function measure(scenario: Scenario): Promise<Outcome> {
  console.log(`\n${scenario.name}: ${scenario.what}`);
  try {
    return await synchronise(scenario, await prepare(scenario));
  } finally {
    await putAway();
  }
}

/** Ends every process of the unit at hand. */
async function putAway(): Promise<void> {
  const unit = current;
  current = undefined;
  for (const laptop of unit?.laptops ?? []) await laptop.dispose();
  for (const link of unit?.links ?? []) await link.close();
  await unit?.hub.dispose();
}

/** A hub and its laptops: enrolled, then without a link, and full of work. */
async function prepare(scenario: Scenario): Promise<Unit> {
  const hub = await startHub({ web: 'dist/bench' });
  const unit: Unit = { hub, links: [], laptops: [], written: 0 };
  current = unit;
  await hub.admin('unit', 'add', UNIT, '--name', 'PLUT Sulawesi Tengah', '--level', 'province', '--region', '72');
  const people = [...Array.from({ length: CONSULTANTS }, (_, i) => consultantId(i)), 'koordinator'];
  const nextLink = (number: number) =>
    openLink(hub.url, {
      seed: seed + number,
      gapScale: scenario.gapScale,
      log: (text) => console.log(`  link ${number}: ${text}`),
    });
  for (const [i, person] of people.entries()) {
    const role = i < CONSULTANTS ? 'consultant' : 'coordinator';
    await hub.admin('user', 'add', person, '--unit', UNIT, '--role', role, '--name', `${person} (contoh)`);
    const { code } = (await hub.admin('code', 'create', '--user', person)) as { code: string };
    if (i === 0 || scenario.links === 'own') unit.links.push(await nextLink(i));
    const laptop = await openLaptop((unit.links.at(-1) as Link).url);
    unit.laptops.push(laptop);
    laptop.page.setDefaultTimeout(5 * minute);
    await laptop.page.evaluate(([c, name]) => window.bench.enrol(c, name), [code, `Laptop ${person}`] as const);
    await laptop.page.evaluate(() => window.bench.start());
    await laptop.page.waitForFunction(async () => (await window.bench.state()).sync === 'idle');
  }
  for (const link of unit.links) link.cut('reset');
  for (const [i, { page }] of unit.laptops.slice(0, CONSULTANTS).entries()) {
    unit.written += await page.evaluate(([c, all, s]) => window.bench.work(c, all, s), [i, CONSULTANTS, seed] as const);
  }
  console.log(`  ${unit.written} records written without a link`);
  return unit;
}

async function synchronise(scenario: Scenario, unit: Unit): Promise<Outcome> {
  const { laptops, links, hub } = unit;
  const database = new DatabaseSync(join(hub.data, 'hub.sqlite'), { readOnly: true });
  const sequence = () => (database.prepare('select sequence from units').get() as { sequence: number }).sequence;
  for (const link of links) {
    link.exchanges.length = 0;
    Object.assign(link, { bytes: { up: 0, down: 0 }, cuts: 0 });
    link.use(scenario.profile);
  }
  const began = performance.now();
  if (scenario.wake) await Promise.all(laptops.map(({ page }) => page.evaluate(() => window.bench.syncNow())));

  const samples: Sample[] = [];
  // The hub's own records are there already.
  const before = sequence();
  let inSyncMs: number | null = null;
  let allSentMs: number | null = null;
  let refused = 0;
  while (inSyncMs === null && performance.now() - began < scenario.limit) {
    await pause(SAMPLE_MS);
    const states = await Promise.all(laptops.map(({ page }) => page.evaluate(() => window.bench.state())));
    const onHub = sequence();
    const at = Math.round(performance.now() - began);
    const sum = (of: (state: (typeof states)[number]) => number) => states.reduce((total, s) => total + of(s), 0);
    const sample = {
      at,
      up: links.some((link) => link.isUp()),
      onHub: onHub - before,
      unsent: sum((s) => s.unsent),
      read: sum((s) => s.cursor - before),
    };
    samples.push(sample);
    refused = sum((s) => s.refused);
    if (sample.unsent === 0) allSentMs ??= at;
    if (sample.unsent === 0 && states.every(({ cursor }) => cursor === onHub)) inSyncMs = at;
    if (samples.length % 15 === 0)
      tell(
        sample,
        states.map(({ sync }) => sync),
      );
  }
  database.close();
  const digests = await Promise.all(laptops.map(({ page }) => page.evaluate(() => window.bench.digest())));
  const [first] = digests;
  if (!first) throw new Error('no laptops');
  const exchanges: Exchange[] = links.flatMap((link) => link.exchanges);
  const total = (of: (link: Link) => number) => links.reduce((sum, link) => sum + of(link), 0);
  const outcome: Outcome = {
    scenario,
    seed,
    commit: commit(),
    at: new Date().toISOString(),
    inSyncMs,
    allSentMs,
    // Beside what was written the hub's own records are there: the unit, its people, its laptops.
    same:
      digests.every(({ sha256 }) => sha256 === first.sha256) && first.records === unit.written + 1 + 2 * laptops.length,
    records: first.records,
    registers: first.registers,
    refused,
    bytes: { up: total((link) => link.bytes.up), down: total((link) => link.bytes.down) },
    cuts: total((link) => link.cuts),
    pushes: pushesOf(exchanges),
    pulls: exchanges.filter(({ path }) => path.startsWith('/v1/sync/pull')).length,
    windows: windowsOf(samples),
    load: loadavg().map((load) => Math.round(load * 10) / 10),
  };
  const { scenario: _, ...brief } = outcome;
  console.log(`  ${JSON.stringify(brief)}`);
  const complaints = laptops.flatMap((laptop) => laptop.complaints);
  if (complaints.length > 0) console.log(`  complaints: ${complaints.slice(0, 5).join('\n  ')}`);
  return outcome;
}

function windowsOf(samples: Sample[]): Window[] {
  const windows: { from: Sample; to: Sample }[] = [];
  let before: Sample = { at: 0, up: false, onHub: 0, unsent: 0, read: 0 };
  for (const sample of samples) {
    const last = windows.at(-1);
    if (sample.up && !before.up) windows.push({ from: before, to: sample });
    else if (sample.up && last) last.to = sample;
    before = sample;
  }
  return windows.map(({ from, to }) => ({
    ms: to.at - from.at,
    sent: to.onHub - from.onHub,
    received: to.read - from.read,
    unsentAtItsEnd: to.unsent,
  }));
}

function tell({ at, up, onHub, unsent, read }: Sample, states: string[]): void {
  const seconds = Math.round(at / 1000);
  console.log(
    `  ${seconds} s ${up ? '' : '(cut) '}on hub ${onHub}, unsent ${unsent}, read ${read}, ${states.join(' ')}`,
  );
}

/** Takes the outcome into the results, in the place of the last one of this name. */
function keep(outcome: Outcome): void {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'links.json');
  let outcomes: Outcome[] = [];
  try {
    outcomes = JSON.parse(readFileSync(file, 'utf8')).outcomes;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  const order = SCENARIOS.map(({ name }) => name);
  outcomes = [...outcomes.filter(({ scenario }) => scenario.name !== outcome.scenario.name), outcome].sort(
    (a, b) => order.indexOf(a.scenario.name) - order.indexOf(b.scenario.name),
  );
  const about = {
    machine: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}`,
    node: process.version,
    browser: execFileSync(BROWSER, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
    work: {
      consultants: CONSULTANTS,
      days: DAYS,
      sessions: CONSULTANTS * DAYS * SESSIONS_A_DAY,
      clients: CONSULTANTS * CLIENTS,
    },
  };
  writeFileSync(file, `${JSON.stringify({ about, outcomes }, null, 1)}\n`);
  writeFileSync(join(folder, 'links.md'), reportOf(about, outcomes));
}

/** With a plus when files of the app were changed since. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'core', 'renderer', 'hub');
  return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
