import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '#core/testing/random.ts';
import { LINKS, Line, type LinkProfile, outagesOf, SEGMENT_BYTES } from './line.ts';

const STEADY: LinkProfile = { down: 1000, up: 250, rtt: 700, jitter: 0, loss: 0 };
const A = {};
const B = {};

/** Runs the line by its own timetable until it is idle or the time is over. */
function run<T>(line: Line<T>, until = Number.POSITIVE_INFINITY): { payload: T; at: number }[] {
  const arrived: { payload: T; at: number }[] = [];
  for (let next = line.nextAt(); next <= until && Number.isFinite(next); next = line.nextAt()) {
    arrived.push(...line.advance(next));
  }
  return arrived;
}

function fill(line: Line<number>, flow: object, segments: number): void {
  for (let i = 0; i < segments; i++) line.send(flow, SEGMENT_BYTES, i, 0);
}

/** kbit/s of payload that arrived between two moments. */
const rate = (arrived: { at: number }[], from: number, to: number) =>
  (arrived.filter(({ at }) => at > from && at <= to).length * SEGMENT_BYTES * 8) / (to - from);

describe('a line', () => {
  it('carries what its rate says once its window is open, whoever shares it', () => {
    for (const flows of [[A], [A, B]]) {
      const line = new Line<number>(250, STEADY, seeded(1));
      for (const flow of flows) {
        line.open(flow, 0, 2);
        fill(line, flow, 800);
      }
      const kbits = rate(run(line), 10_000, 25_000);
      expect(kbits).toBeGreaterThan(225);
      expect(kbits).toBeLessThan(275);
    }
  });

  it('carries its mean rate when others make it swing', () => {
    const line = new Line<number>(250, { ...STEADY, background: 0.9 }, seeded(2));
    line.open(A, 0, 1);
    fill(line, A, 4000);
    const kbits = rate(run(line), 10_000, 150_000);
    expect(kbits).toBeGreaterThan(225);
    expect(kbits).toBeLessThan(275);
  });

  it('starts slowly: a first window, then what acknowledgements allow', () => {
    const line = new Line<number>(100_000, STEADY, seeded(3));
    line.open(A, 0, 0);
    fill(line, A, 100);
    const arrived = run(line);
    const until = (ms: number) => arrived.filter(({ at }) => at <= ms).length;
    expect([until(349), until(400), until(1100), until(1900)]).toEqual([0, 10, 30, 70]);
  });

  it('lets connections take turns', () => {
    const line = new Line<number>(250, STEADY, seeded(4));
    line.open(A, 0, 0);
    line.open(B, 0, 0);
    for (let i = 0; i < 5; i++) line.send(A, SEGMENT_BYTES, 1, 0);
    for (let i = 0; i < 5; i++) line.send(B, SEGMENT_BYTES, 2, 0);
    expect(run(line).map(({ payload }) => payload)).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
  });

  it('loses nothing, keeps the order of each connection and is never faster than light', () => {
    const shapes = fc.record({
      rtt: fc.integer({ min: 0, max: 2000 }),
      jitterShare: fc.double({ min: 0, max: 1, noNaN: true }),
      loss: fc.double({ min: 0, max: 0.5, noNaN: true }),
      kbits: fc.integer({ min: 10, max: 20_000 }),
      seed: fc.nat(),
      sends: fc.array(fc.record({ flow: fc.constantFrom(A, B), at: fc.integer({ min: 0, max: 5000 }) })),
      downFrom: fc.integer({ min: 0, max: 5000 }),
      downFor: fc.integer({ min: 0, max: 5000 }),
    });
    fc.assert(
      fc.property(shapes, ({ rtt, jitterShare, loss, kbits, seed, sends, downFrom, downFor }) => {
        const profile = { down: kbits, up: kbits, rtt, jitter: rtt * jitterShare, loss };
        const line = new Line<{ flow: object; i: number; at: number }>(kbits, profile, seeded(seed));
        line.open(A, 0, 1);
        line.open(B, 0, 1);
        const inOrder = [...sends].sort((a, b) => a.at - b.at);
        for (const [i, { flow, at }] of inOrder.entries()) line.send(flow, 100, { flow, i, at }, at);
        const arrived = run(line, downFrom);
        line.setUp(false, downFrom);
        expect(line.advance(downFrom + downFor)).toEqual([]);
        line.setUp(true, downFrom + downFor);
        const after = run(line);
        for (const { at } of after) expect(at).toBeGreaterThanOrEqual(downFrom + downFor);
        const all = [...arrived, ...after];
        for (const flow of [A, B]) {
          const sent = inOrder.flatMap((send, i) => (send.flow === flow ? [i] : []));
          expect(all.filter(({ payload }) => payload.flow === flow).map(({ payload }) => payload.i)).toEqual(sent);
        }
        for (const { payload, at } of all) {
          expect(at).toBeGreaterThanOrEqual(payload.at + (rtt - profile.jitter) / 2);
        }
      }),
    );
  });

  it('makes a connection wait for a lost segment, and only that one', () => {
    const line = new Line<number>(1000, { ...STEADY, loss: 0.02 }, seeded(5));
    line.open(A, 0, 0);
    fill(line, A, 300);
    const arrived = run(line);
    const waits = arrived.map(({ at }, i) => at - (arrived[i - 1]?.at ?? at));
    // 2 × 700 ms is more than the least retransmission time.
    expect(Math.max(...waits)).toBeGreaterThan(1200);
    line.open(B, 1e6, 0);
    line.send(B, SEGMENT_BYTES, 0, 1e6);
    expect(run(line)[0]?.at).toBeLessThan(1e6 + 1000);
  });

  it('loses as much as the profile says over a long time, in bursts where it says so', () => {
    const profile = { ...LINKS.N3, rtt: 0, jitter: 0 };
    const line = new Line<number>(500, profile, seeded(6));
    // A connection for each segment: what waits is what was lost.
    let lost = 0;
    const perSlot = new Map<number, number>();
    for (let i = 0; i < 20_000; i++) {
      const flow = {};
      const at = i * 50;
      line.open(flow, at, 0);
      line.send(flow, SEGMENT_BYTES, i, at);
      const arrival = run(line)[0]?.at ?? 0;
      line.close(flow);
      if (arrival - at < 1000) continue;
      lost += 1;
      const slot = Math.floor(at / profile.bursts.ms);
      perSlot.set(slot, (perSlot.get(slot) ?? 0) + 1);
    }
    expect(lost / 20_000).toBeGreaterThan(0.07);
    expect(lost / 20_000).toBeLessThan(0.11);
    // 40 segments in a piece of time: in a burst about 20 of them are lost.
    const inBursts = [...perSlot.values()].filter((count) => count > 10).reduce((sum, count) => sum + count, 0);
    expect(inBursts / lost).toBeGreaterThan(0.8);
  });
});

describe('outages', () => {
  it('come as the profile says; a scale makes only the gaps shorter', () => {
    const cuts = outagesOf(LINKS.N2, seeded(7), 0.1);
    const seen = new Set<string>();
    for (let i = 0; i < 50; i++) {
      const { value } = cuts.next();
      expect(value.up).toBeGreaterThanOrEqual(600_000);
      expect(value.up).toBeLessThanOrEqual(900_000);
      expect(value.gap).toBeGreaterThanOrEqual(3000);
      expect(value.gap).toBeLessThanOrEqual(12_000);
      seen.add(value.how);
    }
    expect(seen).toEqual(new Set(['reset', 'hang']));
  });

  it('do not come to a steady link', () => {
    expect(outagesOf(LINKS.N4, seeded(8)).next().done).toBe(true);
  });

  it('are the same for the same seed', () => {
    const first = (seed: number) => outagesOf(LINKS.N2, seeded(seed)).next().value;
    expect(first(9)).toEqual(first(9));
    expect(first(9)).not.toEqual(first(10));
  });
});
