import { db } from './database.ts';

/** Opens the store once, before any screen reads from it. @throws when IndexedDB cannot be opened (disk full, blocked) */
export async function openStore(): Promise<void> {
  await db.open();
}
