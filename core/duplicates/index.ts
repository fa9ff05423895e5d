/**
 * Which client could this be? One index of all clients of a kind, built once and kept up by single records, answers for one
 * entry. It only proposes; a person decides.
 *
 * Words of names lead to records: those that are written the same, and those of the vocabulary that are written nearly so
 * (found by leaving out letters, as SymSpell does). The most promising records are then compared in full (`compare`).
 */
import { normalisePhone } from '../model/identifiers.ts';
import { businessWords, personWords, spelling } from './names.ts';
import { COMMON_WORDS, WEIGHTS } from './weights.ts';
import { editDistance, INITIAL, wordSimilarity } from './words.ts';

/** What may give two records away as one. */
export interface Identity {
  name: string;
  /** Owner of a business, chair of a cooperative. */
  person?: string | null | undefined;
  /** Code of the place; the deepest that is known. */
  place?: string | null | undefined;
  nik?: string | null | undefined;
  nib?: string | null | undefined;
  nikKoperasi?: string | null | undefined;
  phone?: string | null | undefined;
  sector?: string | null | undefined;
}

/** What the values of a client give away. */
export function identityOf(values: Record<string, unknown>): Identity {
  const text = (field: string) => (typeof values[field] === 'string' ? (values[field] as string) : undefined);
  return {
    name: text('name') ?? '',
    person: text('ownerName') ?? text('chair'),
    place: (values.region as { code?: string } | null | undefined)?.code,
    nik: text('ownerNik'),
    nib: text('nib'),
    nikKoperasi: text('nikKoperasi'),
    phone: text('ownerPhone') ?? text('phone'),
    sector: text('sector'),
  };
}

/** What two records have in common. */
export type Likeness = 'nik' | 'nib' | 'nikKoperasi' | 'phone' | 'name' | 'person' | 'village';

export interface Match<T> {
  what: T;
  /** Logarithm of the odds that they are one, as far as it can be known. */
  score: number;
  /** Probably the same. Otherwise only a number is the same: another business of that owner, or a slip. */
  isSame: boolean;
  alike: readonly Likeness[];
}

const NUMBERS = ['nik', 'nib', 'nikKoperasi'] as const;
/** Records that are compared in full; those that agree in the most comes first. */
const COMPARED = 40;
const VILLAGE_CODE = 13;
const DISTRICT_CODE = 8;
const REGENCY_CODE = 5;

/** A record made ready for comparing. */
interface Known<T> {
  what: T;
  identity: Identity;
  phone: string;
  business: readonly string[];
  kind: string | undefined;
  person: readonly string[];
}

export class DuplicateIndex<T> {
  private readonly slots = new Map<T, number>();
  private readonly records: (Known<T> | undefined)[] = [];
  private readonly free: number[] = [];
  private readonly business = new Vocabulary();
  private readonly person = new Vocabulary();
  private readonly numbers = new Map<string, Set<number>>();
  private readonly places = new Map<string, number>();
  /** Of one search; kept, because to make it new each time costs more than the search. */
  private promise = new Float64Array(0);

  get size(): number {
    return this.slots.size;
  }

  /** Adds a record, or takes it up as it is now. */
  set(what: T, identity: Identity): void {
    this.delete(what);
    const known = ready(what, identity);
    const slot = this.free.pop() ?? this.records.length;
    this.records[slot] = known;
    this.slots.set(what, slot);
    this.business.add(known.business, slot);
    this.person.add(known.person, slot);
    for (const key of numberKeys(known)) addTo(this.numbers, key, slot);
    for (const key of placeKeys(known)) this.places.set(key, (this.places.get(key) ?? 0) + 1);
  }

  delete(what: T): void {
    const slot = this.slots.get(what);
    const known = slot === undefined ? undefined : this.records[slot];
    if (slot === undefined || !known) return;
    this.slots.delete(what);
    this.records[slot] = undefined;
    this.free.push(slot);
    this.business.remove(known.business, slot);
    this.person.remove(known.person, slot);
    for (const key of numberKeys(known)) this.numbers.get(key)?.delete(slot);
    for (const key of placeKeys(known)) this.places.set(key, (this.places.get(key) ?? 1) - 1);
  }

