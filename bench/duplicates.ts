/**
 * How long a search for duplicates takes, and how well it finds: `npm run bench -- duplicates [--sizes 5000,20000,80000] [--seed N]`.
 * The clients are invented (core/duplicates/testing/corpus.ts), every twentieth is another one, recorded again. Each client is
 * asked about once. Writes `results/duplicates.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuplicateIndex } from '../core/duplicates/index.ts';
import { type Client, corpus } from '../core/duplicates/testing/corpus.ts';

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '5000,20000,80000' }, seed: { type: 'string', default: '1' } },
});

interface Figures {
  clients: number;
  copies: number;
  buildMs: number;
  /** By the clock; `max` shows what else the machine did. */
  perEntryMs: { median: number; p95: number; max: number };
  /** Of the processor, mean. */
  cpuPerEntryMs: number;
  updateMs: number;
  recall: number;
  precision: number;
}

const figures = values.sizes.split(',').map((size) => measure(Number(size), Number(values.seed)));
const report = { machine: cpus()[0]?.model, load: loadavg(), node: process.version, seed: values.seed, figures };
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
writeFileSync(join(import.meta.dirname, 'results/duplicates.json'), `${JSON.stringify(report, null, 2)}\n`);
console.log(JSON.stringify(report, null, 2));

function measure(size: number, seed: number): Figures {
  const clients = corpus(size, size / 20, seed);
  const index = new DuplicateIndex<string>();
  const buildMs = timed(() => {
    for (const { id, identity } of clients) index.set(id, identity);
  });
  const pairs = new Set<string>();
  const cpu = process.cpuUsage();
  const times = clients
    .map(({ id, identity }) =>
      timed(() => {
        for (const { what, isSame } of index.find(identity, id)) if (isSame) pairs.add([id, what].sort().join(' '));
      }),
    )
    .sort((a, b) => a - b);
  const { user, system } = process.cpuUsage(cpu);
  const copies = clients.filter((client) => client.copyOf);
  const right = copies.filter((copy) => pairs.has(pairOf(copy))).length;
  const some = clients.slice(0, 1000);
  const updating = timed(() => {
    for (const { id, identity } of some) index.set(id, identity);
  });
  return {
    clients: size,
    copies: copies.length,
    buildMs: rounded(buildMs),
    perEntryMs: { median: at(times, 0.5), p95: at(times, 0.95), max: at(times, 1) },
    cpuPerEntryMs: rounded((user + system) / 1000 / size),
    updateMs: rounded(updating / some.length),
    recall: rounded(right / copies.length),
    precision: rounded(right / pairs.size),
  };
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function pairOf({ id, copyOf }: Client): string {
  return [id, copyOf].sort().join(' ');
}

function at(sorted: readonly number[], share: number): number {
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function rounded(number: number): number {
  return Math.round(number * 1000) / 1000;
}
