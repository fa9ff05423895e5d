/** Texts of personal data (UU 27/2022), in English (see `en.ts`). */
export const privacyEn = {
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
