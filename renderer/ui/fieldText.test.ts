import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { id } from '../i18n/id.ts';
import { fieldKind } from './fieldKind.ts';
import { fieldLabel } from './fieldLabel.ts';
import { valueText } from './fieldText.ts';
import { stepOfField } from './formStep.ts';

const assessment = { instrument: 'asesmen-ukm', version: 'draft-1' };
let text: (
  collection: string,
  field: string,
  value: unknown,
  values?: Record<string, unknown>,
  language?: string,
) => string;

beforeAll(async () => {
  await i18next.init({ lng: 'id', resources: { id: { translation: id }, en: { translation: en } } });
  text = (collection, field, value, values, language = 'id') => {
    const t = i18next.getFixedT(language);
    return valueText({ t, language, zone: 'WITA', nameOf: (user) => `<${user}>` }, collection, field, value, values);
  };
});

describe('a value as a user reads it', () => {
  test('money, numbers, days, hours, moments', () => {
    expect(text('businesses', 'product1Price', 27500)).toBe('Rp27.500');
    expect(text('yearlyStates', 'profit', -15_000_000)).toBe('-Rp15.000.000');
    expect(text('businesses', 'workersMale', 1200)).toBe('1.200');
    expect(text('businesses', 'latitude', -0.891734)).toBe('-0,891734');
    expect(text('sessions', 'date', '2026-11-24')).toBe('24-11-2026');
    expect(text('sessions', 'startTime', '09:30')).toBe('09.30');
    expect(text('sessions', 'finishedAt', '2026-11-24T01:30:00.000Z')).toBe('24-11-2026 09.30');
  });

  test('codes in both languages; an unknown one as it is', () => {
    expect(text('businesses', 'sector', 'C')).toBe('Industri pengolahan');
    expect(text('businesses', 'sector', 'C', {}, 'en')).toBe('Manufacturing');
    expect(text('sessions', 'satisfaction', 4)).toBe('4 Puas');
    expect(text('followUps', 'state', 'dropped')).toBe('tidak dilanjutkan');
    expect(text('assessments', 'state', 'finished')).toBe('Selesai');
    expect(text('businesses', 'legalForm', 'newForm')).toBe('newForm');
    expect(text('businesses', 'previouslyMentored', false)).toBe('Tidak');
  });

  test('people, places, a masked NIK, deletes, nothing', () => {
    expect(text('sessions', 'consultant', 'sari')).toBe('<sari>');
    expect(text('businesses', 'region', { code: '72.71', regency: 'Kota Palu', province: 'Sulawesi Tengah' })).toBe(
      'Kota Palu, Sulawesi Tengah',
    );
    expect(text('businesses', 'ownerNik', '7271035505900001')).not.toContain('550590');
    const when = '2026-11-24T01:30:00.000Z';
    expect(text('sessions', 'deletedAt', { at: when, knowing: [] })).toBe('dihapus 24-11-2026 09.30');
    expect(text('sessions', 'deletedAt', when)).toBe('dihapus 24-11-2026 09.30');
    expect(text('sessions', 'deletedAt', null)).toBe('tidak dihapus');
    expect(text('businesses', 'brand', null)).toBe('kosong');
  });

  test('answers of an assessment with the text of their anchor', () => {
    const answer = text('assessments', 'answer.K1', 2, assessment);
    expect(answer).toMatch(/^2 · \S/);
    expect(text('assessments', 'answer.K1', 2, assessment, 'en')).not.toBe(answer);
    expect(text('assessments', 'answer.K1', 'na', assessment)).toBe('Tidak berlaku');
    // An instrument that this version does not know.
    expect(text('assessments', 'answer.K1', 2, {})).toBe('2');
    expect(text('assessments', 'score', { total: 53.825, level: null, gated: false, dimensions: {} }, assessment)).toBe(
      '53,83',
    );
  });

  test('figures, answers and decided ratios of a cooperative', () => {
    const ksp = { instrument: 'ksp-2016', version: '1' };
    const riil = { instrument: 'kkpkk-2021-riil', version: '1' };
    expect(text('assessments', 'figure.grossSurplus', -12_000_000, ksp)).toBe('-Rp12.000.000');
    expect(text('assessments', 'figure.unknown', 5, {})).toBe('Rp5');
    expect(text('assessments', 'answer.Q1', 1, ksp)).toBe('1 · Ya');
    expect(text('assessments', 'answer.K20', 75, riil)).toBe('3 ≤ x < 5');
    expect(text('assessments', 'answer.K20', 100, riil, 'en')).toBe('≥ 5');
  });

  test('what only a newer version knows', () => {
    expect(text('future', 'colour', 'merah')).toBe('merah');
    expect(text('future', 'shape', { sides: 3 })).toBe('{"sides":3}');
  });
});

