/**
 * Updates of the desktop app that lie on the hub for its laptops. The hub need not be trusted with them: laptops check the
 * project's signature themselves (core/wire/update.ts). One for each platform, in a folder beside the attachments' files.
 */
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_UPDATE_HEAD, readUpdateHead, type UpdateHeader, updatePlatformSchema } from '#core/wire/update.ts';
import { flush } from './store/files.ts';
import { type Store, StoreError } from './store/store.ts';

const folderOf = ({ files }: Store): string | null => files && join(files.root, 'updates');
const fileIn = (folder: string, platform: string): string => join(folder, `${platform}.update`);

/** The file for a platform; null when there is none. */
export async function updateFile(store: Store, platform: string): Promise<string | null> {
  const folder = folderOf(store);
  if (folder === null || !updatePlatformSchema.safeParse(platform).success) return null;
  const file = fileIn(folder, platform);
  return (await stat(file).catch(() => null))?.isFile() ? file : null;
}

/** What laptops look at first. */
export async function updateStart(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_UPDATE_HEAD), 0, MAX_UPDATE_HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Takes the place of an earlier one. @throws StoreError when it is no update, or not whole */
export async function putUpdate(store: Store, from: string): Promise<UpdateHeader> {
  const folder = folderOf(store);
  if (folder === null) throw new StoreError('this hub keeps no files: name a folder for them with --files');
  const size = (await stat(from).catch(() => null))?.size;
  if (size === undefined) throw new StoreError(`no file ${from}; check its name`);
  const head = readUpdateHead(await updateStart(from));
  if (!head) throw new StoreError(`${from} is no update; "npm run sign-update" makes one`);
  if (size !== head.bytes + head.header.size) throw new StoreError(`${from} is not whole; copy it again`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = fileIn(folder, head.header.platform);
  await copyFile(from, `${file}.partial`);
  await flush(`${file}.partial`, 'r+');
  await rename(`${file}.partial`, file);
  return head.header;
}

export async function listUpdates(store: Store): Promise<UpdateHeader[]> {
  const folder = folderOf(store);
  const names = folder === null ? [] : await readdir(folder).catch(() => []);
  const heads = await Promise.all(
    names
      .filter((name) => name.endsWith('.update'))
      .map(async (name) => readUpdateHead(await updateStart(join(folder as string, name)))),
  );
  return heads.flatMap((head) => (head ? [head.header] : []));
}

/** @returns whether there was one */
export async function removeUpdate(store: Store, platform: string): Promise<boolean> {
  const file = await updateFile(store, platform);
  if (file !== null) await rm(file);
  return file !== null;
}
