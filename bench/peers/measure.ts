/**
 * One contestant through the whole workload (docs/performance.md): laptop A writes and pushes, laptop B is fresh and pulls. Each
 * laptop is a browser with a profile of its own; what passes between it and the hub is counted at a proxy, TCP payload with the
 * headers of HTTP.
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type Laptop, openLaptop } from '../../e2e/support/laptop.ts';
import { type Link, openLink } from '../../e2e/support/link.ts';
import type { Durability } from './contestant.ts';
import { checksum, type Done, expected, OFTEN } from './workload.ts';

/** A contestant's hub in a process of its own. */
export interface Server {
  url: string;
  /** What a new laptop needs to know. */
  ticket(): Promise<string>;
  dispose(): Promise<void>;
}

export interface Peer {
  name: string;
  /** Of what it says on its package, for the table. */
  version: string;
  /** How it stands to the workload: what is its own and what was made for it here. */
  notes: string;
  /** Path of its page on its hub. */
  page: string;
  /** Makes its pages; once. */
  prepare(): Promise<void>;
  start(durability: Durability): Promise<Server>;
}

export const WORKLOADS = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6'] as const;
export type Workload = (typeof WORKLOADS)[number];

export interface Figure {
  ms: number;
  /** Bytes from the laptop to the hub, and back. */
  up: number;
  down: number;
  requests: number;
  /** By how much the page's processes grew at most, MiB; none where the system does not tell. */
  grewMiB?: number;
}

export type Run = Partial<Record<Workload, Figure>>;

export interface Plan {
  clients: number;
  durability: Durability;
  /** In order; a later one needs the earlier ones. */
  last: Workload;
}

const nothing = async (): Promise<void> => {};

/** Ends every process of the run at hand. */
export let putAway = nothing;

/** @throws when a laptop does not hold what it should */
export async function measure(peer: Peer, { clients, durability, last }: Plan): Promise<Run> {
  const wanted = WORKLOADS.slice(0, WORKLOADS.indexOf(last) + 1);
  const server = await peer.start(durability);
  const link = await openLink(server.url, { seed: 1 });
  const laptops: Laptop[] = [];
  putAway = async () => {
    putAway = nothing;
    for (const laptop of laptops) await laptop.dispose();
    await link.close();
    await server.dispose();
  };
  const run: Run = {};
  const done: Done & { rounds: { round: number; clients: number }[] } = { clients, rounds: [] };
  const enrol = async (): Promise<Laptop> => {
    const laptop = await openLaptop(link.url + peer.page);
    laptops.push(laptop);
    laptop.page.setDefaultTimeout(0);
    await open(laptop.page, await server.ticket(), durability);
    return laptop;
  };
  try {
    const a = await enrol();
    await a.page.evaluate(() => window.contestant.sync());
    await a.page.evaluate((count) => window.contestant.fill(count), clients);
    // What filling left in memory goes with its page.
    await a.page.goto('about:blank');
    await a.page.goto(link.url + peer.page);
    await open(a.page, '', durability);
    run.W1 = await take(a, link);
    // Some fetch what they have just sent with the next one.
    await a.page.evaluate(() => window.contestant.sync());
    const edit = async (count: number, first: number, rounds = 1): Promise<void> => {
      const span: [number, number] = [first, first + rounds - 1];
      await a.page.evaluate(([some, of]) => window.contestant.edit(some, of), [count, span] as const);
      for (let round = span[0]; round <= span[1]; round++) done.rounds.push({ round, clients: count });
    };
    await edit(clients, 1);
    run.W2 = await take(a, link);
    await a.page.evaluate(() => window.contestant.sync());
    if (!wanted.includes('W3')) return run;
    const b = await enrol();
    run.W3 = await take(b, link);
    await expectSame(b.page, done);
    if (wanted.includes('W4')) run.W4 = await take(b, link);
    if (wanted.includes('W5')) {
      await edit(1, 2);
      const [sent, received] = [await take(a, link), await take(b, link)];
      run.W5 = {
        ms: sent.ms + received.ms,
        up: sent.up + received.up,
        down: sent.down + received.down,
        requests: sent.requests + received.requests,
      };
      await expectSame(b.page, done);
    }
    if (wanted.includes('W6')) {
      await edit(Math.min(OFTEN.records, clients), 3, OFTEN.edits);
      run.W6 = await take(a, link);
      await take(b, link);
      await expectSame(b.page, done);
    }
    return run;
  } finally {
    await putAway();
  }
}

const open = (page: Page, ticket: string, durability: Durability): Promise<void> =>
  page.evaluate(([of, how]) => window.contestant.open(of, how), [ticket, durability] as const);

/** One `sync` of a laptop that nobody watches: its traffic would be kept in the memory that is measured. */
async function take(laptop: Laptop, link: Link): Promise<Figure> {
  link.bytes.up = 0;
  link.bytes.down = 0;
  link.exchanges.length = 0;
  const ids = await pageProcesses(laptop.page);
  const detached = await laptop.detach();
  const memory = watchMemory(ids);
  try {
    const ms = (await detached.evaluate('window.contestant.sync()')) as number;
    const grewMiB = memory.grewMiB();
    return {
      ms: Math.round(ms),
      ...link.bytes,
      requests: link.exchanges.length,
      ...(grewMiB === undefined ? {} : { grewMiB }),
    };
  } finally {
    memory.end();
    await detached.attach();
  }
}

const MIB = 1024 * 1024;
const SAMPLE_MS = 50;

/** All pages of the browser; their workers are in the same processes. */
async function pageProcesses(page: Page): Promise<number[]> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Resident memory of these processes. */
function watchMemory(ids: readonly number[]): { grewMiB(): number | undefined; end(): void } {
  const now = () => ids.reduce((sum, id) => sum + residentBytes(id), 0);
  const idle = now();
  let most = idle;
  const timer = setInterval(() => {
    most = Math.max(most, now());
  }, SAMPLE_MS);
  return {
    grewMiB: () => (idle === 0 ? undefined : Math.round((Math.max(most, now()) - idle) / MIB)),
    end: () => clearInterval(timer),
  };
}

/** 0 where there is no such process any more, or no Linux. */
function residentBytes(id: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'latin1'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

async function expectSame(page: Page, done: Done): Promise<void> {
  const [held, wanted] = [await page.evaluate(() => window.contestant.digest()), checksum(expected(done))];
  if (held !== wanted) throw new Error(`the laptop holds ${held}, and should hold ${wanted} (records:sum)`);
}
