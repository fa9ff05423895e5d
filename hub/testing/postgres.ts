/**
 * PostgreSQL for tests: a server of our own out of the system's packages, on scratch data and a free port, or the one that
 * TEST_DATABASE_URL names (its user must be allowed to create databases).
 *
 * PENDAMPING_POSTGRES says how serious that is: unset, tests on PostgreSQL are left out, loudly, where it is missing;
 * `required`, they fail instead; `only`, they fail and everything that does not ask for a store runs on PostgreSQL too; `none`, they
 * have a run of their own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

export interface Postgres {
  /** A database of its own. */
  url: string;
  stop: () => void;
}

/** A server that may be treated badly. */
export interface PostgresServer extends Postgres {
  /** Ids of its processes, the one that starts the others first. */
  processes: () => number[];
  /** `pg_ctl stop -m immediate`: without a checkpoint, so that the next start recovers from the WAL. */
  stopImmediately: () => Promise<void>;
  /** SIGKILL to all its processes. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
}

export interface ServerOptions {
  /** Calls fsync, as servers in earnest do. Off by default: most tests only cost time by it. */
  durable?: boolean;
  /** More settings, `name=value`. */
  settings?: string[];
}

/** Where Debian puts them, newest first; elsewhere they are in PATH. */
const FOLDERS = [
  ...['18', '17', '16', '15', '14', '13'].map((version) => `/usr/lib/postgresql/${version}/bin`),
  ...(process.env.PATH ?? '').split(delimiter),
];
const isRoot = process.getuid?.() === 0;

export const isPostgresRequired = (): boolean => ['required', 'only'].includes(process.env.PENDAMPING_POSTGRES ?? '');
const isPostgresElsewhere = (): boolean => process.env.PENDAMPING_POSTGRES === 'none';
export const isPostgresOnly = (): boolean => process.env.PENDAMPING_POSTGRES === 'only';

/** Are tests on PostgreSQL wanted here, and can they run? */
export const isPostgresTested = (): boolean =>
  !isPostgresElsewhere() && (binaries() !== undefined || isPostgresRequired());

/** A fresh database. Null, after saying so, where there is no PostgreSQL; throws instead when it is required. */
export async function withPostgres(): Promise<Postgres | null> {
  if (isPostgresElsewhere()) return null;
  const { TEST_DATABASE_URL } = process.env;
  if (TEST_DATABASE_URL) return createDatabase(TEST_DATABASE_URL);
  try {
    return await startPostgresServer();
  } catch (error) {
    if (isPostgresRequired()) throw error;
    console.warn(`PostgreSQL is NOT tested: ${(error as Error).message}`);
    return null;
  }
}

/** Starts a server on scratch data. Throws when no PostgreSQL is installed or it does not start. */
export async function startPostgresServer(options: ServerOptions = {}): Promise<PostgresServer> {
  const bin = binaries();
  if (!bin) throw new Error('no PostgreSQL server is installed (no initdb found), and TEST_DATABASE_URL is not set');
  const folder = mkdtempSync(join(tmpdir(), 'pendamping-pg-'));
  chmodSync(folder, 0o755);
  if (isRoot) runOrThrow('chown', ['postgres', folder], folder);
  const data = join(folder, 'data');
  const command = (name: string, args: string[]): [string, string[]] => asServerUser(join(bin, name), args);
  const pgCtl = (...args: string[]) => command('pg_ctl', ['-D', data, '-l', join(folder, 'log'), ...args]);
  const port = await freePort();
  const settings = [
    // TCP alone: one lock file less for a killed server to leave behind.
    "unix_socket_directories=''",
    'listen_addresses=127.0.0.1',
    `fsync=${options.durable ? 'on' : 'off'}`,
    ...(options.settings ?? []),
  ];
  const serverArguments = `-p ${port} ${settings.map((setting) => `-c ${setting}`).join(' ')}`;

  const server: PostgresServer = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    processes: () => {
      const postmaster = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
      return [postmaster, ...childrenOf(postmaster)];
    },
    start: async () => {
      const code = await run(...pgCtl('-w', '-t', '60', '-o', serverArguments, 'start'), folder);
      if (code !== 0) throw new Error(`the scratch PostgreSQL did not start:\n${tail(join(folder, 'log'))}`);
    },
    stopImmediately: async () => {
      const code = await run(...pgCtl('-w', '-m', 'immediate', 'stop'), folder);
      if (code !== 0) throw new Error(`pg_ctl stop -m immediate ended with ${code}`);
    },
    kill: async () => {
      // Each of them leads a group of its own, so there is no one group to kill.
      const all = server.processes();
      for (const pid of all) killIfThere(pid);
      while (all.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 10));
      // A dead process that nobody has collected yet would look like a running server to the next one.
      rmSync(join(data, 'postmaster.pid'), { force: true });
    },
    stop: () => {
      spawnSync(...pgCtl('-w', '-m', 'immediate', 'stop'), { cwd: folder, stdio: 'ignore', timeout: 60_000 });
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    // What is lost in a power cut of the test machine is only the empty database.
    runOrThrow(...command('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']), folder);
    await server.start();
  } catch (error) {
    server.stop();
    throw error;
  }
  return server;
}

const binaries = (): string | undefined => FOLDERS.find((folder) => folder && existsSync(join(folder, 'initdb')));

/** So that tests that share a server do not see each other. */
async function createDatabase(serverUrl: string): Promise<Postgres> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => {} };
}

/** The server refuses to run as root. */
const asServerUser = (file: string, args: string[]): [string, string[]] =>
  isRoot ? ['runuser', ['-u', 'postgres', '--', file, ...args]] : [file, args];

function runOrThrow(file: string, args: string[], cwd: string): void {
  const { status, error, stderr } = spawnSync(file, args, { cwd, encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}: ${error?.message ?? stderr}`);
}

/** Without pipes: the server that `pg_ctl` leaves behind would keep them open. */
function run(file: string, args: string[], cwd: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    spawn(file, args, { cwd, stdio: 'ignore' }).once('error', reject).once('exit', resolve);
  });
}

const tail = (log: string): string => (existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : '(no log)');

function childrenOf(parent: number): number[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.map(Number).filter((pid) => statOf(pid)?.parent === parent);
}

/** Dead, or only waiting for its parent to notice. */
const isRunning = (pid: number): boolean => !['Z', 'X', undefined].includes(statOf(pid)?.state);

function statOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold anything.
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
