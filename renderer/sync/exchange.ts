/**
 * What laptops in one room have for each other (docs/sync.md, "In one room"): bundles as their authors wrote them, each by
 * itself, and the hub's data if somebody has a file of it. Whoever lacks one takes it in as if it came on a stick.
 */
import { BundleError } from '#core/wire/bundle.ts';
import { type Offer, type Offered, POST_LIMITS, type Taken } from '#core/wire/post.ts';
import { type Database, db, getMeta } from '../store/database.ts';
import { cursor } from '../store/outbox.ts';
import { readUnsent } from '../store/unsent.ts';
import {
  acceptBundle,
  carriedFiles,
  inspectBundle,
  NoCertificateError,
  type Prepared,
  prepareBundle,
} from './bundles.ts';

export interface OwnOffer {
  offer: Offer;
  /** By id. */
  files: ReadonlyMap<string, Blob>;
  /** The hub has not signed for this laptop yet: its own unsent fields cannot be handed on. */
  uncertified: boolean;
}

/** This laptop's own bundle, as long as it stands for what is unsent; a new one would be one more for everybody to carry. */
interface Own {
  mark: string;
  prepared: Prepared;
}
const owns = new WeakMap<Database, Own>();

/** Everything that this laptop can hand on. */
export async function offerAll(app: string, database: Database = db): Promise<OwnOffer> {
  const device = await getMeta('device', database);
  if (!device) throw new Error('not enrolled');
  let uncertified = false;
  const own = await ownBundle(app, database).catch((error: unknown) => {
    if (!(error instanceof NoCertificateError)) throw error;
    uncertified = true;
    return undefined;
  });
  const entries: { offered: Offered; file: Blob }[] = [];
  const add = (id: string, file: Blob, more: Pick<Offered, 'by' | 'hub'>): void => {
    entries.push({ offered: { id, size: file.size, ...more }, file });
  };
  const hubFile = await getMeta('hubFile', database);
  if (hubFile) {
    const { id, file, next, epoch, created } = hubFile;
    add(id, file, { hub: { next, epoch, created } });
  }
  for (const { id, file, header } of await carriedFiles(database)) {
    add(id, file, header?.from.kind === 'device' ? { by: header.from.device } : {});
  }
  if (own) add(own.header.id, own.file, { by: device.deviceId });
  const fitting = entries.filter(({ file }) => file.size <= POST_LIMITS.bundleBytes).slice(-POST_LIMITS.offered);
  return {
    offer: { device: device.deviceId, bundles: fitting.map(({ offered }) => offered) },
    files: new Map(fitting.map(({ offered, file }) => [offered.id, file])),
    uncertified,
  };
}

/** Stands for what is unsent, as it is now; empty for nothing. */
async function unsentMark(database: Database): Promise<string> {
  const entries = await readUnsent(database);
  return entries.map(({ collection, id, field, stamp }) => [collection, id, field, stamp].join(' ')).join('\n');
}

/** Stands for all that this laptop has for others: while it is the same, there is nothing new to hand on. */
export async function handOnMark(database: Database = db): Promise<string> {
  const carried = await carriedFiles(database);
  const hubFile = await getMeta('hubFile', database);
  return [await unsentMark(database), ...carried.map(({ id }) => id), hubFile?.id ?? ''].join('\n');
}

/** @returns none when nothing is unsent */
async function ownBundle(app: string, database: Database): Promise<Prepared | undefined> {
  const mark = await unsentMark(database);
  if (mark === '') return undefined;
  const known = owns.get(database);
  if (known?.mark === mark) return known.prepared;
  const prepared = await prepareBundle(app, database, true);
  owns.set(database, { mark, prepared });
  return prepared;
}

/** All bundles that came here once, those inside others too. */
export async function knownIds(database: Database = db): Promise<Set<string>> {
  return new Set((await database.bundles.toArray()).flatMap(({ id, contains }) => [id, ...contains]));
}

/**
 * Which of these bundles need no carrying any more: earlier ones that a later one replaced. Of this laptop's own: those before
 * its latest, as long as the hub has not answered since (what it took meanwhile is only in the earlier ones).
 */
export async function replacedOf(ids: readonly string[], database: Database = db): Promise<string[]> {
  const latest = owns.get(database)?.prepared.header.id;
  const { tried } = (await getMeta('rounds', database)) ?? { tried: [] };
  const rows = await database.bundles.bulkGet([...ids]);
  return ids.filter((id, i) => rows[i]?.replacedBy || (latest && id !== latest && tried.includes(id)));
}

/** Which of the other's bundles this laptop lacks. */
export async function wantedOf(offered: readonly Offered[], database: Database = db): Promise<Offered[]> {
  const device = await getMeta('device', database);
  const known = await knownIds(database);
  const isHubNews = await hubNews(database);
  return offered.filter(({ id, by, hub }) => {
    if (hub) return isHubNews(hub);
    return !known.has(id) && by !== device?.deviceId;
  });
}

/** Does the hub's file hold what this laptop has not pulled? After a restore of the hub its date tells. */
async function hubNews(database: Database): Promise<(hub: NonNullable<Offered['hub']>) => boolean> {
  const at = await cursor(database);
  const epoch = await getMeta('epoch', database);
  const since = (await getMeta('epochSince', database)) ?? '';
  return (hub) => (epoch === undefined || hub.epoch === epoch ? hub.next > at : hub.created > since);
}

/**
 * Takes a bundle in: reads it from end to end, joins it, keeps it for the hub. A bad one is no error, but a result.
 *
 * @param id which one it is said to be, if anybody says so
 */
export async function takeIn(
  id: string | undefined,
  file: Blob,
  signal?: AbortSignal,
  database: Database = db,
): Promise<Taken> {
  const nothing = { changed: 0, known: 0, early: 0, refused: 0 };
  try {
    const inspected = await inspectBundle(file, undefined, signal, database);
    if (inspected.bundle && id !== undefined && inspected.bundle.header.id !== id)
      return { ...nothing, problem: 'damaged' };
    const { problems, changed, known, early, refused } = await acceptBundle(inspected, undefined, signal, database);
    const own = problems.find((each) => each.id === inspected.bundle?.header.id);
    return { changed, known, early, refused, ...(own ? { problem: own.problem } : {}) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof BundleError) return { ...nothing, problem: error.code };
    console.error('bundle', error);
    return { ...nothing, problem: 'unreadable' };
  }
}

/** Has somebody taken this laptop out of service, as far as is known here? */
export async function isRevoked(device: string, database: Database = db): Promise<boolean> {
  const { values } = (await database.devices.get(device)) ?? {};
  return Boolean(values?.revokedAt || values?.revokeAsked);
}

/** Whose laptop it is, for the host's list. */
export async function guestName(device: string, database: Database = db): Promise<{ user: string; laptop: string }> {
  const { values } = (await database.devices.get(device)) ?? {};
  const user = await database.users.get(String(values?.user ?? ''));
  return { user: String(user?.values.name ?? values?.user ?? ''), laptop: String(values?.name ?? device) };
}
