/**
 * What a laptop with very many clients costs at its start and in its list: `npm run bench -- start [--clients 6250,25000,100000]
 * [--runs N]`. Everything is sealed. Writes `results/start.json` and `results/start.md`, which says what is measured.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { enrolAsDemo, expectAllSent, expectReadyForOffline } from '../e2e/support/app.ts';
import { startHub } from '../e2e/support/hub.ts';
import { openLaptop } from '../e2e/support/laptop.ts';
import { machine, notedKeys, noteKeys, quantile, readResults, spread } from './figures.ts';
import { fillLaptop, makeClients } from './fill.ts';

const { values } = parseArgs({
  options: { clients: { type: 'string', default: '6250,10000,25000,100000' }, runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);
const PATIENCE_MS = 300_000;
const SLOWER = [1, 4];
const QUERY = 'kopi wulandari';
/** A page without the list. */
const ELSEWHERE = { path: '/help', title: 'Bantuan' };
const SCROLL_MS = 3000;
const FRAME_MS = 1000 / 60;

/** Seconds from the opening of a window. */
interface Start {
  /** To the first lines. */
  lines: number[];
  /** To all of them, counted. */
  all: number[];
  /** Of the processor's time in the window's main thread, which other work on the machine hardly changes. */
  processor: number[];
}

interface Measured {
  clients: number;
  machine: string;
  /** By how much slower the processor is. */
  start: Record<number, Start>;
  /** ms from the click on the list's link to its first lines: just after the start on another page, and once it was read. */
  asked: { first: number[]; again: number[] };
  /** ms */
  keys: number[];
  /** ms between frames while the list is scrolled. */
  frames: number[];
  /** MiB of the window's script heap: on a page without the list, and with it. */
  heap: { without: number; with: number };
}

