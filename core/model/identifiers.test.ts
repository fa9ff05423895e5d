import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  CHECK_CODES,
  type Check,
  checkBpom,
  checkEmail,
  checkHalal,
  checkKbli,
  checkNib,
  checkNik,
  checkNikKoperasi,
  checkNpwp,
  checkPhone,
  checkPirt,
  checkRegion,
  maskNik,
  normaliseBpom,
  normaliseDigits,
  normaliseEmail,
  normalisePhone,
  normalisePirt,
  normaliseRegion,
  readNik,
} from './identifiers.ts';

const now = Date.UTC(2026, 10, 24);
const clean: Check = { ok: true, errors: [], warnings: [] };
const warning = (...warnings: string[]) => ({ ok: true, errors: [], warnings });
const error = (...errors: string[]) => ({ ok: false, errors, warnings: [] });

describe('NIK, vectors of domain 2.2', () => {
  it('a man', () => {
    expect(checkNik('7271031505900001')).toEqual(clean);
    expect(readNik('7271031505900001', now)).toEqual({ birthDate: '1990-05-15', sex: 'male', region: '72.71.03' });
  });

  it('a woman: 55 − 40 = 15', () => {
    expect(checkNik('7271035505900001')).toEqual(clean);
    expect(readNik('7271035505900001', now)).toEqual({ birthDate: '1990-05-15', sex: 'female', region: '72.71.03' });
  });

  it.each([
    ['7271033002900001', 'nik_date'],
    ['7271037202900001', 'nik_day'],
    ['727103150590000', 'nik_length'],
  ])('%s: %s', (nik, code) => {
    expect(checkNik(nik)).toEqual(error(code));
    expect(readNik(nik, now)).toBeNull();
  });

  it('an unknown region only warns', () => {
    const knownRegion = (code: string) => code === '72.71.03';
    expect(checkNik('5401011505700001', { knownRegion })).toEqual(warning('nik_region'));
    expect(checkNik('7271031505900001', { knownRegion })).toEqual(clean);
  });
});

describe('NIK', () => {
  it.each([
    ['', 'nik_length'],
    ['72710315059000011', 'nik_length'],
    ['727103150590000O', 'nik_digits'],
    ['7271030005900001', 'nik_day'],
    ['7271033205900001', 'nik_day'],
    ['7271034005900001', 'nik_day'],
    ['7271031500900001', 'nik_date'],
    ['7271031513900001', 'nik_date'],
    ['7271037104900001', 'nik_date'],
    ['7271032902010001', 'nik_date'],
  ])('%j: %s', (nik, code) => {
    expect(checkNik(nik)).toEqual(error(code));
  });

  it('accepts separators', () => {
    expect(checkNik('727103.150590.0001')).toEqual(clean);
    expect(checkNik(' 7271 0315 0590 0001 ')).toEqual(clean);
  });

  it('compares with the form and only warns', () => {
    const form = { birthDate: '1990-05-15', sex: 'male' } as const;
    expect(checkNik('7271031505900001', form)).toEqual(clean);
    expect(checkNik('7271035605910000', form)).toEqual(warning('nik_serial', 'nik_birth_date', 'nik_sex'));
    expect(checkNik('7271031505900001', { birthDate: '15-05-1990', sex: null })).toEqual(clean);
  });

  it('guesses the century: 20YY from 15 years of age', () => {
    const born = (yy: string) => readNik(`7271031505${yy}0001`, now)?.birthDate;
    expect(born('11')).toBe('2011-05-15');
    expect(born('12')).toBe('1912-05-15');
    expect(born('99')).toBe('1999-05-15');
  });

  it('29 February 00 was in 2000, whatever the rule says', () => {
    expect(readNik('7271032902000001', now)?.birthDate).toBe('2000-02-29');
    expect(readNik('7271032902000001', Date.UTC(2010, 0))?.birthDate).toBe('2000-02-29');
  });

  it('is masked', () => {
    expect(maskNik('7271031505900001')).toBe('727103******0001');
    expect(maskNik('7271 0315 0590 0001')).toBe('727103******0001');
    expect(maskNik('12345')).toBe('*****');
    expect(maskNik('')).toBe('');
  });

  it('every date round-trips for both sexes', () => {
    const date = fc.date({ min: new Date('1912-01-01'), max: new Date('2011-12-31'), noInvalidDate: true });
    const sex = fc.constantFrom('female' as const, 'male' as const);
    fc.assert(
      fc.property(date, sex, fc.integer({ min: 1, max: 9999 }), (when, sex, serial) => {
        const birthDate = when.toISOString().slice(0, 10);
        const [year = '', month, day] = birthDate.split('-');
        const codedDay = String(Number(day) + (sex === 'female' ? 40 : 0)).padStart(2, '0');
        const nik = `727103${codedDay}${month}${year.slice(2)}${String(serial).padStart(4, '0')}`;
        expect(checkNik(nik, { birthDate, sex })).toEqual(clean);
        expect(readNik(nik, now)).toEqual({ birthDate, sex, region: '72.71.03' });
      }),
    );
  });
});

test('NIB', () => {
  expect(checkNib('9120001042693')).toEqual(clean);
  expect(checkNib('912000104269')).toEqual(warning('nib_form'));
  expect(checkNib('912000104269A')).toEqual(warning('nib_form'));
  expect(checkNib('1111111111111')).toEqual(warning('nib_repeated'));
});

