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
  texts: {
    national: {
      title: 'National picture',
      villages: 'Digital SME villages on {{day}}',
      blocked: 'Blocked, mostly by missing internet',
      computed: 'Not reported: {{units}} − {{reported}} = {{unknown}}, computed from the number of PLUT units.',
      units: '{{count}} PLUT units on {{day}}',
      levels: { province: 'Province', regency: 'Regency or city' },
      sourced: 'PLUT units with a source ({{count}})',
      incomplete: 'The full list of {{units}} PLUT units was not found. Units without a source are left out.',
      unit: 'PLUT',
      level: 'Level',
      programmeYear: 'Programme year',
      openedOn: 'Opened',
      source: 'Source',
      uncertain: { level: 'level uncertain', later: 'may be later than 2017' },
      publicFile: 'Public code file number {{number}}',
      fill: 'Fill from the sourced list',
      filled: 'Empty fields were filled from the sourced list.',
    },
    minutes: {
      title: 'Minutes of the coordination meeting',
      open: 'Minutes to print',
      back: 'Back to the meeting',
      signature: 'Signature',
    },
  },
};
