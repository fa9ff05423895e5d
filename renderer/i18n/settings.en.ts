/** Texts of what a Dinas adapts: settings, ratings, the registry of PLUT units, in English (see `en.ts`). */
export const settingsEn = {
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
