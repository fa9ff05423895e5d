/**
 * What a bundle of photos costs in memory: `npm run bench -- files [--photos N] [--kilobytes N] [--heap MB]`. In a browser whose
 * JavaScript heap is limited, one store writes all of its photos into a bundle, and another one reads it. Writes
 * `results/files.json`; ends with an error when a photo is missing.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import type { FilesBench } from './page/files.ts';

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '500' },
    kilobytes: { type: 'string', default: '400' },
    heap: { type: 'string', default: '1024' },
  },
});
const [photos, kilobytes, heap] = [Number(values.photos), Number(values.kilobytes), Number(values.heap)];
/** A secure context, as WebCrypto wants one. */
const ADDRESS = 'http://localhost/';
const SAMPLE_MS = 200;
const MEGABYTE = 1024 * 1024;

interface Peak {
  /** Of the JavaScript heap, without the buffers beside it. */
  heap: number;
  buffers: number;
  /** Of the page's whole process, as Linux tells; 0 elsewhere. */
  process: number;
}

const profile = mkdtempSync(join(tmpdir(), 'pendamping-bench-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.PENDAMPING_BROWSER || undefined,
  args: [`--js-flags=--max-old-space-size=${heap}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  const page = await openPage();
  await page.evaluate(
    ([count, bytes]) => (globalThis as unknown as { bench: FilesBench }).bench.setUp(count as number, bytes as number),
    [photos, kilobytes * 1024],
  );
  const written = await measured(page, () =>
    page.evaluate((bytes) => (globalThis as unknown as { bench: FilesBench }).bench.write(bytes), 450_000_000),
  );
  const read = await measured(page, () =>
    page.evaluate(() => (globalThis as unknown as { bench: FilesBench }).bench.read()),
  );
  const report = { photos, kilobytes, heap, written, read };
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
  writeFileSync(join(import.meta.dirname, 'results/files.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(JSON.stringify(report, null, 2));
  if (read.kept !== written.files || read.missing !== photos - written.files) process.exitCode = 1;
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
}

async function openPage(): Promise<Page> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page/files.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'silent',
  });
  const script = outputFiles[0]?.text ?? '';
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(600_000);
  await page.route(`${ADDRESS}**`, (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html><script src="/bench.js"></script>' }),
  );
  await page.goto(ADDRESS);
  return page;
}

/** Runs the work and looks at the page's memory meanwhile. */
async function measured<T extends object>(
  page: Page,
  work: () => Promise<T>,
): Promise<T & { seconds: number; peakMegabytes: Peak }> {
  const devtools = await context.newCDPSession(page);
  const pid = await rendererOf();
  const peak: Peak = { heap: 0, buffers: 0, process: 0 };
  const look = async (): Promise<void> => {
    const usage = (await devtools.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
    peak.heap = Math.max(peak.heap, Math.round(usage.usedSize / MEGABYTE));
    peak.buffers = Math.max(peak.buffers, Math.round((usage.backingStorageSize ?? 0) / MEGABYTE));
    peak.process = Math.max(peak.process, residentMegabytes(pid));
  };
  const timer = setInterval(() => void look().catch(() => undefined), SAMPLE_MS);
  const started = performance.now();
  const result = await work().finally(() => clearInterval(timer));
  await devtools.detach();
  return { ...result, seconds: Math.round((performance.now() - started) / 1000), peakMegabytes: peak };
}

/** The process of the page, which is the only one. */
async function rendererOf(): Promise<number> {
  const browser = context.browser();
  if (!browser) return 0;
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return processInfo.filter(({ type }) => type === 'renderer').reduce((latest, { id }) => Math.max(latest, id), 0);
}

function residentMegabytes(pid: number): number {
  try {
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(resident ?? 0) / 1024);
  } catch {
    return 0;
  }
}
