/** Bundles at a real hub: what they bring is judged as if it had been pushed, and who brings them does not matter. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Register, shown } from '#core/register/register.ts';
import {
  type BundleHeader,
  bundleFormat,
  bundlePartName,
  checkBundle,
  fileHashIn,
  filePartName,
  type Part,
  partName,
  partsOf,
  writeBundle,
} from '#core/wire/bundle.ts';
import { ATTACHMENTS_PATH, type BundleAnswer, type PullAnswer } from '#core/wire/protocol.ts';
import { revokeDevice } from '../identity/people.ts';
import {
  auth,
  batchOf,
  call,
  type EnrolledLaptop,
  enrolLaptop,
  type Laptop,
  newUnit,
  newUser,
  pull,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { filesToGive } from './attachments.ts';

let hub: TestHub;
let unit: string;
let field: EnrolledLaptop;
let coordinator: EnrolledLaptop;

beforeAll(async () => {
  hub = await testHub();
  unit = await newUnit(hub);
  field = await enrolLaptop(hub, await newUser(hub, unit));
  coordinator = await enrolLaptop(hub, await newUser(hub, unit, 'coordinator'));
}, 60_000);
afterAll(() => hub.dispose());

/** The bundles that each laptop has written. */
const packed = new Map<string, string[]>();

async function headerOf(laptop: Laptop): Promise<BundleHeader> {
  const device = await hub.store.db
    .selectFrom('devices')
    .select(['public_key', 'enrolled_at', 'certificate'])
    .where('id', '=', laptop.device)
    .executeTakeFirstOrThrow();
  return {
    format: 1,
    id: randomUUID(),
    unit: laptop.unit,
    created: new Date().toISOString(),
    app: '1.0.0',
    from: {
      kind: 'device',
      device: laptop.device,
      deviceName: 'Laptop uji',
      user: laptop.user,
      userName: 'Orang Uji',
      publicKey: device.public_key,
      enrolledAt: device.enrolled_at,
      certificate: device.certificate,
      rounds: packed.get(laptop.device) ?? [],
    },
    counts: { records: 0, registers: 0, bundles: 0 },
  };
}

const jsonPart = (name: string, value: unknown): Part => {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { name, size: body.length, body };
};

