import type { Table } from '#core/reports/report.ts';
import classes from './Reports.module.css';
import { groupsOf, type ReportTexts } from './texts.ts';

/** @param limit rows that are shown at most; all without */
export function ReportTable({ table, texts, limit }: { table: Table; texts: ReportTexts; limit: number | undefined }) {
  const { columns, rows, totals } = table;
  const hasGroups = columns.some(({ group }) => group);
  const isNumber = (i: number) => ['number', 'decimal', 'rupiah'].includes(columns[i]?.kind ?? '');
  const cellClass = (i: number) =>
    isNumber(i) ? classes.number : columns[i]?.kind === 'day' ? classes.day : undefined;
  return (
    <table className={classes.table}>
      <thead>
        {hasGroups && (
          <tr>
            {groupsOf(columns).map(({ group, columns: span }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
              <th key={i} colSpan={span} scope="colgroup" className={group ? classes.group : undefined}>
                {group ? texts.group(group) : ''}
              </th>
            ))}
          </tr>
        )}
        <tr>
          {columns.map((column, i) => (
            <th key={column.name} scope="col" className={cellClass(i)}>
              {texts.head(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, limit).map((row) => (
          <tr key={String(row[0])}>
            {columns.map((column, i) => (
              <td key={column.name} className={cellClass(i)}>
                {texts.cell(column, row[i] ?? null)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {totals && (
        <tfoot>
          <tr>
            {columns.map((column, i) => (
              <td key={column.name} className={cellClass(i)}>
                {i === 1 ? texts.head({ name: 'all', kind: 'text', width: 0 }) : texts.cell(column, totals[i] ?? null)}
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
