import type { Peer } from '../measure.ts';
import { bundlePage, startPeer, versionOf } from '../peer.ts';

export const rxdb = (): Peer => ({
  name: 'RxDB',
  version: versionOf('rxdb'),
  notes:
    'Free storage (Dexie); batches of 500. Hub: a small one made for this bench on its protocol, SQLite, synchronous=FULL when strict, OFF when relaxed. Not sealed.',
  page: '/',
  prepare: () => bundlePage('rxdb'),
  start: async (durability) => ({ ...(await startPeer('rxdb', durability)), ticket: async () => '' }),
});
