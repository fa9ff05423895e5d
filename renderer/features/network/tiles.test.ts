import { expect, test } from 'vitest';
import { PROVINCES } from '#core/model/reference.ts';
import { TILES } from './tiles.ts';

test('every province has a tile of its own', () => {
  expect(TILES.map(({ code }) => code).sort()).toEqual(PROVINCES.map(({ code }) => code));
  expect(new Set(TILES.map(({ column, row }) => `${column} ${row}`)).size).toBe(TILES.length);
});
