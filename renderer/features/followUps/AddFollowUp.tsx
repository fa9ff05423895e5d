import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { FollowUpFields } from './FollowUpFields.tsx';
import classes from './FollowUps.module.css';
import { type NewFollowUp, startFollowUp } from './start.ts';

/** A button that opens the form of a new follow-up in its place. For pages that list follow-ups with FollowUpList. */
export function AddFollowUp({ client }: { client: { collection: ClientCollection; id: string } }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const [adding, setAdding] = useState<NewFollowUp | null>(null);
  const add = () => setAdding(startFollowUp(client, undefined, device));
  if (!adding) {
    return (
      <Button
        size="compact-sm"
        variant="light"
        w="fit-content"
        mt="xs"
        leftSection={<IconPlus size={16} />}
        onClick={add}
      >
        {t('client.newFollowUp')}
      </Button>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes; the fields inside are the controls
    <div className={classes.editor} onKeyDown={(event) => event.key === 'Escape' && setAdding(null)}>
      <RecordForm collection="followUps" id={adding.id} initial={adding.initial}>
        <FollowUpFields autoFocus />
      </RecordForm>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" onClick={() => setAdding(null)}>
          {t('common.close')}
        </Button>
      </Group>
    </div>
  );
}
