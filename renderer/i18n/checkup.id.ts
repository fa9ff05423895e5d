/** Texts of *Periksa aplikasi*, in Indonesian (see `id.ts`). */
export const checkupId = {
  title: 'Periksa aplikasi',
  intro:
    'Memeriksa apakah semua catatan dan berkas di laptop ini utuh, apakah ruangnya cukup, dan apakah cadangannya baru. Pemeriksaan tidak mengubah apa pun; Anda dapat terus bekerja.',
  start: 'Periksa sekarang',
  progress: 'Memeriksa {{done}} dari {{total}} catatan dan berkas',
  cancelled: 'Dibatalkan. Tidak ada yang berubah.',
  sound: 'Semua utuh: {{count}} catatan dan berkas.',
  unsound: 'Ada yang perlu diperbaiki.',
  results: 'Hasil pemeriksaan',
  broken_one: '{{count}} catatan rusak.',
  broken_other: '{{count}} catatan rusak.',
  brokenHelp:
    'Perbaiki mengambilnya lagi dari cadangan yang masih utuh dan dari hub. Yang tidak dapat dibaca disisihkan, tidak dibuang.',
  flags_other: '{{count}} catatan terdaftar keliru, sehingga dapat tidak muncul di daftar. Isinya utuh.',
  orphans_other: '{{count}} antrean kirim tidak punya catatan lagi. Perbaiki menyisihkannya.',
  inputs_other: '{{count}} coretan tidak dapat dibaca. Perbaiki menyisihkannya.',
  files_other: '{{count}} foto atau dokumen rusak. Perbaiki mencarinya di cadangan.',
  lostFiles_other:
    '{{count}} foto atau dokumen yang belum terkirim tidak ada di laptop. Perbaiki mencarinya di cadangan. Bila tidak ada, ambil fotonya lagi.',
  clock: 'Urutan waktu catatan tertinggal. Perbaiki membetulkannya; tidak ada yang hilang.',
  values_other:
    '{{count}} isian tidak dikenal versi ini, mungkin dari versi yang lebih baru. Disimpan apa adanya; perbarui aplikasi.',
  ahead_other: '{{count}} isian bertanggal masa depan: jam laptop pernah salah. Periksa jam laptop.',
  free: 'Sisa ruang laptop: {{size}}.',
  freeLittle:
    'Sisa ruang laptop tinggal {{size}}. Kosongkan sebagian, misalnya di Ruang berkas pada halaman Laptop ini.',
  persisted: 'Sistem tidak menghapus data ini sendiri.',
  notPersisted:
    'Peramban belum menjamin tidak menghapus data ini. Jangan hapus data situs; lebih baik pakai aplikasi desktop.',
  backup: 'Cadangan terakhir: {{when}}.',
  noBackup: 'Belum ada cadangan. Tekan Buat cadangan sekarang.',
  oldBackup: 'Cadangan terakhir sudah lama: {{when}}. Tekan Buat cadangan sekarang.',
  contact: 'Terakhir bertemu hub: {{when}}.',
  oldContact: 'Terakhir bertemu hub: {{when}}. Hubungkan ke internet, atau titipkan paket kiriman.',
  noContact: 'Belum pernah bertemu hub.',
  setAside_other: '{{count}} yang tidak dapat diperbaiki masih disisihkan. Sampaikan kepada petugas bantuan.',
  repair: 'Perbaiki',
  repairing: 'Memperbaiki…',
  repaired:
    'Diperbaiki dari laptop: {{here}}. Dari cadangan: {{fromSnapshot}}. Diminta lagi dari hub: {{fromHub}}. Disisihkan: {{aside}}.',
  repairedFiles_other: '{{count}} foto atau dokumen tidak ada di cadangan mana pun. Ambil lagi bila masih mungkin.',
  failed:
    'Pemeriksaan berhenti karena kesalahan: penyimpanan tidak dapat dibaca. Yang tersimpan tidak berubah. Pulihkan dari cadangan bila ini terulang.',
  disk: {
    saving: 'Menyimpan… Jangan matikan laptop dulu.',
    unsavedTitle_other: '{{count}} isian BELUM tersimpan: laptop menolak menyimpan',
    unsaved:
      'Jangan tutup aplikasi ini. Kemungkinan ruang laptop habis: kosongkan sebagian, misalnya keranjang sampah atau unduhan. Isian itu disimpan sendiri begitu ada ruang. Yang sudah tersimpan sebelumnya aman.',
    little:
      'Sisa ruang laptop tinggal {{size}}. Kosongkan sebagian sebelum habis: bila habis, isian tidak dapat disimpan.',
  },
  report: {
    title: 'Keterangan untuk petugas bantuan',
    intro:
      'Berisi jumlah, versi, ukuran dan kode kesalahan, tanpa nama, NIK, alamat atau isi catatan. Bacalah dahulu, lalu simpan dan kirimkan bila petugas memintanya.',
    make: 'Buat keterangan',
    save: 'Simpan berkas',
    content: 'Isi keterangan',
  },
};