  /**
   * Whoever this could be: those that are probably the same first, then those that only a number is the same of; each the most
   * probable first.
   *
   * @param except the record that is asked about, where it is in the index itself
   * @param threshold the `score` from which two count as probably the same
   */
  find(identity: Identity, except?: T, threshold: number = WEIGHTS.threshold): Match<T>[] {
    const known = ready(except as T, identity);
    const own = except === undefined ? undefined : this.slots.get(except);
    const matches: Match<T>[] = [];
    for (const slot of this.promising(known, own)) {
      const match = this.compare(known, this.records[slot] as Known<T>, threshold);
      if (match) matches.push(match);
    }
    return matches.sort((a, b) => Number(b.isSame) - Number(a.isSame) || b.score - a.score);
  }

  /** The records that share a number, or the rarest words. */
  private promising(known: Known<T>, own: number | undefined): number[] {
    if (this.promise.length < this.records.length) this.promise = new Float64Array(this.records.length * 2);
    const { promise } = this;
    const touched: number[] = [];
    const add = (slot: number, worth: number): void => {
      if (promise[slot] === 0) touched.push(slot);
      promise[slot] = (promise[slot] as number) + worth;
    };
    for (const key of numberKeys(known)) for (const slot of this.numbers.get(key) ?? []) add(slot, WEIGHTS.mostOwner);
    this.business.each(known.business, this.size, add);
    this.person.each(known.person, this.size, add);
    const place = known.identity.place ?? '';
    const worth = place.length === VILLAGE_CODE ? this.placeWeight(place) : 0;
    for (const slot of touched)
      if (worth > 0 && this.records[slot]?.identity.place === place) promise[slot] = (promise[slot] as number) + worth;
    const best = bestOf(touched, promise, COMPARED + 1).filter((slot) => slot !== own);
    for (const slot of touched) promise[slot] = 0;
    return best;
  }

  private compare(a: Known<T>, b: Known<T>, threshold: number): Match<T> | null {
    const person = this.person.compare(a.person, b.person, this.size, WEIGHTS.extraPersonWord);
    const owner = ownerScore(a, b, person.score);
    const owners = new Set(a.person.filter((word) => b.person.includes(word)));
    const name = this.business.compare(a.business, b.business, this.size, WEIGHTS.extraBusinessWord, owners);
    const [from, to] = [a.identity.place ?? '', b.identity.place ?? ''];
    const numbers = NUMBERS.filter((by) => compareNumbers(a.identity[by], b.identity[by]) === 'same');
    const alike: Likeness[] = [
      ...numbers,
      ...(isSamePhone(a, b) ? (['phone'] as const) : []),
      ...(name.share >= NAMED ? (['name'] as const) : []),
      ...(person.score >= SAME_PERSON ? (['person'] as const) : []),
      ...(from === to && from.length === VILLAGE_CODE ? (['village'] as const) : []),
    ];
    const score =
      clamp(name.score, WEIGHTS.mostName, WEIGHTS.mostAgainst) +
      owner +
      numberScore(a, b) +
      this.placeScore(from, to) +
      sectorScore(a.identity.sector, b.identity.sector) -
      Math.log(this.size + WEIGHTS.others);
    // The same name elsewhere is the same only when something of the person agrees too.
    const isNear = from === '' || to === '' || from.startsWith(to) || to.startsWith(from);
    const isNamed = name.share >= leastShare(owner) && isSameBranch(a.business, b.business);
    const isPossible = numbers.includes('nikKoperasi') || (isNamed && (isNear || owner >= WEIGHTS.leastOwnerElsewhere));
    const isSame = isPossible && score >= threshold;
    return isSame || numbers.length > 0 ? { what: b.what, score, isSame, alike } : null;
  }

