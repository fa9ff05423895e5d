/** A report as XLSX: numbers are numbers, days are days, and the heads stay in sight. */
import type { Feature, SheetData } from 'write-excel-file/browser';
import type { Cell, Column, ColumnKind, Table } from '#core/reports/report.ts';
import { groupsOf, type ReportTexts } from './texts.ts';

export interface ReportHead {
  title: string;
  /** The unit, the period, the consultant. */
  lines: readonly string[];
}

/** Decimals only where there are any. */
const NUMBER_FORMATS: Partial<Record<ColumnKind, string>> = { number: '0', decimal: '#,##0.#', rupiah: '#,##0' };
const DAY = 'dd-mm-yyyy';
const HEAD = { fontWeight: 'bold', backgroundColor: '#EEF2F5', wrap: true, alignVertical: 'bottom' } as const;
const EDGE = { borderStyle: 'thin', borderColor: '#888888' } as const;
/** Excel's limit for the name of a sheet. */
const SHEET_NAME = 31;
/** Of one line of text, in points. */
const LINE_HEIGHT = 14;
/** Letters of another font, or bold ones, are wider than a width in characters says. */
const SAFE_WIDTH = 0.85;

/** All columns on the width of a page, as many pages as the rows need. */
const FIT_WIDTH: Feature<File | Blob | ArrayBuffer> = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml) => xml.replace(/<worksheet[^>]*>/, '$&<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'),
        transformElementAttributes: (tag, attributes) =>
          tag === 'pageSetup' ? { ...attributes, fitToHeight: 0 } : attributes,
      },
    },
  },
};

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
    tall(
      columns,
      columns.map((column) => ({ value: texts.head(column), ...HEAD, ...EDGE })),
    ),
  ];
  const total = totals ? [columns.map((column, i) => totalCell(column, totals[i] ?? null, i, texts))] : [];
  const body = rows.map((row) =>
    tall(
      columns,
      columns.map((column, i) => ({ ...cellOf(column, row[i] ?? null, texts), ...EDGE })),
    ),
  );
  const sheet = {
    sheet: title.replace(/[\\/*?:[\]]/g, ' ').slice(0, SHEET_NAME),
    columns: columns.map(({ width }) => ({ width })),
    orientation: 'landscape',
    stickyRowsCount: top.length + heads.length,
  } as const;
  const cells: SheetData = [...top, ...heads, ...body, ...total, [], ...footer.map((line) => [line])];
  return writeXlsxFile(cells, sheet, { features: [FIT_WIDTH] }).toBlob();
}

/** A row high enough for its texts: not every program finds that out by itself. */
function tall<T extends { value?: unknown }>(columns: readonly { width: number }[], row: readonly T[]): T[] {
  const lines = row.map(({ value }, i) =>
    typeof value === 'string' ? lineCount(value, Math.floor((columns[i]?.width ?? 0) * SAFE_WIDTH)) : 1,
  );
  const height = Math.max(...lines) * LINE_HEIGHT;
  return row.map((cell) => ({ ...cell, height }));
}

/** Lines that a text takes in a column of so many characters; a word that is longer than the column is cut. */
function lineCount(text: string, width: number): number {
  let lines = 0;
  for (const paragraph of text.split('\n')) {
    let used = 0;
    lines += 1;
    for (const { length } of paragraph.split(' ')) {
      const fits = used === 0 || used + 1 + length <= width;
      if (!fits) lines += 1;
      used = fits && used > 0 ? used + 1 + length : length;
      lines += Math.ceil(used / width) - 1;
      used = used % width || width;
    }
  }
  return lines;
}

function groupRow(columns: readonly Column[], texts: ReportTexts) {
  let at = 0;
  const groups = groupsOf(columns).map(({ group, columns: columnSpan }) => {
    const width = columns.slice(at, at + columnSpan).reduce((sum, column) => sum + column.width, 0);
    at += columnSpan;
    return { width, value: group ? texts.group(group) : '', columnSpan };
  });
  return tall(
    groups,
    groups.map(({ value, columnSpan }) => ({ value, columnSpan, ...HEAD, ...EDGE, align: 'center' as const })),
  ).flatMap((cell) => [cell, ...Array.from({ length: cell.columnSpan - 1 }, () => null)]);
}

function cellOf(column: Column, cell: Cell, texts: ReportTexts) {
  const layout = { wrap: true, alignVertical: 'top' } as const;
  if (cell === null) return { ...layout, value: undefined };
  const format = NUMBER_FORMATS[column.kind];
  if (typeof cell === 'number' && format) return { ...layout, value: cell, type: Number, format };
  if (column.kind === 'day') return { ...layout, value: new Date(`${cell}T00:00:00Z`), type: Date, format: DAY };
  return { ...layout, value: texts.cell(column, cell), type: String };
}

function totalCell(column: Column, total: number | null, i: number, texts: ReportTexts) {
  const bold = { fontWeight: 'bold', ...EDGE } as const;
  if (i === 1) return { ...bold, value: texts.head({ name: 'all', kind: 'text', width: 0 }) };
  return { ...bold, ...cellOf(column, total, texts) };
}
