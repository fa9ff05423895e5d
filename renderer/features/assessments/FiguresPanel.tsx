import { Text } from '@mantine/core';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instrument } from '#core/instruments/scoring.ts';
import classes from './AssessmentPage.module.css';
import { FigureField } from './FigureField.tsx';
import { inLanguage } from './instrument.ts';

/** The figures of the books, in the order of the books. Enter goes on to the next field. */
export function FiguresPanel({ instrument }: { instrument: Instrument }) {
  const { t, i18n } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    const inputs = [...(box.current?.querySelectorAll('input') ?? [])];
    inputs[inputs.indexOf(event.target) + 1]?.focus();
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key of the inputs inside
    <div ref={box} onKeyDown={onKeyDown}>
      <h2 className={classes.heading}>{t('cooperativeAssessment.figures')}</h2>
      <Text size="xs" c="dimmed">
        {t('cooperativeAssessment.figuresHint')}
      </Text>
      {instrument.headings.map(({ id, name }) => {
        const figures = instrument.figures.filter(({ heading }) => heading === id);
        if (figures.length === 0) return null;
        return (
          <section key={id} aria-label={inLanguage(name, i18n.language)} className={classes.figures}>
            <h3 className={classes.subheading}>{inLanguage(name, i18n.language)}</h3>
            <div className={classes.figureFields}>
              {figures.map((figure) => (
                <FigureField key={figure.id} figure={figure} />
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}
