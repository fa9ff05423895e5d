import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

type Text = 'forms.removed' | 'session.removed' | 'assessment.removed' | 'followUps.removed';

/** Says that something was deleted, and offers the way back for a while. */
export function showRemoved(id: string, text: Text, undo: () => Promise<void>): void {
  const takeBack = async () => {
    await undo();
    notifications.hide(id);
  };
  notifications.show({
    id,
    message: <Removed text={text} onUndo={() => void takeBack()} />,
    autoClose: 10_000,
    withCloseButton: false,
  });
}

function Removed({ text, onUndo }: { text: Text; onUndo: () => void }) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" wrap="nowrap">
      {t(text)}
      <Button size="compact-sm" variant="light" onClick={onUndo}>
        {t('followUps.undo')}
      </Button>
    </Group>
  );
}
