import { Button, Checkbox, Group, Select, Table, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../../ui/people.ts';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { recordKind } from '../../ui/recordKind.ts';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { useClientIndex } from '../clients/useClientIndex.ts';
import { lock, returnTo } from '../locks/locks.ts';
import { Remark } from './Remark.tsx';
import { type Checkable, subjectOf, useToCheck } from './toCheck.ts';

/** As many as one looks at in one go. */
const SHOWN = 100;

/** Submitted work: to be opened, and then locked or returned, one by one or many at once. */
export function CheckList() {
  const { t } = useTranslation();
  const all = useToCheck();
  const [kind, setKind] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (!all) return null;
  const shown = all.filter(({ collection }) => !kind || collection === kind).slice(0, SHOWN);
  const marked = shown.filter(({ id }) => chosen.has(id));
  const kinds = [...new Set(all.map(({ collection }) => collection))];
  const total = all.filter(({ collection }) => !kind || collection === kind).length;
  const choose = (ids: string[], on: boolean) =>
    setChosen(new Set(on ? [...chosen, ...ids] : [...chosen].filter((id) => !ids.includes(id))));
  return (
    <Section title={t('desk.toCheck')}>
      {all.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('desk.nothingToCheck')}
        </Text>
      ) : (
        <>
          <Group justify="space-between" mb="xs">
            <Select
              aria-label={t('desk.kind')}
              placeholder={t('desk.kinds')}
              w={220}
              clearable
              value={kind}
              data={kinds.map((value) => ({ value, label: recordKind(t, value) }))}
              onChange={setKind}
            />
            <Actions marked={marked} onDone={() => setChosen(new Set())} />
          </Group>
          <Rows {...{ shown, chosen, choose }} />
          {total > shown.length && (
            <Text size="sm" mt="xs">
              {t('desk.cut', { shown: shown.length, total })}
            </Text>
          )}
        </>
      )}
    </Section>
  );
}

function Actions({ marked, onDone }: { marked: Checkable[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const each = async (act: (record: Checkable) => Promise<void>, said: 'desk.locked' | 'desk.returned') => {
    setBusy(true);
    try {
      for (const record of marked) await act(record);
      notifications.show({ message: t(said, { count: marked.length }), color: 'teal' });
      onDone();
    } finally {
      setBusy(false);
    }
  };
  const askRemark = () => {
    const dialog = modals.open({
      title: t('desk.return', { count: marked.length }),
      children: (
        <Remark
          onSend={async (remark) => {
            modals.close(dialog);
            await each((record) => returnTo(record, remark), 'desk.returned');
          }}
          onCancel={() => modals.close(dialog)}
        />
      ),
    });
  };
  return (
    <Group gap="xs">
      <Button
        variant="default"
        disabled={marked.length === 0 || isBusy}
        leftSection={<IconArrowBackUp size={16} />}
        onClick={askRemark}
      >
        {t('desk.return', { count: marked.length })}
      </Button>
      <Button
        disabled={marked.length === 0}
        loading={isBusy}
        leftSection={<IconLock size={16} />}
        onClick={() => void each(lock, 'desk.locked')}
      >
        {t('desk.lock', { count: marked.length })}
      </Button>
    </Group>
  );
}

interface RowsProps {
  shown: Checkable[];
  chosen: ReadonlySet<string>;
  choose: (ids: string[], on: boolean) => void;
}

function Rows({ shown, chosen, choose }: RowsProps) {
  const { t } = useTranslation();
  const { moment } = useFieldTexts();
  const nameOf = usePeople();
  const clients = useClientIndex();
  const clientName = new Map(clients?.map(({ id, name }) => [id, name]));
  const textOf = (record: Checkable): string => {
    const { clientId } = record.values as { clientId?: string | null };
    return [clientName.get(clientId ?? ''), subjectOf(record)].filter(Boolean).join(': ') || t('common.unnamed');
  };
  const ids = shown.map(({ id }) => id);
  const marked = ids.filter((id) => chosen.has(id)).length;
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={40}>
            <Checkbox
              aria-label={t('desk.chooseAll')}
              checked={marked === ids.length && ids.length > 0}
              indeterminate={marked > 0 && marked < ids.length}
              onChange={(event) => choose(ids, event.currentTarget.checked)}
            />
          </Table.Th>
          {(['kind', 'what', 'author', 'since'] as const).map((head) => (
            <Table.Th key={head}>{t(`desk.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shown.map((record) => (
          <Table.Tr key={record.id}>
            <Table.Td>
              <Checkbox
                aria-label={t('desk.choose', { what: textOf(record) })}
                checked={chosen.has(record.id)}
                onChange={(event) => choose([record.id], event.currentTarget.checked)}
              />
            </Table.Td>
            <Table.Td>{recordKind(t, record.collection)}</Table.Td>
            <Table.Td>
              <RecordLink collection={record.collection} id={record.id}>
                {textOf(record)}
              </RecordLink>
            </Table.Td>
            <Table.Td>{nameOf(record.values.createdBy)}</Table.Td>
            <Table.Td>{record.values.finishedAt && moment(Date.parse(record.values.finishedAt))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
