import { useEffect, useRef, useState } from 'react';
import type { ReportName } from '#core/reports/index.ts';
import type { ReportScope } from '#core/reports/report.ts';
import type { ReportAnswer, ReportQuestion } from './worker.ts';

/** The report, live; `undefined` while it is computed. The last one that was asked for counts. */
export function useReport(name: ReportName, scope: ReportScope): Omit<ReportAnswer, 'of'> | undefined {
  const worker = useRef<Worker | null>(null);
  const [answer, setAnswer] = useState<ReportAnswer>();
  useEffect(() => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'reports' });
    started.onmessage = ({ data }: MessageEvent<ReportAnswer>) => setAnswer(data);
    started.onerror = ({ message }) => console.error('reports', message);
    worker.current = started;
    return () => started.terminate();
  }, []);
  const { from, to, consultant } = scope;
  const question: ReportQuestion = { name, scope: { from, to, consultant: consultant ?? null } };
  const asked = JSON.stringify(question);
  useEffect(() => {
    worker.current?.postMessage(JSON.parse(asked));
  }, [asked]);
  return answer && JSON.stringify(answer.of) === asked ? answer : undefined;
}
