/**
 * Reads one cell of a list as people write them in Indonesia. A cell that could mean two things is wrong, with a reason, and
 * is never guessed.
 */
import { addDays, isDay, parseDay } from '../model/dates.ts';
import { fromText } from '../model/formula.ts';
import { checkNik, normaliseDigits, normaliseEmail, normalisePhone } from '../model/identifiers.ts';
import { parseRupiah } from '../model/money.ts';
import type { Json } from '../register/register.ts';
import type { CellType } from './fields.ts';

/** As a spreadsheet gives it. A `Date` is a day at midnight UTC. */
export type Cell = string | number | boolean | Date | null | undefined;

/** Why a cell, or a row, is not taken. Texts are in i18n (`import.reasons`). */
export const REASONS = [
  'missing',
  'too_long',
  'not_digits',
  /** A spreadsheet took the number for an amount and lost digits of it. */
  'digits_lost',
  'nik_length',
  'nik_date',
  'not_a_day',
  'only_year',
  'in_future',
  'not_a_time',
  'time_order',
  'not_money',
  'not_whole',
  'not_a_number',
  'not_yes_no',
  'unknown_choice',
  'unknown_person',
  'place_unknown',
  'place_ambiguous',
  'client_missing',
  'client_unknown',
  'client_ambiguous',
  'client_no_consent',
  'client_restricted',
  'invalid',
] as const;
export type Reason = (typeof REASONS)[number];

export type Read = { value: Json } | { reason: Reason };

/** What a unit knows and a file only names. */
export interface Lists {
  /** The user of that name; null when there is none, or more than one. */
  person: (name: string) => string | null;
  /** The code of the unit's *jenis layanan* of that name. */
  serviceLine: (name: string) => string | null;
}

/** Nothing, or what stands for nothing: a dash. */
export function isEmpty(cell: Cell): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && /^[\s\-–—]*$/.test(cell));
}

/** The value of a cell; `null` when it is empty. */
export function readCell(cell: Cell, type: CellType, lists: Lists): Read {
  if (isEmpty(cell)) return { value: null };
  const filled = cell as string | number | boolean | Date;
  switch (type.name) {
    case 'digits':
      return readDigits(filled, type.lengths);
    case 'choice':
      return found(choiceOf(textOf(filled), type), 'unknown_choice');
    case 'serviceLine':
      return found(lists.serviceLine(textOf(filled)), 'unknown_choice');
    case 'person':
      return found(lists.person(textOf(filled)), 'unknown_person');
    default:
      return READERS[type.name](filled);
  }
}

type Filled = string | number | boolean | Date;

const READERS: Record<
  Exclude<CellType['name'], 'digits' | 'choice' | 'serviceLine' | 'person'>,
  (cell: Filled) => Read
> = {
  text: (cell) => ({ value: textOf(cell) }),
  nik: readNikCell,
  phone: (cell) => ({ value: normalisePhone(textOf(cell)) }),
  email: (cell) => ({ value: normaliseEmail(textOf(cell)) }),
  day: readDayCell,
  time: readTime,
  rupiah: readRupiah,
  count: readCount,
  decimal: readDecimal,
  yesNo: readYesNo,
};

const found = (value: Json, otherwise: Reason): Read => (value === null ? { reason: otherwise } : { value });

/** A number without exponent and thousands; a day as `dd-mm-yyyy`; a text without white space around it, and without the mark of our own files. */
export function textOf(cell: Filled): string {
  if (cell instanceof Date) return dayOf(cell).split('-').reverse().join('-');
  if (typeof cell === 'number')
    return Number.isInteger(cell) ? BigInt(cell).toString() : String(cell).replace('.', ',');
  if (typeof cell === 'boolean') return cell ? 'Ya' : 'Tidak';
  return fromText(cell).replace(/\s+/g, ' ').trim();
}

/** A number that was written with an exponent is not whole any more: `7,27103E+15`. */
const EXPONENT = /^\d+([.,]\d+)?e\+?\d+$/i;

/** Words for *none* where a number is asked. */
const NONE = /^(tidak|belum|blm|tdk)( (ada|punya|memiliki))?$|^(nihil|kosong|n\/?a)$/i;

function readDigits(cell: Filled, lengths?: readonly number[]): Read {
  const text = textOf(cell);
  if (NONE.test(text)) return { value: null };
  if (EXPONENT.test(text)) return { reason: 'digits_lost' };
  const digits = normaliseDigits(text);
  if (!/^\d+$/.test(digits)) return { reason: 'not_digits' };
  if (typeof cell === 'number' && isDamaged(cell, digits, lengths)) return { reason: 'digits_lost' };
  return { value: digits };
}

/** Spreadsheets keep 15 digits and no zeros in front. */
function isDamaged(cell: number, digits: string, lengths?: readonly number[]): boolean {
  if (!Number.isSafeInteger(cell) || digits.length > 16) return true;
  if (lengths && !lengths.includes(digits.length)) return true;
  return digits.length === 16 && digits.endsWith('0');
}

