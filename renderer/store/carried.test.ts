/** What a colleague's bundle may do to a laptop, and what it may not. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { edit, type Json, type Register } from '#core/register/register.ts';
import type { PullAnswer } from '#core/wire/protocol.ts';
import { dropIgnored, joinCarried, LEFT_BEHIND, noteArrived, takeBack } from './carried.ts';
import {
  type AttentionEntry,
  type Database,
  type FieldKey,
  type OutboxEntry,
  openDatabase,
  setMeta,
} from './database.ts';
import { beginRecovery, receive } from './outbox.ts';
import { drop, save } from './repository.ts';
import { flagged, newRow, registerOf, setRegister } from './rows.ts';
import { countUnsent, deleteUnsent, putUnsent, unsentField } from './unsent.ts';

const UNIT = 'unit-a';
const SARI = { device: 'd_sarisari', user: 'sari' };
const stamp = (n: number, device = SARI.device) => `01a20c9374c0-${String(n).padStart(4, '0')}@${device}` as never;

let database: Database;
let count = 0;

beforeEach(async () => {
  database = openDatabase(`carried-${count++}`);
  await setMeta('device', { deviceId: 'd_rahmarah', user: 'rahma', unit: UNIT, role: 'consultant' } as never, database);
  await put('users', 'sari', { role: 'consultant' });
});

/** A record as the hub sent it. */
async function put(
  collection: 'users' | 'businesses' | 'sessions' | 'devices' | 'subjectRequests',
  id: string,
  values: Record<string, Json>,
) {
  const row = newRow(id, UNIT);
  let n = 100;
  for (const [field, value] of Object.entries(values)) {
    setRegister(row, field, edit(undefined, stamp(n++, 'd_hubhubhu'), 'hub', value));
  }
  await database.table(collection).put(flagged(row));
}

const bring = (collection: string, id: string, registers: Record<string, Register>, bundle = 'b1', author = SARI) =>
  joinCarried([{ collection, id, unit: UNIT, registers: registers as never }], author, bundle, UNIT, database);

const standing = async (collection: string, id: string, field: string): Promise<Json[] | undefined> =>
  registerOf(await database.table(collection).get(id), field)?.heads.map((head) => head.value);

const byHub = (collection: string, id: string, registers: Record<string, Register>): PullAnswer =>
  ({ records: [{ collection, id, unit: UNIT, registers }], next: 1, more: false }) as never;

const name = (value: string, n = 1, base?: Register): Register => edit(base, stamp(n), 'sari', value);

describe('of a name that a copy of this laptop uses as well', () => {
  const OLD = 'd_rahmaold';
  const old = (value: string, n: number): Register => edit(undefined, stamp(n, OLD), 'rahma', value);
  const bringOld = (register: Register) =>
    bring('businesses', 'x', { name: register }, 'b1', { device: OLD, user: 'rahma' });

  beforeEach(() => setMeta('sharedNames', [OLD], database));

  test('a bundle hides nothing that the other wrote, and its value is this laptop’s to send', async () => {
    await receive(byHub('businesses', 'x', { name: old('Dari salinan', 1) }), database);
    expect(await bringOld(old('Dari paket lama', 2))).toMatchObject({ changed: 1 });
    expect((await standing('businesses', 'x', 'name'))?.sort()).toEqual(['Dari paket lama', 'Dari salinan']);
    const entry = await unsentField(database, ['businesses', 'x', 'name']);
    expect(entry?.stamp).toContain('@d_rahmarah');
    expect(entry?.base?.heads.map(({ value }) => value)).toEqual(['Dari salinan']);
    expect(await database.carried.count()).toBe(0);
  });

  test('what stands here already, and what was replaced here, does not come again', async () => {
    await save('businesses', 'x', { name: 'Kopi' }, {}, database);
    expect(await bringOld(old('Kopi', 1))).toMatchObject({ changed: 0, known: 1 });
    await receive(byHub('businesses', 'x', { name: old('Kopi', 3) }), database);
    await save('businesses', 'x', { name: 'Kopi Palu' }, {}, database);
    expect(await bringOld(old('Kopi', 2))).toMatchObject({ changed: 0 });
    expect(await standing('businesses', 'x', 'name')).toEqual(['Kopi Palu']);
  });

  test('nobody has seen more of this laptop than it wrote: its next value stays', async () => {
    const ahead = { ...name('Dari Sari'), seen: { ...name('Dari Sari').seen, d_rahmarah: 'ffffffffffff-0000' } };
    await put('devices', 'd_rahmarah', { user: 'sari' });
    await bring('businesses', 'x', { name: ahead });
    await save('businesses', 'x', { name: 'Dari Rahma' }, {}, database);
    await receive(byHub('businesses', 'x', { name: name('Dari Sari') }), database);
    expect(await standing('businesses', 'x', 'name')).toEqual(['Dari Rahma']);
    const { seen } = registerOf(await database.businesses.get('x'), 'name') as Register;
    expect(seen.d_rahmarah).not.toBe('ffffffffffff-0000');
  });
});

