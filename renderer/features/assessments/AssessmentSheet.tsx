import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Instrument } from '#core/instruments/scoring.ts';
import type { ClientCollection, Values } from '#core/model/collections.ts';
import { formatDay } from '#core/model/dates.ts';
import { COOPERATIVE_KINDS } from '#core/model/reference.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useClient, useRecord } from '../../store/queries.ts';
import { regionText } from '../../ui/fieldText.ts';
import { labelOf } from '../../ui/options.ts';
import { usePeople } from '../../ui/people.ts';
import classes from '../../ui/Sheet.module.css';
import { SheetBar } from '../../ui/SheetBar.tsx';
import { ComputationNotes } from './ComputationNotes.tsx';
import { inLanguage, instrumentFor, scoreOf, snapshotOf } from './instrument.ts';
import { FiguresTable, QuestionsTable, RatiosTable, ResultTable } from './SheetTables.tsx';
import { hasFigures } from './texts.ts';

/** The worksheet of an assessment on paper: what was entered, what it came to, who signs, and what it is not. */
export function AssessmentSheet({ id }: { id: string }) {
  const { t } = useTranslation();
  const record = useRecord('assessments', id);
  if (record === undefined) return null;
  const instrument = record && instrumentFor(record.values);
  const { clientCollection, clientId } = record?.values ?? {};
  if (!record || record.values.deletedAt) return <Text>{t('assessment.notFound')}</Text>;
  if (!instrument) return <Text>{t('assessment.unknownInstrument')}</Text>;
  return (
    <>
      <SheetBar back={`/assessments/${id}`} label={t('cooperativeAssessment.back')} />
      {clientCollection && clientId && (
        <Sheet record={record} instrument={instrument} collection={clientCollection} clientId={clientId} />
      )}
    </>
  );
}

interface Props {
  record: Entity<'assessments'>;
  instrument: Instrument;
  collection: ClientCollection;
  clientId: string;
}

function Sheet({ record, instrument, collection, clientId }: Props) {
  const { t, i18n } = useTranslation();
  const client = useClient(collection, clientId);
  const { values } = record;
  const result = scoreOf(instrument, values);
  const finished = values.state === 'finished';
  const shown = (finished && values.score) || snapshotOf(result);
  if (client === undefined) return null;
  return (
    <article className={classes.sheet}>
      {!finished && <div className={classes.draft}>{t('cooperativeAssessment.sheet.draft')}</div>}
      <h1>{inLanguage(instrument.name, i18n.language)}</h1>
      {instrument.standing && <p className={classes.standing}>{inLanguage(instrument.standing, i18n.language)}</p>}
      <Head values={values} client={(client?.values ?? {}) as Values<'cooperatives'>} collection={collection} />
      <ResultTable instrument={instrument} shown={shown} />
      {hasFigures(instrument) && <ComputationNotes instrument={instrument} score={result} />}
      {values.summary && (
        <>
          <h2>{t('cooperativeAssessment.sheet.summary')}</h2>
          <p>{values.summary}</p>
        </>
      )}
      {hasFigures(instrument) && <FiguresTable instrument={instrument} values={values} />}
      {hasFigures(instrument) && <RatiosTable instrument={instrument} values={values} result={result} />}
      <QuestionsTable instrument={instrument} values={values} />
      <Signatures collection={collection} assessor={values.assessor ?? ''} />
    </article>
  );
}

/** Who was assessed, when, by whom, with which version. */
function Head({
  values,
  client,
  collection,
}: {
  values: Values<'assessments'>;
  client: Values<'cooperatives'>;
  collection: ClientCollection;
}) {
  const { t, i18n } = useTranslation();
  const device = useThisDevice();
  const nameOf = usePeople();
  const sheet = (
    key: 'client' | 'business' | 'legal' | 'nik' | 'kind' | 'address' | 'assessedOn' | 'assessor' | 'unit' | 'version',
  ) => t(`cooperativeAssessment.sheet.${key}`);
  const facts: [string, string | null | undefined][] = [
    [sheet(collection === 'cooperatives' ? 'client' : 'business'), client.name],
    [sheet('unit'), device.unitName],
    [sheet('legal'), client.legalNumber],
    [sheet('assessedOn'), values.assessedOn && formatDay(values.assessedOn)],
    [sheet('nik'), client.nikKoperasi],
    [sheet('assessor'), values.assessor && nameOf(values.assessor)],
    [sheet('kind'), client.kind && labelOf(COOPERATIVE_KINDS, client.kind, i18n.language)],
    [sheet('version'), `${values.instrument} · ${values.version}`],
    [sheet('address'), [client.address, client.region && regionText(client.region)].filter(Boolean).join(', ')],
  ];
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, fact]) => fact)
        .map(([name, fact]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
    </dl>
  );
}

function Signatures({ collection, assessor }: { collection: ClientCollection; assessor: string }) {
  const { t } = useTranslation();
  const nameOf = usePeople();
  return (
    <section className={classes.signatures} aria-label={t('cooperativeAssessment.sheet.signatures')}>
      <div>
        <p>&nbsp;</p>
        <p>{t(`cooperativeAssessment.sheet.${collection === 'cooperatives' ? 'board' : 'owner'}`)}</p>
        <p className={classes.line}>&nbsp;</p>
      </div>
      <div>
        <p>{t('cooperativeAssessment.sheet.placeAndDay')}</p>
        <p>{t('cooperativeAssessment.sheet.consultant')}</p>
        <p className={classes.line}>{assessor ? nameOf(assessor) : ''}</p>
      </div>
    </section>
  );
}
