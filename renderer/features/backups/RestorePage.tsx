import { Alert, Button, Card, FileButton, Group, Modal, Progress, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readSnapshotHeader, SnapshotError } from '#core/snapshot/format.ts';
import type { BackupEntry } from '../../../electron/contract.ts';
import { leaveRestore } from '../../app/restoring.ts';
import { db } from '../../store/database.ts';
import { BlockedError, rawVersion } from '../../store/raw.ts';
import { halfRestored, NewerStoreError, restoreSnapshot } from '../../store/snapshot.ts';
import { isFull } from '../../store/space.ts';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import { BackupTable } from './Backups.tsx';
import classes from './RestorePage.module.css';
import { adoptAccount, listBackups, readBackup, readBackupFile } from './take.ts';
import { whenText } from './when.ts';

/** A snapshot to put back, wherever it lies. */
interface Chosen {
  pieces: () => AsyncGenerator<Uint8Array>;
  size: number;
  /** When it was made, or what its file is called. */
  when: string;
}

type Step = { step: 'verify' | 'aside' | 'write'; done: number };
type Problem = 'cut' | 'damaged' | 'newer' | 'blocked' | 'full' | 'failed';

/** Puts a snapshot back. Nothing else of the app runs meanwhile (app/restoring.ts); it works also when the database cannot be opened. */
export function RestorePage() {
  const { t, i18n } = useTranslation();
  const { entries, isHalf } = useFound();
  const [chosen, setChosen] = useState<Chosen>();
  const { step, problem, unreadable, restore } = useRestoring();
  const choose = (entry: BackupEntry) =>
    setChosen({ pieces: () => readBackup(entry.name), size: entry.size, when: whenText(entry.created, i18n.language) });
  const chooseFile = (file: File | null) =>
    file && setChosen({ pieces: () => readBackupFile(file), size: file.size, when: file.name });
  const start = () => {
    if (chosen) void restore(chosen);
    setChosen(undefined);
  };
  if (entries === undefined) return null;
  return (
    <main className={classes.page}>
      <Group justify="space-between" align="flex-start">
        <Title order={1} size="h3">
          {t(unreadable === undefined ? 'backups.restorePage.title' : 'backups.restorePage.doneTitle')}
        </Title>
        <LanguageSwitch />
      </Group>
      <Card withBorder>
        {unreadable !== undefined ? (
          <Stack gap="sm" align="flex-start" role="status">
            <Text size="sm">{t('backups.restorePage.done')}</Text>
            {unreadable > 0 && <Text size="sm">{t('backups.restorePage.unreadable', { count: unreadable })}</Text>}
            <Button onClick={leaveRestore}>{t('backups.restorePage.open')}</Button>
          </Stack>
        ) : step ? (
          <Working {...step} />
        ) : (
          <Stack gap="sm" align="flex-start">
            {isHalf && <Alert color="orange">{t('backups.restorePage.half')}</Alert>}
            {problem && (
              <Alert color="red" role="alert">
                {t(`backups.restorePage.problems.${problem}`)}
              </Alert>
            )}
            <Text size="sm">{t('backups.restorePage.intro')}</Text>
            <Text size="sm">{t('backups.restorePage.after')}</Text>
            {entries.length > 0 ? (
              <BackupTable
                entries={entries}
                action={(entry) => (
                  <Button
                    size="xs"
                    variant="light"
                    aria-label={t('backups.restorePage.chooseOf', { when: whenText(entry.created, i18n.language) })}
                    onClick={() => choose(entry)}
                  >
                    {t('backups.restorePage.choose')}
                  </Button>
                )}
              />
            ) : (
              <Text size="sm">{t('backups.restorePage.none')}</Text>
            )}
            <Group gap="xs">
              <FileButton onChange={chooseFile} accept=".cadangan">
                {(props) => (
                  <Button {...props} variant="default">
                    {t('backups.restorePage.file')}
                  </Button>
                )}
              </FileButton>
              {!isHalf && (
                <Button variant="default" onClick={leaveRestore}>
                  {t('backups.restorePage.back')}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Card>
      <Modal
        opened={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        title={t('backups.restorePage.confirmTitle', { when: chosen?.when })}
      >
        <Stack>
          <Text size="sm">{t('backups.restorePage.intro')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setChosen(undefined)}>
              {t('common.cancel')}
            </Button>
            <Button onClick={start} data-autofocus>
              {t('backups.restorePage.confirm')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </main>
  );
}

function Working({ step, done }: Step) {
  const { t, i18n } = useTranslation();
  const text = t(`backups.restorePage.steps.${step}`, { count: done.toLocaleString(i18n.language) as never });
  return (
    <Stack gap="sm">
      <Text size="sm" role="status">
        {text}
      </Text>
      <Progress value={100} animated aria-label={text} />
      <Text size="sm">{t('backups.restorePage.keepOpen')}</Text>
    </Stack>
  );
}

/** What can be put back, and whether that was begun before. */
function useFound() {
  const [found, setFound] = useState<{ entries?: BackupEntry[]; isHalf: boolean }>({ isHalf: false });
  useEffect(() => {
    let current = true;
    const look = async () => {
      const entries = await listBackups();
      const isHalf = (await halfRestored()).length > 0;
      if (current) setFound({ entries, isHalf });
    };
    look().catch((error: unknown) => {
      console.error('backups', error);
      if (current) setFound({ entries: [], isHalf: false });
    });
    return () => {
      current = false;
    };
  }, []);
  return found;
}

function useRestoring() {
  const [step, setStep] = useState<Step>();
  const [problem, setProblem] = useState<Problem>();
  const [unreadable, setUnreadable] = useState<number>();
  const restore = async ({ pieces }: Chosen): Promise<void> => {
    setProblem(undefined);
    setStep({ step: 'verify', done: 0 });
    try {
      const first = await pieces().next();
      const { database } = await readSnapshotHeader(first.value ?? new Uint8Array());
      const version = rawVersion(db.verno);
      const progress = (now: Step['step'], done: number) => setStep({ step: now, done });
      const done = await restoreSnapshot({ pieces, database, version, now: Date.now(), adopt: adoptAccount, progress });
      setUnreadable(done.unreadable);
    } catch (error) {
      console.error('restore', error);
      setProblem(problemOf(error));
    } finally {
      setStep(undefined);
    }
  };
  return { step, problem, unreadable, restore };
}

function problemOf(error: unknown): Problem {
  if (error instanceof SnapshotError) return error.code;
  if (error instanceof NewerStoreError) return 'newer';
  if (error instanceof BlockedError) return 'blocked';
  return isFull(error) ? 'full' : 'failed';
}
