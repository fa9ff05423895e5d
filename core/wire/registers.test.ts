import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edit, join, type Register } from '../register/register.ts';
import { makeStamp, tick } from '../register/stamp.ts';
import { batchSchema, MAX_BATCH_BYTES, MAX_BATCH_RECORDS, type WireRecord } from './protocol.ts';
import { intoBatches, readRegister, toWire } from './registers.ts';

const register = (value: string, device = 'd_a', at = 1): Register =>
  edit(undefined, makeStamp(tick(undefined, at), device), 'u_1', value);

describe('registers on the wire', () => {
  it('leave out a seen that says no more than the heads', () => {
    expect(toWire(register('x'))).not.toHaveProperty('seen');
    const edited = edit(register('x'), makeStamp(tick(undefined, 2), 'd_b'), 'u_2', 'y');
    expect(toWire(edited).seen).toEqual({ d_a: tick(undefined, 1), d_b: tick(undefined, 2) });
  });

  it('come back as they were', () => {
    const conflict = join(register('x'), register('y', 'd_b', 2));
    const same = join(register('x'), register('x', 'd_b', 2));
    for (const one of [register('x'), conflict, same]) {
      expect(readRegister(JSON.parse(JSON.stringify(toWire(one))))).toEqual(one);
    }
  });

  it('are read the same whether they are simple or not', () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(makeStamp(tick(undefined, 1), 'd_a'), 'u', '', 'x'.repeat(65)),
    );
    const head = fc.record({ stamp: part, by: part, value: part }, { requiredKeys: [] });
    fc.assert(
      fc.property(head, (one) => {
        // With what it has seen anyway it is not taken for a simple one.
        const [simple, other] = [readRegister({ heads: [one] }), readRegister({ heads: [one], seen: {} })];
        expect(simple).toEqual(other);
      }),
      { numRuns: 1000 },
    );
  });

  it('are refused when malformed, whatever comes', () => {
    const stamp = makeStamp(tick(undefined, 1), 'd_a');
    for (const bad of [
      null,
      7,
      'x',
      [],
      {},
      { heads: [] },
      { heads: [{ stamp, value: 1 }] },
      { heads: [{ stamp: 'soon', by: 'u', value: 1 }] },
      { heads: [{ stamp, by: 'u', value: 1 }], seen: { d_a: 'x' } },
    ]) {
      expect(readRegister(bad)).toBeNull();
    }
    fc.assert(fc.property(fc.jsonValue(), (json) => void readRegister(json)));
  });
});

describe('intoBatches', () => {
  const record = (id: string, fields: number, size: number): WireRecord => ({
    collection: 'businesses',
    id,
    unit: 'plut-sulteng',
    registers: Object.fromEntries(Array.from({ length: fields }, (_, i) => [`f${i}`, register('é'.repeat(size))])),
  });
  const bytesOf = (records: WireRecord[]) =>
    new TextEncoder().encode(JSON.stringify({ batch: 'b'.repeat(36), device: 'd_12345678', schema: 1, records }))
      .length;

  it('keeps both limits and sends everything once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 8000 })), { maxLength: 12 }),
        (shapes) => {
          const records = shapes.map(([fields, size], i) => record(`r${i}`, fields, size));
          const batches = [...intoBatches(records)];
          for (const batch of batches) {
            expect(bytesOf(batch)).toBeLessThanOrEqual(MAX_BATCH_BYTES);
            expect(batchSchema.safeParse({ batch: 'b', device: 'd', schema: 1, records: batch }).success).toBe(true);
          }
          const sent = batches.flat().flatMap((r) => Object.keys(r.registers).map((field) => `${r.id}/${field}`));
          expect(sent.sort()).toEqual(
            records.flatMap((r) => Object.keys(r.registers).map((f) => `${r.id}/${f}`)).sort(),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('makes no batch of more records than the hub takes', () => {
    const records = Array.from({ length: MAX_BATCH_RECORDS + 1 }, (_, i) => record(`r${i}`, 1, 1));
    expect([...intoBatches(records)].map((batch) => batch.length)).toEqual([MAX_BATCH_RECORDS, 1]);
  });
});