describe('a bundle brings', () => {
  test('what its signer wrote; it is not this laptop’s to send', async () => {
    expect(await bring('businesses', 'x', { name: name('Kopi') })).toEqual({
      changed: 1,
      known: 0,
      early: 0,
      refused: 0,
    });
    expect(await standing('businesses', 'x', 'name')).toEqual(['Kopi']);
    expect(await countUnsent(database)).toBe(0);
    expect(await bring('businesses', 'x', { name: name('Kopi') })).toEqual({
      changed: 0,
      known: 1,
      early: 0,
      refused: 0,
    });
  });

  test('both values, when this laptop’s user wrote one too', async () => {
    await save('businesses', 'x', { name: 'Dari Rahma' }, {}, database);
    await bring('businesses', 'x', { name: name('Dari Sari') });
    expect((await standing('businesses', 'x', 'name'))?.sort()).toEqual(['Dari Rahma', 'Dari Sari']);
  });

  test('nothing in the name of somebody else, until that has come by itself', async () => {
    const byBudi = edit(undefined, stamp(1, 'd_budibudi'), 'budi', 'Dari Budi');
    expect(await bring('businesses', 'x', { name: byBudi })).toMatchObject({ changed: 0, early: 1 });
    const after = edit(byBudi, stamp(2), 'sari', 'Dari Sari, setelah Budi');
    expect(await bring('businesses', 'x', { name: after })).toMatchObject({ changed: 0, early: 1 });
    expect(await database.table('businesses').get('x')).toBeUndefined();
    await receive(byHub('businesses', 'x', { name: byBudi }), database);
    expect(await bring('businesses', 'x', { name: after })).toMatchObject({ changed: 1 });
    expect(await standing('businesses', 'x', 'name')).toEqual(['Dari Sari, setelah Budi']);
  });

  test('no second value under one stamp, as a profile makes that was put back', async () => {
    await receive(byHub('businesses', 'x', { name: name('Pertama') }), database);
    expect(await bring('businesses', 'x', { name: name('Kedua') })).toMatchObject({ changed: 0, refused: 1 });
    expect(await standing('businesses', 'x', 'name')).toEqual(['Pertama']);
  });

  test('no claim to have seen what has not come here: it would never be shown', async () => {
    const claim = { ...name('x'), seen: { ...name('x').seen, d_budibudi: '01a20c9374c0-0005' } } as Register;
    expect(await bring('businesses', 'x', { name: claim })).toMatchObject({ changed: 0, early: 1 });
  });

  test.each([
    ['under another user’s name', 'businesses', edit(undefined, stamp(1), 'rahma', 'x')],
    ['of the wrong type', 'businesses', edit(undefined, stamp(1), 'sari', 7)],
    ['that its signer’s role may not write', 'serviceLines', edit(undefined, stamp(1), 'sari', 'x')],
    ['that only the hub writes', 'users', edit(undefined, stamp(1), 'sari', 'x')],
  ])('no value %s', async (_, collection, register) => {
    expect(await bring(collection, 'x', { name: register })).toMatchObject({ changed: 0, refused: 1 });
    expect(await database.table(collection).get('x')).toBeUndefined();
  });

  test('nothing into what was erased', async () => {
    await put('businesses', 'x', { name: null, erasedAt: '2026-01-01T00:00:00.000Z' });
    const late = edit(registerOf(await database.businesses.get('x'), 'name'), stamp(200), 'sari', 'Siti');
    expect(await bring('businesses', 'x', { name: late })).toMatchObject({ changed: 0, refused: 1 });
  });

  test('nothing of somebody who asked for a restriction, until it is lifted', async () => {
    const request = { clientCollection: 'businesses', clientId: 'x', requestKind: 'restriction', state: 'open' };
    await put('subjectRequests', 'r', request);
    const late = { clientId: name('x', 2), advice: name('Baru', 3) };
    expect(await bring('sessions', 's', late)).toMatchObject({ changed: 0, refused: 2 });
    expect(await bring('businesses', 'x', { name: name('Baru') })).toMatchObject({ changed: 0, refused: 1 });
    expect(await bring('consents', 'c', { clientId: name('x', 4) })).toMatchObject({ changed: 1 });
    await put('subjectRequests', 'r', { ...request, liftedAt: '2026-01-01T00:00:00.000Z' });
    expect(await bring('sessions', 's', late)).toMatchObject({ changed: 2 });
  });

  test('nothing into what is locked, and nothing of a field or a unit that is not this one’s', async () => {
    await put('sessions', 's', { advice: 'Tetap', lockedAt: '2026-01-01T00:00:00.000Z' });
    expect(await bring('sessions', 's', { advice: name('Lain') })).toMatchObject({ changed: 0, refused: 1 });
    expect(await standing('sessions', 's', 'advice')).toEqual(['Tetap']);
    expect(await bring('businesses', 'x', { nonsense: name('x') })).toMatchObject({ refused: 1 });
    const foreign = [{ collection: 'businesses', id: 'x', unit: 'unit-b', registers: { name: name('x') } }];
    expect(await joinCarried(foreign, SARI, 'b1', UNIT, database)).toMatchObject({ changed: 0, refused: 1 });
  });
});

