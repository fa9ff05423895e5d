/** What people read when the hub says no: short, in Indonesian, and what to do next. Keyed by the stable code. */
import type { RefusalCode } from '#core/wire/protocol.ts';

export const REFUSAL_MESSAGES: Record<RefusalCode, string> = {
  invalid_value: 'Isian ini tidak sesuai bentuknya. Perbaiki isinya, lalu simpan lagi.',
  unknown_field:
    'Hub belum mengenal isian ini. Isian tetap disimpan di laptop dan dikirim lagi setelah hub diperbarui.',
  forbidden: 'Peran Anda tidak boleh mengubah isian ini. Minta koordinator mengubahnya.',
  locked: 'Data ini sudah dikunci. Minta koordinator membuka kuncinya.',
  reason_missing:
    'Kunci hanya dibuka dengan alasan. Data tetap terkunci; kembalikan isian ini, lalu buka kuncinya lagi dengan alasan.',
  restricted:
    'Pemilik data meminta pembatasan, jadi datanya tidak boleh diubah. Isian dikirim lagi setelah koordinator mencabutnya.',
  wrong_unit: 'Data ini milik PLUT lain. Masuk dengan laptop yang terdaftar di PLUT itu.',
  unknown_head:
    'Hub belum menerima isian rekan yang menjadi dasarnya. Kirim dulu paket kiriman rekan itu, lalu kirim lagi.',
};

/** Status, title and advice of each problem document. */
export const PROBLEMS = {
  unauthorised: [401, 'Laptop belum terdaftar', 'Daftarkan laptop ini lagi dengan kode dari koordinator.'],
  device_revoked: [403, 'Laptop dicabut', 'Laptop ini sudah dicabut. Hubungi koordinator untuk mendaftarkannya lagi.'],
  user_inactive: [403, 'Pengguna tidak aktif', 'Akun Anda tidak aktif. Hubungi koordinator.'],
  forbidden: [403, 'Tidak boleh', 'Peran Anda tidak boleh melihat data ini. Hubungi koordinator bila memerlukannya.'],
  device_restored: [
    409,
    'Laptop perlu nama baru',
    'Data laptop ini dipulihkan dari cadangan atau disalin. Aplikasi meminta nama laptop baru, lalu mengirim lagi.',
  ],
  hub_restored: [
    409,
    'Hub dipulihkan',
    'Hub dipulihkan dari cadangan. Aplikasi mengirim ulang data dari laptop ini; tidak perlu berbuat apa-apa.',
  ],
  wrong_device: [403, 'Laptop tidak cocok', 'Kiriman ini berasal dari laptop lain. Kirim dari laptop asalnya.'],
  code_invalid: [403, 'Kode salah', 'Kode tidak dikenal. Periksa tulisannya atau minta kode baru kepada koordinator.'],
  code_used: [403, 'Kode sudah dipakai', 'Kode hanya berlaku sekali. Minta kode baru kepada koordinator.'],
  code_expired: [403, 'Kode kedaluwarsa', 'Masa berlaku kode sudah lewat. Minta kode baru kepada koordinator.'],
  login_failed: [401, 'Gagal masuk', 'Nama pengguna atau kata sandi salah. Periksa lalu coba lagi.'],
  too_many_tries: [
    429,
    'Terlalu banyak percobaan',
    'Terlalu banyak percobaan yang salah. Tunggu beberapa menit, lalu coba lagi.',
  ],
  too_many_requests: [
    429,
    'Terlalu banyak permintaan',
    'Laptop ini terlalu sering menghubungi hub. Data aman di laptop; pengiriman dilanjutkan sebentar lagi.',
  ],
  body_too_large: [413, 'Kiriman terlalu besar', 'Isi kiriman melebihi batas. Bagi menjadi kiriman yang lebih kecil.'],
  batch_too_large: [
    413,
    'Kiriman terlalu besar',
    'Satu kiriman paling banyak 500 catatan. Bagi menjadi kiriman yang lebih kecil.',
  ],
  client_too_new: [
    409,
    'Hub perlu diperbarui',
    'Aplikasi lebih baru daripada hub. Data aman di laptop; minta admin memperbarui hub.',
  ],
  invalid_batch: [
    400,
    'Kiriman rusak',
    'Isi kiriman tidak dapat dibaca. Kirim lagi; bila tetap gagal, perbarui aplikasi.',
  ],
  invalid_request: [400, 'Permintaan tidak lengkap', 'Isian permintaan kurang atau salah. Periksa lalu coba lagi.'],
  invalid_query: [400, 'Permintaan salah', 'Nilai "after", "limit" atau "bytes" tidak sesuai. Periksa lalu coba lagi.'],
  unsupported_encoding: [415, 'Pemampatan tidak dikenal', 'Kirim isi tanpa pemampatan atau dengan gzip.'],
  unsupported_type: [415, 'Jenis isi tidak dikenal', 'Kirim isi sebagai application/json.'],
  not_found: [404, 'Tidak ditemukan', 'Alamat ini tidak ada di hub. Periksa alamat hub dan versi aplikasi.'],
  hash_mismatch: [
    422,
    'Berkas tidak cocok',
    'Isi yang sampai di hub bukan berkas yang dimaksud. Berkas aman di laptop dan dikirim lagi dari awal.',
  ],
  upload_conflict: [
    409,
    'Kiriman berkas berselisih',
    'Hub sudah menerima bagian lain dari berkas ini. Aplikasi menanyakan letaknya, lalu melanjutkan.',
  ],
  file_too_large: [
    413,
    'Berkas terlalu besar',
    'Satu lampiran paling besar 25 MiB. Kecilkan berkasnya, lalu lampirkan lagi.',
  ],
  no_space: [
    507,
    'Penyimpanan hub hampir penuh',
    'Hub tidak menerima lampiran dulu. Berkas aman di laptop; minta admin menambah ruang penyimpanan.',
  ],
  files_off: [
    503,
    'Hub tidak menyimpan lampiran',
    'Hub ini dijalankan tanpa folder lampiran. Berkas aman di laptop; minta admin menetapkan foldernya.',
  ],
  invalid_range: [416, 'Bagian berkas tidak ada', 'Bagian berkas yang diminta tidak ada. Minta lagi dari awal.'],
  busy: [503, 'Hub sedang sibuk', 'Hub sedang sibuk. Data aman di laptop; kiriman akan dicoba lagi.'],
  internal: [
    500,
    'Hub bermasalah',
    'Terjadi kesalahan di hub. Data aman di laptop; coba lagi nanti atau hubungi admin.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemCode = keyof typeof PROBLEMS;
