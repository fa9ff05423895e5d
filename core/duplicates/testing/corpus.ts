/**
 * A unit's clients, invented by a seeded generator: names as frequent as names are, families, owners with several shops, shops
 * of one name in one village; and among them clients that two consultants have recorded, each in their own way.
 */
import { seeded } from '../../testing/random.ts';
import type { Identity } from '../index.ts';

export const KINDS = ['slip', 'abbreviation', 'order', 'spelling', 'form', 'village', 'mixed'] as const;
export type Kind = (typeof KINDS)[number];

export interface Client {
  id: string;
  identity: Identity;
  /** The client that this one is, recorded again. */
  copyOf?: string;
  kind?: Kind;
}

const list = (text: string): string[] => text.trim().split(/\s+/);

const WOMEN =
  list(`Siti Sri Nur Dewi Sari Ratna Rina Wati Yuni Ani Fitri Indah Lestari Ayu Endang Yanti Rahma Aminah Fatimah
  Nurhayati Aisyah Khadijah Maryam Hasnah Rohani Rosmini Marlina Mariana Yuliana Kartini Suryani Mulyani Sumarni Suparmi Tuti
  Nining Erna Ernawati Lina Linda Maya Mega Melati Dian Diana Desi Evi Fina Gita Hesti Ida Ika Ina Intan Irma Juliana Kasmawati
  Laila Leni Lilis Murni Nanik Neneng Novita Nuraini Nurjanah Nurlaila Puji Puspita Rahayu Ratih Reni Ria Riska Rosa Rosita
  Rukmini Salma Santi Saodah Sitti Sulastri Sundari Sunarti Supriyati Susanti Suwarni Tina Titin Umi Wahyuni Wulan Yati Yulia
  Yusnita Zainab Zubaidah Hartati Hasnawati Jumiati Kurniati Masita Megawati Ni_Made Ni_Wayan Ni_Ketut Deby Olga Greis Vonny`);
const MEN =
  list(`Muhammad Ahmad Abdul Agus Budi Bambang Joko Eko Dwi Tri Andi Ari Arif Aris Asep Dedi Dadang Deni Didik Edi
  Fajar Faisal Gunawan Hadi Hamid Hasan Hendra Heri Herman Husain Ibrahim Idris Imam Irfan Iwan Jamal Jufri Kadir Karim Kasim
  Lukman Mahmud Mansyur Mustafa Nasir Nur Rahman Rahmat Ramli Ridwan Rudi Rusdi Rusli Saiful Salim Samsul Slamet Soleh Sugeng
  Sukardi Sulaeman Supriyadi Suryadi Sutrisno Syamsuddin Syarif Taufik Umar Usman Wahyu Wawan Yanto Yusuf Zainal Zulkifli
  I_Made I_Wayan I_Ketut I_Nyoman Jefri Hengky Ronald Welly Stevi Mochtar Darwis Burhan Basri Baharuddin Arsyad Anwar Amir Alwi
  Aco Achmad Djamal Soewandi Tjipto`);
const SECOND =
  list(`Hidayat Setiawan Santoso Wijaya Kurniawan Saputra Pratama Nugroho Wibowo Susilo Lestari Wahyuni Rahayu
  Handayani Astuti Puspita Anggraini Permata Sari Hasanah Rahman Rahim Hakim Karim Malik Latif Aziz Ghani Halim Hamzah Hasan
  Ibrahim Ismail Yusuf Umar Ali Said Salim Saleh Siregar Nasution Lubis Harahap Simanjuntak Sitompul Tumakaka Lamadjido
  Lapatta Masiga Tandaju Pakaya Mamonto Mokodompit Paputungan Rumagit Lumentut Wowor Tangkudung Daeng_Masiga Suharto Suprapto
  Sudirman Suwarno Prasetyo Purnomo Utomo Budiman Gunawan Hartono Salim Tanuwijaya Halimah Khairunnisa Maulana Firdaus Akbar
  Alamsyah Ramadhan Syahputra Fauzi Fadilah Mulyadi Mulyono Raharjo Suryanto Susanto Yulianto Zakaria`);
