import { Alert, Button, Group, Progress, Text, VisuallyHidden } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CLOCK_TOLERANCE_MS } from '#core/wire/protocol.ts';
import { EnrolAgain } from '../features/enrol/EnrolAgain.tsx';
import type { SyncProgress as Progressing } from '../store/database.ts';
import { useSyncStatus } from '../store/queries.ts';
import { stopSync, syncNow } from '../sync/start.ts';
import { problemText } from '../ui/problemText.ts';
import { sizeText } from '../ui/sizeText.ts';
import classes from './SyncState.module.css';

/** A round that is over before anybody can read of it is not spoken of. */
const LASTING_MS = 500;
/** Screen readers hear of the progress no more often. */
const SPEAK_EVERY_MS = 5000;
const MINUTE_FROM_S = 90;
/** What is cured by enrolling again. */
const DISOWNED: readonly string[] = ['unauthorised', 'device_revoked', 'wrong_device'];

/** The round at hand, once it takes long enough to be spoken of. */
export function useLastingWork(): { progress?: Progressing } | null {
  const status = useSyncStatus();
  const working = status?.state === 'working';
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!working) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), LASTING_MS);
    return () => clearTimeout(timer);
  }, [working]);
  return working && lasting ? { progress: status.progress } : null;
}

/** How far the round is: a bar, counts, time left. Nothing while there is nothing to tell. */
export function SyncProgress({ onDark = false }: { onDark?: boolean }) {
  const { t, i18n } = useTranslation();
  const progress = useLastingWork()?.progress;
  const text = progress ? progressText(t, i18n.language, progress) : '';
  const spoken = useSlowly(text, SPEAK_EVERY_MS);
  const percent = progress ? Math.round((100 * progress.done) / Math.max(1, progress.total)) : 0;
  return (
    <>
      {progress && (
        <div className={classes.progress} data-dark={onDark || undefined}>
          <Text size="xs">{text}</Text>
          <Progress.Root size="sm" mt={2}>
            <Progress.Section
              value={percent}
              color={onDark ? 'cyan.3' : 'cyan'}
              withAria={false}
              role="progressbar"
              aria-label={t('sync.progress')}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={percent}
              aria-valuetext={text}
            />
          </Progress.Root>
        </div>
      )}
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </>
  );
}

/** What the last contact with the hub brought to light, and the way out: a refusal, a stop, a wrong clock. */
export function SyncProblem({ onLeave }: { onLeave?: () => void }) {
  const { t, i18n } = useTranslation();
  const status = useSyncStatus();
  const code = status?.state === 'problem' ? (status.problem ?? 'internal') : null;
  const clockError = Math.abs(status?.clockError ?? 0);
  return (
    <>
      {status?.state === 'stopped' && (
        <Alert color="gray" role="status">
          {t('sync.stoppedHelp')}
        </Alert>
      )}
      {code && (
        <Alert color="orange" role="alert">
          {problemText(i18n, code)}
          {DISOWNED.includes(code) && <EnrolAgain onOpen={onLeave} />}
        </Alert>
      )}
      {clockError > CLOCK_TOLERANCE_MS && (
        <Alert color="yellow" role="alert">
          {t('sync.clockWrong', { minutes: Math.round(clockError / 60_000) })}
        </Alert>
      )}
    </>
  );
}

/** Send now; and, while a round goes on that can be noticed, stop it. */
export function SyncButtons({ onSend, autoFocus }: { onSend?: () => void; autoFocus?: boolean }) {
  const { t } = useTranslation();
  const working = useLastingWork() !== null;
  const send = () => {
    syncNow();
    onSend?.();
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <Button data-autofocus={autoFocus || undefined} onClick={send}>
        {t('sync.now')}
      </Button>
      {working && (
        <Button variant="default" onClick={stopSync}>
          {t('sync.stop')}
        </Button>
      )}
    </Group>
  );
}

const PHASES = {
  send: 'sync.sending',
  receive: 'sync.receiving',
  upload: 'attachments.space.uploading',
} as const;

function progressText(t: TFunction, language: string, { phase, done, total, secondsLeft }: Progressing): string {
  const number = (count: number) => (phase === 'upload' ? sizeText(count, language) : count.toLocaleString(language));
  const counts = t(PHASES[phase], { done: number(done), total: number(total) });
  if (!secondsLeft) return counts;
  const left =
    secondsLeft < MINUTE_FROM_S
      ? t('sync.secondsLeft', { count: secondsLeft })
      : t('sync.minutesLeft', { count: Math.round(secondsLeft / 60) });
  return `${counts}, ${left}`;
}

/** Follows a text that changes often, at most once per `everyMs`. */
function useSlowly(text: string, everyMs: number): string {
  const [followed, setFollowed] = useState('');
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const wait = Math.max(0, last.current + everyMs - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setFollowed(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, everyMs]);
  return followed;
}