async function bundleOf(laptop: EnrolledLaptop, parts: Part[], change: Partial<BundleHeader> = {}): Promise<Buffer> {
  const header = { ...(await headerOf(laptop)), ...change };
  packed.set(laptop.device, [header.id, ...(packed.get(laptop.device) ?? [])]);
  const stream = await writeBundle(header, parts, laptop.answer.unitKey, laptop.sign);
  return Buffer.from(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

/** A business with a name, in a bundle of the laptop. */
async function businessOf(laptop: EnrolledLaptop, id: string, name: string): Promise<Buffer> {
  write(laptop, 'businesses', id, 'name', name);
  return bundleOf(laptop, [jsonPart(partName('batches', 1), batchOf(laptop, [recordOf(laptop, 'businesses', id)]))]);
}

const bring = async (by: Laptop, bundle: Buffer) => {
  const headers = { ...auth(by), 'content-type': 'application/octet-stream' };
  const body = new Uint8Array(bundle);
  const answer = await call<BundleAnswer>(hub, '/v1/sync/bundle', { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  return answer.body.bundles;
};

const nameAtHub = async (id: string): Promise<unknown[]> => {
  const reader = await enrolLaptop(hub, coordinator.user);
  await pull(reader);
  return reader.replica.get(`businesses/${id}/name`)?.heads.map((head) => head.value) ?? [];
};

describe('the hub takes in a bundle', () => {
  test('by whoever brings it; again changes nothing', async () => {
    const id = randomUUID();
    const bundle = await businessOf(field, id, 'Kopi Contoh');
    expect(await bring(coordinator, bundle)).toMatchObject([{ unit, device: field.device, accepted: 1, refused: [] }]);
    expect(await nameAtHub(id)).toEqual(['Kopi Contoh']);
    const { sequence } = await hub.store.db
      .selectFrom('units')
      .select('sequence')
      .where('id', '=', unit)
      .executeTakeFirstOrThrow();
    expect(await bring(field, bundle)).toMatchObject([{ accepted: 1, refused: [] }]);
    const after = await hub.store.db
      .selectFrom('units')
      .select('sequence')
      .where('id', '=', unit)
      .executeTakeFirstOrThrow();
    // The laptop that nameAtHub enrolled is what came since.
    expect(after.sequence).toBe(sequence);
  });

  test('only from one of two copies of a profile: the other one may have stamped twice', async () => {
    const laptop = await enrolLaptop(hub, field.user);
    const id = randomUUID();
    const first = await businessOf(laptop, id, 'Asli');
    packed.delete(laptop.device);
    const ofCopy = await businessOf(laptop, randomUUID(), 'Salinan');
    expect(await bring(coordinator, first)).toMatchObject([{ accepted: 1 }]);
    expect(await bring(coordinator, ofCopy)).toMatchObject([{ accepted: 0, problem: 'device_restored' }]);
    expect(await bring(coordinator, first)).toMatchObject([{ accepted: 1 }]);
  });

  test('with one inside, of whose author the outer one is in knowledge', async () => {
    const id = randomUUID();
    const inner = await businessOf(field, id, 'Dari Ani');
    const known = field.replica.get(`businesses/${id}/name`) as Register;
    coordinator.replica.set(`businesses/${id}/name`, known);
    write(coordinator, 'businesses', id, 'name', 'Dari koordinator');
    const record = recordOf(coordinator, 'businesses', id);
    // Alone it speaks of an edit that the hub has not.
    expect((await push(coordinator, [record])).refused).toMatchObject([{ code: 'unknown_head' }]);
    const outer = await bundleOf(coordinator, [
      { name: bundlePartName('b0'), size: inner.length, body: new Uint8Array(inner) },
      jsonPart(partName('batches', 1), batchOf(coordinator, [record])),
    ]);
    const results = await bring(coordinator, outer);
    expect(results.map(({ device, accepted, refused }) => [device, accepted, refused])).toEqual([
      [field.device, 1, []],
      [coordinator.device, 1, []],
    ]);
    expect(await nameAtHub(id)).toEqual(['Dari koordinator']);
  });

  test('of another unit, which its carrier cannot read, and learns nothing of', async () => {
    const other = await enrolLaptop(hub, await newUser(hub, await newUnit(hub)));
    const id = randomUUID();
    write(other, 'businesses', id, 'name', 'Rahasia unit lain');
    write(other, 'businesses', id, 'nonsense', 'x');
    const bundle = await bundleOf(other, [
      jsonPart(partName('batches', 1), batchOf(other, [recordOf(other, 'businesses', id)])),
    ]);
    expect(await bring(field, bundle)).toMatchObject([{ unit: null, accepted: 1, refused: [] }]);
    await pull(other);
    expect(other.replica.has(`businesses/${id}/name`)).toBe(true);
  });
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const filePart = (file: Buffer): Part => ({
  name: filePartName(sha256(file)),
  size: file.length,
  body: new Uint8Array(file),
});

/** Attachments with these files, in a bundle of the laptop. */
async function attachmentsOf(laptop: EnrolledLaptop, files: Buffer[], more: Part[] = []) {
  const ids = files.map((file) => {
    const id = randomUUID();
    write(laptop, 'attachments', id, 'hash', sha256(file));
    return id;
  });
  const records = ids.map((id) => recordOf(laptop, 'attachments', id));
  const parts = [jsonPart(partName('batches', 1), batchOf(laptop, records)), ...more, ...files.map(filePart)];
  const counts = { records: ids.length, registers: ids.length, bundles: 0, files: files.length };
  return { ids, bundle: await bundleOf(laptop, parts, { format: bundleFormat(files.length), counts }) };
}

const receipts = async (ids: string[]): Promise<unknown[]> => {
  const reader = await enrolLaptop(hub, coordinator.user);
  await pull(reader);
  const registers = ids.map((id) => reader.replica.get(`attachments/${id}/receivedAt`));
  return registers.map((register) => register && shown(register)?.value);
};

describe('files of attachments in bundles', () => {
  const read = async (by: Laptop, file: Buffer): Promise<Buffer | number> => {
    const answer = await fetch(`${hub.url}${ATTACHMENTS_PATH}/${sha256(file)}`, { headers: auth(by) });
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : answer.status;
  };

  test('are kept and acknowledged; again changes nothing; those that no record names are left', async () => {
    const files = [randomBytes(300_000), randomBytes(10)];
    const unnamed = randomBytes(200_000);
    const { ids, bundle } = await attachmentsOf(field, files, [filePart(unnamed)]);
    expect(await bring(coordinator, bundle)).toMatchObject([{ accepted: 2, refused: [], files: 2 }]);
    for (const file of files) expect(await read(coordinator, file)).toEqual(file);
    expect(await read(coordinator, unnamed)).toBe(404);
    const first = await receipts(ids);
    expect(first.every((value) => typeof value === 'string')).toBe(true);
    expect(await bring(field, bundle)).toMatchObject([{ accepted: 2, refused: [], files: 2 }]);
    expect(await receipts(ids)).toEqual(first);
  });

  test('that were left behind by a revoked laptop, or are of another unit, are not taken under this one', async () => {
    const file = randomBytes(1000);
    const lost = await enrolLaptop(hub, field.user);
    const { bundle } = await attachmentsOf(lost, [file]);
    await revokeDevice(hub.store, lost.device);
    expect(await bring(coordinator, bundle)).toMatchObject([{ problem: 'revoked' }]);
    const other = await enrolLaptop(hub, await newUser(hub, await newUnit(hub)));
    const foreign = await attachmentsOf(other, [file]);
    expect(await bring(field, foreign.bundle)).toMatchObject([{ unit: null, files: 1 }]);
    expect(await read(field, file)).toBe(404);
    expect(await read(other, file)).toEqual(file);
  });

  test("come back in the hub's, those since the cursor, smallest first", async () => {
    const before = (await get(coordinator, 0)).file;
    const keys = { units: { [unit]: field.answer.unitKey }, hubKey: field.answer.hubKey };
    const { from } = (await checkBundle(() => before.stream(), keys)).header;
    const after = from.kind === 'hub' ? from.next : 0;
    const files = [randomBytes(5000), randomBytes(10), randomBytes(70_000)];
    const { bundle } = await attachmentsOf(field, files);
    await bring(coordinator, bundle);
    const { file } = await get(coordinator, after);
    const checked = await checkBundle(() => file.stream(), keys);
    expect(checked.header).toMatchObject({ format: 2, counts: { files: 3 } });
    const { from: given } = checked.header;
    if (given.kind !== 'hub') throw new Error('not of the hub');
    expect(given.files).toEqual({ after, next: given.next });
    const names: (string | undefined)[] = [];
    for await (const part of partsOf(() => file.stream(), keys, checked)) {
      const hash = fileHashIn(part.name);
      if (hash === undefined) continue;
      names.push(hash);
      expect(sha256(Buffer.from(await new Response(part.body() as never).arrayBuffer()))).toBe(hash);
    }
    expect(names).toEqual([files[1], files[0], files[2]].map((each) => sha256(each as Buffer)));
    const nothing = (await get(coordinator, given.next)).file;
    expect((await checkBundle(() => nothing.stream(), keys)).header).toMatchObject({ format: 1, counts: { files: 0 } });
  });

  test('that do not fit are not forgotten: the next bundle goes on after those that came first', async () => {
    const { db } = hub.store;
    const own = await newUnit(hub);
    const laptop = await enrolLaptop(hub, await newUser(hub, own));
    // The largest comes first: by size alone it would wait for ever.
    const files = [randomBytes(900), randomBytes(10), randomBytes(500), randomBytes(20), randomBytes(600)];
    for (const file of files) await bring(laptop, (await attachmentsOf(laptop, [file])).bundle);
    const { sequence } = await db
      .selectFrom('units')
      .select('sequence')
      .where('id', '=', own)
      .executeTakeFirstOrThrow();
    const given: string[][] = [];
    for (let after = 0; after < sequence; ) {
      const { hashes, next } = await filesToGive(db, own, after, sequence, 1000);
      expect(next).toBeGreaterThan(after);
      given.push(hashes);
      after = next;
    }
    const byName = new Map(files.map((file, i) => [sha256(file), i]));
    expect(given.map((hashes) => hashes.map((hash) => byName.get(hash)))).toEqual([[1, 0], [3, 2], [4]]);
  });

  test('that the hub has lost do not spoil its bundle, and are asked for again', async () => {
    const [lost, kept] = [randomBytes(1000), randomBytes(1001)];
    const { ids, bundle } = await attachmentsOf(field, [lost, kept]);
    await bring(field, bundle);
    const { files } = hub.store;
    writeFileSync(join(files?.root ?? '', 'units', `unit-${unit}`, sha256(lost)), randomBytes(1000));
    const { file } = await get(coordinator, 0);
    const keys = { units: { [unit]: field.answer.unitKey }, hubKey: field.answer.hubKey };
    const names = (await checkBundle(() => file.stream(), keys)).manifest.map(({ name }) => name);
    expect(names).toContain(filePartName(sha256(kept)));
    expect(names).not.toContain(filePartName(sha256(lost)));
    expect(await receipts(ids)).toEqual([null, expect.any(String)]);
    expect(await bring(coordinator, bundle)).toMatchObject([{ files: 2 }]);
    expect(await receipts(ids)).toEqual([expect.any(String), expect.any(String)]);
  });
});

describe('the hub refuses', () => {
  test.each([
    ['no bundle', async () => Buffer.from('hello'), 'not_a_bundle'],
    ['one that was cut', async () => (await businessOf(field, randomUUID(), 'x')).subarray(0, -20), 'damaged'],
    [
      'a batch of another laptop',
      async () => bundleOf(field, [jsonPart(partName('batches', 1), batchOf(coordinator, []))]),
      'wrong_device',
    ],
    [
      'a broken batch',
      async () => bundleOf(field, [jsonPart(partName('batches', 1), { device: field.device })]),
      'invalid_batch',
    ],
  ])('%s', async (_, make, problem) => {
    expect(await bring(field, await make())).toMatchObject([{ problem, accepted: 0 }]);
  });

  test('what its signer may not write, by name, and takes the rest', async () => {
    const id = randomUUID();
    write(field, 'businesses', id, 'name', 'Boleh');
    write(field, 'serviceLines', id, 'name', 'Tidak boleh');
    const records = [recordOf(field, 'businesses', id), recordOf(field, 'serviceLines', id)];
    const bundle = await bundleOf(field, [jsonPart(partName('batches', 1), batchOf(field, records))]);
    // The coordinator, who may write it, only carries it.
    expect(await bring(coordinator, bundle)).toMatchObject([
      { accepted: 1, refused: [{ collection: 'serviceLines', code: 'forbidden' }] },
    ]);
  });

  test('a revoked laptop, whoever brings it', async () => {
    const lost = await enrolLaptop(hub, field.user);
    const id = randomUUID();
    const bundle = await businessOf(lost, id, 'Hilang');
    await revokeDevice(hub.store, lost.device);
    expect(await bring(coordinator, bundle)).toMatchObject([{ problem: 'revoked', accepted: 0 }]);
    expect(await nameAtHub(id)).toEqual([]);
  });
});

const get = async (by: Laptop, after: number): Promise<{ status: number; file: Blob }> => {
  const answer = await fetch(`${hub.url}/v1/sync/bundle?after=${after}`, { headers: auth(by) });
  return { status: answer.status, file: await answer.blob() };
};

describe('the hub gives a bundle', () => {
  test('with what changed, which any laptop of the unit can check and read', async () => {
    const id = randomUUID();
    await bring(field, await businessOf(field, id, 'Untuk dibawa'));
    const { file } = await get(coordinator, 0);
    const keys = { units: { [unit]: field.answer.unitKey }, hubKey: field.answer.hubKey };
    const source = () => file.stream();
    const checked = await checkBundle(source, keys);
    expect(checked.header).toMatchObject({ unit, from: { kind: 'hub' } });
    const pages: PullAnswer[] = [];
    for await (const part of partsOf(source, keys, checked)) {
      if (part.name.startsWith('pages/')) pages.push((await part.json()) as PullAnswer);
    }
    const records = pages.flatMap((page) => page.records);
    expect(records.find((record) => record.id === id)?.registers).toHaveProperty('name');
    expect(new Set(records.map((record) => record.unit))).toEqual(new Set([unit]));
    expect(checked.header.counts.registers).toBe(
      records.reduce((sum, { registers }) => sum + Object.keys(registers).length, 0),
    );
    expect(checked.header.counts.records).toBe(records.length);
    expect(pages.at(-1)?.more).toBe(false);
    expect((await get(coordinator, pages.at(-1)?.next ?? 0)).status).toBe(200);
  });

  test('not to who may not read a NIK', async () => {
    const head = await enrolLaptop(hub, await newUser(hub, unit, 'head'));
    expect((await get(head, 0)).status).toBe(403);
  });
});
