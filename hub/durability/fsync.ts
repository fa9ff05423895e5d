/**
 * Proof that the answer to a push leaves only after the disk has what it promises: the system calls of the hub (and of
 * PostgreSQL's processes) during a few pushes, one after the other, as strace sees them.
 * `node hub/durability/fsync.ts --store sqlite`; exit code 1 when an answer came too early.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { batchOf, type Laptop, push } from '../testing/hub.ts';
import { enrolCrew, FIELDS, type Kind, makeScratch, readKind, startHubProcess, writeAll } from './scratch.ts';

const CALLS = 'fsync,fdatasync,write,writev,pwrite64,pwritev,sendto,sendmsg';
const ATTACH_MS = 30_000;

/** The file that a commit writes to and syncs. */
export const WAL: Record<Kind, RegExp> = { sqlite: /\/hub\.sqlite-wal$/, postgres: /\/pg_wal\/[0-9A-F]{24}$/ };

/**
 * So that PostgreSQL's background processes keep away from the WAL meanwhile, and every write to it in the trace belongs to
 * a push. What a commit does is left at its defaults.
 */
const QUIET = ['wal_writer_delay=10s', 'bgwriter_delay=10s', 'autovacuum=off', 'checkpoint_timeout=1h'];

/** One system call. `start` and `end` are places in the order in which strace saw them begin and return. */
export interface SystemCall {
  thread: number;
  /** Seconds since 1970. */
  time: number;
  name: string;
  /** What its file descriptor stands for: a path, or `TCP:[…]`. */
  target: string;
  text: string;
  start: number;
  end: number;
  failed: boolean;
}

export interface Verdict {
  covered: boolean;
  reason: string;
  /** The calls that matter, in their order; the last one is the answer. */
  calls: SystemCall[];
}

/** Why strace cannot be used here, or null when it can. */
export function whyNoTrace(): string | null {
  if (spawnSync('strace', ['-V']).status !== 0) return 'strace is not installed';
  const scope = '/proc/sys/kernel/yama/ptrace_scope';
  const restricted = existsSync(scope) && readFileSync(scope, 'utf8').trim() !== '0';
  return restricted && process.getuid?.() !== 0 ? 'only root may trace a running process here' : null;
}

/** Pushes `pushes` batches, one after the other, under strace. */
export async function tracePushes(kind: Kind, pushes: number, settings: string[] = []): Promise<Verdict[]> {
  const scratch = await makeScratch(kind, [...QUIET, ...settings]);
  const hub = startHubProcess(scratch.place);
  const folder = mkdtempSync(join(tmpdir(), 'pendamping-strace-'));
  try {
    const [laptop] = (await enrolCrew(scratch.place, { url: await hub.listening }, ['consultant'])) as [Laptop];
    // Opens what stays open: connections, and the backends behind them.
    await pushOne(laptop);
    const file = join(folder, 'trace');
    const detach = await attach([hub.pid, ...(scratch.postgres?.processes() ?? [])], file);
    for (let i = 0; i < pushes; i++) await pushOne(laptop);
    await detach();
    return judge(parseTrace(readFileSync(file, 'utf8')), kind);
  } finally {
    await hub.kill();
    scratch.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pushOne(laptop: Laptop): Promise<void> {
  const id = randomUUID();
  const keys = FIELDS.map((field) => ({ collection: 'businesses', id, field }));
  const { records } = writeAll(laptop, keys, () => `nilai ${batchOf(laptop, []).batch}`);
  const { accepted } = await push(laptop, records);
  if (accepted !== FIELDS.length) throw new Error(`the hub accepted ${accepted} of ${FIELDS.length}`);
}

/** Returns how to let go again. */
async function attach(pids: number[], file: string): Promise<() => Promise<void>> {
  // -yy: file descriptors come with their path or their TCP addresses.
  const args = [
    '-f',
    '-yy',
    '-ttt',
    '-s',
    '40',
    '-e',
    `trace=${CALLS}`,
    '-o',
    file,
    ...pids.flatMap((pid) => ['-p', `${pid}`]),
  ];
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  strace.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const isAttached = () => pids.every((pid) => new RegExp(`Process ${pid} attached`).test(said));
  const until = Date.now() + ATTACH_MS;
  while (!isAttached()) {
    if (strace.exitCode !== null || Date.now() > until) {
      strace.kill('SIGKILL');
      throw new Error(`strace did not attach: ${said}`);
    }
    await delay(20);
  }
  return () => endOf(strace);
}

function endOf(strace: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    strace.once('exit', () => resolve());
    strace.kill('SIGINT');
  });
}

