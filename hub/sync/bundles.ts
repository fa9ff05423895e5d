/** The hub's side of the road without internet (docs/sync.md, "Bundles"): takes files in, and writes them. */
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  BundleError,
  type BundleHeader,
  type BundleKeys,
  bundleFormat,
  bundleIdIn,
  checkBundle,
  fileHashIn,
  filePartName,
  type Part,
  partName,
  partsOf,
  type Source,
  writeBundle,
} from '#core/wire/bundle.ts';
import { BUNDLE_LIMITS } from '#core/wire/bundleLimits.ts';
import { type BundleResult, MAX_PULL_RECORDS, PULL_BYTES } from '#core/wire/protocol.ts';
import { mayRecord, type Role } from '#core/workflow/policy.ts';
import { ProblemError } from '../http/problems.ts';
import { hubKey } from '../identity/secrets.ts';
import { epochOf } from '../store/epoch.ts';
import { readWholeFile } from '../store/files.ts';
import type { Database, Store } from '../store/store.ts';
import { type FileStore, filesToGive, keepsFiles, loseFile, takeFile } from './attachments.ts';
import { checkBatch } from './frame.ts';
import { type PullSpan, pull } from './pull.ts';
import { type Actor, push } from './push.ts';

/**
 * Takes in a bundle and those in it, each batch as if its signer had pushed it. A bundle that was here before changes nothing.
 *
 * @returns one result per bundle, the ones inside before the one around them; a refused one says why
 */
export async function takeBundle(store: Store, source: Source, depth = 0): Promise<BundleResult[]> {
  const results: BundleResult[] = [];
  let name: Pick<BundleResult, 'id' | 'unit' | 'device'> = { id: null, unit: null, device: null };
  try {
    const keys = await keysOf(store.db);
    const bundle = await checkBundle(source, keys);
    name = nameOf(bundle.header);
    const result = { ...name, accepted: 0, refused: [] as BundleResult['refused'], files: 0 };
    const { from } = bundle.header;
    if (from.kind === 'hub') return [result];
    const actor = await signerOf(store.db, from.device);
    if (!actor) return [{ ...result, problem: 'revoked' }];
    for await (const part of partsOf(source, keys, bundle)) {
      const hash = fileHashIn(part.name);
      if (hash !== undefined) {
        // Its record came before it. Without a folder, or without room, the laptop keeps the file: it gets no receipt.
        const has = mayRecord(actor.role) && keepsFiles(store);
        if (has && (await takeFile(store, actor.unit, hash, part.size, part.body))) result.files += 1;
      } else if (bundleIdIn(part.name) !== undefined) {
        if (depth >= BUNDLE_LIMITS.depth) throw new BundleError('too_large');
        results.push(...(await spooled(part.body(), (inner) => takeBundle(store, inner, depth + 1))));
      } else if (part.name.startsWith('batches/')) {
        const batch = checkBatch(await part.json(), from.device);
        // A bundle is a round that had no answer: so one of a copied profile is found here as well.
        const report = { at: new Date(), rounds: [bundle.header.id, ...from.rounds] };
        const answer = await push(store, actor, batch, report);
        result.accepted += answer.accepted;
        result.refused.push(...answer.refused);
      }
    }
    return [...results, result];
  } catch (error) {
    if (!(error instanceof BundleError || error instanceof ProblemError)) throw error;
    return [...results, { ...name, accepted: 0, refused: [], problem: error.code }];
  }
}

/**
 * What changed in a unit after a sequence number, signed by the hub, for laptops that cannot ask. Everything that people who
 * record may read is in it.
 *
 * @param after 0 for everything
 * @param filesAfter the same for files, of which an earlier bundle may have left some out (`files.next` in its header)
 */
