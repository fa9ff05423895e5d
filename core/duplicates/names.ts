/**
 * Names of people and businesses as Indonesians write them, brought to words that can be compared: without titles and legal
 * forms, in one spelling.
 */

import { editDistance } from './words.ts';

export interface NameWords {
  words: string[];
  /** Of a cooperative: what kind the name says it is (`ksp`, `kud`): two kinds are two cooperatives. */
  kind?: string;
}

/** What a business is in law, or that it is a shop: comes and goes in front of a name. */
const FORMS = new Set(
  (
    'pt cv ud pd fa firma tb tk po kub ukm umkm ikm perorangan toko warung wrg wr wg war kios lapak depot kedai rm ' +
    'kop koperasi industri rumah ruma makan home industry bumdes'
  ).split(' '),
);
/** Kinds of cooperatives, long and short. */
const COOPERATIVES: Readonly<Record<string, string>> = {
  ksp: 'ksp',
  kspps: 'kspps',
  ksu: 'ksu',
  kud: 'kud',
  kpri: 'kpri',
  kopwan: 'kopwan',
  koppas: 'koppas',
  kopkar: 'kopkar',
};
const COOPERATIVE_WORDS: readonly [RegExp, string][] = [
  [/\bkoperasi simpan pinjam (dan )?pembiayaan syariah\b/, 'kspps'],
  [/\bkop(erasi)? simpan pinjam\b/, 'ksp'],
  [/\bkop(erasi)? serba usaha\b/, 'ksu'],
  [/\bkop(erasi)? unit desa\b/, 'kud'],
  [/\bkop(erasi)? pegawai (republik indonesia|negeri|ri)\b/, 'kpri'],
  [/\bkop(erasi)? wanita\b/, 'kopwan'],
  [/\bkop(erasi)? (pedagang )?pasar\b/, 'koppas'],
  [/\bkop(erasi)? karyawan\b/, 'kopkar'],
];

/** Titles, forms of address and what links a name to a father's. */
const TITLES = new Set(
  (
    'h hj haji hajjah hajah kh ust ustad ustadz ustadzah ir dr drs dra drg prof bin binti bt ibu bu pak bapak bpk mas mbak ' +
    'ny nyonya tn tuan sdr sdri alm almh'
  ).split(' '),
);
/** Degrees stand behind a name, mostly after a comma; without dots. */
const DEGREES =
  /^(s(e|h|t|p|i|pd|sos|kom|ag|farm|ked|hut|pi|pt|kep|tp|ip|ap)|a(md|mak)|m(m|si|pd|t|h|kes|ba|e)|spd|ba|bsc|phd)$/;

/** Short for a word of names, where letters alone would not tell. */
const SHORT: Readonly<Record<string, string>> = {
  moh: 'muhamad',
  muh: 'muhamad',
  mohd: 'muhamad',
  muhd: 'muhamad',
  mhd: 'muhamad',
  mohamad: 'muhamad',
  mohamat: 'muhamad',
  muhamat: 'muhamad',
  muhamed: 'muhamad',
  mohamed: 'muhamad',
  muhammad: 'muhamad',
  mohammad: 'muhamad',
  mochamad: 'muhamad',
  mochammad: 'muhamad',
  mukhamad: 'muhamad',
  abd: 'abdul',
  abdoel: 'abdul',
  abdoul: 'abdul',
  st: 'siti',
  sitti: 'siti',
  siti: 'siti',
  ach: 'ahmad',
  achmad: 'ahmad',
  ahmat: 'ahmad',
  akhmad: 'ahmad',
  dg: 'daeng',
  kt: 'ketut',
  nym: 'nyoman',
  wy: 'wayan',
};

/** The words of a person's name, without titles and degrees. */
export function personWords(name: string): string[] {
  // What stands behind the first comma are degrees.
  const [before = ''] = name.split(',');
  const all = lettersOf(before.replace(/\b(s|a|m)\.\s?(e|h|t|p|i|pd|sos|kom|ag|md|si|m)\b\.?/gi, ' '));
  const isTitle = (word: string, i: number) => TITLES.has(word) && (word.length > 1 || i === 0);
  const isDegree = (word: string, i: number) => i > 0 && i === all.length - 1 && DEGREES.test(word);
  const words = all.filter((word, i) => !isTitle(word, i) && !isDegree(word, i));
  return words.flatMap(wordsOfName);
}

