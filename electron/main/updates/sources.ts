/** Where updates come from: a file (a stick, the watched folder), and the hub. */
import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_UPDATE_HEAD, readUpdateHead } from '#core/wire/update.ts';
import type { UpdateSource } from './kept.ts';
import { UpdateError } from './verify.ts';

/** A hub that says nothing for so long is not there any more. */
const IDLE_MS = 60_000;

export const fromFile = (path: string): UpdateSource => ({
  async head() {
    try {
      const file = await open(path);
      try {
        const { buffer, bytesRead } = await file.read(new Uint8Array(MAX_UPDATE_HEAD), 0, MAX_UPDATE_HEAD, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw new UpdateError('unreadable', { cause: error });
    }
  },
  read: async (at, signal) => ({ at, bytes: createReadStream(path, { start: at, signal }) }),
});

/** The update in a folder for this platform. @returns null when there is none */
export async function newestIn(folder: string, platform: string): Promise<UpdateSource | null> {
  const names = await readdir(folder).catch(() => []);
  const ours = names.filter((name) => name.endsWith(`-${platform}.update`) && !name.startsWith('.'));
  const versions = await Promise.all(
    ours.map(async (name) => {
      const source = fromFile(join(folder, name));
      const head = await source.head(AbortSignal.timeout(IDLE_MS)).then(readUpdateHead, () => null);
      return { source, version: head?.header.version ?? '0.0.0' };
    }),
  );
  const sorted = versions.toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
  return sorted.at(-1)?.source ?? null;
}

/** @param hub its address, without a slash at the end */
export function fromHub(hub: string, platform: string, ask: typeof fetch): UpdateSource {
  const address = `${hub}/v1/updates/${platform}`;
  return {
    async head(signal) {
      const answer = await reached(ask(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(IDLE_MS)]) }));
      if (answer.status === 404) throw new UpdateError('none');
      if (answer.status !== 200) throw new UpdateError('unreachable');
      return readStart(answer);
    },
    async read(at, signal) {
      const idle = new AbortController();
      let timer = setTimeout(() => idle.abort(), IDLE_MS);
      const answer = await reached(
        ask(`${address}/file`, {
          headers: { range: `bytes=${at}-` },
          signal: AbortSignal.any([signal, idle.signal]),
        }),
      ).finally(() => clearTimeout(timer));
      if (answer.status !== 206 && answer.status !== 200) throw new UpdateError('unreachable');
      const body = answer.body;
      if (!body) throw new UpdateError('cut');
      const bytes = async function* () {
        try {
          timer = setTimeout(() => idle.abort(), IDLE_MS);
          for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
            clearTimeout(timer);
            yield piece;
            timer = setTimeout(() => idle.abort(), IDLE_MS);
          }
        } catch (error) {
          throw signal.aborted ? error : new UpdateError('cut', { cause: error });
        } finally {
          clearTimeout(timer);
        }
      };
      return { at: answer.status === 206 ? at : 0, bytes: bytes() };
    },
  };
}

const reached = (answer: Promise<Response>): Promise<Response> =>
  answer.catch((error: unknown) => {
    throw new UpdateError('unreachable', { cause: error });
  });

/** Whoever answers with something endless is no hub. */
async function readStart(answer: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of (answer.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    length += piece.length;
    if (length >= MAX_UPDATE_HEAD) break;
  }
  return Buffer.concat(pieces).subarray(0, MAX_UPDATE_HEAD);
}
