/**
 * The import that is going on, kept while its user looks at other pages: its worker, how far it is, what was decided. One per
 * window.
 */
import { create } from 'zustand';
import type { ImportKind } from '#core/import/fields.ts';
import type { Mapping } from '#core/import/mapping.ts';
import { withStore } from '../../store/open.ts';
import { NoSpaceError } from '../../store/space.ts';
import { keepOpen } from '../lock/session.ts';
import type { PaperConsent } from './check.ts';
import type { Answer, ImportApi, Looked, Opened, Outcome, Request, Summary } from './worker.ts';

export type Stage = 'file' | 'mapping' | 'check' | 'result';

/** What the user decides at *Kolom*. */
export interface Choices {
  sheet: number;
  mapping: Mapping;
  hasConsent: boolean;
  consent: Omit<PaperConsent, 'textVersion' | 'givenOn'> & { givenOn: string };
  asOf: string;
  consultant: string | null;
}

/** An import that was cut and goes on. */
export interface Unfinished {
  id: string;
  kind: ImportKind;
  fileName: string;
  hash: string;
}

export interface Job {
  stage: Stage;
  kind: ImportKind;
  unfinished?: Unfinished;
  file?: { name: string } & Opened;
  looked?: Looked;
  choices?: Choices;
  importId?: string;
  summary?: Summary;
  outcome?: Outcome;
  /** What takes a while; the screen shows it with its progress and a way to stop it. */
  busy?: 'opening' | 'checking' | 'running' | 'undoing';
  progress?: { done: number; total: number };
  /** Why the last thing did not work: a key of i18n `import.problems`. */
  problem?: string;
}

export const useJob = create<Job>(() => ({ stage: 'file', kind: 'businesses' }));
export const setJob = (change: Partial<Job>): void => useJob.setState(change);

/** Back to the beginning. The worker goes, and with it all that it had read of the file. */
export function startAgain(unfinished?: Unfinished): void {
  worker?.terminate();
  worker = undefined;
  waiting.clear();
  useJob.setState({ stage: 'file', kind: unfinished?.kind ?? useJob.getState().kind, unfinished }, true);
}

let worker: Worker | undefined;
let calls = 0;
const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();

/** Asks the worker. @throws Error with what the worker says as its message */
export function ask<K extends keyof ImportApi>(call: K, ...args: Parameters<ImportApi[K]>): ReturnType<ImportApi[K]> {
  worker ??= startWorker();
  calls += 1;
  const id = calls;
  const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.postMessage({ call, id, args } satisfies Request);
  return answer as ReturnType<ImportApi[K]>;
}

/** Ends what takes a while, between two chunks. */
export const stop = (): void => worker?.postMessage({ call: 'stop' } satisfies Request);

/** Runs something that takes a while. @returns its result; undefined when it did not work (`problem` says why) or was stopped */
export async function during<T>(busy: NonNullable<Job['busy']>, work: () => Promise<T>): Promise<T | undefined> {
  setJob({ busy, progress: undefined, problem: undefined });
  try {
    return await keepOpen(work());
  } catch (error) {
    const message = error instanceof NoSpaceError ? 'no_space' : error instanceof Error ? error.message : '';
    if (message !== 'stopped') setJob({ problem: message || 'failed' });
    return undefined;
  } finally {
    setJob({ busy: undefined, progress: undefined });
  }
}

function startWorker(): Worker {
  const started = withStore(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'import' }));
  started.onmessage = ({ data }: MessageEvent<Answer>) => {
    if ('progress' in data) return setJob({ progress: data.progress });
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) call?.reject(new Error(data.error));
    else call?.resolve(data.result as never);
  };
  // Its memory was not enough, or it could not be loaded.
  started.onerror = (event) => {
    console.error('import worker', event.message);
    for (const { reject } of waiting.values()) reject(new Error('failed'));
    waiting.clear();
    worker = undefined;
  };
  return started;
}
