/** Makes the file that was asked for. No database and no clock: a test makes the same files. */
import { strToU8, zipSync } from 'fflate';
import type { TFunction } from 'i18next';
import { fullColumns, latestStates, layoutColumns, needsStates, type StateOf } from '#core/export/columns.ts';
import {
  type ExportPeriod,
  type ExportReader,
  type ExportRecord,
  exportedOf,
  isInPeriod,
  nikFieldOf,
  readableOf,
} from '#core/export/contents.ts';
import { csvOf } from '#core/export/csv.ts';
import { type FileHead, geoJsonOf, hasPosition, jsonOf } from '#core/export/files.ts';
import { FULL_LAYOUT, layoutOf } from '#core/export/layouts.ts';
import { type PersonalSort, personalSorts } from '#core/export/personal.ts';
import type { CollectionName } from '#core/model/collections.ts';
import { dayIn, formatDay } from '#core/model/dates.ts';
import { serviceLinesOf } from '#core/model/serviceLines.ts';
import type { Role } from '#core/workflow/policy.ts';
import type { ExportSources } from '../../store/exports.ts';
import { momentText, type Reader } from '../../ui/fieldText.ts';
import { fileColumn } from './cells.ts';
import { type FileSheet, workbookOf } from './xlsx.ts';

export const FORMATS = ['xlsx', 'csv', 'json', 'geojson'] as const;
export type ExportFormat = (typeof FORMATS)[number];

export interface ExportQuestion {
  collections: readonly CollectionName[];
  layout: string;
  format: ExportFormat;
  period: ExportPeriod | null;
  withNik: boolean;
  language: string;
}

export interface MadeExport {
  file: Blob;
  fileName: string;
  counts: { collection: CollectionName; count: number }[];
  /** How many are not in it: without a day in a period, restricted, without a place on a map. */
  leftOut: { undated: number; restricted: number; unplaced: number };
  personal: PersonalSort[];
  /** Is there a NIK in it that is not masked? */
  hasNik: boolean;
}

/** What a question asks for: a layout and a map are of certain collections. */
export function collectionsOf({
  collections,
  layout,
  format,
}: Pick<ExportQuestion, 'collections' | 'layout' | 'format'>): readonly CollectionName[] {
  const fixed = layoutOf(layout)?.collection;
  if (fixed) return [fixed];
  return format === 'geojson' ? ['businesses'] : collections;
}

/** Those to be read for it. */
export const neededFor = (question: ExportQuestion): readonly CollectionName[] =>
  question.layout === FULL_LAYOUT ? collectionsOf(question) : [...collectionsOf(question), 'yearlyStates'];

/** The language of a file: a layout with titles of its own is Indonesian. */
export const languageOf = ({ layout, language }: ExportQuestion): string => (layout === FULL_LAYOUT ? language : 'id');

/** @param now ms since 1970 */
export async function makeExport(
  question: ExportQuestion,
  sources: ExportSources,
  t: TFunction,
  now: number,
): Promise<MadeExport> {
  const { format, layout, period } = question;
  const { device, names } = sources;
  const reading: ExportReader = { role: device.role as Role, user: device.user, withNik: question.withNik };
  const { contents, undated } = contentsOf(question, sources, reading);
  const tables = [...contents].map(([collection, records]) => ({
    collection,
    records,
    columns: layoutOf(layout)
      ? layoutColumns(reading.role, layoutOf(layout) as never)
      : fullColumns(reading.role, collection, records),
  }));
  const unplaced = format === 'geojson' ? (tables[0]?.records.filter((record) => !hasPosition(record)).length ?? 0) : 0;
  const counts = tables.map(({ collection, records }) => ({ collection, count: records.length - unplaced }));
  const personal = personalSorts(tables.filter(({ records }) => records.length > 0).flatMap(({ columns }) => columns));
  const hasNik = tables.some(({ collection, records }) => hasFullNik(collection, records));
  const stateOf = tables.some(({ columns }) => needsStates(columns)) ? statesOf(sources, period) : () => undefined;
  const restricted = tables.reduce((sum, { collection }) => sum + (sources.restricted.get(collection) ?? 0), 0);
  const language = languageOf(question);
  const head: FileHead = {
    unit: device.unitName,
    by: device.userName,
    at: new Date(now).toISOString(),
    sequence: sources.sequence,
    layout: layoutOf(layout)?.name[language === 'en' ? 'en' : 'id'] ?? t('export.full'),
    ...(period ?? {}),
  };
  const made = { counts, leftOut: { undated, restricted, unplaced }, personal, hasNik };
  const named = (extension: string) => `${fileNameOf(counts, t)}-${dayIn(device.timeZone, now)}.${extension}`;

  if (format === 'json') {
    return { ...made, fileName: named('json'), file: new Blob([jsonOf(head, contents)], { type: 'application/json' }) };
  }
  if (format === 'geojson') {
    const text = geoJsonOf(head, tables[0]?.columns ?? [], tables[0]?.records ?? [], stateOf);
    return { ...made, fileName: named('geojson'), file: new Blob([text], { type: 'application/geo+json' }) };
  }
  const reader: Reader = {
    t,
    language,
    zone: device.timeZone,
    nameOf: (id) => names.get(id) ?? id,
    serviceLines: serviceLinesOf(device.unit, sources.serviceLines),
  };
  const sheets = tables.map(
    ({ collection, columns, records }): FileSheet => ({
      name: t(`collections.${collection}` as never),
      columns: columns.map((column) => fileColumn(reader, column, records, stateOf)),
      records,
    }),
  );
  if (format === 'csv') return { ...made, ...csvFile(sheets, named) };
  const about = { name: t('export.about.sheet'), lines: aboutLines(head, made, t, momentText(device.timeZone, now)) };
  return { ...made, fileName: named('xlsx'), file: await workbookOf(about, sheets) };
}

