import classes from './Bars.module.css';

interface Bar {
  label: string;
  count: number;
  /** A colour of the theme. */
  color: string;
}

/** Numbers as bars that share one scale. */
export function Bars({ bars, of }: { bars: readonly Bar[]; of: number }) {
  return (
    <dl className={classes.bars}>
      {bars.map(({ label, count, color }) => (
        <div key={label} className={classes.row}>
          <dt>{label}</dt>
          <dd>
            <span className={classes.number}>{count}</span>
            <span
              className={classes.bar}
              style={{ width: `${(count / of) * 90}%`, background: `var(--mantine-color-${color}-6)` }}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
