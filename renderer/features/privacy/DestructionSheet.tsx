import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import { useRecord } from '../../store/queries.ts';
import { usePeople } from '../../ui/people.ts';
import classes from '../../ui/Sheet.module.css';
import { SheetBar } from '../../ui/SheetBar.tsx';
import { SheetFacts } from '../../ui/SheetFacts.tsx';

/** *Berita acara pemusnahan* on paper: what was destroyed, on what basis, by whom, before which witness. */
export function DestructionSheet({ id }: { id: string }) {
  const { t } = useTranslation();
  const { unitName } = useThisDevice();
  const nameOf = usePeople();
  const record = useRecord('destructions', id);
  if (record === undefined) return null;
  if (record === null || record.values.deletedAt) return <Text>{t('forms.notFound')}</Text>;
  const { values } = record;
  const kind = t(`privacy.retention.kinds.${values.recordKind}` as never);
  return (
    <>
      <SheetBar back="/privacy/retention" label={t('privacy.retention.title')} />
      <article className={classes.sheet}>
        <h1>{t('privacy.retention.report')}</h1>
        <p>{t('privacy.retention.reportText', { unit: unitName })}</p>
        <SheetFacts
          collection="destructions"
          values={values}
          fields={['date', 'recordsCount', 'throughYear', 'years', 'basis', 'witness', 'note']}
          first={[
            [t('cooperativeAssessment.sheet.unit'), unitName],
            [t('fieldsOf.destructions.recordKind'), kind],
          ]}
        />
        <p>{t('privacy.retention.reportWay')}</p>
        <section className={classes.signatures} aria-label={t('cooperativeAssessment.sheet.signatures')}>
          <div>
            <p>{t('cooperativeAssessment.sheet.placeAndDay')}</p>
            <p>{t('privacy.retention.by')}</p>
            <p className={classes.line}>{nameOf(values.createdBy)}&nbsp;</p>
          </div>
          <div>
            <p>&nbsp;</p>
            <p>{t('fieldsOf.destructions.witness')}</p>
            <p className={classes.line}>{values.witness}&nbsp;</p>
          </div>
        </section>
      </article>
    </>
  );
}
