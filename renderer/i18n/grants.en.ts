/** Texts of the start-up grant (*Wirausaha Pemula*), in English (see `en.ts`). */
export const grantsEn = {
  collections: {},
  one: {},
  fieldsOf: {},
  choices: {},
  /** Titles of the forms' sections. */
  sections: {},
  /** Buttons that add a row. */
  add: {},
  texts: {},
};
