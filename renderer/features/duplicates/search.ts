/** The window's side of the search for duplicates: one worker for all that ask, which goes when nobody has asked for a while. */
import { useEffect, useRef, useState } from 'react';
import { create } from 'zustand';
import type { Likely } from '#core/duplicates/clients.ts';
import type { ClientCollection } from '#core/model/collections.ts';
import { withStore } from '../../store/open.ts';
import type { Answer, LikelyQuestion, Question, Scan } from './worker.ts';

/** To read all clients again costs more than to keep them for a while. */
const KEPT_MS = 10 * 60_000;
/** Whoever types is not asked about each letter. */
const TYPING_MS = 400;

const useScanState = create<{ scan?: Scan; failed?: boolean }>(() => ({}));
const answers = new Map<number, (likely: Likely[]) => void>();
let worker: Worker | undefined;
let users = 0;
let ending: ReturnType<typeof setTimeout> | undefined;
let questions = 0;

/** Keeps the worker for as long as the component is there. */
function useWorker(): void {
  useEffect(() => {
    users += 1;
    clearTimeout(ending);
    worker ??= startWorker();
    return () => {
      users -= 1;
      if (users === 0) ending = setTimeout(end, KEPT_MS);
    };
  }, []);
}

/** All pairs that are probably one client, found in the background; undefined until the first of them are known. */
export function useScan(): { scan?: Scan; failed?: boolean } {
  useWorker();
  useEffect(() => ask({ scan: true }), []);
  return useScanState();
}

/** Who is there already that this client could be, asked anew when what is known of it has changed. */
export function useLikely(collection: ClientCollection, id: string, values: object | undefined): Likely[] {
  useWorker();
  const [likely, setLikely] = useState<Likely[]>([]);
  const known = JSON.stringify(values ?? {});
  const latest = useRef(0);
  useEffect(() => {
    const timer = setTimeout(() => {
      questions += 1;
      const asked = questions;
      latest.current = asked;
      answers.set(asked, (found) => {
        if (latest.current === asked) setLikely(found);
      });
      ask({ asked, client: { collection, id, values: JSON.parse(known) } } satisfies LikelyQuestion);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [collection, id, known]);
  return likely;
}

const ask = (question: Question): void => worker?.postMessage(question);

function startWorker(): Worker {
  const started = withStore(
    new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'duplicates' }),
  );
  useScanState.setState({}, true);
  started.onmessage = ({ data }: MessageEvent<Answer>) => {
    if ('scan' in data) return useScanState.setState({ scan: data.scan });
    if ('failed' in data) {
      console.error('duplicates', data.failed);
      return useScanState.setState({ failed: true });
    }
    answers.get(data.asked)?.(data.likely);
    answers.delete(data.asked);
  };
  started.onerror = ({ message }) => {
    console.error('duplicates', message);
    useScanState.setState({ failed: true });
  };
  return started;
}

function end(): void {
  worker?.terminate();
  worker = undefined;
  answers.clear();
  useScanState.setState({}, true);
}
