import type { updatesId } from './updates.id.ts';

/** Texts of *Pembaruan*, in English (see `en.ts`). */
export const updatesEn: typeof updatesId = {
  title: 'Updates',
  current: 'Installed version: {{version}}.',
  can: {
    forbidden: 'Whoever looks after this laptop has switched updates from the app off.',
    not_installed:
      'This app was not installed by an installer, so it cannot update itself. Install a new version the way this one was.',
    no_key: 'This app was built without a key for updates, so it takes none. Install a new version by its installer.',
  },
  look: 'Look for an update',
  choose: 'Choose a file…',
  looking: 'Looking for an update…',
  found: {
    hub: 'Version {{version}} is on the hub ({{size}}).',
    folder: 'Version {{version}} is in the watched folder ({{size}}).',
  },
  take: { hub: 'Download', folder: 'Take it' },
  taking: 'Fetching and checking: {{done}} of {{total}}',
  checking: 'Checking the file…',
  progress: 'Fetching the update',
  kept: 'Version {{version}} is checked and ready. What you typed is saved first; your data stay.',
  now: 'Close and install now',
  atQuit: 'Install when the app is closed',
  willInstall: 'Version {{version}} will be installed when the app is closed.',
  never: 'Do not install yet',
  news: 'Pendamping {{version}} is available. Open This laptop to install it.',
  problems: {
    none: 'There is no update on the hub or in the watched folder.',
    same: 'This version is the newest.',
    older: 'That file holds an older version. It is not installed, so that your data can still be opened.',
    older_data: 'That version cannot read the data on this laptop. It is not installed; the data are safe.',
    other_platform: 'That file is for another kind of laptop. Choose the file for this one.',
    not_an_update: 'That file is no update of Pendamping. Choose a file that ends in .update.',
    not_signed:
      'The signature of that file is not Pendamping’s. It is not installed. Do not use the file; tell the installer.',
    tampered:
      'The content of that file is not what was signed. It is not installed. Fetch it again from the hub or ask for a new copy.',
    cut: 'The update broke off half-way. What came is kept; try again to go on.',
    unreadable: 'The file of the update cannot be read. Check the stick and try again.',
    unreachable: 'The hub cannot be reached. Check the connection, or choose a file on a stick.',
    disk_full: 'The disk has too little room for the update. The data are safe. Make room and try again.',
    stopped: '',
    busy: 'An update is being fetched. Wait until it is done.',
    no_key: 'This app takes no updates.',
    forbidden: 'Whoever looks after this laptop has switched updates from the app off.',
    not_installed: 'This app cannot update itself.',
    refused: 'Not installed: it was not allowed. Try again with the password of the laptop’s administrator.',
    no_installer: 'Not installed: this laptop’s installer does not run. Ask the installer for help.',
    installer_failed:
      'Not installed: the installer ended with an error. The old version goes on. Try again or ask the installer for help.',
  },
};
