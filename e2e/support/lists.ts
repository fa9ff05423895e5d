/** Lists as a PLUT keeps them, made for tests. */

/** The headings of a list of businesses, as people write them. */
export const HEADINGS = [
  'No',
  'Nama Usaha',
  'Nama Pemilik',
  'NIK',
  'L/P',
  'Kel/Desa',
  'Jenis Usaha',
  'Omzet (Rp)',
  'Tgl Lahir',
];

/** Villages of Palu that are one of a kind in Sulawesi Tengah's regency of that name. */
const VILLAGES = ['Besusu Barat', 'Besusu Tengah', 'Besusu Timur', 'Lolu Utara', 'Lolu Selatan'];
const THINGS = ['Kopi', 'Keripik', 'Bawang', 'Tenun', 'Abon', 'Sambal', 'Madu', 'Kue', 'Rotan', 'Batik'];

/** Letters that no other number has: similar names are duplicates. */
function word(n: number): string {
  const syllables = [
    'ba',
    'ce',
    'di',
    'fo',
    'gu',
    'ha',
    'je',
    'ki',
    'lo',
    'mu',
    'na',
    'pe',
    'ri',
    'so',
    'tu',
    'wa',
    'ye',
    'zi',
    'xo',
    'vu',
  ];
  let text = '';
  // 7919 is prime: neighbours have nothing in common.
  for (let rest = (n * 7919) % 3_200_000, i = 0; i < 5; i++, rest = Math.floor(rest / 20)) text += syllables[rest % 20];
  return text;
}

/** A valid NIK of nobody: woman or man, born 1990, with the number at its end. */
export const nikOf = (n: number): string => {
  const day = String((n % 28) + 1 + (n % 2 === 0 ? 40 : 0)).padStart(2, '0');
  const month = String((Math.floor(n / 28) % 12) + 1).padStart(2, '0');
  const year = String(60 + (Math.floor(n / 336) % 40));
  const serial = String((Math.floor(n / 13_440) % 9000) + 1).padStart(4, '0');
  return `727103${day}${month}${year}${serial}`;
};

export const nameOf = (n: number): string => `${THINGS[n % THINGS.length]} ${word(n)}`;

/** Every 20th row is wrong: the NIK, the money, the village or the day, in turn. */
export const isWrong = (n: number): boolean => n % 20 === 7;

export function rowOf(n: number): string[] {
  const row = [
    String(n),
    nameOf(n),
    `Pemilik ${n}`,
    nikOf(n),
    n % 2 === 0 ? 'P' : 'L',
    VILLAGES[n % VILLAGES.length] as string,
    'Kuliner',
    `${(n % 900) + 100}.000`,
    '15/05/1990',
  ];
  if (!isWrong(n)) return row;
  const wrong = [
    [3, '7,27103E+15'],
    [7, 'banyak'],
    [5, 'Atlantis'],
    [8, '31/02/1990'],
  ] as const;
  const [column, text] = wrong[Math.floor(n / 20) % wrong.length] as (typeof wrong)[number];
  return row.with(column, text);
}

export const csvOf = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.join(';')).join('\r\n');

/** A list with 5 % wrong rows, under a title as lists have it. */
export const bigList = (rows: number): string =>
  csvOf([['DATA UMKM BINAAN PLUT'], [], HEADINGS, ...Array.from({ length: rows }, (_, i) => rowOf(i + 1))]);
