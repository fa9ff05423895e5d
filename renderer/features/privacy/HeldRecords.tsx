import { useTranslation } from 'react-i18next';
import { fieldSchema } from '#core/model/collections.ts';
import { id as idSchema } from '#core/model/values.ts';
import { isOfOther } from '#core/workflow/merges.ts';
import type { HeldRecord } from '../../store/held.ts';
import { recordKind } from '../../ui/recordKind.ts';
import { type FieldTexts, useFieldTexts } from '../../ui/useFieldTexts.ts';
import classes from './Sheet.module.css';

/** Records by their kind, each field with its label. */
export function HeldRecords({ records }: { records: readonly HeldRecord[] }) {
  const { t } = useTranslation();
  const kinds = [...new Set(records.map(({ collection }) => collection))];
  return kinds.map((kind) => {
    const ofKind = records.filter(({ collection }) => collection === kind);
    return (
      <section key={kind}>
        <h2>{t(`collections.${kind}` as never)}</h2>
        {ofKind.map((record, i) => (
          <div key={record.id} className={classes.record}>
            {ofKind.length > 1 && <h3>{t('privacy.copy.record', { kind: recordKind(t, kind), n: i + 1 })}</h3>}
            <Fields record={record} />
          </div>
        ))}
      </section>
    );
  });
}

function Fields({ record }: { record: HeldRecord }) {
  const texts = useFieldTexts();
  const { collection, values } = record;
  const shown = Object.entries(values).filter(
    ([field, value]) => value !== null && value !== '' && isForPeople(texts, collection, field),
  );
  return (
    <dl className={classes.facts}>
      {shown.map(([field, value]) => (
        <div key={field} className={classes.fact}>
          <dt>{texts.label(collection, field, values)}</dt>
          <dd>{textOf(texts, record, field, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Not the ids by which records point to each other. */
const isForPeople = ({ kind }: FieldTexts, collection: string, field: string): boolean =>
  field !== 'clientCollection' &&
  !isOfOther(field) &&
  (fieldSchema(collection, field) !== idSchema || kind(collection, field).name === 'person');

/** In this copy alone the NIK is not masked: it is its owner's. */
function textOf(texts: FieldTexts, { collection, values }: HeldRecord, field: string, value: unknown): string {
  if (texts.kind(collection, field, values).name === 'nik') return String(value);
  return texts.value(collection, field, value, values);
}
