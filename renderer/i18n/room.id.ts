/** Texts of *Tukar data di ruangan ini*, in Indonesian (see `id.ts`). */
export const roomId = {
  title: 'Tukar data di ruangan ini',
  intro:
    'Laptop di Wi-Fi atau kabel yang sama bertukar paket tanpa internet dan tanpa flash disk: satu laptop membuka pos, yang lain menukar data dengannya. Isian tetap tercatat belum terkirim sampai hub menerimanya.',
  desktopOnly:
    'Ini hanya dapat dilakukan di aplikasi Pendamping yang terpasang di laptop, bukan di peramban. Di peramban, pakai berkas paket.',
  host: 'Laptop ini menjadi pos',
  hostHint: 'Untuk koordinator: sebutkan kodenya kepada yang ada di ruangan. Biarkan aplikasi terbuka.',
  open: 'Buka pos kiriman di ruangan ini',
  close: 'Tutup pos',
  opening: 'Membuka pos…',
  notOpened:
    'Pos tidak dapat dibuka. Data di laptop ini tidak berubah. Tutup aplikasi, buka lagi, lalu coba sekali lagi.',
  code: 'Kode',
  address: 'Alamat',
  noNetwork: 'Laptop ini belum tersambung ke Wi-Fi atau kabel. Sambungkan dulu; pos tetap terbuka.',
  firewall:
    'Jika Windows bertanya apakah Pendamping boleh memakai jaringan, pilih Izinkan. Tanpa izin itu laptop lain tidak dapat masuk.',
  hubFile: 'Data hub per {{when}} ikut dibagikan.',
  visits: 'Laptop yang sudah datang',
  nobody: 'Belum ada laptop yang datang.',
  visit: '{{user}} ({{laptop}}), {{when}}: {{count}} isian baru',
  guest: 'Tukar data dengan pos',
  guestHint: 'Ketik kode yang terlihat di layar laptop pos.',
  codeOnHost: 'Kode di layar pos',
  codeWrong: 'Kode terdiri atas enam angka.',
  byAddress: 'Pos tidak ditemukan dengan kode? Pakai alamatnya',
  addressOnHost: 'Alamat di layar pos',
  addressWrong: 'Alamat seperti 192.168.1.7:47320, di jaringan yang sama.',
  exchange: 'Tukar data',
  repeat: 'Ulangi sendiri setiap 10 menit selama pos terbuka',
  stop: 'Hentikan',
  steps: {
    finding: 'Mencari pos…',
    asking: 'Membandingkan isi…',
    sending: 'Mengirim paket…',
    receiving: 'Menerima paket…',
    joining: 'Menggabungkan…',
  },
  done: 'Selesai {{when}}. Laptop ini mendapat {{ours}} isian baru, pos mendapat {{theirs}} isian baru.',
  nothingNew: 'Selesai {{when}}. Tidak ada yang baru di kedua laptop.',
  early: '{{count}} isian menunggu paket lain yang belum sampai di laptop ini.',
  refused: '{{count}} isian tidak diterima: pengirim tidak berhak, catatan dikunci, atau isinya tidak dikenal.',
  uncertified:
    'Isian Anda sendiri belum ikut: laptop ini belum dikenal hub. Sambungkan sekali dengan hub, lalu tukar data lagi.',
  notTaken: 'Satu paket atau lebih tidak diterima. {{reason}}',
  failedAt: '{{when}}: {{reason}}',
  problems: {
    not_found:
      'Tidak ada pos dengan kode ini di jaringan. Data tidak berubah. Periksa kodenya dan pastikan kedua laptop memakai Wi-Fi yang sama, atau pakai alamat pos.',
    closed: 'Pos di laptop itu sudah ditutup. Data tidak berubah. Minta pos dibuka lagi.',
    unreachable:
      'Laptop pos tidak menjawab. Data tidak berubah. Pastikan kedua laptop memakai Wi-Fi yang sama, dan izinkan Pendamping di firewall laptop pos.',
    not_a_post: 'Di alamat itu bukan pos Pendamping. Data tidak berubah. Periksa alamat di layar pos.',
    newer_format: 'Pos memakai aplikasi yang lebih baru. Data tidak berubah. Perbarui aplikasi di laptop ini.',
    wrong_unit: 'Pos itu milik unit lain. Data tidak berubah. Periksa kode atau alamatnya.',
    wrong_code: 'Kode tidak cocok. Data tidak berubah. Lihat kode yang sekarang terlihat di layar pos.',
    too_many_tries: 'Kode terlalu sering salah. Data tidak berubah. Tunggu {{seconds}} detik, lalu coba lagi.',
    busy: 'Pos sedang melayani laptop lain. Data tidak berubah. Coba lagi sebentar lagi.',
    full: 'Diska laptop pos penuh. Yang sudah berpindah tetap aman. Kosongkan ruang di laptop pos, lalu tukar data lagi.',
    own_disk_full:
      'Diska laptop ini hampir penuh. Yang sudah berpindah tetap aman. Kosongkan ruang, lalu tukar data lagi.',
    revoked: 'Laptop ini sudah dicabut oleh koordinator. Data tidak ditukar. Hubungi koordinator.',
    cut: 'Sambungan terputus. Yang sudah berpindah tetap aman; tukar data lagi untuk sisanya.',
    stopped: 'Dihentikan. Yang sudah berpindah tetap aman; tukar data lagi untuk sisanya.',
    failed: 'Tukar data gagal. Data di laptop ini tetap aman. Coba lagi; jika berulang, beri tahu koordinator.',
  },
};
