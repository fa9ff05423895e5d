/** What the columns and cells of a report are called in the reader's language. */
import type { TFunction } from 'i18next';
import { formatDay } from '#core/model/dates.ts';
import { formatRupiah } from '#core/model/money.ts';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import type { Cell, Column } from '#core/reports/report.ts';
import { labelOf } from '../../ui/options.ts';
import type { FieldTexts } from '../../ui/useFieldTexts.ts';

export interface ReportTexts {
  head: (column: Column) => string;
  group: (name: string) => string;
  /** One value as text; several stand below each other. */
  cell: (column: Column, cell: Cell) => string;
}

export function reportTexts(
  t: TFunction,
  language: string,
  fields: FieldTexts,
  nameOf: (user: string) => string,
): ReportTexts {
  const fieldName = (name: string) => labelOf(SERVICE_FIELDS, Number(name.slice('field.'.length)), language);
  return {
    head({ name, of, hasOwnName }) {
      if (of && !hasOwnName) return fields.label(of.collection, of.field);
      return name.startsWith('field.') ? fieldName(name) : t(`reports.columns.${name.split('.')[0]}` as never);
    },
    group: (name) => (name.startsWith('field.') ? fieldName(name) : t(`reports.groups.${name}` as never)),
    cell({ kind, of }, cell) {
      if (cell === null) return '';
      if (typeof cell === 'object') return cell.join('\n');
      if (kind === 'day') return formatDay(String(cell));
      if (kind === 'code' && of) return fields.value(of.collection, of.field, cell);
      if (kind === 'term') return t(`reports.terms.${cell}` as never);
      if (kind === 'person') return nameOf(String(cell));
      if (typeof cell !== 'number') return cell;
      return kind === 'rupiah' ? formatRupiah(cell) : cell.toLocaleString('id-ID', { maximumFractionDigits: 1 });
    },
  };
}

/** Neighbouring columns under one head. */
export function groupsOf(columns: readonly Column[]): { group: string | undefined; columns: number }[] {
  const groups: { group: string | undefined; columns: number }[] = [];
  for (const { group } of columns) {
    const last = groups.at(-1);
    if (last && last.group === group) last.columns += 1;
    else groups.push({ group, columns: 1 });
  }
  return groups;
}
