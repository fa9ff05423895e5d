/** Start-up of the shell. Nothing here knows what a business is. */
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu } from 'electron';
import { DATA_VERSION } from '#core/model/dataVersion.ts';
import type { AppInfo, ShellCommand, ShellLanguage } from '../contract.ts';
import { readArguments } from './arguments.ts';
import { backupFolder, openBackups } from './backups.ts';
import { freeBytes } from './disk.ts';
import { openExternal } from './external.ts';
import { listenForFlushed } from './flush.ts';
import { installGuards, installPermissions } from './guards.ts';
import { handle, tell } from './ipc.ts';
import { hasVault, installLock, lockOnPowerEvents } from './lock.ts';
import { neverReuseLogs } from './logReuse.ts';
import { menuTemplate } from './menu.ts';
import { MENU_TEXTS } from './menu-texts.ts';
import { openedFiles } from './opened.ts';
import { installPost } from './post/index.ts';
import { registerScheme, serveApp } from './protocol.ts';
import { installProvisioning } from './setup/index.ts';
import { readPolicy } from './setup/policy.ts';
import { forgetAsides, forgetOldAsides, keepStore, putBackStore } from './storeKeeper.ts';
import { mendTornLogs } from './tornLogs.ts';
import { claimData } from './updates/dataVersion.ts';
import { installUpdates } from './updates/index.ts';
import { flushOnPowerEvents, focusFirstWindow, openWindow } from './windows.ts';

const RENDERER = join(import.meta.dirname, '../renderer');
const PRELOAD = join(import.meta.dirname, 'preload.cjs');
const NAME = 'Pendamping';

const { profile, ...given } = readArguments(process.argv.slice(1));
const policy = readPolicy();
const hub = given.hub ?? policy.hub ?? null;
const chosenLanguage = given.language ?? policy.language ?? null;
app.setName(NAME);
// Each request tells it: short for a thin link, and nothing about the laptop.
app.userAgentFallback = `${NAME}/${app.getVersion()}`;
app.setPath('userData', userData());

if (!app.requestSingleInstanceLock()) app.quit();
else if (mayOpenData()) start();
else app.exit(1);

/** One folder per profile; Chromium's own `--user-data-dir` names it outright (tests, the demo of `npm start`). */
function userData(): string {
  const given = app.commandLine.getSwitchValue('user-data-dir');
  if (given) return given;
  return join(app.getPath('appData'), profile === 'default' ? NAME : `${NAME}-${profile}`);
}

/** Says so when a newer app has written the data. */
function mayOpenData(): boolean {
  const own = { dataVersion: DATA_VERSION, app: app.getVersion() };
  const newer = claimData(app.getPath('userData'), own);
  if (newer === null) return true;
  const text = MENU_TEXTS[chosenLanguage ?? 'id'].newerData;
  dialog.showErrorBox(NAME, text.replaceAll('{{app}}', newer.app).replaceAll('{{own}}', own.app));
  return false;
}

function start(): void {
  const userDataFolder = app.getPath('userData');
  let store: AppInfo['store'] = putBackStore(userDataFolder) ? 'put-back' : 'whole';
  mendTornLogs(userDataFolder);
  forgetOldAsides(userDataFolder, Date.now());
  neverReuseLogs(app.commandLine, totalmem());
  // Root has no sandbox in Chromium; only a development machine or a test runs the app so.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerScheme();
  installGuards();
  listenForFlushed();
  installLock();
  const opened = openedFiles();
  opened.add(process.argv.slice(1), process.cwd());
  const post = installPost(opened);
  installUpdates(policy);
  installProvisioning(policy);
  let language: ShellLanguage = chosenLanguage ?? 'id';
  let listening = false;

  const command = (name: ShellCommand) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window) tell(window, 'shell:command', { command: name });
  };
  const showMenu = () => {
    const state = { language, listening, isPackaged: app.isPackaged, isMac: process.platform === 'darwin' };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, command)));
  };
  const showOpened = () => {
    if (listening && opened.isWaiting()) command('bundles');
  };
  const setListening = (next: boolean) => {
    if (listening === next) return;
    listening = next;
    showMenu();
    showOpened();
  };
  const pageGone = () => {
    setListening(false);
    post.close();
  };
  const open = () => {
    const window = openWindow(PRELOAD, () => MENU_TEXTS[language]);
    // A page that reloads has not said yet that it listens.
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) pageGone();
    });
    window.on('closed', pageGone);
  };

  handleBackups(userDataFolder);
  handle('app:info', () => ({
    version: app.getVersion(),
    platform: process.platform,
    profile,
    hub,
    language: chosenLanguage,
    hasVault: hasVault() && !policy.forbidQuickUnlock,
    store,
  }));
  handle('shell:relaunch', () => {
    app.relaunch();
    app.exit();
  });
  handle('shell:listening', setListening);
  handle('shell:set-language', (next) => {
    language = next;
    showMenu();
  });
  handle('shell:open-external', openExternal);

  app.on('second-instance', (_event, words, folder) => {
    opened.add(words.slice(1), folder);
    if (focusFirstWindow()) showOpened();
    else open();
  });
  // macOS tells of files in this way only, also before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    opened.add([path], '/');
    if (app.isReady() && !focusFirstWindow()) open();
    showOpened();
  });
  app.on('activate', () => {
    if (!focusFirstWindow()) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  void app.whenReady().then(() => {
    installPermissions();
    serveApp(RENDERER);
    flushOnPowerEvents();
    lockOnPowerEvents();
    showMenu();
    keepStore(userDataFolder, () => {
      store = 'reset';
      for (const window of BrowserWindow.getAllWindows()) tell(window, 'shell:store-reset', {});
    });
    open();
  });
}

function handleBackups(profileFolder: string): void {
  const backups = openBackups(backupFolder(profileFolder));
  handle('backup:list', backups.list);
  handle('backup:begin', ({ size }) => backups.begin(size));
  handle('backup:append', ({ backup, bytes }) => backups.append(backup, bytes));
  handle('backup:finish', ({ backup }) => backups.finish(backup));
  handle('backup:drop', ({ backup }) => backups.drop(backup));
  handle('backup:read', ({ name, at }) => backups.read(name, at));
  handle('backup:remove', ({ name }) => backups.remove(name));
  handle('disk:forget-asides', () => forgetAsides(profileFolder));
  handle('disk:free', () => freeBytes(profileFolder));
}
