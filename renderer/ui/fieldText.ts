/** One value of any field as a user reads it: the text of a code, rupiah, dd-mm-yyyy, names for people. */
import type { TFunction } from 'i18next';
import { instrumentOf } from '#core/instruments/index.ts';
import { round2 } from '#core/instruments/scoring.ts';
import type { Region, ScoreSnapshot } from '#core/model/collections.ts';
import { dayIn, formatDay, timeIn, type Zone } from '#core/model/dates.ts';
import { maskNik } from '#core/model/identifiers.ts';
import { formatRupiah } from '#core/model/money.ts';
import type { LockOpening } from '#core/model/values.ts';
import { type FieldKind, fieldKind, type RecordValues } from './fieldKind.ts';
import { labelOf, type Option } from './options.ts';

/** In which language, on which clock, and what people are called. */
export interface Reader {
  t: TFunction;
  language: string;
  zone: Zone;
  nameOf: (user: string) => string;
  /** *Jenis layanan* of the unit; without them the built-in list. */
  serviceLines?: readonly Option[];
}

/** `24-11-2026 09.30` on the unit's clock. @param ms milliseconds since 1970 */
export const momentText = (zone: Zone, ms: number): string =>
  `${formatDay(dayIn(zone, ms))} ${timeIn(zone, ms).replace(':', '.')}`;

/**
 * A NIK is masked, whoever reads.
 *
 * @param values the record's values: they say which instrument an answer belongs to
 */
export function valueText(
  reader: Reader,
  collection: string,
  field: string,
  value: unknown,
  values: RecordValues = {},
): string {
  const kind = fieldKind(reader.t, collection, field, values, reader.serviceLines);
  if (kind.name === 'deletion') return deletionText(reader, value);
  if (value === null || value === undefined || value === '') return reader.t('common.empty');
  return textOf(reader, kind, value, values) ?? plainText(value);
}

/** A region as an address has it: village, district, regency, province. */
export const regionText = (region: Region): string =>
  [region.village, region.district, region.regency, region.province].filter(Boolean).join(', ') || region.code;

/** `undefined` for a value that is not of its field's type: a newer version's, or a broken one. */
function textOf(reader: Reader, kind: FieldKind, value: unknown, values: RecordValues): string | undefined {
  const { t, language, zone } = reader;
  if (kind.name === 'choice') return labelOf(kind.options, value, language);
  if (kind.name === 'region') return isObject(value) ? regionText(value as unknown as Region) : undefined;
  if (kind.name === 'score')
    return isObject(value) ? scoreText(reader, value as unknown as ScoreSnapshot, values) : undefined;
  if (kind.name === 'lockOpening')
    return isObject(value) ? openingText(reader, value as unknown as LockOpening) : undefined;
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
  if (typeof value === 'number') return numberText(kind, value);
  if (typeof value !== 'string') return undefined;
  if (kind.name === 'day') return formatDay(value);
  if (kind.name === 'time') return value.replace(':', '.');
  if (kind.name === 'moment') return Number.isNaN(Date.parse(value)) ? value : momentText(zone, Date.parse(value));
  if (kind.name === 'person') return reader.nameOf(value);
  if (kind.name === 'nik') return maskNik(value);
  return value;
}

function numberText(kind: FieldKind, value: number): string {
  if (kind.name === 'rupiah') return formatRupiah(value);
  if (kind.name === 'year') return String(value);
  // All decimals: those of a coordinate are metres.
  return Number.isInteger(value) ? value.toLocaleString('id-ID') : String(value).replace('.', ',');
}

function deletionText({ t, zone }: Reader, value: unknown): string {
  if (!value) return t('conflicts.notDeleted');
  const at = Date.parse(String(isObject(value) ? value.at : value));
  return t('conflicts.deletedOn', { when: Number.isNaN(at) ? '' : momentText(zone, at) });
}

const openingText = ({ nameOf, zone }: Reader, { by, at, reason }: LockOpening): string =>
  `${nameOf(by)}, ${momentText(zone, Date.parse(at))}: ${reason}`;

function scoreText({ t, language }: Reader, score: ScoreSnapshot, values: RecordValues): string {
  if (score.total === null) return t('assessment.tooFew');
  const levels = instrumentOf(String(values.instrument), String(values.version))?.rules.levels ?? [];
  const level = levels.find(({ id }) => id === score.level)?.name;
  const total = round2(score.total).toLocaleString(language === 'en' ? 'en' : 'id-ID', { minimumFractionDigits: 2 });
  return [total, level ? (language === 'en' ? level.en : level.id) : score.level].filter(Boolean).join(' · ');
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const plainText = (value: unknown): string => (isObject(value) ? JSON.stringify(value) : String(value));
