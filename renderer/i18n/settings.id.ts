/** Texts of what a Dinas adapts: settings, ratings, the registry of PLUT units, in Indonesian (see `id.ts`). */
export const settingsId = {
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
