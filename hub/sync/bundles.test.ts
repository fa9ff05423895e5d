/** Bundles at a real hub: what they bring is judged as if it had been pushed, and who brings them does not matter. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Register } from '#core/register/register.ts';
import {
  type BundleHeader,
  bundlePartName,
  checkBundle,
  type Part,
  partName,
  partsOf,
  writeBundle,
} from '#core/wire/bundle.ts';
import type { BundleAnswer, PullAnswer } from '#core/wire/protocol.ts';
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

describe('the hub gives a bundle', () => {
  const get = async (by: Laptop, after: number): Promise<{ status: number; file: Blob }> => {
    const answer = await fetch(`${hub.url}/v1/sync/bundle?after=${after}`, { headers: auth(by) });
    return { status: answer.status, file: await answer.blob() };
  };

  test('with what changed, which any laptop of the unit can check and read', async () => {
    const id = randomUUID();
    await bring(field, await businessOf(field, id, 'Untuk dibawa'));
    const { file } = await get(coordinator, 0);
    const keys = { units: { [unit]: field.answer.unitKey }, hubKey: field.answer.hubKey };
    const source = () => file.stream();
    const checked = await checkBundle(source, keys);
    expect(checked.header).toMatchObject({ unit, from: { kind: 'hub' } });
    const pages: PullAnswer[] = [];
    for await (const part of partsOf(source, keys, checked)) pages.push((await part.json()) as PullAnswer);
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
