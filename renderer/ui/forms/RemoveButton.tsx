import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CollectionName } from '#core/model/collections.ts';
import { remove, restore } from '../../store/repository.ts';
import { showRemoved } from '../removed.tsx';

interface Props {
  collection: CollectionName;
  id: string;
  /** Where to go after the record was deleted. */
  back: string;
}

/** Deletes a record with all that belongs to it, after a question; the way back is offered. */
export function RemoveButton({ collection, id, back }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const drop = () =>
    modals.openConfirmModal({
      title: t('forms.delete'),
      children: <Text size="sm">{t('forms.deleteConfirm')}</Text>,
      labels: { confirm: t('common.delete'), cancel: t('common.cancel') },
      confirmProps: { color: 'red' },
      onConfirm: async () => {
        await remove(collection, id);
        showRemoved(`removed-${id}`, 'forms.removed', () => restore(collection, id));
        await navigate({ to: back });
      },
    });
  return (
    <Tooltip label={t('forms.delete')}>
      <ActionIcon size="lg" variant="subtle" color="red" aria-label={t('forms.delete')} onClick={drop}>
        <IconTrash size={20} />
      </ActionIcon>
    </Tooltip>
  );
}
