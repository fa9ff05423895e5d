import { describe, expect, it, test } from 'vitest';
import * as reference from './reference.ts';
import { BUSINESS_SECTORS, type Entry, SERVICE_FIELDS, SERVICE_LINES, sectorOfKbli } from './reference.ts';

const lists = Object.entries(reference).filter((entry): entry is [string, never] => Array.isArray(entry[1]));

describe.each(lists)('%s', (_name, list: readonly Entry[]) => {
  it('has codes that are unique and fit the data', () => {
    expect(new Set(list.map((entry) => entry.code)).size).toBe(list.length);
    for (const entry of list) expect(String(entry.code)).toMatch(/^[\w.-]{1,40}$/);
  });

  it('has a name in both languages', () => {
    for (const entry of list) {
      expect(entry.id.trim()).not.toBe('');
      expect(entry.en.trim()).not.toBe('');
    }
  });
});

test('seven service fields, each with service lines', () => {
  expect(SERVICE_FIELDS.map((field) => field.code)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  for (const field of SERVICE_FIELDS) expect(SERVICE_LINES.some((line) => line.field === field.code)).toBe(true);
});

test('KBLI categories A–U in order, divisions do not overlap', () => {
  expect(BUSINESS_SECTORS.map((sector) => sector.code).join('')).toBe('ABCDEFGHIJKLMNOPQRSTU');
  let last = 0;
  for (const { from, to } of BUSINESS_SECTORS) {
    expect(from).toBeGreaterThan(last);
    expect(to).toBeGreaterThanOrEqual(from);
    last = to;
  }
});

test.each([
  ['10710', 'C'],
  ['01111', 'A'],
  ['47112', 'G'],
  ['56102', 'I'],
  ['64141', 'K'],
  ['99000', 'U'],
  ['04000', null],
  ['34000', null],
  ['C', null],
  ['', null],
])('sectorOfKbli(%j) is %j', (kbli, sector) => {
  expect(sectorOfKbli(kbli)).toBe(sector);
});
