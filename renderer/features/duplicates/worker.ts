/// <reference lib="webworker" />
/**
 * The search for duplicates, beside the page: reads the clients once, takes up what is written since, answers who somebody could
 * be, and goes through all of them in the background. Nobody's typing waits for it.
 */
import { ClientSearch, type Likely, type Pair, type Summary } from '#core/duplicates/clients.ts';
import { readAllClients, type StoredClient, watchClients } from '../../store/clients.ts';
import { serve } from '../../store/open.ts';

export interface LikelyQuestion {
  asked: number;
  client: StoredClient;
}
export type Question = LikelyQuestion | { scan: true };

export interface Scan {
  /** Clients that were looked at. */
  done: number;
  total: number;
  /** The most probable first. */
  pairs: Pair[];
  /** Told apart by a person. */
  apart: [Summary, Summary][];
}
export type Answer = { asked: number; likely: Likely[] } | { scan: Scan } | { failed: string };

/** As long as it may work without letting a question in. */
const SLICE_MS = 40;
const TELL_MS = 400;

const search = new ClientSearch();
const pairs = new Map<string, Pair>();
/** Still to be looked at. */
let waiting: string[] = [];
let total = 0;
let isScanning = false;
let isRunning = false;

const ready = serve((question: Question) => {
  ready.then(() => answer(question)).catch((error: unknown) => post({ failed: String(error) }));
}).then(start);

async function start(): Promise<void> {
  // Watched first: what is written while the rest is read is taken up as well.
  watchClients((changed) => void ready.then(() => take(changed)));
  for (const client of await readAllClients()) search.set(client);
}

function answer(question: Question): void {
  if ('asked' in question) post({ asked: question.asked, likely: search.likely(question.client) });
  else if (isScanning) tell();
  else {
    isScanning = true;
    waiting = search.ids;
    total = waiting.length;
    void run();
  }
}

/** What changed is looked at anew, and all that it was a pair with. */
function take(changed: StoredClient[]): void {
  for (const client of changed) search.set(client);
  if (!isScanning || changed.length === 0) return;
  const ids = new Set(changed.map(({ id }) => id));
  for (const [key, { one, other }] of pairs) {
    if (!ids.has(one.id) && !ids.has(other.id)) continue;
    pairs.delete(key);
    ids.add(one.id).add(other.id);
  }
  waiting = [...new Set([...waiting, ...ids])];
  total = Math.max(total, waiting.length);
  void run();
}

async function run(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  let told = 0;
  while (waiting.length > 0) {
    const until = performance.now() + SLICE_MS;
    while (waiting.length > 0 && performance.now() < until) {
      for (const pair of search.pairsOf(waiting.pop() as string)) pairs.set(`${pair.one.id} ${pair.other.id}`, pair);
    }
    if (performance.now() - told > TELL_MS) {
      tell();
      told = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  isRunning = false;
  tell();
}

function tell(): void {
  const found = [...pairs.values()].sort((a, b) => b.score - a.score);
  post({ scan: { done: total - waiting.length, total, pairs: found, apart: search.apart() } });
}

const post = (message: Answer): void => self.postMessage(message);
