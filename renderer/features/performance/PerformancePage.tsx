import { Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconPrinter } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PerformanceRecords, type Scope, spanOf, waitingSessions } from '#core/indicators/performance.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice, yearOf } from '../../app/device.tsx';
import { type Entity, useRecords } from '../../store/queries.ts';
import { newId, save } from '../../store/repository.ts';
import { Section } from '../../ui/Section.tsx';
import sheet from '../../ui/Sheet.module.css';
import { ChangeHistory } from '../settings/ChangeHistory.tsx';
import { Details } from './Details.tsx';
import { IndicatorTable } from './IndicatorTable.tsx';
import { TargetTable } from './TargetTable.tsx';
import { usePerformanceRecords } from './usePerformanceRecords.ts';

/** *Kinerja*: targets of a year against what was reached by quarter, all of it computed (domain 1.6, report 6). */
export function PerformancePage() {
  const device = useThisDevice();
  const records = usePerformanceRecords();
  const targets = useRecords('performanceTargets');
  const [year, setYear] = useState(yearOf(device));
  const [consultant, setConsultant] = useState<string | null>(null);
  if (!records || !targets) return null;
  const scope = { year, consultant };
  return (
    <Stack gap="sm">
      <Head {...{ scope, setYear, setConsultant, targets }} />
      <TargetTable
        scope={scope}
        records={records}
        targets={targets.filter(
          ({ values }) => values.year === year && (!consultant || values.consultant === consultant),
        )}
      />
      <IndicatorTable scope={scope} records={records} />
      <Details scope={scope} records={records} />
      <Notes scope={scope} records={records} />
      <ChangeHistory collection="performanceTargets" className={sheet.screenOnly} />
    </Stack>
  );
}

interface HeadProps {
  scope: Scope;
  setYear: (year: number) => void;
  setConsultant: (consultant: string | null) => void;
  targets: Entity<'performanceTargets'>[];
}

function Head({ scope, setYear, setConsultant, targets }: HeadProps) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const navigate = useNavigate();
  const users = useRecords('users') ?? [];
  const thisYear = yearOf(device);
  const years = [
    ...new Set([thisYear + 1, thisYear, thisYear - 1, ...targets.map(({ values }) => values.year ?? thisYear)]),
  ];
  const people = users
    .filter(({ id, values }) => values.role === 'consultant' || id === scope.consultant)
    .map(({ id, values }) => ({ value: id, label: values.name ?? id }));
  const name = people.find(({ value }) => value === scope.consultant)?.label;
  const add = async () => {
    const id = newId();
    const initial = { year: scope.year, ...(scope.consultant ? { consultant: scope.consultant } : {}) };
    await save('performanceTargets', id, {}, { initial });
    await navigate({ to: '/work/$collection/$id', params: { collection: 'performanceTargets', id } });
  };
  return (
    <>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            {t('performance.title')} {scope.year}
          </Title>
          <Text size="sm" c="dimmed">
            {device.unitName} · {name ?? t('performance.wholeUnit')}
          </Text>
        </div>
        <Group gap="xs" className={sheet.screenOnly}>
          <Button variant="default" leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
            {t('common.print')}
          </Button>
          {mayWrite(device.role, 'performanceTargets', '') && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => void add()}>
              {t('forms.add.performanceTargets')}
            </Button>
          )}
        </Group>
      </Group>
      <Group className={sheet.screenOnly}>
        <Select
          label={t('performance.year')}
          w={120}
          allowDeselect={false}
          value={String(scope.year)}
          data={years.sort((a, b) => b - a).map(String)}
          onChange={(chosen) => setYear(Number(chosen))}
        />
        <Select
          label={t('performance.consultant')}
          w={280}
          clearable
          placeholder={t('performance.wholeUnit')}
          value={scope.consultant ?? null}
          data={people}
          onChange={setConsultant}
        />
      </Group>
    </>
  );
}

function Notes({ scope, records }: { scope: Scope; records: PerformanceRecords }) {
  const { t } = useTranslation();
  return (
    <Section title={t('performance.notes')}>
      <Text component="ul" size="sm" my={0} pl="md">
        <li>
          {t('performance.approved', { count: waitingSessions(records, spanOf(scope)).length, year: scope.year })}
        </li>
        <li>{t('performance.yearNotSum')}</li>
        <li>{t('performance.yearly')}</li>
        <li>{t('performance.notDivided')}</li>
      </Text>
    </Section>
  );
}
