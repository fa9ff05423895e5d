/**
 * Files of attachments on their way to the hub (docs/sync.md, "Attachments"): after the records, the smallest first, in pieces
 * that fit the link, from where the last upload stopped.
 */
import { type DetailedError, Upload } from 'tus-js-client';
import { ATTACHMENTS_PATH, problemSchema, REPORT_HEADER, UPLOAD_HASH, writeReport } from '#core/wire/protocol.ts';
import { type WaitingFile, waitingFiles } from '../store/attachments.ts';
import { type Database, type Device, getMeta, setMeta } from '../store/database.ts';
import { HubError } from './errors.ts';
import { FIRST_BYTES, FIRST_LINK, nextBytes } from './pace.ts';

/** A piece is what a cut may cost at most, and how long records may have to wait. */
const PIECE_BYTES = { min: 16 * 1024, max: 2 * 1024 * 1024 };
/** What *only small ones* sends. */
export const SMALL_BYTES = 1_000_000;
/** After a cut; a piece that arrives begins them anew. */
const RETRY_MS = [500, 1000, 2000, 4000, 8000];
/** A line on which nothing moves for so long is no line. */
const STALLED_MS = 60_000;
const TELL_MS = 300;
/** What is wrong with one file, and says nothing about the others. */
const OF_ONE_FILE: readonly string[] = ['not_found', 'hash_mismatch', 'file_too_large'];

export interface Sending {
  database: Database;
  device: Device;
  signal: AbortSignal;
  /** The user wants all of them sent now, whatever the choice for this laptop is. */
  asked: boolean;
  /** Is a round of records due? They go first. */
  isDue: () => boolean;
}

/** How far it came. `due`: a round of records goes first, and the rest comes after it. */
export interface Sent {
  state: 'done' | 'due';
  /** Files that arrived. */
  files: number;
  /** Why one of them did not; a code. */
  problem?: string;
}

/**
 * Sends what waits, as far as the user allows on this link.
 *
 * @throws HubError when the hub cannot be reached, refuses this laptop, or the user stopped
 */
export async function sendFiles(sending: Sending): Promise<Sent> {
  const { database, asked, isDue } = sending;
  const choice = (await getMeta('fileChoice', database)) ?? 'all';
  const limit = asked || choice === 'all' ? Number.POSITIVE_INFINITY : choice === 'small' ? SMALL_BYTES : 0;
  const files = (await waitingFiles(database)).filter(({ size }) => size <= limit);
  const tell = teller(
    database,
    files.reduce((sum, { size }) => sum + size, 0),
  );
  const sent: Sent = { state: 'done', files: 0 };
  let before = 0;
  try {
    for (const file of files) {
      if (isDue()) return { ...sent, state: 'due' };
      const arrived = await sendFile(sending, file, (bytes) => tell.now(before + bytes)).catch((error: unknown) => {
        if (!(error instanceof HubError) || !OF_ONE_FILE.includes(error.code)) throw error;
        sent.problem = error.code;
      });
      if (arrived === 'due') return { ...sent, state: 'due' };
      if (arrived === 'sent') sent.files += 1;
      before += file.size;
    }
    return sent;
  } finally {
    // Nobody may be told of a progress after the end.
    await tell.told();
  }
}

/** @returns `there`: the hub had all of it, and its receipt is on the way */
async function sendFile(
  { database, device, signal, isDue }: Sending,
  { hash, size }: WaitingFile,
  onProgress: (bytes: number) => void,
): Promise<'sent' | 'there' | 'due'> {
  const file = (await database.files.get(hash))?.file;
  if (!file) return 'there';
  const link = (await getMeta('link', database)) ?? FIRST_LINK;
  let piece = link.file ?? FIRST_BYTES;
  const endpoint = device.hub + ATTACHMENTS_PATH;
  // A hub that was restored since must not take a file for a record that it has lost.
  const epoch = await getMeta('epoch', database);
  return new Promise((resolve, reject) => {
    let moved = false;
    let began = performance.now();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const end = (settle: () => void) => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', stop);
      settle();
    };
    const giveUp = (code: string) => {
      void upload.abort();
      end(() => reject(new HubError(code)));
    };
    const stop = () => giveUp('cancelled');
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => giveUp('unreachable'), STALLED_MS);
    };
    const upload = new Upload(file, {
      endpoint,
      // Its name is its hash: what the hub has of it, from whatever laptop, needs no sending.
      uploadUrl: `${endpoint}/${hash}`,
      metadata: { [UPLOAD_HASH]: hash },
      headers: { authorization: `Bearer ${device.token}`, [REPORT_HEADER]: writeReport({ epoch }) },
      chunkSize: piece,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false,
      onBeforeRequest: () => {
        began = performance.now();
      },
      onProgress: (bytes) => {
        alive();
        onProgress(Math.min(bytes, size));
      },
      onChunkComplete: (bytes) => {
        moved = true;
        // The last piece of a file is smaller, and says little.
        if (bytes === piece) piece = nextBytes(piece, performance.now() - began, PIECE_BYTES);
        upload.options.chunkSize = piece;
        void setMeta('link', { ...link, file: piece }, database);
        if (!isDue()) return;
        void upload.abort();
        end(() => resolve('due'));
      },
      onSuccess: () => end(() => resolve(moved ? 'sent' : 'there')),
      onError: (error) => end(() => reject(hubError(error))),
    });
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop);
    alive();
    upload.start();
  });
}

/** What a failed upload says: the hub's own code, or that there was no answer. */
function hubError(error: Error | DetailedError): HubError {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return new HubError('unreachable');
  const problem = problemSchema.safeParse(parsed(response.getBody()));
  return new HubError(problem.success ? problem.data.code : 'not_hub', response.getStatus());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Tells the screens how many bytes are through, not more often than anybody can read. */
function teller(database: Database, total: number) {
  let last = Number.NEGATIVE_INFINITY;
  let telling = Promise.resolve();
  let first: { at: number; done: number } | undefined;
  const tell = async (done: number, secondsLeft: number | undefined): Promise<void> => {
    const status = await getMeta('sync', database);
    const progress = { phase: 'upload', done, total, secondsLeft } as const;
    await setMeta('sync', { ...status, state: 'working', progress }, database);
  };
  return {
    now(done: number): void {
      const at = performance.now();
      if (at - last < TELL_MS) return;
      last = at;
      // What the hub had already took no time.
      first ??= { at, done };
      const fresh = done - first.done;
      const secondsLeft = fresh > 0 ? Math.ceil(((at - first.at) / 1000 / fresh) * (total - done)) : undefined;
      telling = telling.then(() => tell(done, secondsLeft));
    },
    told: () => telling,
  };
}
