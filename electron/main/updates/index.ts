/** The channels that begin with `update`, and the installation when the app ends. What may be installed is decided in verify.ts. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, net, shell } from 'electron';
import { z } from 'zod';
import { DATA_VERSION } from '#core/model/dataVersion.ts';
import { compareVersions } from '#core/wire/update.ts';
import { type UpdateAnswer, type UpdateProblem, updateProblemSchema } from '../../contract.ts';
import { flushFile } from '../disk.ts';
import { watchedPath } from '../folder.ts';
import { handle, tell } from '../ipc.ts';
import type { Policy } from '../setup/policy.ts';
import { slowly } from '../slowly.ts';
import { type Installation, installationOf, platformOf } from './installed.ts';
import { type KeptUpdate, openUpdates, type UpdateSource, type Updates } from './kept.ts';
import { fromFile, fromHub, newestIn } from './sources.ts';
import { type Running, readKeys, UpdateError } from './verify.ts';

/** The public keys of the project, put in by build/electron.mjs; empty in a build without any. */
declare const UPDATE_KEYS: string | undefined;

type Place = 'folder' | 'hub';

export function installUpdates(policy: Policy): void {
  const appImage = process.env.APPIMAGE;
  const { platform, arch, execPath } = process;
  const running: Running = {
    version: app.getVersion(),
    platform: platformOf({ platform, arch, execPath, appImage, isPackaged: app.isPackaged, exists: existsSync }),
    dataVersion: DATA_VERSION,
  };
  const folder = join(app.getPath('userData'), 'updates');
  const failedFile = join(folder, 'failed.json');
  const keys = readKeys(typeof UPDATE_KEYS === 'undefined' ? '' : UPDATE_KEYS);
  const updates = openUpdates(folder, keys, running);
  let working: AbortController | null = null;
  let agreed: { reopen: boolean } | null = null;
  void forgetOld(updates, folder);

  const can =
    running.platform === null
      ? 'not_installed'
      : keys.length === 0
        ? 'no_key'
        : policy.updates === 'none'
          ? 'forbidden'
          : null;
  /** One at a time; whatever fails ends with a word for the user. */
  const work = async (what: (signal: AbortSignal) => Promise<UpdateAnswer>): Promise<UpdateAnswer> => {
    if (can) return { problem: can };
    if (working) return { problem: 'busy' };
    working = new AbortController();
    try {
      return await what(working.signal);
    } catch (error) {
      if (working.signal.aborted) return { problem: 'stopped' };
      return { problem: problemOf(error) };
    } finally {
      working = null;
    }
  };
  const sourceOf = async (place: Place, hub: string | null): Promise<UpdateSource | null> => {
    const { platform: own } = running;
    if (own === null || !mayComeFrom(place, policy)) return null;
    if (place === 'hub') return hub === null ? null : fromHub(hub, own, (url, init) => net.fetch(url as string, init));
    const watched = watchedPath(join(app.getPath('userData'), 'folder.json'));
    return watched === null ? null : newestIn(watched, own);
  };

  handle('update:status', async () => {
    const kept = await updates.kept();
    return {
      version: running.version,
      can,
      kept: kept?.header.version ?? null,
      atQuit: agreed !== null,
      failed: kept ? readFailed(failedFile) : null,
    };
  });
  handle('update:look', ({ hub }) =>
    work(async (signal) => {
      const found: { place: Place; version: string; size: number }[] = [];
      let problem: UpdateProblem = 'none';
      for (const place of ['folder', 'hub'] as const) {
        try {
          const source = await sourceOf(place, hub);
          if (source) found.push({ place, ...(await updates.look(source, signal)) });
        } catch (error) {
          if (problemOf(error) !== 'none') problem = problemOf(error);
        }
      }
      const [best] = found.toSorted((a, b) => compareVersions(b.version, a.version));
      return best ? { found: { place: best.place, version: best.version, size: best.size } } : { problem };
    }),
  );
  handle('update:take', ({ from, hub }) =>
    work(async (signal) => {
      if (from === 'file' && !mayComeFrom('folder', policy)) return { problem: 'forbidden' };
      const source = from === 'file' ? await chooseFile() : await sourceOf(from, hub);
      if (!source) return { problem: from === 'file' ? 'stopped' : 'none' };
      const moved = slowly((bytes: number, of: number) => {
        const [window] = BrowserWindow.getAllWindows();
        if (window) tell(window, 'update:moved', { bytes, of });
      });
      const { version } = await updates.take(source, signal, moved);
      return { kept: version };
    }),
  );
  handle('update:stop', () => working?.abort());
  handle('update:install', async ({ when }) => {
    agreed = null;
    if (when === 'never' || working || !(await updates.kept())) return;
    agreed = { reopen: when === 'now' };
    // Closing asks the page to write what is pending, as always; see windows.ts.
    if (when === 'now') app.quit();
  });

  let installing = false;
  app.on('will-quit', (event) => {
    if (!agreed) return;
    // It is asked more than once: by each that closes something.
    event.preventDefault();
    if (installing) return;
    installing = true;
    const { reopen } = agreed;
    void installKept(updates, appImage, reopen)
      .catch((error: unknown) => noteFailed(failedFile, problemOf(error)))
      .finally(() => app.exit());
  });
}

