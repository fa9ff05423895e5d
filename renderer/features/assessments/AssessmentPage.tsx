import { Alert, Button, Card, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { givenFigure } from '#core/instruments/ratios.ts';
import type { Instrument } from '#core/instruments/scoring.ts';
import type { ScoreSnapshot } from '#core/model/collections.ts';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecord } from '../../store/queries.ts';
import { clientOf } from '../../ui/clientOf.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { useWaitsForConsent } from '../../ui/useConsent.ts';
import { useIsRestricted } from '../../ui/useRestriction.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { ConsentNotice } from '../consents/ConsentNotice.tsx';
import { LockNotice } from '../locks/Lock.tsx';
import { isLocked } from '../locks/locks.ts';
import { RestrictionNotice } from '../privacy/Restriction.tsx';
import { AssessmentHeader } from './AssessmentHeader.tsx';
import classes from './AssessmentPage.module.css';
import { DimensionList } from './DimensionList.tsx';
import { FiguresPanel } from './FiguresPanel.tsx';
import { DimensionHeading, IndicatorPanel } from './IndicatorPanel.tsx';
import {
  answerOf,
  figuresIn,
  type Indicator,
  indicatorsOf,
  instrumentFor,
  nextUnanswered,
  scoreOf,
  snapshotOf,
} from './instrument.ts';
import { RatioList, type RatioListProps } from './RatioList.tsx';
import { Result } from './Result.tsx';
import { Total } from './Total.tsx';
import { useAnswers } from './useAnswers.ts';

/** An assessment: questions answered with one keystroke each, figures typed in, everything saved as it is given. */
export function AssessmentPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const record = useRecord('assessments', id);
  if (record === undefined) return null;
  if (record === null || record.values.deletedAt) return <Absent text={t('assessment.notFound')} />;
  const instrument = instrumentFor(record.values);
  if (!instrument) return <Absent text={t('assessment.unknownInstrument')} />;
  return <Assessment key={id} record={record} instrument={instrument} />;
}

function Assessment({ record, instrument }: { record: Entity<'assessments'>; instrument: Instrument }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const page = useRef<HTMLDivElement>(null);
  const { values, failed, give } = useAnswers(record);
  const order = indicatorsOf(instrument);
  // Reopened where it was left: at the figures while one is missing, else at the first indicator without an answer.
  const [focus, setFocus] = useState(() => nextUnanswered(order, record.values, null) ?? order[0]?.id ?? '');
  const [view, setView] = useState(() => (figuresOf(instrument, record).open ? null : dimensionOf(order, focus)));
  const finished = values.state === 'finished';
  const restricted = useIsRestricted(record);
  // While it is not known nobody is kept from writing: what would go too far the repository refuses.
  const waits = useWaitsForConsent(record) === true;
  const readOnly = finished || restricted || waits || isLocked(record) || !mayRecord(device.role);
  const result = scoreOf(instrument, values);
  const shown = (finished && values.score) || snapshotOf(result);
  const states = instrument.dimensions.map(({ id }) => {
    const questions = order.filter((indicator) => indicator.dimension === id);
    const ratios = result.ratios.filter((ratio) => ratio.dimension === id);
    const answered = questions.filter((indicator) => answerOf(values, indicator.id) !== null).length;
    return {
      id,
      score: shown.dimensions[id] ?? null,
      answered: answered + ratios.filter(({ score }) => score !== null).length,
      total: questions.length + ratios.length,
    };
  });

  const openIndicator = (indicator: string) => {
    setFocus(indicator);
    setView(dimensionOf(order, indicator));
  };

  /** To its first indicator without an answer, or to its first. */
  const choose = (dimension: string | null) => {
    setView(dimension);
    page.current?.scrollIntoView();
    const own = order.filter((indicator) => indicator.dimension === dimension);
    setFocus(nextUnanswered(own, values, null) ?? own[0]?.id ?? focus);
  };

  const hasQuestions = (dimension: string) => order.some((indicator) => indicator.dimension === dimension);
  const ratios = { instrument, result, values, readOnly, onDecide: give };
  return (
    <RecordForm collection="assessments" id={record.id} readOnly={readOnly}>
      <Stack gap="sm" ref={page}>
        <AssessmentHeader record={record} instrument={instrument} result={result} failed={failed !== null} />
        <LockNotice record={record} />
        <RestrictionNotice of={record} />
        <ConsentNotice of={record} />
        {failed && (
          <Alert color="red" role="alert">
            {t(failed === 'noConsent' ? 'fields.noConsent' : 'fields.notSaved')}
          </Alert>
        )}
        <div className={classes.body} data-figures={view === null || undefined}>
          <DimensionList
            instrument={instrument}
            states={states}
            figures={figuresOf(instrument, record)}
            current={view}
            onChoose={choose}
          />
          {view === null && <FiguresPanel instrument={instrument} />}
          {view !== null && hasQuestions(view) && (
            <IndicatorPanel
              page={page}
              instrument={instrument}
              values={values}
              conflicts={record.conflicts}
              above={<RatioList {...ratios} dimension={view} />}
              focus={focus}
              onFocus={openIndicator}
              onAnswer={give}
              readOnly={readOnly}
            />
          )}
          {view !== null && !hasQuestions(view) && (
            <RatioPanel {...ratios} dimension={view} onFigures={() => choose(null)} />
          )}
          {view === null ? (
            <LiveRatios {...ratios} shown={shown} />
          ) : (
            <Result instrument={instrument} score={result} shown={shown} />
          )}
        </div>
        <Attachments
          owner={{ collection: 'assessments', id: record.id, client: clientOf(record.values) }}
          readOnly={readOnly}
        />
      </Stack>
    </RecordForm>
  );
}

/** A dimension of ratios alone. */
function RatioPanel({ onFigures, ...ratios }: RatioListProps & { dimension: string; onFigures: () => void }) {
  const { t } = useTranslation();
  return (
    <div>
      <DimensionHeading instrument={ratios.instrument} dimension={ratios.dimension} />
      <RatioList {...ratios} />
      <Button variant="light" onClick={onFigures}>
        {t('cooperativeAssessment.toFigures')}
      </Button>
    </div>
  );
}

/** All ratios and the total, in sight while figures are typed. */
function LiveRatios({ shown, ...ratios }: RatioListProps & { shown: ScoreSnapshot }) {
  const { t } = useTranslation();
  return (
    <Card
      withBorder
      padding="sm"
      component="section"
      className={classes.live}
      tabIndex={0}
      aria-label={t('cooperativeAssessment.ratios')}
    >
      <Total instrument={ratios.instrument} score={ratios.result} shown={shown} />
      <RatioList {...ratios} />
    </Card>
  );
}

const dimensionOf = (order: Indicator[], indicator: string): string =>
  order.find(({ id }) => id === indicator)?.dimension ?? '';

function figuresOf(instrument: Instrument, { values }: Entity<'assessments'>) {
  const total = instrument.figures.length;
  const figures = figuresIn(instrument, values);
  const answered = instrument.figures.filter(({ id }) => givenFigure(instrument, figures, id) !== null).length;
  return { answered, total, open: answered < total };
}

function Absent({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <Stack align="flex-start">
      <Text>{text}</Text>
      <Group>
        <Button component={Link} to="/clients">
          {t('client.toList')}
        </Button>
      </Group>
    </Stack>
  );
}
