/** Push, pull and history over HTTP against a real hub, on SQLite and, where there is one, on PostgreSQL. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELDS_FINGERPRINT } from '#core/model/collections.ts';
import { editsOf, isConflict, type Json, type Register, shown } from '#core/register/register.ts';
import { hlcOf, makeStamp } from '#core/register/stamp.ts';
import { COLUMNS_TYPE, withColumns, withRecords } from '#core/wire/columns.ts';
import type { HistoryAnswer } from '#core/wire/protocol.ts';
import { PULL_BYTES, pullAnswerSchema } from '#core/wire/protocol.ts';
import {
  auth,
  batchOf,
  call,
  enrolLaptop,
  type Laptop,
  newUnit,
  newUser,
  type PullBody,
  post,
  pull,
  pullPage,
  push,
  recordOf,
  type TestHub,
  testHub,
  write,
} from '../testing/hub.ts';
import { testStores } from '../testing/stores.ts';

const stores = await testStores();
afterAll(stores.stop);

describe.each(stores.each)('sync on %s', (_name, place) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await testHub({ place });
  }, 60_000);
  afterAll(() => hub?.dispose());

  const laptops = async (count: number): Promise<Laptop[]> => {
    const unit = await newUnit(hub);
    return Promise.all(
      Array.from({ length: count }, async () => enrolLaptop(hub, await newUser(hub, unit, 'consultant'))),
    );
  };
  const historyOf = async (laptop: Laptop, collection: string, id: string) =>
    (await call<HistoryAnswer>(hub, `/v1/history/${collection}/${id}`, { headers: auth(laptop) })).body.changes;
  const shownValue = (laptop: Laptop, key: string) => shown(laptop.replica.get(key) as Register)?.value;

  test('what one laptop pushes, another pulls, field by field', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'Bawang Goreng (contoh)');
    write(a, 'businesses', id, 'workersPermanent', 3);
    write(a, 'businesses', id, 'region', { code: '72.71', regency: 'Kota Palu' });
    const answer = await push(a, [recordOf(a, 'businesses', id)]);
    expect(answer).toMatchObject({ accepted: 3, refused: [] });

    await pull(b);
    expect(shownValue(b, `businesses/${id}/name`)).toBe('Bawang Goreng (contoh)');
    expect(shownValue(b, `businesses/${id}/workersPermanent`)).toBe(3);
    expect(shownValue(b, `businesses/${id}/region`)).toEqual({ code: '72.71', regency: 'Kota Palu' });
    expect(b.replica.get(`businesses/${id}/name`)).toEqual(a.replica.get(`businesses/${id}/name`));
    expect(b.cursor).toBe(answer.sequence);
  });

  test('whatever a person types comes back as it was typed', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const sign = fc.oneof(
      fc.constantFrom('\\', '"', "'", '\t', '\n', '\r', '.', 'N', '{', '}', ','),
      fc.string({ unit: 'grapheme', maxLength: 1 }),
    );
    const typed = fc.array(sign, { minLength: 1, maxLength: 12 }).map((signs) => `x${signs.join('')}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(typed, { minLength: 1, maxLength: 20 }), async (texts) => {
        const named = texts.map((text) => [randomUUID(), text] as const);
        // First as new records, then once more over what is kept.
        for (const again of ['', 'lagi ']) {
          for (const [id, text] of named) write(a, 'businesses', id, 'problem1', again + text);
          const records = named.map(([id]) => recordOf(a, 'businesses', id));
          expect(await push(a, records)).toMatchObject({ accepted: texts.length, refused: [] });
          await pull(b);
          for (const [id, text] of named) expect(shownValue(b, `businesses/${id}/problem1`)).toBe(again + text);
        }
        const [id, text] = named[0] as [string, string];
        expect((await historyOf(b, 'businesses', id)).map(({ value }) => value)).toEqual([text, `lagi ${text}`]);
      }),
      { numRuns: 20 },
    );
  });

  test('however a pull is paged and cut, and whatever is written between its pages, all arrives', async () => {
    const FIELDS = ['name', 'problem1', 'problem2', 'problem3'];
    const edits = fc.array(fc.tuple(fc.nat(7), fc.constantFrom(...FIELDS)), { minLength: 1, maxLength: 6 });
    const page = fc.record({ edits: fc.option(edits), isCut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(edits, { maxLength: 12 }),
        fc.array(page, { maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (before, pages, limit) => {
          const [a, b] = (await laptops(2)) as [Laptop, Laptop];
          await pull(a);
          const ids = Array.from({ length: 8 }, () => randomUUID());
          const save = async (some: [number, string][]): Promise<void> => {
            const fields = Map.groupBy(some, ([record]) => record);
            const records = [...fields].map(([record, written]) => {
              const id = ids[record] as string;
              const names = [...new Set(written.map(([, field]) => field))];
              for (const name of names) write(a, 'businesses', id, name, randomUUID());
              return recordOf(a, 'businesses', id, names);
            });
            expect((await push(a, records)).refused).toEqual([]);
          };
          for (const some of before) await save(some);
          for (const next of pages) {
            let isFirst = true;
            await pull(b, limit, async () => {
              if (!isFirst) return;
              isFirst = false;
              if (next.edits) await save(next.edits);
              return !next.isCut;
            });
          }
          await pull(b, limit);
          for (const [key, register] of a.replica) expect(b.replica.get(key), key).toEqual(register);
          expect(b.cursor).toBe((await pullPage(a, `after=${b.cursor}`)).body.next);

          const fresh = await enrolLaptop(hub, b.user);
          const came: string[] = [];
          await pull(fresh, limit, (records) => came.push(...records.map(({ id }) => id)));
          expect(came).toHaveLength(new Set(came).size);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('laptops see the unit, its people and its devices, and no secrets', async () => {
    const [a] = (await laptops(1)) as [Laptop];
    await pull(a);
    expect(shownValue(a, `units/${a.unit}/name`)).toBe('PLUT Uji (contoh)');
    expect(shownValue(a, `users/${a.user}/role`)).toBe('consultant');
    expect(shownValue(a, `devices/${a.device}/user`)).toBe(a.user);
    const { body } = await pullPage(a, 'after=0');
    const text = JSON.stringify(body);
    for (const secret of [a.token, 'AGE-SECRET-KEY', 'argon2', 'token']) expect(text).not.toContain(secret);
  });

  test('two laptops that did not know of each other: both values stay, a person decides', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const id = randomUUID();
    const key = `businesses/${id}/name`;
    write(a, 'businesses', id, 'name', 'dari A');
    write(b, 'businesses', id, 'name', 'dari B');
    await push(a, [recordOf(a, 'businesses', id)]);
    await push(b, [recordOf(b, 'businesses', id)]);
    await pull(a);
    await pull(b);
    expect(a.replica.get(key)).toEqual(b.replica.get(key));
    const conflict = a.replica.get(key) as Register;
    expect(isConflict(conflict)).toBe(true);
    expect(conflict.heads.map((head) => head.value).sort()).toEqual(['dari A', 'dari B']);

    write(b, 'businesses', id, 'name', 'diputuskan');
    await push(b, [recordOf(b, 'businesses', id)]);
    await pull(a);
    expect(a.replica.get(key)?.heads.map((head) => head.value)).toEqual(['diputuskan']);
    const last = (await historyOf(a, 'businesses', id)).at(-1);
    expect(last?.value).toBe('diputuskan');
    expect(last?.old.map((old) => old.value).sort()).toEqual(['dari A', 'dari B']);
  });

  test('the history says what each author had seen, and can be asked for one field', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'asal');
    write(a, 'businesses', id, 'brand', 'lain');
    await push(a, [recordOf(a, 'businesses', id)]);
    await pull(b);
    write(a, 'businesses', id, 'name', 'dari A');
    write(b, 'businesses', id, 'name', 'dari B');
    await push(a, [recordOf(a, 'businesses', id, ['name'])]);
    await push(b, [recordOf(b, 'businesses', id, ['name'])]);
    const { body } = await call<HistoryAnswer>(hub, `/v1/history/businesses/${id}?field=name`, { headers: auth(a) });
    const [first, ...others] = body.changes;
    expect(body.changes.map((change) => [change.field, change.value])).toEqual([
      ['name', 'asal'],
      ['name', 'dari A'],
      ['name', 'dari B'],
    ]);
    for (const change of others) {
      expect(change.seen).toEqual({
        [a.device]: change.device === a.device ? hlcOf(change.stamp) : hlcOf(first?.stamp as string),
        ...(change.device === b.device ? { [b.device]: hlcOf(change.stamp) } : {}),
      });
    }
    const wrong = await call(hub, `/v1/history/businesses/${id}?field=constructor`, { headers: auth(a) });
    expect(wrong.status).toBe(400);
  });

  test('equal values are no conflict: they fold into the head with the greater stamp', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'sama');
    write(b, 'businesses', id, 'name', 'sama');
    await push(a, [recordOf(a, 'businesses', id)]);
    await push(b, [recordOf(b, 'businesses', id)]);
    await pull(a);
    const register = a.replica.get(`businesses/${id}/name`) as Register;
    expect(register.heads).toHaveLength(1);
    const stamps = register.heads.flatMap(editsOf).map((edit) => edit.stamp);
    expect(stamps).toHaveLength(2);
    expect(stamps).toEqual([...stamps].sort().reverse());
    // And pushing the folded register back is fine: the other's edit is known.
    expect(await push(a, [recordOf(a, 'businesses', id)])).toMatchObject({ accepted: 1, refused: [] });
  });

  test('repeating a batch changes nothing', async () => {
    const [a] = (await laptops(1)) as [Laptop];
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'sekali');
    const batch = batchOf(a, [recordOf(a, 'businesses', id)]);
    const first = await post(hub, '/v1/sync/push', batch, auth(a));
    const again = await post(hub, '/v1/sync/push', batch, auth(a));
    const { since: _, ...known } = first.body;
    expect(again.body).toEqual(known);
    expect(await historyOf(a, 'businesses', id)).toHaveLength(1);
    expect((await pullPage(a, `after=${first.body.sequence}`)).body.records).toEqual([]);
  });

  test('as columns the same is sent and answered', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const ids = [randomUUID(), randomUUID()] as const;
    for (const id of ids) for (const field of ['name', 'brand']) write(a, 'businesses', id, field, `${field} ${id}`);
    const { next: before } = (await pullPage(a, 'after=0')).body;
    const records = ids.map((id) => recordOf(a, 'businesses', id));
    const batch = withColumns({ ...batchOf(a, []), records });
    const asColumns = { 'content-type': COLUMNS_TYPE, ...auth(a) };
    expect((await post(hub, '/v1/sync/push', batch, asColumns)).body).toMatchObject({ accepted: 4, refused: [] });
    // Two heads, and one that was written in knowledge of another's: these do not fit into columns.
    write(b, 'businesses', ids[0], 'name', 'juga');
    await push(b, [recordOf(b, 'businesses', ids[0])]);
    await pull(b);
    write(b, 'businesses', ids[1], 'name', 'sesudahnya');
    await push(b, [recordOf(b, 'businesses', ids[1], ['name'])]);

    const query = `/v1/sync/pull?after=${before}`;
    const plain = await call<PullBody>(hub, query, { headers: auth(a) });
    const columns = await call<PullBody>(hub, query, { headers: { accept: COLUMNS_TYPE, ...auth(a) } });
    const byId = (body: unknown) => (body as PullBody).records.toSorted((x, y) => (x.id < y.id ? -1 : 1));
    expect(byId(withRecords(columns.body))).toEqual(byId(plain.body));
    expect(columns.body.next).toBe(plain.body.next);
    expect(columns.headers.get('content-type')).toContain(COLUMNS_TYPE);
    const broken = { ...batch, columns: { ...batch.columns, tables: [{}] } };
    expect((await post(hub, '/v1/sync/push', broken, asColumns)).body).toMatchObject({ code: 'invalid_batch' });
  });

  test('whoever sent all that is new is told so; whoever did not has something to pull', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const id = randomUUID();
    const { next: before } = (await pullPage(a, 'after=0')).body;
    write(a, 'businesses', id, 'name', 'Kopi');
    write(a, 'businesses', id, 'ownerName', 'Rosmini');
    const first = await push(a, [recordOf(a, 'businesses', id)]);
    expect(first).toMatchObject({ since: before, sequence: before + 2 });
    // Only in knowledge of the other's is an edit all that stands.
    write(b, 'businesses', id, 'name', 'Kopi Palu');
    expect(await push(b, [recordOf(b, 'businesses', id)])).not.toHaveProperty('since');
    await pull(b);
    write(b, 'businesses', id, 'name', 'Kopi Donggala');
    const { since, sequence } = await push(b, [recordOf(b, 'businesses', id)]);
    expect(sequence).toBe((since ?? 0) + 1);
  });

  test('an old batch that comes late changes nothing either', async () => {
    const [a] = (await laptops(1)) as [Laptop];
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'lama');
    const old = recordOf(a, 'businesses', id);
    await push(a, [old]);
    write(a, 'businesses', id, 'name', 'baru');
    const { sequence } = await push(a, [recordOf(a, 'businesses', id)]);
    expect(await push(a, [old])).toEqual({ accepted: 1, sequence, refused: [] });
    await pull(a);
    expect(shownValue(a, `businesses/${id}/name`)).toBe('baru');
    expect((await historyOf(a, 'businesses', id)).map((change) => change.value)).toEqual(['lama', 'baru']);
  });

  test('an edit over what the hub has not yet waits until the hub has it', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const id = randomUUID();
    const key = `businesses/${id}/name`;
    write(a, 'businesses', id, 'name', 'belum terkirim');
    const late = recordOf(a, 'businesses', id);
    // B saw it on a USB stick and replaced it; B's push is here first.
    b.replica.set(key, a.replica.get(key) as Register);
    write(b, 'businesses', id, 'name', 'pengganti');
    expect((await push(b, [recordOf(b, 'businesses', id)])).refused[0]?.code).toBe('unknown_head');
    expect(await push(a, [late])).toMatchObject({ accepted: 1, refused: [] });
    expect(await push(b, [recordOf(b, 'businesses', id)])).toMatchObject({ accepted: 1, refused: [] });
    await pull(a);
    expect(a.replica.get(key)?.heads.map((head) => head.value)).toEqual(['pengganti']);
    const changes = await historyOf(a, 'businesses', id);
    expect(changes.map((change) => change.value)).toEqual(['belum terkirim', 'pengganti']);
    expect(changes[0]).toMatchObject({ by: a.user, device: a.device });
  });

  test('one field of the wrong type is refused, the rest of the batch is accepted', async () => {
    const [a] = (await laptops(1)) as [Laptop];
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'diterima');
    write(a, 'businesses', id, 'workersPermanent', 'banyak');
    write(a, 'businesses', id, 'ownerNik', '7271033002900001');
    write(a, 'businesses', id, 'fieldOfTomorrow', 1);
    write(a, 'assessments', id, 'answer.K1', 'na');
    write(a, 'assessments', id, 'answer.K2', 'tidak');
    write(a, 'fleets', id, 'name', 'x');
    const answer = await push(a, [
      recordOf(a, 'businesses', id),
      recordOf(a, 'assessments', id),
      recordOf(a, 'fleets', id),
      { ...recordOf(a, 'businesses', id, ['name']), unit: 'plut-lain' },
      { ...recordOf(a, 'businesses', id, ['name']), id: 'a/b\0' },
    ]);
    expect(answer.accepted).toBe(2);
    expect(answer.refused.map(({ collection, field, code }) => `${collection}.${field} ${code}`).sort()).toEqual([
      'assessments.answer.K2 invalid_value',
      'businesses.fieldOfTomorrow unknown_field',
      'businesses.name invalid_value',
      'businesses.name wrong_unit',
      'businesses.ownerNik invalid_value',
      'businesses.workersPermanent invalid_value',
      'fleets.name unknown_field',
    ]);
    for (const refusal of answer.refused) {
      expect(refusal.message).toMatch(/\.$/);
      expect(refusal.message).not.toContain('7271033002900001');
    }
  });

  test('malformed registers are refused one by one', async () => {
    const [a] = (await laptops(1)) as [Laptop];
    const stamp = makeStamp('0198c0de1234-0000', a.device);
    const head = (value: Json) => ({ stamp, by: a.user, value });
    const deep = JSON.parse(`${'['.repeat(50)}1${']'.repeat(50)}`) as Json;
    const registers = {
      name: 7,
      address: null,
      cluster: { heads: [] },
      brand: { heads: [{ stamp: 'kemarin', by: a.user, value: 'x' }] },
      nib: { heads: [head(deep)] },
      npwp: { heads: [head('ada\0nol')] },
      pirt: { heads: [{ stamp, by: a.user }] },
      halal: { heads: [head('baik')], seen: { [a.device]: 'dulu' } },
      bpom: { heads: [head('baik')], seen: { constructor: '0198c0de1234-0000' } },
      sni: {
        heads: Array.from({ length: 101 }, (_, i) => ({
          ...head(i),
          stamp: makeStamp(`0198c0de1234-${(i + 4096).toString(16)}`, a.device),
        })),
      },
      region: { heads: [head({ code: 'tidak ada' })] },
      mainActivity: { heads: [head('Satu \ud800 setengah')] },
    };
    const answer = await push(a, [{ collection: 'businesses', id: randomUUID(), unit: a.unit, registers }]);
    // A lone surrogate is odd, but it is what somebody typed: kept.
    expect(answer.accepted).toBe(1);
    expect(answer.refused.every((refusal) => refusal.code === 'invalid_value')).toBe(true);
    expect(answer.refused).toHaveLength(Object.keys(registers).length - 1);
  });

  test('roles: who may not write is refused, repetition is harmless', async () => {
    const unit = await newUnit(hub);
    const a = await enrolLaptop(hub, await newUser(hub, unit, 'consultant'));
    const boss = await enrolLaptop(hub, await newUser(hub, unit, 'coordinator'));
    const dinas = await enrolLaptop(hub, await newUser(hub, unit, 'supervisor'));
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'toko');
    write(a, 'businesses', id, 'deletedAt', '2026-01-01T00:00:00Z');
    write(a, 'users', a.user, 'role', 'administrator');
    const answer = await push(a, [recordOf(a, 'businesses', id), recordOf(a, 'users', a.user)]);
    expect(answer.accepted).toBe(1);
    expect(answer.refused.map((refusal) => [refusal.field, refusal.code])).toEqual([
      ['deletedAt', 'forbidden'],
      ['role', 'forbidden'],
    ]);
    write(boss, 'businesses', id, 'deletedAt', '2026-01-01T00:00:00Z');
    expect(await push(boss, [recordOf(boss, 'businesses', id)])).toMatchObject({ accepted: 1, refused: [] });

    await pull(dinas);
    expect(await push(dinas, [recordOf(dinas, 'businesses', id), recordOf(dinas, 'users', a.user)])).toMatchObject({
      refused: [],
    });
    write(dinas, 'businesses', id, 'name', 'lain');
    const refused = await push(dinas, [recordOf(dinas, 'businesses', id, ['name'])]);
    expect(refused.refused[0]?.code).toBe('forbidden');
  });

  test('nobody removes a head by merely claiming to have seen it', async () => {
    const unit = await newUnit(hub);
    const a = await enrolLaptop(hub, await newUser(hub, unit, 'consultant'));
    const b = await enrolLaptop(hub, await newUser(hub, unit, 'consultant'));
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'milik A');
    write(b, 'businesses', id, 'name', 'milik B');
    await push(a, [recordOf(a, 'businesses', id)]);
    await push(b, [recordOf(b, 'businesses', id)]);
    const onlyOwn = a.replica.get(`businesses/${id}/name`) as Register;
    const claim = { heads: onlyOwn.heads, seen: { ...onlyOwn.seen, [b.device]: 'ffffffffffff-ffff' } };
    const answer = await push(a, [{ collection: 'businesses', id, unit, registers: { name: claim } }]);
    expect(answer.refused[0]?.code).toBe('invalid_value');

    // Nor does a reader poison what the hub itself writes.
    await pull(a);
    const role = a.replica.get(`users/${a.user}/role`) as Register;
    const poison = { heads: role.heads, seen: { ...role.seen, hub: 'ffffffffffff-ffff' } };
    const refused = await push(a, [{ collection: 'users', id: a.user, unit, registers: { role: poison } }]);
    expect(refused.refused[0]?.code).toBe('forbidden');
  });

  test('whose heads: own ones by the token’s user, others only when the hub knows them', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const id = randomUUID();
    const key = `businesses/${id}/name`;
    const one = (register: object) => [{ collection: 'businesses', id, unit: a.unit, registers: { name: register } }];
    const stamp = makeStamp('0198c0de1234-0000', a.device);

    const asOther = await push(a, one({ heads: [{ stamp, by: b.user, value: 'x' }] }));
    expect(asOther.refused[0]?.code).toBe('forbidden');

    const ghost = makeStamp('0198c0de1234-0000', 'd_nobody');
    expect((await push(a, one({ heads: [{ stamp: ghost, by: a.user, value: 'x' }] }))).refused[0]?.code).toBe(
      'unknown_head',
    );

    write(b, 'businesses', id, 'name', 'dari B');
    const bHead = b.replica.get(key)?.heads[0];
    // Not sent yet: A got it by another way.
    expect((await push(a, one({ heads: [bHead] }))).refused[0]?.code).toBe('unknown_head');
    await push(b, [recordOf(b, 'businesses', id)]);
    expect((await push(a, one({ heads: [{ ...bHead, value: 'palsu' }] }))).refused[0]?.code).toBe('unknown_head');
    expect((await push(a, one({ heads: [{ ...bHead, by: a.user }] }))).refused[0]?.code).toBe('unknown_head');
    expect(await push(a, one({ heads: [bHead] }))).toMatchObject({ accepted: 1, refused: [] });

    // Own head beside B's, both whole, also after B's was replaced (then it is known from the history).
    await pull(a);
    const before = recordOf(a, 'businesses', id);
    write(b, 'businesses', id, 'name', 'dari B lagi');
    await push(b, [recordOf(b, 'businesses', id)]);
    expect(await push(a, [before])).toMatchObject({ accepted: 1, refused: [] });

    // One stamp, two values.
    const own = write(a, 'businesses', id, 'name', 'A');
    await push(a, [recordOf(a, 'businesses', id)]);
    const twisted = { ...own, heads: own.heads.map((head) => ({ ...head, value: 'A lain' })) };
    expect((await push(a, one(twisted))).refused[0]?.code).toBe('invalid_value');
  });

  test('two parts of one record, and one field twice, in one batch', async () => {
    const [a] = (await laptops(1)) as [Laptop];
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'satu');
    const first = recordOf(a, 'businesses', id);
    write(a, 'businesses', id, 'name', 'dua');
    write(a, 'businesses', id, 'brand', 'merek');
    const both = [first, recordOf(a, 'businesses', id, ['name']), recordOf(a, 'businesses', id, ['brand']), first];
    expect(await push(a, both)).toMatchObject({ accepted: 4, refused: [] });
    await pull(a);
    expect(shownValue(a, `businesses/${id}/name`)).toBe('dua');
    const changes = (await historyOf(a, 'businesses', id)).filter((change) => change.field === 'name');
    expect(changes.map((change) => [change.value, change.old.map((old) => old.value)])).toEqual([
      ['satu', []],
      ['dua', ['satu']],
    ]);
  });

  test('clocks in 2099 and 1970 do no harm', async () => {
    const unit = await newUnit(hub);
    const future = await enrolLaptop(hub, await newUser(hub, unit));
    const past = await enrolLaptop(hub, await newUser(hub, unit));
    future.now = () => Date.parse('2099-01-01');
    past.now = () => 0;
    const id = randomUUID();
    const key = `businesses/${id}/name`;
    write(future, 'businesses', id, 'name', 'dari 2099');
    expect(await push(future, [recordOf(future, 'businesses', id)])).toMatchObject({ accepted: 1, refused: [] });
    await pull(past);
    write(past, 'businesses', id, 'name', 'sesudahnya');
    expect(await push(past, [recordOf(past, 'businesses', id)])).toMatchObject({ accepted: 1, refused: [] });
    await pull(future);
    expect(future.replica.get(key)?.heads.map((head) => head.value)).toEqual(['sesudahnya']);
    const row = await hub.store.db
      .selectFrom('devices')
      .select(['id', 'future_stamps'])
      .where('unit', '=', unit)
      .execute();
    expect(row.find((device) => device.id === future.device)?.future_stamps).toBe(1);
    expect(row.find((device) => device.id === past.device)?.future_stamps).toBe(0);
  });

  test('pull goes page by page, each record once per page, and misses nothing', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const ids = Array.from({ length: 23 }, () => randomUUID());
    for (const id of ids) {
      write(a, 'businesses', id, 'name', `usaha ${id}`);
      write(a, 'businesses', id, 'brand', 'x');
    }
    await push(
      a,
      ids.map((id) => recordOf(a, 'businesses', id)),
    );
    // Changed again: comes with its new number, after the others.
    write(a, 'businesses', ids[0] as string, 'brand', 'y');
    const { sequence } = await push(a, [recordOf(a, 'businesses', ids[0] as string, ['brand'])]);

    let after = 0;
    let pages = 0;
    for (;;) {
      const { body } = await pullPage(b, `after=${after}&limit=5`);
      const names = body.records.map((record) => `${record.collection}/${record.id}`);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeLessThanOrEqual(5);
      after = body.next;
      pages += 1;
      if (!body.more) break;
    }
    expect(after).toBe(sequence);
    expect(pages).toBeGreaterThanOrEqual(5);
    await pull(b, 5);
    for (const id of ids) expect(shownValue(b, `businesses/${id}/name`)).toBe(`usaha ${id}`);
    expect(shownValue(b, `businesses/${ids[0]}/brand`)).toBe('y');
    const end = pullAnswerSchema.parse((await pullPage(b, `after=${after}`)).body);
    expect(end).toMatchObject({ records: [], next: after, more: false, fields: FIELDS_FINGERPRINT });
  });

  test('an answer stays under about 1 MiB', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const long = 'x'.repeat(4000);
    for (let batch = 0; batch < 8; batch++) {
      const ids = Array.from({ length: 50 }, () => randomUUID());
      for (const id of ids) write(a, 'businesses', id, 'address', long);
      await push(
        a,
        ids.map((id) => recordOf(a, 'businesses', id)),
      );
    }
    const first = await pullPage(b, 'after=0&limit=500');
    expect(first.body.more).toBe(true);
    expect(JSON.stringify(first.body).length).toBeLessThan(1.4 * 1024 * 1024);
    await pull(b, 500);
    expect([...b.replica.keys()].filter((key) => key.endsWith('/address'))).toHaveLength(400);
  });

  test('a laptop on a bad link asks for small pages; a record that is longer comes alone', async () => {
    const [a, b] = (await laptops(2)) as [Laptop, Laptop];
    const ids = Array.from({ length: 12 }, () => randomUUID());
    for (const id of ids) write(a, 'businesses', id, 'address', 'x'.repeat(1500));
    for (const field of ['problem1', 'problem2']) write(a, 'businesses', 'long', field, 'é'.repeat(4000));
    await push(
      a,
      [...ids, 'long'].map((id) => recordOf(a, 'businesses', id)),
    );
    let after = 0;
    const found = new Set<string>();
    for (let more = true; more; ) {
      const { body } = await pullPage(b, `after=${after}&bytes=${PULL_BYTES.min}`);
      const bytes = Buffer.byteLength(JSON.stringify(body.records));
      expect(bytes <= PULL_BYTES.min || body.records.length === 1, `${bytes} bytes`).toBe(true);
      for (const record of body.records) found.add(record.id);
      after = body.next;
      more = body.more;
    }
    for (const id of [...ids, 'long']) expect(found.has(id)).toBe(true);
  });

  test('bad cursors and limits get 400', async () => {
    const [a] = (await laptops(1)) as [Laptop];
    for (const query of [
      'limit=0',
      'limit=501',
      'limit=x',
      'after=-1',
      'after=1.5',
      'after=1e3',
      'after=',
      'after=1&after=2',
      'since=-1',
      'to=x',
      `bytes=${PULL_BYTES.min - 1}`,
      `bytes=${PULL_BYTES.max + 1}`,
    ]) {
      expect((await pullPage(a, query)).status, query).toBe(400);
    }
    expect((await pullPage(a, 'after=9007199254740991')).body).toMatchObject({ records: [], more: false });
  });

  test('units do not see each other', async () => {
    const [a] = (await laptops(1)) as [Laptop];
    const [stranger] = (await laptops(1)) as [Laptop];
    const id = randomUUID();
    write(a, 'businesses', id, 'name', 'rahasia');
    await push(a, [recordOf(a, 'businesses', id)]);
    await pull(stranger);
    expect(stranger.replica.has(`businesses/${id}/name`)).toBe(false);
    expect(await historyOf(stranger, 'businesses', id)).toEqual([]);
  });

  test('a reader beside four writers never misses a number', async () => {
    const writers = await laptops(4);
    const reader = await enrolLaptop(hub, await newUser(hub, (writers[0] as Laptop).unit));
    let working = true;
    let pushed = 0;
    const writing = Promise.all(
      writers.map(async (laptop) => {
        for (let i = 0; i < 15; i++) {
          const id = randomUUID();
          write(laptop, 'businesses', id, 'name', `${laptop.device} ${i}`);
          write(laptop, 'businesses', id, 'brand', 'x');
          const { accepted } = await push(laptop, [recordOf(laptop, 'businesses', id)]);
          pushed += accepted / 2;
        }
      }),
    ).then(() => {
      working = false;
    });
    const seen = new Set<string>();
    let after = 0;
    let last = false;
    while (!last) {
      last = !working;
      const { body } = await pullPage(reader, `after=${after}&limit=7`);
      for (const record of body.records) seen.add(`${record.collection}/${record.id}`);
      last &&= !body.more;
      after = body.next;
    }
    await writing;
    expect(pushed).toBe(60);
    expect([...seen].filter((name) => name.startsWith('businesses/'))).toHaveLength(60);
  });

  test('simulation: whatever the order, replicas agree and no value is lost', async () => {
    const unit = await newUnit(hub);
    const crew = await Promise.all(
      [0, 1, 2].map(async () => enrolLaptop(hub, await newUser(hub, unit, 'coordinator'))),
    );
    const random = seeded(4711);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
    const ids = [randomUUID(), randomUUID()];
    const fields = ['name', 'brand', 'deletedAt'];
    /** Edits that the hub has acknowledged. */
    const sent: string[] = [];
    for (const laptop of crew) laptop.now = () => Date.now() + (random() - 0.5) * 60 * 365 * 24 * 3_600_000;
    for (let step = 0; step < 150; step++) {
      const laptop = pick(crew);
      const id = pick(ids);
      const action = random();
      if (action < 0.5) {
        const field = pick(fields);
        const value = field === 'deletedAt' ? pick([null, '2026-01-01T00:00:00Z']) : pick(['a', 'b', 'c', null]);
        const register = write(laptop, 'businesses', id, field, value);
        if (random() < 0.8) {
          const record = recordOf(laptop, 'businesses', id, [field]);
          const answer = await push(laptop, random() < 0.2 ? [record, record] : [record]);
          expect(answer.refused).toEqual([]);
          sent.push(`${id} ${field} ${register.heads[0]?.stamp}`);
        }
      } else if (action < 0.8) {
        await pull(laptop, pick([1, 2, 200]));
      } else {
        expect((await push(laptop, [recordOf(laptop, 'businesses', id)])).refused).toEqual([]);
      }
    }
    for (const laptop of crew) {
      for (const id of ids) await push(laptop, [recordOf(laptop, 'businesses', id)]);
    }
    for (const laptop of crew) await pull(laptop);
    const states = crew.map((laptop) =>
      [...laptop.replica].filter(([key]) => key.startsWith('businesses/')).sort(([x], [y]) => (x < y ? -1 : 1)),
    );
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);

    const kept = new Set<string>();
    for (const id of ids) {
      for (const change of await historyOf(crew[0] as Laptop, 'businesses', id)) {
        kept.add(`${id} ${change.field} ${change.stamp}`);
      }
    }
    expect(sent.filter((edit) => !kept.has(edit))).toEqual([]);
    for (const [key, register] of states[0] ?? []) {
      const [, id, field] = key.split('/');
      for (const edit of register.heads.flatMap(editsOf)) expect(kept.has(`${id} ${field} ${edit.stamp}`)).toBe(true);
    }
  });
});

/** Mulberry32: the same numbers every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
