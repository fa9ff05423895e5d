/** Tables as one XLSX: numbers are numbers, days are days, NIK and codes are texts, heads stay in sight. */
import type { SheetData } from 'write-excel-file/universal';
import type { ExportRecord } from '#core/export/contents.ts';
import type { FileCell } from '#core/export/csv.ts';
import type { FileColumn } from './cells.ts';

export interface FileSheet {
  name: string;
  columns: readonly FileColumn[];
  records: readonly ExportRecord[];
}

const HEAD = { fontWeight: 'bold', backgroundColor: '#EEF2F5', wrap: true, alignVertical: 'bottom' } as const;
const FORMATS = { rupiah: '#,##0', count: '#,##0', year: '0', decimal: '0.######' } as const;
/** Excel's limit for the name of a sheet. */
const SHEET_NAME = 31;
const WIDTHS = { least: 12, most: 40, padding: 2 };

/** @param about lines of the first sheet: what the file is, and how it is to be kept */
export async function workbookOf(
  about: { name: string; lines: readonly string[] },
  sheets: readonly FileSheet[],
): Promise<Blob> {
  const { default: writeWorkbook } = await import('write-excel-file/universal');
  const names = new Set<string>();
  const first = {
    data: about.lines.map((value, i) => [
      { value, type: String, wrap: true, ...(i === 0 ? { fontWeight: 'bold' as const } : {}) },
    ]),
    sheet: unique(about.name, names),
    columns: [{ width: 90 }],
  };
  const rest = sheets.map(({ name, columns, records }) => ({
    data: dataOf(columns, records),
    sheet: unique(name, names),
    columns: columns.map(({ head }) => ({ width: widthOf(head) })),
    stickyRowsCount: hasGroups(columns) ? 2 : 1,
  }));
  return writeWorkbook([first, ...rest]).toBlob();
}

const hasGroups = (columns: readonly FileColumn[]): boolean => columns.some(({ group }) => group);

function dataOf(columns: readonly FileColumn[], records: readonly ExportRecord[]): SheetData {
  const heads = columns.map(({ head }) => ({ value: head, type: String, ...HEAD }));
  // Each column with its group: a table that is sorted or filtered keeps one value per cell.
  const groups = columns.map(({ group }, i) => ({
    value: group !== columns[i - 1]?.group ? (group ?? '') : '',
    type: String,
    ...HEAD,
  }));
  return [
    ...(hasGroups(columns) ? [groups] : []),
    heads,
    ...records.map((record) => columns.map(({ cell }) => excelCell(cell(record)))),
  ] as SheetData;
}

function excelCell(cell: FileCell) {
  if (cell === null) return null;
  if (typeof cell === 'string') return { value: cell, type: String };
  if ('number' in cell) return { value: cell.number, type: Number, format: FORMATS[cell.as] };
  if ('day' in cell) return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'dd-mm-yyyy' };
  return { value: new Date(`${cell.moment}:00Z`), type: Date, format: 'dd-mm-yyyy hh:mm' };
}

const widthOf = (head: string): number => Math.min(Math.max(head.length + WIDTHS.padding, WIDTHS.least), WIDTHS.most);

/** A name that Excel takes and that no other sheet has. */
function unique(name: string, taken: Set<string>): string {
  const cut = name.replace(/[\\/*?:[\]]/g, ' ').slice(0, SHEET_NAME);
  const found = taken.has(cut) ? `${cut.slice(0, SHEET_NAME - 3)} ${taken.size}` : cut;
  taken.add(found);
  return found;
}
