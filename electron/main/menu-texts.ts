/** Every text of the shell. The renderer has its own in `renderer/i18n`. */
import type { ShellLanguage } from '../contract.ts';

const id = {
  file: 'Berkas',
  newClient: 'Daftarkan KUMKM…',
  sync: 'Kirim sekarang',
  bundles: 'Paket kiriman',
  settings: 'Laptop ini',
  quit: 'Keluar',
  edit: 'Sunting',
  undo: 'Urungkan',
  redo: 'Ulangi',
  cut: 'Potong',
  copy: 'Salin',
  paste: 'Tempel',
  selectAll: 'Pilih semua',
  view: 'Lihat',
  today: 'Hari ini',
  clients: 'KUMKM binaan',
  palette: 'Cari dan perintah…',
  resetZoom: 'Ukuran normal',
  zoomIn: 'Perbesar',
  zoomOut: 'Perkecil',
  fullScreen: 'Layar penuh',
  development: 'Pengembangan',
  reload: 'Muat ulang',
  devTools: 'Alat pengembang',
  newerData:
    'Data di laptop ini ditulis oleh Pendamping yang lebih baru (versi {{app}}). Versi ini ({{own}}) tidak membukanya agar tidak ada yang hilang. Data tetap aman. Pasang Pendamping versi {{app}} atau yang lebih baru.',
  unsaved:
    'Sebagian isian BELUM tersimpan, karena ruang laptop habis. Bila aplikasi ditutup sekarang, isian itu hilang. Kosongkan sebagian ruang dahulu; isian tersimpan sendiri.',
  stay: 'Kembali ke aplikasi',
  closeAnyway: 'Tutup dan buang isian itu',
} as const;

export type MenuTexts = { readonly [key in keyof typeof id]: string };

const en: MenuTexts = {
  file: 'File',
  newClient: 'Register client…',
  sync: 'Send now',
  bundles: 'Bundles',
  settings: 'This laptop',
  quit: 'Quit',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  today: 'Today',
  clients: 'Clients',
  palette: 'Search and commands…',
  resetZoom: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  development: 'Development',
  reload: 'Reload',
  devTools: 'Developer tools',
  newerData:
    'The data on this laptop were written by a newer Pendamping (version {{app}}). This version ({{own}}) does not open them, so that nothing is lost. The data are safe. Install Pendamping {{app}} or newer.',
  unsaved:
    'Some of what you typed is NOT saved, because the laptop is full. If you close the app now, it is lost. Free some room first; it is then saved by itself.',
  stay: 'Back to the app',
  closeAnyway: 'Close and lose it',
};

export const MENU_TEXTS: Record<ShellLanguage, MenuTexts> = { id, en };
