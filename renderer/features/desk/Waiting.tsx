import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addDays } from '#core/model/dates.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import {
  useCarriedBundles,
  useClientsBeyondMinimum,
  useConflicts,
  useLaptops,
  useRecords,
  useRefusedCount,
  useSyncStatus,
  useWaiting,
  useWaitingIn,
} from '../../store/queries.ts';
import { Section } from '../../ui/Section.tsx';
import { useScan } from '../duplicates/search.ts';
import { useOwedReports } from '../grants/ranking.ts';
import { caresOf, joinLaptops } from '../laptops/health.ts';
import { ASKABLE } from '../locks/ReopenRequests.tsx';
import { isClosed, termOfRequest } from '../privacy/requests.ts';
import { useNow } from '../privacy/useNow.ts';
import classes from './Desk.module.css';

/** As on *Hari ini*. */
const REPORT_AHEAD_DAYS = 30;

type Place =
  | '/clients'
  | '/conflicts'
  | '/attention'
  | '/'
  | '/bundles'
  | '/laptops'
  | '/follow-ups'
  | '/grants'
  | '/privacy'
  | '/duplicates';

/** What else waits, as counts that lead to it. */
export function Waiting() {
  const { t } = useTranslation();
  const lines = useLines().filter(({ count }) => count > 0);
  return (
    <Section title={t('desk.waits')}>
      {lines.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('desk.nothingWaits')}
        </Text>
      )}
      <ul className={classes.waits}>
        {lines.map(({ name, count, to, search, isLate }) => (
          <li key={name} className={isLate ? classes.late : undefined}>
            <Link to={to} search={search as never}>
              {t(name === 'duplicates' ? 'duplicates.desk' : `desk.${name}`, { count })}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function useLines() {
  const device = useThisDevice();
  const today = useToday();
  const now = useNow();
  const conflicts = useConflicts(device)?.length ?? 0;
  const attention = useRefusedCount() ?? 0;
  const reopen = useWaitingIn(ASKABLE, 'reopen');
  const bundles = useCarriedBundles()?.filter(({ file, problem }) => file && !problem) ?? [];
  const laptops = useLaptopsInNeed();
  const followUps = useWaiting('followUps', 'open')?.filter(({ values }) => values.dueOn && values.dueOn < today);
  const grants = useOwedReports()?.filter(({ dueOn }) => dueOn <= addDays(today, REPORT_AHEAD_DAYS));
  const requests = useRecords('subjectRequests')?.filter(({ values }) => !isClosed(values)) ?? [];
  const pairs = useScan().scan?.pairs;
  const late = requests.filter(({ values }) => termOfRequest(values, now)?.state === 'overdue');
  const withoutConsent = useClientsBeyondMinimum()?.size;
  const line = <N extends string>(
    name: N,
    count: number | undefined,
    to: Place,
    { isLate = false, search = {} }: { isLate?: boolean; search?: object } = {},
  ) => ({
    name,
    count: count ?? 0,
    to,
    search,
    isLate,
  });
  return [
    line('requestsLate', late.length, '/privacy', { isLate: true }),
    line('conflicts', conflicts, '/conflicts'),
    line('attention', attention, '/attention'),
    line('reopen', reopen?.length, '/'),
    line('bundles', bundles.length, '/bundles'),
    line('laptops', laptops, '/laptops'),
    line('followUps', followUps?.length, '/follow-ups'),
    line('grants', grants?.length, '/grants'),
    line('withoutConsent', withoutConsent, '/clients', { search: { show: 'withoutConsent' } }),
    line('requests', requests.length - late.length, '/privacy'),
    line('duplicates', pairs?.length, '/duplicates'),
  ];
}

/** How many of the unit's laptops somebody should look at, by what the hub told last. */
function useLaptopsInNeed(): number {
  const news = useLaptops();
  const records = useRecords('devices');
  const clockError = useSyncStatus()?.clockError ?? 0;
  if (!news || !records) return 0;
  const toldAt = Date.parse(news.at) - clockError;
  return joinLaptops(news.devices, records).filter((laptop) => caresOf(laptop, toldAt).length > 0).length;
}
