import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecord, useRows } from '../../store/queries.ts';
import classes from '../../ui/Sheet.module.css';
import { SheetBar } from '../../ui/SheetBar.tsx';
import { SheetFacts } from '../../ui/SheetFacts.tsx';
import { SheetTable } from '../../ui/SheetTable.tsx';
import own from './MinutesSheet.module.css';

/** The minutes of a meeting on paper: what was to be spoken of, what was said and decided, who was there, who signs. */
export function MinutesSheet({ id }: { id: string }) {
  const { t } = useTranslation();
  const meeting = useRecord('meetings', id);
  if (meeting === undefined) return null;
  if (meeting === null || meeting.values.deletedAt) return <Text>{t('forms.notFound')}</Text>;
  return (
    <>
      <SheetBar back={`/work/meetings/${id}`} label={t('settings.minutes.back')} />
      <Sheet meeting={meeting} />
    </>
  );
}

const HEAD = ['subject', 'date', 'startTime', 'endTime', 'venue', 'chair', 'minutesBy'];

function Sheet({ meeting: { id, values } }: { meeting: Entity<'meetings'> }) {
  const { t } = useTranslation();
  const { unitName } = useThisDevice();
  const decisions = useRows('decisions', id) as Entity<'decisions'>[] | undefined;
  const people = useRows('attendances', id) as Entity<'attendances'>[] | undefined;
  if (!decisions || !people) return null;
  return (
    <article className={classes.sheet}>
      {values.state !== 'finished' && <div className={classes.draft}>{t('cooperativeAssessment.sheet.draft')}</div>}
      <h1>{t('settings.minutes.title')}</h1>
      <SheetFacts
        collection="meetings"
        values={values}
        fields={HEAD}
        first={[[t('cooperativeAssessment.sheet.unit'), unitName]]}
      />
      <Words title={t('fieldsOf.meetings.agenda')} text={values.agenda} />
      <Words title={t('fieldsOf.meetings.discussion')} text={values.discussion} />
      <h2>{t('forms.meetings.decisions')}</h2>
      <SheetTable collection="decisions" fields={['what', 'who', 'dueOn']} rows={decisions} />
      <h2>{t('forms.meetings.people')}</h2>
      <SheetTable
        collection="attendances"
        fields={['name', 'position', 'organisation']}
        rows={people.filter((person) => person.values.present !== false)}
        last={{ head: t('settings.minutes.signature'), className: own.signature }}
      />
      <Signatures values={values} />
    </article>
  );
}

function Words({ title, text }: { title: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <>
      <h2>{title}</h2>
      <p className={classes.words}>{text}</p>
    </>
  );
}

function Signatures({ values }: { values: Values<'meetings'> }) {
  const { t } = useTranslation();
  return (
    <section className={classes.signatures} aria-label={t('cooperativeAssessment.sheet.signatures')}>
      <div>
        <p>&nbsp;</p>
        <p>{t('fieldsOf.meetings.chair')}</p>
        <p className={classes.line}>{values.chair}&nbsp;</p>
      </div>
      <div>
        <p>{t('cooperativeAssessment.sheet.placeAndDay')}</p>
        <p>{t('fieldsOf.meetings.minutesBy')}</p>
        <p className={classes.line}>{values.minutesBy}&nbsp;</p>
      </div>
    </section>
  );
}
