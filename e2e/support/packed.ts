/**
 * The packed app, as it was installed. Its fuses forbid the inspector by which Playwright drives Electron, so tests see of it what
 * Chromium's remote debugging shows: its page, not its main process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { type Browser, chromium, type Page } from '@playwright/test';

export interface PackedApp {
  page: Page;
  /** What the app wrote so far. */
  output: () => string;
  /** Waits until the app has ended by itself. @returns its exit code */
  ended: Promise<number | null>;
  /** Its main process goes at once; nothing is asked of the page. */
  kill(): Promise<void>;
}

/** @param command the executable, or what starts it, with its arguments */
export async function startPacked(command: readonly string[]): Promise<PackedApp> {
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, '--remote-debugging-port=0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const { address, output, ended } = watch(child);
  const browser = await chromium.connectOverCDP(await address);
  const page = await firstPage(browser);
  return {
    page,
    output,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function watch(child: ChildProcess) {
  let text = '';
  const found = Promise.withResolvers<string>();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const read = (chunk: Buffer) => {
    text += chunk;
    const [, port] = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text) ?? [];
    if (port) found.resolve(`http://127.0.0.1:${port}`);
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  child.once('error', found.reject);
  void ended.then((code) => found.reject(new Error(`the app ended (${code}): ${text.slice(-3000)}`)));
  return { address: found.promise, output: () => text, ended };
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('the app shows no page');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForLoadState('load');
  return page;
}

/** The packed executable that is tested. */
export function packedExecutable(): string {
  const executable = process.env.PENDAMPING_PACKED;
  if (!executable) throw new Error('PENDAMPING_PACKED names no packed executable; see docs/install.md');
  return executable;
}

/** Chromium refuses its sandbox to root. */
export const asRoot: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