export async function giveBundle(
  store: Store,
  unit: string,
  after: number,
  app: string,
  filesAfter = after,
): Promise<GivenBundle> {
  const { db } = store;
  const { unit_key, sequence } = await db
    .selectFrom('units')
    .select(['unit_key', 'sequence'])
    .where('id', '=', unit)
    .executeTakeFirstOrThrow();
  const devices = await db
    .selectFrom('devices')
    .select(['id', 'round'])
    .where('unit', '=', unit)
    .where('round', 'is not', null)
    .execute();
  const changed = db.selectFrom('registers').where('unit', '=', unit).where('sequence', '>', after);
  const distinct = changed.select(['collection', 'id']).distinct().as('records');
  const { records } = await db
    .selectFrom(distinct)
    .select((eb) => eb.fn.countAll().as('records'))
    .executeTakeFirstOrThrow();
  const { registers } = await changed.select((eb) => eb.fn.countAll().as('registers')).executeTakeFirstOrThrow();
  // Who names a number that has not come yet wants none, and is told of none.
  const files = store.files && filesAfter <= sequence ? await filesToGive(db, unit, filesAfter, sequence) : null;
  const header: BundleHeader = {
    format: bundleFormat(files?.hashes.length ?? 0),
    id: randomUUID(),
    unit,
    created: new Date().toISOString(),
    app,
    from: {
      kind: 'hub',
      after,
      next: sequence,
      epoch: await epochOf(db),
      rounds: Object.fromEntries(devices.map(({ id, round }) => [id, round as string])),
      ...(files ? { files: { after: filesAfter, next: files.next } } : {}),
    },
    counts: {
      records: Number(records),
      registers: Number(registers),
      bundles: 0,
      ...(files ? { files: files.hashes.length } : {}),
    },
  };
  const { sign } = await db.transaction().execute((trx) => hubKey(trx));
  const bundle = await writeBundle(
    header,
    partsToGive(store, unit, { since: after, to: sequence }, files?.hashes ?? []),
    unit_key,
    sign,
  );
  return { bundle, ...(files && files.next < sequence ? { moreFiles: files.next } : {}) };
}

export interface GivenBundle {
  bundle: ReadableStream<Uint8Array>;
  /** Not all files fit: the rest comes after this number. */
  moreFiles?: number;
}

async function* partsToGive(store: Store, unit: string, span: PullSpan, hashes: string[]): AsyncGenerator<Part> {
  yield* pagesOf(store.db, unit, span);
  if (keepsFiles(store)) yield* fileParts(store, unit, hashes);
}

/** One at a time: the largest that a laptop may attach is the most that is held. */
async function* fileParts(store: FileStore, unit: string, hashes: string[]): AsyncGenerator<Part> {
  for (const hash of hashes) {
    const body = await readWholeFile(store.files, unit, hash);
    if (body) yield { name: filePartName(hash), size: body.length, body };
    // A damaged one would spoil the whole bundle; laptops that have it send it again.
    else await loseFile(store, unit, hash);
  }
}

/** As pages of one pull: whoever takes the bundle takes all of them. */
async function* pagesOf(db: Database, unit: string, span: PullSpan): AsyncGenerator<Part> {
  const reader: Actor = { device: '', user: '', unit, role: 'coordinator' };
  for (let n = 1, next = span.since, more = true; more; n++) {
    const wanted = { after: next, of: span, limit: MAX_PULL_RECORDS, bytes: PULL_BYTES.max };
    const page = await pull(db, reader, wanted);
    ({ next, more } = page);
    const body = new TextEncoder().encode(page.text);
    yield { name: partName('pages', n), size: body.length, body };
  }
}

/**
 * Lays a stream down in a file, because a bundle is read twice.
 *
 * @throws ProblemError `body_too_large`
 */
export async function spooled<T>(
  body: ReadableStream<Uint8Array> | Readable,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pendamping-bundle-'));
  try {
    const file = join(folder, 'bundle');
    await pipeline(
      body instanceof Readable ? body : Readable.fromWeb(body as never),
      limited,
      createWriteStream(file, { mode: 0o600 }),
    );
    const blob = await openAsBlob(file);
    return await work(() => blob.stream());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of body) {
    size += bytes.length;
    if (size > BUNDLE_LIMITS.unpackedBytes) throw new ProblemError('body_too_large');
    yield bytes;
  }
}

async function keysOf(db: Database): Promise<BundleKeys> {
  const units = await db.selectFrom('units').select(['id', 'unit_key']).execute();
  const { publicKey } = await db.transaction().execute((trx) => hubKey(trx));
  return { hubKey: publicKey, units: Object.fromEntries(units.map(({ id, unit_key }) => [id, unit_key])) };
}

/** Null when the laptop was revoked, or its user may no longer work here. */
async function signerOf(db: Database, device: string): Promise<Actor | null> {
  const row = await db
    .selectFrom('devices')
    .innerJoin('users', 'users.id', 'devices.user_id')
    .select(['devices.unit', 'devices.revoked_at', 'users.id as user', 'users.role', 'users.active'])
    .where('devices.id', '=', device)
    .executeTakeFirst();
  if (!row || row.revoked_at !== null || !row.active) return null;
  return { device, user: row.user, unit: row.unit, role: row.role as Role };
}

const nameOf = ({ id, unit, from }: BundleHeader): Pick<BundleResult, 'id' | 'unit' | 'device'> => ({
  id,
  unit,
  device: from.kind === 'device' ? from.device : null,
});
