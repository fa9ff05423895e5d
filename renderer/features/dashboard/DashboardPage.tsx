import { Alert, Button, Group, Progress, Select, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import type { ReportScope } from '#core/reports/report.ts';
import { useThisDevice, useToday, yearOf } from '../../app/device.tsx';
import { useRecords } from '../../store/queries.ts';
import sheet from '../../ui/Sheet.module.css';
import { PeriodPicker } from '../reports/PeriodPicker.tsx';
import { daysOf, type Period, periodOf } from '../reports/periods.ts';
import { BehindDialog } from './BehindDialog.tsx';
import classes from './Dashboard.module.css';
import { OpenContext, type Opened } from './opening.ts';
import { Funnel, Quality, Readiness, Village } from './Parts.tsx';
import { SessionsByField, SessionsByPart } from './SessionCharts.tsx';
import { Tiles } from './Tiles.tsx';
import { type DashboardState, useDashboard } from './useDashboard.ts';
import type { MadeDashboard } from './worker.ts';

/** How many records a list shows at first, and how many more each time. */
const LIST_STEP = 100;

/** *Ringkasan* of the unit, or of one consultant; a consultant sees their own. */
export function DashboardPage() {
  const device = useThisDevice();
  const today = useToday();
  const isOwn = device.role === 'consultant';
  const [period, setPeriod] = useState<Period>(() => ({ ...periodOf(today), kind: 'year' }));
  const [chosen, setChosen] = useState<string | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [limit, setLimit] = useState(LIST_STEP);
  const scope = { ...daysOf(period), consultant: isOwn ? device.user : chosen };
  const state = useDashboard({ scope, open: opened?.name ?? null, limit });
  const open = (next: Opened) => {
    setLimit(LIST_STEP);
    setOpened(next);
  };
  return (
    <OpenContext value={open}>
      <Stack gap="sm">
        <Head {...{ scope, period, setPeriod, chosen, setChosen, isOwn }} />
        {state.made ? <Figures made={state.made} scope={scope} /> : <Waiting state={state} />}
      </Stack>
      {opened && state.made && (
        <BehindDialog
          opened={opened}
          total={state.made.counts[opened.name] ?? 0}
          list={state.isListed ? state.made.list : undefined}
          year={yearOfScope(scope)}
          onMore={() => setLimit(limit + LIST_STEP)}
          onClose={() => setOpened(null)}
        />
      )}
    </OpenContext>
  );
}

const yearOfScope = ({ to }: ReportScope): number => Number(to.slice(0, 4));

interface HeadProps {
  scope: ReportScope;
  period: Period;
  setPeriod: (period: Period) => void;
  chosen: string | null;
  setChosen: (consultant: string | null) => void;
  isOwn: boolean;
}

function Head({ scope, period, setPeriod, chosen, setChosen, isOwn }: HeadProps) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const users = useRecords('users') ?? [];
  const people = users
    .filter(({ id, values }) => values.role === 'consultant' || id === chosen)
    .map(({ id, values }) => ({ value: id, label: values.name ?? id }));
  const whose = isOwn ? t('dashboard.own') : people.find(({ value }) => value === chosen)?.label;
  const days = t('reports.between', { from: formatDay(scope.from), to: formatDay(scope.to) });
  return (
    <>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            {t('dashboard.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {device.unitName} · {whose ?? t('dashboard.wholeUnit')} · {days}
          </Text>
        </div>
        <Button
          className={sheet.screenOnly}
          variant="default"
          leftSection={<IconPrinter size={18} />}
          onClick={() => window.print()}
        >
          {t('common.print')}
        </Button>
      </Group>
      <Group className={sheet.screenOnly} gap="xs" align="flex-start">
        <PeriodPicker period={period} onChange={setPeriod} onlyYears={false} thisYear={yearOf(device)} />
        {!isOwn && (
          <Select
            label={t('dashboard.consultant')}
            w={260}
            clearable
            placeholder={t('dashboard.wholeUnit')}
            value={chosen}
            data={people}
            onChange={setChosen}
          />
        )}
      </Group>
    </>
  );
}

function Waiting({ state: { error, reading } }: { state: DashboardState }) {
  const { t } = useTranslation();
  if (error !== undefined) {
    return (
      <Alert color="red" title={t('dashboard.failed')}>
        {t('dashboard.failedWhat')} <Text size="xs">{error}</Text>
      </Alert>
    );
  }
  const text = reading && reading.done < reading.total ? t('dashboard.reading', reading) : t('dashboard.computing');
  return (
    <div role="status">
      <Text size="sm">{text}</Text>
      <Progress mt={4} aria-label={text} value={reading ? (100 * reading.done) / reading.total : 0} />
    </div>
  );
}

function Figures({ made, scope }: { made: MadeDashboard; scope: ReportScope }) {
  const { t } = useTranslation();
  const year = yearOfScope(scope);
  return (
    <>
      <Tiles made={made} year={year} />
      <Text size="xs" c="dimmed" className={sheet.screenOnly}>
        {t('dashboard.hint')} {t('dashboard.approvedNote')}
      </Text>
      <div className={classes.columns}>
        <SessionsByField counts={made.counts} />
        <SessionsByPart made={made} />
        <Funnel counts={made.counts} from={Number(scope.from.slice(0, 4))} to={year} />
        <Stack gap="sm">
          <Readiness made={made} />
          <Village made={made} />
          <Quality counts={made.counts} year={year} />
        </Stack>
      </div>
      <Text size="xs" c="dimmed">
        {t('dashboard.made', { sequence: made.sequence })}{' '}
        {made.unsent > 0 && t('dashboard.unsent', { count: made.unsent })}
      </Text>
    </>
  );
}
