/**
 * What the save of a field costs while a sync goes on: `npm run bench -- save [--records 10000] [--runs N]`. A window saves through
 * the app's repository, strictly durable, while the app's sync worker pushes so many new clients to a hub process, or pulls
 * them from there; beside that the same without a sync. Writes `results/save.json` and `results/save.md`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { type Laptop, openLaptop } from '../e2e/support/laptop.ts';
import { machine, quantile, spread } from './figures.ts';
import { pendamping } from './peers/pendamping.ts';

const { values } = parseArgs({
  options: { records: { type: 'string', default: '10000' }, runs: { type: 'string', default: '3' } },
});
const [records, runs] = [Number(values.records), Number(values.runs)];
const QUIET_SAVES = 300;
const KINDS = ['quiet', 'push', 'pull'] as const;

type Saves = Record<(typeof KINDS)[number], number[]>;
/** ms of each save, and seconds of each round. */
const saves: Saves = { quiet: [], push: [], pull: [] };
const rounds: Saves = { quiet: [], push: [], pull: [] };

process.chdir(join(import.meta.dirname, '..'));
await pendamping.prepare();
for (let run = 0; run < runs; run++) await measure();
const MACHINE = machine();
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
writeFileSync(
  join(import.meta.dirname, 'results/save.json'),
  `${JSON.stringify({ machine: MACHINE, node: process.version, records, saves, rounds }, null, 2)}\n`,
);
writeFileSync(join(import.meta.dirname, 'results/save.md'), asPage());
console.log(asPage());

async function measure(): Promise<void> {
  const hub = await pendamping.start('strict');
  const laptops: Laptop[] = [];
  const enrol = async () => {
    const laptop = await openLaptop(`${hub.url}/save.html`);
    laptops.push(laptop);
    laptop.page.setDefaultTimeout(0);
    await laptop.page.evaluate((ticket) => window.contestant.open(ticket, 'strict'), await hub.ticket());
    return laptop.page;
  };
  try {
    const sender = await enrol();
    saves.quiet.push(...(await sender.evaluate((some) => window.saver.quietly(some), QUIET_SAVES)));
    await sender.evaluate((some) => window.contestant.fill(some), records);
    const beside = async (kind: 'push' | 'pull', page: Page) => {
      const { times, roundMs } = await page.evaluate((some) => window.saver.beside(some), records);
      saves[kind].push(...times);
      rounds[kind].push(roundMs / 1000);
    };
    await beside('push', sender);
    // It would go on working, on the processors of the other.
    for (const laptop of laptops.splice(0)) await laptop.dispose();
    await beside('pull', await enrol());
  } finally {
    for (const laptop of laptops) await laptop.dispose();
    await hub.dispose();
  }
}

function asPage(): string {
  const what = { quiet: 'no sync', push: `push of ${records} clients`, pull: `pull of ${records} clients` };
  const lines = KINDS.map((kind) => {
    const times = saves[kind];
    const figures = [0.5, 0.95, 1].map((share) => quantile(times, share));
    return `| ${what[kind]} | ${spread(rounds[kind])} | ${times.length} | ${figures.join(' | ')} |`;
  });
  return `# The save of a field while a sync goes on

Through the repository, strictly durable, everything sealed, one save after the other; ${runs} runs, times of all together. The round is
that of the app's own sync worker, beside the saves: median (least–most). Written by \`npm run bench -- save\`.

Machine: ${MACHINE}. Node ${process.version}.

| meanwhile | round, s | saves | median, ms | p95, ms | most, ms |
|---|---|---|---|---|---|
${lines.join('\n')}
`;
}
