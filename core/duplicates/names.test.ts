import { expect, test } from 'vitest';
import { businessWords, personWords, spelling } from './names.ts';
import { wordSimilarity } from './words.ts';

const person = (name: string) => personWords(name).join(' ');
const business = (name: string) => businessWords(name).words.join(' ');

test('a person without titles, degrees and forms of address', () => {
  for (const name of [
    'Siti Aminah',
    'Hj. Siti Aminah, S.E.',
    'Ibu St. Amina',
    'Sitti Aminah S.Pd',
    'Ny. Siti Aminah (almh)',
  ])
    expect(person(name)).toBe('siti amina');
  expect(person('Ahmad bin Hasan')).toBe(person('Achmad Hasan'));
  // A single letter is an initial, not a title.
  expect(person('Siti H.')).toBe('siti h');
});

test('Arabic names as they are shortened and joined', () => {
  for (const name of ['Muhammad Ali', 'Moh. Ali', 'Muh Ali', 'Mohamad Ali', 'Mochammad Aly'])
    expect(person(name)).toBe('muhamad ali');
  for (const name of ['Abdul Rahman', 'Abd. Rahman', 'Abdurrahman', 'Abdoel Rachman'])
    expect(person(name)).toBe('abdul rahman');
});

test('old and new spelling, and letters that sound alike', () => {
  for (const [old, now] of [
    ['soeharto', 'suharto'],
    ['djaja', 'jaya'],
    ['tjipto', 'cipto'],
    ['sjarif', 'syarif'],
    ['keripik', 'kripik'],
    ['selamet', 'slamet'],
    ['barokah', 'baroka'],
    ['fitri', 'pitry'],
    ['azis', 'asis'],
    ['rachman', 'rahman'],
    ['zaenal', 'zainal'],
    ['hasannah', 'hasana'],
  ] as const)
    expect(spelling(old), old).toBe(spelling(now));
  expect(spelling('berkah')).not.toBe(spelling('barokah'));
});

test('a business without what comes and goes in front of its name', () => {
  for (const name of [
    'Maju Jaya',
    'CV. Maju Jaya',
    'Toko MAJU-JAYA',
    'UD Maju  Djaja',
    'PT Perorangan Maju Jaya',
    'Tko Maju Jaya',
  ])
    expect(business(name)).toBe(`maju ${spelling('jaya')}`);
  expect(business('Warung Bu Sri')).toBe(business('WR. Ibu Sri'));
  expect(business('Toko')).toBe('toko');
  expect(business('Sumber Rejeki II')).toBe('sumber rejeki 2');
});

test('what kind of cooperative it is', () => {
  expect(businessWords('Kop. Simpan Pinjam Mawar')).toEqual({ words: ['mawar'], kind: 'ksp' });
  expect(businessWords('KSP Mawar')).toEqual({ words: ['mawar'], kind: 'ksp' });
  expect(businessWords('Koperasi Unit Desa Mawar').kind).toBe('kud');
  expect(businessWords('Koperasi Mawar').kind).toBeUndefined();
});

test('words that could be one', () => {
  expect(wordSimilarity('hidayat', 'hidayta')).toBeGreaterThan(0.8);
  expect(wordSimilarity('sejahtera', 'sej')).toBeGreaterThan(0.6);
  expect(wordSimilarity('makmur', 'mkmr')).toBeGreaterThan(0.6);
  expect(wordSimilarity('lestari', 'l')).toBeGreaterThan(0);
  expect(wordSimilarity('maju', 'mulia')).toBe(0);
  expect(wordSimilarity('1', '2')).toBe(0);
  // One letter of a short name makes another name.
  expect(wordSimilarity('wati', 'yati')).toBe(0);
});