/** A bundle that was taken in and is to be carried. */
const CAME = { id: 'b1', file: new Blob(['x']), header: {} as never, size: 1, contains: [], open: 0, arrivedAt: '' };

describe('when the hub', () => {
  test('refuses what a bundle brought, what stood before stands again', async () => {
    await put('businesses', 'x', { name: 'Lama' });
    const base = registerOf(await database.businesses.get('x'), 'name');
    await bring('businesses', 'x', { name: name('Baru', 1, base), mainActivity: name('Kopi', 2) });
    await takeBack(
      'b1',
      ['name', 'mainActivity'].map((field) => ({ collection: 'businesses', id: 'x', field })),
      database,
    );
    expect(await standing('businesses', 'x', 'name')).toEqual(['Lama']);
    expect(await standing('businesses', 'x', 'mainActivity')).toBeUndefined();
    expect(await database.carried.count()).toBe(0);
    // It may come again, once the hub takes it.
    expect(await bring('businesses', 'x', { name: name('Baru', 1, base) })).toMatchObject({ changed: 1 });
  });

  test('refuses the same field of another bundle, what this one brought stays', async () => {
    await bring('businesses', 'x', { name: name('Dari Sari') });
    await takeBack('b2', [{ collection: 'businesses', id: 'x', field: 'name' }], database);
    expect(await standing('businesses', 'x', 'name')).toEqual(['Dari Sari']);
  });

  test('what is taken back does not wait to be sent either, though a restored hub was to get it', async () => {
    await bring('businesses', 'x', { name: name('Kopi') });
    await beginRecovery('consultant', database);
    const key: FieldKey = ['businesses', 'x', 'name'];
    const entry = (await unsentField(database, key)) as OutboxEntry;
    await deleteUnsent(database, [key]);
    for (const refused of [false, true]) {
      if (refused) {
        await bring('businesses', 'x', { name: name('Kopi') });
        await database.attention.put({ ...entry, code: 'unknown_head', message: '', at: '' });
      } else await putUnsent(database, [entry]);
      await takeBack('b1', [{ collection: 'businesses', id: 'x', field: 'name' }], database);
      expect(await unsentField(database, key)).toBeUndefined();
      expect(await database.attention.get(key)).toBeUndefined();
    }
  });

  test('refuses it while this laptop’s user has written on, their value stays', async () => {
    await bring('businesses', 'x', { name: name('Dari Sari') });
    await save('businesses', 'x', { name: 'Rahma, setelah Sari' }, {}, database);
    await takeBack('b1', [{ collection: 'businesses', id: 'x', field: 'name' }], database);
    expect(await standing('businesses', 'x', 'name')).toEqual(['Rahma, setelah Sari']);
    expect(await countUnsent(database)).toBeGreaterThan(0);
  });

  test('refuses what this laptop’s user wrote, and they drop it, what the bundle brought stays', async () => {
    await save('businesses', 'x', { name: 'Dari Rahma' }, {}, database);
    await bring('businesses', 'x', { name: name('Dari Sari') });
    const entry = (await unsentField(database, ['businesses', 'x', 'name'])) as never as AttentionEntry;
    await deleteUnsent(database, [['businesses', 'x', 'name']]);
    await database.attention.put({ ...entry, code: 'forbidden', message: '', at: '' });
    await drop('businesses', 'x', 'name', database);
    expect(await standing('businesses', 'x', 'name')).toEqual(['Dari Sari']);
  });

  test('turns out to have it, the bundle needs no carrying any more', async () => {
    const register = name('Kopi');
    await bring('businesses', 'x', { name: register });
    await database.bundles.put(CAME);
    await noteArrived(database);
    expect((await database.bundles.get('b1'))?.deliveredAt).toBeUndefined();
    await receive(byHub('businesses', 'x', { name: register }), database);
    await noteArrived(database);
    expect((await database.bundles.get('b1'))?.deliveredAt).toBeDefined();
  });

  test.each([
    ['has not all of a bundle that it had no use for, its file stays for a person', false],
    ['has all of it by another road, its file goes', true],
  ])('%s', async (_, hasCome) => {
    const register = name('Kopi');
    await bring('businesses', 'x', { name: register });
    await database.bundles.put({ ...CAME, ignored: ['b1'] });
    if (hasCome) await receive(byHub('businesses', 'x', { name: register }), database);
    await dropIgnored(database);
    const { file, problem } = (await database.bundles.get('b1')) ?? {};
    expect([file !== undefined, problem]).toEqual(hasCome ? [false, undefined] : [true, LEFT_BEHIND]);
    expect(await standing('businesses', 'x', 'name')).toEqual(hasCome ? ['Kopi'] : undefined);
  });

  test('has something else under the same stamp, that counts', async () => {
    await bring('businesses', 'x', { name: name('Dari paket') });
    await receive(byHub('businesses', 'x', { name: name('Dari pusat') }), database);
    expect(await standing('businesses', 'x', 'name')).toEqual(['Dari pusat']);
    expect(await database.carried.count()).toBe(0);
  });

  test('has another value beside it, both stand, and a refusal takes only the one that came by bundle', async () => {
    await bring('businesses', 'x', { name: name('Dari Sari') });
    await receive(
      byHub('businesses', 'x', { name: edit(undefined, stamp(9, 'd_budibudi'), 'budi', 'Dari Budi') }),
      database,
    );
    expect((await standing('businesses', 'x', 'name'))?.sort()).toEqual(['Dari Budi', 'Dari Sari']);
    await takeBack('b1', [{ collection: 'businesses', id: 'x', field: 'name' }], database);
    expect(await standing('businesses', 'x', 'name')).toEqual(['Dari Budi']);
  });
});
