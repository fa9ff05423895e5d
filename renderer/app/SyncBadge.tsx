import { Alert, Button, Popover, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CLOCK_TOLERANCE_MS } from '#core/wire/protocol.ts';
import { useSyncStatus, useUnsent } from '../store/queries.ts';
import { syncNow } from '../sync/start.ts';
import { useAgo } from '../ui/useAgo.ts';
import classes from './Layout.module.css';
import { useOfflineStart } from './offline.ts';

/** Always tells: how much is unsent, when the hub was last reached, whether it is offline or at work. */
export function SyncBadge() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const status = useSyncStatus();
  const unsent = useUnsent() ?? 0;
  const ago = useAgo(status?.lastSync);
  const offlineStart = useOfflineStart();
  const state = status?.state ?? 'waiting';
  const last = status?.lastSync ? t('sync.last', { when: ago }) : t('sync.never');
  return (
    <Popover opened={opened} onChange={setOpened} position="right-end" width={340} withArrow trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.badge}
          data-state={state}
          data-unsent={unsent}
          data-offline-start={offlineStart}
          onClick={() => setOpened((open) => !open)}
        >
          <span>
            <VisuallyHidden>{t('sync.label')}: </VisuallyHidden>
            <span className={classes.dot} data-state={state} />
            {t(`sync.${state}`)}
            <br />
            {t('sync.unsent', { count: unsent })}
            <br />
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
          <Text size="sm">{t('sync.safe')}</Text>
          {state === 'offline' && <Text size="sm">{t('sync.offlineHelp')}</Text>}
          <SyncProblem />
          <Button
            data-autofocus
            onClick={() => {
              syncNow();
              setOpened(false);
            }}
          >
            {t('sync.now')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What the last contact with the hub brought to light: a refusal of this laptop, or a wrong clock. */
export function SyncProblem() {
  const { t, i18n } = useTranslation();
  const status = useSyncStatus();
  const code = status?.state === 'problem' ? (status.problem ?? 'internal') : null;
  const clockError = Math.abs(status?.clockError ?? 0);
  return (
    <>
      {code && (
        <Alert color="orange" role="alert">
          {i18n.exists(`sync.problems.${code}`)
            ? t(`sync.problems.${code}` as never)
            : t('sync.problems.other', { code })}
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