const BRANDS =
  list(`Berkah Barokah Jaya Makmur Sejahtera Rejeki Mandiri Sentosa Abadi Maju Bersama Sumber Harapan Bunda Cahaya
  Sinar Indah Mulia Baru Karya Usaha Mitra Anugerah Bintang Pelangi Mutiara Melati Mawar Kencana Permata Putra Putri Keluarga
  Sahabat Amanah Hidayah Ikhlas Sakinah Tunas Bumi Surya Fajar Citra Rizki Lancar Subur Damai Setia Nusantara Palu Kaili Lore
  Napu Tadulako Teluk Sagena Banua Nosarara Roa Tonda Pitunggala Balia Ogoamas Tinombala Lindu Kulawi Behoa Bada Donggala
  Salumbone Lariang Gumbasa Sojol Toraranga Uwelino Vatutela Matantimali`);
/** What it does, its category, and what comes of it in a name. */
const TRADES: readonly (readonly [string, string, string])[] = [
  ['Keripik Pisang', 'C', 'Keripik'],
  ['Keripik Singkong', 'C', 'Keripik'],
  ['Bawang Goreng', 'C', 'Bawang Goreng'],
  ['Abon Ikan', 'C', 'Abon'],
  ['Kopi Bubuk', 'C', 'Kopi'],
  ['Kue Kering', 'C', 'Kue'],
  ['Roti', 'C', 'Bakery'],
  ['Virgin Coconut Oil', 'C', 'VCO'],
  ['Minyak Kelapa', 'C', 'Minyak'],
  ['Tenun', 'C', 'Tenun'],
  ['Batik Bomba', 'C', 'Batik'],
  ['Jahit', 'C', 'Konveksi'],
  ['Meubel Rotan', 'C', 'Meubel'],
  ['Tahu Tempe', 'C', 'Tahu Tempe'],
  ['Sembako', 'G', 'Toko'],
  ['Pakaian', 'G', 'Collection'],
  ['Bahan Bangunan', 'G', 'TB'],
  ['Hasil Bumi', 'G', 'UD'],
  ['Ikan Segar', 'A', 'Ikan'],
  ['Sayur Hidroponik', 'A', 'Kebun'],
  ['Madu Hutan', 'A', 'Madu'],
  ['Nasi Kuning', 'I', 'Warung'],
  ['Kaledo', 'I', 'RM'],
  ['Bakso', 'I', 'Bakso'],
  ['Katering', 'I', 'Catering'],
  ['Bengkel Motor', 'G', 'Bengkel'],
  ['Cuci Pakaian', 'S', 'Laundry'],
  ['Salon', 'S', 'Salon'],
  ['Percetakan', 'C', 'Percetakan'],
  ['Foto', 'J', 'Studio'],
];

export interface Random {
  next: () => number;
  /** 0 to `count` − 1. */
  below: (count: number) => number;
  chance: (share: number) => boolean;
  pick: <T>(all: readonly T[]) => T;
  /** The first are the more frequent, as names are. */
  skewed: <T>(all: readonly T[]) => T;
}

export function randomOf(seed: number): Random {
  const next = seeded(seed);
  const below = (count: number) => Math.floor(next() * count);
  const pick = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick,
    skewed: (all) => all[Math.floor(all.length * next() ** 1.5)] as (typeof all)[number],
  };
}

