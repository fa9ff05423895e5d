/** The desktop app in Electron, with a profile of its own, as the installer would start it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { backupFolder } from '../../electron/main/backups.ts';
import { collectComplaints } from './complaints.ts';
import { unlockWhenAsked, untilOpen } from './sealed.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface DesktopApp {
  app: ElectronApplication;
  page: Page;
  /** Closes the window as a user would, and opens the app again on the same profile. */
  restart(): Promise<void>;
  /** The power goes. */
  kill(): Promise<void>;
  /** Ends the app and forgets its profile. */
  dispose(): Promise<void>;
  /** What the page complained about: uncaught errors and console errors other than a missing network. */
  complaints: string[];
  profile: string;
}

/** @param options.folder where its profile is made */
export async function openDesktopApp(options: { hub?: string; folder?: string } = {}): Promise<DesktopApp> {
  const profile = mkdtempSync(join(options.folder ?? tmpdir(), 'pendamping-desktop-'));
  const complaints: string[] = [];
  const args = electronArguments(profile, options.hub);
  const running = await launch(args, complaints);
  const desktop: DesktopApp = {
    ...running,
    profile,
    complaints,
    async restart() {
      await end(desktop.app);
      Object.assign(desktop, await launch(args, complaints));
      await untilOpen(desktop.page);
    },
    async kill() {
      const { pid } = desktop.app.process();
      const closed = desktop.app.waitForEvent('close');
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await closed;
    },
    async dispose() {
      await end(desktop.app);
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
      rmSync(backupFolder(profile), { recursive: true, force: true });
    },
  };
  return desktop;
}

/** For `spawn`, where a test starts the app a second time by itself. */
export const electronArguments = (profile: string, hub?: string): string[] => [
  ROOT,
  `--user-data-dir=${profile}`,
  ...(hub ? ['--hub', hub] : []),
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export function electronExecutable(): string {
  const executable = process.env.PENDAMPING_ELECTRON;
  if (!executable) throw new Error('PENDAMPING_ELECTRON names no executable; run these tests by "npm test -- e2e"');
  return executable;
}

async function launch(args: string[], complaints: string[]): Promise<{ app: ElectronApplication; page: Page }> {
  // Playwright finds the same runtime by itself, and only then holds the app back until it listens. With an executable named
  // here it now and then missed the page's first navigation, and waited for it for ever.
  const app = await electron.launch({ args });
  app.once('close', () => ended.add(app));
  const page = await app.firstWindow();
  collectComplaints(page, complaints);
  await unlockWhenAsked(page);
  return { app, page };
}

/** Playwright no longer answers for an app that has ended. */
const ended = new WeakSet<ElectronApplication>();

/** Closes all windows, which ends the app; ending it by `app.close()` would not ask the window first. */
async function end(app: ElectronApplication): Promise<void> {
  if (ended.has(app)) return;
  const closed = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
  await closed;
}
