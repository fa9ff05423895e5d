/** Keeps the key of the unlocked account while the app runs, so that a page may load again; and asks the system's vault. */
import { app, BrowserWindow, powerMonitor, safeStorage } from 'electron';
import type { AnswerOf } from '../contract.ts';
import { handle, tell } from './ipc.ts';

const KEY_BYTES = 32;

type Kept = AnswerOf<'lock:kept'>;

let kept: Kept = null;

export function installLock(): void {
  handle('lock:kept', () => kept);
  handle('lock:keep', (session) => {
    kept = session;
  });
  handle('lock:drop', drop);
  handle('vault:wrap', (key) =>
    hasVault() ? safeStorage.encryptString(Buffer.from(key).toString('base64')).toString('base64') : null,
  );
  handle('vault:unwrap', (wrapped) => {
    try {
      const key = new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(wrapped, 'base64')), 'base64'));
      return key.length === KEY_BYTES ? key : null;
    } catch {
      return null;
    }
  });
}

/** Whoever opens the lid again must not find the data open. */
export function lockOnPowerEvents(): void {
  const lock = () => {
    drop();
    for (const window of BrowserWindow.getAllWindows()) tell(window, 'shell:lock', {});
  };
  powerMonitor.on('suspend', lock);
  powerMonitor.on('lock-screen', lock);
}

function drop(): void {
  kept?.key.fill(0);
  kept = null;
}

/** Without a keyring Chromium hides nothing on Linux, though it says that it could. */
export const hasVault = (): boolean =>
  app.isReady() &&
  safeStorage.isEncryptionAvailable() &&
  (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
