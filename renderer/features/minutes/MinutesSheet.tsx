import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecord, useRows } from '../../store/queries.ts';
import classes from '../../ui/Sheet.module.css';
import { SheetBar } from '../../ui/SheetBar.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import own from './MinutesSheet.module.css';
import { DecisionsTable, ParticipantsTable } from './MinutesTables.tsx';

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

function Sheet({ meeting: { id, values } }: { meeting: Entity<'meetings'> }) {
  const { t } = useTranslation();
  const decisions = useRows('decisions', id) as Entity<'decisions'>[] | undefined;
  const people = useRows('attendances', id) as Entity<'attendances'>[] | undefined;
  if (!decisions || !people) return null;
  return (
    <article className={classes.sheet}>
      {values.state !== 'finished' && <div className={classes.draft}>{t('cooperativeAssessment.sheet.draft')}</div>}
      <h1>{t('settings.minutes.title')}</h1>
      <Head values={values} />
      <Words title={t('fieldsOf.meetings.agenda')} text={values.agenda} />
      <Words title={t('fieldsOf.meetings.discussion')} text={values.discussion} />
      <DecisionsTable decisions={decisions} />
      <ParticipantsTable people={people.filter((person) => person.values.present !== false)} />
      <Signatures values={values} />
    </article>
  );
}

function Head({ values }: { values: Values<'meetings'> }) {
  const { t } = useTranslation();
  const { unitName } = useThisDevice();
  const { label, value } = useFieldTexts();
  const fields = ['subject', 'date', 'startTime', 'endTime', 'venue', 'chair', 'minutesBy'] as const;
  const facts = fields
    .filter((field) => values[field])
    .map((field) => [label('meetings', field), value('meetings', field, values[field], values)] as const);
  return (
    <dl className={own.facts}>
      {[[t('cooperativeAssessment.sheet.unit'), unitName] as const, ...facts].map(([name, fact]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function Words({ title, text }: { title: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <>
      <h2>{title}</h2>
      <p className={own.words}>{text}</p>
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
