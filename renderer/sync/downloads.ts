/** Files of attachments from the hub, when somebody looks at one or asks for all (docs/sync.md, "Attachments"). */
import { MAX_FILE_BYTES } from '#core/model/attachments.ts';
import { ATTACHMENTS_PATH, problemSchema } from '#core/wire/protocol.ts';
import { keepFile, missingFiles } from '../store/attachments.ts';
import { hashOf } from '../store/cipher.ts';
import { type Database, type Device, db } from '../store/database.ts';
import { HubError } from './errors.ts';

/** After a cut; whatever arrives begins them anew. */
const RETRY_MS = [500, 1500, 4000];

/**
 * Fetches a file and keeps it, going on after a cut where it stopped.
 *
 * @param onProgress told the bytes that are here
 * @throws HubError, NoSpaceError
 */
export async function fetchFile(
  device: Device,
  hash: string,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
  database: Database = db,
): Promise<void> {
  const parts: Blob[] = [];
  let got = 0;
  for (let tries = 0; ; ) {
    const before = got;
    try {
      const response = await request(device, hash, got, signal);
      // A hub that answers with the whole file begins again.
      if (response.status === 200 && got > 0) {
        parts.length = 0;
        got = 0;
      }
      for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
        got += bytes.length;
        if (got > MAX_FILE_BYTES) throw new HubError('file_too_large');
        parts.push(new Blob([bytes]));
        onProgress(got);
      }
      break;
    } catch (error) {
      if (signal.aborted) throw new HubError('cancelled');
      if (error instanceof HubError && error.code !== 'unreachable') throw error;
      tries = got > before ? 0 : tries + 1;
      if (tries >= RETRY_MS.length) throw new HubError('unreachable');
      await wait(RETRY_MS[tries] as number, signal);
    }
  }
  const file = new Blob(parts);
  if ((await hashOf(file)) !== hash) throw new HubError('hash_mismatch');
  await keepFile(hash, file, database);
}

/** @returns how many files were fetched */
export async function fetchAll(
  device: Device,
  onProgress: (bytes: number, total: number) => void,
  signal: AbortSignal,
  database: Database = db,
): Promise<number> {
  const missing = await missingFiles(database);
  const total = missing.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  let fetched = 0;
  for (const { hash, size } of missing) {
    try {
      await fetchFile(device, hash, (bytes) => onProgress(before + bytes, total), signal, database);
      fetched += 1;
    } catch (error) {
      // One that the hub cannot give keeps none of the others.
      if (!(error instanceof HubError) || error.code !== 'not_found') throw error;
    }
    before += size;
    onProgress(before, total);
  }
  return fetched;
}

async function request({ hub, token }: Device, hash: string, from: number, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (from > 0) headers.range = `bytes=${from}-`;
  const options = { headers, signal, cache: 'no-store', credentials: 'omit', redirect: 'manual' } as const;
  const response = await fetch(`${hub}${ATTACHMENTS_PATH}/${hash}`, options).catch(() => null);
  if (!response) throw new HubError('unreachable');
  if (response.ok) return response;
  const problem = problemSchema.safeParse(await response.json().catch(() => null));
  throw new HubError(problem.success ? problem.data.code : 'not_hub', response.status);
}

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new HubError('cancelled'));
    });
  });
