/** Texts that differ between instruments of questions alone and those that also ask for figures. */
import type { TFunction } from 'i18next';
import type { Instrument, Score } from '#core/instruments/scoring.ts';

export const hasFigures = ({ figures }: Instrument): boolean => figures.length > 0;

export const progressText = (t: TFunction, instrument: Instrument, { progress }: Score): string =>
  t(hasFigures(instrument) ? 'cooperativeAssessment.progress' : 'assessment.progress', progress);

/** Why there is no total yet. */
export const notEnoughText = (t: TFunction, instrument: Instrument): string =>
  hasFigures(instrument)
    ? t('cooperativeAssessment.notEnough')
    : t('assessment.notEnough', { n: instrument.rules.minValidDimensions });

export const incompleteText = (t: TFunction, instrument: Instrument, count: number): string =>
  t(hasFigures(instrument) ? 'cooperativeAssessment.finishIncomplete' : 'assessment.finishIncomplete', { count });

export const titleText = (t: TFunction, { clients }: Instrument): string =>
  t(clients.collection === 'cooperatives' ? 'cooperativeAssessment.title' : 'assessment.title');
