/** Texts of *Paket kiriman*, in Indonesian (see `id.ts`). */
export const bundlesId = {
  title: 'Paket kiriman',
  intro:
    'Data dibawa sebagai berkas, misalnya di flash disk, ke laptop teman atau ke hub. Berkas terenkripsi: hanya laptop unit Anda dan hub yang dapat membacanya.',
  prepare: 'Siapkan paket',
  waiting: 'Di laptop ini ada {{unsent}} isian yang belum ada di hub, dan {{carried}} paket teman yang ikut dibawa.',
  nothing: 'Semua data di laptop ini sudah ada di hub, dan tidak ada paket teman yang menunggu.',
  save: 'Simpan paket',
  saveFromHub: 'Ambil data dari hub',
  hubInName: 'hub',
  hub: 'Hub',
  photos: {
    waiting:
      'Di laptop ini ada {{files}} foto dan berkas ({{size}}) yang belum ada di hub. Siapkan sesudah paket isian.',
    fromHub: 'dengan foto dan berkas',
    limit: 'Ukuran paket paling besar',
    save: 'Simpan paket foto',
    next: 'Simpan paket foto berikutnya',
    writing: 'Menyiapkan paket foto: {{done}} dari {{total}}',
    progress: 'Kemajuan paket foto',
    inName: 'foto',
    prepared: '{{name}} ({{size}}) siap dengan {{count}} foto dan berkas.',
    left: '{{count}} lagi belum muat; siapkan paket berikutnya.',
    none: 'Semua foto dan berkas sudah ada di paket yang baru disiapkan.',
    what: '{{count}} foto dan berkas.',
    kept: '{{kept}} foto dan berkas baru, {{known}} sudah ada.',
    unnamed:
      '{{count}} foto dan berkas belum dapat disimpan: terima dahulu paket isian dari laptop yang sama, lalu paket ini lagi.',
    noSpace:
      '{{count}} foto dan berkas tidak disimpan karena ruang di laptop ini hampir habis. Kosongkan ruang, lalu terima paket ini lagi.',
  },
  prepared:
    '{{name}} ({{size}}) siap. Isian Anda tetap tercatat belum terkirim sampai hub menerimanya. Simpan berkas ini di flash disk.',
  fromHub: '{{name}} ({{size}}) siap. Berikan kepada teman yang tidak tersambung; laptopnya akan menyamakan data.',
  notSaved: {
    certificate: 'Laptop ini belum dikenal hub. Sambungkan sekali dengan hub, lalu siapkan paket lagi.',
    offline:
      'Hub tidak dapat dihubungi, jadi datanya belum dapat diambil. Data di laptop ini tidak berubah. Coba lagi saat tersambung.',
    other:
      'Paket tidak dapat disiapkan. Data di laptop ini tetap aman. Coba lagi; jika berulang, beri tahu koordinator.',
  },
  receive: 'Terima paket',
  choose: 'Pilih berkas',
  orDrop: 'atau seret berkas .plut ke sini. Boleh banyak sekaligus.',
  files: 'Berkas yang dipilih',
  steps: { reading: 'Memeriksa…', joining: 'Menggabungkan…' },
  what: 'Dari {{from}}, {{when}}: {{registers}} isian dalam {{records}} catatan, {{bundles}} paket di dalamnya.',
  foreign: 'Paket unit lain. Laptop ini tidak dapat membacanya, tetapi dapat meneruskannya ke hub.',
  join: 'Gabungkan {{count}} paket',
  result: 'Selesai: {{changed}} isian baru, {{known}} sudah ada.',
  early: '{{count}} isian menunggu paket lain yang belum sampai di laptop ini.',
  refused:
    '{{count}} isian tidak diterima: pengirim tidak berhak, catatan dikunci, pemrosesannya dibatasi, atau isinya tidak dikenal.',
  carried: 'Paket yang dibawa laptop ini',
  none: 'Belum ada paket yang diterima.',
  otherUnit: 'Unit lain',
  heads: { from: 'Dari', created: 'Dibuat', arrived: 'Diterima', size: 'Ukuran', state: 'Keadaan' },
  onTheWay: 'Dalam perjalanan ke hub',
  delivered: 'Sampai di hub {{when}}',
  way: {
    title: 'Data yang masih dalam perjalanan',
    asOf: 'Menurut kabar dari hub {{when}} dan paket yang sampai di laptop ini. Dibawa di sini: isian yang ada di laptop ini dan belum ada di hub.',
    never: 'Menurut paket yang sampai di laptop ini; belum ada kabar dari hub.',
    none: 'Tidak ada: semua laptop yang dikenal sudah mengirim semuanya ke hub.',
    noBundle: 'belum ada',
    brought: '{{when}}, dibawa {{by}}',
    heads: {
      laptop: 'Laptop',
      lastSeen: 'Terakhir di hub',
      unsent: 'Belum terkirim, kata hub',
      bundle: 'Paket terakhir di sini',
      here: 'Dibawa di sini',
    },
  },
  problems: {
    not_a_bundle: 'Bukan paket kiriman Pendamping. Tidak ada yang berubah. Pilih berkas yang berakhiran .plut.',
    foreign: 'Paket unit lain dan terlalu besar untuk dibawa. Tidak ada yang berubah.',
    damaged: 'Berkas rusak atau terpotong. Tidak ada yang berubah. Minta pengirim menyalinnya sekali lagi.',
    signature:
      'Tanda tangan paket tidak cocok. Tidak ada yang berubah. Jangan pakai berkas ini; beri tahu koordinator.',
    wrong_unit: 'Paket mengaku dari unit lain. Tidak ada yang berubah. Beri tahu koordinator.',
    newer_format: 'Paket dibuat aplikasi yang lebih baru. Tidak ada yang berubah. Perbarui aplikasi di laptop ini.',
    too_large: 'Isi paket terlalu besar. Tidak ada yang berubah. Beri tahu koordinator.',
    revoked: 'Paket dari laptop yang sudah dicabut. Isinya tidak digabungkan. Beri tahu koordinator.',
    copied:
      'Laptop ini pernah disalin atau dipulihkan dari cadangan. Tidak ada yang berubah. Sambungkan sekali dengan hub, lalu terima paket ini lagi.',
    of_the_past: 'Data hub di paket ini lebih lama daripada yang ada di laptop ini. Tidak perlu digabungkan.',
    left_behind:
      'Laptop pengirimnya kemudian dipulihkan atau disalin, dan sebagian isi paket ini tidak ada di hub. Berkasnya tetap disimpan di sini. Tanyakan kepada pengirim apa yang hilang, lalu minta ia mengisinya lagi.',
    gap: 'Hub dipulihkan dari cadangan; perlu paket hub yang lengkap. Minta koordinator mengambilnya lagi.',
    unreadable: 'Berkas tidak dapat dibaca. Yang sudah tergabung tetap aman; coba lagi berkas yang sama.',
  },
};
