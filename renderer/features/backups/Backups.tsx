import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupEntry } from '../../../electron/contract.ts';
import { goRestore } from '../../app/restoring.ts';
import { shell } from '../../app/shell.ts';
import { db } from '../../store/database.ts';
import { useBackupState } from '../../store/queries.ts';
import { download } from '../../ui/download.ts';
import { Section } from '../../ui/Section.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { sizeText } from '../../ui/sizeText.ts';
import { backupFile, listBackups, takeBackup } from './take.ts';
import { whenText } from './when.ts';

/** The snapshots of this laptop: what there is, one more now, and the way to putting one back. */
export function Backups() {
  const { t, i18n } = useTranslation();
  const state = useBackupState();
  const isDesktop = shell() !== undefined;
  const { entries, reload } = useBackups(db.name);
  const { busy, cancelled, run, cancel } = useTaking(reload);
  return (
    <Section title={t('backups.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(isDesktop ? 'backups.intro' : 'backups.introBrowser')}</Text>
        {isDesktop && entries && <BackupTable entries={entries} />}
        <div role="status">
          {!busy && state && (
            <Alert color={state.state === 'done' ? 'teal' : 'red'} p="xs">
              {t(`backups.states.${state.state}`)}
            </Alert>
          )}
          {!busy && cancelled && <Text size="sm">{t('backups.states.cancelled')}</Text>}
          {busy && (
            <Text size="sm">
              {busy.total > 0
                ? t('backups.working', {
                    done: busy.done.toLocaleString(i18n.language),
                    total: busy.total.toLocaleString(i18n.language),
                  })
                : t('backups.preparing')}
            </Text>
          )}
        </div>
        {busy && (
          <Progress w="100%" value={(100 * busy.done) / Math.max(1, busy.total)} aria-label={t('backups.title')} />
        )}
        <Group gap="xs">
          {busy ? (
            <Button variant="default" onClick={cancel}>
              {t('common.cancel')}
            </Button>
          ) : (
            <Button onClick={run}>{t(isDesktop ? 'backups.now' : 'backups.download')}</Button>
          )}
          <Button variant="default" disabled={busy !== undefined} onClick={goRestore}>
            {t('backups.restore')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

/** What there is, the latest first; with a column of buttons where one can be chosen. */
export function BackupTable({
  entries,
  action,
}: {
  entries: BackupEntry[];
  action?: (entry: BackupEntry) => React.ReactNode;
}) {
  const { t, i18n } = useTranslation();
  return (
    <SimpleTable
      heads={[
        t('backups.made'),
        t('backups.size'),
        t('backups.app'),
        ...(action ? [t('backups.restorePage.choose')] : []),
      ]}
      empty={t('backups.none')}
      rows={entries.map((entry) => ({
        id: entry.name,
        cells: [
          whenText(entry.created, i18n.language),
          sizeText(entry.size, i18n.language),
          entry.app || t('backups.unreadable'),
          ...(action ? [action(entry)] : []),
        ],
      }))}
    />
  );
}

/** @param database none: of all */
export function useBackups(database: string | undefined): { entries: BackupEntry[] | undefined; reload: () => void } {
  const [entries, setEntries] = useState<BackupEntry[]>();
  const reload = useCallback(() => {
    listBackups(database).then(setEntries, (error: unknown) => {
      console.error('backups', error);
      setEntries([]);
    });
  }, [database]);
  useEffect(reload, [reload]);
  return { entries, reload };
}

function useTaking(onDone: () => void) {
  const [busy, setBusy] = useState<{ done: number; total: number }>();
  const [cancelled, setCancelled] = useState(false);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const progress = (done: number, total: number) => setBusy({ done, total });
    setBusy({ done: 0, total: 0 });
    setCancelled(false);
    try {
      if (shell()) await takeBackup(progress, signal);
      else {
        const file = await backupFile(progress, signal);
        download(file.name, file);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      setCancelled(true);
    } finally {
      setBusy(undefined);
      onDone();
    }
  };
  return { busy, cancelled, run: () => void run(), cancel: () => running.current?.abort() };
}
