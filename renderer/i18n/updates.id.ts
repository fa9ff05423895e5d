/** Texts of *Pembaruan*, in Indonesian (see `id.ts`). */
export const updatesId = {
  title: 'Pembaruan',
  current: 'Versi yang terpasang: {{version}}.',
  can: {
    forbidden: 'Pembaruan dari aplikasi dimatikan oleh pengelola laptop ini.',
    not_installed:
      'Aplikasi ini tidak dipasang dari berkas pemasang, jadi tidak dapat memperbarui dirinya. Pasang versi baru seperti versi ini dipasang.',
    no_key:
      'Aplikasi ini dibuat tanpa kunci pembaruan, jadi tidak menerima pembaruan. Pasang versi baru dengan berkas pemasang.',
  },
  look: 'Cari pembaruan',
  choose: 'Pilih berkas…',
  looking: 'Mencari pembaruan…',
  found: {
    hub: 'Versi {{version}} ada di hub ({{size}}).',
    folder: 'Versi {{version}} ada di folder yang dipantau ({{size}}).',
  },
  take: { hub: 'Unduh', folder: 'Ambil' },
  taking: 'Mengambil dan memeriksa: {{done}} dari {{total}}',
  checking: 'Memeriksa berkas…',
  progress: 'Mengambil pembaruan',
  kept: 'Versi {{version}} sudah diperiksa dan siap dipasang. Isian Anda disimpan lebih dahulu; data tetap.',
  now: 'Tutup dan pasang sekarang',
  atQuit: 'Pasang saat aplikasi ditutup',
  willInstall: 'Versi {{version}} akan dipasang saat aplikasi ditutup.',
  never: 'Jangan pasang dahulu',
  news: 'Pendamping versi {{version}} tersedia. Buka Laptop ini untuk memasangnya.',
  problems: {
    none: 'Tidak ada pembaruan di hub atau di folder yang dipantau.',
    same: 'Versi ini sudah yang terbaru.',
    older: 'Berkas itu berisi versi yang lebih lama. Tidak dipasang agar data tetap dapat dibuka.',
    older_data: 'Versi itu tidak dapat membaca data di laptop ini. Tidak dipasang; data tetap aman.',
    other_platform: 'Berkas itu untuk laptop jenis lain. Pilih berkas untuk laptop ini.',
    not_an_update: 'Berkas itu bukan pembaruan Pendamping. Pilih berkas yang berakhiran .update.',
    not_signed:
      'Tanda tangan berkas itu bukan milik Pendamping. Tidak dipasang. Jangan pakai berkas itu; laporkan kepada pemasang.',
    tampered:
      'Isi berkas itu berubah dari yang ditandatangani. Tidak dipasang. Ambil lagi dari hub atau minta salinan baru.',
    cut: 'Pembaruan terputus di tengah jalan. Yang sudah datang disimpan; coba lagi untuk melanjutkan.',
    unreadable: 'Berkas pembaruan tidak terbaca. Periksa flash disk, lalu coba lagi.',
    unreachable: 'Hub tidak terjangkau. Periksa sambungan, atau pilih berkas dari flash disk.',
    disk_full: 'Ruang diska tidak cukup untuk pembaruan. Data tetap aman. Kosongkan ruang, lalu coba lagi.',
    stopped: '',
    busy: 'Pembaruan sedang diambil. Tunggu sampai selesai.',
    no_key: 'Aplikasi ini tidak menerima pembaruan.',
    forbidden: 'Pembaruan dari aplikasi dimatikan oleh pengelola laptop ini.',
    not_installed: 'Aplikasi ini tidak dapat memperbarui dirinya.',
    refused: 'Belum terpasang: tidak diizinkan. Coba lagi dengan kata sandi administrator laptop.',
    no_installer: 'Belum terpasang: pemasang di laptop ini tidak dapat dijalankan. Minta bantuan pemasang.',
    installer_failed:
      'Belum terpasang: pemasang berhenti dengan kesalahan. Versi lama tetap berjalan. Coba lagi atau minta bantuan pemasang.',
  },
};
