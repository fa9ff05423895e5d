/** What the unit has: its funds, equipment and staff, as they stand at the end of a year (domain 1.1, 1.2; the seed article). */
import { byName, byOwnId, byText } from './clients.ts';
import { type Column, defineReport, tableOf } from './report.ts';

type Collection = 'unitFunds' | 'unitEquipment' | 'unitStaff';

const columnOf =
  (collection: Collection) =>
  (name: string, kind: Column['kind'], width: number, more: Partial<Column> = {}): Column => ({
    name,
    kind,
    width,
    of: { collection, field: name },
    ...more,
  });

/** A year is no number: 2,026 is none. */
const yearOf = (collection: Collection): Column => columnOf(collection)('year', 'code', 8);

/** A row without a year is one of any year. */
const isUntil = (year: number | null | undefined, to: string): boolean => (year ?? 0) <= Number(to.slice(0, 4));

const cellsOf = (values: object, columns: readonly Column[]) =>
  Object.fromEntries(columns.map(({ name }) => [name, (values as Record<string, string | number>)[name] ?? null]));

/** *Dana PLUT* by source and year. */
export const unitFundsReport = defineReport({
  span: 'year',
  byConsultant: false,
  signers: 'coordinator',
  reads: ['unitFunds'],
  compute(records, { to }) {
    const column = columnOf('unitFunds');
    const columns = [
      yearOf('unitFunds'),
      column('source', 'code', 14),
      column('purpose', 'text', 36),
      column('amount', 'rupiah', 20, { isTotalled: true }),
      column('proof', 'text', 24),
    ];
    const rows = records.unitFunds
      .filter(({ values }) => isUntil(values.year, to))
      .sort((a, b) => (a.values.year ?? 0) - (b.values.year ?? 0) || byOwnId(a, b))
      .map(({ values }) => cellsOf(values, columns));
    return tableOf(columns, rows);
  },
});

/** *Peralatan PLUT* with its condition. */
export const unitEquipmentReport = defineReport({
  span: 'year',
  byConsultant: false,
  signers: 'coordinator',
  reads: ['unitEquipment'],
  compute(records, { to }) {
    const column = columnOf('unitEquipment');
    const columns = [
      column('item', 'text', 32),
      column('quantity', 'number', 9),
      column('condition', 'code', 16),
      yearOf('unitEquipment'),
      column('note', 'text', 32),
    ];
    const rows = records.unitEquipment
      .filter(({ values }) => isUntil(values.year, to))
      .sort((a, b) => byName(a.values.item, b.values.item) || byOwnId(a, b))
      .map(({ values }) => cellsOf(values, columns));
    return tableOf(columns, rows);
  },
});

/** *Tenaga PLUT*: who worked there at any time of the year. */
export const unitStaffReport = defineReport({
  span: 'year',
  byConsultant: false,
  signers: 'coordinator',
  reads: ['unitStaff'],
  compute(records, { to }) {
    const year = to.slice(0, 4);
    const column = columnOf('unitStaff');
    const columns = [
      column('name', 'text', 28),
      column('position', 'text', 20),
      column('field', 'code', 20),
      column('education', 'code', 16),
      column('expertise', 'text', 24),
      column('certificate', 'text', 24),
      column('since', 'day', 12),
      column('until', 'day', 12),
    ];
    const rows = records.unitStaff
      .filter(
        ({ values: { since, until } }) =>
          (since ?? '') <= `${year}-12-31` && (until ?? `${year}-12-31`) >= `${year}-01-01`,
      )
      .sort(
        (a, b) =>
          (a.values.field ?? 8) - (b.values.field ?? 8) ||
          byText(a.values.name ?? '', b.values.name ?? '') ||
          byOwnId(a, b),
      )
      .map(({ values }) => cellsOf(values, columns));
    return tableOf(columns, rows);
  },
});
