import { describe, expect, test } from 'vitest';
import { FIRST_TEXT, publishedTexts, versionInForce, versionName, wordingOf } from './consentTexts.ts';

const text = (version: string, validFrom: string, lockedAt: string | null, more = {}) => ({
  id: version,
  values: { version, validFrom, textId: `Naskah ${version}`, lockedAt, ...more },
});
const AT = '2026-11-01T00:00:00.000Z';

describe('the version in force', () => {
  test('is the first one until another begins', () => {
    const texts = [text('a', '2026-12-01', AT)];
    expect(versionInForce([], '2026-12-01')).toBe(FIRST_TEXT.version);
    expect(versionInForce(texts, '2026-11-30')).toBe(FIRST_TEXT.version);
    expect(versionInForce(texts, '2026-12-01')).toBe('a');
  });

  test('is the latest to begin, and of two that begin together the one published last', () => {
    const texts = [
      text('b', '2027-01-01', '2026-12-02T00:00:00.000Z'),
      text('c', '2027-01-01', '2026-12-03T00:00:00.000Z'),
      text('a', '2026-12-01', '2026-12-31T00:00:00.000Z'),
    ];
    expect(versionInForce(texts, '2026-12-31')).toBe('a');
    expect(versionInForce(texts, '2027-06-01')).toBe('c');
  });

  test('is never a draft, nor one without a text', () => {
    const texts = [text('draft', '2026-01-01', null), text('empty', '2026-01-01', AT, { textId: null })];
    expect(versionInForce(texts, '2026-12-01')).toBe(FIRST_TEXT.version);
  });
});

test('the wording of a version is the unit’s own, or the first; of one that has not come here there is none', () => {
  const texts = [text('a', '2026-12-01', AT), text('draft', '2027-01-01', null)];
  expect(wordingOf(texts, 'a')?.id).toBe('Naskah a');
  expect(wordingOf(texts, FIRST_TEXT.version)?.id).toContain('UU 27/2022');
  expect(wordingOf(texts, 'draft')).toBeUndefined();
});

test('a text without English is read in Indonesian', () => {
  expect(publishedTexts([text('a', '2026-12-01', AT)])).toEqual([
    { version: 'a', validFrom: '2026-12-01', id: 'Naskah a', en: 'Naskah a' },
  ]);
});

test('two records never give one name to two wordings', () => {
  expect(versionName('2026-12-01', '0193-aa11')).toBe('2026-12-01-aa11');
  expect(versionName('2026-12-01', '0193-bb22')).not.toBe(versionName('2026-12-01', '0193-aa11'));
});
