import { Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, LabelList, Legend, XAxis, YAxis } from 'recharts';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import { optionLabel } from '../../ui/options.ts';
import { Section } from '../../ui/Section.tsx';
import { CountTable } from './CountTable.tsx';
import classes from './Dashboard.module.css';
import { useOpen } from './opening.ts';
import type { MadeDashboard } from './worker.ts';

/** A bar chart takes this as one group of bars. */
interface Point {
  label: string;
  approved: number;
  waiting: number;
  /** The numbers of the two bars, by name. */
  names: Record<Series, string>;
}

type Series = 'approved' | 'waiting';

/** Sessions of each service field: what is locked, and beside it what waits to be checked. */
export function SessionsByField({ counts }: { counts: MadeDashboard['counts'] }) {
  const { t, i18n } = useTranslation();
  const fields = [
    ...SERVICE_FIELDS.map((field) => ({ code: String(field.code), label: optionLabel(field, i18n.language) })),
    { code: 'none', label: t('dashboard.noField') },
  ].filter(({ code }) => code !== 'none' || has(counts, `sessions.field.none`) || has(counts, `waiting.field.none`));
  const points = fields.map(({ code, label }) =>
    pointOf(label, counts, { approved: `sessions.field.${code}`, waiting: `waiting.field.${code}` }),
  );
  return (
    <Section title={t('dashboard.byField')}>
      <Charted points={points} head={t('dashboard.field')} counts={counts} direction="across" />
    </Section>
  );
}

/** Sessions of each month of the period, or of each year where it is long. */
export function SessionsByPart({ made: { parts, counts } }: { made: MadeDashboard }) {
  const { t, i18n } = useTranslation();
  const isYears = parts.every((part) => part.length === 4);
  const points = parts.map((part) =>
    pointOf(partText(part, i18n.language), counts, { approved: `sessions.at.${part}`, waiting: `waiting.at.${part}` }),
  );
  return (
    <Section title={t(isYears ? 'dashboard.byYear' : 'dashboard.byMonth')}>
      <Charted
        points={points}
        head={t(isYears ? 'dashboard.year' : 'dashboard.month')}
        counts={counts}
        direction="up"
      />
    </Section>
  );
}

const has = (counts: MadeDashboard['counts'], name: string): boolean => (counts[name] ?? 0) > 0;

const pointOf = (label: string, counts: MadeDashboard['counts'], names: Point['names']): Point => ({
  label,
  approved: counts[names.approved] ?? 0,
  waiting: counts[names.waiting] ?? 0,
  names,
});

/** `2026-03` → `Mar 26`. */
function partText(part: string, language: string): string {
  const [year, month] = part.split('-').map(Number) as [number, number | undefined];
  if (month === undefined) return part;
  const date = Date.UTC(year, month - 1, 1);
  return new Intl.DateTimeFormat(language, { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(date);
}

interface ChartedProps {
  points: Point[];
  head: string;
  counts: MadeDashboard['counts'];
  direction: 'across' | 'up';
}

/** A chart to look at, and the same numbers as a table for the keyboard and for screen readers. */
function Charted({ points, head, counts, direction }: ChartedProps) {
  const { t } = useTranslation();
  if (points.every(({ approved, waiting }) => approved + waiting === 0)) {
    return <Text size="sm">{t('dashboard.nothing')}</Text>;
  }
  return (
    <>
      <Chart key={direction} points={JSON.stringify(points)} direction={direction} />
      <details className={classes.details}>
        <summary>{t('dashboard.figures')}</summary>
        <CountTable
          heads={[head, t('dashboard.approved'), t('dashboard.waiting')]}
          rows={points.map(({ label, names }) => ({
            label,
            names: [names.approved, names.waiting],
          }))}
          counts={counts}
        />
      </details>
    </>
  );
}

/** Dark and full, or light and hatched: told apart without colour too. */
const APPROVED_FILL = '#0b7285';
const WAITING_FILL = 'url(#waiting)';
const HEIGHT = 270;

/** Drawn anew only when a number has changed. @param points JSON, so that they can be compared */
const Chart = memo(function Chart({ points: json, direction }: { points: string; direction: 'across' | 'up' }) {
  const { t } = useTranslation();
  const open = useOpen();
  const { ref, width } = useElementSize();
  const points = JSON.parse(json) as Point[];
  const isAcross = direction === 'across';
  const hasWaiting = points.some(({ waiting }) => waiting > 0);
  const openBar = (series: Series) => (_bar: unknown, index: number) => {
    const point = points[index];
    if (point) open({ name: point.names[series], title: `${point.label}, ${t(`dashboard.${series}`)}` });
  };
  const bar = (series: Series) => ({
    dataKey: series,
    name: t(`dashboard.${series}`),
    stackId: 'sessions',
    isAnimationActive: false,
    cursor: 'pointer',
    maxBarSize: 28,
    onClick: openBar(series),
  });
  const names = { dataKey: 'label', type: 'category', interval: isAcross ? 0 : 'preserveStartEnd' } as const;
  const numbers = { type: 'number', allowDecimals: false } as const;
  return (
    <div aria-hidden="true" ref={ref} className={classes.chart}>
      {width > 0 && (
        <BarChart
          width={width}
          height={HEIGHT}
          data={points}
          layout={isAcross ? 'vertical' : 'horizontal'}
          accessibilityLayer={false}
          margin={MARGIN}
        >
          <defs>
            <pattern id="waiting" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="6" height="6" fill="#ffe8cc" />
              <rect width="2" height="6" fill="#b35c00" />
            </pattern>
          </defs>
          <CartesianGrid stroke="#e9ecef" horizontal={!isAcross} vertical={isAcross} />
          <XAxis {...(isAcross ? numbers : names)} tick={TICK} />
          <YAxis {...(isAcross ? names : numbers)} tick={TICK} width={isAcross ? 195 : 36} />
          <Bar {...bar('approved')} fill={APPROVED_FILL} stroke={APPROVED_FILL}>
            {!hasWaiting && (
              <LabelList dataKey="approved" position={isAcross ? 'right' : 'top'} formatter={withoutZero} />
            )}
          </Bar>
          {hasWaiting && <Bar {...bar('waiting')} fill={WAITING_FILL} stroke="#b35c00" />}
          {hasWaiting && <Legend verticalAlign="bottom" height={22} itemSorter={null} />}
        </BarChart>
      )}
    </div>
  );
});

const MARGIN = { top: 16, right: 28, bottom: 0, left: 0 };
const TICK = { fontSize: 11, fill: '#343a40' };
const withoutZero = (value: unknown): string => (Number(value) > 0 ? String(value) : '');
