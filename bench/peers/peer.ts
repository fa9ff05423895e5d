/** What the other contestants have in common: a page that is bundled, and a hub in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Durability } from './contestant.ts';

const BENCH = join(import.meta.dirname, '..');

export const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(BENCH, 'node_modules', name, 'package.json'), 'utf8')).version;

/** Where a contestant's pages lie when they are made. */
export const webOf = (peer: string): string => join(BENCH, '../dist/peers', peer);

/** Makes `index.html` with the contestant's `page.ts`. */
export async function bundlePage(peer: string): Promise<void> {
  mkdirSync(webOf(peer), { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, peer, 'page.ts')],
    outfile: join(webOf(peer), 'page.js'),
    bundle: true,
    format: 'esm',
    target: 'chrome130',
    minify: true,
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const html =
    '<!doctype html><html lang="en"><title>bench</title><script type="module" src="/page.js"></script></html>\n';
  writeFileSync(join(webOf(peer), 'index.html'), html);
}

/**
 * Starts a contestant's `hub.ts` as `hub.ts DATA WEB DURABILITY`, on a data folder of its own. It says where it listens as
 * Pendamping's hub does.
 */
export async function startPeer(
  peer: string,
  durability: Durability,
  env: NodeJS.ProcessEnv = {},
): Promise<{ url: string; dispose(): Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), `bench-${peer}-`));
  const args = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, peer, 'hub.ts')];
  const hub = spawn(process.execPath, [...args, data, webOf(peer), durability], {
    cwd: BENCH,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await listening(hub);
  return {
    url,
    async dispose() {
      const ended = new Promise((resolve) => hub.once('exit', resolve));
      hub.kill('SIGKILL');
      await ended;
      rmSync(data, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function listening(hub: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output = (output + chunk).slice(-10_000);
      const url = /^\{"listening":"([^"]+)"\}$/m.exec(output)?.[1];
      if (url) resolve(url);
    };
    hub.stdout?.on('data', read);
    hub.stderr?.on('data', read);
    hub.once('exit', (code) => reject(new Error(`the hub ended (${code}): ${output}`)));
  });
}
