/** Texts of the watched folder, in English (see `en.ts`). */
import type { folderId } from './folder.id.ts';

export const folderEn: typeof folderId = {
  title: 'Watched folder',
  intro:
    'Choose a folder on a stick, or a shared one. While the app is open, bundles in it are joined by themselves, and the bundles of this laptop are written there.',
  choose: 'Choose folder',
  other: 'Another folder',
  forget: 'Stop watching',
  write: 'Write now',
  away: 'This folder is not there. Plug the stick in; the rest goes by itself.',
  notWritten: 'Not all fields of this laptop are in the folder yet. Choose Write now before you take the stick out.',
  written: 'All that this laptop had at {{when}} is in the folder. The stick may be taken out.',
  steps: { taking: 'Joining bundles of the folder…', writing: 'Writing into the folder…' },
  problems: {
    full: 'The stick is full. What was written is whole. Make room, then choose Write now.',
    own_disk_full: 'The disk of this laptop is nearly full. The data are safe. Make room, then choose Write now.',
    uncertified:
      'Your own fields did not go along: the hub does not know this laptop yet. Connect to it once, then choose Write now.',
  },
};
