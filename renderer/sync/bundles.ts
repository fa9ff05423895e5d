/**
 * The road without internet (docs/sync.md, "Bundles"): writes what this laptop has and the hub lacks into one file, takes in
 * files of others, and carries those to the hub when there is a connection.
 */
import { v7 as newId } from 'uuid';
import {
  BundleError,
  type BundleHeader,
  type BundleKeys,
  bundleFormat,
  bundleIdIn,
  bundlePartName,
  type CheckedBundle,
  checkBundle,
  fileHashIn,
  filePartName,
  type OpenPart,
  type Part,
  partName,
  partsOf,
  type Source,
  writeBundle,
} from '#core/wire/bundle.ts';
import { BUNDLE_LIMITS } from '#core/wire/bundleLimits.ts';
import { toBase64url } from '#core/wire/certificate.ts';
import { type BundleResult, batchSchema, MAX_ROUNDS, pullAnswerSchema, SCHEMA_VERSION } from '#core/wire/protocol.ts';
import { countRegisters, intoBatches } from '#core/wire/registers.ts';
import { isRole, mayRead } from '#core/workflow/policy.ts';
import { hashesHere, keepFile, type WaitingFile, waitingFiles } from '../store/attachments.ts';
import {
  carriedBy,
  dropReplaced,
  type Joined,
  joinCarried,
  LEFT_BEHIND,
  noteArrived,
  takeBack,
} from '../store/carried.ts';
import {
  type CarriedBundle,
  type Database,
  type Device,
  db,
  getMeta,
  type InnerBundle,
  setMeta,
} from '../store/database.ts';
import { signAs } from '../store/device.ts';
import { beginRecovery, collectUnsent, cursor, endRecovery, receive } from '../store/outbox.ts';
import { NoSpaceError } from '../store/space.ts';
import { heardLast, nameRound } from './rounds.ts';

/** Of a file of another unit, which nobody here can look into. */
const MAX_FOREIGN_BYTES = 64 * 1024 * 1024;

/** This laptop has no signature of the hub yet: it must reach it once. */
export class NoCertificateError extends Error {}

export interface Prepared {
  file: Blob;
  header: BundleHeader;
}

/** A bundle of files alone. */
export interface PreparedFiles extends Prepared {
  /** What is in it, by hash. */
  files: string[];
  /** How many wait that are not in it. */
  left: number;
}

/** Of the files in one bundle: what a reader takes in, less what is packed around them. */
const MAX_FILES_BYTES = BUNDLE_LIMITS.unpackedBytes - 16 * 1024 * 1024;
/** What of a bundle is in the heap at a time. */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Everything that the hub is not known to have: this laptop's own unsent fields, and the bundles that it carries.
 *
 * @param alone without the bundles that it carries
 * @throws NoCertificateError
 */
export async function prepareBundle(app: string, database: Database = db, alone = false): Promise<Prepared> {
  const device = await getMeta('device', database);
  if (!device) throw new Error('not enrolled');
  const id = newId();
  // A bundle is a round of sync without an answer (docs/sync.md, "Bundles").
  const rounds = (await nameRound(id, database)).slice(0, MAX_ROUNDS);
  const { records } = await collectUnsent(Number.POSITIVE_INFINITY, database);
  const carried = alone ? [] : await carriedFiles(database);
  const header: BundleHeader = {
    format: bundleFormat(0),
    id,
    unit: device.unit,
    created: new Date(database.now()).toISOString(),
    app,
    from: await signatureOf(device, rounds, database),
    counts: {
      records: records.length,
      registers: countRegisters(records),
      bundles: carried.length,
    },
  };
  const parts = [...carried.map(asPart), ...batchParts(device, records)];
  const stream = await writeBundle(header, parts, device.unitKey, signer(device));
  return { file: await blobOf(stream), header };
}

