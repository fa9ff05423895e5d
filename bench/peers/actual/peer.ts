import type { Peer } from '../measure.ts';
import { bundlePage, startPeer, versionOf } from '../peer.ts';

export const actual = (): Peer => ({
  name: 'Actual',
  version: `crdt ${versionOf('@actual-app/crdt')}, sync-server ${versionOf('@actual-app/sync-server')}`,
  notes:
    'Its messages, clock, Merkle trie and hub; what its client keeps in SQLite is kept in IndexedDB here. The hub runs on Node’s own SQLite (synchronous=FULL, as by default) instead of better-sqlite3. Not sealed; all messages of a round go in one request, as its client does.',
  page: '/',
  prepare: () => bundlePage('actual'),
  start: async (durability) => ({ ...(await startPeer('actual', durability)), ticket: async () => '' }),
});
