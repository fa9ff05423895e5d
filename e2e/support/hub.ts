/** A real hub process on a data folder of its own, that can be stopped, killed and started again at the same address. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fastq from 'fastq';
import { runAdmin } from '../../hub/admin.ts';

const ROOT = join(import.meta.dirname, '../..');
const NODE = ['--disable-warning=ExperimentalWarning'];

export interface Hub {
  url: string;
  /** Its data folder. */
  data: string;
  /** Runs an administrator's command and returns what it printed, parsed. */
  admin(...args: string[]): Promise<unknown>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/** @param options.web folder of the pages that it serves: the app, unless said otherwise */
export async function startHub(options: { demo?: boolean; web?: string } = {}): Promise<Hub> {
  const data = mkdtempSync(join(tmpdir(), 'pendamping-hub-'));
  const args = ['--web', options.web ?? 'dist/renderer', ...(options.demo ? ['--demo'] : [])];
  let running = await start(data, 0, args);
  const { url } = running;
  const stop = (signal: NodeJS.Signals) => end(running.process, signal);
  return {
    url,
    data,
    admin: (...args) => commands.push({ data, args }),
    stop: () => stop('SIGTERM'),
    kill: () => stop('SIGKILL'),
    async restart() {
      running = await start(data, Number(new URL(url).port), args);
    },
    async dispose() {
      await stop('SIGKILL');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function start(data: string, port: number, options: string[]): Promise<{ process: ChildProcess; url: string }> {
  const args = ['hub/main.ts', '--data', data, '--port', String(port), ...options];
  const hub = spawn(process.execPath, [...NODE, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const line = /^\{"listening":"([^"]+)"\}$/m.exec(output);
      if (line?.[1]) resolve(line[1]);
    };
    hub.stdout.on('data', read);
    hub.stderr.on('data', read);
    hub.once('exit', (code) => reject(new Error(`the hub ended (${code}): ${output.slice(-2000)}`)));
  });
  return { process: hub, url };
}

function end(hub: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hub.exitCode !== null || hub.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    hub.once('exit', () => resolve());
    hub.kill(signal);
  });
}

/**
 * In this process: one of its own for each command would cost more than all else that the hub does. `hub/cli.test.ts` starts them. One
 * after the other: who waits for SQLite's lock keeps the process, and with it whoever holds the lock.
 */
const commands = fastq.promise(async ({ data, args }: { data: string; args: string[] }) => {
  const { exitCode, stdout, stderr } = await runAdmin(['--data', data, ...args], Readable.from([]));
  if (exitCode !== 0) throw new Error(`hub:admin ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}, 1);
