import { Popover, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSyncStatus, useUnsent, useWaitingFiles } from '../store/queries.ts';
import { useAgo } from '../ui/useAgo.ts';
import { useUnsentText } from '../ui/useUnsentText.ts';
import classes from './Layout.module.css';
import { useOfflineStart } from './offline.ts';
import { SyncButtons, SyncProblem, SyncProgress } from './SyncState.tsx';

/** Always tells: how much is unsent, when the hub was last reached, whether it is offline or at work. */
export function SyncBadge() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const status = useSyncStatus();
  const unsent = useUnsent() ?? 0;
  const unsentText = useUnsentText();
  const files = useWaitingFiles() ?? 0;
  const ago = useAgo(status?.lastSync);
  const offlineStart = useOfflineStart();
  const state = status?.state ?? 'waiting';
  const last = status?.lastSync ? t('sync.last', { when: ago }) : t('sync.never');
  const close = () => setOpened(false);
  return (
    <>
      <Popover opened={opened} onChange={setOpened} position="right-end" width={340} withArrow trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes.badge}
            data-state={state}
            data-unsent={unsent}
            data-files={files}
            data-progress={status?.progress && `${status.progress.done}/${status.progress.total}`}
            data-offline-start={offlineStart}
            onClick={() => setOpened((open) => !open)}
          >
            <span>
              <VisuallyHidden>{t('sync.label')}: </VisuallyHidden>
              <span className={classes.dot} data-state={state} />
              {t(`sync.${state}`)}
              <br />
              {unsentText(unsent)}
              <br />
              {files > 0 && (
                <>
                  {t('attachments.space.unsent', { count: files })}
                  <br />
                </>
              )}
              {last}
              {offlineStart !== 'ready' && (
                <>
                  <br />
                  {t(`sync.offlineStart.${offlineStart}`)}
                </>
              )}
            </span>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="sm">
            {state !== 'problem' && state !== 'stopped' && <Text size="sm">{t('sync.safe')}</Text>}
            {state === 'offline' && <Text size="sm">{t('sync.offlineHelp')}</Text>}
            <SyncProblem onLeave={close} />
            <SyncButtons autoFocus onSend={close} />
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <SyncProgress onDark />
    </>
  );
}
