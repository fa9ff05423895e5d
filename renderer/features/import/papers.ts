/** Workbooks that the import hands out: the rows that are wrong, with why; and an empty list with our headings. */
import writeWorkbook, { type CellObject } from 'write-excel-file/universal';
import { type Cell, isEmpty } from '#core/import/cells.ts';
import { type CellType, IMPORT_FIELDS, type ImportKind } from '#core/import/fields.ts';
import type { RowResult } from './check.ts';

export interface PaperTexts {
  /** Names of sheets and of the columns that are added. */
  sheet: string;
  row: string;
  reasons: string;
  /** The text of each reason. */
  reasonOf: Record<string, string>;
  guide: string;
  guideHeads: [column: string, content: string];
  required: string;
  /** What a column takes, by its type. */
  typeOf: Record<string, string>;
}

const HEAD = { fontWeight: 'bold', backgroundColor: '#E3F2F5', wrap: true, alignVertical: 'top' } as const;
const WRONG = '#FFD9D9';
/** Numbers that are text: a spreadsheet must not take them for amounts. */
const AS_TEXT = '@';
const AS_DAY = 'dd-mm-yyyy';
/** Rows of the template in which such columns are text already. */
const PREPARED_ROWS = 200;

/** The original columns as they were, the wrong cells marked, and behind them why. It can be corrected and imported again. */
export function wrongRows(headings: readonly string[], rows: readonly RowResult[], texts: PaperTexts): Promise<Blob> {
  const reasonsOf = ({ problems }: RowResult): string =>
    problems
      .map(({ column, reason }) => {
        const text = texts.reasonOf[reason] ?? reason;
        return column === null ? text : `${headings[column] || columnName(column)}: ${text}`;
      })
      .join('\n');
  const data = [
    [...headings, texts.row, texts.reasons].map((value): CellObject => ({ value, ...HEAD })),
    ...rows.map((row) => [
      ...headings.map((_, column) =>
        cellOf(
          row.cells[column],
          row.problems.some((problem) => problem.column === column),
        ),
      ),
      { value: row.row },
      { value: reasonsOf(row), wrap: true },
    ]),
  ];
  const widths = [...headings.map(() => ({ width: 18 })), { width: 8 }, { width: 60 }];
  return writeWorkbook(data, { sheet: texts.sheet, columns: widths, stickyRowsCount: 1 }).toBlob();
}

function cellOf(cell: Cell, isWrong: boolean): CellObject | null {
  const colour = isWrong ? { backgroundColor: WRONG } : {};
  if (cell === null || cell === undefined || cell === '') return isWrong ? colour : null;
  if (cell instanceof Date) return { value: cell, type: Date, format: AS_DAY, ...colour };
  // As text: what is to be corrected must not be changed by the spreadsheet once more.
  return typeof cell === 'string'
    ? { value: cell, type: String, format: AS_TEXT, ...colour }
    : { value: cell, ...colour };
}

/** `A` for the first column, as spreadsheets call them. */
export function columnName(column: number): string {
  const before = Math.floor(column / 26) - 1;
  return (before >= 0 ? columnName(before) : '') + String.fromCharCode(65 + (column % 26));
}

const KEPT_AS_TEXT: readonly CellType['name'][] = ['nik', 'digits', 'phone'];

/** An empty list with our headings, and a second sheet that says what each column takes. */
export function template(kind: ImportKind, texts: PaperTexts, language: string): Promise<Blob> {
  const fields = IMPORT_FIELDS[kind];
  const head = fields.map(
    ({ headings, required }): CellObject => ({
      value: required ? `${headings[0]} *` : headings[0],
      ...HEAD,
    }),
  );
  const empty = fields.map(({ type }) => (KEPT_AS_TEXT.includes(type.name) ? { type: String, format: AS_TEXT } : null));
  const rows = [head, ...Array.from({ length: PREPARED_ROWS }, () => empty)];
  const guide = [
    texts.guideHeads.map((value): CellObject => ({ value, ...HEAD })),
    ...fields.map(({ headings, type, required }) => [
      { value: headings[0] },
      {
        value: [required ? texts.required : '', contentOf(type, texts, language)].filter(Boolean).join(' '),
        wrap: true,
      },
    ]),
  ];
  return writeWorkbook([
    { data: rows, sheet: texts.sheet, columns: fields.map(() => ({ width: 18 })), stickyRowsCount: 1 },
    { data: guide, sheet: texts.guide, columns: [{ width: 34 }, { width: 90 }] },
  ]).toBlob();
}

function contentOf(type: CellType, texts: PaperTexts, language: string): string {
  if (type.name !== 'choice') return texts.typeOf[type.name] ?? '';
  return type.options.map((option) => (language === 'en' ? option.en : option.id)).join(' | ');
}

/** What stands in a cell, for a screen. */
export function cellText(cell: Cell): string {
  if (isEmpty(cell)) return '';
  return cell instanceof Date ? cell.toISOString().slice(0, 10).split('-').reverse().join('-') : String(cell);
}
