/** A few traced pushes, where strace is (PENDAMPING_STRACE=required: it must be), and checks that the judge can say no. */
import { expect, test } from 'vitest';
import { excerpt, judge, parseTrace, tracePushes, whyNoTrace } from './fsync.ts';
import { type Kind, kindsToTest } from './scratch.ts';

/** Seconds where the machine is free; many of them where it is not. */
const LONG = 600_000;

const why = whyNoTrace();
if (why && process.env.PENDAMPING_STRACE === 'required') throw new Error(`system calls cannot be traced: ${why}`);
if (why) console.warn(`That answers wait for fsync is NOT tested: ${why}.`);

test.skipIf(why !== null).each(kindsToTest())(
  'each push: WAL, sync, answer (%s)',
  async (kind) => {
    const verdicts = await tracePushes(kind, 8);
    expect(verdicts).toHaveLength(8);
    for (const verdict of verdicts)
      expect(verdict.covered, [verdict.reason, ...excerpt(verdict)].join('\n')).toBe(true);
  },
  LONG,
);

const WAL = { sqlite: '20</d/hub.sqlite-wal>', postgres: '20</d/pg_wal/000000010000000000000001>' };
const HTTP = 'TCP:[127.0.0.1:1->127.0.0.1:2]';
const line = (call: string, thread = 7) => `${thread} 1700000000.000001 ${call}`;
const write = (kind: Kind) => line(`pwrite64(${WAL[kind]}, "x"..., 4096, 0) = 4096`);
const sync = (kind: Kind) => line(`fdatasync(${WAL[kind]}) = 0`);
const answer = line(`write(25<${HTTP}>, "HTTP/1.1 200 OK\\r\\nx"..., 300) = 300`, 9);
const commit = line(`sendto(9<${HTTP}>, "C\\0\\0\\0\\vCOMMIT\\0Z\\0\\0\\0\\5I", 18, 0, NULL, 0) = 18`);
const verdictOf = (kind: Kind, ...lines: string[]) =>
  judge(parseTrace(lines.join('\n')), kind).map((verdict) => verdict.covered);

test('SQLite: only a sync after the last write and before the answer counts', () => {
  const [w, s] = [write('sqlite'), sync('sqlite')];
  expect(verdictOf('sqlite', w, s, answer)).toEqual([true]);
  expect(verdictOf('sqlite', w, s, answer, answer)).toEqual([true, false]);
  expect(verdictOf('sqlite', w, answer, s)).toEqual([false]);
  expect(verdictOf('sqlite', w, s, w, answer)).toEqual([false]);
  expect(verdictOf('sqlite', s, w, answer)).toEqual([false]);
  expect(verdictOf('sqlite', w, line(`fdatasync(${WAL.sqlite}) = -1 EIO (Input/output error)`), answer)).toEqual([
    false,
  ]);
  expect(verdictOf('sqlite', w, line('fdatasync(21</d/hub.sqlite>) = 0'), answer)).toEqual([false]);
});

test('a sync that has not returned yet does not count', () => {
  const w = write('sqlite');
  const begun = line(`fsync(${WAL.sqlite} <unfinished ...>`);
  const returned = line('<... fsync resumed>) = 0');
  expect(verdictOf('sqlite', w, begun, returned, answer)).toEqual([true]);
  expect(verdictOf('sqlite', w, begun, answer, returned)).toEqual([false]);
  expect(verdictOf('sqlite', w, begun, answer)).toEqual([false]);
});

test('PostgreSQL: the sync must come before COMMIT, and COMMIT before the answer', () => {
  const [w, s] = [write('postgres'), sync('postgres')];
  expect(verdictOf('postgres', w, s, commit, answer)).toEqual([true]);
  expect(verdictOf('postgres', commit, w, s, commit, answer)).toEqual([true]);
  expect(verdictOf('postgres', w, commit, s, answer)).toEqual([false]);
  expect(verdictOf('postgres', w, s, answer, commit)).toEqual([false]);
  expect(verdictOf('postgres', w, commit, w, s, commit, answer)).toEqual([false]);
  expect(verdictOf('postgres', commit, answer)).toEqual([false]);
});
