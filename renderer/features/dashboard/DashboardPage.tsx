import { Alert, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import type { ReportScope } from '#core/reports/report.ts';
import { useThisDevice, useToday, yearOf } from '../../app/device.tsx';
import { useRecords } from '../../store/queries.ts';
import sheet from '../../ui/Sheet.module.css';
import { Computing } from '../reports/Computing.tsx';
import { PeriodPicker } from '../reports/PeriodPicker.tsx';
import { daysOf, type Period, periodOf } from '../reports/periods.ts';
import { BehindDialog } from './BehindDialog.tsx';
import classes from './Dashboard.module.css';
import { OpenContext, type Opened } from './opening.ts';
import { Funnel, Quality, Readiness, Village } from './Parts.tsx';
import { SessionsByField, SessionsByPart } from './SessionCharts.tsx';
import { Tiles } from './Tiles.tsx';
import { useDashboard } from './useDashboard.ts';
import type { MadeDashboard } from './worker.ts';

/** How many records a list shows at first, and how many more each time. */
const LIST_STEP = 100;

/** *Ringkasan* of the unit, or of one consultant; a consultant sees their own. */
export function DashboardPage() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const today = useToday();
  const isOwn = device.role === 'consultant';
  const [period, setPeriod] = useState<Period>(() => ({ ...periodOf(today), kind: 'year' }));
  const [chosen, setChosen] = useState<string | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [limit, setLimit] = useState(LIST_STEP);
  const scope = { ...daysOf(period), consultant: isOwn ? device.user : chosen };
  const [isWanted, setWanted] = useState(true);
  const { made, isListed, reading, error } = useDashboard({ scope, open: opened?.name ?? null, limit }, isWanted);
  const open = (next: Opened) => {
    setLimit(LIST_STEP);
    setOpened(next);
  };
  return (
    <OpenContext value={open}>
      <Stack gap="sm">
        <Head {...{ scope, period, setPeriod, chosen, setChosen, isOwn }} />
        {made && <Figures made={made} scope={scope} />}
        {error !== undefined && <Failed error={error} />}
        {!made && error === undefined && isWanted && (
          <Computing text={t('dashboard.computing')} progress={reading} stop={() => setWanted(false)} />
        )}
        {!isWanted && <Stopped onAgain={() => setWanted(true)} />}
      </Stack>
      {opened && made && (
        <BehindDialog
          opened={opened}
          total={made.counts[opened.name] ?? 0}
          list={isListed ? made.list : undefined}
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

function Failed({ error }: { error: string }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" title={t('dashboard.failed')}>
      {t('dashboard.failedWhat')} <Text size="xs">{error}</Text>
    </Alert>
  );
}

/** The user stopped the computing. */
function Stopped({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <Group role="status">
      {t('reports.stopped')}
      <Button size="xs" variant="default" onClick={onAgain}>
        {t('reports.computeAgain')}
      </Button>
    </Group>
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
