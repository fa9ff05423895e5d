/** Taking a snapshot: into the shell's folder of snapshots, or as a file where there is no shell. */

import type { SnapshotHeader } from '#core/snapshot/format.ts';
import { type BackupEntry, PIECE_BYTES } from '../../../electron/contract.ts';
import { shell } from '../../app/shell.ts';
import { type Account, bringAccount, databaseOf, listAccounts } from '../../store/accounts.ts';
import { hashesAtHub } from '../../store/attachments.ts';
import { type BackupState, db, setMeta } from '../../store/database.ts';
import { rawVersion } from '../../store/raw.ts';
import { storeState } from '../../store/snapshot.ts';
import type { BackupAnswer, BackupQuestion } from './worker.ts';

export type OnProgress = (done: number, total: number) => void;

/** The snapshots on this laptop of this database (of all, with none), the latest first. In a browser there are none. */
export async function listBackups(database?: string): Promise<BackupEntry[]> {
  const all = (await shell()?.ask('backup:list', undefined)) ?? [];
  return all.filter((entry) => database === undefined || entry.database === database || entry.database === '');
}

/** Takes a snapshot of the open database, and notes how that went. */
export async function takeBackup(onProgress?: OnProgress, signal?: AbortSignal): Promise<BackupState['state']> {
  const state = await writeBackup(db.name, await hashesAtHub(), onProgress, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    console.error('backup', error);
    return 'failed' as const;
  });
  await setMeta('backup', { at: new Date().toISOString(), state });
  return state;
}

/**
 * Before another version changes a database. What the hub has of its files nobody knows before it is open; so all of them go
 * along, and where there is no room, none.
 */
export async function backUpOlder(database: string): Promise<void> {
  if (!shell()) return;
  try {
    if ((await storeState(database, rawVersion(db.verno))) === 'older') await writeBackup(database, []);
  } catch (error) {
    // An upgrade is one transaction: when it fails, everything is as it was.
    console.error('backup before upgrade', error);
  }
}

async function writeBackup(
  database: string,
  withoutFiles: string[],
  onProgress?: OnProgress,
  signal?: AbortSignal,
): Promise<'done' | 'full'> {
  const bridge = shell();
  if (!bridge) throw new Error('only in the desktop app');
  const { usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const backup = await bridge.ask('backup:begin', { size: usage });
  if (backup === null) return 'full';
  try {
    for await (const bytes of pieces(database, withoutFiles, onProgress, signal)) {
      if (!(await bridge.ask('backup:append', { backup, bytes }))) return 'full';
    }
    return (await bridge.ask('backup:finish', { backup })) === null ? 'full' : 'done';
  } catch (error) {
    await bridge.ask('backup:drop', { backup });
    throw error;
  }
}

/** The open database as a file. */
export async function backupFile(onProgress?: OnProgress, signal?: AbortSignal): Promise<File> {
  const parts: Blob[] = [];
  for await (const piece of pieces(db.name, await hashesAtHub(), onProgress, signal)) parts.push(new Blob([piece]));
  const name = `pendamping-${new Date().toISOString().slice(0, 10)}.cadangan`;
  return new File(parts, name, { type: 'application/octet-stream' });
}

async function* pieces(
  database: string,
  withoutFiles: string[],
  onProgress?: OnProgress,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'backup' });
  const ask = (question: BackupQuestion | 'next'): Promise<Uint8Array<ArrayBuffer> | null> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<BackupAnswer>) => {
        if ('progress' in data) onProgress?.(data.progress.done, data.progress.total);
        else if ('piece' in data) resolve(data.piece);
        else if ('end' in data) resolve(null);
        else reject(new Error(data.error));
      };
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(question);
    });
  try {
    const extra = await accountOf(database);
    const question = {
      ...(extra ? { extra } : {}),
      database,
      app: APP_VERSION,
      now: Date.now(),
      withoutFiles,
      pieceBytes: PIECE_BYTES,
    };
    for (let piece = await ask(question); piece; piece = await ask('next')) {
      signal?.throwIfAborted();
      yield piece;
    }
  } finally {
    worker.terminate();
  }
}

/** Without its account, which says how its key is wrapped, a database is noise. */
async function accountOf(database: string): Promise<SnapshotHeader['extra']> {
  const account = (await listAccounts()).find(({ id }) => databaseOf(id) === database);
  return account && { account: { ...account, failures: 0 } as never };
}

/** Takes over the account that travels with a snapshot, where this laptop has forgotten it. */
export async function adoptAccount({ extra }: SnapshotHeader): Promise<void> {
  if (extra?.account) await bringAccount(extra.account as unknown as Account);
}

/** A snapshot of the shell's folder, from its beginning. */
export async function* readBackup(name: string): AsyncGenerator<Uint8Array> {
  const bridge = shell();
  if (!bridge) throw new Error('only in the desktop app');
  for (let at = 0; ; ) {
    const piece = await bridge.ask('backup:read', { name, at });
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}

/** A snapshot that the user chose as a file. */
export async function* readBackupFile(file: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    yield new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer());
  }
}

/** The laptop is handed on: nothing of its user stays. */
export async function forgetBackups(database: string): Promise<void> {
  for (const { name } of await listBackups(database)) await shell()?.ask('backup:remove', { name });
  await shell()?.ask('disk:forget-asides', undefined);
}
