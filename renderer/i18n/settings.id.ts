/** Texts of what a Dinas adapts: settings, ratings, the registry of PLUT units, in Indonesian (see `id.ts`). */
export const settingsId = {
  collections: { ratings: 'Pemeringkatan koperasi' },
  one: { ratings: 'Pemeringkatan' },
  fieldsOf: {
    ratings: {
      year: 'Tahun',
      date: 'Tanggal penetapan',
      rank: 'Peringkat',
      body: 'Lembaga pemeringkat',
      number: 'Nomor sertifikat atau surat',
      note: 'Catatan',
    },
  },
  choices: {},
  /** Titles of the forms' sections. */
  sections: { ratings: { what: 'Pemeringkatan', papers: 'Surat dan catatan' } },
  /** Buttons that add a row. */
  add: { ratings: 'Pemeringkatan' },
  texts: {},
};
