/** The channels that begin with `provision`. */
import { app, BrowserWindow, dialog } from 'electron';
import { PROVISION_FILE } from '#core/wire/provision.ts';
import { handle } from '../ipc.ts';
import type { Policy } from './policy.ts';
import { openProvisions } from './provision.ts';

export function installProvisioning(policy: Policy): void {
  const { execPath, env, platform } = process;
  const programData = platform === 'win32' ? (env.ProgramData ?? 'C:\\ProgramData') : undefined;
  const places = { userData: app.getPath('userData'), execPath, appImage: env.APPIMAGE, programData };
  const provisions = openProvisions(places, policy, () => Date.now());
  let choosing = false;
  handle('provision:find', provisions.find);
  handle('provision:choose', async () => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window || choosing) return null;
    choosing = true;
    const { filePaths } = await dialog
      .showOpenDialog(window, { properties: ['openFile'], filters: [{ name: PROVISION_FILE, extensions: ['json'] }] })
      .finally(() => {
        choosing = false;
      });
    return filePaths[0] === undefined ? null : provisions.read(filePaths[0]);
  });
  handle('provision:done', provisions.done);
}
