/**
 * Checks of identifiers (domain 2.2). Only the length and the date of a NIK are hard errors; every other rule comes from
 * memory or has known exceptions, so it warns and never stops a consultant. Codes are for i18n.
 *
 * Every check takes text as typed, with dots, spaces and hyphens. Store what the matching `normalise…` returns.
 */
import { type Day, isDay } from './dates.ts';
import { sectorOfKbli } from './reference.ts';

/** All codes that a check may return. */
export const CHECK_CODES = [
  'nik_digits',
  'nik_length',
  'nik_day',
  'nik_date',
  'nik_serial',
  'nik_birth_date',
  'nik_sex',
  'nik_region',
  'nib_form',
  'nib_repeated',
  'npwp_form',
  'npwp_branch',
  'npwp_luhn',
  'npwp_not_nik',
  'nik_koperasi_digits',
  'nik_koperasi_length',
  'kbli_form',
  'kbli_unknown',
  'pirt_form',
  'bpom_form',
  'halal_form',
  'region_form',
  'region_unknown',
  'phone_form',
  'email_form',
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

export interface Check {
  /** No errors. There may be warnings. */
  ok: boolean;
  errors: CheckCode[];
  warnings: CheckCode[];
}

export type Sex = 'female' | 'male';

export interface NikFacts {
  /** A guess, since a NIK has two digits of the year: let the user correct it. */
  birthDate: Day;
  sex: Sex;
  /** Kemendagri district code `PP.KK.CC` of the place of FIRST registration; it may no longer exist. */
  region: string;
}

/**
 * What a NIK says: `PP KK CC DDMMYY NNNN`, women with day + 40. The year is 20YY when 20YY ≤ current year − 15 (youngest
 * plausible entrepreneur), else 19YY. Null when `checkNik` finds an error.
 *
 * @param now milliseconds since 1970
 */
export function readNik(text: string, now: number): NikFacts | null {
  const nik = normaliseDigits(text);
  if (nikErrors(nik).length > 0) return null;
  const { day, month, year, sex, region } = splitNik(nik);
  const centuries = 2000 + Number(year) <= new Date(now).getUTCFullYear() - 15 ? ['20', '19'] : ['19', '20'];
  // 29 February 00 was a day in 2000 and not in 1900.
  const birthDate = centuries.map((century) => `${century}${year}-${month}-${day}`).find(isDay);
  return birthDate === undefined ? null : { birthDate, sex, region };
}

/**
 * Errors: not digits, not 16 of them, a day that does not exist. Warnings: serial 0000; birth date or sex differ from the
 * form's; district unknown today. Never refuse a NIK for its region (domain 0.8).
 *
 * @param form what the form says; `knownRegion` is asked with a district code `PP.KK.CC`
 */
export function checkNik(
  text: string,
  form: { birthDate?: Day | null; sex?: Sex | null; knownRegion?: (code: string) => boolean } = {},
): Check {
  const nik = normaliseDigits(text);
  const errors = nikErrors(nik);
  if (errors.length > 0) return result(errors, []);
  const { day, month, year, sex, region, serial } = splitNik(nik);
  const warnings: CheckCode[] = [];
  if (serial === '0000') warnings.push('nik_serial');
  if (form.birthDate && isDay(form.birthDate) && form.birthDate.slice(2) !== `${year}-${month}-${day}`) {
    warnings.push('nik_birth_date');
  }
  if (form.sex && form.sex !== sex) warnings.push('nik_sex');
  if (form.knownRegion && !form.knownRegion(region)) warnings.push('nik_region');
  return result([], warnings);
}

/** `7271031505900001` → `727103******0001`. What is not 16 digits is hidden altogether. */
export function maskNik(text: string): string {
  const nik = normaliseDigits(text);
  return /^\d{16}$/.test(nik) ? `${nik.slice(0, 6)}******${nik.slice(-4)}` : '*'.repeat(nik.length);
}

/** Business number: 13 digits, not all equal. [memory] */
export function checkNib(text: string): Check {
  const nib = normaliseDigits(text);
  if (!/^\d{13}$/.test(nib)) return warn('nib_form');
  return warn(/^(\d)\1+$/.test(nib) && 'nib_repeated');
}

/**
 * Tax number: 15 digits (`99.999.999.9-999.999`), or 16: a resident person's NIK, or `0` and the old 15 digits. 22 digits are
 * a branch number (NITKU) and get a warning of their own. Luhn over the first nine of the 15 digits. [memory: PMK 112/2022,
 * 136/2023]
 *
 * @param ownerNik when known, a 16-digit number that does not start with 0 must be the same; without it, it must at least
 * look like a NIK
 */
export function checkNpwp(text: string, { ownerNik }: { ownerNik?: string | null } = {}): Check {
  const npwp = normaliseDigits(text);
  if (/^\d{22}$/.test(npwp)) return warn('npwp_branch');
  if (!/^\d{15,16}$/.test(npwp)) return warn('npwp_form');
  if (npwp.length === 16 && !npwp.startsWith('0')) {
    const isNik = ownerNik ? normaliseDigits(ownerNik) === npwp : nikErrors(npwp).length === 0;
    return warn(!isNik && 'npwp_not_nik');
  }
  return warn(!passesLuhn(npwp.slice(-15).slice(0, 9)) && 'npwp_luhn');
}

/** Number of a cooperative: 10–16 digits. [memory] */
export function checkNikKoperasi(text: string): Check {
  const number = normaliseDigits(text);
  if (!/^\d*$/.test(number)) return warn('nik_koperasi_digits');
  return warn((number.length < 10 || number.length > 16) && 'nik_koperasi_length');
}

/**
 * KBLI 2020: 5 digits. Unknown when no category has its division, or when `known` says so. [memory; KBLI 2025 is coming]
 */
export function checkKbli(text: string, { known }: { known?: (code: string) => boolean } = {}): Check {
  const kbli = normaliseDigits(text);
  if (!/^\d{5}$/.test(kbli)) return warn('kbli_form');
  return warn((sectorOfKbli(kbli) === null || known?.(kbli) === false) && 'kbli_unknown');
}

/** Home food industry permit: `P-IRT 2061234010001-27`, 13 digits and the year of expiry. [memory] */
export const checkPirt = (text: string): Check => warn(!/^\d{13}-\d{2}$/.test(normalisePirt(text)) && 'pirt_form');

/**
 * BPOM: food `MD`/`ML` and 12 or more digits (domain 2.2). Cosmetics (`NA`–`NE`), traditional medicine (`TR`, `TI`, `TL`) and
 * supplements (`SD`, `SI`, `SL`) with 9 or more digits pass as well. [memory]
 */
export const checkBpom = (text: string): Check =>
  warn(!/^(M[DL]\d{12,20}|(N[A-E]|T[RIL]|S[DIL])\d{9,20})$/.test(normaliseBpom(text)) && 'bpom_form');

/** Halal certificate (BPJPH): `ID` and 17 digits. [memory] */
export const checkHalal = (text: string): Check => warn(!/^ID\d{17}$/.test(normaliseCode(text)) && 'halal_form');

/** Kemendagri region code `PP.KK.CC.DDDD` or a shorter one. `known` is asked with the dotted form. */
export function checkRegion(text: string, { known }: { known?: (code: string) => boolean } = {}): Check {
  const code = normaliseRegion(text);
  if (!REGION.test(code)) return warn('region_form');
  return warn(known?.(code) === false && 'region_unknown');
}

/** Indonesian phone: mobile `08…` with 10–13 digits, landline with area code and 9–12 digits. [own] */
export const checkPhone = (text: string): Check =>
  warn(!/^\+62(8[1-9]\d{7,10}|[2-79]\d{7,10})$/.test(normalisePhone(text)) && 'phone_form');

/** One address: something, `@`, a domain with a dot. */
export const checkEmail = (text: string): Check =>
  warn(!/^[^\s@,;]+@[^\s@.,;]+(\.[^\s@.,;]+)+$/.test(normaliseEmail(text)) && 'email_form');

/** Without dots, spaces, hyphens and the invisible characters that come with copied text. For NIK, NIB, NPWP, KBLI. */
export const normaliseDigits = (text: string): string => text.replace(SEPARATORS, '');

/** As `normaliseDigits`, in capitals. For Halal. */
export const normaliseCode = (text: string): string => normaliseDigits(text).toUpperCase();

/** `P-IRT 2061234010001-27` → `2061234010001-27`. */
export const normalisePirt = (text: string): string =>
  normaliseCode(text)
    .replace(/^PIRT(NO)?:?/, '')
    .replace(/^(\d{13})(\d{2})$/, '$1-$2');

/** `BPOM RI MD 2451…` → `MD2451…`. */
export const normaliseBpom = (text: string): string => normaliseCode(text).replace(/^B?POM(RI)?:?/, '');

/** `7271031001`, `72 71 03 1001` → `72.71.03.1001`. What has another length stays as it is, without spaces. */
export function normaliseRegion(text: string): string {
  const digits = normaliseDigits(text);
  const parts = /^(\d{2})(?:(\d{2})(?:(\d{2})(\d{4})?)?)?$/.exec(digits);
  return parts ? parts.slice(1).filter(Boolean).join('.') : text.trim();
}

/** `0812-3456-789`, `62812…`, `812…`, `+62 0812…` → `+62812…`. A foreign or incomplete number only loses its separators. */
export function normalisePhone(text: string): string {
  const plain = normaliseDigits(text).replace(/[()]/g, '');
  const national = /^(?:(?:\+|00)?620?|0|(?=8))([1-9]\d{5,})$/.exec(plain)?.[1];
  return national === undefined ? plain : `+62${national}`;
}

export const normaliseEmail = (text: string): string => text.replace(INVISIBLE, '').trim();

/** White space, dots, hyphens and dashes, zero-width and direction marks. */
const SEPARATORS = /\s|[-.\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const REGION = /^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/;

const result = (errors: CheckCode[], warnings: CheckCode[]): Check => ({ ok: errors.length === 0, errors, warnings });

const warn = (code: CheckCode | false): Check => result([], code ? [code] : []);

/** @param nik without separators */
function nikErrors(nik: string): CheckCode[] {
  if (!/^\d*$/.test(nik)) return ['nik_digits'];
  if (nik.length !== 16) return ['nik_length'];
  const { day, month, year } = splitNik(nik);
  if (Number(day) < 1 || Number(day) > 31) return ['nik_day'];
  return isDay(`19${year}-${month}-${day}`) || isDay(`20${year}-${month}-${day}`) ? [] : ['nik_date'];
}

/** @param nik 16 digits */
function splitNik(nik: string) {
  const codedDay = Number(nik.slice(6, 8));
  const isFemale = codedDay > 40;
  return {
    region: `${nik.slice(0, 2)}.${nik.slice(2, 4)}.${nik.slice(4, 6)}`,
    day: String(isFemale ? codedDay - 40 : codedDay).padStart(2, '0'),
    month: nik.slice(8, 10),
    year: nik.slice(10, 12),
    sex: (isFemale ? 'female' : 'male') satisfies Sex as Sex,
    serial: nik.slice(12),
  };
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
