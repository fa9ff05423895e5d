import { Table } from '@mantine/core';
import { Count } from './Count.tsx';
import classes from './Dashboard.module.css';
import type { MadeDashboard } from './worker.ts';

export interface CountRow {
  label: string;
  /** The number of each column, by its name; null where there is none. */
  names: readonly (string | null)[];
}

interface Props {
  /** What the rows are, then what is counted in each column. */
  heads: readonly string[];
  rows: readonly CountRow[];
  counts: MadeDashboard['counts'];
  /** Draws the numbers of the first column as bars that share one scale. */
  withBars?: boolean;
}

/** Numbers that open the records behind them. */
export function CountTable({ heads, rows, counts, withBars = false }: Props) {
  const first = rows.map(({ names: [name] }) => counts[name ?? ''] ?? 0);
  const of = Math.max(1, ...first);
  return (
    <Table verticalSpacing={2} className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          {heads.map((head, i) => (
            <Table.Th key={head} scope="col" className={i > 0 ? classes.number : undefined}>
              {head}
            </Table.Th>
          ))}
          {withBars && <Table.Td className={classes.barColumn} />}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ label, names }, row) => (
          <Table.Tr key={label}>
            <Table.Th scope="row" fw={400}>
              {label}
            </Table.Th>
            {names.map((name, i) => (
              <Table.Td key={heads[i + 1]} className={classes.number}>
                {name ? <Count name={name} what={`${label}, ${heads[i + 1]}`} counts={counts} /> : '–'}
              </Table.Td>
            ))}
            {withBars && (
              <Table.Td className={classes.barColumn}>
                <span className={classes.bar} style={{ width: `${(100 * (first[row] ?? 0)) / of}%` }} />
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
