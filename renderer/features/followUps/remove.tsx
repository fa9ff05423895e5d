import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { save } from '../../store/repository.ts';

/** Removes at once and offers the way back, instead of asking before each time. */
export async function removeFollowUp(id: string): Promise<void> {
  await save('followUps', id, { deletedAt: new Date().toISOString() });
  const notification = `removed-${id}`;
  const undo = async () => {
    await save('followUps', id, { deletedAt: null });
    notifications.hide(notification);
  };
  notifications.show({
    id: notification,
    message: <Removed onUndo={() => void undo()} />,
    autoClose: 10_000,
    withCloseButton: false,
  });
}

function Removed({ onUndo }: { onUndo: () => void }) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" wrap="nowrap">
      {t('followUps.removed')}
      <Button size="compact-sm" variant="light" onClick={onUndo}>
        {t('followUps.undo')}
      </Button>
    </Group>
  );
}
