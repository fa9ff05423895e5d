/** Packages of the peers, which are installed for a measurement only (bench/package.json), and not where types are checked. */
declare module 'express';
declare module 'express-pouchdb';
declare module 'leveldown';
declare module 'loro-crdt';
declare module 'pouchdb';
declare module 'rxdb/plugins/core';
declare module 'rxdb/plugins/replication';
declare module 'rxdb/plugins/storage-dexie';
declare module 'yjs';
declare module '@actual-app/crdt';
