/**
 * Who is probably the same client: by a number, or by a similar name in the same village. Only proposals; a person decides.
 */
import { plain } from './cells.ts';

/** What may give two records away as one. */
export interface Identity {
  name: string;
  /** Code of the place; the deepest that is known. */
  place?: string;
  nik?: string;
  nib?: string;
  nikKoperasi?: string;
}

export type SameBy = 'nik' | 'nib' | 'nikKoperasi' | 'name';

export interface Match<T> {
  what: T;
  by: SameBy;
}

const NUMBERS = ['nik', 'nib', 'nikKoperasi'] as const;
/** Share of the pairs of letters that two names have in common (Dice). `keripik`/`kripik` is one, `maju`/`mulia` is not. */
const SIMILAR = 0.85;
const VILLAGE_CODE = 13;

/** Words that say what a business is in law, or that it is a shop: they come and go in front of a name. */
const FORMS = /(^|\s)(pt|cv|ud|pd|fa|tb|po|firma|toko|tk|kub|koperasi|kop)(?=\s)/g;

/** `CV. Maju Jaya`, `maju-jaya` and `Toko Maju Jaya` are one. */
export function plainName(name: string): string {
  const words = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain(words.replace(FORMS, ' ').replace(/ perorangan /, ' ')) || plain(words);
}

/** Dice's coefficient over pairs of letters, 0 to 1. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const [pairsA, pairsB] = [pairsOf(a), pairsOf(b)];
  return dice(shared(pairsA, pairsB), pairsA, pairsB);
}

/** Finds the first one that was added and is probably the same. */
export class DuplicateIndex<T> {
  private readonly numbers = new Map<string, T>();
  private readonly names = new Map<string, Known<T>[]>();
  private readonly villages = new Map<string, Known<T>[]>();

  add(identity: Identity, what: T): void {
    for (const by of NUMBERS) {
      const number = identity[by];
      if (number && !this.numbers.has(`${by}:${number}`)) this.numbers.set(`${by}:${number}`, what);
    }
    const name = plainName(identity.name);
    if (name === '') return;
    const known = { identity, pairs: pairsOf(name), what };
    addTo(this.names, `${identity.place ?? ''}|${name}`, known);
    if (identity.place?.length === VILLAGE_CODE) addTo(this.villages, identity.place, known);
  }

  find(identity: Identity): Match<T> | null {
    for (const by of NUMBERS) {
      const what = identity[by] ? this.numbers.get(`${by}:${identity[by]}`) : undefined;
      if (what !== undefined) return { what, by };
    }
    const name = plainName(identity.name);
    if (name === '') return null;
    const isOther = (known: Known<T>) => differs(known.identity, identity);
    const pairs = pairsOf(name);
    const same =
      this.names.get(`${identity.place ?? ''}|${name}`)?.find((known) => !isOther(known)) ??
      this.villages.get(identity.place ?? '')?.find((known) => isSimilar(known.pairs, pairs) && !isOther(known));
    return same === undefined ? null : { what: same.what, by: 'name' };
  }
}

interface Known<T> {
  identity: Identity;
  pairs: string[];
  what: T;
}

function addTo<T>(all: Map<string, T[]>, key: string, one: T): void {
  const there = all.get(key);
  if (there) there.push(one);
  else all.set(key, [one]);
}

/** Both have a number of one kind, and it is not the same: they are two, whatever they are called. */
const differs = (a: Identity, b: Identity): boolean => NUMBERS.some((by) => a[by] && b[by] && a[by] !== b[by]);

/** Names of very different length need no look at their letters. */
const isSimilar = (a: readonly string[], b: readonly string[]): boolean =>
  (2 * Math.min(a.length, b.length)) / (a.length + b.length) >= SIMILAR && dice(shared(a, b), a, b) >= SIMILAR;

/** Sorted, so that two lists are compared in one pass. */
function pairsOf(text: string): string[] {
  const pairs: string[] = [];
  for (let i = 0; i + 1 < text.length; i++) pairs.push(text.slice(i, i + 2));
  return pairs.sort();
}

function shared(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i] as string, b[j] as string];
    if (x === y) count += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return count;
}

const dice = (common: number, a: readonly string[], b: readonly string[]): number =>
  a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length);
