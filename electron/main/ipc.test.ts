/**
 * Every channel of the contract, as the shell registers it at its start, under 10,000 hostile messages from the app's page and
 * 10,000 from frames that are not it. Electron, and the network beyond this laptop, are stand-ins that write down what is done.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { seeded } from '#core/testing/random.ts';
import { PIECE_BYTES, type RequestChannel, type RequestOf, requests } from '../contract.ts';
import { START_URL } from './origin.ts';

const MESSAGES = 10_000;
const AT_ONCE = 250;
const OWN_FILES = ['folder.json', 'parcels', 'data-version.json'];
const SEED = Number(process.env.PENDAMPING_SEED ?? Math.floor(Math.random() * 2 ** 31));

type Handler = (event: unknown, ...payload: unknown[]) => Promise<unknown>;

const shell = vi.hoisted(() => ({
  handlers: new Map<string, Handler>(),
  userData: '',
  stick: '',
  /** What the user would see of it. */
  done: [] as string[],
  servers: [] as Server[],
}));

vi.mock('electron', () => {
  const { handlers, done } = shell;
  const window = { webContents: { send: (channel: string) => void done.push(`told ${channel}`) } };
  return {
    app: {
      setName() {},
      setPath() {},
      getPath: () => shell.userData,
      getVersion: () => '1.2.3',
      commandLine: { getSwitchValue: () => shell.userData, hasSwitch: () => true, appendSwitch() {} },
      requestSingleInstanceLock: () => true,
      relaunch: () => void done.push('relaunch'),
      exit() {},
      on() {},
      isReady: () => true,
      whenReady: () => new Promise(() => {}),
    },
    BrowserWindow: { getAllWindows: () => [window] },
    dialog: {
      async showOpenDialog() {
        done.push('dialog');
        return { filePaths: [shell.stick] };
      },
    },
    // `handle` alone: nothing listens to messages in another way.
    ipcMain: { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) },
    Menu: { buildFromTemplate: () => null, setApplicationMenu: () => void done.push('menu') },
    powerMonitor: {},
    powerSaveBlocker: { start: () => 1, stop() {} },
    protocol: { registerSchemesAsPrivileged() {} },
    safeStorage: {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: (text: string) => Buffer.from(`sealed ${text}`),
      decryptString: (sealed: Buffer) => sealed.toString().slice(7),
    },
    screen: {},
    session: {},
    shell: { openExternal: async (url: string) => void done.push(`opened ${url}`) },
  };
});

vi.mock('./post/finder.ts', async (original) => ({
  ...(await original<typeof import('./post/finder.ts')>()),
  answerCalls: () => ({ close() {} }),
  findPost: async () => null,
}));

vi.mock('./post/server.ts', async (original) => {
  const real = await original<typeof import('./post/server.ts')>();
  const listen = (server: Server) => {
    shell.servers.push(server);
    return real.listen(server, 0);
  };
  return { ...real, listen };
});

let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'pendamping-ipc-'));
  shell.userData = join(root, 'profile');
  shell.stick = join(root, 'stick');
  mkdirSync(shell.userData);
  mkdirSync(shell.stick);
  writeFileSync(join(root, 'secret.plut'), 'secret');
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await import('./index.ts');
});

afterAll(async () => {
  await send('post:close', undefined);
  rmSync(root, { recursive: true, force: true });
});

const origin = 'app://pendamping';
const page = { url: START_URL, origin, parent: null };

async function send(channel: string, payload: unknown, senderFrame: unknown = page): Promise<unknown> {
  const handler = shell.handlers.get(channel);
  if (!handler) throw new Error(`nobody handles ${channel}`);
  return handler({ senderFrame }, payload);
}

const channels = Object.keys(requests) as RequestChannel[];

test('every channel of the contract is handled, and no other', () => {
  expect([...shell.handlers.keys()].toSorted()).toEqual(channels.toSorted());
});

test('two posts that are opened at once, or one that is closed meanwhile, leave no second one behind', async () => {
  const listening = () => shell.servers.filter((server) => server.listening).length;
  const request = { unit: 'plut-a', token: 'x'.repeat(43) };
  await Promise.all([send('post:open', request), send('post:open', request), send('post:open', request)]);
  expect(listening()).toBe(1);
  const opening = send('post:open', request);
  await send('post:close', undefined);
  expect(await opening).toBeNull();
  expect(listening()).toBe(0);
});

test('one dialog at a time', async () => {
  shell.done.length = 0;
  await Promise.all([send('folder:choose', undefined), send('folder:choose', undefined)]);
  expect(shell.done).toEqual(['dialog']);
});

