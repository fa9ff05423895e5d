/**
 * What its user sees in an input or as an answer and that is not on the disk yet: for some milliseconds, or for as long as the disk
 * is full. It outlives the page on which it was typed, stands there again when that page is opened again, and is tried again until it
 * is on the disk. The screen marks it as long (`data-saving`, features/checkup/{DiskNotice,SavingNotice}.tsx): all that is
 * not marked is saved.
 */
import { create } from 'zustand';
import { fieldName } from '#core/register/names.ts';
import type { Json } from '#core/register/register.ts';
import { reopenStore } from './open.ts';

const RETRY_MS = 2000;

export interface Unsaved {
  value: Json;
  /** From when on it waits (`performance.now()`). */
  since: number;
  /** The disk has refused it. */
  failed: boolean;
  /** Tries to write it; resolves when that went well or not. */
  write: () => Promise<void>;
}

const useStore = create(() => ({ all: new Map() as ReadonlyMap<string, Unsaved> }));
let timer: ReturnType<typeof setInterval> | undefined;

/** The name of a field among all that is unsaved. */
export const unsavedName = (collection: string, id: string, field: string): string =>
  fieldName({ collection, id, field });

/** It was typed or chosen just now. */
export function noteUnsaved(name: string, value: Json, write: Unsaved['write']): void {
  const { since = performance.now(), failed = false } = unsavedOf(name) ?? {};
  set(name, { value, write, since, failed });
}

export function noteFailed(name: string): void {
  const unsaved = unsavedOf(name);
  if (unsaved) set(name, { ...unsaved, failed: true });
}

/** What stood there before is on the disk, and what was typed or chosen meanwhile is not. */
export function noteAdvanced(name: string): void {
  const unsaved = unsavedOf(name);
  if (unsaved) set(name, { ...unsaved, since: performance.now(), failed: false });
}

/** It is on the disk. */
export function noteSaved(name: string): void {
  set(name, undefined);
}

function set(name: string, unsaved: Unsaved | undefined): void {
  const all = new Map(useStore.getState().all);
  if (unsaved) all.set(name, unsaved);
  else all.delete(name);
  useStore.setState({ all });
  const hasFailed = failedIn(all) > 0;
  if (hasFailed) timer ??= setInterval(() => void tryAgain(), RETRY_MS);
  else {
    clearInterval(timer);
    timer = undefined;
  }
}

async function tryAgain(): Promise<void> {
  try {
    await reopenStore();
  } catch {
    // Still full.
    return;
  }
  for (const { write, failed } of useStore.getState().all.values()) if (failed) void write();
}

/** Writes all of it at once; resolves when that went well or not. */
export async function writeUnsaved(): Promise<void> {
  await Promise.all([...useStore.getState().all.values()].map(({ write }) => write()));
}

export const unsavedOf = (name: string): Unsaved | undefined => useStore.getState().all.get(name);
export const useUnsaved = (name: string): Unsaved | undefined => useStore(({ all }) => all.get(name));

/** Has the disk refused something whose name begins so? */
export const useHasFailed = (prefix: string): boolean =>
  useStore(({ all }) => [...all].some(([name, { failed }]) => failed && name.startsWith(prefix)));

/** Also what is on its way to the disk just now. */
export const countUnsaved = (): number => useStore.getState().all.size;
/** Of how many the disk has refused to take them. */
export const useFailedCount = (): number => useStore(({ all }) => failedIn(all));
/** Since when the disk has owed an answer; null when it owes none. */
export const useOwedSince = (): number | null =>
  useStore(({ all }) => {
    const since = [...all.values()].filter(({ failed }) => !failed).map((unsaved) => unsaved.since);
    return since.length > 0 ? Math.min(...since) : null;
  });

const failedIn = (all: ReadonlyMap<string, Unsaved>): number => [...all.values()].filter(({ failed }) => failed).length;
