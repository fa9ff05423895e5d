/** Laptops in one room that exchange bundles again and again: all learn everything, and nothing grows. */
import 'fake-indexeddb/auto';
import { generateIdentity } from 'age-encryption';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { edit, type Json } from '#core/register/register.ts';
import { certificateText, toBase64url } from '#core/wire/certificate.ts';
import { type CarriedBundle, type Database, type Device, openDatabase, setMeta } from '../store/database.ts';
import { save } from '../store/repository.ts';
import { flagged, newRow, setRegister } from '../store/rows.ts';
import { keepHubFile, noteDelivery, prepareBundle } from './bundles.ts';
import { guestName, isRevoked, offerAll, takeIn, wantedOf } from './exchange.ts';

const UNIT = 'unit-a';
const PEOPLE = ['sari', 'rahma', 'ningsih'] as const;
type Person = (typeof PEOPLE)[number];
const deviceId = (person: Person): string => `d_${person}${person}`.slice(0, 10);

let unitKey: string;
let hubKeys: CryptoKeyPair;
let hubKey: string;
let count = 0;
let laptops: Record<Person, Database>;

const keyPair = () => crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
const rawKey = async (pair: CryptoKeyPair) =>
  toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
const sign = async (key: CryptoKey, text: string) =>
  toBase64url(new Uint8Array(await crypto.subtle.sign('Ed25519', key, new TextEncoder().encode(text))));

beforeAll(async () => {
  unitKey = await generateIdentity();
  hubKeys = await keyPair();
  hubKey = await rawKey(hubKeys);
});

beforeEach(async () => {
  count += 1;
  laptops = Object.fromEntries(PEOPLE.map((person) => [person, openDatabase(`room-${count}-${person}`)])) as never;
  for (const person of PEOPLE) await enrol(person);
});

/** The hub knows it, and has told everybody. */
async function enrol(person: Person, unit = UNIT): Promise<void> {
  const keys = await keyPair();
  const publicKey = await rawKey(keys);
  const privateKey = toBase64url(new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)));
  const device = deviceId(person);
  const certified = { device, user: person, unit, publicKey, enrolledAt: '2026-11-01T00:00:00.000Z' };
  const certificate = await sign(hubKeys.privateKey, certificateText(certified));
  const role = person === 'ningsih' ? 'coordinator' : 'consultant';
  for (const database of Object.values(laptops)) {
    await put(database, 'users', person, { name: `Ibu ${person}`, role });
    await put(database, 'devices', device, { name: `Laptop ${person}`, ...certified, certificate });
  }
  await setMeta(
    'device',
    {
      ...{ deviceId: device, deviceName: `Laptop ${person}`, user: person, userName: person, role, unit },
      ...{ unitKey, hubKey, publicKey, privateKey, token: 't', hub: 'http://hub' },
      ...{ unitName: 'PLUT', unitRegion: '72', timeZone: 'WITA' },
    } as Device,
    laptops[person],
  );
}

async function put(database: Database, collection: 'users' | 'devices', id: string, values: Record<string, Json>) {
  const row = (await database.table(collection).get(id)) ?? newRow(id, UNIT);
  let n = 1;
  for (const [field, value] of Object.entries(values)) {
    setRegister(
      row,
      field,
      edit(undefined, `01a20c9374c0-${String(n++).padStart(4, '0')}@d_hubhubhu` as never, 'hub', value),
    );
  }
  await database.table(collection).put(flagged(row));
}

/** What guest and host do, without the network between them. @returns how many bundles moved */
async function exchange(guest: Person, host: Person): Promise<number> {
  const [mine, theirs] = [await offerAll('1', laptops[guest]), await offerAll('1', laptops[host])];
  const [toHost, toGuest] = await Promise.all([
    wantedOf(mine.offer.bundles, laptops[host]),
    wantedOf(theirs.offer.bundles, laptops[guest]),
  ]);
  for (const { id } of toHost) expect(await take(host, id, mine.files.get(id))).toEqual('fine');
  for (const { id } of toGuest) expect(await take(guest, id, theirs.files.get(id))).toEqual('fine');
  return toHost.length + toGuest.length;
}

