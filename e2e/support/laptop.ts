/** A field laptop: a real browser with its own profile on disk, that can lose its network and its power. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { collectComplaints } from './complaints.ts';
import { unlockWhenAsked, untilOpen } from './sealed.ts';

export interface Laptop {
  page: Page;
  /** Cuts the network, or brings it back. Holds over `restart`. */
  setOffline(offline: boolean): Promise<void>;
  /** The power goes: every process of the browser is killed at once. */
  kill(): Promise<void>;
  /**
   * Lets go of the page. Whoever watches it has the browser keep all that passes through the network, in the memory of its pages; so
   * memory is measured without.
   */
  detach(): Promise<Detached>;
  /** Opens the same profile again, on the given address. */
  restart(url: string): Promise<void>;
  /** Shuts the browser down and forgets the profile. */
  dispose(): Promise<void>;
  /** Everything the page complained about: uncaught errors and console errors other than a missing network. */
  complaints: string[];
}

/** A laptop whose `page` is not to be used. */
export interface Detached {
  evaluate(expression: string): Promise<unknown>;
  /** `page` is there again: another object for the same page. */
  attach(): Promise<void>;
}

export interface LaptopOptions {
  /** Keeps the app's own files, so that it needs no hub. */
  worksOffline?: boolean;
}

const WINDOW = { width: 1366, height: 768 };

export async function openLaptop(url: string, options: LaptopOptions = {}): Promise<Laptop> {
  const profile = mkdtempSync(join(tmpdir(), 'pendamping-laptop-'));
  const complaints: string[] = [];
  let running = await start(profile, complaints, options);
  let offline = false;
  const laptop: Laptop = {
    page: running.page,
    complaints,
    async setOffline(next) {
      offline = next;
      // What is not there yet would be missing.
      if (next && options.worksOffline) await running.page.waitForFunction(() => navigator.serviceWorker.controller);
      await running.context.setOffline(next);
    },
    async kill() {
      await end(running.process);
    },
    async detach() {
      const page = await pageSocket(running.address);
      await running.context.browser()?.close();
      return {
        evaluate: (expression) => evaluateIn(page, expression),
        async attach() {
          page.close();
          running = { ...running, ...(await attach(running.address, complaints, options)) };
          laptop.page = running.page;
        },
      };
    },
    async restart(address) {
      await end(running.process);
      running = await start(profile, complaints, options);
      laptop.page = running.page;
      await running.context.setOffline(offline);
      await running.page.goto(address);
      await untilOpen(running.page, address);
    },
    async dispose() {
      await end(running.process);
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
  await running.page.goto(url);
  return laptop;
}

interface Running {
  process: ChildProcess;
  /** Where the browser listens for whoever controls it. */
  address: string;
  context: BrowserContext;
  page: Page;
}

async function start(profile: string, complaints: string[], options: LaptopOptions): Promise<Running> {
  const executable = process.env.PENDAMPING_BROWSER || chromium.executablePath();
  const browser = spawn(
    executable,
    [
      '--headless=new',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      `--window-size=${WINDOW.width},${WINDOW.height}`,
      '--no-first-run',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Suggestions under the address bar: pages of their own, half of what a start costs.
      '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
      // A camera that shows a test picture, and nobody who must allow it.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      'about:blank',
    ],
    // A group of its own, so that a kill takes all of the browser's processes.
    { detached: process.platform !== 'win32', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const address = await debuggerAddress(browser);
  return { process: browser, address, ...(await attach(address, complaints, options)) };
}

async function attach(
  address: string,
  complaints: string[],
  options: LaptopOptions,
): Promise<Pick<Running, 'context' | 'page'>> {
  const connection = await chromium.connectOverCDP(address);
  const [context] = connection.contexts();
  if (!context) throw new Error('the browser has no window');
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  await page.setViewportSize(WINDOW);
  collectComplaints(page, complaints);
  if (!options.worksOffline) await context.addInitScript(withoutServiceWorker);
  await unlockWhenAsked(page);
  return { context, page };
}

async function pageSocket(address: string): Promise<WebSocket> {
  const list = await fetch(`http://${new URL(address).host}/json/list`);
  const targets = (await list.json()) as { type: string; webSocketDebuggerUrl: string }[];
  const page = targets.find(({ type }) => type === 'page');
  if (!page) throw new Error('the browser has no page');
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  return socket;
}

async function evaluateIn(socket: WebSocket, expression: string): Promise<unknown> {
  const answered = new Promise<MessageEvent>((resolve) => socket.addEventListener('message', resolve, { once: true }));
  const params = { expression, awaitPromise: true, returnByValue: true };
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
  const { result } = JSON.parse((await answered).data);
  if (result.exceptionDetails) throw new Error(JSON.stringify(result.exceptionDetails.exception));
  return result.result.value;
}

/** Runs in the page: fetching the whole app a second time is a third of the work of a laptop that is set up. */
function withoutServiceWorker(): void {
  ServiceWorkerContainer.prototype.register = () => new Promise(() => {});
}

function debuggerAddress(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    browser.stderr?.on('data', (chunk) => {
      output += chunk;
      const address = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    });
    browser.once('error', reject);
    browser.once('exit', (code) => reject(new Error(`the browser ended (${code}): ${output.slice(-2000)}`)));
  });
}

function end(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.signalCode !== null || browser.pid === undefined) return Promise.resolve();
  const { pid } = browser;
  return new Promise((resolve) => {
    browser.once('exit', () => resolve());
    if (process.platform === 'win32') browser.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  });
}
