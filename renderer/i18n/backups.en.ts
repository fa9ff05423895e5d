import type { backupsId } from './backups.id.ts';

/** See `backups.id.ts`. */
export const backupsEn: typeof backupsId = {
  title: 'Backups on this laptop',
  intro:
    'Copies of the Pendamping data outside of their usual place, in case the storage is damaged. Made once a day by itself; kept are the last 3, one a day for 7 days, one a week for 4 weeks. Photos that the hub has are left out, because they can be fetched from there again.',
  introBrowser:
    'In a browser no backup is made by itself. Download the file now and then, above all when you have not reached the hub for long, and keep it in a safe place.',
  none: 'No backup yet.',
  made: 'Made',
  size: 'Size',
  app: 'App version',
  unreadable: 'cannot be read',
  now: 'Make a backup now',
  download: 'Download a backup',
  working: 'Making a backup: {{done}} of {{total}} records',
  preparing: 'Preparing…',
  restore: 'Restore from a backup…',
  states: {
    done: 'The last backup was made.',
    full: 'The last backup was NOT made: the laptop is almost full. Your data are unchanged. Free some room, then press Make a backup now.',
    failed: 'The last backup was NOT made. Your data are unchanged. Run Check the app on this page to find out why.',
    cancelled: 'Cancelled. Nothing has changed.',
  },
  lost: {
    title: 'The data on this laptop were not found, but there is a backup',
    text: 'The last backup was made {{when}}. If this laptop was connected before and its data are gone, restore the backup instead of enrolling as new.',
    action: 'See backups',
  },
  restorePage: {
    title: 'Restore from a backup',
    intro:
      'The data on the laptop are replaced by the backup that you choose. What is on the laptop now is not deleted: it is set aside until what was restored has been sent to the hub.',
    after:
      'What was recorded after the backup and has been sent comes back from the hub. What was recorded after it and has not been sent is not in the backup.',
    half: 'The last restore was cut short. The backup is still whole: restore it once more.',
    none: 'There is no backup on this laptop. If you have a backup file (.cadangan), choose it below. Without one, enrol this laptop again: all that was sent comes back from the hub.',
    choose: 'Restore',
    chooseOf: 'Restore the backup of {{when}}',
    file: 'Choose a backup file…',
    back: 'Cancel, open the app',
    confirmTitle: 'Restore the backup of {{when}}?',
    confirm: 'Yes, restore',
    steps: {
      verify: 'Checking the backup from beginning to end',
      aside: 'Setting aside what is here now: {{count}} records',
      write: 'Restoring: {{count}} records',
    },
    keepOpen: 'Do not close the app. If the power fails, this can be done again.',
    doneTitle: 'The data are restored',
    done: 'You can read and record as usual. When it reaches the hub, this laptop gets a new identity by itself, and then sends and receives again.',
    unreadable_zero: '',
    unreadable_other:
      '{{count}} old records could not be read any more, and so were not set aside. What was sent comes back from the hub.',
    open: 'Open the app',
    problems: {
      cut: 'This backup is cut short, so it was not used. Nothing has changed. Choose another one.',
      damaged: 'This backup is damaged, so it was not used. Nothing has changed. Choose another one.',
      newer: 'This backup was made by a newer version of the app. Nothing has changed. Update the app first.',
      blocked: 'The app is still open in another window. Close that window, then try again.',
      full: 'There is not enough room on the laptop. Free some, then try again; the backup is still whole.',
      failed: 'The restore did not finish. The backup is still whole: try again, or choose another one.',
    },
  },
  restoredNote:
    'These data were restored from the backup of {{when}}. You can work as usual; sending begins again when this laptop reaches the hub.',
};
