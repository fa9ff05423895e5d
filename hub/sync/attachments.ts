/**
 * Files of attachments as the hub knows them (docs/sync.md, "Attachments"): which record names which file, the receipt when a
 * file has come, and that the receipt never says more than the disk.
 */
import { randomUUID } from 'node:crypto';
import { chunks } from '#core/chunks.ts';
import { BUNDLE_LIMITS } from '#core/wire/bundleLimits.ts';
import { ProblemError } from '../http/problems.ts';
import { writeHubRecord } from '../identity/hub-records.ts';
import { recoverySince } from '../store/epoch.ts';
import {
  type FileFolder,
  filesOnDisk,
  hasRoom,
  keepPart,
  keepStream,
  partsOnDisk,
  readWholeFile,
  removeFile,
  removePart,
  sizeOfFile,
  WrongFileError,
} from '../store/files.ts';
import { type UnitWriter, writeUnit } from '../store/registers.ts';
import type { Database, Store } from '../store/store.ts';

export const ATTACHMENTS = 'attachments';
export const HASH_FIELD = 'hash';

/** A store that keeps files. */
export type FileStore = Store & { files: FileFolder };
export const keepsFiles = (store: Store): store is FileStore => store.files !== null;

/** How many files one transaction looks after, so that it never holds a unit for long. */
const CHUNK = 200;
/** An upload that nobody went on with, or a file that no record names. Laptops are offline for weeks. */
const FORGOTTEN_MS = 90 * 24 * 3600 * 1000;

const batchName = (): string => `files-${randomUUID()}`;