  private placeScore(a: string, b: string): number {
    if (a === '' || b === '') return 0;
    if (a === b) return a.length === VILLAGE_CODE ? this.placeWeight(a) : WEIGHTS.sameDistrict;
    if (a.startsWith(b) || b.startsWith(a)) return 0;
    if (a.slice(0, DISTRICT_CODE) === b.slice(0, DISTRICT_CODE)) return WEIGHTS.sameDistrict;
    return a.slice(0, REGENCY_CODE) === b.slice(0, REGENCY_CODE) ? WEIGHTS.otherDistrict : WEIGHTS.otherRegency;
  }

  private placeWeight(village: string): number {
    const share = ((this.places.get(village) ?? 0) + 1) / (this.size + 1);
    return Math.min(WEIGHTS.mostPlace, Math.max(0, -Math.log(Math.min(1, share + 1 / WEIGHTS.others))));
  }
}

/** So much of a name is the same that one would say so. */
const NAMED = 0.75;
const SAME_PERSON = 2;
const NOBODY: ReadonlySet<string> = new Set();
/** The owner is the same for all that is known. */
const SURE_OWNER = 6;

function leastShare(owner: number): number {
  if (owner > SURE_OWNER) return WEIGHTS.leastNameShareOfOwner;
  return owner > 0 ? WEIGHTS.leastNameShare : WEIGHTS.leastNameShareAlone;
}

/** What speaks for one owner, and against it. */
function ownerScore(a: Known<unknown>, b: Known<unknown>, person: number): number {
  const nik = compareNumbers(a.identity.nik, b.identity.nik);
  const byNik = nik === 'same' ? WEIGHTS.sameNik : nik === 'near' ? WEIGHTS.nearlySameNik : 0;
  const byPhone = isSamePhone(a, b) ? WEIGHTS.samePhone : a.phone && b.phone ? WEIGHTS.otherPhone : 0;
  const byNib = compareNumbers(a.identity.nib, b.identity.nib) === 'same' ? WEIGHTS.sameNib : 0;
  return Math.min(WEIGHTS.mostOwner, clamp(person, WEIGHTS.mostAgainst) + byNik + byPhone + byNib);
}

/** What numbers and the kind of a cooperative say beyond the owner. */
function numberScore(a: Known<unknown>, b: Known<unknown>): number {
  const others = NUMBERS.filter((by) => compareNumbers(a.identity[by], b.identity[by]) === 'other').length;
  const isSameCooperative = compareNumbers(a.identity.nikKoperasi, b.identity.nikKoperasi) === 'same';
  return (
    others * WEIGHTS.otherNumber +
    (isSameCooperative ? WEIGHTS.sameCooperativeNumber : 0) +
    (a.kind && b.kind && a.kind !== b.kind ? WEIGHTS.otherKindOfCooperative : 0)
  );
}

const isSamePhone = (a: Known<unknown>, b: Known<unknown>): boolean => a.phone !== '' && a.phone === b.phone;

interface Compared {
  score: number;
  /** Of the weight of the longer name, how much the other has too; 0 to 1. */
  share: number;
}

/** The words of one kind of name, and the records that have them. */
class Vocabulary {
  private readonly ids = new Map<string, Word>();
  /** Words by what is left of them without one letter. */
  private readonly shortened = new Map<string, Word[]>();

  add(words: readonly string[], slot: number): void {
    for (const text of new Set(words)) {
      const word = this.ids.get(text) ?? this.learn(text);
      word.slots.push(slot);
    }
  }

  remove(words: readonly string[], slot: number): void {
    for (const text of new Set(words)) {
      const slots = this.ids.get(text)?.slots;
      if (slots) slots.splice(slots.indexOf(slot), 1);
    }
  }

  /** Tells each record that has one of these words, or one like it, and what that is worth. */
  each(words: readonly string[], size: number, tell: (slot: number, worth: number) => void): void {
    const asked = [...new Set(words)];
    const joined = asked.slice(1).map((word, i) => asked[i] + word);
    for (const [i, text] of [...asked, ...joined].entries()) {
      for (const [word, similarity] of this.like(text, i >= asked.length)) {
        const worth = this.weight(word.text, size) * similarity;
        for (const slot of word.slots) tell(slot, worth);
      }
    }
  }

