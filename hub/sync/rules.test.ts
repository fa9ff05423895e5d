/** What the hub takes from whom: what `seen` may claim, locks, restrictions, erasure, lost laptops, NIK, and what comes back after a restore. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { edit, type Json, join, type Register } from '#core/register/register.ts';
import { makeStamp } from '#core/register/stamp.ts';
import type { HistoryAnswer, PushAnswer } from '#core/wire/protocol.ts';
import type { Role } from '#core/workflow/policy.ts';
import { setRecovery } from '../store/epoch.ts';
import {
  auth,
  call,
  enrolLaptop,
  type Laptop,
  newUnit,
  newUser,
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

const NIK = '7271030403820004';

describe.each(stores.each)('rules on %s', (_name, place) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await testHub({ place });
  }, 60_000);
  afterAll(() => hub?.dispose());

  const crew = async (...roles: Role[]): Promise<Laptop[]> => {
    const unit = await newUnit(hub);
    const laptops: Laptop[] = [];
    for (const role of roles) laptops.push(await enrolLaptop(hub, await newUser(hub, unit, role)));
    return laptops;
  };
  const codes = (answer: PushAnswer) => answer.refused.map(({ field, code }) => `${field} ${code}`).sort();
  const taken = { refused: [] };
  const auditOf = (unit: string, event: string) =>
    hub.store.db.selectFrom('audit').selectAll().where('unit', '=', unit).where('event', '=', event).execute();
  const recover = (since: Date | null) => hub.store.db.transaction().execute((trx) => setRecovery(trx, since));

  describe('what `seen` may claim', () => {
    const one = (laptop: Laptop, id: string, register: object) => [
      { collection: 'businesses', id, unit: laptop.unit, registers: { name: register } },
    ];

    test('a new head may not claim edits of others that the hub has not', async () => {
      const [a, b] = (await crew('consultant', 'consultant')) as [Laptop, Laptop];
      const id = randomUUID();
      write(b, 'businesses', id, 'name', 'B 1');
      await push(b, [recordOf(b, 'businesses', id)]);
      await pull(a);
      const own = write(a, 'businesses', id, 'name', 'A');
      for (const [device, hlc] of [
        [b.device, 'ffffffffffff-ffff'],
        ['d_nobody', '0198c0de1234-0000'],
        ['hub', '0198c0de1234-0000'],
      ] as const) {
        const answer = await push(a, one(a, id, { heads: own.heads, seen: { ...own.seen, [device]: hlc } }));
        expect(codes(answer), device).toEqual(['name unknown_head']);
      }
      // Its own future is its own affair.
      const ahead = { heads: own.heads, seen: { ...own.seen, [a.device]: 'ffffffffffff-fffe' } };
      expect(await push(a, one(a, id, ahead))).toMatchObject(taken);
      // And what B writes next is shown.
      write(b, 'businesses', id, 'name', 'B 2');
      await push(b, [recordOf(b, 'businesses', id)]);
      await pull(a);
      expect(a.replica.get(`businesses/${id}/name`)?.heads.map((head) => head.value)).toContain('B 2');
    });

    test('a first register may claim nothing of others', async () => {
      const [a, b] = (await crew('consultant', 'consultant')) as [Laptop, Laptop];
      const id = randomUUID();
      const own = edit(undefined, makeStamp('0198c0de1234-0000', a.device), a.user, 'A');
      const claim = { heads: own.heads, seen: { ...own.seen, [b.device]: '0198c0de1234-0000' } };
      expect(codes(await push(a, one(a, id, claim)))).toEqual(['name unknown_head']);
    });

    test('known heads, replaced ones and skipped edits of sound laptops pass', async () => {
      const [a, b] = (await crew('consultant', 'consultant')) as [Laptop, Laptop];
      const id = randomUUID();
      const key = `businesses/${id}/name`;
      write(b, 'businesses', id, 'name', 'B 1');
      await push(b, [recordOf(b, 'businesses', id)]);
      await pull(a);
      const known = recordOf(a, 'businesses', id);
      // Never sent: only the last of many edits is.
      write(b, 'businesses', id, 'name', 'B 2');
      write(b, 'businesses', id, 'name', 'B 3');
      await push(b, [recordOf(b, 'businesses', id)]);
      // B 1 is history now; A still holds it, whole, and beside an edit of its own.
      expect(await push(a, [known])).toMatchObject(taken);
      write(a, 'businesses', id, 'name', 'A over B 1');
      expect(await push(a, [recordOf(a, 'businesses', id)])).toMatchObject(taken);
      await pull(b);
      expect(
        b.replica
          .get(key)
          ?.heads.map((head) => head.value)
          .sort(),
      ).toEqual(['A over B 1', 'B 3']);
      write(b, 'businesses', id, 'name', 'decided');
      expect(await push(b, [recordOf(b, 'businesses', id)])).toMatchObject(taken);
      expect(await push(a, [recordOf(a, 'businesses', id)])).toMatchObject(taken);
      await pull(a);
      expect(a.replica.get(key)?.heads.map((head) => head.value)).toEqual(['decided']);
    });
  });

  describe('locks', () => {
    const AT = '2026-01-01T00:00:00Z';
    const OPENED = { reason: 'salah tanggal', by: 'ningsih', at: '2026-01-02T00:00:00Z' };
    const open = async (coordinator: Laptop, id: string) => {
      write(coordinator, 'sessions', id, 'lockOpened', OPENED);
      write(coordinator, 'sessions', id, 'lockedAt', null);
      const opening = recordOf(coordinator, 'sessions', id, ['lockedAt', 'lockOpened']);
      expect(await push(coordinator, [opening])).toMatchObject(taken);
    };
    const session = async (author: Laptop) => {
      const id = randomUUID();
      write(author, 'sessions', id, 'advice', 'pertama');
      expect(await push(author, [recordOf(author, 'sessions', id)])).toMatchObject(taken);
      return id;
    };

    test('while locked only the lock and the wish to reopen are taken', async () => {
      const [author, coordinator] = (await crew('consultant', 'coordinator')) as [Laptop, Laptop];
      const id = await session(author);
      write(author, 'sessions', id, 'lockedAt', '2026-01-01T00:00:00Z');
      expect(codes(await push(author, [recordOf(author, 'sessions', id, ['lockedAt'])]))).toEqual([
        'lockedAt forbidden',
      ]);
      await pull(coordinator);
      write(coordinator, 'sessions', id, 'lockedAt', '2026-01-01T00:00:00Z');
      expect(await push(coordinator, [recordOf(coordinator, 'sessions', id, ['lockedAt'])])).toMatchObject(taken);

      const before = recordOf(author, 'sessions', id, ['advice']);
      write(author, 'sessions', id, 'advice', 'kedua');
      write(author, 'sessions', id, 'material', 'baru');
      write(author, 'sessions', id, 'reopenAsked', 'salah tulis');
      const fields = ['advice', 'material', 'reopenAsked'];
      const answer = await push(author, [recordOf(author, 'sessions', id, fields)]);
      expect(codes(answer)).toEqual(['advice locked', 'material locked']);
      expect(answer.refused[0]?.message).toContain('dikunci');
      // What says nothing new is no matter, locked or not; another record is not locked.
      expect(await push(author, [before])).toMatchObject(taken);
      await session(author);
      write(coordinator, 'sessions', id, 'advice', 'juga tidak');
      expect(codes(await push(coordinator, [recordOf(coordinator, 'sessions', id, ['advice'])]))).toEqual([
        'advice locked',
      ]);

      await pull(coordinator);
      await open(coordinator, id);
      expect(await push(author, [recordOf(author, 'sessions', id, fields)])).toMatchObject(taken);
    });

    test('a lock is opened with a reason, each time anew; the reason may come one batch before', async () => {
      const [author, coordinator] = (await crew('consultant', 'coordinator')) as [Laptop, Laptop];
      const id = await session(author);
      const put = (values: Record<string, Json>) => {
        for (const [field, value] of Object.entries(values)) write(coordinator, 'sessions', id, field, value);
        return push(coordinator, [recordOf(coordinator, 'sessions', id, Object.keys(values))]);
      };
      const refused = ['lockedAt reason_missing'];
      await pull(coordinator);
      expect(await put({ lockedAt: AT })).toMatchObject(taken);
      expect(codes(await put({ lockedAt: null }))).toEqual(refused);
      expect(codes(await put({ lockedAt: null, lockOpened: null }))).toEqual(refused);
      expect(await put({ lockOpened: OPENED })).toMatchObject(taken);
      expect(await put({ lockedAt: null })).toMatchObject(taken);

      const again = '2026-01-03T00:00:00Z';
      expect(await put({ lockedAt: again, lockOpened: { ...OPENED, lockedAgainAt: again } })).toMatchObject(taken);
      expect(codes(await put({ lockedAt: null }))).toEqual(refused);
      write(author, 'sessions', id, 'lockOpened', OPENED);
      expect(codes(await push(author, [recordOf(author, 'sessions', id, ['lockOpened'])]))).toEqual([
        'lockOpened forbidden',
      ]);
    });

    test('in one batch a lock that opens comes first, one that closes last, whatever the order', async () => {
      const [coordinator] = (await crew('coordinator')) as [Laptop];
      const id = randomUUID();
      const closing = { lockedAt: '2026-01-01T00:00:00Z', advice: 'a', 'answer.K1': 3 };
      for (const [field, value] of Object.entries(closing)) write(coordinator, 'assessments', id, field, value);
      const other = randomUUID();
      write(coordinator, 'sessions', other, 'lockedAt', '2026-01-01T00:00:00Z');
      write(coordinator, 'sessions', other, 'advice', 'a');
      const both = [recordOf(coordinator, 'assessments', id), recordOf(coordinator, 'sessions', other)];
      expect(codes(await push(coordinator, both))).toEqual(['advice unknown_field']);

      write(coordinator, 'assessments', id, 'answer.K1', 4);
      write(coordinator, 'assessments', id, 'lockedAt', null);
      write(coordinator, 'assessments', id, 'lockOpened', OPENED);
      const opening = [
        recordOf(coordinator, 'assessments', id, ['answer.K1']),
        recordOf(coordinator, 'assessments', id, ['lockedAt']),
        recordOf(coordinator, 'assessments', id, ['lockOpened']),
      ];
      expect(await push(coordinator, opening)).toMatchObject({ accepted: 3, refused: [] });
    });
  });

  describe('restriction of processing', () => {
    const AT = '2026-01-01T00:00:00Z';
    const put = (laptop: Laptop, collection: string, id: string, values: Record<string, Json>) => {
      for (const [field, value] of Object.entries(values)) write(laptop, collection, id, field, value);
      return push(laptop, [recordOf(laptop, collection, id, Object.keys(values))]);
    };
    const [business, cooperative] = ['businesses', 'cooperatives'] as const;
    const request = (of: string, id: string) => ({
      clientCollection: of,
      clientId: id,
      requestKind: 'restriction',
      receivedAt: AT,
      state: 'open',
    });
    /** Each record of a person, by collection: its id, and a field that the tests change. */
    const person = async (author: Laptop, collection: string) => {
      const id = randomUUID();
      const own = { clientCollection: collection, clientId: id };
      const records: [collection: string, id: string, field: string][] = [[collection, id, 'name']];
      const add = async (name: string, field: string, values: Record<string, Json>) => {
        const record = randomUUID();
        records.push([name, record, field]);
        expect(await put(author, name, record, values), name).toMatchObject(taken);
        return record;
      };
      expect(await put(author, collection, id, { name: 'Orang uji (contoh)' })).toMatchObject(taken);
      if (collection === 'candidates') await add('grantBudget', 'item', { parent: id });
      else {
        await add('sessions', 'advice', own);
        await add('targets', 'note', { ...own, parent: 'some-list' });
        const candidate = await add('candidates', 'product', { business: id });
        await add('grantMonths', 'month', { parent: candidate });
        await add('attachments', 'title', { ...own, parentCollection: collection, parent: id });
      }
      return { id, records, own };
    };

    test('whoever was merged with the person is the person, until the merge is taken back', async () => {
      const [author, coordinator] = (await crew('consultant', 'coordinator')) as [Laptop, Laptop];
      const [stays, goes] = [await person(author, business), await person(author, business)];
      await pull(coordinator);
      expect(codes(await put(author, business, goes.id, { mergedInto: stays.id }))).toEqual(['mergedInto forbidden']);
      expect(await put(coordinator, business, goes.id, { mergedInto: stays.id })).toMatchObject(taken);
      const asked = randomUUID();
      expect(await put(author, 'subjectRequests', asked, request(business, goes.id))).toMatchObject(taken);
      const rename = (name: string) => put(author, business, stays.id, { name });
      expect(codes(await rename('baru'))).toEqual(['name restricted']);
      expect(codes(await put(coordinator, business, goes.id, { mergedInto: null }))).toEqual([]);
      expect(await rename('lagi')).toMatchObject(taken);
    });

    test.each([business, cooperative, 'candidates'])('of %s: what is written of the person waits', async (kind) => {
      const [author, coordinator] = (await crew('consultant', 'coordinator')) as [Laptop, Laptop];
      const { id, records } = await person(author, kind);
      const other = await person(author, kind);
      const asked = randomUUID();
      expect(await put(author, 'subjectRequests', asked, request(kind, id))).toMatchObject(taken);

      for (const [collection, record, field] of records) {
        const value = field === 'month' ? '2026-01' : 'baru';
        const answer = await put(author, collection, record, { [field]: value });
        expect(codes(answer), collection).toEqual([`${field} restricted`]);
        expect(answer.refused[0]?.message).toContain('pembatasan');
      }
      // A new record, as a laptop sends it that does not know yet.
      const late = randomUUID();
      const own = { clientCollection: kind, clientId: id };
      if (kind !== 'candidates')
        expect(codes(await put(author, 'sessions', late, { ...own, advice: 'x' }))).toEqual([
          'advice restricted',
          'clientCollection restricted',
          'clientId restricted',
        ]);
      // Also by a coordinator; and nobody else is restricted by it.
      await pull(coordinator);
      expect(codes(await put(coordinator, kind, id, { name: 'juga tidak' }))).toEqual(['name restricted']);
      for (const [collection, record, field] of other.records) {
        const value = field === 'month' ? '2026-02' : 'boleh';
        expect(await put(author, collection, record, { [field]: value }), collection).toMatchObject(taken);
      }
      // A list is locked with all that stands in it.
      for (const [collection, record] of records.filter(([name]) => name === 'targets'))
        expect(await put(coordinator, collection, record, { lockedAt: AT })).toMatchObject(taken);
      // What the person wishes and who looked is written down all the same.
      for (const [collection, values] of [
        ['subjectRequests', { ...request(kind, id), requestKind: 'copy' }],
        ['accesses', { ...own, what: 'export' }],
        ...(kind === 'candidates' ? [] : [['consents', { ...own, withdrawnOn: '2026-01-02' }] as const]),
      ] as const)
        expect(await put(author, collection, randomUUID(), values), collection).toMatchObject(taken);

      expect(codes(await put(author, 'subjectRequests', asked, { liftedAt: AT }))).toEqual(['liftedAt forbidden']);
      expect(await put(coordinator, 'subjectRequests', asked, { liftedAt: AT })).toMatchObject(taken);
      expect(await push(author, [recordOf(author, kind, id)])).toMatchObject(taken);
    });

    test('one batch: what lifts it comes first, what begins it last; what says nothing new is no matter', async () => {
      const [coordinator] = (await crew('coordinator')) as [Laptop];
      const id = randomUUID();
      const asked = randomUUID();
      for (const [field, value] of Object.entries(request(business, id)))
        write(coordinator, 'subjectRequests', asked, field, value);
      write(coordinator, business, id, 'name', 'sebelumnya');
      const both = [recordOf(coordinator, 'subjectRequests', asked), recordOf(coordinator, business, id)];
      expect(await push(coordinator, both)).toMatchObject(taken);
      expect(await push(coordinator, both)).toMatchObject(taken);
      write(coordinator, business, id, 'name', 'sesudahnya');
      expect(codes(await push(coordinator, [recordOf(coordinator, business, id)]))).toEqual(['name restricted']);
      write(coordinator, 'subjectRequests', asked, 'liftedAt', AT);
      expect(
        await push(coordinator, [
          recordOf(coordinator, business, id),
          recordOf(coordinator, 'subjectRequests', asked, ['liftedAt']),
        ]),
      ).toMatchObject(taken);
    });

    test.each([
      ['dropped', { state: 'dropped' }],
      ['deleted', { deletedAt: AT }],
    ])('a request that was %s restricts no more', async (_how, values) => {
      const [author] = (await crew('consultant')) as [Laptop];
      const { id } = await person(author, business);
      const asked = randomUUID();
      await put(author, 'subjectRequests', asked, request(business, id));
      expect(await put(author, 'subjectRequests', asked, values)).toMatchObject(taken);
      expect(await put(author, business, id, { name: 'baru' })).toMatchObject(taken);
    });

    test('the person may still be erased, in several batches; then nothing is restricted', async () => {
      const [author, coordinator] = (await crew('consultant', 'coordinator')) as [Laptop, Laptop];
      const { id, own } = await person(author, business);
      const asked = randomUUID();
      await put(author, 'subjectRequests', asked, request(business, id));
      await pull(coordinator);
      expect(await put(coordinator, business, id, { name: null })).toMatchObject(taken);
      expect(await put(coordinator, business, id, { erasedAt: AT, deletedAt: AT })).toMatchObject(taken);
      expect(codes(await put(author, 'sessions', 'late-1', own))).toContain('clientId restricted');
      expect(await put(coordinator, 'subjectRequests', asked, { erasedAt: AT })).toMatchObject(taken);
      // What comes late is taken, so that it can be emptied everywhere.
      expect(await put(author, 'sessions', 'late-2', own)).toMatchObject(taken);
      // A consultant empties nothing while it stands.
      const other = await person(author, business);
      await put(author, 'subjectRequests', randomUUID(), request(business, other.id));
      expect(codes(await put(author, business, other.id, { name: null }))).toEqual(['name restricted']);
    });

    test('a hub in recovery refuses nothing for it', async () => {
      const [author] = (await crew('consultant')) as [Laptop];
      const { id } = await person(author, business);
      await put(author, 'subjectRequests', randomUUID(), request(business, id));
      await recover(new Date());
      try {
        expect(await put(author, business, id, { name: 'dari sebelum cadangan' })).toMatchObject(taken);
      } finally {
        await recover(null);
      }
    });
  });

  describe('erasure', () => {
    const NAME = 'Siti Rahma (contoh)';
    const AT = '2026-01-01T00:00:00Z';
    const named = async (author: Laptop, collection = 'businesses') => {
      const id = randomUUID();
      for (const value of [`${NAME} lama`, NAME]) {
        write(author, collection, id, collection === 'sessions' ? 'advice' : 'ownerName', value);
        write(author, collection, id, 'createdAt', AT);
        expect(await push(author, [recordOf(author, collection, id)])).toMatchObject(taken);
      }
      return id;
    };
    const erase = (laptop: Laptop, collection: string, id: string, field: string) => {
      write(laptop, collection, id, field, null);
      write(laptop, collection, id, 'erasedAt', AT);
      return push(laptop, [recordOf(laptop, collection, id)]);
    };
    /** Every row of every table, as text, and where there are files, their bytes. */
    const everything = async (): Promise<string> => {
      const tables = ['units', 'users', 'devices', 'codes', 'registers', 'history', 'audit', 'meta'] as const;
      const rows = await Promise.all(tables.map((table) => hub.store.db.selectFrom(table).selectAll().execute()));
      const { data } = hub.place;
      const names = data === undefined ? [] : readdirSync(data, { withFileTypes: true });
      const files = names.flatMap((each) =>
        each.isFile() ? readFileSync(joinPath(data as string, each.name), 'latin1') : [],
      );
      return [JSON.stringify(rows), ...files].join('\n');
    };
    const historyOf = async (laptop: Laptop, id: string) =>
      (await call<HistoryAnswer>(hub, `/v1/history/businesses/${id}`, { headers: auth(laptop) })).body.changes;

    test('with it the old values are gone from every table; it is written down', async () => {
      const [author, coordinator] = (await crew('consultant', 'coordinator')) as [Laptop, Laptop];
      const id = await named(author);
      const other = await named(author);
      await pull(coordinator);
      expect(await historyOf(author, id)).not.toEqual([]);
      expect(await erase(coordinator, 'businesses', id, 'ownerName')).toMatchObject(taken);
      expect(await historyOf(author, id)).toEqual([]);
      expect((await historyOf(author, other)).map((change) => change.value)).toContain(NAME);
      expect(await auditOf(author.unit, 'erased')).toMatchObject([
        { user_id: coordinator.user, device: coordinator.device, record: `businesses/${id}` },
      ]);
      await pull(author);
      expect(author.replica.get(`businesses/${id}/ownerName`)?.heads.map((head) => head.value)).toEqual([null]);
      expect(await erase(coordinator, 'businesses', other, 'ownerName')).toMatchObject(taken);
      expect(await everything()).not.toContain(NAME);
    });

    test('what comes late or again is not written down, and is gone once it is emptied', async () => {
      const [author, coordinator] = (await crew('consultant', 'coordinator')) as [Laptop, Laptop];
      const id = await named(author);
      const before = recordOf(author, 'businesses', id);
      await pull(coordinator);
      write(author, 'businesses', id, 'ownerName', `${NAME} terlambat`);
      write(author, 'businesses', id, 'ownerAddress', `rumah ${NAME}`);
      await erase(coordinator, 'businesses', id, 'ownerName');
      expect(await push(author, [recordOf(author, 'businesses', id)])).toMatchObject(taken);
      // An old copy, as a laptop sends it after a cut.
      expect(await push(author, [before])).toMatchObject(taken);
      expect(await historyOf(author, id)).toEqual([]);
      await pull(coordinator);
      expect(coordinator.replica.get(`businesses/${id}/ownerName`)?.heads).toHaveLength(2);
      write(coordinator, 'businesses', id, 'ownerName', null);
      write(coordinator, 'businesses', id, 'ownerAddress', null);
      expect(await push(coordinator, [recordOf(coordinator, 'businesses', id)])).toMatchObject(taken);
      expect(await everything()).not.toContain(NAME);
      await pull(author);
      expect(author.replica.get(`businesses/${id}/ownerName`)?.heads.map((head) => head.value)).toEqual([null]);
    });

    test('a coordinator alone; the lock is opened by it, in whatever order the fields come', async () => {
      const [author, coordinator] = (await crew('consultant', 'coordinator')) as [Laptop, Laptop];
      const id = await named(author, 'sessions');
      await pull(coordinator);
      write(coordinator, 'sessions', id, 'lockedAt', AT);
      await push(coordinator, [recordOf(coordinator, 'sessions', id)]);
      await pull(author);
      write(author, 'sessions', id, 'erasedAt', AT);
      expect(codes(await push(author, [recordOf(author, 'sessions', id, ['erasedAt'])]))).toContain(
        'erasedAt forbidden',
      );
      write(coordinator, 'sessions', id, 'lockedAt', null);
      expect(await erase(coordinator, 'sessions', id, 'advice')).toMatchObject(taken);
      expect(await everything()).not.toContain(NAME);
    });
  });

  describe('lost laptops', () => {
    test('a coordinator’s wish revokes at once and is written down', async () => {
      const [lost, coordinator, head] = (await crew('consultant', 'coordinator', 'head')) as [Laptop, Laptop, Laptop];
      write(lost, 'devices', coordinator.device, 'revokeAsked', '2026-01-01T00:00:00Z');
      expect(codes(await push(lost, [recordOf(lost, 'devices', coordinator.device)]))).toEqual([
        'revokeAsked forbidden',
      ]);
      write(coordinator, 'devices', lost.device, 'revokeAsked', '2026-01-01T00:00:00Z');
      const wish = recordOf(coordinator, 'devices', lost.device);
      expect(await push(coordinator, [wish])).toMatchObject({ accepted: 1, refused: [] });
      expect((await pullPage(lost, '')).status).toBe(403);
      await pull(head);
      expect(head.replica.get(`devices/${lost.device}/revokedAt`)?.heads).toMatchObject([{ by: 'hub' }]);
      // Again: nothing more happens.
      await push(coordinator, [wish]);
      expect(await auditOf(lost.unit, 'device_revoked')).toMatchObject([{ device: lost.device, user_id: lost.user }]);
    });

    test('no laptop of another unit, and none that does not exist', async () => {
      const [coordinator] = (await crew('coordinator')) as [Laptop];
      const [stranger] = (await crew('consultant')) as [Laptop];
      for (const id of [stranger.device, 'd_none']) {
        write(coordinator, 'devices', id, 'revokeAsked', '2026-01-01T00:00:00Z');
        expect(codes(await push(coordinator, [recordOf(coordinator, 'devices', id)])), id).toEqual([
          'revokeAsked invalid_value',
        ]);
      }
      expect((await pullPage(stranger, '')).status).toBe(200);
    });
  });

  describe('NIK', () => {
    test('is not sent to roles that may not have it, and their cursor moves on', async () => {
      const [author, head, supervisor, coordinator] = (await crew(
        'consultant',
        'head',
        'supervisor',
        'coordinator',
      )) as [Laptop, Laptop, Laptop, Laptop];
      const ids = Array.from({ length: 6 }, () => randomUUID());
      for (const id of ids) write(author, 'businesses', id, 'ownerNik', NIK);
      write(author, 'businesses', ids[0] as string, 'name', 'toko');
      await push(
        author,
        ids.map((id) => recordOf(author, 'businesses', id)),
      );
      const answers = new Map<Laptop, string>();
      for (const laptop of [head, supervisor, coordinator]) {
        let after = 0;
        let text = '';
        for (let more = true; more; ) {
          const { body } = await pullPage(laptop, `after=${after}&limit=1`);
          text += JSON.stringify(body);
          after = body.next;
          more = body.more;
        }
        const { body } = await pullPage(laptop, 'after=0');
        expect(after).toBe(body.next);
        answers.set(laptop, text);
      }
      expect(answers.get(coordinator)).toContain(NIK);
      for (const laptop of [head, supervisor]) {
        expect(answers.get(laptop)).not.toContain(NIK);
        expect(answers.get(laptop)).not.toContain('ownerNik');
        expect(answers.get(laptop)).toContain('toko');
      }
    });

    test('reading it in the history is written down; who may not read it gets the rest', async () => {
      const [author, head] = (await crew('consultant', 'head')) as [Laptop, Laptop];
      const id = randomUUID();
      write(author, 'businesses', id, 'ownerNik', NIK);
      write(author, 'businesses', id, 'name', 'toko');
      write(author, 'businesses', 'other', 'name', 'tanpa NIK');
      await push(author, [recordOf(author, 'businesses', id), recordOf(author, 'businesses', 'other')]);
      const read = async (laptop: Laptop, which: string = id) =>
        (await call<HistoryAnswer>(hub, `/v1/history/businesses/${which}`, { headers: auth(laptop) })).body.changes;
      expect((await read(head)).map((change) => change.field)).toEqual(['name']);
      await read(author, 'other');
      expect(await auditOf(author.unit, 'nik_read')).toEqual([]);
      expect((await read(author)).map((change) => change.field).sort()).toEqual(['name', 'ownerNik']);
      const { user, device } = author;
      const expected = [{ user_id: user, device, record: `businesses/${id}` }];
      expect(await auditOf(author.unit, 'nik_read')).toMatchObject(expected);
    });

    test('what laptops record of looking and exporting goes to the audit, once', async () => {
      const [author] = (await crew('consultant')) as [Laptop];
      for (const [id, what] of Object.entries({ looked: 'nik', taken: 'export', emptied: null })) {
        write(author, 'accesses', id, 'what', what);
        write(author, 'accesses', id, 'clientId', 'c-1');
      }
      const records = ['looked', 'taken', 'emptied'].map((id) => recordOf(author, 'accesses', id));
      for (let i = 0; i < 2; i++) expect(await push(author, records)).toMatchObject(taken);
      expect(await auditOf(author.unit, 'nik_read')).toMatchObject([
        { user_id: author.user, record: 'accesses/looked' },
      ]);
      expect(await auditOf(author.unit, 'export')).toMatchObject([{ record: 'accesses/taken', device: author.device }]);
    });
  });

  describe('recovery', () => {
    afterAll(() => recover(null));
    const inRecovery = async <T>(work: () => Promise<T>): Promise<T> => {
      await recover(new Date());
      try {
        return await work();
      } finally {
        await recover(null);
      }
    };
    const head = (device: string, by: string, value: Json, hlc = '0198c0de1234-0000') => ({
      stamp: makeStamp(hlc, device),
      by,
      value,
    });
    const put = (laptop: Laptop, collection: string, field: string, heads: object[], id: string = randomUUID()) =>
      push(laptop, [{ collection, id, unit: laptop.unit, registers: { [field]: { heads } } }]);

    test('what others wrote is taken from any laptop of the unit, as theirs', async () => {
      const [a, gone, coordinator, chief] = (await crew('consultant', 'consultant', 'coordinator', 'head')) as [
        Laptop,
        Laptop,
        Laptop,
        Laptop,
      ];
      const id = randomUUID();
      const theirs = [head(gone.device, gone.user, 'dari laptop yang hilang')];
      expect(codes(await put(a, 'businesses', 'name', theirs, id))).toEqual(['name unknown_head']);
      await inRecovery(async () => {
        expect(await put(a, 'businesses', 'name', theirs, id)).toMatchObject({ accepted: 1, refused: [] });
        // A reader's laptop holds a copy too; what it brings is others' work.
        const byReader = [head(gone.device, gone.user, 'x')];
        expect(await put(chief, 'businesses', 'brand', byReader)).toMatchObject(taken);
        expect(codes(await put(chief, 'businesses', 'brand', [head(chief.device, chief.user, 'x')]))).toEqual([
          'brand forbidden',
        ]);
        const lock = [head(coordinator.device, coordinator.user, '2026-01-01T00:00:00Z')];
        const locked = randomUUID();
        expect(await put(a, 'sessions', 'lockedAt', lock, locked)).toMatchObject(taken);
        // The lock came back first; what was written under it must not stay outside.
        expect(await put(a, 'sessions', 'advice', [head(gone.device, gone.user, 'nasihat')], locked)).toMatchObject(
          taken,
        );
      });
      await pull(coordinator);
      expect(coordinator.replica.get(`businesses/${id}/name`)?.heads).toEqual(theirs);
      const { body } = await call<HistoryAnswer>(hub, `/v1/history/businesses/${id}`, { headers: auth(a) });
      expect(body.changes).toMatchObject([{ by: gone.user, device: gone.device }]);
    });

    test('of laptops that were enrolled after the backup, too', async () => {
      const [a, b] = (await crew('consultant', 'consultant')) as [Laptop, Laptop];
      await inRecovery(async () => {
        expect(await put(a, 'businesses', 'name', [head('d_newer', b.user, 'x')])).toMatchObject(taken);
        expect(codes(await put(a, 'businesses', 'name', [head('d_newer', 'nobody', 'x')]))).toEqual([
          'name unknown_head',
        ]);
      });
    });

    test('not: false authors, other units, what their role may not write, what only the hub writes', async () => {
      const [a, b, chief] = (await crew('consultant', 'consultant', 'head')) as [Laptop, Laptop, Laptop];
      const [stranger] = (await crew('consultant')) as [Laptop];
      await inRecovery(async () => {
        for (const [collection, field, value, device, by] of [
          ['businesses', 'name', 'x', b.device, a.user],
          ['businesses', 'name', 'x', stranger.device, stranger.user],
          ['businesses', 'name', 'x', stranger.device, a.user],
          ['businesses', 'name', 'x', chief.device, chief.user],
          ['businesses', 'deletedAt', '2026-01-01T00:00:00Z', b.device, b.user],
          ['sessions', 'lockedAt', '2026-01-01T00:00:00Z', b.device, b.user],
          ['users', 'role', 'administrator', b.device, b.user],
          ['users', 'role', 'administrator', 'hub', 'hub'],
          ['devices', 'revokedAt', '2026-01-01T00:00:00Z', 'hub', 'hub'],
        ] as const) {
          const answer = await put(a, collection, field, [head(device, by, value)]);
          expect(codes(answer), `${collection}.${field} ${device} ${by}`).toEqual([`${field} unknown_head`]);
        }
        expect(codes(await put(a, 'businesses', 'name', [head(b.device, b.user, 7)]))).toEqual(['name invalid_value']);
        expect(codes(await put(a, 'businesses', 'name', [head(a.device, b.user, 'x')]))).toEqual(['name forbidden']);
      });
    });

    test('a value that was replaced before the hub got it back still goes to the history', async () => {
      const [a, b] = (await crew('consultant', 'consultant')) as [Laptop, Laptop];
      const id = randomUUID();
      const key = `businesses/${id}/name`;
      write(a, 'businesses', id, 'name', 'yang lama');
      const late = recordOf(a, 'businesses', id);
      b.replica.set(key, a.replica.get(key) as Register);
      write(b, 'businesses', id, 'name', 'pengganti');
      await inRecovery(async () => {
        const { sequence } = await push(b, [recordOf(b, 'businesses', id)]);
        expect(await push(a, [late])).toEqual({ accepted: 1, sequence, refused: [] });
      });
      await pull(a);
      expect(a.replica.get(key)?.heads.map((one) => one.value)).toEqual(['pengganti']);
      const { body } = await call<HistoryAnswer>(hub, `/v1/history/businesses/${id}`, { headers: auth(a) });
      expect(body.changes.map((change) => change.value).sort()).toEqual(['pengganti', 'yang lama']);
    });

    test('a conflict comes back whole from one laptop', async () => {
      const [a, b, c] = (await crew('consultant', 'consultant', 'consultant')) as [Laptop, Laptop, Laptop];
      const id = randomUUID();
      const key = `businesses/${id}/name`;
      const mine = edit(undefined, makeStamp('0198c0de1234-0000', a.device), a.user, 'A');
      const theirs = edit(undefined, makeStamp('0198c0de1235-0000', b.device), b.user, 'B');
      c.replica.set(key, join(mine, theirs));
      await inRecovery(async () => {
        expect(await push(c, [recordOf(c, 'businesses', id)])).toMatchObject({ accepted: 1, refused: [] });
      });
      await pull(a);
      expect(a.replica.get(key)).toEqual(join(mine, theirs));
    });
  });
});