/** Notes which records name which files, so that the files may come. */
export async function nameFiles(
  { trx, unit }: UnitWriter,
  named: readonly { record: string; hash: string }[],
): Promise<void> {
  if (named.length === 0) return;
  const rows = named.map(({ record, hash }) => ({ unit, hash, record, bytes: null, sequence: null, erased: 0 }));
  await trx
    .insertInto('files')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Notes that the files of these records are to go. They go after the transaction, by `removeErased`. */
export async function eraseFiles({ trx, unit }: UnitWriter, records: readonly string[]): Promise<void> {
  if (records.length === 0) return;
  await trx.updateTable('files').set({ erased: 1 }).where('unit', '=', unit).where('record', 'in', records).execute();
}

/** Does a record of the unit name this file? Erased ones name none. */
export async function isNamed(db: Database, unit: string, hash: string): Promise<boolean> {
  return (await rowsOf(db, unit, hash)).length > 0;
}

const rowsOf = (db: Database, unit: string, hash: string) =>
  db
    .selectFrom('files')
    .select(['record', 'sequence'])
    .where('unit', '=', unit)
    .where('hash', '=', hash)
    .where('erased', '=', 0)
    .execute();

/**
 * The upload has all its bytes: they become the file, and the receipt is written. Again does no harm.
 *
 * @throws ProblemError `hash_mismatch`; then nothing is left of the upload
 */
export function finishUpload(store: FileStore, unit: string, hash: string): Promise<void> {
  const name = `${unit}/${hash}`;
  const running = finishing.get(name) ?? finish(store, unit, hash).finally(() => finishing.delete(name));
  finishing.set(name, running);
  return running;
}
/** Two connections may bring the last byte, or ask for it, at the same moment. */
const finishing = new Map<string, Promise<void>>();

async function finish(store: FileStore, unit: string, hash: string): Promise<void> {
  if (await settle(store, unit, hash)) return removePart(store.files, unit, hash);
  try {
    await keepPart(store.files, unit, hash);
  } catch (error) {
    if (error instanceof WrongFileError) throw new ProblemError('hash_mismatch');
    // Another hub process on this folder may have been faster; then the part is gone, and the file here.
    if (await settle(store, unit, hash)) return;
    throw error;
  }
  if (!(await settleNew(store, unit, hash))) throw new ProblemError('not_found');
}

/** Its record may have been erased while it came. @returns whether the file stays */
async function settleNew(store: FileStore, unit: string, hash: string): Promise<boolean> {
  if (await isNamed(store.db, unit, hash)) return settle(store, unit, hash);
  await removeFile(store.files, unit, hash);
  return false;
}

/** Gives the receipts of a file that is here, to all records that name it. @returns whether it is here */
export async function settle(store: FileStore, unit: string, hash: string): Promise<boolean> {
  const bytes = await sizeOfFile(store.files, unit, hash);
  if (bytes === undefined) return false;
  const rows = await rowsOf(store.db, unit, hash);
  const isDone = rows.length > 0 && rows.every(({ sequence }) => sequence !== null);
  if (!isDone) await giveReceipts(store, unit, [{ hash, bytes }]);
  return true;
}

async function giveReceipts(
  store: FileStore,
  unit: string,
  arrived: readonly { hash: string; bytes: number }[],
): Promise<void> {
  await writeUnit(store, { unit, batch: batchName() }, async (writer) => {
    const receivedAt = writer.now.toISOString();
    for (const { hash, bytes } of arrived) {
      const ofFile = writer.trx
        .selectFrom('files')
        .where('unit', '=', unit)
        .where('hash', '=', hash)
        .where('erased', '=', 0);
      for (const { record } of await ofFile.select('record').where('sequence', 'is', null).execute()) {
        await writeHubRecord(writer, ATTACHMENTS, record, { receivedAt });
        await writer.trx
          .updateTable('files')
          .set({ bytes, sequence: writer.sequence })
          .where('unit', '=', unit)
          .where('hash', '=', hash)
          .where('record', '=', record)
          .execute();
      }
    }
  });
}

/** A receipt must not say more than the disk: without it, laptops that still have the file send it again. */
async function takeBackReceipts(store: Store, unit: string, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await writeUnit(store, { unit, batch: batchName() }, async (writer) => {
    const ofFiles = writer.trx.selectFrom('files').where('unit', '=', unit).where('hash', 'in', hashes);
    const rows = await ofFiles.select(['record', 'hash']).where('sequence', 'is not', null).execute();
    for (const { record, hash } of rows) {
      await writeHubRecord(writer, ATTACHMENTS, record, { receivedAt: null });
      await writer.trx
        .updateTable('files')
        .set({ bytes: null, sequence: null })
        .where('unit', '=', unit)
        .where('hash', '=', hash)
        .where('record', '=', record)
        .execute();
    }
  });
}

/**
 * A file that a bundle brought. Only one that a record of the unit names is kept.
 *
 * @returns whether the hub has it now
 */
export async function takeFile(
  store: FileStore,
  unit: string,
  hash: string,
  size: number,
  body: () => ReadableStream<Uint8Array>,
): Promise<boolean> {
  if (!(await isNamed(store.db, unit, hash))) return false;
  if (await settle(store, unit, hash)) return true;
  if (!(await hasRoom(store.files, size))) return false;
  await keepStream(store.files, unit, hash, body());
  await removePart(store.files, unit, hash);
  return settleNew(store, unit, hash);
}

/** A file that turned out to be missing, or damaged, although its receipt was given. */
export async function loseFile(store: FileStore, unit: string, hash: string): Promise<void> {
  await removeFile(store.files, unit, hash);
  await takeBackReceipts(store, unit, [hash]);
}

/** Removes the files of erased records, unless another record names them. */
export async function removeErased(store: FileStore, unit: string): Promise<void> {
  const { db, files } = store;
  const erased = await db
    .selectFrom('files')
    .select(['hash', 'record'])
    .where('unit', '=', unit)
    .where('erased', '=', 1)
    .execute();
  for (const { hash, record } of erased) {
    if (!(await isNamed(db, unit, hash))) await removeFile(files, unit, hash);
    await db
      .deleteFrom('files')
      .where('unit', '=', unit)
      .where('hash', '=', hash)
      .where('record', '=', record)
      .where('erased', '=', 1)
      .execute();
  }
}

export interface FileReview {
  /** Files that came and had no receipt: a crash, or a backup that is older than the file. */
  receiptsGiven: number;
  /** Receipts without their file: a folder that was lost, or restored from an older copy. */
  receiptsTakenBack: number;
  /** Nobody's files, and uploads that nobody went on with. */
  removed: number;
}

/**
 * Brings folder and records together, at every start and after a restore: what a crash left half done is done, and every receipt
 * has its file.
 */
export async function reviewFiles(store: FileStore, now = new Date()): Promise<FileReview> {
  const { db, files } = store;
  const review: FileReview = { receiptsGiven: 0, receiptsTakenBack: 0, removed: 0 };
  // During a recovery laptops still bring the records that name them.
  const mayRemove = (await recoverySince(db)) === null;
  const isForgotten = (changedAt: Date) => mayRemove && now.getTime() - changedAt.getTime() > FORGOTTEN_MS;
  const units = (await db.selectFrom('units').select('id').execute()).map(({ id }) => id);
  for (const unit of units) await removeErased(store, unit);

  const onDisk = new Map(units.map((unit) => [unit, new Map<string, number>()]));
  for await (const { unit, hash, bytes, changedAt } of filesOnDisk(files)) {
    onDisk.get(unit)?.set(hash, bytes);
    const isNobodys = isForgotten(changedAt) && !(await isNamed(db, unit, hash));
    if (!isNobodys) continue;
    await removeFile(files, unit, hash);
    review.removed += 1;
  }
  for (const [unit, there] of onDisk) {
    const rows = await db
      .selectFrom('files')
      .select(['hash', 'bytes', 'sequence'])
      .where('unit', '=', unit)
      .where('erased', '=', 0)
      .execute();
    const lost = rows.filter(({ hash, bytes, sequence }) => sequence !== null && there.get(hash) !== bytes);
    for (const some of chunks(lost, CHUNK)) {
      // Cut short by whatever copied it: it would stand in the way of the whole one.
      for (const { hash } of some) await removeFile(files, unit, hash);
      await takeBackReceipts(
        store,
        unit,
        some.map(({ hash }) => hash),
      );
    }
    const arrived = rows.filter(({ hash, sequence }) => sequence === null && there.has(hash));
    for (const some of chunks(arrived, CHUNK)) {
      const whole: { hash: string; bytes: number }[] = [];
      for (const { hash } of some) {
        // It may come out of a copy that was cut.
        const bytes = await readWholeFile(files, unit, hash);
        if (bytes) whole.push({ hash, bytes: bytes.length });
        else await removeFile(files, unit, hash);
      }
      await giveReceipts(store, unit, whole);
      review.receiptsGiven += whole.length;
    }
    review.receiptsTakenBack += lost.length;
  }
  for await (const { unit, hash, changedAt } of partsOnDisk(files)) {
    if (!isForgotten(changedAt)) continue;
    await removePart(files, unit, hash);
    review.removed += 1;
  }
  return review;
}

/** Of files in one bundle; the rest of the limit is for records. */
const BUNDLE_FILE_BYTES = (BUNDLE_LIMITS.unpackedBytes / 4) * 3;
const BUNDLE_FILES = (BUNDLE_LIMITS.parts / 4) * 3;

/** Files for one bundle, smallest first. */
export interface FilesToGive {
  hashes: string[];
  /** All files whose receipts have a number after the one asked for up to this one are among them. */
  next: number;
}

/**
 * The files that came to a unit after a sequence number, as many as one bundle can hold. Those that came first go first: if the
 * smallest of all did, a large one would be put off for ever.
 *
 * @param latest the sequence number that the bundle's records reach
 */
export async function filesToGive(
  db: Database,
  unit: string,
  after: number,
  latest: number,
  limitBytes = BUNDLE_FILE_BYTES,
): Promise<FilesToGive> {
  const rows = await db
    .selectFrom('files')
    .select(['hash', 'bytes', 'sequence'])
    .where('unit', '=', unit)
    .where('erased', '=', 0)
    .where('sequence', '>', after)
    .where('sequence', '<=', latest)
    .orderBy('sequence')
    .orderBy('hash')
    .limit(BUNDLE_FILES + 1)
    .execute();
  const taken = new Map<string, number>();
  let bytes = 0;
  for (const row of rows) {
    const size = row.bytes ?? 0;
    const isNew = !taken.has(row.hash);
    if (isNew && (bytes + size > limitBytes || taken.size >= BUNDLE_FILES)) {
      return { hashes: smallestFirst(taken), next: (row.sequence as number) - 1 };
    }
    if (isNew) bytes += size;
    taken.set(row.hash, size);
  }
  const isAll = rows.length <= BUNDLE_FILES;
  return { hashes: smallestFirst(taken), next: isAll ? latest : (rows.at(-1)?.sequence as number) };
}

const smallestFirst = (sizes: Map<string, number>): string[] =>
  [...sizes].sort(([, a], [, b]) => a - b).map(([hash]) => hash);
