import { ActionIcon, Button, Stack, Text, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { Entity } from '../../store/queries.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { FollowUpFields } from '../followUps/FollowUpFields.tsx';
import { FollowUpList } from '../followUps/FollowUpList.tsx';
import { removeFollowUp } from '../followUps/remove.ts';
import { type NewFollowUp, startFollowUp } from '../followUps/start.ts';
import classes from './SessionPage.module.css';

interface Props {
  client: { collection: ClientCollection; id: string };
  sessionId: string;
  /** Of this session, in the order in which they were written. */
  followUps: Entity<'followUps'>[];
  /** Draft session: all are open for writing. Otherwise they are listed, to be marked or edited one by one. */
  writing: boolean;
}

/** The scheme of further action of a session (domain 9.3). */
export function SessionFollowUps({ client, sessionId, followUps, writing }: Props) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const [added, setAdded] = useState<NewFollowUp[]>([]);
  if (!writing) {
    return followUps.length > 0 ? (
      <FollowUpList followUps={followUps} />
    ) : (
      <Text size="sm" c="dimmed">
        {t('client.noFollowUps')}
      </Text>
    );
  }
  const known = new Map(followUps.map((followUp) => [followUp.id, followUp.values.what ?? '']));
  const ids = [...known.keys(), ...added.map(({ id }) => id).filter((id) => !known.has(id))];
  const remove = async (id: string) => {
    setAdded((all) => all.filter((entry) => entry.id !== id));
    if (known.has(id)) await removeFollowUp(id);
  };
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t('session.followUpsHint')}
      </Text>
      {ids.map((id) => (
        <div key={id} className={classes.followUp}>
          <RecordForm collection="followUps" id={id} initial={added.find((entry) => entry.id === id)?.initial}>
            <FollowUpFields autoFocus={added.at(-1)?.id === id && !known.has(id)} />
          </RecordForm>
          <Tooltip label={t('followUps.remove')}>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t('followUps.removeOf', { what: known.get(id) || t('followUps.unnamed') })}
              onClick={() => void remove(id)}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </Tooltip>
        </div>
      ))}
      <Button
        variant="light"
        leftSection={<IconPlus size={16} />}
        onClick={() => setAdded((all) => [...all, startFollowUp(client, sessionId, device)])}
      >
        {t('session.addFollowUp')}
      </Button>
    </Stack>
  );
}