/** The words of a business's or cooperative's name. Of one that is nothing but a form, the form itself. */
export function businessWords(name: string): NameWords {
  let plain = lettersOf(name).join(' ');
  let kind: string | undefined;
  for (const [pattern, code] of COOPERATIVE_WORDS) {
    if (!pattern.test(plain)) continue;
    kind ??= code;
    plain = plain.replace(pattern, ' ');
  }
  const all = plain.split(' ').filter(Boolean);
  for (const word of all) kind ??= COOPERATIVES[word];
  const isForm = (word: string) => FORMS.has(word) || FORMS.has(spelling(word)) || word in COOPERATIVES;
  // A slip is taken for a form in front of the name only.
  const begins = all.findIndex((word) => !isForm(word) && !isNearlyForm(word));
  const own = all.filter((word, i) => !isForm(word) && !(i < begins && isNearlyForm(word)));
  // `Warung Bu Sri` and `Warung Ibu Sri` are one; a shop that is called nothing else keeps its words.
  const named = own.filter((word) => !TITLES.has(word));
  const words = named.length > 0 ? named : own.length > 0 ? own : all;
  return { words: words.flatMap(wordsOfName), ...(kind === undefined ? {} : { kind }) };
}

/** A slip in the word that names begin with. */
const isNearlyForm = (word: string): boolean =>
  OFTEN_FIRST.some((form) => form[0] === word[0] && editDistance(word, form, 1) === 1);
const OFTEN_FIRST = ['toko', 'warung', 'kios', 'koperasi'];

/** One spelling for what sounds the same: old (Soewandi, Djaya, Tjipto) and new, Arabic names, letters that come and go. */
export function spelling(word: string): string {
  if (/^\d+$/.test(word)) return String(Number(word));
  if (word in ROMAN) return ROMAN[word] as string;
  return (
    (isOldSpelling(word) ? newSpelling(word) : word)
      .replace(/oe/g, 'u')
      .replace(/(c|k)h/g, 'h')
      .replace(/([dtbg])h/g, '$1')
      .replace(/sy/g, 's')
      .replace(/q/g, 'k')
      .replace(/x/g, 'ks')
      .replace(/z/g, 's')
      .replace(/[fv]/g, 'p')
      .replace(/(a|o)e/g, '$1i')
      .replace(/ay/g, 'ai')
      .replace(/y$/, 'i')
      .replace(/([a-z])\1+/g, '$1')
      // Keripik and kripik, Selamet and Slamet.
      .replace(/^([bcdgkpst])e([lr][aeiou])/, '$1$2')
      // Aminah and Amina; Barokah and Baroka.
      .replace(/([aiueo])h$/, '$1')
  );
}

/** Of branches. */
const ROMAN: Readonly<Record<string, string>> = { ii: '2', iii: '3', iv: '4' };

/** Before 1972: Djaja is Jaya, Tjipto is Cipto, Sjarif is Syarif. */
const isOldSpelling = (word: string): boolean => /dj|tj|sj/.test(word);
const newSpelling = (word: string): string =>
  word.replace(/dj|tj|sj|nj|j/g, (sign) => ({ dj: 'j', tj: 'c', sj: 'sy', nj: 'ny' })[sign] ?? 'y');

/** Lower-case words of letters and digits; what stands in brackets is a remark. */
function lettersOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[\u0300-\u036f'’`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter(Boolean);
}

/** Abdurrahman, Abdul Rahman and Abd. Rahman are one. */
function wordsOfName(word: string): string[] {
  const short = SHORT[word];
  if (short) return [short];
  const joined = /^abd(?:oe|u|o)([lrsz])(.{4,})$/.exec(word);
  if (joined?.[2]) return ['abdul', spelling(joined[2])];
  if (/^abdu[rsz]$/.test(word)) return ['abdul'];
  return [spelling(word)];
}
