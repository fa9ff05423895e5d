/**
 * Photos, signatures and documents on this laptop (docs/sync.md, "Attachments"): a record in `attachments` and its encrypted
 * file in `files`, written together or not at all.
 */
import { type Attachable, MAX_FILE_BYTES } from '#core/model/attachments.ts';
import type { ClientCollection, Values } from '#core/model/collections.ts';
import { ERASED_FIELD } from '#core/model/erasure.ts';
import type { Json } from '#core/register/register.ts';
import { isLockable, LOCK_FIELD } from '#core/workflow/locks.ts';
import { CIPHER_BYTES, decrypt, encrypt } from './cipher.ts';
import { type Database, db, type HeldFile, rowsOf } from './database.ts';
import { newId, remove, write, writeFields } from './repository.ts';
import type { Row } from './rows.ts';
import { checkSpace, withSpace } from './space.ts';

/** What an attachment is about. */
export interface AttachmentOwner {
  collection: Attachable;
  id: string;
  /** The client that it tells of, where there is one. */
  client?: { collection: ClientCollection; id: string } | undefined;
}

/** What its author says of a file. */
export type About = Pick<
  Values<'attachments'>,
  'kind' | 'title' | 'note' | 'takenAt' | 'signer' | 'latitude' | 'longitude'
>;

/** Nothing was written, because the file is larger than the hub takes. */
export class TooLargeError extends Error {}

/** Nothing was written, because what it is about is locked, deleted or erased. */
export class ClosedError extends Error {}

/**
 * Keeps a file with its record.
 *
 * @returns the id of the record, when both are on disk
 * @throws TooLargeError, NoSpaceError, ClosedError: nothing was written
 */
export async function attach(
  owner: AttachmentOwner,
  plain: Blob,
  about: About,
  database: Database = db,
): Promise<string> {
  if (plain.size + CIPHER_BYTES > MAX_FILE_BYTES) throw new TooLargeError();
  await checkSpace(plain.size);
  const { file, hash, key } = await encrypt(plain);
  const id = newId();
  const values: Record<string, Json | undefined> = {
    parentCollection: owner.collection,
    parent: owner.id,
    clientCollection: owner.client?.collection,
    clientId: owner.client?.id,
    ...about,
    mediaType: mediaTypeOf(plain),
    size: plain.size,
    hash,
    key,
  };
  const fields = Object.entries(values).filter((field): field is [string, Json] => field[1] !== undefined);
  const held: HeldFile = { hash, file, heldSince: new Date(database.now()).toISOString() };
  await withSpace(() =>
    write(
      database,
      ['attachments', owner.collection],
      async (writer) => {
        if (isClosed(owner.collection, await rowsOf(database, owner.collection).get(owner.id))) throw new ClosedError();
        await writeFields(writer, 'attachments', id, fields);
        await database.files.put(held);
      },
      [database.files],
    ),
  );
  return id;
}

/** What a browser does not know is bytes. */
const MEDIA_TYPE = /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/;
const mediaTypeOf = ({ type }: Blob): string => (MEDIA_TYPE.test(type) ? type : 'application/octet-stream');

const isClosed = (collection: Attachable, parent: Row | undefined): boolean =>
  !parent ||
  Boolean(parent.values.deletedAt || parent.values[ERASED_FIELD]) ||
  (isLockable(collection) && Boolean(parent.values[LOCK_FIELD]));

/**
 * Takes an attachment out of sight; its file stays until the user frees the room.
 *
 * @throws ClosedError when what it is about is locked
 */
export async function detach(id: string, database: Database = db): Promise<void> {
  const values = (await database.attachments.get(id))?.values as Values<'attachments'> | undefined;
  const { parentCollection: collection, parent } = values ?? {};
  if (collection && parent && isLockable(collection)) {
    const owner = await rowsOf(database, collection).get(parent);
    if (owner?.values[LOCK_FIELD]) throw new ClosedError();
  }
  await remove('attachments', id, database);
}

/**
 * The file as it was before it was encrypted.
 *
 * @returns null when it is not on this laptop, or its key is not for this user's role
 * @throws WrongFileError
 */
export async function readFile(id: string, database: Database = db): Promise<Blob | null> {
  const { hash, key, mediaType } = ((await database.attachments.get(id))?.values ?? {}) as Values<'attachments'>;
  const held = hash ? await database.files.get(hash) : undefined;
  return held && key ? decrypt(held.file, key, mediaType ?? '') : null;
}

/**
 * Keeps a file that came by stick or from the hub, if a standing record names it. The caller has checked its hash.
 *
 * @returns whether it was kept
 * @throws NoSpaceError
 */
