import { useEffect, useRef, useState } from 'react';
import { withStore } from '../../store/open.ts';
import type { ExportQuestion, MadeExport } from './make.ts';
import type { ExportAnswer } from './worker.ts';

export interface ExportState {
  /** Records read of all; `writing` once all are read. */
  busy?: { done: number; total: number; writing: boolean };
  made?: { question: ExportQuestion; file: MadeExport };
  error?: string;
  stopped?: boolean;
}

/** One file at a time, made in a worker. Asking again, stopping, or leaving the page ends what goes on. */
export function useExport() {
  const [state, setState] = useState<ExportState>({});
  const worker = useRef<Worker | null>(null);
  const end = () => worker.current?.terminate();
  useEffect(() => () => worker.current?.terminate(), []);

  const make = (question: ExportQuestion) => {
    end();
    const started = withStore(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'export' }));
    worker.current = started;
    setState({ busy: { done: 0, total: 0, writing: false } });
    started.onmessage = ({ data }: MessageEvent<ExportAnswer>) => {
      if ('progress' in data) return setState({ busy: { ...data.progress, writing: false } });
      if ('writing' in data) return setState({ busy: { done: 1, total: 1, writing: true } });
      started.terminate();
      setState('made' in data ? { made: { question, file: data.made } } : { error: data.error });
    };
    // Its memory was not enough, or it could not be loaded.
    started.onerror = ({ message }) => setState({ error: message });
    started.postMessage(question);
  };
  const stop = () => {
    end();
    setState({ stopped: true });
  };
  return { ...state, make, stop };
}
