/** Texts of *Folder yang dipantau*, in Indonesian (see `id.ts`). */
export const folderId = {
  title: 'Folder yang dipantau',
  intro:
    'Pilih folder di flash disk atau folder bersama. Selama aplikasi terbuka, paket yang ada di sana digabungkan sendiri, dan paket laptop ini ditulis ke sana.',
  choose: 'Pilih folder',
  other: 'Folder lain',
  forget: 'Berhenti memantau',
  write: 'Tulis sekarang',
  away: 'Folder ini tidak ada. Colokkan flash disknya; yang lain berjalan sendiri.',
  notWritten: 'Isian di laptop ini belum semuanya ada di folder. Pilih Tulis sekarang sebelum mencabut flash disk.',
  written: 'Semua yang ada di laptop ini pada {{when}} sudah ada di folder. Flash disk boleh dicabut.',
  steps: { taking: 'Menggabungkan paket dari folder…', writing: 'Menulis ke folder…' },
  problems: {
    full: 'Flash disk penuh. Yang sudah tertulis tetap utuh. Kosongkan ruang, lalu pilih Tulis sekarang.',
    own_disk_full: 'Diska laptop ini hampir penuh. Data tetap aman. Kosongkan ruang, lalu pilih Tulis sekarang.',
    uncertified:
      'Isian Anda sendiri belum ikut: laptop ini belum dikenal hub. Sambungkan sekali dengan hub, lalu pilih Tulis sekarang.',
  },
};
