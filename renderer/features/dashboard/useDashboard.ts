import { useEffect, useRef, useState } from 'react';
import { withStore } from '../../store/open.ts';
import type { DashboardAnswer, DashboardQuestion, MadeDashboard } from './worker.ts';

export interface DashboardState {
  /** Of the scope that was asked for last; undefined while it is computed. */
  made: MadeDashboard | undefined;
  /** Is `made.list` that of the number that was asked for last? */
  isListed: boolean;
  /** Records read of all that are to be read. */
  reading: { done: number; total: number } | undefined;
  error: string | undefined;
}

/**
 * The dashboard, live.
 *
 * @param isWanted false: stops the computing
 */
export function useDashboard(question: DashboardQuestion, isWanted: boolean): DashboardState {
  const worker = useRef<Worker | null>(null);
  const [answer, setAnswer] = useState<{ of: DashboardQuestion; made: MadeDashboard }>();
  const [reading, setReading] = useState<DashboardState['reading']>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    if (!isWanted) return;
    const started = withStore(
      new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'dashboard' }),
    );
    started.onmessage = ({ data }: MessageEvent<DashboardAnswer>) => {
      if ('reading' in data) setReading(data.reading);
      else if ('error' in data) setError(data.error);
      else {
        setAnswer(data);
        setError(undefined);
      }
    };
    started.onerror = ({ message }) => setError(message);
    worker.current = started;
    return () => started.terminate();
  }, [isWanted]);
  const asked = JSON.stringify(question);
  useEffect(() => {
    if (isWanted) worker.current?.postMessage(JSON.parse(asked));
  }, [asked, isWanted]);
  const isOfScope = isWanted && answer && JSON.stringify(answer.of.scope) === JSON.stringify(question.scope);
  return {
    made: isOfScope ? answer.made : undefined,
    isListed: Boolean(isOfScope && answer.of.open === question.open && answer.of.limit === question.limit),
    reading,
    error,
  };
}
