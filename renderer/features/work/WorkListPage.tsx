import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { fieldSchema } from '#core/model/collections.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecords } from '../../store/queries.ts';
import { newId, save } from '../../store/repository.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { fieldLabel } from '../../ui/fieldLabel.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { LockMark } from '../locks/Lock.tsx';
import type { Lockable } from '../locks/locks.ts';
import type { WorkList } from './lists.ts';

/** All records of one kind, newest first. */
export function WorkListPage({ list }: { list: WorkList }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const navigate = useNavigate();
  const records = useRecords(list.collection) as Entity<never>[] | undefined;
  const add = async () => {
    const id = newId();
    await save(list.collection, id, list.begin?.(device) as never);
    await navigate({ to: '/work/$collection/$id', params: { collection: list.collection, id } });
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t(`collections.${list.collection}` as never)}
        </Title>
        {list.begin && mayWrite(device.role, list.collection, '') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => void add()}>
            {t(`forms.add.${list.collection}` as never)}
          </Button>
        )}
      </Group>
      {records?.length === 0 && <Text c="dimmed">{t(list.begin ? 'forms.empty' : 'forms.emptyOfClients')}</Text>}
      {records && records.length > 0 && <Records list={list} records={records} />}
    </Stack>
  );
}

function Records({ list, records }: { list: WorkList; records: Entity<never>[] }) {
  const { t, i18n } = useTranslation();
  const value = (record: Entity<never>) => String((record.values as Record<string, unknown>)[list.by] ?? '');
  const newestFirst = (a: Entity<never>, b: Entity<never>) =>
    value(b).localeCompare(value(a)) || b.id.localeCompare(a.id);
  const sorted = records.toSorted((a, b) => (list.rises ? newestFirst(b, a) : newestFirst(a, b)));
  const hasState = fieldSchema(list.collection, 'lockedAt') !== undefined;
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {list.columns.map((column) => (
            <Table.Th key={column}>
              {column === 'client' ? t('forms.client') : fieldLabel(t, i18n.language, list.collection, column)}
            </Table.Th>
          ))}
          {hasState && <Table.Th>{t('forms.state')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sorted.map((record) => (
          <Line key={record.id} list={list} record={record} hasState={hasState} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Line({ list, record, hasState }: { list: WorkList; record: Entity<never>; hasState: boolean }) {
  const { t } = useTranslation();
  const { value: textOf } = useFieldTexts();
  const values = record.values as Record<string, unknown>;
  const cells = list.columns.map((column) => ({
    column,
    text: (values[column] ?? null) === null ? '' : textOf(list.collection, column, values[column], values),
  }));
  const linked = cells.find(({ column }) => column !== 'client')?.column;
  return (
    <Table.Tr>
      {cells.map(({ column, text }) => (
        <Table.Td key={column}>
          {column === 'client' && <ClientLink of={values as never} />}
          {column === linked ? (
            <Link to="/work/$collection/$id" params={{ collection: list.collection, id: record.id }}>
              {text || t('common.unnamed')}
            </Link>
          ) : (
            text
          )}
        </Table.Td>
      ))}
      {hasState && (
        <Table.Td>
          {'state' in values && <StateBadge finished={values.state === 'finished'} />}{' '}
          <LockMark record={record as unknown as Lockable} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}
