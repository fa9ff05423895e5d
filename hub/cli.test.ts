/** The real command lines as processes: `hub/main.ts` and `hub/admin.ts` on one folder. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrolAnswer } from '#core/wire/protocol.ts';
import { runAdmin } from './admin.ts';
import { readArguments, UsageError } from './main.ts';
import { auth, batchOf, call, type Laptop, PUBLIC_KEY, post, pull, push, recordOf, write } from './testing/hub.ts';
import { withPostgres } from './testing/postgres.ts';

const NODE = [process.execPath, '--disable-warning=ExperimentalWarning'] as const;
const HERE = import.meta.dirname;

let folder: string;
let data: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-cli-'));
  data = join(folder, 'data');
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await ended(child);
  }
  rmSync(folder, { recursive: true, force: true });
});

interface HubProcess {
  url: string;
  child: ChildProcess;
  output: () => { stdout: string; stderr: string };
}

const spawnHub = (args: string[], env: Record<string, string> = {}): ChildProcess => {
  const child = spawn(NODE[0], [NODE[1], join(HERE, 'main.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
};

function startHubProcess(args: string[] = ['--data', data, '--port', '0'], env = {}): Promise<HubProcess> {
  const child = spawnHub(args, env);
  let stdout = '';
  let stderr = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
      if (!stdout.includes('\n')) return;
      const { listening } = JSON.parse(stdout.slice(0, stdout.indexOf('\n'))) as { listening: string };
      resolve({ url: listening, child, output: () => ({ stdout, stderr }) });
    });
    child.on('exit', (code) => reject(new Error(`hub ended with ${code}: ${stderr}`)));
  });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.on('exit', resolve));

interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
  json: Record<string, unknown>;
}

function run(script: string, args: string[], input = '', env: Record<string, string> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(NODE[0], [NODE[1], join(HERE, script), ...args], {
    env: { ...process.env, DATABASE_URL: '', ...env },
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr, json: stdout.startsWith('{') ? JSON.parse(stdout) : {} };
}
const admin = (...args: string[]) => run('admin.ts', ['--data', data, ...args]);

const addUnit = (id = 'plut-sulteng') =>
  admin('unit', 'add', id, '--name', 'PLUT Sulawesi Tengah', '--level', 'province', '--region', '72');
const addUser = (id: string) =>
  admin('user', 'add', id, '--unit', 'plut-sulteng', '--role', 'consultant', '--name', 'Orang (contoh)');

async function enrol(hub: { url: string }, body: object): Promise<Laptop> {
  const answer = await post<EnrolAnswer>(hub, '/v1/enrol', { deviceName: 'Laptop', publicKey: PUBLIC_KEY, ...body });
  expect(answer.status).toBe(200);
  return {
    hub,
    device: answer.body.deviceId,
    token: answer.body.deviceToken,
    user: answer.body.user,
    unit: answer.body.unit,
    answer: answer.body,
    clock: undefined,
    now: Date.now,
    replica: new Map(),
    cursor: 0,
  };
}

describe('the hub process', { timeout: 60_000 }, () => {
  test('admin beside a running hub, SIGTERM, restart', async () => {
    expect(addUnit().json).toMatchObject({ unit: { id: 'plut-sulteng', timeZone: 'WITA' } });
    const hub = await startHubProcess();
    expect(hub.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(addUser('sari').status).toBe(0);
    const code = admin('code', 'create', '--user', 'sari');
    expect(Object.keys(code.json)).toEqual(['code', 'expires']);
    expect(code.stdout.trim().split('\n')).toHaveLength(1);
    const laptop = await enrol(hub, { code: code.json.code });

    // What the administrator adds shows in the next pull.
    await pull(laptop);
    expect(addUser('budi').status).toBe(0);
    await pull(laptop);
    expect(laptop.replica.get('users/budi/name')?.heads[0]?.value).toBe('Orang (contoh)');

    const listed = admin('device', 'list', '--unit', 'plut-sulteng').json.devices as { id: string }[];
    expect(listed.map((device) => device.id)).toEqual([laptop.device]);
    expect(JSON.stringify(listed)).not.toContain(laptop.token);
    expect(admin('device', 'revoke', laptop.device).status).toBe(0);
    const refused = await call(hub, '/v1/sync/pull', { headers: auth(laptop) });
    expect(refused.body).toMatchObject({ code: 'device_revoked' });

    hub.child.kill('SIGTERM');
    expect(await ended(hub.child)).toBe(0);
    const { stdout, stderr } = hub.output();
    expect(stdout).toBe(`{"listening":"${hub.url}"}\n`);
    for (const secret of [laptop.token, String(code.json.code), 'Orang', laptop.answer.unitKey]) {
      expect(stderr).not.toContain(secret);
    }
    const again = await startHubProcess();
    expect((await call(again, '/health')).status).toBe(200);
    again.child.kill('SIGINT');
    expect(await ended(again.child)).toBe(0);
  });

  test('SIGTERM lets a request that is under way finish', async () => {
    addUnit();
    addUser('sari');
    const hub = await startHubProcess();
    const laptop = await enrol(hub, admin('code', 'create', '--user', 'sari').json);
    const ids = Array.from({ length: 400 }, (_, i) => `r-${i}`);
    for (const id of ids) write(laptop, 'businesses', id, 'name', 'x');
    const pushing = push(
      laptop,
      ids.map((id) => recordOf(laptop, 'businesses', id)),
    );
    await new Promise((resolve) => setTimeout(resolve, 15));
    hub.child.kill('SIGTERM');
    const answer = await pushing.catch((error: unknown) => error as Error);
    expect(await ended(hub.child)).toBe(0);
    // Either it was taken and answered, or the connection was never accepted; then the laptop pushes again.
    if (!(answer instanceof Error)) expect(answer.accepted).toBe(400);
  });

  test('a connection that asks nothing, as browsers keep some, does not keep the hub from closing its store', async () => {
    const hub = await startHubProcess();
    const silent = connect(Number(new URL(hub.url).port), '127.0.0.1');
    await once(silent, 'connect');
    hub.child.kill('SIGTERM');
    expect(await ended(hub.child)).toBe(0);
    silent.destroy();
    // SQLite removes its log when it is closed in order.
    expect(readdirSync(data)).not.toContain('hub.sqlite-wal');
  });

  test('kill -9 while pushing: all that was acknowledged is there after a restart', async () => {
    addUnit();
    addUser('sari');
    const hub = await startHubProcess();
    const laptop = await enrol(hub, admin('code', 'create', '--user', 'sari').json);
    const acknowledged: string[] = [];
    const pushing = (async () => {
      for (let i = 0; ; i++) {
        const id = `r-${i}`;
        write(laptop, 'businesses', id, 'name', `usaha ${i}`);
        await push(laptop, [recordOf(laptop, 'businesses', id)]);
        acknowledged.push(id);
      }
    })().catch(() => {});
    while (acknowledged.length < 30) await new Promise((resolve) => setTimeout(resolve, 5));
    hub.child.kill('SIGKILL');
    await ended(hub.child);
    await pushing;

    // The lock of the dead process is no obstacle.
    const again = await startHubProcess();
    const reader = { ...laptop, hub: again, replica: new Map(), cursor: 0 };
    await pull(reader);
    for (const id of acknowledged)
      expect(reader.replica.get(`businesses/${id}/name`)).toEqual(laptop.replica.get(`businesses/${id}/name`));
    // What was cut is simply sent again.
    const answer = await post(
      again,
      '/v1/sync/push',
      batchOf(laptop, [recordOf(laptop, 'businesses', 'r-0')]),
      auth(laptop),
    );
    expect(answer.body).toMatchObject({ accepted: 1, refused: [] });
  });

  test('a second hub on the same folder is refused, on another one it is not', async () => {
    await startHubProcess();
    const second = run('main.ts', ['--data', data, '--port', '0']);
    expect(second.status).toBe(1);
    expect(second.stderr).toContain('another hub is running');
    expect(second.stdout).toBe('');
    await startHubProcess(['--data', join(folder, 'other'), '--port', '0']);
  });

  test('wrong arguments, a taken port, help', async () => {
    for (const args of [[], ['--port', 'x'], ['--port', '70000'], ['--what'], ['--data'], ['--data', ''], ['extra']]) {
      expect(() => readArguments(args, {}), args.join(' ')).toThrow(UsageError);
    }
    for (const more of [
      ['--files', ''],
      ['--keep-free', 'much'],
      ['--keep-free', '-1'],
      ['--smallest-group', '2'],
      ['--smallest-group', 'few'],
      ['--trust-proxy', 'everyone'],
      ['--trust-proxy', '10.0.0.0/33'],
    ]) {
      expect(() => readArguments(['--data', data, ...more], {}), more.join(' ')).toThrow(UsageError);
    }
    const env = { DATABASE_URL: 'postgres://x', FILES_DIR: '/srv/files' };
    const place = { databaseUrl: 'postgres://x', keepFreeBytes: 1024 ** 3 };
    expect(readArguments([], env)).toMatchObject({ place: { ...place, files: '/srv/files' } });
    expect(readArguments(['--files', 'b'], env)).toMatchObject({ place: { ...place, files: 'b' }, smallestGroup: 5 });
    expect(readArguments(['--smallest-group', '10'], env)).toMatchObject({ smallestGroup: 10 });
    const proxies = ['--trust-proxy', '172.30.0.0/24,::1,uniquelocal'];
    expect(readArguments(proxies, env)).toMatchObject({ trustProxy: ['172.30.0.0/24', '::1', 'uniquelocal'] });
    const wrong = run('main.ts', ['--data', data, '--port', 'x']);
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toContain('--help');
    expect(wrong.stderr).not.toContain('    at ');
    const taken: Server = await new Promise((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    const { port } = taken.address() as { port: number };
    const answer = run('main.ts', ['--data', data, '--port', String(port)]);
    taken.close();
    expect(answer.status).toBe(1);
    expect(answer.stderr).toContain(`port ${port} is taken`);
    expect(run('main.ts', ['--data', data, '--port', '0', '--web', folder]).stderr).toContain('no index.html');
    const help = run('main.ts', ['--help']);
    expect(help.status).toBe(0);
    for (const word of ['--data', '--port', '--host', '--web', '--demo', '--files', '--keep-free', 'DATABASE_URL'])
      expect(help.stdout).toContain(word);
  });

  test('on PostgreSQL, by DATABASE_URL', async () => {
    const postgres = await withPostgres();
    if (!postgres) return;
    try {
      const env = { DATABASE_URL: postgres.url };
      const unit = `u-${Date.now()}`;
      const cli = (args: string[]) => run('admin.ts', args, '', env);
      const added = cli(['unit', 'add', unit, '--name', 'PLUT Uji', '--level', 'regency', '--region', '7271']);
      expect(added.json).toMatchObject({ unit: { region: '72.71', timeZone: 'WITA' } });
      cli(['user', 'add', `${unit}-a`, '--unit', unit, '--role', 'coordinator', '--name', 'Orang (contoh)']);
      const hub = await startHubProcess(['--port', '0'], env);
      const laptop = await enrol(hub, cli(['code', 'create', '--user', `${unit}-a`]).json);
      await pull(laptop);
      expect(laptop.replica.get(`units/${unit}/region`)?.heads[0]?.value).toBe('72.71');
      hub.child.kill('SIGTERM');
      expect(await ended(hub.child)).toBe(0);
    } finally {
      postgres.stop();
    }
  }, 60_000);
});

describe('admin commands', { timeout: 60_000 }, () => {
  test('passwords from standard input, activation, lists', async () => {
    addUnit();
    const added = run(
      'admin.ts',
      [
        '--data',
        data,
        'user',
        'add',
        'sari',
        '--unit',
        'plut-sulteng',
        '--role',
        'consultant',
        '--field',
        '4',
        '--name',
        'Sari (contoh)',
        '--password-stdin',
      ],
      'rahasia sekali\n',
    );
    expect(added.json).toEqual({
      user: {
        id: 'sari',
        unit: 'plut-sulteng',
        role: 'consultant',
        name: 'Sari (contoh)',
        field: 4,
        hasPassword: true,
      },
    });
    const hub = await startHubProcess();
    const login = (password: string) =>
      post(hub, '/v1/enrol', { user: 'sari', password, deviceName: 'Laptop', publicKey: PUBLIC_KEY });
    expect((await login('rahasia sekali')).status).toBe(200);
    expect(run('admin.ts', ['--data', data, 'user', 'password', 'sari', '--stdin'], 'kata sandi baru').status).toBe(0);
    expect((await login('rahasia sekali')).status).toBe(401);
    expect((await login('kata sandi baru')).status).toBe(200);
    expect(admin('user', 'deactivate', 'sari').json).toEqual({ user: 'sari', active: false });
    expect((await login('kata sandi baru')).body).toMatchObject({ code: 'user_inactive' });
    expect(admin('code', 'create', '--user', 'sari').status).toBe(1);
    expect(admin('user', 'activate', 'sari').status).toBe(0);
    const users = JSON.stringify(admin('user', 'list').json);
    expect(users).toContain('"hasPassword":true');
    expect(users).not.toContain('argon2');
    expect(admin('unit', 'list').json).toMatchObject({ units: [{ id: 'plut-sulteng', timeZone: 'WITA' }] });
  });

  test('errors say what to do and exit non-zero', async () => {
    expect(admin('unit', 'list')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('begin with "unit add"'),
    });
    addUnit();
    addUser('sari');
    const user = ['user', 'add', 'x', '--unit', 'plut-sulteng', '--name', 'X'];
    for (const [args, code, message] of [
      [['unit', 'add', 'plut-sulteng', '--name', 'X', '--level', 'province', '--region', '72'], 1, 'exists already'],
      [['unit', 'add', 'a b', '--name', 'X', '--level', 'province', '--region', '72'], 2, 'is no id'],
      [['unit', 'add', 'u2', '--name', 'X', '--level', 'village', '--region', '72'], 2, '--level'],
      [['unit', 'add', 'u2', '--name', 'X', '--level', 'province', '--region', '99'], 2, 'no province 99'],
      [['unit', 'add', 'u2', '--name', 'X', '--level', 'province', '--region', 'Palu'], 2, 'no region code'],
      [['unit', 'add', 'u2', '--name', 'X', '--level', 'province', '--region', '72', '--time-zone', 'CET'], 2, 'WITA'],
      [['unit', 'add', 'u2', '--level', 'province', '--region', '72'], 2, '--name is missing'],
      [['user', 'add', 'x', '--unit', 'nope', '--role', 'consultant', '--name', 'X'], 1, 'no unit nope'],
      [[...user, '--role', 'boss'], 2, 'no role "boss"'],
      [[...user, '--role', 'consultant', '--field', '8'], 2, '--field'],
      [['user', 'add', 'hub', ...user.slice(3), '--role', 'consultant'], 2, "hub's own"],
      [['user', 'add', 'sari', ...user.slice(3), '--role', 'consultant'], 1, 'exists already'],
      [['user', 'password', 'sari'], 2, '--stdin'],
      [['user', 'password', 'sari', '--stdin'], 2, 'at least 8'],
      [['code', 'create', '--user', 'nope'], 1, 'no user nope'],
      [['code', 'create', '--user', 'sari', '--valid-for', '1y'], 2, '--valid-for'],
      [['code', 'create', '--user', 'sari', '--role', 'head'], 2, 'does not know --role'],
      [['device', 'revoke', 'd_none'], 1, 'no device d_none'],
      [['device', 'list', '--unit', 'nope'], 1, 'no unit nope'],
      [['unit', 'sell', 'x'], 2, 'no command'],
      [['unit', 'list', 'x'], 2, 'takes no ID'],
    ] as [string[], number, string][]) {
      const answer = await runAdmin(['--data', data, ...args], Readable.from(['kurang\n']));
      expect({ args, code: answer.exitCode, stdout: answer.stdout }).toEqual({ args, code, stdout: '' });
      expect(answer.stderr).toContain(message);
      expect(answer.stderr).not.toContain('    at ');
    }
    const help = run('admin.ts', ['--help']);
    expect(help.status).toBe(0);
    for (const command of ['unit add', 'user add', 'user password', 'code create', 'device revoke']) {
      expect(help.stdout).toContain(command);
    }
  }, 60_000);
});
