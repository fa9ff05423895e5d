import { useRef, useState } from 'react';
import { BundleError } from '#core/wire/bundle.ts';
import { type Accepted, acceptBundle, type Inspected, inspectBundle } from '../../sync/bundles.ts';

/** A file that the user chose, and how far it is. */
export interface TakenFile {
  key: string;
  name: string;
  size: number;
  file: Blob;
  /** Read from end to end: it can be joined. */
  inspected?: Inspected;
  /** Why it cannot. */
  problem?: string;
  /** It was joined. */
  result?: Accepted;
}

/** Reading and joining files, one after the other; a bad one stops none of the others. */
export function useReceiving() {
  const [files, setFiles] = useState<TakenFile[]>([]);
  const [step, setStep] = useState<'waiting' | 'reading' | 'joining'>('waiting');
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const stopping = useRef(new AbortController());

  const each = async (
    next: Exclude<typeof step, 'waiting'>,
    taken: TakenFile[],
    work: (file: TakenFile, onRead: (bytes: number) => void, signal: AbortSignal) => Promise<Partial<TakenFile>>,
  ): Promise<void> => {
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    setStep(next);
    const total = taken.reduce((sum, { size }) => sum + size, 0);
    let before = 0;
    for (const file of taken) {
      const onRead = (bytes: number) => setProgress({ done: before + bytes, total });
      onRead(0);
      const change = await work(file, onRead, signal).catch((error: unknown) => {
        if (signal.aborted) return {};
        if (error instanceof BundleError) return { problem: error.code };
        console.error('bundle', error);
        return { problem: 'unreadable' };
      });
      setFiles((all) => all.map((one) => (one.key === file.key ? { ...one, ...change } : one)));
      before += file.size;
      if (signal.aborted) break;
    }
    setStep('waiting');
  };

  return {
    files,
    step,
    ...progress,
    /** @param more keep those that are listed already */
    read: (chosen: File[], more = false) => {
      const taken = chosen.map((file) => ({ key: crypto.randomUUID(), name: file.name, size: file.size, file }));
      setFiles((all) => (more ? [...all, ...taken] : taken));
      void each('reading', taken, async ({ file }, onRead, signal) => ({
        inspected: await inspectBundle(file, onRead, signal),
      }));
    },
    join: () => {
      // Records first: they name the files that others bring.
      const ready = files
        .filter(({ inspected, result }) => inspected && !result)
        .sort((a, b) => Number(isOfFiles(a)) - Number(isOfFiles(b)));
      void each('joining', ready, async ({ inspected }, onRead, signal) => ({
        result: await acceptBundle(inspected as Inspected, onRead, signal),
      }));
    },
    /** What was joined stays joined; the same file brings the rest. */
    stop: () => stopping.current.abort(),
    clear: () => setFiles([]),
  };
}

const isOfFiles = ({ inspected }: TakenFile): boolean => inspected?.bundle?.header.counts.records === 0;
