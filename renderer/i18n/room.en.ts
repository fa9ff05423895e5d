/** Texts of *Exchange in this room*, in English (see `en.ts`). */
import type { roomId } from './room.id.ts';

export const roomEn: typeof roomId = {
  title: 'Exchange in this room',
  intro:
    'Laptops on the same Wi-Fi or cable exchange bundles without internet and without a stick: one opens a post, the others exchange with it. Fields count as not sent until the hub has them.',
  desktopOnly:
    'Only in the Pendamping app that is installed on a laptop, not in a browser. In a browser, use bundle files.',
  host: 'This laptop is the post',
  hostHint: 'For coordinators: tell the code to those in the room. Leave the app open.',
  open: 'Open a post in this room',
  close: 'Close the post',
  opening: 'Opening…',
  notOpened: 'The post could not be opened. Nothing on this laptop changed. Close the app, open it and try once more.',
  code: 'Code',
  address: 'Address',
  noNetwork: 'This laptop is on no Wi-Fi or cable. Connect it; the post stays open.',
  firewall: 'If Windows asks whether Pendamping may use the network, allow it. Without that no other laptop gets in.',
  hubFile: "The hub's data of {{when}} are handed on too.",
  visits: 'Laptops that came',
  nobody: 'No laptop has come yet.',
  visit: '{{user}} ({{laptop}}), {{when}}: {{count}} new fields',
  guest: 'Exchange with a post',
  guestHint: "Type the code on the post's screen.",
  codeOnHost: "Code on the post's screen",
  codeWrong: 'The code has six digits.',
  byAddress: 'Not found by its code? Use its address',
  addressOnHost: "Address on the post's screen",
  addressWrong: 'An address like 192.168.1.7:47320, in the same network.',
  exchange: 'Exchange',
  repeat: 'Again every 10 minutes while the post is open',
  stop: 'Stop',
  steps: {
    finding: 'Looking for the post…',
    asking: 'Comparing…',
    sending: 'Sending bundles…',
    receiving: 'Receiving bundles…',
    joining: 'Joining…',
  },
  done: 'Done {{when}}. This laptop got {{ours}} new fields, the post got {{theirs}} new fields.',
  nothingNew: 'Done {{when}}. Nothing new on either laptop.',
  early: '{{count}} fields wait for another bundle that has not reached this laptop.',
  refused:
    '{{count}} fields were not taken: the sender may not write them, the record is locked, or they are not known.',
  uncertified:
    'Your own fields did not go along: the hub does not know this laptop yet. Connect to it once, then exchange again.',
  notTaken: 'One bundle or more was not taken. {{reason}}',
  failedAt: '{{when}}: {{reason}}',
  problems: {
    not_found:
      'No post with this code in the network. Nothing changed. Check the code, see that both laptops use the same Wi-Fi, or use the address of the post.',
    closed: 'The post on that laptop is closed. Nothing changed. Ask for it to be opened again.',
    unreachable:
      'The laptop of the post does not answer. Nothing changed. See that both laptops use the same Wi-Fi, and allow Pendamping in the firewall of the post.',
    not_a_post: 'There is no post of Pendamping at that address. Nothing changed. Check the address on its screen.',
    newer_format: 'The post has a newer app. Nothing changed. Update the app on this laptop.',
    wrong_unit: 'That post is of another unit. Nothing changed. Check the code or the address.',
    wrong_code: 'The code does not fit. Nothing changed. Look at the code that the post shows now.',
    too_many_tries: 'Too many wrong codes. Nothing changed. Wait {{seconds}} seconds, then try again.',
    busy: 'The post serves other laptops. Nothing changed. Try again in a moment.',
    full: 'The disk of the post is full. What has moved is safe. Make room there, then exchange again.',
    own_disk_full: 'The disk of this laptop is nearly full. What has moved is safe. Make room, then exchange again.',
    revoked: 'The coordinator has revoked this laptop. Nothing was exchanged. Talk to the coordinator.',
    cut: 'The connection was cut. What has moved is safe; exchange again for the rest.',
    stopped: 'Stopped. What has moved is safe; exchange again for the rest.',
    failed:
      'The exchange failed. The data on this laptop are safe. Try again; if it happens again, tell your coordinator.',
  },
};
