import { ActionIcon, Button, Group, Select, Table, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { LOCK_FIELD } from '#core/workflow/locks.ts';
import { mayRecord, mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useMerges, useRecord, useRecords, useRows } from '../../store/queries.ts';
import { lock, newId, remove, restore, save } from '../../store/repository.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { fieldLabel } from '../../ui/fieldLabel.ts';
import { showRemoved } from '../../ui/removed.tsx';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { useIsRestricted, useRestrictedPersons } from '../../ui/useRestriction.ts';
import { type ClientLine, useClientIndex } from '../clients/useClientIndex.ts';
import { isLocked } from '../locks/locks.ts';

/** The figures of the report *Data Koperasi/UMKM Sasaran* (domain 1.6), by the state of the list's day. */
const FIGURES = ['workers', 'assets', 'sales', 'volume'] as const;

/** The clients of a target list, with their figures on its day. */
export function Targets({ list }: { list: string }) {
  const { t, i18n } = useTranslation();
  const { role } = useThisDevice();
  const record = useRecord('targetLists', list);
  const targets = useRows('targets', list) as Entity<'targets'>[] | undefined;
  const states = useRecords('yearlyStates');
  const merges = useMerges();
  if (!record || !targets || !merges) return null;
  const clientOf = ({ values }: Entity<'targets'>) => (values.clientId ? merges.winnerOf(values.clientId) : undefined);
  // Merged clients are one, also where both were chosen.
  const clients = [...new Map(targets.map((target) => [clientOf(target) ?? target.id, target])).values()];
  const writing = record.values.state !== 'finished' && !isLocked(record) && mayRecord(role);
  const stateOf = (clientId: unknown) =>
    // A client's own comes after those of clients that were merged into it.
    states?.findLast(({ values }) => values.clientId === clientId && values.asOf === record.values.asOf)?.values;
  return (
    <Section title={t('work.targets', { count: clients.length })}>
      {writing && <Picker list={list} chosen={new Set(targets.map((target) => clientOf(target) ?? ''))} />}
      {targets.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('work.noTargets')}
        </Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('forms.client')}</Table.Th>
              {FIGURES.map((field) => (
                <Table.Th key={field}>{fieldLabel(t, i18n.language, 'yearlyStates', field)}</Table.Th>
              ))}
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {clients.map((target) => (
              <Line
                key={target.id}
                target={target}
                state={stateOf(clientOf(target))}
                writing={writing}
                late={isLocked(record) && !target.values[LOCK_FIELD] && !target.values.erasedAt}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}

function Line({
  target,
  state,
  writing,
  late,
}: {
  target: Entity<'targets'>;
  state: Values<'yearlyStates'> | undefined;
  writing: boolean;
  /** Recorded on another laptop before the lock of the list was known there. */
  late: boolean;
}) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const mayLock = mayWrite(role, 'targets', LOCK_FIELD);
  const { value: textOf } = useFieldTexts();
  const restricted = useIsRestricted(target);
  const drop = async () => {
    await remove('targets', target.id);
    showRemoved(`removed-${target.id}`, 'forms.removed', () => restore('targets', target.id));
  };
  return (
    <Table.Tr>
      <Table.Td>
        <ClientLink of={target.values} />
        {!state && !target.values.erasedAt && (
          <Text size="xs" c="dimmed">
            {t('work.noState')}
          </Text>
        )}
        {late && (
          <Group gap="xs">
            <Text size="xs" className="field-warning">
              {t('work.late')}
            </Text>
            {mayLock && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => void lock('targets', target.id, new Date().toISOString())}
              >
                {t('work.acceptLate')}
              </Button>
            )}
          </Group>
        )}
      </Table.Td>
      {FIGURES.map((field) => (
        <Table.Td key={field}>
          {(state?.[field] ?? null) === null ? '' : textOf('yearlyStates', field, state?.[field], state)}
        </Table.Td>
      ))}
      <Table.Td>
        {(writing || (late && mayLock)) && !restricted && (
          <ActionIcon variant="subtle" color="red" aria-label={t('forms.removeRow')} onClick={() => void drop()}>
            <IconTrash size={18} />
          </ActionIcon>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

const nameOf = ({ name, place }: ClientLine): string => (place ? `${name} (${place})` : name);

/** Chooses clients one after the other, by typing a part of the name. */
function Picker({ list, chosen }: { list: string; chosen: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const clients = useClientIndex() ?? [];
  const restricted = useRestrictedPersons();
  const [typed, setTyped] = useState('');
  const open = clients.filter(({ id }) => !chosen.has(id));
  const add = async (id: string | null) => {
    const client = open.find((each) => each.id === id);
    if (!client || restricted?.has(id ?? '')) return;
    await save('targets', newId(), { parent: list, clientCollection: client.collection, clientId: client.id });
  };
  return (
    <Group mb="xs">
      <Select
        label={t('work.addTarget')}
        placeholder={t('work.typeName')}
        searchable
        w={420}
        limit={50}
        value={null}
        data={open.map((client) => ({
          value: client.id,
          label: restricted?.has(client.id) ? t('work.restricted', { name: nameOf(client) }) : nameOf(client),
          disabled: restricted?.has(client.id) ?? true,
        }))}
        searchValue={typed}
        onSearchChange={setTyped}
        onChange={(id) => {
          setTyped('');
          void add(id);
        }}
      />
    </Group>
  );
}
