import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { QUALITY_CHECKS, READINESS_BANDS } from '#core/indicators/dashboard.ts';
import { formatDay } from '#core/model/dates.ts';
import { isEarlyEnd } from '#core/model/grantRules.ts';
import { GRANT_STAGES } from '#core/model/grants.ts';
import { decimals } from '../../ui/instrumentText.ts';
import { Section } from '../../ui/Section.tsx';
import { CountTable } from './CountTable.tsx';
import type { MadeDashboard } from './worker.ts';

type Counts = MadeDashboard['counts'];

/** The start-up grant: how many came how far, and where they are now. */
export function Funnel({ counts, from, to }: { counts: Counts; from: number; to: number }) {
  const { t } = useTranslation();
  const title = t('dashboard.funnel', { years: from === to ? to : `${from}–${to}` });
  if ((counts['reached.screening'] ?? 0) === 0) {
    return (
      <Section title={title}>
        <Text size="sm">{t('dashboard.noCandidates')}</Text>
      </Section>
    );
  }
  const isMain = (stage: (typeof GRANT_STAGES)[number]) => stage !== 'correction' && !isEarlyEnd(stage);
  const stages = GRANT_STAGES.filter((stage) => isMain(stage) || (counts[`standing.${stage}`] ?? 0) > 0);
  return (
    <Section title={title}>
      <CountTable
        withBars
        counts={counts}
        heads={[t('dashboard.stage'), t('dashboard.reached'), t('dashboard.standing')]}
        rows={stages.map((stage) => ({
          label: t(`choices.candidates.stage.${stage}`),
          names: [isMain(stage) ? `reached.${stage}` : null, `standing.${stage}`],
        }))}
      />
    </Section>
  );
}

/** Digital readiness: the spread of the last scores. */
export function Readiness({ made: { counts, readiness } }: { made: MadeDashboard }) {
  const { t, i18n } = useTranslation();
  const number = (value: number | null) => (value === null ? '–' : decimals(value, 1, i18n.language));
  const { mean, repeated } = readiness;
  return (
    <Section title={t('dashboard.readiness')}>
      {mean === null ? (
        <Text size="sm">{t('dashboard.noReadiness')}</Text>
      ) : (
        <>
          <Text size="sm">
            {t('dashboard.readinessMean', { mean: number(mean), count: counts.readiness ?? 0 })}{' '}
            {repeated &&
              repeated.clients > 0 &&
              t('dashboard.readinessChange', {
                count: repeated.clients,
                first: number(repeated.first),
                last: number(repeated.last),
              })}
          </Text>
          <CountTable
            withBars
            counts={counts}
            heads={[t('dashboard.score'), t('dashboard.clients')]}
            rows={READINESS_BANDS.map((from, i) => ({
              label: i + 1 < READINESS_BANDS.length ? `${from} – < ${READINESS_BANDS[i + 1]}` : `${from} – 100`,
              names: [`readiness.${from}`],
            }))}
          />
          <Text size="xs" c="dimmed">
            {t('dashboard.readinessOf')}
          </Text>
        </>
      )}
    </Section>
  );
}

export function Village({ made: { village, villageStages } }: { made: MadeDashboard }) {
  const { t } = useTranslation();
  const status = village?.status && t(`choices.villageStatuses.status.${village.status}`);
  const day = village?.date && formatDay(village.date);
  return (
    <Section title={t('dashboard.village')}>
      <Text size="sm">
        {status
          ? t(day ? 'dashboard.villageStatus' : 'dashboard.villageUndated', { status, day })
          : t('dashboard.noVillage')}{' '}
        {village?.obstacle && `(${t(`choices.villageStatuses.obstacle.${village.obstacle}`)})`}
      </Text>
      <Text size="sm">{t('dashboard.villageStages', { count: villageStages })}</Text>
      <Text size="sm">
        <Link to="/digital-village">{t('dashboard.toVillage')}</Link>
      </Text>
    </Section>
  );
}

/** What is missing, so that no number is taken for more than it is. */
export function Quality({ counts, year }: { counts: Counts; year: number }) {
  const { t } = useTranslation();
  return (
    <Section title={t('dashboard.quality')}>
      <CountTable
        counts={counts}
        heads={[t('dashboard.check'), t('dashboard.count')]}
        rows={QUALITY_CHECKS.map((check) => ({
          label: t(`dashboard.checks.${check}`, { before: year - 1 }),
          names: [`quality.${check}`],
        }))}
      />
    </Section>
  );
}