const mayComeFrom = (place: Place, { updates = 'all' }: Policy): boolean => updates === 'all' || updates === place;

const problemOf = (error: unknown): UpdateProblem => {
  if (error instanceof UpdateError) return error.problem;
  console.error('update', error);
  return (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk_full' : 'unreadable';
};

async function chooseFile(): Promise<UpdateSource | null> {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return null;
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: 'Pendamping', extensions: ['update'] }],
  });
  return filePaths[0] === undefined ? null : fromFile(filePaths[0]);
}

async function installKept(updates: Updates, appImage: string | undefined, reopen: boolean): Promise<void> {
  try {
    const kept = await updates.checked();
    const installation = installationOf(kept.header, kept.file, appImage, reopen);
    await carryOut(installation, kept);
    if (reopen && installation.way !== 'leave') relaunch(appImage);
  } catch (error) {
    // The old version goes on as before.
    if (reopen) relaunch(appImage);
    throw error;
  }
}

async function carryOut(installation: Installation, { file }: KeptUpdate): Promise<void> {
  if (installation.way === 'show') await shell.openPath(file);
  if (installation.way === 'replace') await replace(installation.target, file);
  if (installation.way === 'run') await run(installation.command, installation.args);
  if (installation.way === 'leave') {
    const child = spawn(installation.command, installation.args, { detached: true, stdio: 'ignore' });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject)).catch(
      (error: unknown) => {
        throw new UpdateError('no_installer', { cause: error });
      },
    );
    child.unref();
  }
}

/** Whole or not at all. */
async function replace(target: string, file: string): Promise<void> {
  const next = `${target}.new`;
  try {
    await rm(next, { force: true });
    await copyFile(file, next);
    await chmod(next, 0o755);
    await flushFile(next);
    await rename(next, target);
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined);
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? error : new UpdateError('refused', { cause: error });
  }
}

/** What pkexec ends with when nobody allowed it. */
const NOT_ALLOWED = [126, 127];

function run(command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new UpdateError('no_installer', { cause: error })));
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new UpdateError(NOT_ALLOWED.includes(code ?? 0) ? 'refused' : 'installer_failed'));
    });
  });
}

/** The shell's words: wait until the process with the first number is gone, then become what the others say. */
const AFTERWARDS = 'while kill -0 "$1" 2>/dev/null; do sleep 0.2; done; shift; exec "$@"';

function relaunch(appImage: string | undefined): void {
  // A bundle that was opened with the app is not opened once more.
  const args = process.argv.slice(1).filter((word) => !/\.plut$/i.test(word));
  if (process.platform !== 'linux') {
    app.relaunch({ args });
    return;
  }
  // Electron's own way starts the file that this process runs from, and that is gone: the new version has taken its place.
  const words = ['-c', AFTERWARDS, 'sh', String(process.pid), appImage ?? process.execPath, ...args];
  spawn('/bin/sh', words, { detached: true, stdio: 'ignore' }).unref();
}

/** What was kept is here now, or nothing for this app any more. */
async function forgetOld(updates: Updates, folder: string): Promise<void> {
  if (existsSync(join(folder, 'kept.json')) && (await updates.kept()) === null) await updates.forget();
}

const failedSchema = z.object({ problem: updateProblemSchema });

async function noteFailed(file: string, problem: UpdateProblem): Promise<void> {
  await writeFile(file, JSON.stringify({ problem })).catch(() => undefined);
}

function readFailed(file: string): UpdateProblem | null {
  try {
    return failedSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).problem;
  } catch {
    return null;
  }
}