describe(`fuzz, PENDAMPING_SEED=${SEED}`, () => {
  /** A parcel that is there: what is sent to it is not refused for its name alone. */
  let parcel: string;
  let pool: unknown[];

  beforeAll(() => {
    const anything = fc.anything({
      maxDepth: 4,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    // As it would arrive: what no renderer can send is left out.
    pool = [...HOSTILE, ...fc.sample(anything, { numRuns: 1500, seed: SEED })].flatMap((value) => {
      try {
        return [structuredClone(value)];
      } catch {
        return [];
      }
    });
  });

  beforeEach(async () => {
    rmSync(shell.stick, { recursive: true });
    mkdirSync(shell.stick);
    await send('folder:choose', undefined);
    parcel = (await send('parcel:create', { size: 4 * PIECE_BYTES })) as string;
    writeFileSync(join(shell.stick, 'a.plut'), 'from the stick');
    symlinkSync(join(root, 'secret.plut'), join(shell.stick, 'b.plut.part'));
    shell.done.length = 0;
  });

  /** Nothing was touched but the watched folder and the shell's own files. */
  function expectNothingElseTouched(): void {
    expect(
      readdirSync(root)
        .filter((name) => name !== 'profile Cadangan')
        .toSorted(),
    ).toEqual(['profile', 'secret.plut', 'stick']);
    const backups = readdirSync(root).includes('profile Cadangan') ? readdirSync(join(root, 'profile Cadangan')) : [];
    expect(backups.filter((name) => !/^[\da-f-]{36}\.part$/.test(name))).toEqual([]);
    expect(readFileSync(join(root, 'secret.plut'), 'utf8')).toBe('secret');
    expect(readdirSync(shell.userData).filter((name) => !OWN_FILES.includes(name))).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(readdirSync(shell.stick).filter((name) => !/^[^./\\][^/\\]*\.plut(\.part)?$/i.test(name))).toEqual([]);
  }

  test.each(channels)('%s', async (channel) => {
    const messages = () => mutations(SAMPLES[channel](parcel), pool, SEED);
    const parsed = vi.spyOn(requests[channel].request, 'safeParse');

    const foreign = await sendAll(channel, messages(), FOREIGN_FRAMES);
    expect(refusalsOf(foreign)).toEqual([FRAME_GONE, `${channel}: refused, foreign sender`].toSorted());
    expect(parsed.mock.calls.length).toBe(0);
    expect(shell.done).toEqual([]);
    parsed.mockRestore();

    const own = await sendAll(channel, messages(), [page]);
    const accepted = own.filter(({ refusal }) => refusal !== `${channel}: refused, wrong request`);
    // Some of the messages must come through, or nothing behind the schema was tried.
    expect(accepted.length).toBeGreaterThan(0);
    expect(accepted.length).toBeLessThan(MESSAGES);
    expect(refusalsOf(accepted).filter((refusal) => !KNOWN_REFUSALS.includes(refusal))).toEqual([]);
    expect(accepted.every(({ message }) => requests[channel].request.safeParse(message).success)).toBe(true);
    expect(shell.done.filter((what) => !mayDo(channel, what))).toEqual([]);
    expect(shell.done.filter((what) => what === 'dialog').length).toBeLessThanOrEqual(accepted.length);
    expectNothingElseTouched();
    expect(await send('app:info', undefined)).toMatchObject({ version: '1.2.3' });
  });
});

/** What a sound handler says to a request of the right form; null is an answer. */
const KNOWN_REFUSALS: unknown[] = [null, 'no such parcel', 'parcel too large', 'no such backup'];

const refusalsOf = (outcomes: Outcome[]): unknown[] => [...new Set(outcomes.map(({ refusal }) => refusal))].toSorted();

function mayDo(channel: RequestChannel, what: string): boolean {
  if (channel === 'folder:choose' || channel === 'provision:choose') return what === 'dialog';
  if (channel === 'shell:relaunch') return what === 'relaunch';
  if (channel === 'shell:open-external') return /^opened (https:\/\/[^@\s]+|mailto:[^\s]*)$/.test(what);
  if (channel === 'shell:set-language' || channel === 'shell:listening') return what === 'menu';
  return what === 'told guest:moved' && channel.startsWith('guest:');
}

interface Outcome {
  message: unknown;
  /** null: it was answered. */
  refusal: string | null;
}

async function sendAll(channel: string, messages: Iterable<unknown>, frames: unknown[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let sending: Promise<void>[] = [];
  let count = 0;
  for (const message of messages) {
    const one = send(channel, message, frames[count % frames.length]).then(
      () => void outcomes.push({ message, refusal: null }),
      (error: unknown) => void outcomes.push({ message, refusal: error instanceof Error ? error.message : '' }),
    );
    sending.push(one);
    count += 1;
    if (sending.length < AT_ONCE) continue;
    await Promise.all(sending);
    sending = [];
  }
  await Promise.all(sending);
  expect(outcomes).toHaveLength(MESSAGES);
  return outcomes;
}

const FRAME_GONE = 'Render frame was disposed';

const frame = (url: string, ofOrigin: string, parent: unknown = null) => ({ url, origin: ofOrigin, parent });
const FOREIGN_FRAMES: unknown[] = [
  null,
  // Inside the page: what it shows, and even itself.
  frame('about:blank', origin, page),
  frame('about:srcdoc', 'null', page),
  frame(START_URL, origin, page),
  frame('https://example.org/', 'https://example.org', page),
  // In the place of the page.
  frame('', origin),
  frame('about:blank', 'null'),
  frame('about:blank', origin),
  frame(`blob:${START_URL}0193`, origin),
  frame('data:text/html,x', 'null'),
  frame(START_URL, 'null'),
  frame('https://example.org/#app://pendamping/', 'https://example.org'),
  frame('http://pendamping/', 'http://pendamping'),
  frame('file:///app/index.html', 'file://'),
  frame('app://pendamping.example.org/', 'app://pendamping.example.org'),
  frame('app://elsewhere/', 'app://elsewhere'),
  frame('app://pendamping:81/', 'app://pendamping:81'),
  frame('app://pendamping@elsewhere/', 'app://elsewhere'),
  frame('devtools://devtools/bundled/inspector.html', 'devtools://devtools'),
  frame('chrome-error://chromewebdata/', 'null'),
  // Gone before its message came.
  {
    get url(): string {
      throw new Error(FRAME_GONE);
    },
    get parent(): unknown {
      throw new Error(FRAME_GONE);
    },
  },
];

const deep = (levels: number): unknown => {
  let value: unknown = 'bottom';
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
};

const HOSTILE: unknown[] = [
  undefined,
  null,
  true,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  -1,
  0.5,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  1e308,
  10n ** 30n,
  '',
  'x'.repeat(5_000_000),
  '\u0000',
  '\ud800',
  '../secret.plut',
  '..\\secret.plut',
  'stick/../../secret.plut',
  '/etc/passwd',
  'C:\\Windows\\a.plut',
  '\\\\server\\share\\a.plut',
  '//server/share/a.plut',
  '\\\\?\\C:\\a.plut',
  '\\\\.\\COM1.plut',
  'CON.plut',
  'nul.plut',
  'LPT1.x.plut',
  'a.plut:stream.plut',
  'a\n.plut',
  'a\u0000.plut',
  '.plut',
  `${'n'.repeat(300)}.plut`,
  'b.plut',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'smb://server/share',
  'ms-msdt:/id',
  'https://user:secret@example.org/',
  'http://example.org/',
  ' https://example.org/\n--flag',
  'mailto:a@example.org?attach=/etc/passwd',
  'mailto:a@example.org?subject=x',
  '8.8.8.8:80',
  'localhost:80',
  '127.0.0.1:0',
  '127.0.0.1:99999',
  '[::1]:80',
  '00000000-0000-4000-8000-000000000000',
  JSON.parse('{"__proto__":{"polluted":1}}'),
  { constructor: { prototype: { polluted: 1 } } },
  deep(500),
  Array.from({ length: 20_000 }, (_, i) => i),
  new Array(1_000_000),
  new Uint8Array(0),
  new Uint8Array(PIECE_BYTES),
  new Uint8Array(PIECE_BYTES + 1),
  new Float64Array(8),
  new BigUint64Array(8),
  new ArrayBuffer(16),
  new DataView(new ArrayBuffer(16)),
  new Date(Number.NaN),
  new Map([['name', 'a.plut']]),
  new Set(['a.plut']),
  /a+/g,
  new Error('x'),
  new Boolean(true),
  new String('id'),
];

/** Right requests, to be spoilt: the types ask for a line here when a channel is added. */
const SAMPLES: { [C in RequestChannel]: (parcel: string) => RequestOf<C>[] } = (() => {
  const address = '127.0.0.1:9';
  const token = 'x'.repeat(43);
  const id = 'b1';
  const offer = {
    device: 'd1',
    bundles: [{ id, size: 5, by: 'd2', hub: { epoch: 'e', next: 3, created: '2026-01-01T00:00:00Z' } }],
  };
  return {
    'app:info': () => [undefined],
    'shell:listening': () => [true, false],
    'shell:relaunch': () => [undefined],
    'shell:set-language': () => ['id', 'en'],
    'shell:open-external': () => ['https://example.org/bantuan?x=1', 'mailto:someone@example.org?subject=Halo'],
    'lock:kept': () => [undefined],
    'lock:keep': () => [{ account: '00000000-0000-4000-8000-000000000000', key: new Uint8Array(32) }],
    'lock:drop': () => [undefined],
    'vault:wrap': () => [new Uint8Array(32)],
    'vault:unwrap': () => ['c2VhbGVk'],
    'shell:flushed': () => [{ flush: 1, unsaved: 0 }],
    'parcel:create': () => [{ size: 5 }],
    'parcel:append': (parcel) => [{ parcel, bytes: new Uint8Array(100) }],
    'parcel:read': (parcel) => [{ parcel, at: 0 }],
    'parcel:drop': (parcel) => [parcel],
    'parcel:opened': () => [undefined],
    'folder:choose': () => [undefined],
    'folder:forget': () => [undefined],
    'folder:list': () => [undefined],
    'folder:take': () => [{ name: 'a.plut' }],
    'folder:put': (parcel) => [{ name: 'b.plut', parcel }],
    'folder:remove': () => [{ name: 'a.plut' }],
    'backup:list': () => [undefined],
    'backup:begin': () => [{ size: 5 }],
    'backup:append': (parcel) => [{ backup: parcel, bytes: new Uint8Array(100) }],
    'backup:finish': (parcel) => [{ backup: parcel }],
    'backup:drop': (parcel) => [{ backup: parcel }],
    'backup:read': () => [{ name: '20261126T010203000Z.cadangan', at: 0 }],
    'backup:remove': () => [{ name: '20261126T010203000Z.cadangan' }],
    'disk:forget-asides': () => [undefined],
    'disk:free': () => [undefined],
    'post:open': () => [{ unit: 'plut-a', token }],
    'post:close': () => [undefined],
    'post:addresses': () => [undefined],
    'post:answer': (parcel) => [
      { ask: 1, answer: { kind: 'offer', answer: { ...offer, want: [id] } } },
      { ask: 1, answer: { kind: 'taken', taken: { changed: 1, known: 0, early: 0, refused: 0 } } },
      { ask: 1, answer: { kind: 'given', parcel } },
    ],
    'guest:find': () => [{ tag: 'x'.repeat(22) }],
    'guest:hello': () => [{ address }],
    'guest:offer': () => [{ address, token, offer }],
    'guest:send': (parcel) => [{ address, token, id, parcel }],
    'guest:fetch': () => [{ address, token, id, size: 5 }],
    'guest:stop': () => [undefined],
    'provision:find': () => [undefined],
    'provision:choose': () => [undefined],
    'provision:done': () => [undefined],
    'update:status': () => [undefined],
    'update:look': () => [{ hub: 'https://hub.example' }, { hub: null }],
    'update:take': () => [{ from: 'file', hub: null }],
    'update:stop': () => [undefined],
    'update:install': () => [{ when: 'now' }, { when: 'never' }],
  };
})();

/** 10,000 messages: most are a right one with something wrong in it, some have nothing to do with it, few are right. */
function* mutations(samples: readonly unknown[], pool: readonly unknown[], seed: number): Generator<unknown> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const spoil = (value: unknown): unknown => {
    const isRecord = value !== null && typeof value === 'object' && !(value instanceof Uint8Array);
    if (!isRecord || random() < 0.15) return pick(pool);
    const entries = Object.entries(value);
    const at = Math.floor(random() * entries.length);
    const spoilt = entries.flatMap(([key, inner], i) => {
      if (i !== at) return [[key, inner] as const];
      const dice = random();
      if (dice < 0.1) return [];
      if (dice < 0.15) return [[`${key}${pick(['', 's', '.', '\u0000'])}`, inner] as const];
      return [[key, spoil(inner)] as const];
    });
    if (Array.isArray(value)) return spoilt.map(([, inner]) => inner);
    const extra = random() < 0.1 ? [[pick(['constructor', 'toString', 'path', 'then', '']), pick(pool)] as const] : [];
    return Object.fromEntries([...spoilt, ...extra]);
  };
  for (let i = 0; i < MESSAGES; i++) {
    const dice = random();
    if (dice < 0.01) yield pick(samples);
    else if (dice < 0.3) yield pick(pool);
    else if (dice < 0.33) yield [pick(samples)];
    else yield spoil(pick(samples));
  }
}
