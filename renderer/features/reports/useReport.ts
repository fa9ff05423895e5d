import { useEffect, useRef, useState } from 'react';
import type { ReportName } from '#core/reports/index.ts';
import type { ReportScope } from '#core/reports/report.ts';
import { withStore } from '../../store/open.ts';
import type { MadeReport } from '../../store/reports.ts';
import type { ReportAnswer, ReportQuestion } from './worker.ts';

export interface ReportState {
  report?: MadeReport;
  error?: string;
  /** Records read of all that are to be read. */
  progress?: { done: number; total: number };
}

/**
 * The report, live; empty before anything is known of it. The last one that was asked for counts.
 *
 * @param isWanted false: stops the computing
 */
export function useReport(name: ReportName, scope: ReportScope, isWanted: boolean): ReportState {
  const worker = useRef<Worker | null>(null);
  const [answer, setAnswer] = useState<ReportAnswer>();
  useEffect(() => {
    const started = withStore(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'reports' }));
    started.onmessage = ({ data }: MessageEvent<ReportAnswer>) => setAnswer(data);
    started.onerror = ({ message }) => console.error('reports', message);
    worker.current = started;
    return () => started.terminate();
  }, []);
  const { from, to, consultant } = scope;
  const question: ReportQuestion = { name, scope: { from, to, consultant: consultant ?? null } };
  const asked = JSON.stringify(question);
  useEffect(() => {
    worker.current?.postMessage(isWanted ? JSON.parse(asked) : null);
  }, [asked, isWanted]);
  return isWanted && answer && JSON.stringify(answer.of) === asked ? answer : {};
}
