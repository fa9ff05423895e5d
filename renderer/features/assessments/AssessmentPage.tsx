import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instrument } from '#core/instruments/scoring.ts';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecord } from '../../store/queries.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { LockNotice } from '../locks/Lock.tsx';
import { isLocked } from '../locks/locks.ts';
import { AssessmentHeader } from './AssessmentHeader.tsx';
import classes from './AssessmentPage.module.css';
import { DimensionList } from './DimensionList.tsx';
import { IndicatorPanel } from './IndicatorPanel.tsx';
import { answerOf, indicatorsOf, instrumentFor, nextUnanswered, scoreOf, snapshotOf } from './instrument.ts';
import { Result } from './Result.tsx';
import { useAnswers } from './useAnswers.ts';

/** An assessment: 33 indicators, one keystroke each, every answer saved as it is given. */
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
  // Reopened where it was left: at the first indicator without an answer.
  const [focus, setFocus] = useState(() => nextUnanswered(order, record.values, null) ?? order[0]?.id ?? '');
  const finished = values.state === 'finished';
  const readOnly = finished || isLocked(record) || !mayRecord(device.role);
  const result = scoreOf(instrument, values);
  const shown = (finished && values.score) || snapshotOf(result);
  const dimension = order.find(({ id }) => id === focus)?.dimension ?? '';
  const states = instrument.dimensions.map(({ id }) => {
    const own = order.filter((indicator) => indicator.dimension === id);
    return {
      id,
      score: shown.dimensions[id] ?? null,
      answered: own.filter((indicator) => answerOf(values, indicator.id) !== null).length,
      total: own.length,
    };
  });

  /** To its first indicator without an answer, or to its first. */
  const chooseDimension = (chosen: string) => {
    const own = order.filter((indicator) => indicator.dimension === chosen);
    setFocus(nextUnanswered(own, values, null) ?? own[0]?.id ?? focus);
  };

  return (
    <RecordForm collection="assessments" id={record.id} readOnly={readOnly}>
      <Stack gap="sm" ref={page}>
        <AssessmentHeader record={record} instrument={instrument} result={result} failed={failed} />
        <LockNotice record={record} />
        {failed && (
          <Alert color="red" role="alert">
            {t('fields.notSaved')}
          </Alert>
        )}
        <div className={classes.body}>
          <DimensionList instrument={instrument} states={states} current={dimension} onChoose={chooseDimension} />
          <IndicatorPanel
            page={page}
            instrument={instrument}
            values={values}
            conflicts={record.conflicts}
            focus={focus}
            onFocus={setFocus}
            onAnswer={give}
            readOnly={readOnly}
          />
          <Result instrument={instrument} score={result} shown={shown} />
        </div>
      </Stack>
    </RecordForm>
  );
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
