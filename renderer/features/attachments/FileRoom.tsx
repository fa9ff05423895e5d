import { Alert, Button, Group, Progress, Radio, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayRead, mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { freeSpace } from '../../store/attachments.ts';
import { FILE_CHOICES, type FileChoice, setMeta } from '../../store/database.ts';
import { useFileChoice, useFileProblem, useFileSpace } from '../../store/queries.ts';
import { freeBytes } from '../../store/space.ts';
import { fetchAll } from '../../sync/downloads.ts';
import { sendFilesNow } from '../../sync/start.ts';
import { Section } from '../../ui/Section.tsx';
import { sizeText } from '../../ui/sizeText.ts';
import laptop from '../laptop/LaptopPage.module.css';
import { problemOf } from './useFetching.ts';

/** *Ruang berkas*: how much room photos and documents take on this laptop, what the hub has not, and what is sent by itself. */
export function FileRoom() {
  const { t, i18n } = useTranslation();
  const { role } = useThisDevice();
  const space = useFileSpace();
  const free = useFree(space?.bytes);
  const [freed, setFreed] = useState<number>();
  if (!space) return null;
  const size = (bytes: number) => sizeText(bytes, i18n.language);
  const amount = ({ files, bytes }: { files: number; bytes: number }) =>
    t('attachments.space.amount', { files, size: size(bytes) });
  const parts = (['waiting', 'copies', 'removed', 'missing'] as const).filter(
    (part) => part !== 'removed' || space.removed.files > 0,
  );
  return (
    <Section title={t('attachments.space.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('attachments.space.intro')}</Text>
        <dl className={laptop.facts}>
          <dt>{t('attachments.space.onLaptop')}</dt>
          <dd>{amount(space)}</dd>
          {parts.map((part) => (
            <div key={part} style={{ display: 'contents' }}>
              <dt>{t(`attachments.space.${part}`)}</dt>
              <dd>{amount(space[part])}</dd>
            </div>
          ))}
          {free !== undefined && (
            <>
              <dt>{t('attachments.space.free')}</dt>
              <dd>{size(free)}</dd>
            </>
          )}
        </dl>
        {mayRecord(role) && <Choice />}
        <Problem />
        <Group gap="xs">
          {mayRecord(role) && (
            <Button variant="default" disabled={space.waiting.files === 0} onClick={() => void sendFilesNow()}>
              {t('attachments.space.sendNow')}
            </Button>
          )}
          <Button
            variant="default"
            disabled={space.copies.files + space.removed.files === 0}
            onClick={() => askToFree(t, space, size, setFreed)}
          >
            {t('attachments.space.freeNow')}
          </Button>
        </Group>
        {mayRead(role, 'attachments', 'key') && <FetchAll missing={space.missing.files} />}
        <div role="status">
          {freed !== undefined && <Text size="sm">{t('attachments.space.freed', { count: freed })}</Text>}
        </div>
      </Stack>
    </Section>
  );
}

type Space = NonNullable<ReturnType<typeof useFileSpace>>;

/** What would go, and what of it for good. */
function askToFree(
  t: ReturnType<typeof useTranslation>['t'],
  { copies, removed }: Space,
  size: (bytes: number) => string,
  onFreed: (files: number) => void,
): void {
  const sentence = ({ files, bytes }: Space['copies']) => ({ files, size: size(bytes) });
  modals.openConfirmModal({
    title: t('attachments.space.freeNow'),
    children: (
      <Stack gap="xs">
        {copies.files > 0 && <Text size="sm">{t('attachments.space.freeConfirm', sentence(copies))}</Text>}
        {removed.files > 0 && (
          <Text size="sm" c="red.8">
            {t('attachments.space.freeRemoved', sentence(removed))}
          </Text>
        )}
      </Stack>
    ),
    labels: { confirm: t('attachments.space.freeNow'), cancel: t('common.cancel') },
    onConfirm: () => void freeSpace(removed.files > 0).then(onFreed),
  });
}

/** Which files go by themselves: data may be dear where this laptop is. */
function Choice() {
  const { t } = useTranslation();
  const choice = useFileChoice();
  return (
    <Radio.Group
      label={t('attachments.space.choice')}
      description={t('attachments.space.choiceHint')}
      value={choice ?? null}
      onChange={(value) => void setMeta('fileChoice', value as FileChoice)}
    >
      <Stack gap={6} mt={6}>
        {FILE_CHOICES.map((each) => (
          <Radio key={each} value={each} label={t(`attachments.space.choices.${each}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

const KNOWN = ['unreachable', 'not_found', 'no_space', 'files_off', 'file_too_large', 'hash_mismatch'] as const;

/** Why files did not go last time. */
function Problem() {
  const { t } = useTranslation();
  const code = useFileProblem();
  if (!code) return null;
  const known = KNOWN.find((each) => each === code);
  const why = known ? t(`attachments.space.problems.${known}`) : t('attachments.space.problems.other', { code });
  return (
    <Alert color="orange" p="xs">
      {t('attachments.space.problem', { why })}
    </Alert>
  );
}

/** All that the hub has and this laptop has not. */
function FetchAll({ missing }: { missing: number }) {
  const { t, i18n } = useTranslation();
  const device = useThisDevice();
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const [said, setSaid] = useState<string>();
  const stopping = useRef(new AbortController());
  useEffect(() => () => stopping.current.abort(), []);
  const size = (bytes: number) => sizeText(bytes, i18n.language);
  const start = () => {
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    setSaid(undefined);
    setProgress({ done: 0, total: 0 });
    fetchAll(device, (done, total) => setProgress({ done, total }), signal)
      .then((count) => setSaid(t('attachments.space.fetched', { count })))
      .catch((error: unknown) => {
        if (!signal.aborted) setSaid(t(`attachments.viewer.fetchFailed.${problemOf(error)}`));
      })
      .finally(() => setProgress(undefined));
  };
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button variant="default" disabled={missing === 0 || progress !== undefined} onClick={start}>
          {t('attachments.space.fetchAll')}
        </Button>
        {progress && (
          <>
            <Progress
              flex={1}
              value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total}
              aria-label={t('attachments.viewer.fetchProgress')}
            />
            <Text size="sm">
              {t('attachments.space.fetching', { done: size(progress.done), total: size(progress.total) })}
            </Text>
            <Button size="xs" variant="default" onClick={() => stopping.current.abort()}>
              {t('common.cancel')}
            </Button>
          </>
        )}
      </Group>
      <div role="status">{said && <Text size="sm">{said}</Text>}</div>
    </Stack>
  );
}

/** What the browser still gives; looked at again when the files change. */
function useFree(used: number | undefined): number | undefined {
  const [free, setFree] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it changes with what is used
  useEffect(() => {
    let current = true;
    freeBytes().then(
      (bytes) => current && setFree(bytes),
      (error: unknown) => console.warn('storage', error),
    );
    return () => {
      current = false;
    };
  }, [used]);
  return free;
}
