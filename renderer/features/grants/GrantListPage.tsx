import { Button, Group, Select, Stack, Table, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice, useToday, yearOf } from '../../app/device.tsx';
import { startCandidate } from './actions.ts';
import { pointsText } from './Reviews.tsx';
import { type Line, useRanking } from './ranking.ts';

/** The candidates of a year, best first. */
export function GrantListPage() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const navigate = useNavigate();
  const [year, setYear] = useState(yearOf(device));
  const ranking = useRanking(year);
  const add = async () => {
    const id = await startCandidate(device);
    await navigate({ to: '/grants/$id', params: { id } });
  };
  if (!ranking) return null;
  const years = [...new Set([yearOf(device), ...ranking.years])].sort((a, b) => b - a);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('collections.candidates')}
        </Title>
        <Group gap="xs">
          <Button component={Link} to="/grants/rules" variant="light">
            {t('grants.rules')}
          </Button>
          {mayWrite(device.role, 'candidates', '') && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => void add()}>
              {t('forms.add.candidates')}
            </Button>
          )}
        </Group>
      </Group>
      <Select
        label={t('grants.year')}
        w={140}
        allowDeselect={false}
        value={String(year)}
        data={years.map(String)}
        onChange={(chosen) => setYear(Number(chosen))}
      />
      {ranking.lines.length === 0 ? <Text c="dimmed">{t('grants.empty')}</Text> : <Candidates lines={ranking.lines} />}
    </Stack>
  );
}

const HEADS = ['year', 'name', 'stage', 'score', 'rank', 'nextDue'] as const;

function Candidates({ lines }: { lines: Line[] }) {
  const { t } = useTranslation();
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {HEADS.map((head) => (
            <Table.Th key={head}>{t(head === 'name' ? 'fieldsOf.candidates.name' : `grants.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <Candidate key={line.id} line={line} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Candidate({ line }: { line: Line }) {
  const { t, i18n } = useTranslation();
  const today = useToday();
  const late = line.due !== null && line.due < today;
  return (
    <Table.Tr>
      <Table.Td>{line.year}</Table.Td>
      <Table.Td>
        <Link to="/grants/$id" params={{ id: line.id }}>
          {line.name || t('common.unnamed')}
        </Link>
        {line.business && (
          <Text size="xs" c="dimmed">
            {line.business}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{t(`choices.candidates.stage.${line.stage}`)}</Table.Td>
      <Table.Td>{line.score === null ? '' : pointsText(line.score, i18n.language)}</Table.Td>
      <Table.Td>{line.rank ?? ''}</Table.Td>
      <Table.Td c={late ? 'red.8' : undefined}>
        {line.due ? formatDay(line.due) : ''}
        {late ? ` (${t('grants.overdue')})` : ''}
      </Table.Td>
    </Table.Tr>
  );
}
