export const lockId = {
  title: 'Aplikasi terkunci',
  intro: 'Data di laptop ini tersandi. Ketik kalimat sandi Anda untuk membukanya.',
  who: 'Pengguna',
  passphrase: 'Kalimat sandi laptop ini',
  passphraseHint:
    'Paling sedikit {{min}} huruf, misalnya satu kalimat yang hanya Anda tahu. Data tersandi dengannya dan tidak terbaca tanpanya. Diminta setiap kali aplikasi dibuka.',
  again: 'Ulangi kalimat sandi',
  newPassphrase: 'Kalimat sandi baru',
  visibility: 'Tampilkan atau sembunyikan yang diketik',
  unlock: 'Buka',
  opening: 'Membuka…',
  byVault: 'Buka tanpa kalimat sandi',
  forgotten: 'Lupa kalimat sandi?',
  recoveryIntro:
    'Mintalah kode pemulihan laptop ini kepada koordinator (halaman Laptop PLUT), lalu buat kalimat sandi baru. Semua catatan Anda tetap ada.',
  recoveryCode: 'Kode pemulihan',
  recover: 'Buka dengan kode',
  back: 'Kembali ke kalimat sandi',
  other: 'Pengguna lain di laptop ini',
  backToLock: 'Kembali',
  errors: {
    wrong: 'Tidak cocok. Periksa huruf besar kecil dan coba lagi. Catatan Anda aman.',
    wrongCode: 'Kode itu bukan kode pemulihan laptop ini. Periksa kembali bersama koordinator.',
    wait: 'Terlalu banyak percobaan. Tunggu {{count}} detik, lalu coba lagi.',
    short: 'Kalimat sandi paling sedikit {{min}} huruf.',
    differs: 'Kedua kalimat sandi tidak sama. Ketik sekali lagi.',
    vaultGone: 'Kunci dari sistem tidak berlaku lagi. Ketik kalimat sandi Anda.',
    expired:
      'Laptop ini sudah {{count}} hari tidak terhubung dengan hub. Demi keamanan data, mintalah kode pemulihan kepada koordinator. Semua catatan Anda tetap ada.',
    storage:
      'Penyimpanan laptop tidak dapat dibuka. Periksa sisa ruang penyimpanan, lalu coba lagi. Catatan Anda tidak berubah.',
  },
  card: {
    title: 'Kunci laptop',
    intro: 'Data di laptop ini tersandi dengan kalimat sandi Anda.',
    now: 'Kunci sekarang',
    change: 'Ganti kalimat sandi',
    changed: 'Kalimat sandi diganti.',
    label: 'Nama di layar kunci',
    labelHint: 'Terlihat sebelum dibuka; jangan tulis nama lengkap.',
    idle: 'Kunci sendiri bila tidak dipakai',
    idleMinutes: '{{count}} menit',
    vault: 'Buka tanpa kalimat sandi di akun {{system}} ini',
    vaultHint: 'Pakai hanya bila akun di laptop ini milik Anda sendiri dan berkata sandi.',
    recoveryKnown: 'Kode pemulihan sudah ada pada koordinator.',
    recoveryUnknown: 'Kode pemulihan sampai kepada koordinator begitu laptop terhubung dengan hub.',
  },
  wiped: {
    title: 'Laptop ini telah dicabut',
    text: 'Koordinator mencabut laptop ini, jadi datanya dihapus dari sini. Yang sudah terkirim ada di hub. Hubungi koordinator PLUT bila ini keliru.',
    unsent:
      'Koordinator mencabut laptop ini, jadi kalimat sandi tidak lagi membukanya. Ada isian yang belum terkirim; datanya hanya terbuka dengan kode pemulihan. Hubungi koordinator PLUT.',
    close: 'Mengerti',
  },
  recovery: {
    show: 'Kode pemulihan',
    title: 'Kode pemulihan {{name}}',
    intro:
      'Bacakan kode ini hanya kepada pemilik laptop yang lupa kalimat sandinya, setelah Anda yakin siapa yang bertanya. Permintaan ini tercatat di hub.',
    none: 'Laptop ini belum mengirim kode pemulihan. Ia mengirimnya begitu terhubung dengan hub.',
    offline: 'Hub tidak dapat dihubungi. Kode hanya ada di hub; coba lagi bila ada sambungan.',
  },
};
