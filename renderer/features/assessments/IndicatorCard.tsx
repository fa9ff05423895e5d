import { Button, Group, Kbd, Text } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LongTextField } from '../../ui/fields/fields.tsx';
import { OtherValues } from '../../ui/fields/OtherValues.tsx';
import { useIsFieldSaving } from '../../ui/fields/useField.ts';
import classes from './AssessmentPage.module.css';
import { type AnswerValue, type Indicator, inLanguage } from './instrument.ts';

interface Props {
  indicator: Indicator;
  /** "Does not apply" is among the answers. */
  mayBeNa: boolean;
  answer: AnswerValue | null;
  conflict: boolean;
  hasNote: boolean;
  noteOpen: boolean;
  readOnly: boolean;
  cardRef: RefObject<HTMLElement | null>;
  onAnswer: (value: AnswerValue | null) => void;
  onNote: () => void;
  onLeaveNote: () => void;
}

/** The indicator in focus: its anchors as big choices, each with its key. */
export function IndicatorCard({ indicator, mayBeNa, answer, readOnly, cardRef, onAnswer, ...props }: Props) {
  const { t, i18n } = useTranslation();
  const isSaving = useIsFieldSaving(`answer.${indicator.id}`);
  const name = inLanguage(indicator.name, i18n.language);
  const choices: { value: AnswerValue; key: string; text: string }[] = [
    ...indicator.anchors.map(({ value, text }) => ({
      value,
      key: String(value),
      text: inLanguage(text, i18n.language),
    })),
    ...(mayBeNa ? [{ value: 'na' as const, key: 'T', text: t('assessment.notApplicable') }] : []),
  ];
  return (
    <section
      ref={cardRef}
      className={classes.card}
      data-saving={isSaving || undefined}
      aria-label={`${indicator.id} ${name}`}
      tabIndex={-1}
    >
      <h3 className={classes.indicatorName}>
        <span className={classes.code}>{indicator.id}</span> {name}
      </h3>
      <fieldset
        className={classes.choices}
        data-short={choices.length === 2 || undefined}
        aria-label={t('assessment.choices', { indicator: indicator.id })}
      >
        {choices.map(({ value, key, text }) => (
          <button
            key={key}
            type="button"
            className={classes.choice}
            data-na={value === 'na' || undefined}
            aria-pressed={answer === value}
            disabled={readOnly}
            onClick={() => onAnswer(value)}
          >
            <span className={classes.key}>{key}</span>
            <span>{text}</span>
          </button>
        ))}
      </fieldset>
      {props.conflict && (
        <Text size="sm" component="div">
          <OtherValues field={`answer.${indicator.id}`} value={answer} />
        </Text>
      )}
      {(props.hasNote || props.noteOpen) && <Note indicator={indicator.id} {...props} />}
      {!readOnly && (
        <Group gap="xs" mt="xs">
          {!props.hasNote && !props.noteOpen && (
            <Button size="compact-sm" variant="subtle" onClick={props.onNote} rightSection={<Kbd size="xs">N</Kbd>}>
              {t('assessment.addNote')}
            </Button>
          )}
          {answer !== null && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              onClick={() => onAnswer(null)}
              rightSection={<Kbd size="xs">⌫</Kbd>}
            >
              {t('assessment.clear')}
            </Button>
          )}
        </Group>
      )}
    </section>
  );
}

function Note({ indicator, noteOpen, onLeaveNote }: Pick<Props, 'noteOpen' | 'onLeaveNote'> & { indicator: string }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (noteOpen) box.current?.querySelector('textarea')?.focus();
  }, [noteOpen]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaves the note by key; the note itself is the control
    <div
      ref={box}
      className={classes.note}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || (event.key === 'Enter' && event.ctrlKey)) onLeaveNote();
      }}
    >
      <LongTextField field={`note.${indicator}`} labelText={t('assessment.note')} rows={1} />
    </div>
  );
}
