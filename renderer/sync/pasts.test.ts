import { expect, it } from 'vitest';
import { sawOf } from './pasts.ts';

const change = (hlc: string, device: string, value: string, seen: Record<string, string>, old: string[] = []) => ({
  field: 'name',
  stamp: `${hlc}@${device}`,
  by: device,
  value,
  device,
  batch: 'b',
  sequence: 1,
  at: '2026-11-24T08:00:00.000Z',
  old: old.map((stamp) => ({ stamp, by: 'x', value: '' })),
  seen,
});
const [T1, T2, T3, T4] = ['000000000001-0000', '000000000002-0000', '000000000003-0000', '000000000004-0000'] as const;

it('each author saw the last values that reached them, whatever the hub had by then', () => {
  const changes = [
    change(T1, 'd_a', 'Kopi', { d_a: T1 }),
    change(T2, 'd_a', 'Kopi Napu', { d_a: T2 }, [`${T1}@d_a`]),
    change(T3, 'd_b', 'Teh', { d_a: T1, d_b: T3 }),
    change(T4, 'd_c', 'Jahe', { d_c: T4 }),
  ];
  const heads = [`${T4}@d_c`, `${T3}@d_b`, `${T2}@d_a`];
  const saw = sawOf({ field: 'name', heads }, changes);
  expect(saw[`${T2}@d_a`]?.map((past) => past.value)).toEqual(['Kopi']);
  expect(saw[`${T3}@d_b`]?.map((past) => past.value)).toEqual(['Kopi']);
  expect(saw[`${T4}@d_c`]).toEqual([]);
});

it('says nothing of changes whose author’s view the hub did not keep', () => {
  const { seen: _, ...old } = change(T1, 'd_a', 'Kopi', {});
  expect(sawOf({ field: 'name', heads: [`${T1}@d_a`] }, [old])).toEqual({});
});
