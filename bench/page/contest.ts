/**
 * Pendamping in the comparison with its peers: the app's own store, sealed, and its own engine of sync in a worker, without
 * screens. The worker runs a round when it is asked, so that its time can be taken.
 */
import { edit } from '../../core/register/register.ts';
import { makeStamp, tick } from '../../core/register/stamp.ts';
import { db, getMeta, type OutboxEntry, setMeta } from '../../renderer/store/database.ts';
import { withStore } from '../../renderer/store/open.ts';
import { flagged, newRow, type Row, registerOf, setRegister } from '../../renderer/store/rows.ts';
import { putUnsent, unsentOfAll } from '../../renderer/store/unsent.ts';
import { type Contestant, type Durability, enter, forceDurability } from '../peers/contestant.ts';
import { type Client, FIELDS } from '../peers/workload.ts';
import type { RoundDone } from './contestWorker.ts';
import { enrolOnce, openOwnStore } from './store.ts';

let worker: Worker;
let durable: Durability;

/** @param code of enrolment */
async function open(code: string, durability: Durability): Promise<void> {
  durable = durability;
  forceDurability(durability);
  await openOwnStore();
  await enrolOnce(code, 'Laptop ukur');
  worker = new Worker(new URL('./contestWorker.ts', import.meta.url), { type: 'module', name: 'sync' });
  const loaded = new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
  withStore(worker);
  // Its code must not come through the link while it is measured.
  await loaded;
}

function sync(): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { status, ms } }: MessageEvent<RoundDone>) =>
      status.state === 'idle' ? resolve(ms) : reject(new Error(JSON.stringify(status)));
    worker.postMessage(durable);
  });
}

/**
 * As the repository writes many at once (`writeAll`), but past its rule of consent, which would ask for a second record of each
 * client.
 */
async function put(some: Client[]): Promise<void> {
  const device = await getMeta('device');
  if (!device) throw new Error('not enrolled');
  await db.transaction('rw', [db.businesses, db.unsent, db.meta], async () => {
    const rows = await db.businesses.bulkGet(some.map(({ id }) => id));
    const known = some.filter((_, i) => rows[i]).map(({ id }) => ({ collection: 'businesses', id }));
    const unsent = known.length > 0 ? await unsentOfAll(db, known) : [];
    const waiting = new Map(unsent.map((entry) => [`${entry.id}/${entry.field}`, entry]));
    let clock = await getMeta('clock');
    const written: Row[] = [];
    const entries: OutboxEntry[] = [];
    for (const [i, { id, values }] of some.entries()) {
      const row = rows[i] ?? newRow(id, device.unit);
      for (const [field, value] of Object.entries(values)) {
        const current = registerOf(row, field);
        clock = tick(clock, db.now());
        const stamp = makeStamp(clock, device.deviceId);
        setRegister(row, field, edit(current, stamp, device.user, value, current));
        const entry = waiting.get(`${id}/${field}`);
        const base = entry ? entry.base : current;
        entries.push({ collection: 'businesses', id, field, stamp, ...(base ? { base } : {}) });
      }
      written.push(flagged(row));
    }
    await db.businesses.bulkPut(written as never);
    await putUnsent(db, entries);
    if (clock !== undefined) await setMeta('clock', clock);
  });
}

const PAGE = 500;

async function* read(): AsyncGenerator<Client> {
  let after = '';
  for (;;) {
    const rows = await db.businesses.where('id').above(after).limit(PAGE).toArray();
    for (const { id, values } of rows)
      yield { id, values: Object.fromEntries(FIELDS.map((field) => [field, values[field] ?? null])) };
    if (rows.length < PAGE) return;
    after = (rows.at(-1) as Row).id;
  }
}

enter({ open, put, sync, read } satisfies Contestant);
