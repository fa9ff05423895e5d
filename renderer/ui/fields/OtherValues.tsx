import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { canonical, type Json } from '#core/register/register.ts';
import { timeOf } from '#core/register/stamp.ts';
import { usePeople } from '../people.ts';
import { useFieldTexts } from '../useFieldTexts.ts';
import classes from './OtherValues.module.css';
import { useRecordContext } from './useField.ts';

/**
 * What others wrote into a field without knowing of the value that its input shows. It stands right there, so that whoever
 * types over it has seen it. Only inline elements: it is part of an input's description.
 *
 * @param value what the input shows
 */
export function OtherValues({ field, value }: { field: string; value: Json }) {
  const { t } = useTranslation();
  const { collection, record } = useRecordContext();
  const texts = useFieldTexts();
  const nameOf = usePeople();
  const own = canonical(value);
  const heads = record?.register(field)?.heads.filter((head) => canonical(head.value) !== own) ?? [];
  if (heads.length === 0) return null;
  const values = (record?.values ?? {}) as Record<string, unknown>;
  return (
    <span className={classes.others}>
      {heads.map((head) => (
        <span key={head.stamp} className={classes.other}>
          {t('conflicts.alsoWritten', { name: nameOf(head.by), when: texts.moment(timeOf(head.stamp)) })}{' '}
          <strong>{texts.value(collection, field, head.value, values)}</strong>
        </span>
      ))}
      <Link to="/conflicts">{t('conflicts.decideThere')}</Link>
    </span>
  );
}
