/// <reference lib="webworker" />
/** Reads a database beside the page, and hands over its snapshot piece by piece as they are asked for. No key is needed. */
import { makeSnapshot, NoStoreError, type SnapshotOptions } from '../../store/snapshot.ts';

/** The first message; each later one asks for the next piece. */
export interface BackupQuestion extends Omit<SnapshotOptions, 'progress' | 'withoutFiles'> {
  withoutFiles: string[];
  pieceBytes: number;
}
export type BackupAnswer =
  | { progress: { done: number; total: number } }
  | { piece: Uint8Array<ArrayBuffer> }
  | { end: true }
  | { error: string; isMissing: boolean };

let pieces: AsyncGenerator<Uint8Array<ArrayBuffer>> | undefined;

self.onmessage = ({ data }: MessageEvent<BackupQuestion | 'next'>) => {
  if (data !== 'next') pieces = inPieces(data);
  pieces?.next().then(
    ({ done, value }) => (done ? answer({ end: true }) : answer({ piece: value }, [value.buffer])),
    (error: unknown) => answer({ error: String(error), isMissing: error instanceof NoStoreError }),
  );
};

const answer = (message: BackupAnswer, moved: Transferable[] = []): void => self.postMessage(message, moved);

async function* inPieces({ pieceBytes, withoutFiles, ...options }: BackupQuestion) {
  const progress = (done: number, total: number): void => answer({ progress: { done, total } });
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of makeSnapshot({ ...options, withoutFiles: new Set(withoutFiles), progress })) {
    held.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    yield* split(held, size, pieceBytes);
    held = [];
    size = 0;
  }
  yield* split(held, size, pieceBytes);
}

function* split(chunks: readonly Uint8Array[], size: number, pieceBytes: number): Generator<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  for (let from = 0; from < size; from += pieceBytes) yield all.slice(from, from + pieceBytes);
}