export interface FilesWish {
  /** How large the bundle may become, about. */
  maxBytes: number;
  /** Hashes of those that are in another bundle already. */
  skip: ReadonlySet<string>;
  /** Told how much of what is to be written is written. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Files of attachments that the hub is not known to have, the smallest first, and nothing else: who carries records must not
 * have to carry photos with them. It is no round of sync, because it says nothing that the hub would have to have heard.
 *
 * @returns null when none is left
 * @throws NoCertificateError
 */
export async function prepareFiles(
  app: string,
  { maxBytes, skip, onProgress, signal }: FilesWish,
  database: Database = db,
): Promise<PreparedFiles | null> {
  const device = await getMeta('device', database);
  if (!device) throw new Error('not enrolled');
  const waiting = (await waitingFiles(database)).filter(({ hash }) => !skip.has(hash));
  const chosen = smallest(waiting, Math.min(maxBytes, MAX_FILES_BYTES));
  if (chosen.length === 0) return null;
  const header: BundleHeader = {
    format: bundleFormat(chosen.length),
    id: newId(),
    unit: device.unit,
    created: new Date(database.now()).toISOString(),
    app,
    from: await signatureOf(device, (await heardLast(database)).slice(0, MAX_ROUNDS), database),
    counts: { records: 0, registers: 0, bundles: 0, files: chosen.length },
  };
  const stream = await writeBundle(header, fileParts(chosen, database), device.unitKey, signer(device));
  const total = chosen.reduce((sum, { size }) => sum + size, 0);
  const file = await blobOf(stream, (bytes) => onProgress?.(Math.min(bytes, total), total), signal);
  return { file, header, files: chosen.map(({ hash }) => hash), left: waiting.length - chosen.length };
}

/** As many as fit; at least one, whatever its size. */
function smallest(files: readonly WaitingFile[], maxBytes: number): WaitingFile[] {
  let sum = 0;
  return files.filter(({ size }, i) => {
    sum += size;
    return i === 0 || sum <= maxBytes;
  });
}

async function* fileParts(files: readonly WaitingFile[], database: Database): AsyncGenerator<Part> {
  for (const { hash } of files) {
    const held = await database.files.get(hash);
    // Freed in the meantime: then the hub has it.
    if (held) yield { name: filePartName(hash), size: held.file.size, body: held.file.stream() };
  }
}

const signer = (device: Device) => (text: string) => signAs(device, text);

/** A stream as a file. It is handed to the browser in pieces, which lays them on the disk, so that no memory has to hold it. */
async function blobOf(
  stream: ReadableStream<Uint8Array>,
  onBytes?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Blob> {
  const pieces: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let total = 0;
  const lay = () => {
    pieces.push(new Blob(held));
    held = [];
    size = 0;
  };
  for await (const bytes of stream as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    signal?.throwIfAborted();
    held.push(bytes);
    size += bytes.length;
    total += bytes.length;
    if (size >= PIECE_BYTES) lay();
    onBytes?.(total);
  }
  lay();
  return new Blob(pieces);
}

async function signatureOf(device: Device, rounds: string[], database: Database): Promise<BundleHeader['from']> {
  const { values } = (await database.devices.get(device.deviceId)) ?? {};
  if (!values?.certificate || !values.enrolledAt) throw new NoCertificateError();
  // Put back from a snapshot: what it stamps now counts only under the name that it gets from the hub.
  if (await getMeta('restored', database)) throw new NoCertificateError();
  return {
    kind: 'device',
    device: device.deviceId,
    deviceName: device.deviceName,
    user: device.user,
    userName: device.userName,
    publicKey: device.publicKey,
    enrolledAt: String(values.enrolledAt),
    certificate: String(values.certificate),
    rounds,
  };
}

/** Those that the hub has not, without those that travel inside another one. */
export async function carriedFiles(database: Database): Promise<(CarriedBundle & { file: Blob })[]> {
  const all = await database.bundles
    .filter(({ file, problem, ignored }) => file !== undefined && problem === undefined && ignored === undefined)
    .toArray();
  const inside = new Set(all.flatMap((bundle) => bundle.contains));
  all.sort((a, b) => a.arrivedAt.localeCompare(b.arrivedAt));
  return all.filter((bundle) => !inside.has(bundle.id)) as (CarriedBundle & { file: Blob })[];
}

const asPart = ({ id, file }: { id: string; file: Blob }): Part => ({
  name: bundlePartName(id),
  size: file.size,
  body: file.stream(),
});

function* batchParts(device: Device, records: Parameters<typeof intoBatches>[0]): Generator<Part> {
  let n = 0;
  for (const batch of intoBatches(records)) {
    n += 1;
    const content = { batch: newId(), device: device.deviceId, schema: SCHEMA_VERSION, records: batch };
    const body = new TextEncoder().encode(JSON.stringify(content));
    yield { name: partName('batches', n), size: body.length, body };
  }
}

/** A file is what its name says, or reading it fails. */
async function keepPart(hash: string, part: OpenPart, database: Database): Promise<'kept' | 'unnamed' | 'noSpace'> {
  const file = await blobOf(part.body());
  try {
    return (await keepFile(hash, file, database)) ? 'kept' : 'unnamed';
  } catch (error) {
    // The records are joined, and the same bundle brings the files once there is room.
    if (error instanceof NoSpaceError) return 'noSpace';
    throw error;
  }
}

/** Why a file is not taken: a `BundleProblem`, or one of these that only a laptop can tell. */
export type RefusedFile = BundleError['code'] | 'revoked' | 'copied' | 'of_the_past' | 'gap' | 'unreadable';

export interface Inspected {
  file: Blob;
  /** None: of another unit. It can be carried to the hub, and not be read. */
  bundle: CheckedBundle | null;
}

/**
 * Reads a file from end to end and says what it is, before anything is joined.
 *
 * @param onRead told the bytes that were read so far
 * @throws BundleError
 */
export async function inspectBundle(
  file: Blob,
  onRead?: (bytes: number) => void,
  signal?: AbortSignal,
  database: Database = db,
): Promise<Inspected> {
  try {
    return { file, bundle: await checkBundle(counted(file, onRead, signal), await keysOf(database)) };
  } catch (error) {
    const isForeign = error instanceof BundleError && error.code === 'foreign' && file.size <= MAX_FOREIGN_BYTES;
    if (isForeign) return { file, bundle: null };
    throw error;
  }
}

export interface Accepted extends Joined {
  /** Files of attachments: kept, here already, without a record that names them, without room for them. */
  files: { kept: number; known: number; unnamed: number; noSpace: number };
  /** Bundles, those inside included, that could not be read here, with the reason. */
  problems: { id: string; problem: RefusedFile }[];
  /** Bundles of laptops inside. */
  inside: InnerBundle[];
}

/**
 * Joins an inspected file and keeps it for the hub. Again changes nothing; a cut in between leaves some of it joined, and the
 * same file brings the rest.
 */
export async function acceptBundle(
  { file, bundle }: Inspected,
  onRead?: (bytes: number) => void,
  signal?: AbortSignal,
  database: Database = db,
): Promise<Accepted> {
  const sum = nothing();
  const arrivedAt = new Date(database.now()).toISOString();
  if (!bundle) {
    const id = await contentName(file);
    const known = await database.bundles.get(id);
    if (!known) await database.bundles.put({ id, file, size: file.size, contains: [], open: 0, arrivedAt });
    return sum;
  }
  const contains = await joinBundle(counted(file, onRead, signal), bundle, sum, 0, database);
  const { id, from } = bundle.header;
  const known = await database.bundles.get(id);
  const device = await getMeta('device', database);
  const isOwn = isOf(device, bundle.header);
  // Files need nobody's signature, and travel on by themselves.
  const isOfFiles = bundle.manifest.length > 0 && bundle.manifest.every(({ name }) => fileHashIn(name) !== undefined);
  // Also one that the hub has had already: what it brought anew here the hub may have refused then, and must judge again. And one of
  // this laptop's own, for what others wrote is inside.
  const isWanted = sum.changed > 0 || (!known && !isOwn);
  if (isWanted && !isOfFiles && from.kind === 'device') {
    const { header } = bundle;
    const { inside } = sum;
    await database.bundles.put({ id, file, size: file.size, header, contains, inside, open: openIn(sum), arrivedAt });
  }
  await retryEarly(id, database);
  await dropReplaced(id, database);
  if (from.kind === 'hub') {
    await noteArrived(database);
    if (sum.problems.length === 0) await keepHubFile(file, bundle.header, database);
  }
  return sum;
}

/** Only a complete one helps whoever comes. The newest is enough. */
export async function keepHubFile(
  file: Blob,
  { id, from, created }: BundleHeader,
  database: Database = db,
): Promise<void> {
  if (from.kind !== 'hub' || from.after > 0) return;
  const { next, epoch } = from;
  const known = await getMeta('hubFile', database);
  if (known?.epoch === epoch && known.next > next) return;
  await setMeta('hubFile', { id, file, next, epoch, created }, database);
}

const isOf = (device: Device | undefined, { from }: BundleHeader): boolean =>
  from.kind === 'device' && from.device === device?.deviceId;

const nothing = (): Accepted => ({
  changed: 0,
  known: 0,
  early: 0,
  refused: 0,
  files: { kept: 0, known: 0, unnamed: 0, noSpace: 0 },
  problems: [],
  inside: [],
});

/** Of how many fields and bundles it is not known whether the hub has them. */
const openIn = ({ early, refused, problems }: Accepted): number => early + refused + problems.length;

/** What came before that which it speaks of is tried again: this may have been it. */
async function retryEarly(latest: string, database: Database): Promise<void> {
  // What the hub has answered is taken back where it was not taken, and must not come again by itself.
  const isEarly = ({ id, open, problem, deliveredAt }: CarriedBundle) =>
    open > 0 && id !== latest && problem === undefined && deliveredAt === undefined;
  for (const bundle of await database.bundles.filter(isEarly).toArray()) {
    const { file } = bundle;
    if (!file) continue;
    const inspected = await inspectBundle(file, undefined, undefined, database).catch(() => null);
    if (!inspected?.bundle) continue;
    const sum = nothing();
    await joinBundle(() => file.stream(), inspected.bundle, sum, 0, database);
    await database.bundles.put({ ...bundle, open: openIn(sum) });
  }
}

/** @returns the ids of the bundles inside */
async function joinBundle(
  source: Source,
  bundle: CheckedBundle,
  sum: Accepted,
  depth: number,
  database: Database,
): Promise<string[]> {
  const { header } = bundle;
  const inside: string[] = [];
  const keys = await keysOf(database);
  const problem = await refusalOf(header, database);
  const device = await getMeta('device', database);
  // What this laptop wrote itself it has; what a copy of it wrote under its name would hide that.
  const isOwn = isOf(device, header);
  if (problem) sum.problems.push({ id: header.id, problem });
  const { from, unit } = header;
  if (depth > 0 && from.kind === 'device') {
    sum.inside.push({ id: header.id, device: from.device, created: header.created });
  }
  let after = from.kind === 'hub' ? from.after : 0;
  const here = await hashesHere(database);
  for await (const part of partsOf(source, keys, bundle)) {
    const hash = fileHashIn(part.name);
    if (hash !== undefined) {
      if (here.has(hash)) sum.files.known += 1;
      else if (!problem) sum.files[await keepPart(hash, part, database)] += 1;
      continue;
    }
    const id = bundleIdIn(part.name);
    if (id !== undefined) {
      inside.push(id, ...(await joinInner(id, await blobOf(part.body()), sum, depth + 1, database)));
    } else if (problem || isOwn) {
      await part.json();
    } else if (from.kind === 'hub' && part.name.startsWith('pages/')) {
      after = await joinPage(await part.json(), after, sum, database);
    } else if (from.kind === 'device' && part.name.startsWith('batches/')) {
      const batch = batchSchema.parse(await part.json());
      const joined = await joinCarried(batch.records, from, header.id, unit, database);
      for (const key of Object.keys(joined) as (keyof Joined)[]) sum[key] += joined[key];
    }
  }
  if (from.kind === 'hub' && !problem && (await getMeta('recovering', database))) await endRecovery(database);
  return inside;
}

async function joinInner(id: string, file: Blob, sum: Accepted, depth: number, database: Database): Promise<string[]> {
  try {
    if (depth > BUNDLE_LIMITS.depth) throw new BundleError('too_large');
    const source = () => file.stream();
    return await joinBundle(source, await checkBundle(source, await keysOf(database)), sum, depth, database);
  } catch (error) {
    // One bad bundle inside says nothing about the others.
    if (!(error instanceof BundleError)) throw error;
    sum.problems.push({ id, problem: error.code });
    return [];
  }
}

/** What is whole and well signed, and yet not to be joined here. */
async function refusalOf({ from, created }: BundleHeader, database: Database): Promise<RefusedFile | null> {
  if (from.kind === 'device') {
    const { values } = (await database.devices.get(from.device)) ?? {};
    return values?.revokedAt || values?.revokeAsked ? 'revoked' : null;
  }
  const device = await getMeta('device', database);
  const known = from.rounds[device?.deviceId ?? ''];
  if (known !== undefined && !(await heardLast(database)).includes(known)) {
    // Either the file is older than this laptop's last contact, or somebody else has spoken under its name.
    return from.next <= (await cursor(database)) ? 'of_the_past' : 'copied';
  }
  const epoch = await getMeta('epoch', database);
  if (epoch !== undefined && epoch !== from.epoch) {
    if (created <= ((await getMeta('epochSince', database)) ?? '')) return 'of_the_past';
    if (from.after > 0) return 'gap';
    const role = device?.role ?? '';
    if (isRole(role)) await beginRecovery(role, database);
  }
  return null;
}

/** The cursor moves only where nothing was left out. @returns the sequence number that the next page begins after */
async function joinPage(json: unknown, after: number, sum: Accepted, database: Database): Promise<number> {
  const page = pullAnswerSchema.parse(json);
  const role = (await getMeta('device', database))?.role ?? '';
  const records = page.records.map((record) => ({ ...record, registers: readable(role, record) }));
  const at = await cursor(database);
  const next = after <= at ? Math.max(at, page.next) : at;
  const changed = await receive({ ...page, records, next }, database);
  sum.changed += changed;
  sum.known += countRegisters(records) - changed;
  return page.next;
}

/** A bundle of the hub is for all laptops of the unit; what this user's role may not have is left in it. */
const readable = (
  role: string,
  { collection, registers }: { collection: string; registers: Record<string, unknown> },
) =>
  Object.fromEntries(Object.entries(registers).filter(([field]) => isRole(role) && mayRead(role, collection, field)));

/** What the hub said of a bundle that this laptop brought. */
export async function noteDelivery(
  id: string,
  results: readonly BundleResult[],
  database: Database = db,
): Promise<void> {
  const at = new Date(database.now()).toISOString();
  const isIgnored = (result: BundleResult): boolean => result.problem === 'device_restored';
  for (const result of results.filter((each) => !isIgnored(each))) {
    const name = result.id ?? id;
    await takeBack(name, result.problem ? await carriedBy(name, database) : result.refused, database);
  }
  const user = (await getMeta('device', database))?.user;
  await database.transaction('rw', [database.bundles], async () => {
    const outer = await database.bundles.get(id);
    for (const name of [id, ...(outer?.contains ?? [])]) {
      const known = await database.bundles.get(name);
      if (!known) continue;
      const own = results.find((result) => (result.id ?? id) === name);
      const problem = own && !isIgnored(own) ? own.problem : undefined;
      // A refused one stays, for the coordinator to look at.
      const { file: _, ...rest } = known;
      const ignored = name === id ? results.filter(isIgnored).map((result) => result.id ?? id) : [];
      // What others wrote and the hub refused they still have themselves. Of this user there may be no other laptop: this one was put
      // back to a backup, say.
      const from = known.header?.from;
      const isLeft = from?.kind === 'device' && from.user === user && (own?.refused.length ?? 0) > 0;
      // The file is kept until it is known whether the hub has what is in it (`dropIgnored`).
      if (problem) await database.bundles.put({ ...known, problem });
      else if (isLeft) await database.bundles.put({ ...known, deliveredAt: at, problem: LEFT_BEHIND });
      else if (ignored.length > 0) await database.bundles.put({ ...known, deliveredAt: at, ignored });
      else await database.bundles.put({ ...rest, deliveredAt: at });
    }
  });
}

async function keysOf(database: Database): Promise<BundleKeys> {
  const device = await getMeta('device', database);
  if (!device) throw new Error('not enrolled');
  return { units: { [device.unit]: device.unitKey }, hubKey: device.hubKey };
}

/** The file as a stream that tells how far it was read, and ends when the user stops it. */
const counted =
  (file: Blob, onRead: ((bytes: number) => void) | undefined, signal: AbortSignal | undefined): Source =>
  () => {
    let read = 0;
    return file.stream().pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(bytes, controller) {
          signal?.throwIfAborted();
          read += bytes.length;
          onRead?.(read);
          controller.enqueue(bytes);
        },
      }) as never,
    );
  };

async function contentName(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return toBase64url(new Uint8Array(digest));
}
