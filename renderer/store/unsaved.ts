/**
 * What stands in inputs and could not be written: the disk is full, say. It is tried again until it can, wherever its user goes
 * meanwhile, and the screen says so as long (features/checkup/DiskNotice.tsx).
 */
import { create } from 'zustand';
import type { Register } from '#core/register/register.ts';
import { reopenStore } from './open.ts';

const RETRY_MS = 2000;

export interface Unsaved {
  text: string;
  /** What its user saw when the editing began. */
  base?: Register | undefined;
  /** Tries again, and calls `forgetUnsaved` when it worked. */
  write: () => Promise<void>;
}

const all = new Map<string, Unsaved>();
const useStore = create(() => ({ count: 0 }));
let timer: ReturnType<typeof setInterval> | undefined;

/** @param name of the input: the same one later takes the place of this */
export function keepUnsaved(name: string, unsaved: Unsaved): void {
  all.set(name, unsaved);
  timer ??= setInterval(() => void tryAgain(), RETRY_MS);
  useStore.setState({ count: all.size });
}

async function tryAgain(): Promise<void> {
  try {
    await reopenStore();
  } catch {
    // Still full.
    return;
  }
  for (const { write } of all.values()) void write();
}

export function forgetUnsaved(name: string): void {
  if (!all.delete(name)) return;
  if (all.size === 0) {
    clearInterval(timer);
    timer = undefined;
  }
  useStore.setState({ count: all.size });
}

export const unsavedOf = (name: string): Unsaved | undefined => all.get(name);
export const countUnsaved = (): number => all.size;
export const useUnsavedCount = (): number => useStore(({ count }) => count);
