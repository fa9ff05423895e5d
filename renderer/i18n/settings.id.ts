/** Texts of what a Dinas adapts: settings, ratings, the registry of PLUT units, in Indonesian (see `id.ts`). */
export const settingsId = {
  collections: {
    ratings: 'Pemeringkatan koperasi',
    serviceLines: 'Jenis layanan',
  },
  one: { ratings: 'Pemeringkatan', serviceLines: 'Jenis layanan' },
  fieldsOf: {
    serviceLines: {
      name: 'Nama',
      nameEn: 'Nama dalam bahasa Inggris',
      active: 'Dipakai',
      order: 'Urutan',
    },
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
    page: {
      title: 'Pengaturan',
      intro: 'Berlaku di semua laptop PLUT ini setelah terkirim. Setiap isian tersimpan sendiri.',
      readOnly: 'Hanya koordinator yang dapat mengubah pengaturan.',
      parts: { lines: 'Jenis layanan', consent: 'Teks persetujuan', texts: 'Teks formulir' },
    },
    lines: {
      intro:
        'Pilihan jenis layanan dalam sesi, per bidang. Yang tidak dipakai lagi hilang dari pilihan, tetapi tetap terbaca di sesi lama. Mengganti nama mengubahnya di semua sesi; untuk layanan lain, tambahkan baris baru. Nama berwarna abu-abu adalah nama bawaan.',
      active: 'Dipakai',
      activeOf: 'Dipakai: {{name}}',
      inactive: 'tidak dipakai',
      up: 'Naikkan: {{name}}',
      down: 'Turunkan: {{name}}',
      newOf: 'Jenis layanan baru: {{field}}',
      add: 'Tambah',
    },
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
