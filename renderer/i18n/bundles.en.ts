/** Texts of *Paket kiriman*, in English (see `en.ts`). */
import type { bundlesId } from './bundles.id.ts';

export const bundlesEn: typeof bundlesId = {
  title: 'Bundles',
  intro:
    'Data travels as a file, on a USB stick for example, to a colleague’s laptop or to the hub. The file is encrypted: only laptops of your unit and the hub can read it.',
  prepare: 'Prepare a bundle',
  waiting: 'Fields not on the hub yet: {{unsent}}. Bundles of colleagues that travel along: {{carried}}.',
  nothing: 'Everything on this laptop is on the hub, and no colleague’s bundle waits here.',
  save: 'Save bundle',
  saveFromHub: 'Fetch the hub’s data',
  hubInName: 'hub',
  hub: 'Hub',
  photos: {
    waiting:
      'On this laptop {{files}} photos and documents ({{size}}) are not at the hub yet. Prepare them after the fields.',
    fromHub: 'with photos and documents',
    limit: 'Largest size of a bundle',
    save: 'Save photo bundle',
    next: 'Save next photo bundle',
    writing: 'Preparing the photo bundle: {{done}} of {{total}}',
    progress: 'Progress of the photo bundle',
    inName: 'photos',
    prepared: '{{name}} ({{size}}) is ready with {{count}} photos and documents.',
    left: '{{count}} more did not fit; prepare the next bundle.',
    none: 'All photos and documents are in the bundles that were just prepared.',
    what: '{{count}} photos and documents.',
    kept: '{{kept}} new photos and documents, {{known}} known already.',
    unnamed:
      '{{count}} photos and documents cannot be kept yet: receive the bundle of fields of the same laptop first, then this one again.',
    noSpace:
      '{{count}} photos and documents were not kept because this laptop is nearly full. Free some room, then receive this bundle again.',
  },
  prepared:
    '{{name}} ({{size}}) is ready. Your fields count as not sent until the hub has them. Save this file on the stick.',
  fromHub: '{{name}} ({{size}}) is ready. Give it to colleagues without a connection; their laptops will catch up.',
  notSaved: {
    certificate: 'The hub does not know this laptop yet. Connect to it once, then prepare the bundle again.',
    offline:
      'The hub cannot be reached, so its data could not be fetched. Nothing on this laptop changed. Try again when connected.',
    other:
      'The bundle could not be prepared. The data on this laptop are safe. Try again; if it happens again, tell your coordinator.',
  },
  receive: 'Receive bundles',
  choose: 'Choose files',
  orDrop: 'or drop .plut files here. As many as you like.',
  files: 'Chosen files',
  steps: { reading: 'Checking…', joining: 'Joining…' },
  what: 'From {{from}}, {{when}}: {{registers}} fields in {{records}} records, {{bundles}} bundles inside.',
  foreign: 'A bundle of another unit. This laptop cannot read it, but can carry it to the hub.',
  join: 'Join bundles ({{count}})',
  result: 'Done: {{changed}} new fields, {{known}} known already.',
  early: 'Fields that wait for another bundle, which has not reached this laptop: {{count}}.',
  refused:
    'Fields that were not taken: {{count}}. The sender may not write them, the record is locked or its processing restricted, or they are not known.',
  carried: 'Bundles that this laptop carries',
  none: 'No bundle received yet.',
  otherUnit: 'Another unit',
  heads: { from: 'From', created: 'Made', arrived: 'Received', size: 'Size', state: 'State' },
  onTheWay: 'On the way to the hub',
  delivered: 'Reached the hub {{when}}',
  way: {
    title: 'Data still on the way',
    asOf: 'By what the hub told {{when}}, and by the bundles that came here. Carried here: fields that are on this laptop and not on the hub.',
    never: 'By the bundles that came here; the hub has told nothing yet.',
    none: 'None: all laptops that are known here have sent everything to the hub.',
    noBundle: 'none yet',
    brought: '{{when}}, brought by {{by}}',
    heads: {
      laptop: 'Laptop',
      lastSeen: 'Last at the hub',
      unsent: 'Not sent, says the hub',
      bundle: 'Last bundle here',
      here: 'Carried here',
    },
  },
  problems: {
    not_a_bundle: 'Not a bundle of Pendamping. Nothing changed. Choose a file that ends with .plut.',
    foreign: 'A bundle of another unit, too large to be carried. Nothing changed.',
    damaged: 'The file is broken or cut. Nothing changed. Ask the sender to copy it once more.',
    signature: 'The signature does not match. Nothing changed. Do not use this file; tell your coordinator.',
    wrong_unit: 'The bundle claims to be of another unit. Nothing changed. Tell your coordinator.',
    newer_format: 'A newer app made this bundle. Nothing changed. Update the app on this laptop.',
    too_large: 'There is too much in the bundle. Nothing changed. Tell your coordinator.',
    revoked: 'From a laptop that was revoked. Its content was not joined. Tell your coordinator.',
    copied:
      'This laptop was copied or restored from a backup. Nothing changed. Connect it to the hub once, then receive this bundle again.',
    of_the_past: 'The hub data in this bundle are older than those on this laptop. No need to join them.',
    left_behind:
      'The laptop that wrote it was restored or copied later, and some of this bundle is not at the hub. The file is kept here. Ask its author what is missing, and to fill it in again.',
    gap: 'The hub was restored from a backup; a complete bundle of the hub is needed. Ask your coordinator to fetch it again.',
    unreadable: 'The file could not be read. What was joined is safe; try the same file again.',
  },
};