async function take(person: Person, id: string, file: Blob | undefined): Promise<string> {
  const { problem, early, refused } = await takeIn(id, file as Blob, undefined, laptops[person]);
  return problem ?? (early + refused > 0 ? 'not all' : 'fine');
}

const write = (person: Person, id: string, name: string) => save('businesses', id, { name }, {}, laptops[person]);
const names = async (person: Person) =>
  (await laptops[person].businesses.toArray()).map(({ id, values }) => `${id} ${values.name}`);
const carried = async (person: Person) => (await laptops[person].bundles.toArray()).filter(({ file }) => file).length;

test('all learn from one host what each of them wrote, and a second round moves nothing', async () => {
  for (const person of PEOPLE) await write(person, person, `Usaha ${person}`);
  await exchange('sari', 'ningsih');
  await exchange('rahma', 'ningsih');
  await exchange('sari', 'ningsih');
  for (const person of PEOPLE)
    expect((await names(person)).sort()).toEqual(PEOPLE.map((p) => `${p} Usaha ${p}`).sort());
  expect(await exchange('sari', 'ningsih')).toBe(0);
  expect(await exchange('rahma', 'ningsih')).toBe(0);
  // Nothing counts as sent.
  for (const person of PEOPLE) expect(await laptops[person].unsent.count()).toBeGreaterThan(0);
});

test('after a day of exchanges each carries one bundle of each other, and no bundle is in another', async () => {
  for (let round = 0; round < 8; round++) {
    for (const person of PEOPLE) {
      await write(person, person, `Usaha ${person} ${round}`);
      // In knowledge of what the others wrote last.
      await write(person, 'shared', `${person} ${round}`);
      if (person !== 'ningsih') await exchange(person, 'ningsih');
    }
  }
  await exchange('sari', 'ningsih');
  await exchange('rahma', 'ningsih');
  await exchange('sari', 'ningsih');
  const held = await names('ningsih');
  expect(held).toContain('sari Usaha sari 7');
  for (const person of PEOPLE) {
    expect((await names(person)).sort()).toEqual(held.sort());
    expect(await carried(person)).toBe(2);
    expect((await laptops[person].bundles.toArray()).flatMap(({ contains }) => contains)).toEqual([]);
  }
});

test('an earlier bundle that comes after the later one, or holds more, is not lost', async () => {
  await write('sari', 'a', 'Kopi');
  const first = await offerAll('1', laptops.sari);
  await write('sari', 'b', 'Madu');
  const second = await offerAll('1', laptops.sari);
  const [early, late] = [first, second].map(({ offer: { bundles } }) => bundles[0]?.id as string) as [string, string];
  expect(early).not.toBe(late);
  await take('rahma', late, second.files.get(late));
  await take('rahma', early, first.files.get(early));
  expect(await carried('rahma')).toBe(1);
  expect((await laptops.rahma.bundles.get(early))?.replacedBy).toBe(late);
  // What the hub took meanwhile is in the earlier one only.
  await take('ningsih', early, first.files.get(early));
  await laptops.sari.unsent.delete(['businesses', 'a']);
  const { offer, files } = await offerAll('1', laptops.sari);
  const third = offer.bundles[0]?.id as string;
  await take('ningsih', third, files.get(third));
  expect(await carried('ningsih')).toBe(2);
});