function readNikCell(cell: Filled): Read {
  const read = readDigits(cell, [16]);
  if (!('value' in read) || read.value === null) return read;
  const [error] = checkNik(String(read.value)).errors;
  if (!error) return read;
  return { reason: error === 'nik_length' ? 'nik_length' : 'nik_date' };
}

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['januari', 'jan', 'january'],
    ['februari', 'feb', 'peb', 'pebruari', 'february'],
    ['maret', 'mar', 'mrt', 'march'],
    ['april', 'apr'],
    ['mei', 'may'],
    ['juni', 'jun', 'june'],
    ['juli', 'jul', 'july'],
    ['agustus', 'agu', 'agt', 'ags', 'aug', 'august'],
    ['september', 'sep', 'sept'],
    ['oktober', 'okt', 'oct', 'october'],
    ['november', 'nov', 'nop', 'nopember'],
    ['desember', 'des', 'dec', 'december'],
  ].flatMap((names, i) => names.map((name) => [name, i + 1])),
);
const WEEKDAY = /^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*[,/]?\s*/i;
const NAMED_DAY = /^(\d{1,2})[\s\-/.]+([a-z]+)\.?[\s\-/.,]+(\d{4})$/i;
const TIME_BEHIND = /[\sT]+\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?Z?$/;
/** Serial 1 is 1 January 1900, and spreadsheets believe that 1900 had a 29 February; so from March on the origin is this. */
const SERIAL_ORIGIN = '1899-12-30';
/** 1954 to 2119. A year that stands alone must not be taken for a serial. */
const SERIALS = { from: 20_000, to: 80_000 };

const dayOf = (date: Date): string => (Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10));

function readDayCell(cell: Filled): Read {
  if (cell instanceof Date) return isDay(dayOf(cell)) ? { value: dayOf(cell) } : { reason: 'not_a_day' };
  const text = textOf(cell).replace(WEEKDAY, '').replace(TIME_BEHIND, '');
  if (/^(19|20)\d{2}$/.test(text)) return { reason: 'only_year' };
  const serial =
    /^\d{5}$/.test(text) || typeof cell === 'number' ? Math.floor(Number(text.replace(',', '.'))) : Number.NaN;
  if (serial >= SERIALS.from && serial <= SERIALS.to) return { value: addDays(SERIAL_ORIGIN, serial) };
  const day = parseDay(text) ?? namedDay(text);
  return day === null ? { reason: 'not_a_day' } : { value: day };
}

/** `12 Januari 2026`, `12-Jan-2026`. */
function namedDay(text: string): string | null {
  const [, day = '', name = '', year = ''] = NAMED_DAY.exec(text) ?? [];
  const month = MONTHS[name.toLowerCase()];
  return month === undefined ? null : parseDay(`${day}-${month}-${year}`);
}

/** `09.30`, `9:30`, `09:30 WITA`, or a part of a day. */
function readTime(cell: Filled): Read {
  if (cell instanceof Date) return dayOf(cell) ? { value: cell.toISOString().slice(11, 16) } : { reason: 'not_a_time' };
  if (typeof cell === 'number') {
    if (cell < 0 || cell >= 1) return { reason: 'not_a_time' };
    const minutes = Math.round(cell * 24 * 60) % (24 * 60);
    return { value: `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}` };
  }
  const [, hours = '', minutes = ''] =
    /^(?:pukul |jam )?(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?(?: ?wi(?:b|t|ta))?$/i.exec(textOf(cell)) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return { reason: 'not_a_time' };
  return { value: `${hours.padStart(2, '0')}:${minutes}` };
}

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/**
 * Whole rupiah. A number with decimals is wrong: `1.250` that a spreadsheet took for one and a quarter looks like that.
 */
function readRupiah(cell: Filled): Read {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? { value: cell } : { reason: 'not_whole' };
  const text = textOf(cell);
  // What a spreadsheet shows for nothing: `Rp -`.
  if (/^rp\.?\s*[-–]+$/i.test(text)) return { value: null };
  const amount = parseRupiah(text);
  return amount === null ? { reason: 'not_money' } : { value: amount };
}

/** `12`, `1.200`, `12 orang`. */
function readCount(cell: Filled): Read {
  if (typeof cell === 'number')
    return Number.isSafeInteger(cell) && cell >= 0 ? { value: cell } : { reason: 'not_a_number' };
  const [digits] = /^(\d+|\d{1,3}(\.\d{3})+)(?=( orang| org)?$)/i.exec(textOf(cell)) ?? [];
  return digits === undefined ? { reason: 'not_a_number' } : { value: Number(digits.replaceAll('.', '')) };
}

/** `12`, `-0,9`, `119.87`. A point before exactly three digits may be one of thousands: that is wrong. */
function readDecimal(cell: Filled): Read {
  if (typeof cell === 'number') return { value: cell };
  const text = textOf(cell);
  const isNumber = /^-?\d+([.,]\d+)?$/.test(text) && !/^-?[1-9]\d{0,2}[.]\d{3}$/.test(text);
  return isNumber ? { value: Number(text.replace(',', '.')) } : { reason: 'not_a_number' };
}

const YES = /^(ya|y|yes|ada|sudah|pernah|true|benar|1|v|√|✓|✔)$/i;
const NO = /^(tidak|t|no|n|tidak ada|belum|belum ada|tidak pernah|belum pernah|false|salah|0)$/i;

function readYesNo(cell: Filled): Read {
  if (typeof cell === 'boolean') return { value: cell };
  const text = textOf(cell);
  if (YES.test(text)) return { value: true };
  return NO.test(text) ? { value: false } : { reason: 'not_yes_no' };
}

/** Without case, spaces and signs: `PT. Perorangan` is `pt perorangan`. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** By code, by name in either language, by another spelling. A name in parentheses may be left out. */
function choiceOf(
  text: string,
  { options, spellings = {} }: Extract<CellType, { name: 'choice' }>,
): string | number | null {
  const wanted = plain(text);
  const wayOf = ({ code, id, en }: (typeof options)[number]): string[] => [
    String(code),
    id,
    id.replace(/\(.*\)/, ''),
    en,
    ...(spellings[code] ?? []),
  ];
  return options.find((option) => wayOf(option).some((way) => plain(way) === wanted))?.code ?? null;
}
