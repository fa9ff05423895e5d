/** Texts of snapshots and of putting one back, in Indonesian (see `id.ts`). */
export const backupsId = {
  title: 'Cadangan di laptop ini',
  intro:
    'Salinan data Pendamping di luar tempat penyimpanan utamanya, untuk berjaga-jaga bila penyimpanan rusak. Dibuat sendiri sekali sehari; yang disimpan: 3 terakhir, satu per hari selama 7 hari, satu per minggu selama 4 minggu. Foto yang sudah ada di hub tidak ikut, karena dapat diambil lagi dari sana.',
  introBrowser:
    'Di peramban, cadangan tidak dibuat sendiri. Unduh berkasnya sesekali, terutama bila lama tidak terhubung ke hub, dan simpan di tempat yang aman.',
  none: 'Belum ada cadangan.',
  made: 'Dibuat',
  size: 'Ukuran',
  app: 'Versi aplikasi',
  unreadable: 'tidak dapat dibaca',
  now: 'Buat cadangan sekarang',
  download: 'Unduh cadangan',
  working: 'Membuat cadangan: {{done}} dari {{total}} catatan',
  preparing: 'Menyiapkan…',
  restore: 'Pulihkan dari cadangan…',
  states: {
    done: 'Cadangan terakhir berhasil dibuat.',
    full: 'Cadangan terakhir TIDAK dibuat: ruang laptop hampir habis. Data Anda sendiri tidak berubah. Kosongkan sebagian ruang, lalu tekan Buat cadangan sekarang.',
    failed:
      'Cadangan terakhir TIDAK berhasil dibuat. Data Anda sendiri tidak berubah. Jalankan Periksa aplikasi di halaman ini untuk mengetahui sebabnya.',
    cancelled: 'Dibatalkan. Tidak ada yang berubah.',
  },
  lost: {
    title: 'Data di laptop ini tidak ditemukan, tetapi ada cadangannya',
    text: 'Cadangan terakhir dibuat {{when}}. Bila laptop ini sudah pernah terhubung dan datanya hilang, pulihkanlah dari cadangan, jangan mendaftar baru.',
    action: 'Lihat cadangan',
  },
  restorePage: {
    title: 'Pulihkan dari cadangan',
    intro:
      'Data di laptop diganti dengan isi cadangan yang Anda pilih. Yang sekarang ada di laptop tidak dihapus: disisihkan dahulu, sampai data yang dipulihkan sudah terkirim ke hub.',
    after:
      'Yang dicatat sesudah cadangan dibuat dan sudah terkirim akan datang lagi dari hub. Yang dicatat sesudahnya dan belum terkirim tidak ada di cadangan.',
    half: 'Pemulihan terakhir terputus sebelum selesai. Cadangannya masih utuh: pulihkan sekali lagi.',
    none: 'Tidak ada cadangan di laptop ini. Bila Anda punya berkas cadangan (.cadangan), pilih di bawah. Tanpa cadangan, daftarkan laptop ini lagi: semua yang sudah terkirim datang lagi dari hub.',
    choose: 'Pulihkan',
    chooseOf: 'Pulihkan cadangan {{when}}',
    file: 'Pilih berkas cadangan…',
    back: 'Batal, buka aplikasi',
    confirmTitle: 'Pulihkan cadangan {{when}}?',
    confirm: 'Ya, pulihkan',
    steps: {
      verify: 'Memeriksa cadangan dari awal sampai akhir',
      aside: 'Menyisihkan data yang sekarang: {{count}} catatan',
      write: 'Memulihkan: {{count}} catatan',
    },
    keepOpen: 'Jangan tutup aplikasi. Bila listrik padam, pemulihan dapat diulang.',
    doneTitle: 'Data sudah dipulihkan',
    done: 'Anda dapat membaca dan mencatat seperti biasa. Saat terhubung ke hub, laptop ini mendapat tanda pengenal baru dengan sendirinya, lalu mengirim dan menerima lagi.',
    unreadable_zero: '',
    unreadable_other:
      '{{count}} catatan lama tidak dapat dibaca lagi, jadi tidak ikut disisihkan. Yang sudah terkirim datang lagi dari hub.',
    open: 'Buka aplikasi',
    problems: {
      cut: 'Cadangan ini terpotong, jadi tidak dipakai. Tidak ada yang berubah. Pilih cadangan lain.',
      damaged: 'Cadangan ini rusak, jadi tidak dipakai. Tidak ada yang berubah. Pilih cadangan lain.',
      newer:
        'Cadangan ini dibuat oleh versi aplikasi yang lebih baru. Tidak ada yang berubah. Perbarui aplikasi dahulu.',
      blocked: 'Aplikasi masih terbuka di jendela lain. Tutup jendela itu, lalu coba lagi.',
      full: 'Ruang laptop tidak cukup. Kosongkan sebagian ruang, lalu coba lagi; cadangannya tetap utuh.',
      failed: 'Pemulihan tidak selesai. Cadangannya tetap utuh: coba lagi, atau pilih cadangan lain.',
    },
  },
  restoredNote:
    'Data ini dipulihkan dari cadangan {{when}}. Anda dapat bekerja seperti biasa; pengiriman mulai lagi setelah laptop ini bertemu hub.',
};
