import { Alert, Button, Group, Text } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instrument } from '#core/instruments/scoring.ts';
import type { Values } from '#core/model/collections.ts';
import { useIsFieldSaving } from '../../ui/fields/useField.ts';
import { groupText } from '../../ui/instrumentText.ts';
import classes from './AssessmentPage.module.css';
import { IndicatorCard } from './IndicatorCard.tsx';
import { type AnswerValue, answerOf, type Indicator, indicatorsOf, inLanguage, nextUnanswered } from './instrument.ts';
import { hasFigures } from './texts.ts';
import { type KeyCommand, useKeys } from './useKeys.ts';

interface Props {
  page: RefObject<HTMLElement | null>;
  instrument: Instrument;
  values: Values<'assessments'>;
  conflicts: string[];
  /** What the dimension has beside its indicators. */
  above: ReactNode;
  focus: string;
  onFocus: (indicator: string) => void;
  onAnswer: (indicator: string, value: AnswerValue | null) => void;
  readOnly: boolean;
}

/** The indicators of one dimension, one of them open. Keys answer it and go on to the next that has no answer. */
export function IndicatorPanel({
  page,
  instrument,
  values,
  conflicts,
  above,
  focus,
  onFocus,
  onAnswer,
  readOnly,
}: Props) {
  const { t } = useTranslation();
  const card = useRef<HTMLElement>(null);
  const [noteOf, setNoteOf] = useState<string | null>(null);
  const order = indicatorsOf(instrument);
  const open = order.find(({ id }) => id === focus) ?? (order[0] as Indicator);
  const waiting = nextUnanswered(order, values, focus);

  const show = (indicator: string) => {
    setNoteOf(null);
    onFocus(indicator);
    if (indicator === focus) card.current?.focus();
  };

  const answer = (value: AnswerValue | null) => {
    if (readOnly) return;
    onAnswer(open.id, value);
    if (value === null) return;
    show(nextUnanswered(order, { ...values, [`answer.${open.id}`]: value }, open.id) ?? open.id);
  };

  const command = (key: KeyCommand) => {
    if (key.do === 'move') {
      const target = order[order.indexOf(open) + key.step];
      if (target) show(target.id);
    } else if (!readOnly) {
      if (key.do === 'answer' && (key.value !== 'na' || instrument.notApplicable)) answer(key.value);
      if (key.do === 'clear') answer(null);
      if (key.do === 'note') setNoteOf(open.id);
    }
  };
  useKeys(page, { min: instrument.scaleMin, max: instrument.scaleMax }, command);

  // The open card takes the focus, so that Tab reaches its choices next and a screen reader says its name.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another indicator is opened, or all is finished
  useEffect(() => {
    card.current?.focus({ preventScroll: true });
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [focus, readOnly]);

  return (
    <div>
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <DimensionHeading instrument={instrument} dimension={open.dimension} />
        {!readOnly && waiting && answerOf(values, focus) !== null && (
          <Button size="compact-sm" variant="light" onClick={() => show(waiting)}>
            {t('assessment.nextUnanswered')}
          </Button>
        )}
      </Group>
      {above}
      <ol className={classes.indicators}>
        {order
          .filter((indicator) => indicator.dimension === open.dimension)
          .map((indicator) => (
            <li key={indicator.id}>
              <GroupHeading instrument={instrument} indicator={indicator} values={values} />
              {indicator === open ? (
                <IndicatorCard
                  indicator={indicator}
                  mayBeNa={instrument.notApplicable}
                  answer={answerOf(values, indicator.id)}
                  conflict={conflicts.includes(`answer.${indicator.id}`)}
                  hasNote={!!values[`note.${indicator.id}`]}
                  noteOpen={noteOf === indicator.id}
                  readOnly={readOnly}
                  cardRef={card}
                  onAnswer={answer}
                  onNote={() => setNoteOf(indicator.id)}
                  onLeaveNote={() => {
                    setNoteOf(null);
                    card.current?.focus();
                  }}
                />
              ) : (
                <Line indicator={indicator} values={values} onOpen={() => show(indicator.id)} />
              )}
            </li>
          ))}
      </ol>
      {waiting === null && !readOnly && (
        <Alert color="teal" role="status" mt="sm" p="xs">
          {t(hasFigures(instrument) ? 'cooperativeAssessment.allAnswered' : 'assessment.allAnswered')}
        </Alert>
      )}
      <Text size="xs" c="dimmed" mt="sm">
        {readOnly
          ? t('assessment.keysReadOnly')
          : t(instrument.notApplicable ? 'assessment.keys' : 'cooperativeAssessment.keys', {
              min: instrument.scaleMin,
              max: instrument.scaleMax,
            })}
      </Text>
    </div>
  );
}

export function DimensionHeading({ instrument, dimension }: { instrument: Instrument; dimension: string }) {
  const { i18n } = useTranslation();
  const name = instrument.dimensions.find(({ id }) => id === dimension)?.name;
  return (
    <h2 className={classes.heading}>
      {dimension} · {name && inLanguage(name, i18n.language)}
    </h2>
  );
}

/** Above the first question of a group: its name and how many of its questions are met. */
function GroupHeading({
  instrument,
  indicator,
  values,
}: {
  instrument: Instrument;
  indicator: Indicator;
  values: Values<'assessments'>;
}) {
  const { t, i18n } = useTranslation();
  const group = instrument.groups.find(({ id }) => id === indicator.group);
  const own = instrument.indicators.filter((member) => member.group === group?.id);
  if (!group || own[0]?.id !== indicator.id) return null;
  const met = own.filter(({ id }) => answerOf(values, id) === instrument.scaleMax).length;
  return (
    <h3 className={classes.group}>
      {groupText(instrument, group, i18n.language)}
      <small>{t('cooperativeAssessment.met', { met, total: own.length })}</small>
    </h3>
  );
}

/** An indicator that is not open: its name and what was answered. */
function Line({
  indicator,
  values,
  onOpen,
}: {
  indicator: Indicator;
  values: Values<'assessments'>;
  onOpen: () => void;
}) {
  const { t, i18n } = useTranslation();
  const answer = answerOf(values, indicator.id);
  const isSaving = useIsFieldSaving(`answer.${indicator.id}`);
  const anchor = indicator.anchors.find(({ value }) => value === answer)?.text;
  const text =
    answer === 'na'
      ? t('assessment.notApplicable')
      : anchor
        ? inLanguage(anchor, i18n.language)
        : t('assessment.unanswered');
  return (
    <button
      type="button"
      className={classes.line}
      data-short={indicator.anchors.length === 2 || undefined}
      data-saving={isSaving || undefined}
      onClick={onOpen}
    >
      <span className={classes.code}>{indicator.id}</span>
      <span className={classes.lineName}>{inLanguage(indicator.name, i18n.language)}</span>
      <span className={classes.lineAnswer} data-empty={answer === null || undefined}>
        {text}
      </span>
      {values[`note.${indicator.id}`] ? <IconNote size={16} aria-label={t('assessment.note')} /> : <span />}
      <span className={classes.value} data-empty={answer === null || undefined}>
        {answer === 'na' ? 'T' : (answer ?? '')}
      </span>
    </button>
  );
}