const RESULTS = join(import.meta.dirname, 'results/start.json');
const sizes = values.clients.split(',').map(Number);
// What is measured anew takes the place of the last of its size.
const { measured: before } = readResults<{ measured: Measured[] }>(RESULTS, { measured: [] });
const measured = before.filter(({ clients }) => !sizes.includes(clients));
for (const clients of sizes) measured.push(await measure(clients));
measured.sort((a, b) => a.clients - b.clients);
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify({ measured }, null, 2)}\n`);
writeFileSync(join(import.meta.dirname, 'results/start.md'), asPage());
console.log(asPage());

async function measure(clients: number): Promise<Measured> {
  const hub = await startHub({ demo: true });
  // As on a laptop in the field: the app's files are on it.
  const laptop = await openLaptop(hub.url, { worksOffline: true });
  try {
    const { page } = laptop;
    page.setDefaultTimeout(PATIENCE_MS);
    await enrolAsDemo(page, 'Ningsih');
    await expectAllSent(page);
    await expectReadyForOffline(page);
    await fillLaptop(page, makeClients(clients));
    return await measureFilled(page.context(), hub.url, clients);
  } finally {
    await laptop.dispose();
    await hub.dispose();
  }
}

/** Always in new windows: the one that filled the store does not know what was written past the app. */
async function measureFilled(context: BrowserContext, url: string, clients: number): Promise<Measured> {
  const start: Measured['start'] = {};
  for (const slower of SLOWER) {
    const of: Start = { lines: [], all: [], processor: [] };
    for (let run = 0; run < runs; run++) await startOnce(context, url, clients, slower, of);
    start[slower] = of;
  }
  const asked: Measured['asked'] = { first: [], again: [] };
  for (let run = 0; run < runs; run++) {
    await inWindow(context, url + ELSEWHERE.path, async (page) => {
      await page.getByRole('heading', { name: ELSEWHERE.title }).first().waitFor();
      asked.first.push(await page.evaluate(msToList));
      await listed(page, clients);
      await page.goBack();
      await page.getByRole('heading', { name: ELSEWHERE.title }).first().waitFor();
      asked.again.push(await page.evaluate(msToList));
    });
  }
  return inWindow(context, url + ELSEWHERE.path, async (page) => {
    await page.getByRole('heading', { name: ELSEWHERE.title }).first().waitFor();
    const without = await heapMiB(page);
    await page.evaluate(msToList);
    await listed(page, clients);
    const heap = { without, with: await heapMiB(page) };
    const frames = await page.evaluate(scrollList, SCROLL_MS);
    return { clients, machine: machine(), start, asked, keys: await searchKeys(page), frames, heap };
  });
}

async function inWindow<T>(context: BrowserContext, url: string, use: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  try {
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(url);
    return await use(page);
  } finally {
    await page.close();
  }
}

/** A window that another one gives the key. */
async function startOnce(
  context: BrowserContext,
  url: string,
  clients: number,
  slower: number,
  start: Start,
): Promise<void> {
  await inWindow(context, 'about:blank', async (page) => {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    await page.goto(`${url}/clients`, { waitUntil: 'commit' });
    await page.waitForFunction(() => document.querySelectorAll('main ul li').length > 5, null, { polling: 'raf' });
    start.lines.push(seconds());
    await listed(page, clients);
    start.all.push(seconds());
    const { metrics } = await session.send('Performance.getMetrics');
    start.processor.push(metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  });
}

/** The demo has clients of its own. */
function listed(page: Page, clients: number): Promise<unknown> {
  return page.waitForFunction(
    (least) => {
      const said = document.querySelector('main [role=status]')?.textContent?.replaceAll(/\D/g, '') ?? '';
      return Number(said) >= least && document.querySelectorAll('main ul li').length > 5;
    },
    clients,
    { polling: 'raf' },
  );
}

/** In the page: from a click on the list's link to the frame with its first lines, ms. */
function msToList(): Promise<number> {
  return new Promise((resolve) => {
    const started = performance.now();
    document.querySelector<HTMLElement>('a[href="/clients"]')?.click();
    const look = () => {
      const isThere = document.querySelectorAll('main ul li a[href^="/clients/"]').length > 5;
      // After the frame was painted.
      if (isThere) setTimeout(() => resolve(performance.now() - started));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** In the page: scrolls down the list by two lines a frame, some 6000 pixels a second. @returns ms between frames */
function scrollList(ms: number): Promise<number[]> {
  return new Promise((resolve) => {
    const scroller = document.querySelector('main ul')?.parentElement as HTMLElement;
    const frames: number[] = [];
    let last: number | undefined;
    const end = performance.now() + ms;
    const step = (now: number) => {
      if (last !== undefined) frames.push(now - last);
      last = now;
      scroller.scrollTop += 104;
      if (now < end) requestAnimationFrame(step);
      else resolve(frames);
    };
    requestAnimationFrame(step);
  });
}

async function heapMiB(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}

async function searchKeys(page: Page): Promise<number[]> {
  const field = page.getByRole('textbox', { name: /Cari nama usaha/ });
  await noteKeys(field);
  for (let run = 0; run < runs; run++) {
    await field.press('Control+A');
    await field.pressSequentially(QUERY, { delay: 60 });
  }
  return notedKeys(page);
}

function asPage(): string {
  const thousands = (clients: number) => clients.toLocaleString('en');
  const starts = measured.flatMap(({ clients, start }) =>
    SLOWER.map(
      (slower) =>
        `| ${thousands(clients)} | ${slower}× | ${spread(start[slower]?.lines)} | ${spread(start[slower]?.all)} | ${spread(start[slower]?.processor)} |`,
    ),
  );
  const uses = measured.map(({ clients, asked, keys, frames, heap }) => {
    const late = frames.filter((ms) => ms > 1.5 * FRAME_MS).length / frames.length;
    return `| ${[
      thousands(clients),
      quantile(asked.first, 0.5),
      quantile(asked.again, 0.5),
      quantile(keys, 0.5),
      quantile(keys, 0.95),
      `${(100 * late).toFixed(1)} %`,
      Math.round(Math.max(...frames)),
      `${heap.without.toFixed(0)} / ${heap.with.toFixed(0)}`,
    ].join(' | ')} |`;
  });
  return `# The start of a laptop, and its list of clients

Everything is sealed; the app in Chromium. Written by \`npm run bench -- start\`. Node ${process.version}.
Machine: ${measured.map((one) => `${thousands(one.clients)} clients on ${one.machine}`).join('; ')}.

From the opening of a window, whose key another one holds, to the first lines of the client list and to all of them, counted;
seconds, median of ${runs} (least–most), by how much slower the processor is. Beside it the processor's time of the window's main
thread until all are there, which hardly depends on what else the machine does.

| clients | slower | first lines, s | all, s | processor, s |
|---|---|---|---|---|
${starts.join('\n')}

With the app running: from the click on the list's link to its first lines, just after the start on another page and once the
list was read (medians); from a key in the search to its frame; frames that came later than 25 ms while the list
was scrolled by 6,000 pixels a second, and the longest; script heap of the window without and with the list.

| clients | asked first, ms | asked again, ms | key median, ms | key p95, ms | late frames | longest, ms | heap, MiB |
|---|---|---|---|---|---|---|---|
${uses.join('\n')}
${growth()}`;
}

/** By what power of the number of clients the time grows. */
function growth(): string {
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last || first === last) return '';
  const exponent = (of: (one: Measured) => number) =>
    (Math.log(of(last) / of(first)) / Math.log(last.clients / first.clients)).toFixed(2);
  const processor = exponent(({ start }) =>
    quantile(
      (start[1]?.processor ?? []).map((s) => s * 1000),
      0.5,
    ),
  );
  const keys = exponent(({ keys }) => quantile(keys, 0.5));
  return `
From ${first.clients.toLocaleString('en')} to ${last.clients.toLocaleString('en')} clients the processor's time to all lines grows with their number
to the power of ${processor}, that of a key (median) to the power of ${keys}.
`;
}
