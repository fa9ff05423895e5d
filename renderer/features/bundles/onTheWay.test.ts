import { expect, test } from 'vitest';
import type { CarriedBundle } from '../../store/database.ts';
import type { Laptop } from '../laptops/health.ts';
import { onTheWay } from './onTheWay.ts';

const laptop = (id: string, unsent: number | null = 0, revokedAt: string | null = null): Laptop => ({
  id,
  name: `Laptop ${id}`,
  user: id,
  enrolledAt: null,
  revokedAt,
  revokeAsked: false,
  told: unsent === null ? null : ({ id, unsent } as Laptop['told']),
});

const bundle = (id: string, device: string, created: string, more: Partial<CarriedBundle> = {}): CarriedBundle =>
  ({
    id,
    size: 1,
    contains: [],
    open: 0,
    arrivedAt: '2026-11-25T10:00:00.000Z',
    header: { created, from: { kind: 'device', device, userName: `Ibu ${device}` } },
    ...more,
  }) as CarriedBundle;

const own = { device: 'me', unsent: 0 };

test('what is here comes first, then what is unsent there; what is all on the hub is left out', () => {
  const laptops = [laptop('fine'), laptop('silent', null), laptop('there', 7), laptop('here', 2), laptop('me', 99)];
  const rows = onTheWay(laptops, [], new Map([['here', 5]]), own);
  expect(rows.map((row) => [row.laptop.id, row.here, row.unsent])).toEqual([
    ['here', 5, 2],
    ['there', 0, 7],
  ]);
  expect(onTheWay(laptops, [], new Map(), { ...own, unsent: 3 }).map((row) => [row.laptop.id, row.unsent])).toEqual([
    ['there', 7],
    ['me', 3],
    ['here', 2],
  ]);
});

test('a revoked laptop counts only while something of it is here', () => {
  const laptops = [laptop('lost', 9, '2026-11-01T00:00:00.000Z')];
  expect(onTheWay(laptops, [], new Map(), own)).toEqual([]);
  expect(onTheWay(laptops, [], new Map([['lost', 1]]), own)).toHaveLength(1);
});

test('the last bundle of a laptop is named, and who brought it inside their own', () => {
  const inside = [{ id: 'b2', device: 'sari', created: '2026-11-24T00:00:00.000Z' }];
  const bundles = [
    bundle('b1', 'sari', '2026-11-23T00:00:00.000Z', { deliveredAt: '2026-11-25T11:00:00.000Z' }),
    bundle('b3', 'rahma', '2026-11-25T00:00:00.000Z', { inside }),
  ];
  const [row] = onTheWay([laptop('sari', 4)], bundles, new Map(), own);
  expect(row?.bundle).toEqual({
    created: '2026-11-24T00:00:00.000Z',
    arrivedAt: '2026-11-25T10:00:00.000Z',
    broughtBy: 'Ibu rahma',
    isAtHub: false,
  });
  expect(onTheWay([laptop('sari', 4)], bundles.slice(0, 1), new Map(), own)[0]?.bundle).toMatchObject({
    broughtBy: null,
    isAtHub: true,
  });
});
