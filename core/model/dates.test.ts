import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  addDays,
  dayIn,
  daysBetween,
  formatDay,
  isDay,
  minutesBetween,
  momentIn,
  parseDay,
  timeIn,
  yearStateDay,
  ZONES,
} from './dates.ts';

const anyDay = fc
  .date({ min: new Date('1800-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('days as forms print them', () => {
  expect(formatDay('2026-11-24')).toBe('24-11-2026');
  expect(formatDay('2026-02-30')).toBe('2026-02-30');
  expect(formatDay('')).toBe('');
});

test.each([
  ['24-11-2026', '2026-11-24'],
  ['24/11/2026', '2026-11-24'],
  ['24.11.2026', '2026-11-24'],
  ['24 11 2026', '2026-11-24'],
  ['24112026', '2026-11-24'],
  ['2026-11-24', '2026-11-24'],
  [' 4-1-2026 ', '2026-01-04'],
  ['29-02-2024', '2024-02-29'],
  ['29-02-2000', '2000-02-29'],
])('parseDay(%j) is %s', (text, day) => {
  expect(parseDay(text)).toBe(day);
});

test.each([
  '',
  'kemarin',
  '29-02-2023',
  '29-02-1900',
  '31-04-2026',
  '00-01-2026',
  '01-13-2026',
  '24-11-26',
  '24-11/2026',
  '20101112',
  '20261124',
  '2411202',
  '2026-13-01',
  '2026-11-24T00:00',
])('parseDay(%j) is null', (text) => {
  expect(parseDay(text)).toBeNull();
});

test('a day belongs to its zone', () => {
  const newYear = Date.UTC(2026, 11, 31, 16, 30);
  expect(ZONES.map((zone) => dayIn(zone, newYear))).toEqual(['2026-12-31', '2027-01-01', '2027-01-01']);
  expect(ZONES.map((zone) => timeIn(zone, newYear))).toEqual(['23:30', '00:30', '01:30']);
});

test('the length of a session', () => {
  expect(minutesBetween('09:00', '10:30')).toBe(90);
  expect(minutesBetween('10:30', '09:00')).toBe(-90);
  expect(minutesBetween('00:00', '23:59')).toBe(1439);
  expect(minutesBetween('9:00', '10:00')).toBeNull();
  expect(minutesBetween('09:00', '24:00')).toBeNull();
});

test('keadaan 31 Desember', () => {
  expect(yearStateDay(2026)).toBe('2025-12-31');
});

describe('arithmetic', () => {
  it('knows leap years and year ends', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
  });

  it('does not invent days', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(daysBetween('2026-02-30', '2026-03-01')).toBeNaN();
  });
});

describe('properties', () => {
  it('formatting and parsing are inverse', () => {
    fc.assert(fc.property(anyDay, (day) => parseDay(formatDay(day)) === day && parseDay(day) === day && isDay(day)));
    fc.assert(fc.property(anyDay, (day) => parseDay(formatDay(day).replaceAll('-', '')) === day));
  });

  it('addDays and daysBetween are inverse', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -100_000, max: 100_000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days);
      }),
    );
  });

  it('any text is a day or null, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d\-/. ]{0,12}$/)), (text) => {
        const day = parseDay(text);
        expect(day === null || isDay(day)).toBe(true);
        formatDay(text);
      }),
    );
  });

  it('the day in a zone is the day of its wall clock', () => {
    const anyMs = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anyMs, (zone, now) => {
        const days = daysBetween(dayIn('WIB', now), dayIn(zone, now));
        expect(days === 0 || days === 1).toBe(true);
        expect(minutesBetween('00:00', timeIn(zone, now))).not.toBeNull();
      }),
    );
  });
});

test('a day and a time on the wall clock of a zone are one moment', () => {
  expect(momentIn('WITA', '2026-11-25', '07:30')).toBe('2026-11-24T23:30:00.000Z');
  expect(momentIn('WIT', '2026-01-01', '00:00')).toBe('2025-12-31T15:00:00.000Z');
  expect(momentIn('WIB', '2026-02-30', '07:30')).toBeNull();
  expect(momentIn('WIB', '2026-02-28', '24:00')).toBeNull();
});
