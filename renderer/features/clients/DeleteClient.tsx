import { ActionIcon, Alert, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCK_FIELD } from '#core/workflow/locks.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type ClientFile, useMerges } from '../../store/queries.ts';
import { LockedError, remove } from '../../store/repository.ts';

/** Deletes a client and what belongs to it, for those who may. Its page then offers to restore it. */
export function DeleteClientButton({ file }: { file: ClientFile }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  if (!mayWrite(role, file.client.collection, 'deletedAt')) return null;
  const ask = () => {
    const dialog = modals.open({
      title: t('client.deleteTitle', { name: file.client.values.name || t('common.unnamed') }),
      children: <Confirm file={file} onClose={() => modals.close(dialog)} />,
    });
  };
  return (
    <Tooltip label={t('client.delete')}>
      <ActionIcon size="lg" variant="subtle" color="red" aria-label={t('client.delete')} onClick={ask}>
        <IconTrash size={20} />
      </ActionIcon>
    </Tooltip>
  );
}

const PARTS = ['sessions', 'assessments', 'followUps', 'yearlyStates', 'consents'] as const;

function Confirm({ file, onClose }: { file: ClientFile; onClose: () => void }) {
  const { t } = useTranslation();
  const [refused, setRefused] = useState<'locked' | 'failed' | null>(null);
  const merged = (useMerges()?.membersOf(file.client.id).length ?? 1) - 1;
  const parts = PARTS.filter((part) => file[part].length > 0);
  const locked = [...file.sessions, ...file.assessments].filter(({ values }) => values[LOCK_FIELD]).length;
  const confirm = async () => {
    try {
      await remove(file.client.collection, file.client.id);
      onClose();
    } catch (error) {
      if (!(error instanceof LockedError)) console.error('delete', error);
      setRefused(error instanceof LockedError ? 'locked' : 'failed');
    }
  };
  return (
    <Stack gap="sm">
      {(parts.length > 0 || merged > 0) && (
        <div>
          <Text size="sm">{t('client.deleteWith')}</Text>
          <Text component="ul" size="sm">
            {parts.map((part) => (
              <li key={part}>
                {file[part].length} {t(`collections.${part}`)}
              </li>
            ))}
            {merged > 0 && <li>{t('duplicates.deletedAlong', { count: merged })}</li>}
          </Text>
        </div>
      )}
      <Text size="sm">{t('client.deleteHint')}</Text>
      {(locked > 0 || refused === 'locked') && (
        <Alert color="yellow" role="alert" p="xs">
          {t('client.deleteLocked', { count: Math.max(1, locked) })}
        </Alert>
      )}
      {refused === 'failed' && (
        <Alert color="red" role="alert" p="xs">
          {t('fields.notSaved')}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="red.9" disabled={locked > 0} onClick={() => void confirm()}>
          {t('client.delete')}
        </Button>
      </Group>
    </Stack>
  );
}
