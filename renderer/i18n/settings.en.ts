/** Texts of what a Dinas adapts: settings, ratings, the registry of PLUT units, in English (see `en.ts`). */
export const settingsEn = {
  collections: { ratings: 'Cooperative ratings' },
  one: { ratings: 'Rating' },
  fieldsOf: {
    ratings: {
      year: 'Year',
      date: 'Date of the decision',
      rank: 'Rank',
      body: 'Rating body',
      number: 'Certificate or letter number',
      note: 'Note',
    },
  },
  choices: {},
  /** Titles of the forms' sections. */
  sections: { ratings: { what: 'Rating', papers: 'Papers and notes' } },
  /** Buttons that add a row. */
  add: { ratings: 'Rating' },
  texts: {},
};