/** @returns `count` clients, of which `copies` are another one of them, recorded again */
export function corpus(count: number, copies: number, seed: number): Client[] {
  const random = randomOf(seed);
  const originals: Client[] = [];
  const add = (identity: Identity): void => {
    originals.push({ id: `c${originals.length}`, identity });
  };
  while (originals.length < count - copies) {
    const owner = ownerOf(random);
    const shops = random.chance(0.12) ? (random.chance(0.25) ? 3 : 2) : 1;
    let last: Identity | undefined;
    const names = new Set<string>();
    for (let i = 0; i < shops; i++) {
      // Branches: one name, numbered.
      if (last && random.chance(0.15)) add({ ...last, name: `${last.name.replace(/ \d$/, '')} ${i + 1}` });
      else {
        const shop = shopOf(random, owner);
        if (names.has(shop.name)) continue;
        names.add(shop.name);
        last = recorded(random, owner, shop);
        add(last);
      }
    }
    // A brother's or a wife's, with the family's telephone.
    if (last && random.chance(0.04)) {
      const other = { ...ownerOf(random), place: owner.place, phone: owner.phone };
      add(recorded(random, other, shopOf(random, other)));
    }
    // A neighbour whose shop is called the same.
    if (last?.person && random.chance(0.03)) {
      const other = { ...ownerOf(random), place: owner.place };
      const person = { person: other.person, nik: other.nik, phone: other.phone };
      add({ ...last, ...person, name: last.name });
    }
  }
  originals.length = Math.min(originals.length, count - copies);
  const chosen = new Set<number>();
  while (chosen.size < copies) {
    const at = random.below(originals.length);
    if (isRecognisable(originals[at]?.identity)) chosen.add(at);
  }
  const copied = [...chosen].map((at, i): Client => {
    const original = originals[at] as Client;
    const wanted = KINDS[i % KINDS.length] as Kind;
    // With nothing but a shop's name in another village nobody could know.
    const kind = wanted === 'village' && !original.identity.person ? 'slip' : wanted;
    return { id: `d${i}`, identity: again(random, original.identity, kind), copyOf: original.id, kind };
  });
  return [...originals, ...copied];
}

/** By its owner, or by a name of more than one word: which *UD Jaya* it is nobody could know. */
const isRecognisable = (identity: Identity | undefined): boolean =>
  Boolean(identity?.person) || (identity?.name.split(' ').length ?? 0) > 2;

interface Owner {
  /** How people call the owner. */
  address: string;
  person: string;
  nik: string;
  phone: string;
  place: string;
}

function ownerOf(random: Random): Owner {
  const isWoman = random.chance(0.6);
  const first = random.skewed(isWoman ? WOMEN : MEN);
  const names = [first];
  const more = random.next();
  if (more < 0.25) names.push(random.skewed(isWoman ? WOMEN : MEN));
  if (more > 0.15) names.push(random.skewed(SECOND));
  const title = random.chance(0.06) ? (isWoman ? 'Hj. ' : 'H. ') : '';
  const degree = random.chance(0.05) ? random.pick([', S.E', ', S.Pd', ', SP', ', S.H.']) : '';
  const person = title + [...new Set(names)].join(' ').replaceAll('_', ' ') + degree;
  const digits = (length: number) => Array.from({ length }, () => random.below(10)).join('');
  const place = placeIn(random);
  const born = `${String(1 + random.below(28) + (isWoman ? 40 : 0)).padStart(2, '0')}${String(1 + random.below(12)).padStart(2, '0')}${String(55 + random.below(45)).padStart(2, '0')}`;
  return {
    address: random.pick(isWoman ? ['Bu', 'Ibu', 'Mama', 'Mbak'] : ['Pak', 'Mas', 'Bang']),
    person,
    nik: `${place.replaceAll('.', '').slice(0, 6)}${born}${digits(3)}1`,
    phone: `08${random.pick(['12', '13', '52', '21', '95'])}${digits(8)}`,
    place,
  };
}

/** A third of all clients live in some villages of the town. */
function placeIn(random: Random): string {
  if (random.chance(0.33)) return `72.71.0${1 + random.below(3)}.100${1 + random.below(4)}`;
  const two = (n: number) => String(1 + n).padStart(2, '0');
  return `72.${two(random.below(7))}.${two(random.below(9))}.20${two(Math.floor(8 * random.next() ** 1.5))}`;
}

interface Shop {
  name: string;
  sector: string;
}