  /** @param known words that were compared already, as the owner's name */
  compare(
    a: readonly string[],
    b: readonly string[],
    size: number,
    extra: number,
    known: ReadonlySet<string> = NOBODY,
  ): Compared {
    if (a.length === 0 || b.length === 0) return { score: 0, share: 0 };
    const [left, right] = [joinAdjacent(a, b), joinAdjacent(b, a)];
    const weigh = (words: readonly string[]) => words.map((word) => this.weight(word, size));
    const [leftWeights, rightWeights] = [weigh(left), weigh(right)];
    const pairs: { i: number; j: number; similarity: number; worth: number }[] = [];
    for (const [i, x] of left.entries()) {
      for (const [j, y] of right.entries()) {
        const similarity = wordSimilarity(x, y);
        if (similarity === 0) continue;
        const weight =
          similarity === 1 ? (leftWeights[i] as number) : commonWeight(x, y, leftWeights[i], rightWeights[j]);
        pairs.push({ i, j, similarity, worth: similarity * weight - (1 - similarity) * WEIGHTS.slip });
      }
    }
    pairs.sort((x, y) => y.similarity - x.similarity || y.worth - x.worth);
    let [score, common] = [0, 0];
    for (const { i, j, similarity, worth } of pairs) {
      const [x, y] = [leftWeights[i] as number, rightWeights[j] as number];
      if (x < 0 || y < 0) continue;
      const isOwners = known.has(right[j] as string);
      score += isOwners ? worth * WEIGHTS.ownersName : worth;
      if (similarity !== INITIAL) common += similarity * Math.max(x, y) * (isOwners ? WEIGHTS.ownersShare : 1);
      leftWeights[i] = rightWeights[j] = -1;
    }
    const rest = (weights: readonly number[]) => weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
    const [onlyLeft, onlyRight] = [rest(leftWeights), rest(rightWeights)];
    const both = Math.min(onlyLeft, onlyRight);
    score -= both * WEIGHTS.conflict + (Math.max(onlyLeft, onlyRight) - both) * extra;
    // A misspelled word is a rare one; the other side tells better how much is missing.
    const total = common + (both > 0 ? (onlyLeft + onlyRight) / 2 : Math.max(onlyLeft, onlyRight));
    return { score, share: total === 0 ? 0 : common / total };
  }

  /** How seldom the word is. */
  private weight(text: string, size: number): number {
    const share = COMMON.has(text) ? WEIGHTS.commonWordShare : WEIGHTS.wordShare;
    const count = (this.ids.get(text)?.slots.length ?? 0) + WEIGHTS.others * share;
    return Math.log((size + WEIGHTS.others) / count);
  }

  private learn(text: string): Word {
    const word: Word = { text, slots: [] };
    this.ids.set(text, word);
    for (const key of shorter(text)) {
      const there = this.shortened.get(key);
      if (there) there.push(word);
      else this.shortened.set(key, [word]);
    }
    return word;
  }

  /** @param whole only the word itself: two words that somebody wrote as one */
  private like(text: string, whole: boolean): Iterable<readonly [Word, number]> {
    const found = new Map<Word, number>();
    const exact = this.ids.get(text);
    if (exact) found.set(exact, 1);
    if (!whole) {
      for (const key of shorter(text)) {
        for (const word of this.shortened.get(key) ?? []) {
          if (found.has(word)) continue;
          const similarity = wordSimilarity(text, word.text);
          if (similarity > INITIAL) found.set(word, similarity);
        }
      }
      for (let cut = 3; cut <= text.length - 3; cut++) {
        const [first, second] = [this.ids.get(text.slice(0, cut)), this.ids.get(text.slice(cut))];
        if (!first || !second) continue;
        for (const word of [first, second]) if (!found.has(word)) found.set(word, 1);
      }
    }
    return found;
  }
}

interface Word {
  text: string;
  slots: number[];
}

const COMMON: ReadonlySet<string> = new Set([...COMMON_WORDS].map(spelling));
const SHORTENED_FROM = 4;

