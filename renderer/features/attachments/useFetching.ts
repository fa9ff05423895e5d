import { useCallback, useEffect, useRef, useState } from 'react';
import { useThisDevice } from '../../app/device.tsx';
import { NoSpaceError } from '../../store/space.ts';
import { fetchFile } from '../../sync/downloads.ts';
import { HubError } from '../../sync/errors.ts';

type Problem = 'unreachable' | 'not_found' | 'space' | 'other';

/** Fetches one file from the hub; whatever shows it follows the store. @param atOnce begins by itself */
export function useFetching(hash: string, atOnce: boolean) {
  const device = useThisDevice();
  const [state, setState] = useState<{ isRunning: boolean; bytes: number; problem?: Problem }>({
    isRunning: false,
    bytes: 0,
  });
  const stopping = useRef<AbortController>(null);
  const start = useCallback(() => {
    const own = new AbortController();
    stopping.current = own;
    setState({ isRunning: true, bytes: 0 });
    const onProgress = (bytes: number) => setState({ isRunning: true, bytes });
    fetchFile(device, hash, onProgress, own.signal).then(
      () => setState({ isRunning: false, bytes: 0 }),
      (error: unknown) => {
        const problem = own.signal.aborted ? undefined : problemOf(error);
        setState({ isRunning: false, bytes: 0, ...(problem ? { problem } : {}) });
      },
    );
  }, [device, hash]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => {
    if (atOnce) start();
    return () => stopping.current?.abort();
  }, []);
  return { ...state, start, stop: () => stopping.current?.abort() };
}

export function problemOf(error: unknown): Problem {
  if (error instanceof NoSpaceError) return 'space';
  const code = error instanceof HubError ? error.code : '';
  if (code === 'unreachable' || code === 'not_found') return code;
  console.error('attachment', error);
  return 'other';
}