function shopOf(random: Random, { person, address }: Owner): Shop {
  const [product, sector, word] = random.skewed(TRADES);
  const plain = person.replace(/^Hj?\. /, '').split(/[ ,]/);
  const called = plain[0] === 'I' || plain[0] === 'Ni' || plain[0] === 'Muhammad' ? plain[1] : plain[0];
  const brand = random.skewed(BRANDS);
  const another = random.skewed(BRANDS);
  const two = brand === another ? brand : `${brand} ${another}`;
  const form = random.pick(['Toko', 'Warung', 'UD', 'CV', 'Kios', 'UD']);
  if (random.chance(0.08)) return { name: `Warung ${address} ${called}`, sector: random.chance(0.7) ? 'I' : 'G' };
  const names = [
    () => `${product} ${brand}`,
    () => `${product} ${two}`,
    () => `${word} ${two}`,
    () => `${word} ${two}`,
    () => `${word} ${brand}`,
    () => `${form} ${two}`,
    () => `${form} ${two}`,
    () => `${form} ${brand}`,
    () => `${product} ${address} ${called}`,
    () => `${word} ${called}`,
    () => `Rumah ${word} ${two}`,
  ];
  return { name: random.pick(names)().replaceAll('_', ' '), sector };
}

/** As a first consultant writes it down: of some only what may be written before they agree. */
function recorded(random: Random, owner: Owner, shop: Shop): Identity {
  const isMinimal = random.chance(0.15);
  return {
    name: shop.name,
    sector: random.chance(0.9) ? shop.sector : null,
    place: random.chance(0.97) ? owner.place : owner.place.slice(0, 8),
    ...(isMinimal
      ? {}
      : {
          person: owner.person,
          ...(random.chance(0.65) ? { nik: owner.nik } : {}),
          ...(random.chance(0.75) ? { phone: owner.phone } : {}),
        }),
  };
}

/** As a second one does, of whom the client does not tell that there was a first. */
function again(random: Random, original: Identity, kind: Kind): Identity {
  const copy: Identity = { ...original };
  if (random.chance(0.1) && kind !== 'village' && isRecognisable({ ...copy, person: null }))
    copy.person = copy.nik = copy.phone = undefined;
  if (copy.nik && random.chance(0.4)) copy.nik = undefined;
  else if (copy.nik && random.chance(0.05)) copy.nik = slipInDigits(random, copy.nik);
  if (copy.phone && random.chance(0.3)) copy.phone = undefined;
  else if (copy.phone && random.chance(0.2)) copy.phone = `0813${String(random.below(1e8)).padStart(8, '0')}`;
  else if (copy.phone) copy.phone = copy.phone.replace(/^0/, random.pick(['+62', '62', '0']));
  if (random.chance(0.12)) copy.sector = random.pick(['C', 'G', 'I', 'S', 'A']);
  const changes: Record<Kind, (() => void)[]> = {
    slip: [() => change(random, copy, slip)],
    abbreviation: [() => change(random, copy, abbreviate)],
    order: [() => change(random, copy, reorder)],
    spelling: [() => change(random, copy, respell)],
    form: [() => (copy.name = otherForm(random, copy.name)), () => change(random, copy, respell)],
    village: [() => (copy.place = otherVillage(random, String(original.place)))],
    mixed: [
      () => change(random, copy, random.pick([slip, abbreviate, respell])),
      () => change(random, copy, random.pick([reorder, respell, slip])),
      () => (copy.name = otherForm(random, copy.name)),
    ],
  };
  for (const make of changes[kind]) make();
  return copy;
}

/** @param shortest letters that are left of a word that is shortened */
type Change = (random: Random, text: string, shortest: number) => string;

/** In the business's name, the owner's, or both. */
function change(random: Random, identity: Identity, how: Change): void {
  const where = random.next();
  if (where < 0.7 || !identity.person) identity.name = how(random, identity.name, 3);
  if (where > 0.5 && identity.person) identity.person = how(random, identity.person, 1);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** A letter left out, doubled, changed or swapped with the next, in one of the longer words. */
function slip(random: Random, text: string): string {
  const words = text.split(' ');
  const long = words.flatMap((word, i) => (word.length >= 4 ? [i] : []));
  if (long.length === 0) return text;
  const at = random.pick(long);
  const word = words[at] as string;
  const i = 1 + random.below(word.length - 2);
  const letter = LETTERS[random.below(26)] as string;
  words[at] = random.pick([
    word.slice(0, i) + word.slice(i + 1),
    word.slice(0, i) + word[i] + word.slice(i),
    word.slice(0, i) + letter + word.slice(i + 1),
    word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2),
  ]);
  return words.join(' ');
}

