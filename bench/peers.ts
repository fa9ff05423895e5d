/**
 * Pendamping beside its peers, on the same workload (docs/performance.md): `npm run bench -- peers [--clients 625,2500,10000]
 * [--runs N] [--last W6] [--peers pendamping,pouchdb,rxdb,actual] [--durability strict,relaxed]`. Real browsers, a hub process
 * each. What is measured anew takes the place of the last of its kind in `results/peers.json`; `peers.md` is made of all.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, readResults } from './figures.ts';
import { actual } from './peers/actual/peer.ts';
import type { Durability } from './peers/contestant.ts';
import { type Floor, floors } from './peers/floor.ts';
import { measure, type Peer, putAway, type Run, WORKLOADS, type Workload } from './peers/measure.ts';
import { pendamping } from './peers/pendamping.ts';
import { pouchdb } from './peers/pouchdb/peer.ts';
import { rxdb } from './peers/rxdb/peer.ts';
import { pageOf } from './peers/table.ts';

const PEERS: Record<string, () => Peer> = { pendamping: () => pendamping, pouchdb, rxdb, actual };

export interface Outcome {
  peer: string;
  version: string;
  notes: string;
  clients: number;
  durability: Durability;
  runs: Run[];
  /** Why there are no runs, or no more. */
  failed?: string;
  commit: string;
  at: string;
  machine: string;
}

export interface Results {
  browser: string;
  node: string;
  outcomes: Outcome[];
  /** By number of clients. */
  floors: Record<string, Floor[]>;
}

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '625,2500,10000' },
    runs: { type: 'string', default: '5' },
    last: { type: 'string', default: 'W6' },
    peers: { type: 'string', default: Object.keys(PEERS).join(',') },
    durability: { type: 'string', default: 'strict,relaxed' },
  },
});
const last = WORKLOADS.find((workload) => workload === values.last) as Workload | undefined;
const names = values.peers.split(',');
if (!last || names.some((name) => !PEERS[name]))
  throw new Error(`--last ${WORKLOADS.join(' | ')}, --peers of ${Object.keys(PEERS)}`);

process.chdir(join(import.meta.dirname, '..'));
const results = resultsBefore();
const peers = names.map((name) => (PEERS[name] as () => Peer)());
for (const peer of peers) await peer.prepare();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void putAway().then(() => process.exit(1)));
for (const clients of values.clients.split(',').map(Number)) {
  results.floors[clients] = floors(clients);
  for (const durability of values.durability.split(',') as Durability[]) await compare(clients, durability);
}
console.log(pageOf(results));

/** One run of each peer, then the next of each: what else the machine does meanwhile meets all of them. */
async function compare(clients: number, durability: Durability): Promise<void> {
  const outcomes = peers.map(
    ({ name: peer, version, notes }): Outcome => ({
      peer,
      version,
      notes,
      clients,
      durability,
      runs: [],
      commit: commit(),
      at: new Date().toISOString(),
      machine: machine(),
    }),
  );
  for (let run = 0; run < Number(values.runs); run++) {
    for (const [i, peer] of peers.entries()) {
      const outcome = outcomes[i] as Outcome;
      if (outcome.failed) continue;
      try {
        outcome.runs.push(await measure(peer, { clients, durability, last: last as Workload }));
      } catch (error) {
        outcome.failed = String((error as Error).message).slice(0, 500);
      }
      outcome.machine = machine();
      console.log(
        `${peer.name}, ${clients} clients, ${durability}: ${outcome.failed ?? JSON.stringify(outcome.runs.at(-1))}`,
      );
      keep(outcome);
    }
  }
}

function resultsBefore(): Results {
  const browser = execFileSync(process.env.PENDAMPING_BROWSER ?? 'chromium', ['--version'], {
    encoding: 'utf8',
  }).trim();
  const fresh = { browser, node: process.version, outcomes: [], floors: {} };
  return { ...fresh, ...readResults<Partial<Results>>(join(import.meta.dirname, 'results/peers.json'), {}), browser };
}

/** In the place of the last one of its kind. */
function keep(outcome: Outcome): void {
  const isSame = (other: Outcome) =>
    other.peer === outcome.peer && other.clients === outcome.clients && other.durability === outcome.durability;
  results.outcomes = [...results.outcomes.filter((other) => !isSame(other)), outcome];
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'peers.json'), `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(join(folder, 'peers.md'), pageOf(results));
}

/** With a plus when files of the app were changed since. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'core', 'renderer', 'hub');
  return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
}
