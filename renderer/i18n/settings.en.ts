/** Texts of what a Dinas adapts: settings, ratings, the registry of PLUT units, in English (see `en.ts`). */
export const settingsEn = {
  collections: {
    ratings: 'Cooperative ratings',
    serviceLines: 'Services',
  },
  one: { ratings: 'Rating', serviceLines: 'Service' },
  fieldsOf: {
    serviceLines: {
      name: 'Name in Indonesian',
      nameEn: 'Name in English',
      active: 'Offered',
      order: 'Order',
    },
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
    page: {
      title: 'Settings',
      intro: 'They hold on all laptops of this PLUT once they are sent. Every entry is saved by itself.',
      readOnly: 'Only the coordinator can change settings.',
      parts: { lines: 'Services', consent: 'Consent texts', texts: 'Form texts' },
    },
    lines: {
      intro:
        'The services that a session offers, by field. A service no longer offered leaves the choice but stays readable in old sessions. A new name shows in all sessions; for another service, add a new line. Names in grey are the built-in ones.',
      active: 'Offered',
      activeOf: 'Offered: {{name}}',
      inactive: 'not offered',
      up: 'Move up: {{name}}',
      down: 'Move down: {{name}}',
      newOf: 'New service: {{field}}',
      add: 'Add',
    },
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
