/** Where each province stands on the tile map, roughly as the islands lie, and its usual short name (decisions/0012). */
import type { Province } from '#core/model/reference.ts';

export interface Tile {
  code: Province;
  /** As newspapers write it, in both languages. */
  short: string;
  column: number;
  row: number;
}

export const TILES: readonly Tile[] = [
  { code: '11', short: 'Aceh', column: 1, row: 1 },
  { code: '12', short: 'Sumut', column: 2, row: 2 },
  { code: '13', short: 'Sumbar', column: 2, row: 3 },
  { code: '14', short: 'Riau', column: 3, row: 3 },
  { code: '21', short: 'Kepri', column: 4, row: 3 },
  { code: '17', short: 'Bengkulu', column: 2, row: 4 },
  { code: '15', short: 'Jambi', column: 3, row: 4 },
  { code: '16', short: 'Sumsel', column: 4, row: 4 },
  { code: '19', short: 'Babel', column: 5, row: 4 },
  { code: '18', short: 'Lampung', column: 4, row: 5 },
  { code: '36', short: 'Banten', column: 4, row: 6 },
  { code: '31', short: 'DKI', column: 5, row: 6 },
  { code: '32', short: 'Jabar', column: 6, row: 6 },
  { code: '33', short: 'Jateng', column: 7, row: 6 },
  { code: '34', short: 'DIY', column: 7, row: 7 },
  { code: '35', short: 'Jatim', column: 8, row: 6 },
  { code: '51', short: 'Bali', column: 9, row: 6 },
  { code: '52', short: 'NTB', column: 10, row: 6 },
  { code: '53', short: 'NTT', column: 11, row: 6 },
  { code: '61', short: 'Kalbar', column: 6, row: 3 },
  { code: '62', short: 'Kalteng', column: 7, row: 3 },
  { code: '63', short: 'Kalsel', column: 7, row: 4 },
  { code: '64', short: 'Kaltim', column: 8, row: 3 },
  { code: '65', short: 'Kaltara', column: 8, row: 2 },
  { code: '71', short: 'Sulut', column: 11, row: 2 },
  { code: '75', short: 'Gorontalo', column: 10, row: 2 },
  { code: '72', short: 'Sulteng', column: 10, row: 3 },
  { code: '76', short: 'Sulbar', column: 9, row: 3 },
  { code: '73', short: 'Sulsel', column: 9, row: 4 },
  { code: '74', short: 'Sultra', column: 10, row: 4 },
  { code: '82', short: 'Malut', column: 12, row: 2 },
  { code: '81', short: 'Maluku', column: 12, row: 4 },
  { code: '96', short: 'PBD', column: 13, row: 3 },
  { code: '92', short: 'P. Barat', column: 14, row: 3 },
  { code: '91', short: 'Papua', column: 15, row: 3 },
  { code: '94', short: 'P. Tengah', column: 14, row: 4 },
  { code: '95', short: 'P. Peg.', column: 15, row: 4 },
  { code: '93', short: 'P. Selatan', column: 15, row: 5 },
];