/** Reads what `strace -f -yy -ttt` wrote. A call that others interrupted stands on two lines. */
export function parseTrace(text: string): SystemCall[] {
  const calls: SystemCall[] = [];
  const unfinished = new Map<number, SystemCall>();
  for (const [place, line] of text.split('\n').entries()) {
    const [, thread, time, rest = ''] = /^(\d+)\s+(\d+\.\d+)\s+(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    if (resumed) {
      const call = unfinished.get(Number(thread));
      unfinished.delete(Number(thread));
      if (!call) continue;
      call.text += resumed[1];
      call.end = place;
      call.failed = hasFailed(rest);
      continue;
    }
    const [, name, target] = /^(\w+)\(\d+<(.*?)>(?=[,)]| <unfinished)/.exec(rest) ?? [];
    if (name === undefined || target === undefined) continue;
    const call = {
      thread: Number(thread),
      time: Number(time),
      name,
      target,
      text: rest,
      start: place,
      end: place,
      failed: hasFailed(rest),
    };
    calls.push(call);
    if (!rest.endsWith('<unfinished ...>')) continue;
    call.text = rest.slice(0, -'<unfinished ...>'.length);
    // Until it is seen to return.
    call.end = Number.POSITIVE_INFINITY;
    unfinished.set(call.thread, call);
  }
  return calls;
}

const hasFailed = (text: string): boolean => / = -1 E\w+/.test(text);
const isSync = (call: SystemCall): boolean => call.name === 'fsync' || call.name === 'fdatasync';
const isAnswer = (call: SystemCall): boolean => call.target.startsWith('TCP') && call.text.includes('"HTTP/1.1 200 ');
/** What a PostgreSQL backend says when a transaction is committed (CommandComplete). */
const isCommit = (call: SystemCall): boolean =>
  call.target.startsWith('TCP') && call.text.includes('"C\\0\\0\\0\\vCOMMIT\\0');

/** For each answer of the hub: was everything written to the WAL for it synced before it left? */
export function judge(calls: SystemCall[], kind: Kind): Verdict[] {
  const isWal = (call: SystemCall) => WAL[kind].test(call.target);
  let since = -1;
  return calls.filter(isAnswer).map((answer) => {
    const before = calls.filter((call) => call.start > since && call.start < answer.start);
    since = answer.end;
    const shown = before.filter((call) => isWal(call) || isCommit(call));
    const verdict = kind === 'sqlite' ? judgeUntil(before, isWal, answer) : judgeCommits(before, isWal, answer);
    return { ...verdict, calls: [...shown, answer] };
  });
}

type Judged = Pick<Verdict, 'covered' | 'reason'>;

/** Each file of the WAL must be synced between its last write and `until`, and something must have been written at all. */
function judgeUntil(calls: SystemCall[], isWal: (call: SystemCall) => boolean, until: SystemCall): Judged {
  const writes = calls.filter((call) => isWal(call) && !isSync(call));
  if (writes.length === 0) return { covered: false, reason: 'nothing was written to the WAL' };
  for (const target of new Set(writes.map((call) => call.target))) {
    const written = Math.max(...writes.filter((call) => call.target === target).map((call) => call.end));
    const synced = calls.some(
      (call) =>
        isSync(call) && call.target === target && !call.failed && call.start > written && call.end < until.start,
    );
    if (!synced) return { covered: false, reason: 'the last write to the WAL was not synced' };
  }
  return { covered: true, reason: 'write to the WAL, sync of the WAL, answer' };
}

/** PostgreSQL: what a backend wrote must be synced before it says COMMIT, and the hub answers after that. */
function judgeCommits(calls: SystemCall[], isWal: (call: SystemCall) => boolean, answer: SystemCall): Judged {
  const since = new Map<number, number>();
  let covered: Judged = { covered: false, reason: 'no transaction that wrote to the WAL was committed' };
  for (const commit of calls.filter((call) => isCommit(call) && call.start < answer.start)) {
    const from = since.get(commit.thread) ?? -1;
    since.set(commit.thread, commit.end);
    const own = calls.filter(
      (call) => call.start > from && call.start < commit.start && (call.thread === commit.thread || isSync(call)),
    );
    // Transactions that only read have nothing to sync.
    if (!own.some((call) => isWal(call) && !isSync(call))) continue;
    covered = judgeUntil(own, isWal, commit);
    if (!covered.covered) return covered;
  }
  return covered.covered ? { covered: true, reason: 'write to the WAL, sync of the WAL, COMMIT, answer' } : covered;
}

/** One push as people read it: milliseconds since its first call, thread, call. Of many writes in a row the first and the last. */
export function excerpt({ calls }: Verdict): string[] {
  const first = calls[0]?.time ?? 0;
  const isSame = (a: SystemCall, b: SystemCall | undefined) => a.name === b?.name && a.target === b.target;
  return calls.flatMap((call, i) => {
    const isBetween = isSame(call, calls[i - 1]) && isSame(call, calls[i + 1]);
    // One line stands for all that are between.
    if (isBetween) return isSame(call, calls[i - 2]) ? [] : [`${' '.repeat(23)}…`];
    const short = call.text.replaceAll(/\/tmp\/[\w/-]*\/(?=data\/)/g, '…/').replaceAll(/\s+/g, ' ');
    return `${((call.time - first) * 1000).toFixed(3).padStart(9)} ms  ${String(call.thread).padStart(7)}  ${short}`;
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      store: { type: 'string' },
      pushes: { type: 'string', default: '20' },
      // For PostgreSQL; `synchronous_commit=off` must make this fail.
      setting: { type: 'string', multiple: true, default: [] },
    },
  });
  const kind = readKind(values.store);
  const why = whyNoTrace();
  if (why) throw new Error(why);
  const verdicts = await tracePushes(kind, Number(values.pushes), values.setting);
  const last = verdicts.at(-1);
  if (last) console.log(['The last push:', ...excerpt(last), ''].join('\n'));
  const early = verdicts.filter((verdict) => !verdict.covered);
  for (const verdict of early) console.error([`!!! ${verdict.reason}`, ...excerpt(verdict)].join('\n'));
  const whole = verdicts.length === Number(values.pushes);
  if (!whole) console.error(`!!! ${values.pushes} pushes, but ${verdicts.length} answers in the trace`);
  console.log(`${kind}: ${verdicts.length} answers, ${verdicts.length - early.length} after a sync that covers them`);
  process.exitCode = whole && early.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
