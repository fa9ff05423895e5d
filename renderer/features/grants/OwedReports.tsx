import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addDays, formatDay } from '#core/model/dates.ts';
import { useToday } from '../../app/device.tsx';
import { Section } from '../../ui/Section.tsx';
import { useOwedReports } from './ranking.ts';

/** A report takes its time: who wants it must ask for it well before its day. */
const AHEAD_DAYS = 30;

/** Reports of the start-up grant that are late or due soon. Nothing at all when there is none. */
export function OwedReports({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  const today = useToday();
  const soon = useOwedReports()?.filter(({ dueOn }) => dueOn <= addDays(today, AHEAD_DAYS)) ?? [];
  if (soon.length === 0) return null;
  return (
    <Section title={t('grants.dueReports')}>
      <ul className={className}>
        {soon.map(({ candidate, name, kind, dueOn }) => (
          <li key={`${candidate}/${kind}`}>
            <Link to="/grants/$id" params={{ id: candidate }}>
              {name || t('common.unnamed')}
            </Link>
            <small className={dueOn < today ? 'field-warning' : undefined}>
              {t(`choices.grantReports.reportKind.${kind}`)}, {t('grants.due', { day: formatDay(dueOn) })}
              {dueOn < today ? ` (${t('grants.overdue')})` : ''}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  );
}
