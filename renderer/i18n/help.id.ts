/** Texts of *Bantuan*, in Indonesian (see `id.ts`). The guides themselves are in `docs/panduan`. */
export const helpId = {
  title: 'Bantuan',
  search: 'Cari di panduan',
  guides: 'Daftar panduan',
  found: '{{count}} bagian ditemukan',
  nothing: 'Tidak ada bagian yang memuat "{{query}}". Coba kata lain.',
  onlyIndonesian: 'Panduan hanya tersedia dalam bahasa Indonesia.',
};
