import { expect, test } from 'vitest';
import { DuplicateIndex, plainName, similarity } from './duplicates.ts';

const VILLAGE = '72.71.01.1004';

test('names without what comes and goes in front of them', () => {
  for (const name of ['Maju Jaya', 'CV. Maju Jaya', 'Toko MAJU-JAYA', 'UD Maju  Jaya', 'PT Perorangan Maju Jaya']) {
    expect(plainName(name)).toBe('majujaya');
  }
  expect(plainName('Toko')).toBe('toko');
});

test('similar names', () => {
  expect(similarity('kripikpisangbunda', 'keripikpisangbunda')).toBeGreaterThan(0.85);
  expect(similarity('warungbusri', 'warungbusari')).toBeLessThan(0.95);
  expect(similarity('majujaya', 'muliajaya')).toBeLessThan(0.85);
  expect(similarity('', '')).toBe(1);
});

test('by number first, then by name in the same village', () => {
  const index = new DuplicateIndex<string>();
  index.add({ name: 'Keripik Pisang Bunda', place: VILLAGE, nik: '1' }, 'bunda');
  index.add({ name: 'Kopi Napu', place: VILLAGE, nib: '7' }, 'napu');
  index.add({ name: 'Tanpa Desa' }, 'nowhere');
  const find = (identity: Parameters<typeof index.find>[0]) => index.find(identity);
  expect(find({ name: 'Lain sekali', nik: '1' })).toEqual({ what: 'bunda', by: 'nik' });
  expect(find({ name: 'Kopi Napu Asli Sekali', place: '72.71.01.1006', nib: '7' })).toEqual({
    what: 'napu',
    by: 'nib',
  });
  expect(find({ name: 'UD Kripik Pisang Bunda', place: VILLAGE })).toEqual({ what: 'bunda', by: 'name' });
  expect(find({ name: 'tanpa desa' })).toEqual({ what: 'nowhere', by: 'name' });
  // Elsewhere, or with another number, it is another one.
  expect(find({ name: 'Keripik Pisang Bunda', place: '72.71.01.1006' })).toBeNull();
  expect(find({ name: 'Keripik Pisang Bunda', place: VILLAGE, nik: '2' })).toBeNull();
});
