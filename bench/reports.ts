/**
 * What a report over many sessions costs: `npm run bench -- reports [--sessions N] [--runs N]`. The hub makes it from SQLite; a
 * laptop makes it in the app, in one window, while somebody types into a form in another one. Writes `results/reports.json`
 * and `results/reports.md`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import type { ReportName } from '../core/reports/index.ts';
import { collectionsOf, type ReportPart } from '../core/reports/report.ts';
import { makeYear } from '../core/reports/testing/year.ts';
import { waitsFor } from '../core/workflow/waiting.ts';
import { choose, enrolAsDemo, expectAllSent } from '../e2e/support/app.ts';
import { startHub } from '../e2e/support/hub.ts';
import { openLaptop } from '../e2e/support/laptop.ts';
import { makeReport } from '../hub/reports.ts';
import { sqliteFile } from '../hub/store/sqlite.ts';
import { openStore } from '../hub/store/store.ts';
import { WAITS_FLAG } from '../renderer/store/rows.ts';
import { machine, notedKeys, noteKeys, quantile, spread } from './figures.ts';
import { fillLaptop, STAMP, type StoredRow } from './fill.ts';

const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '100000' }, runs: { type: 'string', default: '5' } },
});
const [sessions, runs] = [Number(values.sessions), Number(values.runs)];
const SCOPE = { from: '2026-01-01', to: '2026-12-31' };
/** A slow machine is measured, not failed. */
const PATIENCE_MS = 120_000;
const UNIT = 'plut-ukur';
/** Those that read all sessions, and what they are called on the screen. */
const REPORTS: [name: ReportName, title: string][] = [
  ['consultant', 'Laporan konsultan pendamping'],
  ['sessionsByField', 'KUMKM per bidang (7E/7F)'],
  ['unitProgress', 'Progres data PLUT'],
];

const rows = rowsOfYear();
const hub = await measureHub();
const laptop = await measureLaptop();
const MACHINE = machine();
const result = { machine: MACHINE, node: process.version, sessions, records: rows.length, hub, laptop };
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
writeFileSync(join(import.meta.dirname, 'results/reports.json'), `${JSON.stringify(result, null, 2)}\n`);
writeFileSync(join(import.meta.dirname, 'results/reports.md'), asPage());
console.log(asPage());

function rowsOfYear(): StoredRow[] {
  const year = makeYear(2026, { clients: 3000, sessions });
  return (Object.keys(year) as ReportPart[]).flatMap((part) =>
    year[part].map((record) => {
      const { id, values } = record;
      const collection = 'collection' in record ? record.collection : (collectionsOf(part)[0] as string);
      const known = Object.entries(values).filter(([, value]) => value !== null);
      const flags = waitsFor(values as Record<string, unknown>).map((wait) => `${WAITS_FLAG}${wait}`);
      return { collection, id, values: Object.fromEntries(known), flags };
    }),
  );
}

