/** What a field holds, for whatever shows one value of any field, or asks for one, outside of the field's form. */
import type { TFunction } from 'i18next';
import { z } from 'zod';
import { instrumentOf } from '#core/instruments/index.ts';
import type { Instrument } from '#core/instruments/schema.ts';
import { ATTACHABLE } from '#core/model/attachments.ts';
import { fieldSchema } from '#core/model/collections.ts';
import { PRIORITY_GROUPS } from '#core/model/grantRules.ts';
import {
  BUSINESS_SECTORS,
  CONSENT_WAYS,
  COOPERATIVE_KINDS,
  COOPERATIVE_TIERS,
  EDUCATION_LEVELS,
  LEGAL_FORMS,
  MARKET_REACHES,
  PLACE_STATUSES,
  SERVICE_FIELDS,
  SERVICE_LINES,
  SESSION_MODES,
  SESSION_PLACES,
  SEXES,
} from '#core/model/reference.ts';
import { bandText } from './instrumentText.ts';
import type { Option } from './options.ts';

export type FieldKind =
  | {
      name:
        | 'text'
        | 'longText'
        | 'digits'
        | 'nik'
        | 'count'
        | 'year'
        | 'decimal'
        | 'rupiah'
        | 'day'
        | 'time'
        | 'moment'
        | 'yesNo'
        | 'person'
        | 'region'
        | 'deletion'
        | 'score'
        | 'lockOpening'
        /** This version has no type for it. */
        | 'other';
    }
  | { name: 'choice'; options: readonly Option[] };

/** The values of a field's record, as far as they say what the field means: which instrument an answer belongs to. */
export type RecordValues = Record<string, unknown>;

const OPTIONS: Record<string, readonly Option[]> = {
  'businesses.ownerSex': SEXES,
  'businesses.ownerEducation': EDUCATION_LEVELS,
  'businesses.legalForm': LEGAL_FORMS,
  'businesses.sector': BUSINESS_SECTORS,
  'businesses.placeStatus': PLACE_STATUSES,
  'businesses.marketReach': MARKET_REACHES,
  'cooperatives.kind': COOPERATIVE_KINDS,
  'cooperatives.tier': COOPERATIVE_TIERS,
  'consents.way': CONSENT_WAYS,
  'sessions.mode': SESSION_MODES,
  'sessions.place': SESSION_PLACES,
  'sessions.field': SERVICE_FIELDS,
  'users.field': SERVICE_FIELDS,
  'programmes.field': SERVICE_FIELDS,
  'planItems.field': SERVICE_FIELDS,
  'serviceLines.field': SERVICE_FIELDS,
  'performanceTargets.field': SERVICE_FIELDS,
  'activities.field': SERVICE_FIELDS,
  'activities.sector': BUSINESS_SECTORS,
  'unitStaff.field': SERVICE_FIELDS,
  'unitStaff.education': EDUCATION_LEVELS,
  'candidates.education': EDUCATION_LEVELS,
  'candidates.consentWay': CONSENT_WAYS,
};

const NAMED: Record<
  string,
  'year' | 'digits' | 'nik' | 'time' | 'person' | 'region' | 'deletion' | 'score' | 'lockOpening'
> = {
  deletedAt: 'deletion',
  createdBy: 'person',
  consultant: 'person',
  assessor: 'person',
  takenBy: 'person',
  receivedBy: 'person',
  handledBy: 'person',
  liftedBy: 'person',
  user: 'person',
  startTime: 'time',
  endTime: 'time',
  ownerNik: 'nik',
  nik: 'nik',
  bankAccount: 'digits',
  reviewer: 'person',
  nib: 'digits',
  npwp: 'digits',
  kbli: 'digits',
  nikKoperasi: 'digits',
  score: 'score',
  lockOpened: 'lockOpening',
  year: 'year',
  programmeYear: 'year',
  grantedYear: 'year',
  throughYear: 'year',
  foundedYear: 'year',
};

/** Texts of up to this length are one line of a form. */
const ONE_LINE = 200;

