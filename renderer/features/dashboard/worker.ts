/// <reference lib="webworker" />
/** Computes *Ringkasan* beside the page. */
import { type Behind, type Dashboard, dashboardOf } from '#core/indicators/dashboard.ts';
import type { ReportScope } from '#core/reports/report.ts';
import { serve } from '../../store/open.ts';
import { type Knowledge, watchDashboardRecords } from '../../store/reports.ts';

export interface DashboardQuestion {
  scope: ReportScope;
  /** The number whose records are wanted, and how many of them. */
  open: string | null;
  limit: number;
}
export interface MadeDashboard extends Omit<Dashboard, 'behind'>, Knowledge {
  /** How many records stand behind each number. */
  counts: Readonly<Record<string, number>>;
  /** Those behind `open`. */
  list: readonly Behind[];
}
export type DashboardAnswer =
  | { of: DashboardQuestion; made: MadeDashboard }
  | { reading: { done: number; total: number } }
  | { error: string };

let read: (Knowledge & { records: Parameters<typeof dashboardOf>[0] }) | undefined;
let question: DashboardQuestion | undefined;
/** The last one; opening a number computes nothing anew. */
let last: { scope: string; dashboard: Dashboard } | undefined;

const send = (message: DashboardAnswer): void => self.postMessage(message);

function answer(): void {
  if (!read || !question) return;
  const { scope, open, limit } = question;
  const asked = JSON.stringify(scope);
  if (last?.scope !== asked) last = { scope: asked, dashboard: dashboardOf(read.records, scope) };
  const { behind, ...figures } = last.dashboard;
  const counts = Object.fromEntries([...behind].map(([name, list]) => [name, list.length]));
  const list = open ? (behind.get(open) ?? []).slice(0, limit) : [];
  const { sequence, unsent } = read;
  send({ of: question, made: { ...figures, counts, list, sequence, unsent } });
}

const fail = (error: unknown): void => send({ error: String(error) });

void serve((data: DashboardQuestion) => {
  question = data;
  try {
    answer();
  } catch (error) {
    fail(error);
  }
}).then(() =>
  watchDashboardRecords({
    progress: (done, total) => {
      // Later, the numbers at hand stay until the new ones are there.
      if (!read) send({ reading: { done, total } });
    },
    next: (records) => {
      read = records;
      last = undefined;
      try {
        answer();
      } catch (error) {
        fail(error);
      }
    },
    error: fail,
  }),
);
