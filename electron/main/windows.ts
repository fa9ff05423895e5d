/** The app's one window: where it opens, and how it closes without losing what was typed. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, powerMonitor, screen } from 'electron';
import { flush } from './flush.ts';
import type { MenuTexts } from './menu-texts.ts';
import { isOwnUrl, START_URL } from './origin.ts';
import { windowOptions } from './window-options.ts';
import { placeOf, readWindowState, type WindowState, writeWindowState } from './window-state.ts';

const SAVE_PLACE_MS = 500;

let isQuitting = false;

/** @param texts in the language that is spoken by then */
export function openWindow(preload: string, texts: () => MenuTexts): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window.json');
  const state = readWindowState(stateFile);
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow(windowOptions(preload, app.isPackaged, placeOf(state, workAreas)));
  if (state?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  rememberPlace(window, stateFile);
  flushBeforeClosing(window, texts);
  // The guards are not asked about an empty page (about:blank): the user would be left with nothing.
  window.webContents.on('did-navigate', (_event, url) => {
    if (!isOwnUrl(url)) void window.loadURL(START_URL);
  });
  void window.loadURL(START_URL);
  return window;
}

export function focusFirstWindow(): boolean {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return false;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  return true;
}

function rememberPlace(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    writeWindowState(file, stateOf(window));
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_PLACE_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  window.on('closed', () => clearTimeout(timer));
}

const stateOf = (window: BrowserWindow): WindowState => ({
  ...window.getNormalBounds(),
  maximized: window.isMaximized(),
});

function flushBeforeClosing(window: BrowserWindow, texts: () => MenuTexts): void {
  let isFlushing = false;
  window.on('close', (event) => {
    event.preventDefault();
    if (isFlushing) return;
    isFlushing = true;
    void mayClose(window, texts()).then((mayGo) => {
      isFlushing = false;
      if (!mayGo) {
        isQuitting = false;
        return;
      }
      // Not `close`, which a page that hangs or objects (beforeunload) could refuse.
      window.destroy();
      // Holding the window back cancelled a quit of the whole app: ask again.
      if (isQuitting) app.quit();
    });
  });
  // Windows: the session ends without asking the window to close. Start writing while there is time.
  window.on('query-session-end', () => void flush(window));
}

/** Writes what is pending. When something cannot be written (a full disk), its user decides whether it may go. */
async function mayClose(window: BrowserWindow, text: MenuTexts): Promise<boolean> {
  const unsaved = await flush(window).catch(() => 0);
  if (unsaved === 0) return true;
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: text.unsaved,
    buttons: [text.stay, text.closeAnyway],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

/** Sleep and shut-down come without a closing window. */
export function flushOnPowerEvents(): void {
  const flushAll = () => Promise.all(BrowserWindow.getAllWindows().map(flush));
  powerMonitor.on('suspend', () => void flushAll());
  powerMonitor.on('lock-screen', () => void flushAll());
  powerMonitor.on('shutdown', () => app.quit());
  app.on('before-quit', () => {
    isQuitting = true;
  });
}