const SHORT: readonly [RegExp, string[]][] = [
  [/\bMuhammad\b/, ['Moh.', 'Muh.', 'Mohd', 'M.']],
  [/\bAbdul\b/, ['Abd.', 'Abd']],
  [/\bSi?t?ti\b/, ['St.', 'Sitti']],
  [/\bAhmad\b/, ['Ach.', 'Achmad']],
  [/\bDaeng\b/, ['Dg.']],
  [/\bWarung\b/, ['Wrg.', 'Wr.']],
  [/\bToko\b/, ['Tk.', 'Tk']],
  [/\bIbu\b/, ['Bu']],
];
/** What is usually shortened; else a long word by its beginning, or a second name by its initial. */
function abbreviate(random: Random, text: string, shortest: number): string {
  const usual = SHORT.find(([pattern]) => pattern.test(text));
  if (usual) return text.replace(usual[0], random.pick(usual[1]));
  const [body = '', ...rest] = text.split(',');
  const words = body.split(' ');
  const last = words.length - 1;
  const word = words[last] as string;
  if (last === 0 || word.length < 6) return text;
  words[last] = `${word.slice(0, random.pick([shortest, 3, 4]))}.`;
  return [words.join(' '), ...rest].join(',');
}

function reorder(random: Random, text: string): string {
  const words = (text.split(',')[0] as string).split(' ');
  if (words.length < 2) return text;
  return random.chance(0.5) ? words.toReversed().join(' ') : [...words.slice(1), words[0]].join(' ');
}

const SPELLINGS: readonly [RegExp, string][] = [
  [/u(?=[a-z])/, 'oe'],
  [/j/i, 'dj'],
  [/c(?=[aiu])/, 'tj'],
  [/sy/, 'sj'],
  [/([lmnrs])(?=[aiueo])/, '$1$1'],
  [/f/, 'p'],
  [/z/i, 's'],
  [/i$/, 'y'],
  [/ah\b/, 'a'],
  [/\bKer(?=ipik)/, 'Kr'],
  [/\b(?!Toko|Warung|Kios|Rumah|Bu|Ibu|Pak|Mama|Mbak|Mas|Bang)([A-Z][a-z]{2,}) ([A-Z][a-z]{2,})/, '$1$2'],
];
/** Old spelling, doubled letters, letters that sound alike, words run together. */
function respell(random: Random, text: string): string {
  const usable = SPELLINGS.filter(([pattern]) => pattern.test(text));
  if (usable.length === 0) return text;
  const [pattern, by] = random.pick(usable);
  const changed = text.replace(pattern, by);
  return (
    changed.charAt(0).toUpperCase() +
    changed
      .slice(1)
      .toLowerCase()
      .replace(/ (\w)/g, (sign) => sign.toUpperCase())
  );
}

function otherForm(random: Random, name: string): string {
  const plain = name.replace(/^(Toko|Warung|UD|CV|Kios|TB|RM|Tk\.?|Wrg?\.) /, '');
  return random.pick([`UD. ${plain}`, `CV ${plain}`, `Toko ${plain}`, plain, `${plain.toUpperCase()}`]);
}

function otherVillage(random: Random, place: string): string {
  const [province, regency, district, village] = place.split('.');
  if (!village || random.chance(0.7)) return `${province}.${regency}.${district}.2099`;
  return placeIn(random);
}

function slipInDigits(random: Random, digits: string): string {
  const at = 12 + random.below(3);
  return digits.slice(0, at) + ((Number(digits[at]) + 1) % 10) + digits.slice(at + 1);
}
