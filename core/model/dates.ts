/**
 * Days, times and zones. Inside the app a day is an ISO string (`2026-11-24`), on screens and forms it is `24-11-2026`
 * (domain 9.4; architecture, rule 8). A day belongs to the time zone of its unit; no function here reads a clock.
 */

/** ISO calendar day, `yyyy-mm-dd`. */
export type Day = string;
/** Western, central and eastern Indonesian time. */
export type Zone = 'WIB' | 'WITA' | 'WIT';

/** Hours ahead of UTC. Indonesia has no daylight saving time. */
export const ZONE_HOURS: Readonly<Record<Zone, number>> = { WIB: 7, WITA: 8, WIT: 9 };
export const ZONES = ['WIB', 'WITA', 'WIT'] as const satisfies readonly Zone[];

/** Is this `yyyy-mm-dd` and a day that the calendar has (Gregorian, also before 1582)? */
export function isDay(text: string): boolean {
  const parts = ISO_DAY.exec(text);
  return parts !== null && isCalendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** `2026-11-24` → `24-11-2026`. What is not a day comes back as it is, so that a screen shows what was stored. */
export function formatDay(day: Day): string {
  return isDay(day) ? `${day.slice(8)}-${day.slice(5, 7)}-${day.slice(0, 4)}` : day;
}

/**
 * Reads what a user types: `24-11-2026`, `24/11/2026`, `24.11.2026`, `24 11 2026`, `4-1-2026`, `24112026` or
 * `2026-11-24`. The day comes before the month, always. Years from 1800 to 2199, so that `20261124` or `20101112` is not
 * taken for a day in the Middle Ages. Returns null for anything else, and for days that the calendar does not have.
 */
export function parseDay(text: string): Day | null {
  const trimmed = text.trim();
  const iso = ISO_DAY.exec(trimmed);
  if (iso) return toDay(iso[1], iso[2], iso[3]);
  const typed = TYPED_DAY.exec(trimmed);
  if (typed) return toDay(typed[4], typed[3], typed[1]);
  const compact = COMPACT_DAY.exec(trimmed);
  if (compact) return toDay(compact[3], compact[2], compact[1]);
  return null;
}

/** The day on the wall calendar of `zone`. @param nowMs milliseconds since 1970, UTC */
export const dayIn = (zone: Zone, nowMs: number): Day => localIso(zone, nowMs).slice(0, 10);

/** The time on the wall clock of `zone`, `HH:mm`. @param nowMs milliseconds since 1970, UTC */
export const timeIn = (zone: Zone, nowMs: number): string => localIso(zone, nowMs).slice(11, 16);

/** The ISO moment of a day and a time, `HH:mm`, on the clock of `zone`. Returns null when one of them is none. */
export function momentIn(zone: Zone, day: Day, time: string): string | null {
  const minute = minuteOfDay(time);
  if (!isDay(day) || minute === null) return null;
  return new Date(utcMs(day) + minute * MS_PER_MINUTE - ZONE_HOURS[zone] * MS_PER_HOUR).toISOString();
}

/** The day `days` later (earlier, when negative). Throws RangeError when `day` is not a day. */
export const addDays = (day: Day, days: number): Day =>
  new Date(utcMs(day) + days * MS_PER_DAY).toISOString().slice(0, 10);

/** Days from `from` to `to`; negative when `to` is earlier, 0 on the same day. NaN when one of them is not a day. */
export const daysBetween = (from: Day, to: Day): number => Math.round((utcMs(to) - utcMs(from)) / MS_PER_DAY);

/**
 * Minutes from `start` to `end`, both `HH:mm` of the same day: `09:00`, `10:30` → 90. Negative when the end is before the
 * start. Returns null when one of them is not a time.
 */
export function minutesBetween(start: string, end: string): number | null {
  const from = minuteOfDay(start);
  const to = minuteOfDay(end);
  return from === null || to === null ? null : to - from;
}

/**
 * The day whose figures a programme year starts from: 31 December of the year before ("keadaan 31 Desember", domain 0.2).
 * `yearStateDay(2026) === '2025-12-31'`.
 */
export const yearStateDay = (year: number): Day => `${String(year - 1).padStart(4, '0')}-12-31`;

const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;
const MS_PER_MINUTE = 60_000;
const FIRST_TYPED_YEAR = 1800;
const LAST_TYPED_YEAR = 2199;
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const TYPED_DAY = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})$/;
const COMPACT_DAY = /^(\d{2})(\d{2})(\d{4})$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

function toDay(year = '', month = '', day = ''): Day | null {
  const y = Number(year);
  if (y < FIRST_TYPED_YEAR || y > LAST_TYPED_YEAR || !isCalendarDay(y, Number(month), Number(day))) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** @param month 1–12 */
export function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const isCalendarDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

const utcMs = (day: Day): number => (isDay(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN);

const localIso = (zone: Zone, nowMs: number): string => new Date(nowMs + ZONE_HOURS[zone] * MS_PER_HOUR).toISOString();

function minuteOfDay(time: string): number | null {
  const parts = TIME.exec(time);
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null;
}
