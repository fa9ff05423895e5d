/** What support needs to know of a laptop, without anything about a person: counts, versions, codes, states, sizes. */
import type { StoreFindings } from './checkup.ts';
import { type BackupState, type Database, getMeta, type Restored, type SyncStatus } from './database.ts';

/** What only the page knows. */
export interface Surroundings {
  app: string;
  /** Of the operating system, or `browser`. */
  platform: string;
  language: string;
  /** ISO moment. */
  made: string;
  /** Bytes; null where it cannot be told. */
  free: number | null;
  used: number | null;
  persisted: boolean | null;
  backups: { created: string; size: number; version: number; app: string }[];
  /** Inputs that could not be written. */
  unsaved: number;
}

export interface Diagnostics extends Surroundings {
  store: { version: number; counts: Record<string, number> };
  sync: Pick<SyncStatus, 'state' | 'problem' | 'lastSync' | 'clockError'> | null;
  cursor: number | null;
  recovering: boolean;
  /** How many fields the hub refused, by its code. */
  refused: Record<string, number>;
  fileProblem: string | null;
  backup: BackupState | null;
  restored: Restored | null;
  setAside: Record<string, number>;
  /** Of the last check, if there was one: how many of each. */
  check: Record<string, number | boolean> | null;
  timeZone: string | null;
}

/** @param findings of the last check */
export async function diagnose(
  database: Database,
  surroundings: Surroundings,
  findings?: StoreFindings,
): Promise<Diagnostics> {
  const counts: Record<string, number> = {};
  for (const table of database.tables) counts[table.name] = await table.count();
  const refused: Record<string, number> = {};
  await database.attention.each(({ code }) => count(refused, code));
  const setAside: Record<string, number> = {};
  for (const { table } of (await getMeta('setAside', database)) ?? []) count(setAside, table);
  const { state, problem, lastSync, clockError } = (await getMeta('sync', database)) ?? {};
  return {
    ...surroundings,
    store: { version: database.verno, counts },
    sync: state ? { state, problem, lastSync, clockError } : null,
    cursor: (await getMeta('cursor', database)) ?? null,
    recovering: (await getMeta('recovering', database)) ?? false,
    refused,
    fileProblem: (await getMeta('fileProblem', database)) ?? null,
    backup: (await getMeta('backup', database)) ?? null,
    restored: (await getMeta('restored', database)) ?? null,
    setAside,
    check: findings ? summary(findings) : null,
    timeZone: (await getMeta('device', database))?.timeZone ?? null,
  };
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

const summary = ({ broken, flags, orphans, inputs, values, files, lostFiles, clock, ahead }: StoreFindings) => ({
  broken: broken.length,
  flags: flags.length,
  orphans: orphans.length,
  inputs: inputs.length,
  values: Object.values(values).reduce((sum, each) => sum + each, 0),
  files: files.length,
  lostFiles: lostFiles.length,
  clockBehind: clock !== null,
  ahead,
});
