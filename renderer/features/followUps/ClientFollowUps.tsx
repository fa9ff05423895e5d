import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { Entity } from '../../store/queries.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { FollowUpFields } from './FollowUpFields.tsx';
import { FollowUpList } from './FollowUpList.tsx';
import classes from './FollowUps.module.css';
import { type NewFollowUp, startFollowUp } from './start.ts';

/** All follow-ups of a client, and a form for a new one that belongs to no session. */
export function ClientFollowUps({
  client,
  followUps,
  mayAdd,
}: {
  client: { collection: ClientCollection; id: string };
  followUps: Entity<'followUps'>[];
  mayAdd: boolean;
}) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const [adding, setAdding] = useState<NewFollowUp | null>(null);
  const others = followUps.filter(({ id }) => id !== adding?.id);
  return (
    <>
      {others.length > 0 ? (
        <FollowUpList followUps={others} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('client.noFollowUps')}
        </Text>
      )}
      {adding && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes; the fields inside are the controls
        <div className={classes.editor} onKeyDown={(event) => event.key === 'Escape' && setAdding(null)}>
          <RecordForm collection="followUps" id={adding.id} initial={adding.initial}>
            <FollowUpFields autoFocus />
          </RecordForm>
          <Button size="compact-sm" mt="xs" onClick={() => setAdding(null)}>
            {t('common.close')}
          </Button>
        </div>
      )}
      {mayAdd && !adding && (
        <Button
          size="compact-sm"
          variant="light"
          w="fit-content"
          mt="xs"
          leftSection={<IconPlus size={16} />}
          onClick={() => setAdding(startFollowUp(client, undefined, device))}
        >
          {t('client.newFollowUp')}
        </Button>
      )}
    </>
  );
}
