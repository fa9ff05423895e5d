import type { helpId } from './help.id.ts';

/** Texts of *Bantuan*, in English (see `en.ts`). */
export const helpEn: typeof helpId = {
  title: 'Help',
  search: 'Search the guides',
  guides: 'Guides',
  found: 'Parts found: {{count}}',
  nothing: 'No part has "{{query}}" in it. Try another word.',
  onlyIndonesian:
    'The guides are written in Indonesian only, and name buttons and menus as the Indonesian screens do. Switch the language under “This laptop” to follow them.',
};
