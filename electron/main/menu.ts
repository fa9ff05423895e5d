/** The menu as a template: pure, so that a test can read it. `index.ts` gives it to Electron. */
import type { MenuItemConstructorOptions } from 'electron';
import type { ShellCommand, ShellLanguage } from '../contract.ts';
import { MENU_TEXTS } from './menu-texts.ts';

export interface MenuState {
  language: ShellLanguage;
  /** Does the renderer listen? Before a laptop is enrolled there is nothing that a command could do. */
  listening: boolean;
  isPackaged: boolean;
  isMac: boolean;
}

export function menuTemplate(state: MenuState, run: (command: ShellCommand) => void): MenuItemConstructorOptions[] {
  const text = MENU_TEXTS[state.language];
  const command = (name: ShellCommand, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: name,
    label,
    accelerator,
    enabled: state.listening,
    click: () => run(name),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(state.isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: text.file,
      submenu: [
        command('new-client', text.newClient, 'CmdOrCtrl+N'),
        command('sync', text.sync, 'CmdOrCtrl+Shift+S'),
        command('bundles', text.bundles),
        separator,
        command('settings', text.settings, 'CmdOrCtrl+,'),
        ...(state.isMac ? [] : [separator, { role: 'quit', label: text.quit } as const]),
      ],
    },
    {
      label: text.edit,
      submenu: [
        { role: 'undo', label: text.undo },
        { role: 'redo', label: text.redo },
        separator,
        { role: 'cut', label: text.cut },
        { role: 'copy', label: text.copy },
        { role: 'paste', label: text.paste },
        { role: 'selectAll', label: text.selectAll },
      ],
    },
    {
      label: text.view,
      submenu: [
        command('today', text.today, 'CmdOrCtrl+1'),
        command('clients', text.clients, 'CmdOrCtrl+2'),
        // Shown only: the renderer has this key itself, in the browser too.
        { ...command('palette', text.palette, 'CmdOrCtrl+K'), registerAccelerator: false },
        separator,
        { role: 'resetZoom', label: text.resetZoom },
        { role: 'zoomIn', label: text.zoomIn },
        { role: 'zoomOut', label: text.zoomOut },
        separator,
        { role: 'togglefullscreen', label: text.fullScreen },
      ],
    },
    ...(state.isPackaged
      ? []
      : [
          {
            label: text.development,
            submenu: [
              { role: 'reload', label: text.reload } as const,
              { role: 'toggleDevTools', label: text.devTools } as const,
            ],
          },
        ]),
  ];
}
