import { Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, parseDay } from '#core/model/dates.ts';
import { PERIOD_KINDS, type Period, type PeriodKind } from './periods.ts';

interface Props {
  period: Period;
  onChange: (period: Period) => void;
  /** A report of a year is of a year. */
  onlyYears: boolean;
  thisYear: number;
}

export function PeriodPicker({ period, onChange, onlyYears, thisYear }: Props) {
  const { t, i18n } = useTranslation();
  const kind = onlyYears ? 'year' : period.kind;
  const set = (change: Partial<Period>) => onChange({ ...period, ...change });
  const monthName = (month: number) =>
    new Intl.DateTimeFormat(i18n.language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month - 1, 1));
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      {!onlyYears && (
        <Select
          label={t('reports.period')}
          w={130}
          allowDeselect={false}
          value={kind}
          data={PERIOD_KINDS.map((value) => ({ value, label: t(`reports.periods.${value}`) }))}
          onChange={(chosen) => set({ kind: chosen as PeriodKind })}
        />
      )}
      {kind === 'month' && (
        <Select
          label={t('reports.month')}
          w={150}
          allowDeselect={false}
          value={String(period.month)}
          data={range(1, 12).map((month) => ({ value: String(month), label: monthName(month) }))}
          onChange={(chosen) => set({ month: Number(chosen) })}
        />
      )}
      {kind === 'quarter' && (
        <Select
          label={t('reports.quarter')}
          w={130}
          allowDeselect={false}
          value={String(period.quarter)}
          data={range(1, 4).map((quarter) => ({
            value: String(quarter),
            label: t('reports.quarterOf', { quarter: ROMAN[quarter - 1] }),
          }))}
          onChange={(chosen) => set({ quarter: Number(chosen) })}
        />
      )}
      {kind !== 'range' && (
        <Select
          label={t('reports.year')}
          w={100}
          allowDeselect={false}
          value={String(period.year)}
          data={range(thisYear - 9, thisYear + 1)
            .reverse()
            .map(String)}
          onChange={(chosen) => set({ year: Number(chosen) })}
        />
      )}
      {kind === 'range' && (
        <>
          <DayInput label={t('reports.from')} day={period.from} onChange={(from) => set({ from })} />
          <DayInput label={t('reports.to')} day={period.to} onChange={(to) => set({ to })} />
        </>
      )}
    </Group>
  );
}

/** What is typed counts once it is a day. */
function DayInput({ label, day, onChange }: { label: string; day: string; onChange: (day: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(formatDay(day));
  const type = (typed: string) => {
    setText(typed);
    const read = parseDay(typed);
    if (read) onChange(read);
  };
  return (
    <TextInput
      label={label}
      w={150}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      error={parseDay(text) ? undefined : t('fields.invalidDay')}
    />
  );
}

const ROMAN = ['I', 'II', 'III', 'IV'];
const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
