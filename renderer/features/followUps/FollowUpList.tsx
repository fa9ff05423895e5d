import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconCircle, IconCircleCheck, IconCircleMinus, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import type { Entity } from '../../store/queries.ts';
import { save } from '../../store/repository.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { useWaitsForConsent } from '../../ui/useConsent.ts';
import { useRestriction } from '../../ui/useRestriction.ts';
import { dueText, isOpen, isOverdue } from './due.ts';
import { FollowUpFields } from './FollowUpFields.tsx';
import classes from './FollowUps.module.css';
import { removeFollowUp } from './remove.ts';

type FollowUp = Entity<'followUps'>;

/** Follow-ups in the given order, each to be marked, edited or dropped in its place. */
export function FollowUpList({ followUps, showClient }: { followUps: FollowUp[]; showClient?: boolean }) {
  const [edited, setEdited] = useState<FollowUp | null>(null);
  // One that is being edited stays in sight, also when its new day takes it out of the list that was asked for.
  const lost = edited && !followUps.some(({ id }) => id === edited.id);
  return (
    <ul className={classes.list}>
      {[...followUps, ...(lost ? [edited] : [])].map((followUp) => (
        <li key={followUp.id} className={classes.item}>
          {followUp.id === edited?.id ? (
            <Editor followUp={followUp} onClose={() => setEdited(null)} />
          ) : (
            <Line followUp={followUp} showClient={showClient} onEdit={() => setEdited(followUp)} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Line({ followUp, showClient, onEdit }: { followUp: FollowUp; showClient?: boolean; onEdit: () => void }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const waits = useWaitsForConsent(followUp) === true;
  const writes = useRestriction(followUp) === null && !waits && mayRecord(role);
  const today = useToday();
  const { id, values } = followUp;
  const what = values.what || t('followUps.unnamed');
  const open = isOpen(values);
  const mark = t(open ? 'followUps.markDoneOf' : 'followUps.markOpenOf', { what });
  return (
    <>
      <Tooltip label={t(open ? 'followUps.markDone' : 'followUps.markOpen')}>
        <ActionIcon
          variant="subtle"
          aria-label={mark}
          disabled={!writes}
          onClick={() => void (open ? finish(id, today) : reopen(id))}
        >
          {values.state === 'done' ? (
            <IconCircleCheck size={20} />
          ) : values.state === 'dropped' ? (
            <IconCircleMinus size={20} />
          ) : (
            <IconCircle size={20} />
          )}
        </ActionIcon>
      </Tooltip>
      <div className={classes.text} data-closed={!open || undefined}>
        <Text size="sm">{what}</Text>
        <Text size="xs" c="dimmed">
          <span className={classes.due} data-overdue={isOverdue(values, today) || undefined}>
            {dueText(t, values, today)}
          </span>
          {values.who ? ` · ${values.who}` : ''}
          {showClient && (
            <>
              {' · '}
              <ClientLink of={values} />
            </>
          )}
        </Text>
      </div>
      {writes && (
        <Tooltip label={t('common.edit')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('followUps.editOf', { what })} onClick={onEdit}>
            <IconPencil size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
}

function Editor({ followUp, onClose }: { followUp: FollowUp; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, values } = followUp;
  const closeAfter = async (change: Promise<void>) => {
    await change;
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes; the fields inside are the controls
    <div className={classes.editor} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <RecordForm collection="followUps" id={id}>
        <FollowUpFields autoFocus withNote />
      </RecordForm>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" onClick={onClose}>
          {t('common.close')}
        </Button>
        {isOpen(values) && (
          <Button size="compact-sm" variant="default" onClick={() => void closeAfter(drop(id))}>
            {t('followUps.drop')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => void closeAfter(removeFollowUp(id))}>
          {t('followUps.remove')}
        </Button>
      </Group>
    </div>
  );
}

const finish = async (id: string, today: string): Promise<void> => {
  await save('followUps', id, { state: 'done', doneOn: today });
};

const reopen = async (id: string): Promise<void> => {
  await save('followUps', id, { state: 'open', doneOn: null });
};

const drop = async (id: string): Promise<void> => {
  await save('followUps', id, { state: 'dropped', doneOn: null });
};
