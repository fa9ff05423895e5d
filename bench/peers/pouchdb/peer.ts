import type { Peer } from '../measure.ts';
import { bundlePage, startPeer, versionOf } from '../peer.ts';

export const pouchdb = (): Peer => ({
  name: 'PouchDB',
  version: `${versionOf('pouchdb')}, express-pouchdb ${versionOf('express-pouchdb')}, leveldown ${versionOf('leveldown')}`,
  notes:
    'Default adapter for IndexedDB; batches of 500. Hub: express-pouchdb on LevelDB; strict adds `sync` to its writes, which PouchDB itself does not offer. Not sealed.',
  page: '/',
  prepare: () => bundlePage('pouchdb'),
  start: async (durability) => ({ ...(await startPeer('pouchdb', durability)), ticket: async () => '' }),
});
