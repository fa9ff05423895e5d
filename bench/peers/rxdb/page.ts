/** The peer's laptop: RxDB on its free storage for browsers (Dexie), and its own replication protocol. */
import '../zipRequests.ts';
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { type Contestant, type Durability, enter, forceDurability } from '../contestant.ts';
import { type Client, FIELDS } from '../workload.ts';

/** Larger than its default of 100, which costs more requests. */
const BATCH = 500;

const NUMBERS = ['workersPermanent'];
const OBJECTS = ['region'];
const typeOf = (field: string) => (NUMBERS.includes(field) ? 'number' : OBJECTS.includes(field) ? 'object' : 'string');

const SCHEMA = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    ...Object.fromEntries(FIELDS.map((field) => [field, { type: typeOf(field) }])),
  },
  required: ['id'],
};

// biome-ignore lint/suspicious/noExplicitAny: untyped here (untyped.d.ts)
let clients: any;

interface Checkpoint {
  sequence: number;
}

async function call(path: string, body?: unknown) {
  const response = await fetch(
    path,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

const contestant: Contestant = {
  async open(_ticket: string, durability: Durability) {
    forceDurability(durability);
    const database = await createRxDatabase({ name: 'bench', storage: getRxStorageDexie(), multiInstance: false });
    ({ clients } = await database.addCollections({ clients: { schema: SCHEMA } }));
  },
  async put(some) {
    const found = await clients.findByIds(some.map(({ id }) => id)).exec();
    const { error } = await clients.bulkUpsert(
      some.map(({ id, values }) => ({ ...found.get(id)?.toMutableJSON(), id, ...values })),
    );
    if (error.length > 0) throw new Error(JSON.stringify(error[0]));
  },
  async sync() {
    const started = performance.now();
    const replication = replicateRxCollection({
      replicationIdentifier: 'bench',
      collection: clients,
      live: false,
      push: { batchSize: BATCH, handler: (rows: unknown[]) => call('/push', rows) },
      pull: {
        batchSize: BATCH,
        handler: (checkpoint: Checkpoint | undefined, limit: number) =>
          call(`/pull?after=${checkpoint?.sequence ?? 0}&limit=${limit}`),
      },
    });
    // It would try again for ever.
    const failed = new Promise((_, reject) => replication.error$.subscribe(reject));
    await Promise.race([replication.awaitInitialReplication(), failed]);
    return performance.now() - started;
  },
  async *read() {
    let after = '';
    for (;;) {
      const docs = await clients.find({ selector: { id: { $gt: after } }, sort: [{ id: 'asc' }], limit: BATCH }).exec();
      for (const doc of docs) {
        const { id, ...values } = doc.toJSON();
        yield { id, values } as Client;
      }
      if (docs.length < BATCH) return;
      after = docs.at(-1).id;
    }
  },
};

enter(contestant);