describe('what is not handed on, or not taken', () => {
  test('nothing of a laptop that the hub has not signed for; what it carries all the same', async () => {
    await write('rahma', 'r', 'Tenun');
    await exchange('sari', 'rahma');
    await write('sari', 's', 'Kopi');
    await put(laptops.sari, 'devices', deviceId('sari'), { certificate: null });
    const { offer, uncertified } = await offerAll('1', laptops.sari);
    expect(uncertified).toBe(true);
    expect(offer.bundles.map(({ by }) => by)).toEqual([deviceId('rahma')]);
  });

  test('a file under another name, a broken one, one of a revoked laptop', async () => {
    await write('sari', 's', 'Kopi');
    const { offer, files } = await offerAll('1', laptops.sari);
    const id = offer.bundles[0]?.id as string;
    const file = files.get(id) as Blob;
    expect(await take('rahma', 'another', file)).toBe('damaged');
    expect(await take('rahma', id, file.slice(0, file.size - 1))).toBe('damaged');
    await put(laptops.ningsih, 'devices', deviceId('sari'), { revokeAsked: '2026-11-20T00:00:00.000Z' });
    expect(await take('ningsih', id, file)).toBe('revoked');
    expect(await isRevoked(deviceId('sari'), laptops.ningsih)).toBe(true);
    expect(await isRevoked(deviceId('sari'), laptops.rahma)).toBe(false);
    expect(await names('ningsih')).toEqual([]);
    expect(await names('rahma')).toEqual([]);
  });

  test('the hub’s file only by whom it helps; only the newest complete one is kept', async () => {
    const from = { kind: 'hub', after: 0, next: 20, epoch: 'e1', rounds: {} } as const;
    const header = { format: 1, id: 'h20', unit: UNIT, created: '2026-11-20T00:00:00.000Z', app: '1', from };
    const counts = { records: 0, registers: 0, bundles: 0 };
    const keep = (id: string, more: object) =>
      keepHubFile(new Blob([id]), { ...header, id, counts, from: { ...from, ...more } }, laptops.ningsih);
    await keep('h20', {});
    await keep('h10', { next: 10 });
    await keep('part', { next: 30, after: 20 });
    const { offer } = await offerAll('1', laptops.ningsih);
    expect(offer.bundles.map(({ id }) => id)).toEqual(['h20']);
    const wanted = async () => (await wantedOf(offer.bundles, laptops.sari)).length;
    expect(await wanted()).toBe(1);
    await setMeta('epoch', 'e1', laptops.sari);
    await setMeta('cursor', 19, laptops.sari);
    expect(await wanted()).toBe(1);
    await setMeta('cursor', 20, laptops.sari);
    expect(await wanted()).toBe(0);
    await setMeta('epoch', 'e2', laptops.sari);
    await setMeta('epochSince', '2026-11-21T00:00:00.000Z', laptops.sari);
    expect(await wanted()).toBe(0);
  });
});

test('a bundle inside another one is remembered with its laptop', async () => {
  await write('sari', 's', 'Kopi');
  await exchange('sari', 'rahma');
  await write('rahma', 'r', 'Tenun');
  const { file, header } = await prepareBundle('1', laptops.rahma);
  expect(await take('ningsih', header.id, file)).toBe('fine');
  expect((await laptops.ningsih.bundles.get(header.id))?.inside).toMatchObject([{ device: deviceId('sari') }]);
});

test('what the hub refused, and its own earlier bundle brings again, is carried again, so that the hub can judge it once more', async () => {
  await write('sari', 's', 'Kopi');
  await exchange('sari', 'rahma');
  await write('rahma', 'r', 'Tenun');
  const own = await prepareBundle('1', laptops.rahma);
  const { id, header } = (await laptops.rahma.bundles.toArray())[0] as CarriedBundle;
  const refused = ['name', 'createdBy', 'createdAt', 'unit'].map((field) => ({
    ...{ collection: 'businesses', id: 's', field, code: 'unknown_field', message: '' },
  }));
  await noteDelivery(id, [{ id, unit: UNIT, device: deviceId('sari'), accepted: 0, refused }], laptops.rahma);
  expect(header?.from).toMatchObject({ device: deviceId('sari') });
  expect(await names('rahma')).toEqual(['r Tenun']);
  expect(await carried('rahma')).toBe(0);
  expect(await take('rahma', own.header.id, own.file)).toBe('fine');
  expect((await names('rahma')).sort()).toEqual(['r Tenun', 's Kopi']);
  expect(await carried('rahma')).toBe(1);
  // Again it brings nothing.
  await laptops.rahma.bundles.delete(own.header.id);
  expect(await take('rahma', own.header.id, own.file)).toBe('fine');
  expect(await carried('rahma')).toBe(0);
});

test('the host tells whose laptop came', async () => {
  expect(await guestName(deviceId('sari'), laptops.ningsih)).toEqual({ user: 'Ibu sari', laptop: 'Laptop sari' });
});
