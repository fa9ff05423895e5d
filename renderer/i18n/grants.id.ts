/** Texts of the start-up grant (*Wirausaha Pemula*), in Indonesian (see `id.ts`). */
export const grantsId = {
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
