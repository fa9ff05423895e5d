/**
 * Bytes that nobody needs fewer of: plain JSON as gzip, and two CRDT libraries that keep a whole unit in one document, without a
 * hub, rights, or a history that can be read by record. In node; nothing is stored.
 */
import { gzipSync } from 'node:zlib';
import { LoroDoc, LoroMap } from 'loro-crdt';
import * as Y from 'yjs';
import { type Client, clients, edits, OFTEN } from './workload.ts';

export interface Floor {
  name: string;
  /** Bytes, all packed by gzip: of all clients, of W2's edits, of W6's. */
  all: number;
  edited: number;
  often: number;
}

/** More clients take minutes and gigabytes in one document. */
export const MOST_IN_DOCUMENT = 20_000;

const zipped = (bytes: string | Uint8Array): number => gzipSync(bytes).length;

export function floors(count: number): Floor[] {
  const few = Math.min(OFTEN.records, count);
  const all = [...clients(count)];
  const ids = all.map(({ id }) => id);
  const first = [...edits(ids, 1)];
  const last = [...edits(ids.slice(0, few), 2 + OFTEN.edits)];
  const json = (of: (client: Client) => unknown) => {
    const size = (some: Client[]) => zipped(JSON.stringify(some.map(of)));
    return { all: size(all), edited: size(first), often: size(last) };
  };
  const plain = [
    { name: 'JSON values', ...json(({ values }) => values) },
    { name: 'JSON values with ids', ...json((client) => client) },
  ];
  if (count > MOST_IN_DOCUMENT) return plain;
  const rounds = function* () {
    for (let round = 3; round < 3 + OFTEN.edits; round++) yield edits(ids.slice(0, few), round);
  };
  return [...plain, { name: 'Loro', ...loro(all, first, rounds()) }, { name: 'Yjs', ...yjs(all, first, rounds()) }];
}

type Rounds = Iterable<Iterable<Client>>;

function loro(all: Client[], first: Client[], rounds: Rounds): Omit<Floor, 'name'> {
  const doc = new LoroDoc();
  const map = doc.getMap('clients');
  const put = ({ id, values }: Client) => {
    const client = map.getOrCreateContainer(id, new LoroMap());
    for (const [field, value] of Object.entries(values)) client.set(field, value);
  };
  const sizeOf = (work: () => void, mode: 'snapshot' | 'update') => {
    const from = doc.version();
    work();
    doc.commit();
    return zipped(doc.export(mode === 'snapshot' ? { mode } : { mode, from }));
  };
  return {
    all: sizeOf(() => all.forEach(put), 'snapshot'),
    edited: sizeOf(() => first.forEach(put), 'update'),
    often: sizeOf(() => {
      for (const round of rounds) for (const client of round) put(client);
    }, 'update'),
  };
}

function yjs(all: Client[], first: Client[], rounds: Rounds): Omit<Floor, 'name'> {
  const doc = new Y.Doc();
  const map = doc.getMap('clients');
  const put = ({ id, values }: Client) => {
    if (!map.has(id)) map.set(id, new Y.Map());
    const client = map.get(id);
    for (const [field, value] of Object.entries(values)) client.set(field, value);
  };
  const sizeOf = (work: () => void) => {
    const before = Y.encodeStateVector(doc);
    doc.transact(work);
    return zipped(Y.encodeStateAsUpdateV2(doc, before));
  };
  return {
    all: sizeOf(() => all.forEach(put)),
    edited: sizeOf(() => first.forEach(put)),
    often: sizeOf(() => {
      for (const round of rounds) for (const client of round) put(client);
    }),
  };
}