/** What this user may take out, of the period, by collection. */
function contentsOf(question: ExportQuestion, { device, records }: ExportSources, reading: ExportReader) {
  let undated = 0;
  const contents = new Map<CollectionName, ExportRecord[]>();
  for (const collection of collectionsOf(question)) {
    const exported = exportedOf(collection);
    if (!exported) continue;
    const wanted = (records.get(collection) ?? []).filter((record) => {
      const isIn = question.period ? isInPeriod(exported, record, question.period, device.timeZone) : true;
      if (isIn === undefined) undated += 1;
      return isIn;
    });
    contents.set(
      collection,
      wanted.map((record) => readableOf(collection, record, reading)),
    );
  }
  return { contents, undated };
}

const statesOf = ({ records }: ExportSources, period: ExportPeriod | null): StateOf =>
  latestStates(records.get('yearlyStates') ?? [], period?.to);

function hasFullNik(collection: CollectionName, records: readonly ExportRecord[]): boolean {
  const field = nikFieldOf(collection);
  return field !== undefined && records.some(({ values }) => /^\d{16}$/.test(String(values[field] ?? '')));
}

/** One table as CSV; several as one ZIP, because a CSV file holds one. */
function csvFile(sheets: readonly FileSheet[], named: (extension: string) => string) {
  const texts = sheets.map(({ columns, records }) =>
    csvOf(
      columns.map(({ head }) => head),
      rowsOf(columns, records),
    ),
  );
  if (texts.length === 1) return { fileName: named('csv'), file: new Blob(texts, { type: 'text/csv;charset=utf-8' }) };
  const files = Object.fromEntries(sheets.map(({ name }, i) => [`${slug(name)}.csv`, strToU8(texts[i] ?? '')]));
  return {
    fileName: named('zip'),
    file: new Blob([zipSync(files) as Uint8Array<ArrayBuffer>], { type: 'application/zip' }),
  };
}

function* rowsOf(columns: FileSheet['columns'], records: readonly ExportRecord[]) {
  for (const record of records) yield columns.map(({ cell }) => cell(record));
}

/** Says what kind of records is in it, and nothing of any person (architecture, rule 9). */
function fileNameOf(counts: MadeExport['counts'], t: TFunction): string {
  const [only, ...more] = counts;
  const what = only && more.length === 0 ? t(`collections.${only.collection}` as never) : t('export.fileData');
  return `${t('export.fileName')}-${slug(what)}`;
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function aboutLines(
  { unit, by, sequence, layout, from, to }: FileHead,
  { counts, leftOut }: Pick<MadeExport, 'counts' | 'leftOut'>,
  t: TFunction,
  when: string,
): string[] {
  return [
    t('export.about.title', { unit }),
    t('export.about.made', { when, by, sequence }),
    t('export.about.layout', { layout }),
    ...(from && to ? [t('reports.between', { from: formatDay(from), to: formatDay(to) })] : []),
    ...counts.map(({ collection, count }) =>
      t('export.counted', { what: t(`collections.${collection}` as never), count }),
    ),
    ...leftOutLines(leftOut, t),
    t('export.keep'),
  ];
}

export function leftOutLines(leftOut: MadeExport['leftOut'], t: TFunction): string[] {
  const kinds = ['undated', 'restricted', 'unplaced'] as const;
  return kinds.filter((kind) => leftOut[kind] > 0).map((kind) => t(`export.leftOut.${kind}`, { count: leftOut[kind] }));
}
