/**
 * Which wording of the consent holds on a day (domain 7). A wording is written as a draft, published once, and never changed
 * afterwards: publishing locks its record, so that the hub refuses every later edit. A new wording is a new version.
 */
import type { Values } from './collections.ts';
import first from './consent-2026-11.json' with { type: 'json' };
import type { Day } from './dates.ts';

export interface ConsentText {
  version: string;
  validFrom: Day;
  /** Indonesian. */
  id: string;
  /** English; the Indonesian text where there is none. */
  en: string;
}

/** The wording of the project's draft, in force until a unit publishes its own: data like an instrument, never changed. */
export const FIRST_TEXT: Omit<ConsentText, 'validFrom'> = first;

type Text = { id: string; values: Values<'consentTexts'> };

/** What was published, newest first. */
export function publishedTexts(texts: readonly Text[]): ConsentText[] {
  return texts
    .flatMap(({ values: { version, validFrom, textId, textEn, lockedAt } }) =>
      version && validFrom && textId && lockedAt
        ? [{ version, validFrom, id: textId, en: textEn || textId, lockedAt }]
        : [],
    )
    .sort((a, b) => b.validFrom.localeCompare(a.validFrom) || b.lockedAt.localeCompare(a.lockedAt))
    .map(({ lockedAt: _lockedAt, ...text }) => text);
}

/** The version in force on a day: the published one that holds from the latest day up to it, else the first. */
export const versionInForce = (texts: readonly Text[], day: Day): string =>
  publishedTexts(texts).find(({ validFrom }) => validFrom <= day)?.version ?? FIRST_TEXT.version;

/** The wording of a version; undefined when it is not known here (yet). */
export const wordingOf = (texts: readonly Text[], version: string): Pick<ConsentText, 'id' | 'en'> | undefined =>
  publishedTexts(texts).find((text) => text.version === version) ??
  (version === FIRST_TEXT.version ? FIRST_TEXT : undefined);

/**
 * A name for a new version. It ends with a part of the record's id: two coordinators who publish on the same day without
 * knowing of each other must not give two wordings one name.
 */
export const versionName = (validFrom: Day, record: string): string => `${validFrom}-${record.slice(-4)}`;
