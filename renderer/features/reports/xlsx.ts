/** A report as XLSX: numbers are numbers, days are days, and the heads stay in sight. */
import type { Cell, Column, Table } from '#core/reports/report.ts';
import { groupsOf, type ReportTexts } from './texts.ts';

export interface ReportHead {
  title: string;
  /** The unit, the period, the consultant. */
  lines: readonly string[];
}

const RUPIAH = '#,##0';
const DAY = 'dd-mm-yyyy';
const HEAD = { fontWeight: 'bold', backgroundColor: '#EEF2F5', wrap: true, alignVertical: 'bottom' } as const;
const EDGE = { borderStyle: 'thin', borderColor: '#888888' } as const;
/** Excel's limit for the name of a sheet. */
const SHEET_NAME = 31;

/** @param footer notes and how far the data went, below the table */
export async function reportFile(
  { title, lines }: ReportHead,
  table: Table,
  texts: ReportTexts,
  footer: readonly string[],
): Promise<Blob> {
  // Loaded when somebody asks for it.
  const { default: writeXlsxFile } = await import('write-excel-file/browser');
  const { columns, rows, totals } = table;
  const top = [[{ value: title, fontWeight: 'bold', fontSize: 14 } as const], ...lines.map((line) => [line]), []];
  const heads = [
    ...(columns.some(({ group }) => group) ? [groupRow(columns, texts)] : []),
    columns.map((column) => ({ value: texts.head(column), ...HEAD, ...EDGE })),
  ];
  const total = totals ? [columns.map((column, i) => totalCell(column, totals[i] ?? null, i, texts))] : [];
  const body = rows.map((row) => columns.map((column, i) => ({ ...cellOf(column, row[i] ?? null, texts), ...EDGE })));
  return writeXlsxFile([...top, ...heads, ...body, ...total, [], ...footer.map((line) => [line])], {
    sheet: title.replace(/[\\/*?:[\]]/g, ' ').slice(0, SHEET_NAME),
    columns: columns.map(({ width }) => ({ width })),
    orientation: 'landscape',
    stickyRowsCount: top.length + heads.length,
  }).toBlob();
}

function groupRow(columns: readonly Column[], texts: ReportTexts) {
  return groupsOf(columns).flatMap(({ group, columns: span }) => [
    { value: group ? texts.group(group) : '', columnSpan: span, ...HEAD, ...EDGE, align: 'center' as const },
    ...Array.from({ length: span - 1 }, () => null),
  ]);
}

function cellOf(column: Column, cell: Cell, texts: ReportTexts) {
  const layout = { wrap: true, alignVertical: 'top' } as const;
  if (cell === null) return { ...layout, value: undefined };
  if (typeof cell === 'number' && (column.kind === 'rupiah' || column.kind === 'number'))
    return { ...layout, value: cell, type: Number, format: column.kind === 'rupiah' ? RUPIAH : '0' };
  if (column.kind === 'day') return { ...layout, value: new Date(`${cell}T00:00:00Z`), type: Date, format: DAY };
  return { ...layout, value: texts.cell(column, cell), type: String };
}

function totalCell(column: Column, total: number | null, i: number, texts: ReportTexts) {
  const bold = { fontWeight: 'bold', ...EDGE } as const;
  if (i === 1) return { ...bold, value: texts.head({ name: 'all', kind: 'text', width: 0 }) };
  return { ...bold, ...cellOf(column, total, texts) };
}
