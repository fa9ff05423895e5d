import i18next from 'i18next';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkValue } from '#core/model/collections.ts';
import { en } from './en.ts';
import { applyFormTexts, FORM_TEXTS, formText, formTextRecord, misfit } from './formTexts.ts';
import { id } from './id.ts';

beforeAll(async () => {
  await i18next.init({
    lng: 'id',
    resources: { id: { translation: id }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
});
beforeEach(() => applyFormTexts([]));

const read = (key: string, language = 'id', values = {}) => i18next.getFixedT(language)(key as never, values);

describe('a unit’s own text', () => {
  test('stands in for the built-in one in its language, until it is taken back', () => {
    applyFormTexts([{ key: 'fields.brand', textId: ' Merek dagang ' }]);
    expect([read('fields.brand'), read('fields.brand', 'en')]).toEqual(['Merek dagang', en.fields.brand]);
    expect(read('fields.nib')).toBe(id.fields.nib);
    applyFormTexts([{ key: 'fields.brand', textId: null, textEn: 'Trade name' }]);
    expect([read('fields.brand'), read('fields.brand', 'en')]).toEqual([id.fields.brand, 'Trade name']);
    applyFormTexts([]);
    expect(read('fields.brand', 'en')).toBe(en.fields.brand);
  });

  test('keeps what is filled in', () => {
    applyFormTexts([{ key: 'fields.problemOf', textId: 'Kendala di {{field}}' }]);
    expect(read('fields.problemOf', 'id', { field: 'Produksi' })).toBe('Kendala di Produksi');
  });

  test.each([
    ['a key that this version does not know', { key: 'fields.gone', textId: 'x' }],
    ['a key of a whole group', { key: 'fieldsOf.meetings', textId: 'x' }],
    ['a name of every object', { key: 'fields.constructor', textId: 'x' }],
    ['a text that says what a consent is for', { key: 'fields.purposeMentoring', textId: 'x' }],
    ['a message of the app', { key: 'errors.crashed', textId: 'x' }],
    ['no key', { textId: 'x' }],
    ['an empty text', { key: 'fields.brand', textId: '  ' }],
    ['a text that lost what is filled in', { key: 'fields.problemOf', textId: 'Kendala' }],
    ['a text with something to fill in that nobody has', { key: 'fields.brand', textId: 'Merek {{x}}' }],
    ['a text that looks itself up', { key: 'fields.brand', textId: '$t(fields.brand)' }],
  ])('changes nothing with %s', (_, text) => {
    applyFormTexts([text]);
    for (const language of ['id', 'en']) {
      const bundle = i18next.getResourceBundle(language, 'translation');
      expect(bundle).toEqual(language === 'id' ? id : en);
    }
  });

  test('says what does not fit', () => {
    expect(misfit('Masalah {{field}}', '{{field}}: masalah')).toBeNull();
    expect(misfit('Masalah {{field}}', 'Masalah')).toBe('parts');
    expect(misfit('Merek', '$t(a)')).toBe('signs');
  });
});

describe('the texts that may be replaced', () => {
  test('every one can be stored, under a record of its own', () => {
    expect(FORM_TEXTS.length).toBeGreaterThan(300);
    expect(FORM_TEXTS.filter(({ key }) => checkValue('formTexts', 'key', key) !== 'ok')).toEqual([]);
    expect(new Set(FORM_TEXTS.map(({ key }) => formTextRecord('plut', key))).size).toBe(FORM_TEXTS.length);
  });

  test('are found by their form', () => {
    expect(formText('fields.name')?.forms).toEqual(['businesses']);
    expect(formText('fields.nameCooperative')?.forms).toEqual(['cooperatives']);
    expect(formText('fields.ownerName')?.forms).toEqual(['businesses']);
    expect(formText('fieldsOf.meetings.chair')?.forms).toEqual(['meetings']);
    expect(formText('forms.meetings.people')?.forms).toEqual(['meetings']);
    expect(formText('fields.serviceLine')?.forms).toEqual(['sessions']);
    expect(formText('register.problemsIntro')?.forms).toEqual([]);
  });
});
