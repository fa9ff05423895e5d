/// <reference lib="webworker" />
/** Computes reports beside the page. */
import type { ReportName } from '#core/reports/index.ts';
import type { ReportScope } from '#core/reports/report.ts';
import { serve } from '../../store/open.ts';
import { type MadeReport, watchReport } from '../../store/reports.ts';

export interface ReportQuestion {
  name: ReportName;
  scope: ReportScope;
}
export type ReportAnswer = { of: ReportQuestion } & (
  | { report: MadeReport }
  | { error: string }
  | { progress: { done: number; total: number } }
);

let stop = (): void => {};

/** `null`: nothing is asked any more. */
void serve((of: ReportQuestion | null) => {
  stop();
  stop = of ? watch(of) : () => {};
});

function watch(of: ReportQuestion): () => void {
  const answer = (message: ReportAnswer): void => self.postMessage(message);
  let isMade = false;
  return watchReport(of.name, of.scope, {
    // Later ones take the place of a report that stands there: nobody waits for them.
    progress: (done, total) => isMade || answer({ of, progress: { done, total } }),
    next: (report) => {
      isMade = true;
      answer({ of, report });
    },
    error: (error) => answer({ of, error: String(error) }),
  });
}
