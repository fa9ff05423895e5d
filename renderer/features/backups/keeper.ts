/** Keeps snapshots fresh while the app is open, and lets go of what was set aside once it is not needed. */
import { useEffect } from 'react';
import { isDue } from '#core/snapshot/rotation.ts';
import { shell } from '../../app/shell.ts';
import { db, getMeta } from '../../store/database.ts';
import { forgetAsides } from '../../store/snapshot.ts';
import { listBackups, takeBackup } from './take.ts';

/** The start belongs to the user. */
const FIRST_MS = 30_000;
const EVERY_MS = 60 * 60_000;

export function useBackupKeeper(): void {
  useEffect(() => {
    const look = () =>
      // One window of a profile is enough.
      navigator.locks.request('pendamping-backup', { ifAvailable: true }, (lock) => (lock ? keep() : undefined));
    const run = () => void look().catch((error: unknown) => console.error('backup', error));
    const first = setTimeout(run, FIRST_MS);
    const timer = setInterval(run, EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, []);
}

async function keep(): Promise<void> {
  const [restored, sync] = [await getMeta('restored'), await getMeta('sync')];
  // The database that was put back has met the hub under its new name.
  if (!restored && sync?.state === 'idle') await forgetAsides(db.name);
  if (!shell()) return;
  const made = (await listBackups(db.name)).map(({ created }) => created);
  if (isDue(made, Date.now())) await takeBackup();
}