async function measureHub(): Promise<Record<string, number[]>> {
  const data = mkdtempSync(join(tmpdir(), 'pendamping-bench-'));
  try {
    const store = await openStore({ data });
    fillHub(data);
    const seconds: Record<string, number[]> = {};
    for (const [name] of REPORTS) {
      for (let run = 0; run < runs; run++) {
        const started = performance.now();
        const { table } = await makeReport(store, UNIT, name, SCOPE);
        if (table.rows.length === 0) throw new Error(`${name}: nothing`);
        seconds[name] = [...(seconds[name] ?? []), (performance.now() - started) / 1000];
      }
    }
    await store.close();
    return seconds;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

function fillHub(data: string): void {
  const database = new DatabaseSync(sqliteFile(data));
  database
    .prepare('insert into units values (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(UNIT, 'PLUT Ukur', 'province', '72', 'WITA', 'none', 0, '2026-01-01T00:00:00.000Z');
  const insert = database.prepare('insert into registers values (?, ?, ?, ?, ?, ?, ?)');
  let sequence = 0;
  database.exec('begin');
  for (const { collection, id, values } of rows) {
    for (const [field, value] of Object.entries(values)) {
      sequence += 1;
      insert.run(UNIT, collection, id, field, JSON.stringify([{ value, stamp: STAMP, by: 'ani' }]), '{}', sequence);
    }
  }
  database.exec('commit');
  database.close();
}

async function measureLaptop() {
  const demo = await startHub({ demo: true });
  const device = await openLaptop(demo.url);
  try {
    const { page } = device;
    page.setDefaultTimeout(PATIENCE_MS);
    await enrolAsDemo(page, 'Ningsih');
    await expectAllSent(page);
    await fillLaptop(page, rows);
    const typist = await page.context().newPage();
    typist.setDefaultTimeout(PATIENCE_MS);
    await typist.goto(demo.url);
    await typist.getByRole('link', { name: 'KUMKM binaan' }).click();
    await typist.getByRole('link', { name: 'UMKM baru' }).click();
    const quiet = await keysOf(typist, async () => typist.waitForTimeout(3000));

    await page.reload();
    await page.getByRole('link', { name: 'Laporan', exact: true }).click();
    await choose(page, 'Periode', 'Tahun');
    const seconds: Record<string, number[]> = {};
    const keys: number[] = [];
    for (let run = 0; run < runs; run++) {
      for (const [name, title] of REPORTS) {
        await choose(page, 'Laporan', 'Program kerja PLUT');
        await page.getByRole('article').waitFor();
        const measured = await keysOf(typist, async () => {
          const shown = page.evaluate(msToNextReport);
          await choose(page, 'Laporan', title);
          seconds[name] = [...(seconds[name] ?? []), (await shown) / 1000];
        });
        keys.push(...measured);
      }
    }
    return { seconds, keysMs: { alone: summary(quiet), besideReports: summary(keys) } };
  } finally {
    await device.dispose();
    await demo.dispose();
  }
}

/** In the page, because a click takes Playwright a second there: from the choice of a report to the next one's table. */
function msToNextReport(): Promise<number> {
  const heading = (): string | undefined => document.querySelector('article h2')?.textContent;
  const before = heading();
  let chosen: number | undefined;
  const note = (event: Event): void => {
    if ((event.target as Element).closest('[role=option]')) chosen = performance.now();
  };
  addEventListener('click', note, { capture: true });
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (chosen === undefined || [undefined, before].includes(heading())) return;
      observer.disconnect();
      removeEventListener('click', note, { capture: true });
      resolve(performance.now() - chosen);
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
}

/** Types letter by letter while the work goes on. @returns from each key to the frame that shows it, ms */
async function keysOf(page: Page, work: () => Promise<void>): Promise<number[]> {
  const field = page.getByLabel('Usaha utama');
  await field.fill('');
  await noteKeys(field);
  let isDone = false;
  const typing = (async () => {
    while (!isDone) {
      await field.press('a');
      if ((await field.inputValue()).length > 150) await field.fill('');
    }
  })();
  try {
    await work();
  } finally {
    isDone = true;
    await typing;
  }
  return notedKeys(page);
}

function summary(times: number[]) {
  const at = (share: number): number => quantile(times, share);
  return { keys: times.length, median: at(0.5), p95: at(0.95), max: at(1) };
}

function asPage(): string {
  const lines = REPORTS.map(([name]) => `| ${name} | ${spread(hub[name])} | ${spread(laptop.seconds[name])} |`);
  const { alone, besideReports } = laptop.keysMs;
  return `# A report over ${sessions.toLocaleString('en')} sessions

${rows.length.toLocaleString('en')} records in the unit. Seconds, median of ${runs} (least–most). Written by \`npm run bench -- reports\`.
The hub reads SQLite; the laptop is the app in Chromium, from the choice of the report to its table on the screen.

Machine: ${MACHINE}. Node ${process.version}.

| report | hub | laptop |
|---|---|---|
${lines.join('\n')}

From a key to the frame that shows it, in a form of another window, ms: alone median ${alone.median}, p95 ${alone.p95}, most
${alone.max} of ${alone.keys}; while reports are computed median ${besideReports.median}, p95 ${besideReports.p95}, most
${besideReports.max} of ${besideReports.keys}.
`;
}
