import { Alert, Button, Group, Progress, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pair, Summary } from '#core/duplicates/clients.ts';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { tellApart } from '../../store/merges.ts';
import { Section } from '../../ui/Section.tsx';
import { Alike, useSummaryText } from './Alike.tsx';
import { noteApart } from './notes.ts';
import { useScan } from './search.ts';

/** As many as one looks at in one go. */
const SHOWN = 100;

/** *Kemungkinan ganda*: pairs of clients that may be one, to be compared, merged, or told apart. */
export function DuplicatesPage() {
  const { t } = useTranslation();
  const { user } = useThisDevice();
  const { scan, failed } = useScan();
  const [mine, setMine] = useState(false);
  const isMine = (of: readonly Summary[]) => !mine || of.some(({ consultant }) => consultant === user);
  const pairs = scan?.pairs.filter(({ one, other }) => isMine([one, other])) ?? [];
  const apart = scan?.apart.filter(isMine) ?? [];
  const isDone = scan !== undefined && scan.done >= scan.total;
  return (
    <Stack gap="sm">
      <div>
        <Title order={1} size="h3">
          {t('duplicates.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('duplicates.intro')}
        </Text>
      </div>
      {failed && (
        <Alert color="red" role="alert">
          {t('duplicates.failed')}
        </Alert>
      )}
      {!failed && !isDone && (
        <div>
          <Text size="sm">{t('duplicates.searching', { done: scan?.done ?? 0, total: scan?.total ?? '…' })}</Text>
          <Progress
            aria-label={t('duplicates.title')}
            value={scan && scan.total > 0 ? (scan.done / scan.total) * 100 : 0}
            size="sm"
          />
        </div>
      )}
      <Group justify="space-between">
        <Text size="sm" role="status">
          {pairs.length > 0 && t('duplicates.count', { count: pairs.length })}
          {pairs.length === 0 && isDone && t('duplicates.none')}
        </Text>
        <Switch
          label={t('duplicates.mine')}
          checked={mine}
          onChange={(event) => setMine(event.currentTarget.checked)}
        />
      </Group>
      {pairs.length > 0 && <Pairs pairs={pairs.slice(0, SHOWN)} />}
      {pairs.length > SHOWN && <Text size="sm">{t('duplicates.cut', { shown: SHOWN, total: pairs.length })}</Text>}
      {apart.length > 0 && <Apart apart={apart} />}
    </Stack>
  );
}

function Pairs({ pairs }: { pairs: readonly Pair[] }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  return (
    <Table highlightOnHover verticalSpacing="xs" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('duplicates.one')}</Table.Th>
          <Table.Th>{t('duplicates.other')}</Table.Th>
          <Table.Th w={180}>{t('duplicates.why')}</Table.Th>
          <Table.Th w={280} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {pairs.map(({ one, other, alike }) => {
          const names = { one: one.name, other: other.name };
          return (
            <Table.Tr key={`${one.id} ${other.id}`}>
              {[one, other].map((summary) => (
                <Table.Td key={summary.id}>
                  <Who summary={summary} />
                </Table.Td>
              ))}
              <Table.Td>
                <Alike of={one} alike={alike} />
              </Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap" justify="flex-end">
                  <Button
                    size="compact-sm"
                    variant="light"
                    component={Link}
                    to={`/duplicates/${one.collection}/${one.id}/${other.id}`}
                    aria-label={t('duplicates.compareFor', names)}
                  >
                    {t('duplicates.compare')}
                  </Button>
                  {mayRecord(role) && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('duplicates.notSameFor', names)}
                      onClick={() => void noteApart(t, one.collection, [one.id, other.id])}
                    >
                      {t('duplicates.notSame')}
                    </Button>
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function Who({ summary }: { summary: Summary }) {
  const { t } = useTranslation();
  const textOf = useSummaryText();
  return (
    <>
      <Link to="/clients/$collection/$id" params={{ collection: summary.collection, id: summary.id }}>
        {summary.name || t('common.unnamed')}
      </Link>
      <Text size="xs" c="dimmed">
        {textOf(summary)}
      </Text>
    </>
  );
}

function Apart({ apart }: { apart: readonly [Summary, Summary][] }) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  return (
    <Section title={t('duplicates.apart', { count: apart.length })}>
      <Table>
        <Table.Tbody>
          {apart.slice(0, SHOWN).map(([one, other]) => (
            <Table.Tr key={`${one.id} ${other.id}`}>
              <Table.Td>
                <Who summary={one} />
              </Table.Td>
              <Table.Td>
                <Who summary={other} />
              </Table.Td>
              <Table.Td ta="right">
                {mayRecord(role) && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    onClick={() => void tellApart(one.collection, [one.id, other.id], false)}
                  >
                    {t('duplicates.askAgain')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
