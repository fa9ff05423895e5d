/** A scratch PostgreSQL for tests: TEST_DATABASE_URL, or a server of our own where the binaries are installed. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Postgres {
  url: string;
  stop: () => void;
}

/** Where Debian puts them, newest first. */
const BINARIES = ['18', '17', '16', '15', '14', '13'].map((version) => `/usr/lib/postgresql/${version}/bin`);

/** Null, after saying so, where there is none; the tests that need it are then skipped. */
export async function withPostgres(): Promise<Postgres | null> {
  const { TEST_DATABASE_URL } = process.env;
  if (TEST_DATABASE_URL) return { url: TEST_DATABASE_URL, stop: () => {} };
  const bin = BINARIES.find((folder) => existsSync(join(folder, 'initdb')));
  if (!bin) {
    console.warn('PostgreSQL is NOT tested: no server is installed and TEST_DATABASE_URL is not set.');
    return null;
  }
  try {
    return await startScratch(bin);
  } catch (error) {
    console.warn(`PostgreSQL is NOT tested: the scratch server did not start (${(error as Error).message}).`);
    return null;
  }
}

async function startScratch(bin: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'pendamping-pg-'));
  const data = join(folder, 'data');
  // The server refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const run = (command: string, args: string[]) => {
    const [file, all] = isRoot
      ? ['runuser', ['-u', 'postgres', '--', join(bin, command), ...args]]
      : [join(bin, command), args];
    execFileSync(file as string, all as string[], { cwd: folder, stdio: 'ignore', timeout: 60_000 });
  };
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  chmodSync(folder, 0o755);
  const port = await freePort();
  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`;
  run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: () => {
      run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
