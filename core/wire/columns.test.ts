import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clients } from '../../bench/peers/workload.ts';
import { edit, normalise, type Register } from '../register/register.ts';
import { makeStamp, tick } from '../register/stamp.ts';
import { bytesInColumns, fromColumns, toColumns, withColumns, withRecords } from './columns.ts';
import type { WireRecord } from './protocol.ts';
import { jsonBytes, readRegister, toWire } from './registers.ts';

const MAX_MS = 0xffff_ffff_ffff;
const device = fc.constantFrom('d_a', 'd_b', 'constructor1');
const stamp = fc
  .tuple(
    fc.oneof(
      fc.nat(5),
      fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_100 }),
      fc.constantFrom(MAX_MS - 1, MAX_MS),
    ),
    fc.oneof(fc.nat(3), fc.constantFrom(0xfffe, 0xffff)),
    device,
  )
  .map(([ms, count, by]) =>
    makeStamp(`${ms.toString(16).padStart(12, '0')}-${count.toString(16).padStart(4, '0')}`, by),
  );
const head = fc.record({ stamp, by: fc.constantFrom('sari', 'budi', '__proto__'), value: fc.jsonValue() });
const register = fc
  .tuple(fc.array(head, { minLength: 1, maxLength: 3 }), fc.dictionary(device, fc.constant('018f00000000-0000')))
  .map(([heads, seen]) => normalise(heads as never, seen));
const id = fc.oneof(fc.uuid(), fc.constantFrom('businesses.1', 'a'), fc.string({ minLength: 1, maxLength: 5 }));
const record = fc.record({
  collection: fc.constantFrom('businesses', 'sessions'),
  id,
  unit: fc.constantFrom('plut', 'plut-lain'),
  registers: fc.dictionary(fc.constantFrom('name', 'note', 'constructor', '__proto__', 'deletedAt'), register),
});
const records = fc
  .uniqueArray(record, { selector: (each) => [each.collection, each.id, each.unit].join('\n') })
  .map((all) =>
    all.map((each) => wire(each as WireRecord)).filter(({ registers }) => Object.keys(registers).length > 0),
  );

const wire = ({ registers, ...each }: WireRecord): WireRecord => ({
  ...each,
  registers: Object.fromEntries(Object.entries(registers).map(([field, one]) => [field, toWire(one)])) as never,
});
const sorted = (all: readonly WireRecord[] | null) =>
  all
    ?.map((each) => ({ ...each, registers: Object.entries(each.registers).sort(([a], [b]) => (a < b ? -1 : 1)) }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

test('records come back as they were', () => {
  fc.assert(
    fc.property(records, (all) => {
      const sent = JSON.parse(JSON.stringify(toColumns(all)));
      expect(sorted(fromColumns(sent))).toEqual(sorted(JSON.parse(JSON.stringify(all))));
    }),
    { numRuns: 500 },
  );
});

test('nothing is replaced when one field comes twice', () => {
  const twice = [wireRecord('name'), wireRecord('name')];
  expect(fromColumns(toColumns(twice))).toEqual(twice);
});

test('with everything that stands beside them', () => {
  const batch = { batch: 'b', device: 'd_a', schema: 1, records: [wireRecord('name')] };
  expect(withRecords(JSON.parse(JSON.stringify(withColumns(batch))))).toEqual(batch);
  expect(withRecords({ records: [] })).toEqual({ records: [] });
  expect(withRecords(null)).toBeNull();
});

function wireRecord(...fields: string[]): WireRecord {
  const one: Register = edit(undefined, makeStamp(tick(undefined, 1_700_000_000_000), 'd_a'), 'sari', 'Kopi');
  return {
    collection: 'businesses',
    id: 'a',
    unit: 'plut',
    registers: Object.fromEntries(fields.map((field) => [field, toWire(one)])) as never,
  };
}

describe('what is none is no harm', () => {
  test('whatever is changed in it, it is refused, or its registers are read or refused one by one', () => {
    const sent = toColumns([
      wireRecord('name', 'note'),
      { ...wireRecord('name'), id: '018f3c5e-0000-7000-8000-000000000001' },
    ]);
    const places = placesIn(sent);
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 1e300, 0.5, 2 ** 48, 65536)),
        (place, value) => {
          const changed = JSON.parse(JSON.stringify(sent));
          const last = place.at(-1) as string;
          const owner = place.slice(0, -1).reduce((at, name) => at[name], changed);
          owner[last] = value;
          for (const each of fromColumns(changed) ?? []) {
            for (const one of Object.values(each.registers)) readRegister(one);
            expect(typeof each.id).toBe('string');
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['no columns', {}],
    ['a column that is shorter', { values: [['x'], []] }],
    ['a field twice', { fields: ['name', 'name'] }],
    ['a stamp too few', { at: [1] }],
    ['an author that nobody named', { by: [0, 7] }],
    ['a time before all time', { at: [-5, 0] }],
    ['a count past the last', { at: [[0, 65535], 0] }],
    ['ids that are none', { ids: { ms: [1], rest: 'zz' } }],
    ['ids past all time', { ids: { ms: [2 ** 49], rest: '7'.repeat(20) } }],
  ])('%s', (_, change) => {
    const sent = toColumns([wireRecord('name', 'note')]);
    const [table] = sent.tables;
    const changed = Object.keys(change).length === 0 ? {} : { ...sent, tables: [{ ...table, ...change }] };
    expect(fromColumns(changed)).toBeNull();
    expect(withRecords({ columns: changed })).toBeNull();
  });
});

test('new clients take little more than their plain values', () => {
  const all = [...clients(400)];
  let clock = tick(undefined, 1_700_000_000_000);
  const sent = all.map(({ id: name, values }): WireRecord => {
    const registers = Object.entries(values).map(([field, value]) => {
      clock = tick(clock, 1_700_000_000_000);
      return [field, toWire(edit(undefined, makeStamp(clock, 'd_7k2m'), 'konsultan1', value))];
    });
    return { collection: 'businesses', id: name, unit: 'plut', registers: Object.fromEntries(registers) };
  });
  const columns = JSON.stringify(toColumns(sent));
  const plain = gzipSync(JSON.stringify(all.map(({ values }) => values))).length;
  expect(gzipSync(columns).length).toBeLessThan(1.3 * plain);
  const guessed = sent.reduce((sum, each) => sum + bytesInColumns(each), 0);
  expect(guessed / columns.length).toBeGreaterThan(0.9);
  expect(guessed / columns.length).toBeLessThan(1.3);
  expect(guessed).toBeLessThan(jsonBytes(sent) / 2);
});

/** The paths of everything in it. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => [[...path, name], ...placesIn(inner, [...path, name])]);
}
