/** The peer's hub: express-pouchdb on LevelDB, as its readme tells. Strict: LevelDB waits for the disk with each of its writes. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import expressPouchDB from 'express-pouchdb';
import leveldown from 'leveldown';
import PouchDB from 'pouchdb';

const [data = '', web = '', durability] = process.argv.slice(2);

/** PouchDB writes in batches, and lets nobody say that they must be on the disk. */
function strictLeveldown(location: string) {
  const store = leveldown(location);
  const batch = store._batch.bind(store);
  store._batch = (operations: unknown, options: object, done: unknown) =>
    batch(operations, { ...options, sync: true }, done);
  return store;
}
Object.assign(strictLeveldown, { destroy: leveldown.destroy, repair: leveldown.repair });

const options = { prefix: join(data, '/'), ...(durability === 'strict' ? { db: strictLeveldown } : {}) };
const app = express();
app.use('/db', expressPouchDB(PouchDB.defaults(options), { mode: 'minimumForPouchDB' }));
app.use(express.static(web));
const server = app.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ listening: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
);
