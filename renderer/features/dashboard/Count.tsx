import { useTranslation } from 'react-i18next';
import classes from './Dashboard.module.css';
import { useOpen } from './opening.ts';

interface Props {
  /** See `Dashboard.behind`. */
  name: string;
  /** What is counted, for the title of the list and for screen readers. */
  what: string;
  counts: Readonly<Record<string, number>>;
  /** How the number reads; the number itself without. */
  text?: string;
}

/** A number that opens the records behind it; nothing stands behind 0. */
export function Count({ name, what, counts, text }: Props) {
  const { t } = useTranslation();
  const open = useOpen();
  const count = counts[name] ?? 0;
  const shown = text ?? count.toLocaleString('id-ID');
  if (count === 0) return <>{shown}</>;
  return (
    <button
      type="button"
      className={classes.count}
      aria-label={t('dashboard.open', { what, count: shown as never })}
      onClick={() => open({ name, title: what })}
    >
      {shown}
    </button>
  );
}
