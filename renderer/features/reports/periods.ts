/** Periods that reports are made of: a month, a quarter, a year, or from one day to another. */
import { daysInMonth } from '#core/model/dates.ts';
import type { ReportScope } from '#core/reports/report.ts';

export const PERIOD_KINDS = ['month', 'quarter', 'year', 'range'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export interface Period {
  kind: PeriodKind;
  year: number;
  /** 1–12. */
  month: number;
  /** 1–4. */
  quarter: number;
  /** Of a range. */
  from: string;
  to: string;
}

/** The period that contains a day. */
export function periodOf(day: string): Period {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return { kind: 'month', year, month, quarter: Math.ceil(month / 3), from: `${year}-01-01`, to: day };
}

/** Its first and last day. */
export function daysOf({ kind, year, month, quarter, from, to }: Period): Pick<ReportScope, 'from' | 'to'> {
  if (kind === 'range') return { from, to };
  if (kind === 'year') return months(year, 1, 12);
  return kind === 'month' ? months(year, month, month) : months(year, quarter * 3 - 2, quarter * 3);
}

function months(year: number, first: number, last: number): Pick<ReportScope, 'from' | 'to'> {
  const day = (month: number, date: number) =>
    `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  return { from: day(first, 1), to: day(last, daysInMonth(year, last)) };
}
