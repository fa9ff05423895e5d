import { Button, Card, Group, SegmentedControl, Stack, Switch, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThisDevice, useToday } from '../../app/device.tsx';
import { type Entity, useRecords } from '../../store/queries.ts';
import { byDueDay, isOpen, isOverdue } from './due.ts';
import { FollowUpList } from './FollowUpList.tsx';
import classes from './FollowUps.module.css';

const FILTERS = ['open', 'overdue', 'done', 'all'] as const;
type Filter = (typeof FILTERS)[number];

/** So that years of follow-ups open as fast as a week of them. */
const PAGE = 100;

/** All follow-ups of this laptop, the earliest due first. */
export function FollowUpsPage() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const today = useToday();
  const followUps = useRecords('followUps');
  const [filter, setFilter] = useState<Filter>('open');
  const [mine, setMine] = useState(device.role === 'consultant');
  const [limit, setLimit] = useState(PAGE);
  if (!followUps) return null;
  const wanted = followUps.filter(({ values }) => !mine || (values.consultant ?? values.createdBy) === device.user);
  const matching = (name: Filter) => wanted.filter((followUp) => matches(name, followUp, today));
  const found = matching(filter).sort(filter === 'done' ? byDoneDay : byDueDay);
  return (
    <Stack gap="sm" className={classes.page}>
      <Title order={1} size="h3">
        {t('followUps.title')}
      </Title>
      <Group>
        <SegmentedControl
          aria-label={t('followUps.filter')}
          value={filter}
          onChange={(value) => {
            setFilter(value as Filter);
            setLimit(PAGE);
          }}
          data={FILTERS.map((name) => ({ value: name, label: `${t(`followUps.${name}`)} (${matching(name).length})` }))}
        />
        <Switch label={t('followUps.mine')} checked={mine} onChange={(event) => setMine(event.currentTarget.checked)} />
      </Group>
      <Card withBorder>
        {found.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('followUps.empty')}
          </Text>
        )}
        <FollowUpList followUps={found.slice(0, limit)} showClient />
        {found.length > limit && (
          <Button variant="subtle" onClick={() => setLimit(limit + PAGE)}>
            {t('followUps.more', { count: Math.min(PAGE, found.length - limit) })}
          </Button>
        )}
      </Card>
    </Stack>
  );
}

function matches(filter: Filter, { values }: Entity<'followUps'>, today: string): boolean {
  if (filter === 'open') return isOpen(values);
  if (filter === 'overdue') return isOverdue(values, today);
  return filter === 'all' || values.state === 'done';
}

/** What was done last comes first. */
const byDoneDay = (a: Entity<'followUps'>, b: Entity<'followUps'>): number =>
  (b.values.doneOn ?? '').localeCompare(a.values.doneOn ?? '');
