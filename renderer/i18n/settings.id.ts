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
  texts: {
    national: {
      title: 'Gambaran nasional',
      villages: 'Kampung UKM Digital per {{day}}',
      blocked: 'Terkendala, terutama jaringan internet',
      computed: 'Belum dilaporkan: {{units}} − {{reported}} = {{unknown}}, dihitung dari jumlah PLUT.',
      units: '{{count}} PLUT per {{day}}',
      levels: { province: 'Provinsi', regency: 'Kabupaten/kota' },
      sourced: 'PLUT yang ada sumbernya ({{count}})',
      incomplete: 'Daftar lengkap {{units}} PLUT belum ditemukan. Yang tidak bersumber tidak dicantumkan.',
      unit: 'PLUT',
      level: 'Tingkat',
      programmeYear: 'Tahun program',
      openedOn: 'Peresmian',
      source: 'Sumber',
      uncertain: { level: 'tingkat belum pasti', later: 'mungkin sesudah 2017' },
      publicFile: 'Berkas kode publik nomor {{number}}',
      fill: 'Isi dari daftar bersumber',
      filled: 'Isian yang kosong dilengkapi dari daftar bersumber.',
    },
    minutes: {
      title: 'Notulen rapat koordinasi',
      open: 'Notulen untuk dicetak',
      back: 'Kembali ke rapat',
      signature: 'Tanda tangan',
    },
  },
};
