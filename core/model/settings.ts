/**
 * Settings as data: what a Dinas adapts without a programmer (architecture, rule 5). Edited by a coordinator, synced like any
 * record; a year or a version is part of each, so that old records keep the rule that they were made under.
 */
import { z } from 'zod';
import {
  code,
  common,
  count,
  day,
  flag,
  id,
  line,
  lockable,
  moment,
  reportLine,
  serviceField,
  text,
  year,
} from './values.ts';

/** What a target may be set for: the indicators of domain 1.7 that can be computed (core/indicators/performance.ts). */
export const MEASURES = [
  'targets',
  'clients',
  'coverage',
  'sessions',
  'hours',
  'programmes',
  'sales',
  'workers',
  'permits',
  'finance',
  'levelUps',
] as const;
export type Measure = (typeof MEASURES)[number];

/** The key of a text in i18n. */
const textKey = z.string().regex(/^[\w.-]{1,80}$/);

/** Whatever a field of a setting holds. */
const setting = z.union([text, z.number(), flag]);

export const settings = {
  /** *Jenis layanan* of a service field, beside or instead of the built-in list (domain 1.3). */
  serviceLines: { ...common, field: serviceField, name: line, nameEn: line, active: flag, order: count },
  /** *Standar layanan* with the yearly target, by consultant where given; what was reached is computed (domain 1.5, 1.7). */
  performanceTargets: {
    ...common,
    year,
    consultant: id,
    field: serviceField,
    standard: reportLine,
    /** Which figure of core/indicators/performance is counted against the target. */
    measure: z.enum(MEASURES),
    audience: line,
    unit: line,
    target: count,
    clientsTarget: count,
    note: reportLine,
  },
  /** A text of a form in the words of the Dinas, by its key. */
  formTexts: { ...common, key: textKey, textId: text, textEn: text },
  /** The wording of the consent that people sign; a new wording is a new version, locked when published (domain 7). */
  consentTexts: { ...common, ...lockable, version: code, validFrom: day, textId: text, textEn: text },
  /** How many years each kind of record is kept (domain 7, "retention"). */
  retentionRules: { ...common, recordKind: code, years: count, basis: reportLine },
  /** Each change of a setting, written beside it by the repository and never deleted; by whom says `createdBy`. */
  settingChanges: { ...common, collection: code, record: id, field: code, before: setting, after: setting, at: moment },
} satisfies Record<string, Record<string, z.ZodType>>;

/** Settings whose changes are kept as versions. Consent texts have versions of their own (consentTexts.ts). */
export const VERSIONED_SETTINGS = [
  'serviceLines',
  'performanceTargets',
  'formTexts',
  'grantRules',
  'retentionRules',
] as const;
export type VersionedSetting = (typeof VERSIONED_SETTINGS)[number];

/** What the record is about, and where it stands in its list: no version of anything. */
const UNVERSIONED: Record<VersionedSetting, readonly string[]> = {
  serviceLines: ['field', 'order'],
  performanceTargets: [],
  formTexts: ['key'],
  grantRules: ['year'],
  retentionRules: ['recordKind'],
};
const BOOKKEEPING: readonly string[] = ['createdAt', 'createdBy', 'erasedAt'];

export const isVersionedSetting = (collection: string): collection is VersionedSetting =>
  (VERSIONED_SETTINGS as readonly string[]).includes(collection);

/** Is a change of this field kept as a version? */
export const isVersioned = (collection: string, field: string): boolean =>
  isVersionedSetting(collection) && !UNVERSIONED[collection].includes(field) && !BOOKKEEPING.includes(field);

/**
 * So long a change by typing goes on: fields save themselves with every few letters, and these are one change. In
 * milliseconds since its beginning.
 */
export const ONE_CHANGE_MS = 10 * 60_000;
