import { useCallback, useEffect, useState } from 'react';
import type { AnswerOf, UpdateProblem } from '../../../electron/contract.ts';
import { useThisDevice } from '../../app/device.tsx';
import { shell } from '../../app/shell.ts';

type Status = AnswerOf<'update:status'>;
type Found = Extract<AnswerOf<'update:look'>, { found: unknown }>['found'];

/** Updates of the desktop app, as the shell tells of them; `status` is undefined in a browser. */
export function useUpdates() {
  const { hub } = useThisDevice();
  const [status, setStatus] = useState<Status>();
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<UpdateProblem | null>(null);
  const [step, setStep] = useState<'waiting' | 'looking' | 'taking'>('waiting');
  const [moved, setMoved] = useState<{ bytes: number; of: number } | null>(null);

  const refresh = useCallback(async () => setStatus(await shell()?.ask('update:status', undefined)), []);
  useEffect(() => {
    void refresh();
    return shell()?.onUpdateMoved(setMoved);
  }, [refresh]);

  const work = async (next: 'looking' | 'taking', ask: () => Promise<AnswerOf<'update:look'> | undefined>) => {
    setStep(next);
    setProblem(null);
    setMoved(null);
    try {
      const answer = (await ask()) ?? { problem: 'unreadable' as const };
      setFound('found' in answer ? answer.found : null);
      if ('problem' in answer) setProblem(answer.problem);
    } catch (error) {
      console.error('update', error);
      setProblem('unreadable');
    } finally {
      setStep('waiting');
      await refresh();
    }
  };

  return {
    status,
    found,
    problem: problem === 'stopped' ? null : problem,
    step,
    moved,
    look: () => void work('looking', async () => shell()?.ask('update:look', { hub })),
    take: (from: 'hub' | 'folder' | 'file') =>
      void work('taking', async () => shell()?.ask('update:take', { from, hub })),
    stop: () => void shell()?.ask('update:stop', undefined),
    install: async (when: 'now' | 'quit' | 'never') => {
      await shell()?.ask('update:install', { when });
      await refresh();
    },
  };
}
