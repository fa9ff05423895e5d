import { describe, expect, test } from 'vitest';
import { fieldSchema } from '../model/collections.ts';
import { IMPORT_FIELDS, IMPORT_KINDS, target } from './fields.ts';
import { findHeadingRow, plainHeading, proposeMapping } from './mapping.ts';

describe.each(IMPORT_KINDS)('the fields of %s', (kind) => {
  test('are fields of the model', () => {
    for (const { key } of IMPORT_FIELDS[kind]) {
      const at = target(kind, key);
      if (at) expect(fieldSchema(at.collection, at.field), key).toBeDefined();
      else expect(key).toMatch(/^client\./);
    }
  });
  test('are all found again by the headings of our own template', () => {
    const headings = IMPORT_FIELDS[kind].map((field) => field.headings[0]);
    expect(proposeMapping(kind, headings)).toEqual(IMPORT_FIELDS[kind].map(({ key }) => key));
  });
  test('share no heading', () => {
    const all = IMPORT_FIELDS[kind].flatMap(({ headings }) => [...new Set(headings.map(plainHeading))]);
    expect(all.filter((heading, i) => all.indexOf(heading) !== i)).toEqual([]);
  });
});

test('headings as lists and CIS-PLUT have them', () => {
  const headings = [
    'No',
    'NAMA USAHA *',
    'no_ktp',
    'L/P',
    'Kel./Desa',
    'OMZET (Rp)',
    'Omzet (juta)',
    'tk_tetap',
    'Nama Usaha',
    '',
  ];
  expect(proposeMapping('businesses', headings)).toEqual([
    null,
    'name',
    'ownerNik',
    'ownerSex',
    'region.village',
    'state.sales',
    // Millions are not rupiah.
    null,
    'workersPermanent',
    null,
    null,
  ]);
});

test('headings under a title', () => {
  const rows = [
    ['DATA UMKM BINAAN', null, null],
    ['Dinas Koperasi dan UMKM', 2025, null],
    [null, null, null],
    ['No', 'Nama Usaha', 'Alamat'],
    [1, 'Usaha', 'Jalan'],
  ];
  expect(findHeadingRow('businesses', rows)).toBe(3);
  expect(findHeadingRow('businesses', [['x'], ['a', 'b'], ['c', 'd']])).toBe(1);
  expect(findHeadingRow('businesses', [])).toBe(0);
});
