import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { timeOf } from '#core/register/stamp.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecord } from '../../store/queries.ts';
import { restore } from '../../store/repository.ts';
import { usePeople } from '../../ui/people.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { EraseSubjectButton } from '../privacy/Erasure.tsx';

/** The page of a client that is not here: deleted, with the way back for those who may, or not known (yet). */
export function AbsentClient({ collection, id }: { collection: ClientCollection; id: string }) {
  const { t } = useTranslation();
  const record = useRecord(collection, id);
  if (record === undefined) return null;
  return (
    <Stack align="flex-start">
      {record?.values.erasedAt && <Erased record={record} />}
      {record && !record.values.erasedAt && <Deleted record={record} />}
      {!record && <Text>{t('client.notFound')}</Text>}
      <Button component={Link} to="/clients" variant={record ? 'default' : 'filled'}>
        {t('client.toList')}
      </Button>
    </Stack>
  );
}

function Erased({ record }: { record: Entity<ClientCollection> }) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  const nameOf = usePeople();
  const head = record.register('erasedAt')?.heads[0];
  return (
    <>
      <Title order={1} size="h3">
        {t('privacy.erasure.erasedTitle')}
      </Title>
      {head && (
        <Text>{t('privacy.erasure.erasedBy', { name: nameOf(head.by), when: texts.moment(timeOf(head.stamp)) })}</Text>
      )}
    </>
  );
}

function Deleted({ record }: { record: Entity<ClientCollection> }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const texts = useFieldTexts();
  const nameOf = usePeople();
  const { collection, id, values } = record;
  const head = record.register('deletedAt')?.heads.find(({ value }) => value !== null);
  return (
    <>
      <Title order={1} size="h3">
        {values.name || t('common.unnamed')}
      </Title>
      {head && <Text>{t('client.deletedBy', { name: nameOf(head.by), when: texts.moment(timeOf(head.stamp)) })}</Text>}
      {mayWrite(role, collection, 'deletedAt') ? (
        <Group>
          <Button onClick={() => void restore(collection, id)}>{t('client.restore')}</Button>
          <Text size="sm" c="dimmed">
            {t('client.restoreHint')}
          </Text>
          <EraseSubjectButton subject={record} size="sm" />
        </Group>
      ) : (
        <Text size="sm" c="dimmed">
          {t('client.restoreByCoordinator')}
        </Text>
      )}
    </>
  );
}
