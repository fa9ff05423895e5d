import type { checkupId } from './checkup.id.ts';

/** See `checkup.id.ts`. */
export const checkupEn: typeof checkupId = {
  title: 'Check the app',
  intro:
    'Checks whether all records and files on this laptop are whole, whether there is room, and whether the backup is recent. The check changes nothing; you can go on working.',
  start: 'Check now',
  progress: 'Checking {{done}} of {{total}} records and files',
  cancelled: 'Cancelled. Nothing has changed.',
  sound: 'All are whole: {{count}} records and files.',
  unsound: 'Something needs repair.',
  results: 'Results of the check',
  broken_one: '{{count}} record is damaged.',
  broken_other: '{{count}} records are damaged.',
  brokenHelp:
    'Repair fetches them again from a backup that has them whole and from the hub. What cannot be read is set aside, not thrown away.',
  flags_other: '{{count}} records are indexed wrongly, and may be missing in lists. Their contents are whole.',
  orphans_other: '{{count}} entries that wait to be sent have no record any more. Repair sets them aside.',
  inputs_other: '{{count}} half-typed inputs cannot be read. Repair sets them aside.',
  files_other: '{{count}} photos or documents are damaged. Repair looks for them in the backups.',
  lostFiles_other:
    '{{count}} photos or documents that were not sent are missing on the laptop. Repair looks for them in the backups. If they are not there, take the photos again.',
  clock: 'The order of edits has fallen behind. Repair puts it right; nothing is lost.',
  values_other:
    '{{count}} values are unknown to this version, maybe from a newer one. They are kept as they are; update the app.',
  ahead_other: '{{count}} values are dated in the future: the clock was wrong. Check the clock of the laptop.',
  free: 'Room left on the laptop: {{size}}.',
  freeLittle:
    'Only {{size}} of room is left on the laptop. Free some, for instance at Room for files on the page This laptop.',
  persisted: 'The system does not delete these data by itself.',
  notPersisted: 'The browser does not promise to keep these data. Do not clear site data; better use the desktop app.',
  backup: 'Last backup: {{when}}.',
  noBackup: 'No backup yet. Press Make a backup now.',
  oldBackup: 'The last backup is old: {{when}}. Press Make a backup now.',
  contact: 'Last contact with the hub: {{when}}.',
  oldContact: 'Last contact with the hub: {{when}}. Connect to the internet, or send a bundle along with somebody.',
  noContact: 'Never met the hub yet.',
  setAside_other: '{{count}} that could not be repaired are still set aside. Tell support.',
  repair: 'Repair',
  repairing: 'Repairing…',
  repaired:
    'Repaired from the laptop: {{here}}. From a backup: {{fromSnapshot}}. Asked of the hub again: {{fromHub}}. Set aside: {{aside}}.',
  repairedFiles_other: '{{count}} photos or documents are in no backup. Take them again if that is still possible.',
  failed:
    'The check stopped at an error: the storage cannot be read. What is saved is unchanged. Restore from a backup if this happens again.',
  disk: {
    saving: 'Saving… Do not switch the laptop off yet.',
    unsavedTitle_other: '{{count}} inputs are NOT saved: the laptop refuses to save',
    unsaved:
      'Do not close this app. The laptop is probably full: free some room, for instance the trash or downloads. What you typed is saved by itself as soon as there is room. What was saved before is safe.',
    little: 'Only {{size}} of room is left on the laptop. Free some before it is full: then nothing can be saved.',
  },
  report: {
    title: 'Information for support',
    intro:
      'Holds counts, versions, sizes and error codes, no names, NIK, addresses or contents of records. Read it first, then save it and send it if support asks for it.',
    make: 'Make the information',
    save: 'Save as a file',
    content: 'The information',
  },
};