test('NPWP', () => {
  expect(checkNpwp('01.000.013.1-093.000')).toEqual(clean);
  expect(checkNpwp('010016293051000')).toEqual(clean);
  expect(checkNpwp('01.000.013.2-093.000')).toEqual(warning('npwp_luhn'));
  expect(checkNpwp('0010000131093000')).toEqual(clean);
  expect(checkNpwp('0010000132093000')).toEqual(warning('npwp_luhn'));
  expect(checkNpwp('7271031505900001')).toEqual(clean);
  expect(checkNpwp('7271031505900001', { ownerNik: '7271.0315.0590.0001' })).toEqual(clean);
  expect(checkNpwp('7271031505900001', { ownerNik: '7271035505900001' })).toEqual(warning('npwp_not_nik'));
  expect(checkNpwp('9999999999999999')).toEqual(warning('npwp_not_nik'));
  expect(checkNpwp('0010000131093000000000')).toEqual(warning('npwp_branch'));
  expect(checkNpwp('12345')).toEqual(warning('npwp_form'));
});

test('NIK koperasi', () => {
  expect(checkNikKoperasi('7271010010001')).toEqual(clean);
  expect(checkNikKoperasi('72-71')).toEqual(warning('nik_koperasi_length'));
  expect(checkNikKoperasi('')).toEqual(warning('nik_koperasi_length'));
  expect(checkNikKoperasi('KOP7271010010001')).toEqual(warning('nik_koperasi_digits'));
});

test('KBLI', () => {
  expect(checkKbli('10710')).toEqual(clean);
  expect(checkKbli('1071')).toEqual(warning('kbli_form'));
  expect(checkKbli('34000')).toEqual(warning('kbli_unknown'));
  expect(checkKbli('10710', { known: (code) => code === '10710' })).toEqual(clean);
  expect(checkKbli('10711', { known: (code) => code === '10710' })).toEqual(warning('kbli_unknown'));
});

test('product permits', () => {
  expect(checkPirt('P-IRT 2061234010001-27')).toEqual(clean);
  expect(checkPirt('206123401000127')).toEqual(clean);
  expect(normalisePirt('P-IRT No. 2061234010001 - 27')).toBe('2061234010001-27');
  expect(checkPirt('P-IRT 206123401')).toEqual(warning('pirt_form'));
  expect(checkBpom('MD 245131012345')).toEqual(clean);
  expect(normaliseBpom('BPOM RI MD 245131012345')).toBe('MD245131012345');
  expect(checkBpom('NA18210100123')).toEqual(clean);
  expect(checkBpom('245131012345')).toEqual(warning('bpom_form'));
  expect(checkHalal('ID 7211 0000123450124')).toEqual(clean);
  expect(checkHalal('id72110000123450124')).toEqual(clean);
  expect(checkHalal('72110000123450124')).toEqual(warning('halal_form'));
});

test('region codes', () => {
  for (const code of ['72', '72.71', '72.71.03', '72.71.03.1001']) expect(checkRegion(code)).toEqual(clean);
  expect(normaliseRegion('7271031001')).toBe('72.71.03.1001');
  expect(normaliseRegion('72 71')).toBe('72.71');
  expect(checkRegion('72.7')).toEqual(warning('region_form'));
  expect(checkRegion('Palu')).toEqual(warning('region_form'));
  expect(checkRegion('5401', { known: (code) => code === '72.71' })).toEqual(warning('region_unknown'));
});

test.each([
  ['0812-3456-7890', '+6281234567890'],
  ['+62 812 3456 7890', '+6281234567890'],
  ['6281234567890', '+6281234567890'],
  ['81234567890', '+6281234567890'],
  ['+62 (0)812 3456 7890', '+6281234567890'],
  ['\u202a0812 3456 7890\u202c', '+6281234567890'],
  ['(0451) 421234', '+62451421234'],
  ['021-55512345', '+622155512345'],
])('phone %j is %s', (typed, stored) => {
  expect(normalisePhone(typed)).toBe(stored);
  expect(checkPhone(typed)).toEqual(clean);
  expect(normalisePhone(stored)).toBe(stored);
});

test.each(['', '421234', '0812', '08123456789012', '+60123456789', 'tidak ada'])('phone %j warns', (typed) => {
  expect(checkPhone(typed)).toEqual(warning('phone_form'));
});

test('e-mail', () => {
  expect(checkEmail(' ibu.ani@contoh.co.id ')).toEqual(clean);
  for (const typed of ['', 'ani', 'ani@contoh', 'ani@@contoh.id', 'ani@contoh..id', 'a b@contoh.id', 'a@b.id,c@d.id']) {
    expect(checkEmail(typed)).toEqual(warning('email_form'));
  }
});

describe('any text', () => {
  const digitsWithNoise = fc.stringMatching(/^[\d .-]{0,24}$/);
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), digitsWithNoise);
  const checks = [
    checkNib,
    checkNpwp,
    checkNikKoperasi,
    checkKbli,
    checkPirt,
    checkBpom,
    checkHalal,
    checkRegion,
    checkPhone,
    checkEmail,
  ];

  it('never throws, and only a NIK has errors', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const nik = checkNik(text);
        expect(nik.ok).toBe(nik.errors.length === 0);
        expect(readNik(text, now) !== null).toBe(nik.ok);
        maskNik(text);
        for (const check of checks) {
          const { ok, errors, warnings } = check(text);
          expect(ok).toBe(true);
          expect(errors).toEqual([]);
          for (const code of warnings) expect(CHECK_CODES).toContain(code);
        }
      }),
    );
  });

  it('is normalised once and for all', () => {
    const normalisers = [normaliseDigits, normalisePhone, normaliseRegion, normaliseEmail];
    fc.assert(
      fc.property(anyText, (text) => {
        for (const normalise of normalisers) expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });

  it('a mask shows at most ten digits', () => {
    fc.assert(fc.property(anyText, (text) => (maskNik(text).match(/[^*]/g)?.length ?? 0) <= 10));
  });
});
