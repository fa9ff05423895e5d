/**
 * How much each agreement says, in natural logarithms of odds (Fellegi and Sunter 1969): an agreement is worth the logarithm of how
 * seldom it comes by chance, so that a rare name says much and *Berkah* says little. What can be counted in the records is
 * counted there (names, places); the figures here are the rest. They were chosen on the corpus of duplicates.test.ts.
 */
export const WEIGHTS = {
  /** As if so many other records were there: in a small store too a name that everybody has says little. */
  others: 500,
  /** Share of records with a word, where the words of the store are too few to tell. */
  wordShare: 0.002,
  commonWordShare: 0.02,

  /** What a slip of the pen costs: not each letter is one. */
  slip: 3,
  /** Both names have a word that the other has not: two names. Times the weight of the lighter side. */
  conflict: 1.1,
  /** One name has more words than the other: a part was left out. Times the weight of those words. */
  extraBusinessWord: 0.35,
  extraPersonWord: 0.1,
  /** A business called after its owner says little that the owner's name has not said. Times the weight of the word. */
  ownersName: 0.25,
  /** The same, where it is asked how much of a name is the same. */
  ownersShare: 0.35,
  /** No name can say more for or against. */
  mostName: 20,
  mostAgainst: 12,
  /** Of all words of the longer business name, so much must be in the other one, by weight. */
  leastNameShare: 0.5,
  /** Where the owner is not known there is nothing else. */
  leastNameShareAlone: 0.75,
  /** Where the owner is the same. */
  leastNameShareOfOwner: 0.45,

  /** The same person: number, telephone and name say it again and again, so that they count together at most `mostOwner`. */
  sameNik: 9,
  /** A digit or two apart. */
  nearlySameNik: 5,
  samePhone: 7,
  mostOwner: 12,
  /** Of somebody who is recorded elsewhere, so much must be the same. */
  leastOwnerElsewhere: 3,
  /** Two telephones are usual. */
  otherPhone: -0.5,
  /** Two persons; what is a slip of the pen in a number counts as nothing. */
  otherNumber: -25,
  sameNib: 8,
  sameCooperativeNumber: 18,
  otherKindOfCooperative: -8,

  /** A place is worth no more than this, however small. */
  mostPlace: 6,
  sameDistrict: 1,
  otherDistrict: -1.5,
  otherRegency: -3.5,
  sameSector: 0.7,
  /** Consultants choose differently for one business too. */
  otherSector: -2,

  /** From here on a pair is proposed. */
  threshold: 1.8,
  /** At entry: whoever types is asked rather once too often, while nothing is written yet. */
  thresholdAtEntry: -1,
} as const;

/** Words that very many businesses are called, whatever a small store says. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'berkah barokah jaya makmur sejahtera rejeki mandiri sentosa abadi maju bersama sumber tani karya usaha harapan bunda ' +
    'cahaya sinar indah mulia baru kue makanan catering bengkel motor laundry salon tenun keripik kopi ikan ayam ' +
    'bakso mie nasi goreng bawang rumah tenunan jahit konveksi meubel mebel batik madu beras sayur buah kelapa'
  ).split(' '),
);
