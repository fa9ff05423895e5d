import { Alert, Button, Group, List, Progress, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isSound, type StoreFindings } from '../../store/checkup.ts';
import { db } from '../../store/database.ts';
import { useSyncStatus } from '../../store/queries.ts';
import { Section } from '../../ui/Section.tsx';
import { sizeText } from '../../ui/sizeText.ts';
import { useAgo } from '../../ui/useAgo.ts';
import { Backups, useBackups } from '../backups/Backups.tsx';
import { whenText } from '../backups/when.ts';
import { DiagnosticsCard } from './DiagnosticsCard.tsx';
import { useCheckup } from './useCheckup.ts';
import { LITTLE_BYTES } from './useFreeBytes.ts';
import { type Health, useHealth } from './useHealth.ts';

const OLD_BACKUP_MS = 3 * 24 * 60 * 60_000;
const OLD_CONTACT_MS = 14 * 24 * 60 * 60_000;

/** *Periksa aplikasi*: is all here whole, mending what is not, snapshots, and what support needs to know. */
export function CheckupPage() {
  const { t } = useTranslation();
  const checkup = useCheckup();
  return (
    <Stack gap="sm" maw={860}>
      <Title order={1} size="h3">
        {t('checkup.title')}
      </Title>
      <Check {...checkup} />
      <Backups />
      <DiagnosticsCard findings={checkup.findings} />
    </Stack>
  );
}

function Check({ busy, findings, repaired, ended, check, cancel, repair }: ReturnType<typeof useCheckup>) {
  const { t, i18n } = useTranslation();
  const number = (count: number) => count.toLocaleString(i18n.language);
  return (
    <Section title={t('checkup.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('checkup.intro')}</Text>
        <div role="status">
          {busy === 'repairing' && <Text size="sm">{t('checkup.repairing')}</Text>}
          {busy && busy !== 'repairing' && (
            <Text size="sm">{t('checkup.progress', { done: number(busy.done), total: number(busy.total) })}</Text>
          )}
          {ended === 'cancelled' && <Text size="sm">{t('checkup.cancelled')}</Text>}
          {ended === 'failed' && <Alert color="red">{t('checkup.failed')}</Alert>}
          {repaired && !busy && (
            <Alert color="teal" p="xs">
              {t('checkup.repaired', { ...repaired })}{' '}
              {repaired.files > 0 && t('checkup.repairedFiles', { count: repaired.files })}
            </Alert>
          )}
        </div>
        {busy && busy !== 'repairing' && (
          <Progress w="100%" value={(100 * busy.done) / Math.max(1, busy.total)} aria-label={t('checkup.title')} />
        )}
        {findings && !busy && <Results findings={findings} />}
        <Group gap="xs">
          {busy ? (
            busy !== 'repairing' && (
              <Button variant="default" onClick={cancel}>
                {t('common.cancel')}
              </Button>
            )
          ) : (
            <Button variant={findings && !isSound(findings) ? 'default' : 'filled'} onClick={check}>
              {t('checkup.start')}
            </Button>
          )}
          {findings && !busy && !isSound(findings) && <Button onClick={repair}>{t('checkup.repair')}</Button>}
        </Group>
      </Stack>
    </Section>
  );
}

type Level = 'good' | 'note' | 'bad';

interface Line {
  level: Level;
  text: string;
}

const ICONS = {
  good: <IconCheck size={18} color="var(--mantine-color-teal-7)" aria-hidden />,
  note: <IconInfoCircle size={18} color="var(--mantine-color-orange-7)" aria-hidden />,
  bad: <IconAlertTriangle size={18} color="var(--mantine-color-red-7)" aria-hidden />,
} as const;

function Results({ findings }: { findings: StoreFindings }) {
  const { t } = useTranslation();
  const lines = [...useStoreLines(findings), ...useLaptopLines(useHealth())];
  return (
    <>
      <Title order={3} size="h6">
        {t('checkup.results')}
      </Title>
      <List size="sm" spacing={6} center={false} listStyleType="none">
        {lines.map(({ level, text }) => (
          <List.Item key={text} icon={ICONS[level]}>
            {text}
          </List.Item>
        ))}
      </List>
    </>
  );
}

function useStoreLines(findings: StoreFindings): Line[] {
  const { t, i18n } = useTranslation();
  const { counts, broken, values, clock, ahead } = findings;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const strange = Object.values(values).reduce((sum, count) => sum + count, 0);
  const bad = (text: string): Line => ({ level: 'bad', text });
  const note = (text: string): Line => ({ level: 'note', text });
  return [
    isSound(findings)
      ? { level: 'good', text: t('checkup.sound', { count: total.toLocaleString(i18n.language) as never }) }
      : bad(t('checkup.unsound')),
    ...(broken.length > 0 ? [bad(`${t('checkup.broken', { count: broken.length })} ${t('checkup.brokenHelp')}`)] : []),
    ...(['flags', 'orphans', 'inputs', 'files', 'lostFiles'] as const)
      .filter((kind) => findings[kind].length > 0)
      .map((kind) => bad(t(`checkup.${kind}`, { count: findings[kind].length }))),
    ...(clock !== null ? [bad(t('checkup.clock'))] : []),
    ...(strange > 0 ? [note(t('checkup.values', { count: strange }))] : []),
    ...(ahead > 0 ? [note(t('checkup.ahead', { count: ahead }))] : []),
  ];
}

function useLaptopLines({ free, persisted, setAside, isDesktop }: Health): Line[] {
  const { t, i18n } = useTranslation();
  const sync = useSyncStatus();
  const ago = useAgo(sync?.lastSync);
  const [latest] = useBackups(db.name).entries ?? [];
  const line = (isGood: boolean, good: string, other: string): Line =>
    isGood ? { level: 'good', text: good } : { level: 'note', text: other };
  const isYoung = (moment: string, ms: number): boolean => Date.now() - Date.parse(moment) < ms;
  const size = free === undefined ? '' : sizeText(free, i18n.language);
  const when = latest ? whenText(latest.created, i18n.language) : '';
  return [
    ...(free === undefined
      ? []
      : [line(free >= LITTLE_BYTES, t('checkup.free', { size }), t('checkup.freeLittle', { size }))]),
    ...(persisted === undefined ? [] : [line(persisted, t('checkup.persisted'), t('checkup.notPersisted'))]),
    ...(isDesktop
      ? [
          line(
            latest !== undefined && isYoung(latest.created, OLD_BACKUP_MS),
            t('checkup.backup', { when }),
            latest ? t('checkup.oldBackup', { when }) : t('checkup.noBackup'),
          ),
        ]
      : []),
    line(
      sync?.lastSync !== undefined && isYoung(sync.lastSync, OLD_CONTACT_MS),
      t('checkup.contact', { when: ago }),
      sync?.lastSync ? t('checkup.oldContact', { when: ago }) : t('checkup.noContact'),
    ),
    ...(setAside > 0 ? [{ level: 'note' as const, text: t('checkup.setAside', { count: setAside }) }] : []),
  ];
}