test('fields have the names of their forms, in both languages', () => {
  const nameOf = (language: string, collection: string, field: string, values = {}) =>
    fieldLabel(i18next.getFixedT(language), language, collection, field, values);
  expect(nameOf('id', 'businesses', 'problem3')).toBe('Masalah Produksi');
  expect(nameOf('id', 'businesses', 'product2Price')).toBe('Produk 2: Harga');
  expect(nameOf('en', 'cooperatives', 'name')).toBe(en.fields.nameCooperative);
  expect(nameOf('id', 'assessments', 'answer.K1', assessment)).toMatch(/^Jawaban K1 \S/);
  expect(nameOf('id', 'assessments', 'note.K1', {})).toBe('Catatan K1');
  const ksp = { instrument: 'ksp-2016', version: '1' };
  expect(nameOf('id', 'assessments', 'figure.cash', ksp)).toBe('Angka: Kas');
  expect(nameOf('en', 'assessments', 'figure.cash', {})).toBe('Figure: cash');
  expect(nameOf('id', 'assessments', 'note.2c', ksp)).toMatch(/^Catatan 2c Cadangan/);
  expect(nameOf('id', 'future', 'colour')).toBe('colour');
  for (const field of [
    'createdBy',
    'lockedAt',
    'lockOpened',
    'reopenAsked',
    'withdrawnOn',
    'finishedAt',
    'programme',
    'assessor',
  ]) {
    expect(nameOf('id', 'sessions', field), field).not.toBe(field);
  }
});

test('fields of every kind', () => {
  const t = i18next.getFixedT('id');
  const kindOf = (collection: string, field: string) => fieldKind(t, collection, field, assessment).name;
  expect(
    ['brand', 'address', 'nib', 'ownerNik', 'capacityPerMonth', 'startedOn', 'consultant', 'region', 'deletedAt'].map(
      (field) => kindOf('businesses', field),
    ),
  ).toEqual(['text', 'longText', 'digits', 'nik', 'decimal', 'day', 'person', 'region', 'deletion']);
  expect(
    ['material', 'startTime', 'mode', 'lockedAt', 'serviceLine'].map((field) => kindOf('sessions', field)),
  ).toEqual(['longText', 'time', 'choice', 'moment', 'choice']);
  expect([
    kindOf('assessments', 'answer.K1'),
    kindOf('assessments', 'note.K1'),
    kindOf('assessments', 'score'),
  ]).toEqual(['choice', 'longText', 'score']);
  const ksp = { instrument: 'ksp-2016', version: '1' };
  expect(fieldKind(t, 'assessments', 'figure.cash', ksp).name).toBe('rupiah');
  expect(fieldKind(t, 'assessments', 'answer.Q1', ksp)).toMatchObject({ options: [{ code: 0 }, { code: 1 }] });
  expect(kindOf('future', 'colour')).toBe('other');
});

test('the step of a registration that a field stands in', () => {
  const steps = ['name', 'ownerNik', 'npwp', 'product2Price', 'brand', 'problem7'].map((field) =>
    stepOfField('businesses', field),
  );
  expect(steps).toEqual(['basic', 'owner', 'legality', 'operation', 'market', 'problems']);
  expect(['kind', 'chair', 'nib'].map((field) => stepOfField('cooperatives', field))).toEqual([
    'basic',
    'board',
    'legality',
  ]);
});
