import { Alert, Badge, Button, Card, Stack, Table, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayIn, formatDay } from '#core/model/dates.ts';
import { CLOCK_TOLERANCE_MS } from '#core/wire/protocol.ts';
import { mayRevokeDevices, maySeeDevices } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { MissingPage } from '../../app/MissingPage.tsx';
import { useLaptops, useRecordSync, useRecords, useSyncStatus } from '../../store/queries.ts';
import { save } from '../../store/repository.ts';
import { usePeople } from '../../ui/people.ts';
import { useAgo } from '../../ui/useAgo.ts';
import { byCare, type Care, caresOf, joinLaptops, type Laptop, spanOf } from './health.ts';
import classes from './LaptopsPage.module.css';
import { RecoveryButton } from './RecoveryCode.tsx';

/** *Laptop PLUT*: how the unit's laptops are, as the hub told last; and the way to take one out of service. */
export function LaptopsPage() {
  return maySeeDevices(useThisDevice().role) ? <Laptops /> : <MissingPage />;
}

function Laptops() {
  const { t } = useTranslation();
  const news = useLaptops();
  const records = useRecords('devices');
  const clockError = useSyncStatus()?.clockError ?? 0;
  const ago = useAgo(news?.at);
  if (news === undefined || records === undefined) return null;
  const toldAt = news ? Date.parse(news.at) - clockError : 0;
  const laptops = byCare(joinLaptops(news?.devices ?? [], records), toldAt);
  return (
    <Stack gap="sm">
      <div>
        <Title order={1} size="h3">
          {t('laptops.title')}
        </Title>
        {news && (
          <Text size="sm" c="dimmed">
            {t('laptops.asOf', { when: ago })} {t('laptops.intro')}
          </Text>
        )}
      </div>
      {!news && <Alert color="gray">{t('laptops.never')}</Alert>}
      <Card withBorder padding="xs">
        {laptops.length === 0 ? (
          <Text size="sm">{t('laptops.empty')}</Text>
        ) : (
          <Table verticalSpacing="xs" className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('laptops.name')}</Table.Th>
                <Table.Th>{t('laptops.user')}</Table.Th>
                <Table.Th>{t('laptops.lastSeen')}</Table.Th>
                <Table.Th>{t('laptops.clock')}</Table.Th>
                <Table.Th className={classes.number}>{t('laptops.unsent')}</Table.Th>
                <Table.Th>{t('laptops.app')}</Table.Th>
                <Table.Th>{t('laptops.enrolled')}</Table.Th>
                <Table.Th>{t('laptops.state')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {laptops.map((laptop) => (
                <Line key={laptop.id} laptop={laptop} cares={caresOf(laptop, toldAt)} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Card>
    </Stack>
  );
}

function Line({ laptop, cares }: { laptop: Laptop; cares: Care[] }) {
  const { t, i18n } = useTranslation();
  const { deviceId, timeZone } = useThisDevice();
  const nameOf = usePeople();
  const seen = useAgo(laptop.told?.lastSeenAt);
  const { told } = laptop;
  return (
    <Table.Tr data-revoked={laptop.revokedAt !== null || undefined}>
      <Table.Td>
        <strong>{laptop.name}</strong>{' '}
        {laptop.id === deviceId && (
          <Badge size="xs" variant="outline">
            {t('laptops.this')}
          </Badge>
        )}
        <br />
        <small>{laptop.id}</small>
      </Table.Td>
      <Table.Td>{nameOf(laptop.user)}</Table.Td>
      <Table.Td>
        {told && <Marked on={cares.includes('silent')}>{told.lastSeenAt ? seen : t('laptops.neverSeen')}</Marked>}
      </Table.Td>
      <Table.Td>{told && <Clock told={told} />}</Table.Td>
      <Table.Td className={classes.number}>
        {told && <Marked on={cares.includes('unsent')}>{told.unsent?.toLocaleString(i18n.language) ?? '–'}</Marked>}
      </Table.Td>
      <Table.Td>{told?.app ?? '–'}</Table.Td>
      <Table.Td className={classes.day}>
        {laptop.enrolledAt ? formatDay(dayIn(timeZone, Date.parse(laptop.enrolledAt))) : '–'}
      </Table.Td>
      <Table.Td>
        <Access laptop={laptop} />
        <RecoveryButton id={laptop.id} name={laptop.name} />
      </Table.Td>
    </Table.Tr>
  );
}

function Clock({ told }: { told: NonNullable<Laptop['told']> }) {
  const { t } = useTranslation();
  const error = told.clockErrorMs;
  const wrong = error !== null && Math.abs(error) > CLOCK_TOLERANCE_MS;
  const future = told.futureStamps > 0 ? t('laptops.future', { count: told.futureStamps }) : '';
  if (!wrong && future === '') return error === null ? '–' : t('laptops.clockRight');
  return (
    <>
      {wrong ? (
        <Marked on>{t(error > 0 ? 'laptops.clockAhead' : 'laptops.clockBehind', { span: spanText(t, error) })}</Marked>
      ) : (
        <Marked on>{future}</Marked>
      )}
      {wrong && future && (
        <>
          <br />
          <small>{future}</small>
        </>
      )}
    </>
  );
}

/** Whether the hub still takes it; and the way to end that. */
function Access({ laptop }: { laptop: Laptop }) {
  const { t } = useTranslation();
  const { deviceId, role, timeZone } = useThisDevice();
  const nameOf = usePeople();
  const sync = useRecordSync('devices', laptop.id);
  if (laptop.revokedAt) return t('laptops.revoked', { day: formatDay(dayIn(timeZone, Date.parse(laptop.revokedAt))) });
  if (sync && sync.refused > 0) return <Link to="/attention">{t('recordSync.dotRefused')}</Link>;
  if (laptop.revokeAsked) return sync && sync.unsent > 0 ? t('laptops.waiting') : t('laptops.waitingHub');
  // Nobody locks themselves out; this laptop is released on its own page.
  if (!mayRevokeDevices(role) || laptop.id === deviceId) return t('laptops.active');
  const { name } = laptop;
  const revoke = () =>
    modals.openConfirmModal({
      title: t('laptops.revokeTitle', { name }),
      children: <Consequences laptop={laptop} user={nameOf(laptop.user)} />,
      labels: { confirm: t('laptops.revoke'), cancel: t('common.cancel') },
      confirmProps: { color: 'red' },
      onConfirm: () => void save('devices', laptop.id, { revokeAsked: new Date().toISOString() }),
    });
  return (
    <Button
      size="compact-sm"
      color="red"
      variant="subtle"
      aria-label={`${t('laptops.revoke')}: ${name}`}
      onClick={revoke}
    >
      {t('laptops.revoke')}
    </Button>
  );
}

function Consequences({ laptop, user }: { laptop: Laptop; user: string }) {
  const { t } = useTranslation();
  const unsent = laptop.told?.unsent ?? 0;
  return (
    <Stack gap="xs">
      <Text size="sm">{t('laptops.revokeText', { user })}</Text>
      {unsent > 0 && <Text size="sm">{t('laptops.revokeUnsent', { count: unsent })}</Text>}
      <Text size="sm">{t('laptops.revokeErased')}</Text>
    </Stack>
  );
}

/** What needs a look. */
function Marked({ on, children }: { on: boolean; children: ReactNode }) {
  if (!on) return children;
  return (
    <span className={classes.marked}>
      <IconAlertTriangle size={16} aria-hidden /> {children}
    </span>
  );
}

function spanText(t: TFunction, ms: number): string {
  const { unit, count } = spanOf(ms);
  return t(`laptops.spans.${unit}`, { count });
}
