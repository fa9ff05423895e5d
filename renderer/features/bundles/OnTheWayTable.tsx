import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { maySeeDevices } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useCarriedBundles, useCarriedByDevice, useLaptops, useRecords, useUnsent } from '../../store/queries.ts';
import { momentText } from '../../ui/fieldText.ts';
import { usePeople } from '../../ui/people.ts';
import { Section } from '../../ui/Section.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { joinLaptops } from '../laptops/health.ts';
import { type LastBundle, type OnTheWay, onTheWay } from './onTheWay.ts';

/** For those who look after the unit's laptops: whose data has not reached the hub yet, and where it is. */
export function OnTheWayTable() {
  return maySeeDevices(useThisDevice().role) ? <Laptops /> : null;
}

function Laptops() {
  const { t, i18n } = useTranslation();
  const { timeZone, deviceId } = useThisDevice();
  const nameOf = usePeople();
  const news = useLaptops();
  const records = useRecords('devices');
  const bundles = useCarriedBundles();
  const here = useCarriedByDevice();
  const unsent = useUnsent();
  if (news === undefined || !records || !bundles || !here || unsent === undefined) return null;
  const laptops = joinLaptops(news?.devices ?? [], records);
  const moment = (iso: string) => momentText(timeZone, Date.parse(iso));
  const number = (n: number | null) => n?.toLocaleString(i18n.language) ?? '–';
  const bundleText = (id: string, bundle: LastBundle | null): string => {
    if (id === deviceId) return '–';
    if (!bundle) return t('bundles.way.noBundle');
    const { created, broughtBy } = bundle;
    return broughtBy === null ? moment(created) : t('bundles.way.brought', { when: moment(created), by: broughtBy });
  };
  const rows = onTheWay(laptops, bundles, here, { device: deviceId, unsent }).map((row: OnTheWay) => ({
    id: row.laptop.id,
    cells: [
      `${row.laptop.name} (${nameOf(row.laptop.user)})`,
      row.laptop.told?.lastSeenAt ? moment(row.laptop.told.lastSeenAt) : '–',
      number(row.unsent),
      bundleText(row.laptop.id, row.bundle),
      number(row.here),
    ],
  }));
  const heads = ['laptop', 'lastSeen', 'unsent', 'bundle', 'here'] as const;
  return (
    <Section title={t('bundles.way.title')}>
      <Text size="sm" mb="xs">
        {news ? t('bundles.way.asOf', { when: moment(news.at) }) : t('bundles.way.never')}
      </Text>
      <SimpleTable
        heads={heads.map((head) => t(`bundles.way.heads.${head}`))}
        rows={rows}
        empty={t('bundles.way.none')}
      />
    </Section>
  );
}
