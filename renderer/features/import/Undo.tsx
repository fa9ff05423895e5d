import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportKind } from '#core/import/fields.ts';
import { mayImport } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecord } from '../../store/queries.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { ask, during, startAgain, useJob } from './job.ts';
import type { Undoable } from './worker.ts';

interface Import {
  id: string;
  kind: ImportKind;
  fileName: string;
}

/** Takes an import back, for those who may. */
export function UndoButton({ of, label, compact }: { of: Import; label: string; compact?: boolean }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const { busy } = useJob();
  const [asking, setAsking] = useState(false);
  const record = useRecord('imports', of.id);
  if (!mayImport(role, of.kind) || !record || record.values.undoneAt) return null;
  return (
    <>
      <Button
        color="red.9"
        variant="outline"
        size={compact ? 'compact-sm' : undefined}
        disabled={busy !== undefined}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      {asking && (
        <Dialog title={t('import.undoTitle', { name: of.fileName })} onClose={() => setAsking(false)}>
          <Confirm of={of} onClose={() => setAsking(false)} />
        </Dialog>
      )}
    </>
  );
}

function Confirm({ of, onClose }: { of: Import; onClose: () => void }) {
  const { t } = useTranslation();
  const [found, setFound] = useState<Undoable>();
  const [alsoEdited, setAlsoEdited] = useState(false);
  useEffect(() => {
    void ask('undoable', of.id, of.kind).then(setFound);
  }, [of.id, of.kind]);
  if (!found) return <Text role="status">{t('common.loading')}</Text>;
  const { total, edited, editedCount, locked, filled } = found;
  const undo = () => {
    onClose();
    void during('undoing', async () => {
      const { deleted, kept, stopped } = await ask('undo', of.id, of.kind, alsoEdited);
      const message = stopped ? t('import.undoStopped', { deleted }) : t('import.undone', { deleted, kept });
      notifications.show({ message, color: stopped ? 'yellow' : 'teal', withCloseButton: false });
      startAgain();
    });
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{t('import.undoCount', { count: total - locked - (alsoEdited ? 0 : editedCount) })}</Text>
      {filled > 0 && <Text size="sm">{t('import.undoFilled', { count: filled })}</Text>}
      {editedCount > 0 && (
        <div>
          <Text size="sm">{t('import.undoEdited', { count: editedCount })}</Text>
          <Text component="ul" size="sm" mah={160} style={{ overflowY: 'auto' }}>
            {edited.map(({ id, name }) => (
              <li key={id}>
                <RecordLink collection={of.kind} id={id} page>
                  {name || t('common.unnamed')}
                </RecordLink>
              </li>
            ))}
            {editedCount > edited.length && <li>{t('import.undoMore')}</li>}
          </Text>
          <Checkbox
            label={t('import.undoAlso')}
            checked={alsoEdited}
            onChange={(event) => setAlsoEdited(event.currentTarget.checked)}
          />
        </div>
      )}
      {locked > 0 && (
        <Alert color="yellow" p="xs">
          {t('import.undoLocked', { count: locked })}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="red.9" onClick={undo}>
          {t('import.undo')}
        </Button>
      </Group>
    </Stack>
  );
}
