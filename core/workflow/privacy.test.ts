import { describe, expect, it } from 'vitest';
import { byUrgency, termOf } from './privacy.ts';

const FROM = '2026-11-21T22:30:00.000Z';
const at = (iso: string) => Date.parse(iso);

describe('the term of 3 × 24 hours', () => {
  it('is due 72 hours later, over a weekend and to the minute', () => {
    expect(termOf(FROM, null, at(FROM))).toEqual({
      dueAt: at('2026-11-24T22:30:00.000Z'),
      state: 'open',
      hoursLeft: 72,
    });
  });

  it('rounds the hours left down, and never shows an hour that has begun to be missing', () => {
    expect(termOf(FROM, null, at('2026-11-21T22:30:01Z'))?.hoursLeft).toBe(71);
    expect(termOf(FROM, null, at('2026-11-24T22:00:00Z'))).toMatchObject({ state: 'urgent', hoursLeft: 0 });
  });

  it('turns urgent with less than a day left', () => {
    expect(termOf(FROM, null, at('2026-11-23T22:30:00Z'))?.state).toBe('open');
    expect(termOf(FROM, null, at('2026-11-23T22:30:01Z'))?.state).toBe('urgent');
  });

  it('is overdue only after its last moment', () => {
    expect(termOf(FROM, null, at('2026-11-24T22:30:00Z'))).toMatchObject({ state: 'urgent', hoursLeft: 0 });
    expect(termOf(FROM, null, at('2026-11-24T22:30:01Z'))).toMatchObject({ state: 'overdue', hoursLeft: 0 });
    expect(termOf(FROM, null, at('2026-11-26T00:29:00Z'))).toMatchObject({ state: 'overdue', hoursLeft: -25 });
  });

  it('stops when it was handled, in time or late', () => {
    const later = at('2027-01-01T00:00:00Z');
    expect(termOf(FROM, '2026-11-22T22:30:00Z', later)).toMatchObject({ state: 'handled', hoursLeft: 48 });
    expect(termOf(FROM, '2026-11-24T23:31:00Z', later)).toMatchObject({ state: 'handledLate', hoursLeft: -1 });
  });

  it('does not run without a beginning', () => {
    expect(termOf(null, null, at(FROM))).toBeUndefined();
    expect(termOf(undefined, FROM, at(FROM))).toBeUndefined();
    expect(termOf('soon', null, at(FROM))).toBeUndefined();
  });
});

it('puts the longest overdue first and what is done last', () => {
  const now = at('2026-11-25T00:00:00Z');
  const terms = {
    done: termOf('2026-11-10T00:00:00Z', '2026-11-11T00:00:00Z', now),
    doneLater: termOf('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', now),
    open: termOf('2026-11-24T00:00:00Z', null, now),
    overdue: termOf('2026-11-21T00:00:00Z', null, now),
    longOverdue: termOf('2026-11-12T00:00:00Z', null, now),
    unknown: undefined,
  };
  const order = Object.entries(terms)
    .sort(([, a], [, b]) => byUrgency(a, b))
    .map(([name]) => name);
  expect(order).toEqual(['longOverdue', 'overdue', 'open', 'unknown', 'doneLater', 'done']);
});