/** @param serviceLines those of the unit, where they are at hand */
export function fieldKind(
  t: TFunction,
  collection: string,
  field: string,
  values: RecordValues = {},
  serviceLines: readonly Option[] = SERVICE_LINES,
): FieldKind {
  if (collection === 'sessions' && field === 'serviceLine') return { name: 'choice', options: serviceLines };
  const options = OPTIONS[`${collection}.${field}`] ?? optionsOf(t, collection, field, values);
  if (options) return { name: 'choice', options };
  if (field === 'region' && collection !== 'units') return { name: 'region' };
  if (field.startsWith('figure.')) return { name: figureKind(field.slice('figure.'.length), values) };
  return { name: NAMED[field] ?? bySchema(fieldSchema(collection, field)) };
}

/** Choices whose texts stand in i18n, or in the instrument that an assessment was made with. */
function optionsOf(t: TFunction, collection: string, field: string, values: RecordValues): Option[] | undefined {
  const texts = (codes: readonly (string | number)[], key: string): Option[] =>
    codes.map((code) => {
      const label = t(`${key}.${code}` as never);
      return { code, id: label, en: label };
    });
  if (field === 'satisfaction') return texts([1, 2, 3, 4, 5], 'session.satisfactions');
  if (
    field === 'state' &&
    (collection === 'followUps' || collection === 'decisions' || collection === 'subjectRequests')
  )
    return texts(['open', 'done', 'dropped'], 'followUps.states');
  if (field === 'state') return texts(['draft', 'finished'], 'common');
  if (collection === 'grantReviews' && field.startsWith('score.'))
    return texts([0, 1, 2, 3, 4], 'choices.grantReviews.score');
  if (field === 'priorityGroup') return texts(PRIORITY_GROUPS, 'choices.candidates.priorityGroup');
  if (field === 'clientCollection') return texts(['businesses', 'cooperatives'], 'collections');
  if (field === 'parentCollection') return texts(ATTACHABLE, 'collections');
  if (field === 'role') return texts(['consultant', 'coordinator', 'head', 'supervisor', 'administrator'], 'roles');
  if (field.startsWith('answer.')) return answersOf(t, field.slice('answer.'.length), values);
  const schema = fieldSchema(collection, field);
  return schema instanceof z.ZodEnum ? texts(schema.options, `choices.${collection}.${field}`) : undefined;
}

function answersOf(t: TFunction, part: string, values: RecordValues): Option[] | undefined {
  const instrument = instrumentIn(values);
  const anchors = instrument?.indicators.find(({ id }) => id === part)?.anchors;
  const na = t('assessment.notApplicable');
  if (!instrument || !anchors) return bandsOf(instrument, part);
  return [
    ...anchors.map(({ value, text }) => ({ code: value, id: `${value} · ${text.id}`, en: `${value} · ${text.en}` })),
    ...(instrument.notApplicable ? [{ code: 'na', id: na, en: na }] : []),
  ];
}

/** What a user may decide where a ratio cannot be computed. */
function bandsOf(instrument: Instrument | undefined, ratio: string): Option[] | undefined {
  const bands = instrument?.ratios.find(({ id }) => id === ratio)?.bands;
  return bands?.map((band) => ({
    code: band.score,
    id: bandText(bands, band, 'id'),
    en: bandText(bands, band, 'en'),
  }));
}

function figureKind(figure: string, values: RecordValues): 'rupiah' | 'count' {
  return instrumentIn(values)?.figures.find(({ id }) => id === figure)?.unit ?? 'rupiah';
}

const instrumentIn = (values: RecordValues): Instrument | undefined =>
  instrumentOf(String(values.instrument), String(values.version));

/** The model's only numbers that may be negative without being a place on earth are amounts of money. */
function bySchema(schema: z.ZodType | undefined): Exclude<FieldKind['name'], 'choice'> {
  if (schema instanceof z.ZodISODate) return 'day';
  if (schema instanceof z.ZodISODateTime) return 'moment';
  if (schema instanceof z.ZodBoolean) return 'yesNo';
  if (schema instanceof z.ZodNumberFormat) return (schema.minValue ?? 0) < 0 ? 'rupiah' : 'count';
  if (schema instanceof z.ZodNumber) return 'decimal';
  if (schema instanceof z.ZodString) return (schema.maxLength ?? 0) > ONE_LINE ? 'longText' : 'text';
  return 'other';
}
