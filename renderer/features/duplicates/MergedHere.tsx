import { Alert, Button, Group, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { timeOf } from '#core/register/stamp.ts';
import { isOfOther, MERGED_FIELD } from '#core/workflow/merges.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { separate } from '../../store/merges.ts';
import { type Entity, useClient, useMerges, useRecord } from '../../store/queries.ts';
import { usePeople } from '../../ui/people.ts';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';

import classes from './Compare.module.css';

type Client = Pick<Entity<ClientCollection>, 'collection' | 'id'>;

/** On a client's page: the records that were merged into it, how they are compared, and how they are separated again. */
export function MergedHere({ client: { collection, id } }: { client: Client }) {
  const { t } = useTranslation();
  const members = useMerges()?.membersOf(id).slice(1) ?? [];
  if (members.length === 0) return null;
  return (
    <Section title={t('duplicates.here')}>
      {members.map((member) => (
        <Member key={member} collection={collection} id={member} winner={id} />
      ))}
    </Section>
  );
}

function Member({ collection, id, winner }: Client & { winner: string }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const { moment, label } = useFieldTexts();
  const nameOf = usePeople();
  const record = useRecord(collection, id);
  if (!record) return null;
  const head = record.register(MERGED_FIELD)?.heads[0];
  const name = record.values.name || t('common.unnamed');
  const changed = head ? changedSince(record, head.stamp) : [];
  const ask = () =>
    modals.openConfirmModal({
      title: t('duplicates.separateTitle', { name }),
      children: <Text size="sm">{t('duplicates.separateHint')}</Text>,
      labels: { confirm: t('duplicates.separate'), cancel: t('common.cancel') },
      onConfirm: () =>
        void separate(collection, id).then(() =>
          notifications.show({ message: t('duplicates.separated'), withCloseButton: false }),
        ),
    });
  return (
    <div className={classes.member}>
      <div>
        <Text size="sm">{name}</Text>
        {head && (
          <Text size="xs" c="dimmed">
            {t('duplicates.mergedBy', { name: nameOf(head.by), when: moment(timeOf(head.stamp)) })}
          </Text>
        )}
        {changed.length > 0 && (
          <Text size="xs" className="field-warning">
            {t('duplicates.changedSince', { fields: changed.map((field) => label(collection, field)).join(', ') })}
          </Text>
        )}
      </div>
      <Group gap="xs">
        <Button
          size="compact-xs"
          variant="light"
          component={Link}
          to={`/duplicates/${collection}/${winner}/${id}`}
          aria-label={t('duplicates.compareFor', { one: name, other: '' })}
        >
          {t('duplicates.compare')}
        </Button>
        {mayWrite(role, collection, MERGED_FIELD) && (
          <Button size="compact-xs" variant="default" onClick={ask}>
            {t('duplicates.separate')}
          </Button>
        )}
      </Group>
    </div>
  );
}

/** What somebody wrote into it elsewhere, or later, who did not know of the merge. By their clocks, so only a hint. */
function changedSince(record: Entity<ClientCollection>, merged: string): string[] {
  return Object.keys(record.values).filter(
    (field) => field !== MERGED_FIELD && !isOfOther(field) && (record.register(field)?.heads[0]?.stamp ?? '') > merged,
  );
}

/** On the form of a client that was merged meanwhile: where it went. */
export function MovedNotice({ client: { collection, id } }: { client: Client }) {
  const { t } = useTranslation();
  const winner = useClient(collection, id);
  if (!winner || winner.id === id) return null;
  const name = winner.values.name || t('common.unnamed');
  return (
    <Alert color="orange" role="status" p="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{t('duplicates.movedTo', { name })}</Text>
        <Button size="xs" variant="default" component={Link} to={`/clients/${collection}/${winner.id}`}>
          {t('duplicates.openWinner', { name })}
        </Button>
      </Group>
    </Alert>
  );
}
