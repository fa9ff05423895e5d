/// <reference lib="webworker" />
/** Computes reports beside the page. */
import type { ReportName } from '#core/reports/index.ts';
import type { ReportScope } from '#core/reports/report.ts';
import { type MadeReport, watchReport } from '../../store/reports.ts';

export interface ReportQuestion {
  name: ReportName;
  scope: ReportScope;
}
export type ReportAnswer = { of: ReportQuestion } & (
  | { report: MadeReport; error?: never }
  | { report?: never; error: string }
);

let stop = (): void => {};

self.onmessage = ({ data: of }: MessageEvent<ReportQuestion>) => {
  stop();
  const answer = (message: ReportAnswer): void => self.postMessage(message);
  stop = watchReport(of.name, of.scope, {
    next: (report) => answer({ of, report }),
    error: (error) => answer({ of, error: String(error) }),
  });
};
