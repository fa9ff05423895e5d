import type { lockId } from './lock.id.ts';

export const lockEn: typeof lockId = {
  title: 'The app is locked',
  intro: 'The data on this laptop are encrypted. Type your passphrase to open them.',
  who: 'User',
  passphrase: 'Passphrase of this laptop',
  passphraseHint:
    'At least {{min}} characters, a sentence that only you know, say. The data are encrypted with it and cannot be read without it. You are asked for it each time the app opens.',
  again: 'Repeat the passphrase',
  newPassphrase: 'New passphrase',
  visibility: 'Show or hide what is typed',
  unlock: 'Open',
  opening: 'Opening…',
  byVault: 'Open without the passphrase',
  forgotten: 'Forgot the passphrase?',
  recoveryIntro:
    'Ask the coordinator for the recovery code of this laptop (page PLUT laptops), then choose a new passphrase. All your records stay.',
  recoveryCode: 'Recovery code',
  recover: 'Open with the code',
  back: 'Back to the passphrase',
  other: 'Another user of this laptop',
  backToLock: 'Back',
  errors: {
    wrong: 'That does not match. Check capitals and try again. Your records are safe.',
    wrongCode: 'That is not the recovery code of this laptop. Check it again with the coordinator.',
    wait: 'Too many tries. Wait {{count}} seconds, then try again.',
    short: 'The passphrase needs at least {{min}} characters.',
    differs: 'The two passphrases differ. Type them once more.',
    vaultGone: 'The key from the system is no longer valid. Type your passphrase.',
    expired:
      'This laptop has not been in touch with the hub for {{count}} days. To keep the data safe, ask the coordinator for the recovery code. All your records stay.',
    storage:
      'The storage of this laptop cannot be opened. Check the free disk space, then try again. Your records are unchanged.',
  },
  card: {
    title: 'Lock',
    intro: 'The data on this laptop are encrypted with your passphrase.',
    now: 'Lock now',
    change: 'Change the passphrase',
    changed: 'The passphrase has been changed.',
    label: 'Name on the lock screen',
    labelHint: 'Shown before it is opened; do not write a full name.',
    idle: 'Lock by itself when not used for',
    idleMinutes: '{{count}} minutes',
    vault: 'Open without the passphrase in this {{system}} account',
    vaultHint: 'Only when the account on this laptop is yours alone and has a password.',
    recoveryKnown: 'The coordinator has the recovery code.',
    recoveryUnknown: 'The recovery code reaches the coordinator once the laptop is connected with the hub.',
  },
  wiped: {
    title: 'This laptop has been revoked',
    text: 'The coordinator revoked this laptop, so its data were deleted from it. What had been sent is on the hub. Talk to the coordinator of your PLUT if this is a mistake.',
    unsent:
      'The coordinator revoked this laptop, so the passphrase no longer opens it. Something in it had not been sent; only the recovery code opens it. Talk to the coordinator of your PLUT.',
    close: 'I understand',
  },
  recovery: {
    show: 'Recovery code',
    title: 'Recovery code of {{name}}',
    intro:
      'Read this code only to the owner of the laptop who forgot the passphrase, once you are sure who is asking. This request is recorded on the hub.',
    none: 'This laptop has not sent a recovery code yet. It sends it once it is connected with the hub.',
    offline: 'The hub cannot be reached. The code is only on the hub; try again with a connection.',
  },
};
