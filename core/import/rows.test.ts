import { describe, expect, test } from 'vitest';
import type { Cell } from './cells.ts';
import { allowedMapping, checkRow, isBlank, missingFields, type RowContext } from './rows.ts';

const context: RowContext = {
  person: () => null,
  serviceLine: () => null,
  place: ({ village }) =>
    village === 'Atlantis' ? { part: 'village', reason: 'place_unknown' } : { region: { code: '72.71.01.1004' } },
  client: ({ nik }) => (nik === '7271031505900001' ? { collection: 'businesses', id: 'b1' } : 'client_unknown'),
  today: '2026-11-25',
};
const check = (kind: 'businesses' | 'sessions', columns: Record<string, Cell>) =>
  checkRow(kind, Object.values(columns), Object.keys(columns), context);

describe('a client', () => {
  test('with a place and a yearly state', () => {
    const row = check('businesses', {
      name: 'Kopi',
      'region.village': 'Besusu',
      'state.sales': '1.000.000',
      brand: '',
    });
    expect(row).toEqual({
      values: { name: 'Kopi', region: { code: '72.71.01.1004' } },
      state: { sales: 1_000_000 },
      problems: [],
    });
  });
  test('all that is wrong is said, by column', () => {
    const row = check('businesses', {
      name: '',
      ownerNik: '12',
      'region.village': 'Atlantis',
      'state.sales': 'banyak',
      brand: 'x'.repeat(300),
    });
    expect(row.problems).toEqual([
      { column: 1, reason: 'nik_length' },
      { column: 3, reason: 'not_money' },
      { column: 4, reason: 'too_long' },
      { column: 2, reason: 'place_unknown' },
      { column: 0, reason: 'missing' },
    ]);
  });
  test('a name that is wrong is not missing as well', () => {
    expect(check('businesses', { name: 'x'.repeat(300) }).problems).toEqual([{ column: 0, reason: 'too_long' }]);
  });
  test('without consent only what may be recorded of anybody is read', () => {
    const mapping = ['name', 'ownerNik', 'region.village', 'state.sales', 'mainActivity', null];
    expect(allowedMapping('businesses', mapping, false)).toEqual([
      'name',
      null,
      'region.village',
      null,
      'mainActivity',
      null,
    ]);
    expect(allowedMapping('businesses', mapping, true)).toEqual(mapping);
  });
  test('a numbered row with nothing in it is none', () => {
    expect(isBlank([12, '', ' - '], [null, 'name', 'brand'])).toBe(true);
    expect(isBlank([12, '', 'Merek'], [null, 'name', 'brand'])).toBe(false);
  });
  test('without a column for the name nothing can be imported', () => {
    expect(missingFields('businesses', ['brand', null]).map(({ key }) => key)).toEqual(['name']);
    expect(missingFields('sessions', ['date', 'client.village']).map(({ key }) => key)).toEqual(['client.name']);
    expect(missingFields('sessions', ['date', 'client.nib'])).toEqual([]);
  });
});

describe('a session', () => {
  test('finds its client', () => {
    const row = check('sessions', { 'client.nik': '7271031505900001', date: '1-2-2026', material: 'Kemasan' });
    expect(row).toEqual({
      values: { date: '2026-02-01', material: 'Kemasan' },
      state: {},
      client: { collection: 'businesses', id: 'b1' },
      problems: [],
    });
  });
  test.each([
    [{ 'client.nik': '7271035505900001', date: '1-2-2026' }, [{ column: 0, reason: 'client_unknown' }]],
    [{ 'client.nik': '', date: '1-2-2026' }, [{ column: 0, reason: 'client_missing' }]],
    [{ 'client.nik': '12', date: '1-2-2026' }, [{ column: 0, reason: 'nik_length' }]],
    [{ 'client.nik': '7271031505900001', date: '' }, [{ column: 1, reason: 'missing' }]],
    [{ 'client.nik': '7271031505900001', date: '26-11-2026' }, [{ column: 1, reason: 'in_future' }]],
    [
      { 'client.nik': '7271031505900001', date: '1-2-2026', startTime: '10.00', endTime: '9.00' },
      [{ column: 3, reason: 'time_order' }],
    ],
    [{ 'client.nik': '7271031505900001', date: '1-2-2026', satisfaction: 6 }, [{ column: 2, reason: 'invalid' }]],
  ])('%j', (columns, problems) => {
    expect(check('sessions', columns as unknown as Record<string, Cell>).problems).toEqual(problems);
  });
});
