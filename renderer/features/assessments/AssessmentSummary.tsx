import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import type { Entity } from '../../store/queries.ts';
import { formatScore, inLanguage, instrumentFor, levelName, scoreOf } from './instrument.ts';
import { progressText } from './texts.ts';

/** One line: the day, and what came out; of a draft, how far it is. */
export function AssessmentSummary({ assessment }: { assessment: Entity<'assessments'> }) {
  const { t, i18n } = useTranslation();
  const { values } = assessment;
  const instrument = instrumentFor(values);
  const isOneOfSeveral = values.clientCollection === 'cooperatives' && instrument;
  const parts = [
    isOneOfSeveral ? inLanguage(instrument.name, i18n.language) : '',
    values.assessedOn ? formatDay(values.assessedOn) : '',
  ];
  if (values.state === 'finished') {
    const { total = null, level = null } = values.score ?? {};
    parts.push(total === null ? t('assessment.tooFew') : formatScore(total, i18n.language));
    parts.push(levelName(instrument, level, i18n.language));
  } else if (instrument) {
    parts.push(progressText(t, instrument, scoreOf(instrument, values)));
  }
  return (
    <Text span size="sm">
      {parts.filter(Boolean).join(' · ')}
    </Text>
  );
}
