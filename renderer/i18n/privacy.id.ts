/** Texts of personal data (UU 27/2022), in Indonesian (see `id.ts`). */
export const privacyId = {
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
