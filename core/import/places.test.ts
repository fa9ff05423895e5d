import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Area, placeFinder } from './places.ts';

const read = (name: string): Area[] =>
  readFileSync(join(import.meta.dirname, `../../node_modules/idn-area-data/data/${name}.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map((parts) => [parts[0] as string, parts.at(-1)?.trim() as string]);
const areas = {
  provinces: read('provinces'),
  regencies: read('regencies'),
  districts: read('districts'),
  villages: read('villages').filter(([code]) => code.startsWith('72.')),
};
const find = placeFinder(areas, '72');

test.each([
  [{ province: 'Sulawesi Tengah' }, '72'],
  [{ province: 'PROV. SULTENG', regency: 'Kota Palu' }, '72.71'],
  [{ regency: 'kab. donggala' }, '72.03'],
  [{ regency: 'Palu', district: 'Kec. Palu Timur', village: 'Kel. Besusu Barat' }, '72.71.01.1004'],
  [{ regency: 'PALU', village: 'BESUSU BARAT' }, '72.71.01.1004'],
  [{ village: 'Besusu Barat' }, '72.71.01.1004'],
  [{ province: 'Jawa Barat', regency: 'Kabupaten Bandung' }, '32.04'],
  [{ regency: 'Kota Bandung' }, '32.73'],
  [{ code: '7271011004' }, '72.71.01.1004'],
  [{}, null],
])('%j is %s', (names, code) => {
  const place = find(names);
  expect('region' in place && (place.region?.code ?? null)).toBe(code);
});

test.each([
  // Two of one name, and nothing says which.
  [{ province: 'Jawa Barat', regency: 'Bandung' }, 'regency', 'place_ambiguous'],
  [{ regency: 'Kota Palu', village: 'Atlantis' }, 'village', 'place_unknown'],
  // There is such a village, but not there.
  [{ regency: 'Kabupaten Donggala', village: 'Besusu Barat' }, 'village', 'place_unknown'],
  [{ code: '99.99' }, 'code', 'place_unknown'],
  [{ province: 'Wakanda' }, 'province', 'place_unknown'],
])('%j is no place: %s %s', (names, part, reason) => {
  expect(find(names)).toEqual({ part, reason });
});

test('every village of the province is found by its names', () => {
  const missed = areas.villages.filter(([code]) => {
    const region = { ...nameAll(code) };
    const place = find(region);
    if ('region' in place) return place.region?.code !== code;
    // Two villages of one name in one district: rightly nobody's.
    return place.reason !== 'place_ambiguous';
  });
  expect(missed).toEqual([]);
});

function nameAll(code: string) {
  const of = (list: readonly Area[], length: number) => list.find(([each]) => each === code.slice(0, length))?.[1];
  return {
    province: of(areas.provinces, 2),
    regency: of(areas.regencies, 5),
    district: of(areas.districts, 8),
    village: of(areas.villages, 13),
  };
}
