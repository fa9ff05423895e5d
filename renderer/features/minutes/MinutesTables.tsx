import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectionName } from '#core/model/collections.ts';
import type { Entity } from '../../store/queries.ts';
import classes from '../../ui/Sheet.module.css';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import own from './MinutesSheet.module.css';

export function DecisionsTable({ decisions }: { decisions: Entity<'decisions'>[] }) {
  const { t } = useTranslation();
  return (
    <RowsTable
      title={t('forms.meetings.decisions')}
      collection="decisions"
      fields={['what', 'who', 'dueOn']}
      rows={decisions}
    />
  );
}

/** Also who signs that they were there. */
export function ParticipantsTable({ people }: { people: Entity<'attendances'>[] }) {
  const { t } = useTranslation();
  return (
    <RowsTable
      title={t('forms.meetings.people')}
      collection="attendances"
      fields={['name', 'position', 'organisation']}
      rows={people}
      more={t('settings.minutes.signature')}
    />
  );
}

interface Props {
  title: string;
  collection: CollectionName;
  fields: readonly string[];
  rows: readonly Entity<CollectionName>[];
  /** Head of an empty column, to be written into by hand. */
  more?: string;
}

function RowsTable({ title, collection, fields, rows, more }: Props) {
  const { t } = useTranslation();
  const { label, value } = useFieldTexts();
  const textOf = (values: Record<string, unknown>, field: string): ReactNode =>
    (values[field] ?? '') === '' ? '' : value(collection, field, values[field], values);
  return (
    <>
      <h2>{title}</h2>
      {rows.length === 0 && <p className={own.words}>{t('common.none')}</p>}
      {rows.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('settings.minutes.number')}</th>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {label(collection, field)}
                </th>
              ))}
              {more && <th scope="col">{more}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, values }, i) => (
              <tr key={id}>
                <td>{i + 1}</td>
                {fields.map((field) => (
                  <td key={field}>{textOf(values as Record<string, unknown>, field)}</td>
                ))}
                {more && <td className={own.signature} />}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
