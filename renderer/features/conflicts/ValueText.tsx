import { useTranslation } from 'react-i18next';
import type { Json } from '#core/register/register.ts';
import classes from './ConflictsPage.module.css';
import { differencesOf, isLong } from './differences.ts';

/** A value as it reads; of a long text, the words that the other one does not have are marked. */
export function ValueText({
  value,
  text,
  other,
  as,
}: {
  value: Json;
  text: string;
  /** The value that it is compared with. */
  other: Json | undefined;
  as: 'first' | 'second';
}) {
  const { t } = useTranslation();
  if (value === null) return <em className={classes.text}>{t('common.empty')}</em>;
  if (typeof value !== 'string' || typeof other !== 'string' || !(isLong(value) || isLong(other))) {
    return <div className={classes.text}>{text}</div>;
  }
  const Mark = as === 'first' ? 'del' : 'ins';
  const parts = (as === 'first' ? differencesOf(value, other) : differencesOf(other, value)).filter(
    (part) => part.in === 'both' || part.in === as,
  );
  return (
    <div className={classes.text}>
      {parts.map((part, i) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
        part.in === 'both' ? <span key={i}>{part.text}</span> : <Mark key={i}>{part.text}</Mark>,
      )}
    </div>
  );
}
