import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiskFullError, openParcels } from './parcels.ts';

const MEBIBYTE = 1024 * 1024;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-parcels-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const outcomes = async (work: Promise<unknown>[]) => (await Promise.allSettled(work)).map(({ status }) => status);

test('pieces that come at once stay in their order, and no more goes in than was announced', async () => {
  const parcels = openParcels(folder);
  const parcel = await parcels.create(6);
  const pieces = ['ab', 'cd', 'ef', 'gh', 'ij'].map((text) => parcels.append(parcel, Buffer.from(text)));
  expect(await outcomes(pieces)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(Buffer.from(await parcels.read(parcel, 0)).toString()).toBe('abcdef');
});

test('parcels that are asked for at once share what the disk has left', async () => {
  const parcels = openParcels(folder, async () => 1000 * MEBIBYTE);
  const asked = Array.from({ length: 5 }, () => parcels.create(200 * MEBIBYTE));
  const refused = (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(3);
  expect(refused.every((each) => (each as PromiseRejectedResult).reason instanceof DiskFullError)).toBe(true);
  // A refusal keeps no place.
  expect(readdirSync(folder)).toHaveLength(asked.length - refused.length);
  await expect(parcels.create(100 * MEBIBYTE)).resolves.toMatch(/^[\w-]{36}$/);
});

test('nothing is left of a parcel that is dropped while pieces come', async () => {
  const parcels = openParcels(folder);
  const parcel = await parcels.create(4);
  const work = [
    parcels.append(parcel, Buffer.from('ab')),
    parcels.append(parcel, Buffer.from('cd')),
    parcels.drop(parcel),
    parcels.append(parcel, Buffer.from('ef')),
  ];
  await Promise.allSettled(work);
  expect(readdirSync(folder)).toEqual([]);
  await expect(parcels.read(parcel, 0)).rejects.toThrow('no such parcel');
});
