/** What the columns of a file are called, and what stands in its cells, in one language. */

import { type ExportColumn, type StateOf, valueAt } from '#core/export/columns.ts';
import type { ExportRecord } from '#core/export/contents.ts';
import type { FileCell } from '#core/export/csv.ts';
import { instrumentOf, instruments } from '#core/instruments/index.ts';
import { round2 } from '#core/instruments/scoring.ts';
import { fieldSchema } from '#core/model/collections.ts';
import { dayIn, isDay, timeIn } from '#core/model/dates.ts';
import { id as idSchema } from '#core/model/values.ts';
import { type FieldKind, fieldKind } from '../../ui/fieldKind.ts';
import { fieldLabel } from '../../ui/fieldLabel.ts';
import { type Reader, valueText } from '../../ui/fieldText.ts';
import { inLanguage } from '../../ui/instrumentText.ts';
import { labelOf } from '../../ui/options.ts';

export interface FileColumn {
  key: string;
  head: string;
  group?: string;
  cell: (record: ExportRecord) => FileCell;
}

/** @param records those of the file: they say which instruments its answers belong to */
export function fileColumn(
  reader: Reader,
  column: ExportColumn,
  records: readonly ExportRecord[],
  stateOf: StateOf,
): FileColumn {
  const { key, group } = column;
  const kindOf = kindOfColumn(reader, column);
  return {
    key,
    head: column.title ?? headOf(reader, column, records),
    ...(group ? { group } : {}),
    cell: (record) => {
      const value = valueAt(column, record, stateOf);
      if (value === undefined || value === null || value === '') return null;
      if (key === 'id') return String(value);
      if (key === 'client') return reader.nameOf(String(value)) || null;
      if (column.part) return partCell(reader, column.part, value, record);
      if (typeof value === 'object') return valueText(reader, column.collection, column.field, value, record.values);
      return cellOf(reader, kindOf(record), value);
    },
  };
}

/** Of most columns the same for all records; figures are rupiah or counts as their instrument says. */
function kindOfColumn(
  { t, serviceLines }: Reader,
  { collection, field }: ExportColumn,
): (of: ExportRecord) => FieldKind {
  if (field.startsWith('figure.')) return ({ values }) => fieldKind(t, collection, field, values);
  // The value of an answer, to compute with; its text stands in the instrument.
  if (/^(answer|score)\./.test(field)) return () => ({ name: 'count' });
  const kind = fieldKind(t, collection, field, {}, serviceLines);
  return () => kind;
}

function cellOf({ t, language, zone, nameOf }: Reader, kind: FieldKind, value: unknown): FileCell {
  if (kind.name === 'choice') return labelOf(kind.options, value, language);
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
  if (typeof value === 'number') return { number: value, as: numberKind(kind) };
  if (typeof value !== 'string') return String(value);
  if (kind.name === 'day' && isDay(value)) return { day: value };
  if (kind.name === 'moment' && !Number.isNaN(Date.parse(value))) {
    const ms = Date.parse(value);
    return { moment: `${dayIn(zone, ms)}T${timeIn(zone, ms)}` };
  }
  if (kind.name === 'time') return value.replace(':', '.');
  if (kind.name === 'person') return nameOf(value);
  return value === 'na' && kind.name === 'count' ? t('assessment.notApplicable') : value;
}

const numberKind = ({ name }: FieldKind) =>
  name === 'rupiah' || name === 'count' || name === 'year' ? name : 'decimal';

/** Of a place, or of the result of an assessment. */
function partCell({ t, language }: Reader, part: string, value: unknown, { values }: ExportRecord): FileCell {
  if (typeof value === 'number') return { number: round2(value), as: 'decimal' };
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
  if (part !== 'level') return String(value);
  const levels = instrumentOf(String(values.instrument), String(values.version))?.rules.levels ?? [];
  const level = levels.find(({ id }) => id === value);
  return level ? inLanguage(level.name, language) : String(value);
}

function headOf({ t, language }: Reader, column: ExportColumn, records: readonly ExportRecord[]): string {
  const { key, collection, field, part } = column;
  if (key === 'id' || key === 'client') return t(`export.columns.${key}`);
  if (part?.startsWith('dimensions.')) {
    return `${t('fields.score')}: ${dimensionName(part.slice('dimensions.'.length), language, records)}`;
  }
  if (field === 'score') return t(`export.columns.${part}` as never);
  if (part === 'code') return t('import.placeCode');
  if (part) return t(`fields.${part}` as never);
  if (!/^(answer|note|figure)\./.test(field)) {
    const label = fieldLabel(t, language, collection, field);
    // Which record it points to: for who puts tables together.
    return isReference(t, column) ? t('export.columns.idOf', { what: label }) : label;
  }
  const holders = distinctInstruments(records.filter(({ values }) => field in values));
  return [...new Set(holders.map(({ values }) => fieldLabel(t, language, collection, field, values)))].join(' / ');
}

const isReference = (t: Reader['t'], { collection, field }: ExportColumn): boolean =>
  fieldSchema(collection, field) === idSchema && fieldKind(t, collection, field).name !== 'person';

function dimensionName(id: string, language: string, records: readonly ExportRecord[]): string {
  const used = distinctInstruments(records).map(({ values }) => `${values.instrument} ${values.version}`);
  const names = instruments()
    .filter((instrument) => used.includes(`${instrument.id} ${instrument.version}`))
    .flatMap(({ dimensions }) => dimensions.filter((dimension) => dimension.id === id))
    .map(({ name }) => inLanguage(name, language));
  return [...new Set(names)].join(' / ') || id;
}

/** One record for each version of an instrument. */
const distinctInstruments = (records: readonly ExportRecord[]): ExportRecord[] => [
  ...new Map(records.map((record) => [`${record.values.instrument} ${record.values.version}`, record])).values(),
];
