/** What the shell asks of a disk. */
import { open, statfs } from 'node:fs/promises';

/** Of the disk that a folder is on, for programs without special rights. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** What is in the file is on the disk when it returns. */
export const flushFile = (path: string): Promise<void> => flushed(path, 'r+');

/** So that a new name is on the disk too. Windows cannot, and need not. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform !== 'win32') await flushed(path, 'r');
}

async function flushed(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  await handle.sync().finally(() => handle.close());
}
