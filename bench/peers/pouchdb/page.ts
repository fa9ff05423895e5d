/** The peer's laptop: PouchDB on IndexedDB with its default adapter, and its own replication both ways. */
import '../zipRequests.ts';
import PouchDB from 'pouchdb';
import { type Contestant, type Durability, enter, forceDurability } from '../contestant.ts';
import { type Client, FIELDS } from '../workload.ts';

/** Larger than its default of 100, which costs more requests. */
const BATCH = 500;

// biome-ignore lint/suspicious/noExplicitAny: untyped here (untyped.d.ts)
let db: any;
// biome-ignore lint/suspicious/noExplicitAny: as above
let remote: any;

const contestant: Contestant = {
  async open(_ticket: string, durability: Durability) {
    forceDurability(durability);
    db = new PouchDB('clients');
    remote = new PouchDB(`${location.origin}/db/clients`);
    await Promise.all([db.info(), remote.info()]);
  },
  async put(some) {
    const { rows } = await db.allDocs({ keys: some.map(({ id }) => id), include_docs: true });
    const docs = some.map(({ id, values }, i) => ({ ...rows[i].doc, _id: id, ...values }));
    const results: { error?: unknown }[] = await db.bulkDocs(docs);
    const failed = results.find(({ error }) => error);
    if (failed) throw new Error(JSON.stringify(failed));
  },
  async sync() {
    const started = performance.now();
    const { push, pull } = await db.sync(remote, { batch_size: BATCH });
    for (const { ok, errors } of [push, pull]) if (!ok) throw new Error(JSON.stringify(errors));
    return performance.now() - started;
  },
  async *read() {
    let startkey: string | undefined;
    for (;;) {
      const { rows } = await db.allDocs({ startkey, limit: BATCH, include_docs: true, skip: startkey ? 1 : 0 });
      for (const { id, doc } of rows)
        yield { id, values: Object.fromEntries(FIELDS.map((field) => [field, doc[field] ?? null])) } as Client;
      if (rows.length < BATCH) return;
      startkey = rows.at(-1).id;
    }
  },
};

enter(contestant);
