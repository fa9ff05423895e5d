/** *Kinerja triwulan* (domain 1.6, report 6) and the indicators of domain 1.7, with how each is counted and from how many. */
import {
  baseOf,
  MEASURE_FACTS,
  QUARTERS,
  type Quarter,
  reached,
  type Scope,
  spanOf,
} from '../indicators/performance.ts';
import { MEASURES } from '../model/settings.ts';
import { byOwnId } from './clients.ts';
import { type Column, defineReport, type ReportScope, tableOf } from './report.ts';

const COMPUTED_FROM = [
  'clients',
  'targetLists',
  'targets',
  'programmes',
  'sessions',
  'yearlyStates',
  'outcomes',
  'levelUps',
] as const;

/** Each *standar layanan* with its target, and what was reached of it by quarter. */
export const quarterlyReport = defineReport({
  span: 'year',
  byConsultant: true,
  signers: 'coordinator',
  reads: [...COMPUTED_FROM, 'performanceTargets'],
  compute(records, scope) {
    const year = yearOf(scope);
    const targets = records.performanceTargets.filter(
      ({ values }) => values.year === year && (!scope.consultant || values.consultant === scope.consultant),
    );
    const rows = [...targets]
      .sort((a, b) => (a.values.field ?? 0) - (b.values.field ?? 0) || byOwnId(a, b))
      .map(({ values: { field, standard, measure, audience, consultant, target } }) => {
        const figures = measure ? reached(measure, records, { year, consultant, field }) : null;
        return {
          field: field ?? null,
          standard: standard ?? null,
          measure: measure ?? null,
          consultant: consultant ?? null,
          audience: audience ?? null,
          target: target ?? null,
          ...quarterCells(figures?.quarters),
          year: figures?.year ?? null,
          share: figures && figures.year !== null && target ? (figures.year / target) * 100 : null,
        };
      });
    const of = (field: 'field' | 'standard' | 'measure' | 'audience' | 'target' | 'consultant') => ({
      name: field,
      of: { collection: 'performanceTargets' as const, field },
    });
    return tableOf(
      [
        { ...of('field'), kind: 'code', width: 20, hasOwnName: true },
        { ...of('standard'), kind: 'text', width: 30 },
        { ...of('measure'), kind: 'code', width: 22 },
        { ...of('consultant'), kind: 'person', width: 18, hasOwnName: true },
        { ...of('audience'), kind: 'text', width: 20 },
        { ...of('target'), kind: 'number', width: 9 },
        ...QUARTER_COLUMNS,
        { name: 'year', kind: 'decimal', width: 10 },
        { name: 'share', kind: 'decimal', width: 11 },
      ],
      rows,
      [{ name: 'withoutMeasure', count: targets.filter(({ values }) => !values.measure).length }],
    );
  },
});

/** P1–P5 and O1–O5 of a year. */
export const indicatorReport = defineReport({
  span: 'year',
  byConsultant: true,
  signers: 'coordinator',
  reads: COMPUTED_FROM,
  compute(records, { consultant, ...period }) {
    const scope: Scope = { year: yearOf(period), consultant };
    const rows = MEASURES.map((measure) => {
      const figures = reached(measure, records, scope);
      return {
        code: MEASURE_FACTS[measure].code,
        indicator: measure,
        definition: measure,
        ...quarterCells(figures.quarters),
        year: figures.year,
        base: baseOf(measure, records, spanOf(scope)),
      };
    });
    return tableOf(
      [
        { name: 'code', kind: 'text', width: 6 },
        {
          name: 'indicator',
          kind: 'code',
          width: 26,
          of: { collection: 'performanceTargets', field: 'measure' },
          hasOwnName: true,
        },
        { name: 'definition', kind: 'term', width: 52 },
        ...QUARTER_COLUMNS,
        { name: 'year', kind: 'decimal', width: 10 },
        { name: 'base', kind: 'number', width: 8 },
      ],
      rows,
    );
  },
});

const QUARTER_COLUMNS: readonly Column[] = QUARTERS.map((quarter) => ({
  name: `quarter${quarter}`,
  kind: 'decimal',
  width: 10,
  group: 'quarters',
}));

const quarterCells = (quarters?: Readonly<Record<Quarter, number | null>>): Record<string, number | null> =>
  Object.fromEntries(QUARTERS.map((quarter) => [`quarter${quarter}`, quarters?.[quarter] ?? null]));

const yearOf = ({ to }: Pick<ReportScope, 'to'>): number => Number(to.slice(0, 4));
