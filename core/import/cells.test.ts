import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, formatDay } from '../model/dates.ts';
import { formatRupiah } from '../model/money.ts';
import { type Cell, type Lists, type Read, readCell } from './cells.ts';
import { type CellType, importField } from './fields.ts';

const LISTS: Lists = {
  person: (name) => (name === 'Sari Lestari' ? 'sari' : null),
  serviceLine: (name) => (name === 'Ekspor' ? 'export' : null),
};
const read = (cell: Cell, type: CellType): Read => readCell(cell, type, LISTS);
const typeOf = (kind: 'businesses' | 'cooperatives' | 'sessions', key: string): CellType =>
  importField(kind, key)?.type as CellType;

describe('what stands in lists', () => {
  test.each<[type: CellType['name'], cell: Cell, expected: Read]>([
    ['rupiah', '1.250.000', { value: 1_250_000 }],
    ['rupiah', 'Rp 1.250.000,-', { value: 1_250_000 }],
    ['rupiah', '2,5 jt', { value: 2_500_000 }],
    ['rupiah', 15_000_000_000, { value: 15_000_000_000 }],
    ['rupiah', 'Rp -', { value: null }],
    ['rupiah', '1,250,000', { reason: 'not_money' }],
    // A spreadsheet that took 1.250 for one and a quarter.
    ['rupiah', 1.25, { reason: 'not_whole' }],
    ['day', '31-12-2025', { value: '2025-12-31' }],
    ['day', '1/2/2026', { value: '2026-02-01' }],
    ['day', '12 Januari 2026', { value: '2026-01-12' }],
    ['day', 'Senin, 5 Nopember 2018', { value: '2018-11-05' }],
    ['day', '5-Agu-2020', { value: '2020-08-05' }],
    ['day', new Date('2026-01-12T00:00:00Z'), { value: '2026-01-12' }],
    ['day', 46_034, { value: '2026-01-12' }],
    ['day', '46034', { value: '2026-01-12' }],
    ['day', 2015, { reason: 'only_year' }],
    ['day', '2015', { reason: 'only_year' }],
    ['day', '30-02-2026', { reason: 'not_a_day' }],
    ['day', '12/31/2025', { reason: 'not_a_day' }],
    ['day', '1/2/26', { reason: 'not_a_day' }],
    ['time', '9.30', { value: '09:30' }],
    ['time', '14:05 WITA', { value: '14:05' }],
    ['time', 0.5, { value: '12:00' }],
    ['time', '25.00', { reason: 'not_a_time' }],
    ['time', new Date(Number.NaN), { reason: 'not_a_time' }],
    ['day', new Date(Number.NaN), { reason: 'not_a_day' }],
    ['count', '1.200 orang', { value: 1200 }],
    ['count', '3', { value: 3 }],
    ['count', 2.5, { reason: 'not_a_number' }],
    ['count', '-1', { reason: 'not_a_number' }],
    ['decimal', '-0,8917', { value: -0.8917 }],
    ['decimal', '119.8707', { value: 119.8707 }],
    ['decimal', '1.200', { reason: 'not_a_number' }],
    ['yesNo', 'Ya', { value: true }],
    ['yesNo', 'belum', { value: false }],
    ['yesNo', 'mungkin', { reason: 'not_yes_no' }],
    ['phone', 81_245_678_901, { value: '+6281245678901' }],
    ['phone', '0812-4567-8901', { value: '+6281245678901' }],
    // As our own CSV file has it.
    ['phone', "'+6281245678901", { value: '+6281245678901' }],
    ['nik', '7271 0315 0590 0001', { value: '7271031505900001' }],
    ['nik', 'belum ada', { value: null }],
    ['nik', 7_271_031_505_900_001, { value: '7271031505900001' }],
    // Fifteen digits and a zero: the last digit is lost, or was a zero; nobody can tell.
    ['nik', 7_271_031_505_900_000, { reason: 'digits_lost' }],
    ['nik', '7,27103E+15', { reason: 'digits_lost' }],
    ['nik', '727103150590000', { reason: 'nik_length' }],
    ['nik', '7271033002900001', { reason: 'nik_date' }],
    ['nik', 'KTP hilang', { reason: 'not_digits' }],
    ['person', 'Sari Lestari', { value: 'sari' }],
    ['person', 'Siapa', { reason: 'unknown_person' }],
    ['serviceLine', 'Ekspor', { value: 'export' }],
    ['text', '  Kopi   Napu ', { value: 'Kopi Napu' }],
    ['text', 12, { value: '12' }],
    ['text', ' – ', { value: null }],
  ])('%s %j', (name, cell, expected) => {
    expect(read(cell, { name } as CellType)).toEqual(expected);
  });

  test.each([
    ['nib', 9_120_001_234_567, { value: '9120001234567' }],
    ['nib', 220_001_234_567, { reason: 'digits_lost' }],
    ['nib', '0220001234567', { value: '0220001234567' }],
    ['npwp', '09.254.294.3-407.000', { value: '092542943407000' }],
    ['ownerSex', 'P', { value: 'female' }],
    ['ownerSex', 'Laki-Laki', { value: 'male' }],
    ['ownerSex', '2', { reason: 'unknown_choice' }],
    ['legalForm', 'UD.', { value: 'soleProprietor' }],
    ['legalForm', 'PT. Perorangan', { value: 'ptPerorangan' }],
    ['legalForm', 'Kelompok Usaha Bersama', { value: 'group' }],
    ['ownerEducation', 'SLTA', { value: 'seniorSecondary' }],
    ['sector', 'c', { value: 'C' }],
    ['sector', 'Perdagangan', { value: 'G' }],
    ['sector', 'Kuliner', { reason: 'unknown_choice' }],
  ] as const)('%s %j', (key, cell, expected) => {
    expect(read(cell, typeOf('businesses', key))).toEqual(expected);
  });

  test('a service field by number and by name', () => {
    for (const cell of [4, '4', 'Pembiayaan', 'keuangan']) {
      expect(read(cell, typeOf('sessions', 'field'))).toEqual({ value: 4 });
    }
  });
});

describe('what we write ourselves is read again', () => {
  test('money', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        expect(read(formatRupiah(amount), { name: 'rupiah' })).toEqual({ value: amount });
        expect(read(amount, { name: 'rupiah' })).toEqual({ value: amount });
      }),
    );
  });
  test('days, as text and as serials', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 80_000 }), (serial) => {
        const day = addDays('1899-12-30', serial);
        for (const cell of [serial, formatDay(day), day, new Date(`${day}T00:00:00Z`)]) {
          expect(read(cell, { name: 'day' })).toEqual({ value: day });
        }
      }),
    );
  });
  test('nothing that may stand in a cell throws', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.date({ noInvalidDate: false }),
    );
    const types = [
      'text',
      'nik',
      'phone',
      'email',
      'day',
      'time',
      'rupiah',
      'count',
      'decimal',
      'yesNo',
      'digits',
    ] as const;
    fc.assert(
      fc.property(cell, fc.constantFrom(...types), (filled, name) => {
        const result = read(filled, { name } as CellType);
        expect('value' in result || 'reason' in result).toBe(true);
      }),
    );
  });
});
