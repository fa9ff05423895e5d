import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecord } from '../../store/queries.ts';
import sheet from '../../ui/Sheet.module.css';
import { SheetBar } from '../../ui/SheetBar.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import classes from './Sheet.module.css';

/** Drafts of the two notices of Pasal 46, from the fields of the incident; what is not known is left to be written by hand. */
export function IncidentLetters({ id }: { id: string }) {
  const { t } = useTranslation();
  const record = useRecord('incidents', id);
  if (record === undefined) return null;
  if (record === null || record.values.deletedAt) return <Text>{t('forms.notFound')}</Text>;
  return (
    <>
      <Title order={1} size="h4" className={sheet.screenOnly}>
        {t('privacy.letters.title')}
      </Title>
      <SheetBar back={`/privacy/incidents/${id}`} />
      <Letter to="authority" values={record.values} />
      <Letter to="subject" values={record.values} />
    </>
  );
}

const TEXTS = {
  authority: {
    to: 'privacy.letters.toAuthority',
    open: 'privacy.letters.openAuthority',
    close: 'privacy.letters.closeAuthority',
  },
  subject: {
    to: 'privacy.letters.toSubject',
    open: 'privacy.letters.openSubject',
    close: 'privacy.letters.closeSubject',
  },
} as const;

function Letter({ to, values }: { to: keyof typeof TEXTS; values: Values<'incidents'> }) {
  const { t } = useTranslation();
  const { unitName: unit } = useThisDevice();
  const texts = TEXTS[to];
  return (
    <article className={classes.letter} aria-label={t(texts.to)}>
      <p className={classes.draft}>{t('privacy.letters.draft')}</p>
      <p className={classes.right}>{t('privacy.letters.placeAndDay')}</p>
      <p>
        {t('privacy.letters.number')}: {t('privacy.letters.blank')}
        <br />
        {t('privacy.letters.subject')}: {t('privacy.letters.subjectText')}
      </p>
      <p>
        {t('privacy.letters.to')}
        <br />
        {t(texts.to)}
        <br />
        {t('privacy.letters.at')}
      </p>
      <p>{t(texts.open, { unit })}</p>
      <Facts to={to} values={values} />
      <p>{t(texts.close, { unit })}</p>
      <div className={classes.signature}>
        <p>{t('privacy.letters.sign')}</p>
        <p className={classes.line}>&nbsp;</p>
      </div>
    </article>
  );
}

type Field = keyof Values<'incidents'> & string;

/** What Pasal 46 asks to be told. The subjects are not told of each other, nor how many they are. */
const PARTS: { title: 'what' | 'when' | 'handling'; fields: Field[]; authorityOnly?: Field[] }[] = [
  { title: 'what', fields: ['dataKinds', 'encrypted'], authorityOnly: ['recordsCount', 'subjects'] },
  { title: 'when', fields: ['incidentKind', 'happenedOn', 'knownAt', 'cause'], authorityOnly: ['place', 'deviceName'] },
  { title: 'handling', fields: ['handling'] },
];

function Facts({ to, values }: { to: keyof typeof TEXTS; values: Values<'incidents'> }) {
  const { t } = useTranslation();
  const { label, value } = useFieldTexts();
  const textOf = (field: Field) =>
    (values[field] ?? '') === '' ? t('privacy.letters.blank') : value('incidents', field, values[field], values);
  return (
    <ol className={classes.parts}>
      {PARTS.map(({ title, fields, authorityOnly = [] }) => (
        <li key={title}>
          <h2>{t(`privacy.letters.${title}`)}</h2>
          <dl className={classes.facts}>
            {[...fields, ...(to === 'authority' ? authorityOnly : [])].map((field) => (
              <div key={field} className={classes.fact}>
                <dt>{label('incidents', field)}</dt>
                <dd>{textOf(field)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}
