import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectionName } from '#core/model/collections.ts';
import type { Entity } from '../store/queries.ts';
import type { RecordValues } from './fieldKind.ts';
import classes from './Sheet.module.css';
import { useFieldTexts } from './useFieldTexts.ts';

interface Props {
  collection: CollectionName;
  fields: readonly string[];
  rows: readonly Entity<CollectionName>[];
  /** A last column that is no field: computed, or left empty to be written into by hand. */
  last?: { head: string; className?: string; cell?: (values: RecordValues) => ReactNode };
}

/** Records on paper: one numbered line each. */
export function SheetTable({ collection, fields, rows, last }: Props) {
  const { t } = useTranslation();
  const { label, value } = useFieldTexts();
  if (rows.length === 0) return <p className={classes.words}>{t('common.none')}</p>;
  const textOf = (values: RecordValues, field: string): ReactNode =>
    (values[field] ?? '') === '' ? '' : value(collection, field, values[field], values);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('common.number')}</th>
          {fields.map((field) => (
            <th key={field} scope="col">
              {label(collection, field)}
            </th>
          ))}
          {last && <th scope="col">{last.head}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, values }, i) => (
          <tr key={id}>
            <td>{i + 1}</td>
            {fields.map((field) => (
              <td key={field}>{textOf(values, field)}</td>
            ))}
            {last && <td className={last.className}>{last.cell?.(values)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