/** The word, and what is left of it without one letter. */
function shorter(text: string): Set<string> {
  const keys = new Set([text]);
  if (text.length < SHORTENED_FROM) return keys;
  for (let i = 0; i < text.length; i++) keys.add(text.slice(0, i) + text.slice(i + 1));
  return keys;
}

/** Of two spellings the usual one says how seldom the name is. */
const commonWeight = (x: string, y: string, a = 0, b = 0): number =>
  x.length === 1 || y.length === 1 ? Math.max(a, b) : Math.min(a, b);

/** Joins what the other name writes as one word: Nur Hayati and Nurhayati. */
function joinAdjacent(words: readonly string[], others: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const pair = `${words[i]}${words[i + 1] ?? ''}`;
    const isOne =
      i + 1 < words.length && !others.includes(words[i] as string) && others.some((other) => isNearly(pair, other));
    joined.push(isOne ? (others.find((other) => isNearly(pair, other)) as string) : (words[i] as string));
    if (isOne) i += 1;
  }
  return joined;
}

const isNearly = (a: string, b: string): boolean =>
  a === b || (b.length >= 7 && Math.abs(a.length - b.length) <= 1 && editDistance(a, b, 1) <= 1);

function ready<T>(what: T, identity: Identity): Known<T> {
  const { words, kind } = businessWords(identity.name);
  return {
    what,
    identity,
    phone: identity.phone ? normalisePhone(identity.phone) : '',
    business: words,
    kind,
    person: personWords(identity.person ?? ''),
  };
}

const numberKeys = ({ identity, phone }: Known<unknown>): string[] => [
  ...NUMBERS.flatMap((by) => (identity[by] ? [`${by}:${identity[by]}`] : [])),
  ...(phone ? [`phone:${phone}`] : []),
];

const placeKeys = ({ identity: { place } }: Known<unknown>): string[] =>
  place?.length === VILLAGE_CODE ? [place] : [];

/** Numbers in the names, which tell branches apart. */
const isSameBranch = (a: readonly string[], b: readonly string[]): boolean =>
  a.filter(isNumber).sort().join() === b.filter(isNumber).sort().join();
const isNumber = (word: string): boolean => /^\d+$/.test(word);

/** `near`: one or two digits apart, as a slip is. */
function compareNumbers(a: string | null | undefined, b: string | null | undefined): 'same' | 'near' | 'other' | null {
  if (!a || !b) return null;
  if (a === b) return 'same';
  return a.length >= LONG_NUMBER && editDistance(a, b, 2) <= 2 ? 'near' : 'other';
}
const LONG_NUMBER = 12;

const sectorScore = (a: string | null | undefined, b: string | null | undefined): number => {
  if (!a || !b) return 0;
  return a === b ? WEIGHTS.sameSector : WEIGHTS.otherSector;
};

const clamp = (score: number, most: number, least = most): number => Math.max(-least, Math.min(most, score));

function addTo(all: Map<string, Set<number>>, key: string, slot: number): void {
  const there = all.get(key);
  if (there) there.add(slot);
  else all.set(key, new Set([slot]));
}

/** The slots of the highest worth, roughly: those in the lowest of the steps that are taken come as they come. */
function bestOf(slots: readonly number[], worth: Float64Array, count: number): number[] {
  if (slots.length <= count) return [...slots];
  const stepOf = (slot: number) => Math.min(STEPS - 1, Math.floor((worth[slot] as number) * STEPS_PER_POINT));
  const steps = new Uint32Array(STEPS);
  for (const slot of slots) steps[stepOf(slot)] = (steps[stepOf(slot)] as number) + 1;
  let [least, more] = [STEPS - 1, steps[STEPS - 1] as number];
  while (more < count) {
    least -= 1;
    more += steps[least] as number;
  }
  const better = slots.filter((slot) => stepOf(slot) > least);
  return [...better, ...slots.filter((slot) => stepOf(slot) === least).slice(0, count - better.length)];
}
const STEPS = 512;
const STEPS_PER_POINT = 5;
