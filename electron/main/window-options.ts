import type { BrowserWindowConstructorOptions } from 'electron';

export interface WindowPlace {
  x?: number;
  y?: number;
  width: number;
  height: number;
}

/** Fits a 1366×768 laptop with a task bar. */
const DEFAULT_PLACE: WindowPlace = { width: 1280, height: 700 };

export function windowOptions(
  preload: string,
  isPackaged: boolean,
  place: WindowPlace | null,
): BrowserWindowConstructorOptions {
  return {
    ...(place ?? DEFAULT_PLACE),
    minWidth: 1024,
    minHeight: 640,
    // Shown on ready-to-show, so that nobody sees an empty window.
    show: false,
    backgroundColor: '#ffffff',
    title: 'Pendamping',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: !isPackaged,
      // Chromium would fetch dictionaries from the internet.
      spellcheck: false,
    },
  };
}