export async function keepFile(hash: string, file: Blob, database: Database = db): Promise<boolean> {
  await checkSpace(file.size);
  return withSpace(() =>
    database.transaction('rw', [database.attachments, database.files], async () => {
      const named = await database.attachments.where('values.hash').equals(hash).toArray();
      if (!named.some(isStanding)) return false;
      await database.files.put({ hash, file, heldSince: new Date(database.now()).toISOString() });
      return true;
    }),
  );
}

/** A file that waits for the hub. */
export interface WaitingFile {
  hash: string;
  /** Encrypted. */
  size: number;
}

/** The files on this laptop of which the hub has not said that it has them, the smallest first. */
export async function waitingFiles(database: Database = db): Promise<WaitingFile[]> {
  const here = await hashesHere(database);
  const waiting = await database.attachments
    .filter((row) => isStanding(row) && !row.values.receivedAt && here.has(String(row.values.hash)))
    .toArray();
  return waiting.map(asWaiting).sort((a, b) => a.size - b.size || a.hash.localeCompare(b.hash));
}

const asWaiting = ({ values }: Row): WaitingFile => ({
  hash: String(values.hash),
  size: Number(values.size ?? 0) + CIPHER_BYTES,
});

/** What is still to be fetched: standing records whose file the hub has and this laptop has not. */
export async function missingFiles(database: Database = db): Promise<WaitingFile[]> {
  const here = await hashesHere(database);
  const missing = await database.attachments
    .filter(({ values }) => Boolean(values.receivedAt && values.hash && !here.has(String(values.hash))))
    .filter(isStanding)
    .toArray();
  return missing.map(asWaiting).sort((a, b) => a.size - b.size);
}

/** Files that the hub has said that it has. */
export const hashesAtHub = async (database: Database = db): Promise<string[]> =>
  (await database.attachments.filter(({ values }) => Boolean(values.receivedAt && values.hash)).toArray()).map(
    ({ values }) => String(values.hash),
  );

export const isStanding = ({ values }: Row): boolean =>
  Boolean(values.hash) && !values.deletedAt && !values[ERASED_FIELD];

export const hashesHere = async (database: Database): Promise<Set<string>> =>
  new Set(await database.files.toCollection().primaryKeys());

/** How much room the files take, and what could be freed. */
export interface FileSpace {
  files: number;
  bytes: number;
  /** Not at the hub yet. */
  waiting: { files: number; bytes: number };
  /** Copies of what the hub has. */
  copies: { files: number; bytes: number };
  /** Of attachments that were removed before the hub had the file: freed, they are gone for good. */
  removed: { files: number; bytes: number };
  /** The hub has them, this laptop has not. */
  missing: { files: number; bytes: number };
}

export async function fileSpace(database: Database = db): Promise<FileSpace> {
  const nothing = () => ({ files: 0, bytes: 0 });
  const space = { waiting: nothing(), copies: nothing(), removed: nothing() };
  const { uses, here } = await usesOfFiles(database);
  for (const hash of here) {
    const rows = uses.get(hash) ?? [];
    const part = space[stateOfFile(rows)];
    part.files += 1;
    part.bytes += Number(rows[0]?.values.size ?? 0) + CIPHER_BYTES;
  }
  const missing = nothing();
  for (const { size } of await missingFiles(database)) {
    missing.files += 1;
    missing.bytes += size;
  }
  const all = Object.values(space);
  return {
    files: all.reduce((sum, part) => sum + part.files, 0),
    bytes: all.reduce((sum, part) => sum + part.bytes, 0),
    ...space,
    missing,
  };
}

/**
 * Frees room: forgets the copies of files that the hub has. A file that the hub has not said that it has stays, unless its
 * attachment was removed and the user wants that gone too.
 *
 * @returns how many files were forgotten
 */
export async function freeSpace(removedToo: boolean, database: Database = db): Promise<number> {
  return database.transaction('rw', [database.attachments, database.files], async () => {
    const { uses, here } = await usesOfFiles(database);
    const freed = [...here].filter((hash) => {
      const state = stateOfFile(uses.get(hash) ?? []);
      return state === 'copies' || (state === 'removed' && removedToo);
    });
    await database.files.bulkDelete(freed);
    return freed.length;
  });
}

async function usesOfFiles(database: Database): Promise<{ uses: Map<string, Row[]>; here: Set<string> }> {
  const here = await hashesHere(database);
  const rows = await database.attachments.toArray();
  return { uses: Map.groupBy(rows, ({ values }) => String(values.hash ?? '')), here };
}

/** One record names a file, but nothing depends on that. */
function stateOfFile(rows: readonly Row[]): 'waiting' | 'copies' | 'removed' {
  if (rows.some((row) => row.values.receivedAt)) return 'copies';
  return rows.some(isStanding) ? 'waiting' : 'removed';
}
