/** The renderer's side of the Electron shell. In a browser there is none, and the app does without. */
import type { ShellBridge } from '../../electron/contract.ts';
import type { Language } from '../i18n/index.ts';
import { flushPending } from '../store/pending.ts';
import { measureSpaceBy } from '../store/space.ts';
import { countUnsaved } from '../store/unsaved.ts';

declare global {
  interface Window {
    pendamping?: ShellBridge;
  }
}

export const shell = (): ShellBridge | undefined => window.pendamping;

/** @returns the language that the installer chose, if any */
export async function connectShell(): Promise<Language | null> {
  const bridge = shell();
  if (!bridge) return null;
  bridge.onFlush(async () => {
    await flushPending();
    return countUnsaved();
  });
  measureSpaceBy(() => bridge.ask('disk:free', undefined));
  return (await bridge.info()).language;
}
