/** The store by itself, in a real browser on real IndexedDB: upgrades, what the hub said, a new name, a restored hub. */
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { DATA_VERSION } from '#core/model/dataVersion.ts';
import type { Store } from './support/store-entry.ts';
import { openStorePage } from './support/store-page.ts';

declare const store: Store;

let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.PENDAMPING_BROWSER,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  context = await browser.newContext();
});
test.afterAll(() => context.browser()?.close());
test.beforeEach(async () => {
  page = await context.newPage();
  await openStorePage(page);
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name as string);
    Object.assign(window, {
      /** A store of an enrolled laptop. */
      laptop: async (deviceId: string, upTo?: number) => {
        const database = store.openDatabase(deviceId, upTo ? { upTo } : {});
        const device = { deviceId, user: 'sari', unit: 'plut', role: 'coordinator', hub: 'http://hub.test' };
        await store.setMeta('device', device as never, database);
        return database;
      },
      /** The consent of the client `b1`, which runs and which no test looks at. */
      agreed: async (database: Laptop) => {
        const consent = { clientId: 'b1', purposeMentoring: true, givenOn: '2026-01-05', way: 'oral' };
        await database.consents.put({ id: 'agreed', unit: 'plut', values: consent, marks: {} });
      },
    });
  });
});
test.afterEach(() => page.close());

type Laptop = ReturnType<Store['openDatabase']>;
declare function laptop(deviceId: string, upTo?: number): Promise<Laptop>;
declare function agreed(database: Laptop): Promise<void>;

test('a store of version 1 comes up with its records, conflicts and unsent work', async () => {
  const result = await page.evaluate(async () => {
    const old = await laptop('d_old', 1);
    const head = (stamp: string, value: string) => ({ stamp, by: 'sari', value });
    const row = {
      id: 'b1',
      unit: 'plut',
      values: { name: 'Kopi B', mainActivity: 'Kopi' },
      marks: {
        name: { ...head('000000000002-0000@d_b', ''), others: [head('000000000001-0000@d_old', 'Kopi A')] },
        mainActivity: { stamp: '000000000001-0001@d_old', by: 'sari' },
      },
    };
    delete (row.marks.name as { value?: string }).value;
    await old.table('businesses').put(row);
    const gone = { stamp: '000000000003-0000@d_b', by: 'x' };
    await old
      .table('sessions')
      .put({ id: 's1', unit: 'plut', values: { deletedAt: '2026-01-01T00:00:00.000Z' }, marks: { deletedAt: gone } });
    await old
      .table('outbox')
      .put({ collection: 'businesses', id: 'b1', field: 'name', stamp: '000000000001-0000@d_old' });
    await old.attention.put({
      collection: 'businesses',
      id: 'b1',
      field: 'mainActivity',
      stamp: '000000000001-0001@d_old',
      code: 'forbidden',
      message: 'x',
      at: '2026-01-01T00:00:00.000Z',
    });
    // A collection that version 1 did not know, brought by a colleague's newer app.
    await old.others.put({
      collection: 'accesses',
      id: 'a1',
      unit: 'plut',
      values: { what: 'nik' },
      marks: { what: { stamp: '000000000004-0000@d_b', by: 'x' } },
    });
    await old.others.put({ collection: 'fleets', id: 'f1', unit: 'plut', values: {}, marks: {} });
    old.close();

    const database = store.openDatabase('d_old');
    const conflicts = await store.findConflicts(database);
    const { records } = await store.collectUnsent(10, database);
    return {
      version: database.verno,
      conflicts: conflicts.map(({ kind, field, register }) => [kind, field, register.heads.map((each) => each.value)]),
      session: await database.table('sessions').get('s1'),
      sent: records,
      attention: await database.attention.where({ collection: 'businesses', id: 'b1' }).count(),
      adopted: await database.table('accesses').get('a1'),
      kept: await database.others.toCollection().primaryKeys(),
    };
  });
  expect(result.version).toBe(DATA_VERSION);
  expect(result.conflicts).toEqual([['values', 'name', ['Kopi B', 'Kopi A']]]);
  expect(result.session.flags).toEqual(['deleted']);
  expect(result.sent[0]?.registers.name?.heads).toHaveLength(2);
  expect(result.attention).toBe(1);
  expect(result.adopted.values.what).toBe('nik');
  expect(result.kept).toEqual([['fleets', 'f1']]);
});

test('a store of version 2 comes up with its records, and takes those of the collections that came with version 3', async () => {
  const result = await page.evaluate(async () => {
    const old = await laptop('d_older', 2);
    const mark = { stamp: '000000000001-0000@d_b', by: 'x' };
    await old
      .table('sessions')
      .put({ id: 's1', unit: 'plut', values: { outcome: 'Baik', state: 'draft' }, marks: { outcome: mark } });
    const meeting = { id: 'm1', unit: 'plut', values: { subject: 'Rapat' }, marks: { subject: mark } };
    await old.others.put({ collection: 'meetings', ...meeting });
    old.close();
    const database = store.openDatabase('d_older');
    return {
      session: await database.table('sessions').get('s1'),
      written: await database.written.where({ collection: 'sessions', id: 's1' }).count(),
      meeting: await database.table('meetings').get('m1'),
      others: await database.others.count(),
      version: database.verno,
    };
  });
  expect(result.version).toBe(DATA_VERSION);
  expect(result.session.values.outcome).toBe('Baik');
  // Lists and reports read it from its row until it is packed.
  expect(result.written).toBe(1);
  expect(result.session.flags).toEqual(['waits:open']);
  expect(result.meeting.values.subject).toBe('Rapat');
  expect(result.others).toBe(0);
});

/** Two laptops, and registers carried from one to the other as a pull would. */
const carry = `async (from, to) => {
  const records = [];
  for (const table of store.ALL_ROW_TABLES(from)) {
    for (const row of await table.toArray()) {
      const registers = Object.fromEntries(Object.keys(row.marks).map((f) => [f, store.registerOf(row, f)]));
      records.push({ collection: table.name, id: row.id, unit: row.unit, registers });
    }
  }
  await store.receive({ records, next: 1, more: false }, to);
}`;
declare function carryOver(from: unknown, to: unknown): Promise<void>;
const withCarry = () => page.evaluate(`window.carryOver = ${carry}`);

test('a long page of what a laptop holds already, with one change at its end', async () => {
  await withCarry();
  const result = await page.evaluate(async () => {
    const database = await laptop('d_full');
    for (let record = 0; record < 60; record++) {
      const values: Record<`answer.${string}`, number> = {};
      for (let answer = 0; answer < 30; answer++) values[`answer.a${answer}`] = answer % 5;
      await store.save('assessments', `a${record}`, values, {}, database);
    }
    await database.unsent.clear();
    // The colleague holds all of it too, and changed the last record: that is written after a long stretch without a write.
    const colleague = await laptop('d_colleague');
    await carryOver(database, colleague);
    await store.save('assessments', 'a59', { summary: 'Baik' }, {}, colleague);
    await carryOver(colleague, database);
    return (await database.table('assessments').get('a59')).values.summary;
  });
  expect(result).toBe('Baik');
});

test('a delete and an edit that did not know of each other wait for a person; known edits do not', async () => {
  await withCarry();
  const result = await page.evaluate(async () => {
    const [a, b] = [await laptop('d_a'), await laptop('d_b')];
    await store.save('businesses', 'b1', { name: 'Kopi' }, {}, a);
    await agreed(a);
    await agreed(b);
    await store.save('sessions', 's1', { clientCollection: 'businesses', clientId: 'b1', material: 'Kemasan' }, {}, a);
    await carryOver(a, b);
    await store.remove('businesses', 'b1', a);
    const quiet = await store.findConflicts(a);
    await store.save('sessions', 's1', { material: 'Kemasan dan label' }, {}, b);
    await store.save('sessions', 's2', { clientCollection: 'businesses', clientId: 'b1', material: 'Baru' }, {}, b);
    await carryOver(b, a);
    await carryOver(a, b);
    const kinds = (database: typeof a) =>
      store.findConflicts(database).then((all) => all.map(({ kind, row }) => `${kind} ${row.id}`).sort());
    const both = [await kinds(a), await kinds(b), await store.findConflicts(a).then((found) => found.length)];
    const known = await a.table('sessions').get('s1');

    await store.restore('businesses', 'b1', b);
    await carryOver(b, a);
    const restored = await kinds(a);
    const back = [await a.table('businesses').get('b1'), await a.table('sessions').get('s1')];
    await store.remove('businesses', 'b1', a);
    await carryOver(a, b);
    return { quiet: quiet.length, both, known, restored, back, decided: await kinds(b) };
  });
  expect(result.quiet).toBe(0);
  expect(result.both).toEqual([['deletion s1', 'orphan s2'], ['deletion s1', 'orphan s2'], 2]);
  expect(result.known.values.material).toBe('Kemasan dan label');
  expect(result.restored).toEqual([]);
  expect(result.back.map((row) => row.values.deletedAt)).toEqual([null, null]);
  expect(result.decided).toEqual([]);
});

test('a locked record under a client keeps the client from being deleted, and nothing is written', async () => {
  const result = await page.evaluate(async () => {
    const a = await laptop('d_a');
    await store.save('businesses', 'b1', { name: 'Kopi' }, {}, a);
    const lockedAt = '2026-01-01T00:00:00.000Z';
    await store.save('sessions', 's1', { clientId: 'b1', lockedAt }, {}, a);
    const refused = await store
      .remove('businesses', 'b1', a)
      .catch((error: Error) => error instanceof store.LockedError);
    return { refused, row: await a.table('businesses').get('b1') };
  });
  expect(result.refused).toBe(true);
  expect(result.row.values.deletedAt).toBeUndefined();
});

test('an erased person is in no table: what was refused, unsent, half typed, seen by others or beside another goes too', async () => {
  await withCarry();
  const result = await page.evaluate(async () => {
    const [a, b] = [await laptop('d_a'), await laptop('d_b')];
    const of = { clientCollection: 'businesses', clientId: 'b1' } as const;
    for (const each of [a, b]) await agreed(each);
    await store.save('businesses', 'b1', { name: 'Warung Melati', ownerName: 'Melati' }, {}, a);
    await store.save('subjectRequests', 'q1', { ...of, requestKind: 'copy', note: 'Melati', state: 'open' }, {}, a);
    await store.save('subjectRequests', 'q2', { ...of, requestKind: 'erasure', note: 'Melati', state: 'open' }, {}, a);
    await store.save('targets', 't1', { ...of, parent: 'l1', note: 'Melati', lockedAt: '2026-01-01T00:00:00Z' }, {}, a);
    const melati = { name: 'Melati', nik: '7271030403820004', consentOn: '2026-01-05', consentWay: 'oral' };
    await store.save('candidates', 'c1', { ...melati, business: 'b1' }, {}, a);
    await store.save('grantMonths', 'g1', { parent: 'c1', month: '2026-01', sales: 5 }, {}, a);
    await store.save('sessions', 's1', { ...of, advice: 'Melati' }, {}, a);
    await store.remove('sessions', 's1', a);
    await store.save('meetings', 'm1', { discussion: 'Tentang Melati' }, {}, a);
    await store.save('businesses', 'b2', { name: 'Kopi Napu' }, {}, a);
    await carryOver(a, b);
    // Side by side on both; refused by the hub; unsent; half typed; what an author had seen.
    await store.save('businesses', 'b1', { brand: 'Melati A' }, {}, a);
    await store.save('businesses', 'b1', { brand: 'Melati B' }, {}, b);
    await carryOver(b, a);
    await store.save('businesses', 'b1', { ownerName: 'Melati baru' }, {}, b);
    const { unsent } = await store.collectUnsent(1000, b);
    const refused = unsent.filter(({ entry }) => entry.field === 'ownerName');
    await store.settle(
      unsent,
      refused.map(({ entry }) => ({ ...entry, code: 'forbidden', message: 'x' })),
      b,
    );
    await store.save('businesses', 'b1', { mainActivity: 'Melati', address: 'Rumah Melati' }, {}, b);
    await b.inputs.put({ collection: 'businesses', id: 'b1', field: 'startedOn', text: 'Melati' });
    const saw = { x: [{ stamp: 'x', by: 'sari', value: 'Melati' }] };
    await b.pasts.put({ collection: 'businesses', id: 'b1', field: 'brand', heads: [], saw });

    const plan = await store.planErasure('businesses', 'b1', a);
    await store.erase('businesses', 'b1', 'q2', a);
    const dump = async (database: typeof a) =>
      JSON.stringify(await Promise.all(database.tables.map((table) => table.toArray())));
    const first = await dump(a);
    await carryOver(a, b);
    const second = await dump(b);
    // It arrived at the hub before the erasure did, with a record that was made meanwhile.
    const late = await laptop('d_late');
    await agreed(late);
    await store.save('businesses', 'b1', { ownerPhone: 'Melati' }, {}, late);
    await store.save('sessions', 's9', { ...of, advice: 'Melati' }, {}, late);
    await carryOver(late, a);
    const arrived = await dump(a);
    const open = await store.findConflicts(a).then((found) => found.length);
    const swept = [await store.sweepErased(a), await store.sweepErased(a)];
    return {
      plan,
      first,
      second,
      arrived,
      open,
      swept,
      third: await dump(a),
      requests: await a.table('subjectRequests').toArray(),
      target: await a.table('targets').get('t1'),
      other: (await a.table('businesses').get('b2')).values.name,
    };
  });
  expect(result.plan.mentions).toEqual([{ collection: 'meetings', id: 'm1' }]);
  const erased = result.plan.erased.map(({ id, stays }) => `${id}${stays ? ' stays' : ''}`).sort();
  expect(erased).toEqual(['agreed', 'b1', 'c1', 'g1', 'q1 stays', 'q2 stays', 's1', 't1 stays']);
  for (const text of [result.first, result.second, result.third]) {
    // What others wrote about the person is for people to change.
    expect(text.replace('Tentang Melati', '').match(/.{60}Melati/g)).toBe(null);
    expect(text).not.toContain('7271030403820004');
  }
  expect(result.arrived).toContain('Melati');
  expect(result.open).toBe(0);
  expect(result.swept).toEqual([1, 0]);
  expect(result.requests.map(({ values }) => [values.requestKind, values.state, values.handledBy])).toEqual([
    ['copy', 'dropped', 'sari'],
    ['erasure', 'done', 'sari'],
  ]);
  expect(result.target.values).toMatchObject({ parent: 'l1', clientId: 'b1', note: null, lockedAt: null });
  expect(result.other).toBe('Kopi Napu');
});

test('a refused value can be dropped: the field returns to what the hub has, also what arrived since', async () => {
  const result = await page.evaluate(async () => {
    const a = await laptop('d_a');
    const acknowledge = async (code?: string) => {
      const { unsent } = await store.collectUnsent(100, a);
      await store.settle(
        unsent,
        code ? unsent.map(({ entry }) => ({ ...entry, code, message: 'tidak boleh' })) : [],
        a,
      );
    };
    await store.save('businesses', 'b1', { name: 'Kopi', mainActivity: 'Napu' }, {}, a);
    await acknowledge();
    await store.save('businesses', 'b1', { name: 'Kopi Napu' }, {}, a);
    await store.save('businesses', 'b1', { name: 'Kopi Napu Asli', legalForm: 'Asli' }, {}, a);
    await acknowledge('forbidden');
    const waiting = await a.attention.count();
    // Meanwhile somebody else's value arrives.
    const theirs = {
      heads: [{ stamp: 'ffffffffffff-0000@d_b', by: 'ningsih', value: 'Kopi Poso' }],
      seen: { ...(store.registerOf(await a.table('businesses').get('b1'), 'name')?.seen ?? {}) },
    };
    delete (theirs.seen as Record<string, string>).d_a;
    await store.receive(
      {
        records: [{ collection: 'businesses', id: 'b1', unit: 'plut', registers: { name: theirs } }],
        next: 9,
        more: false,
      },
      a,
    );
    await store.drop('businesses', 'b1', 'name', a);
    await store.drop('businesses', 'b1', 'legalForm', a);
    const row = await a.table('businesses').get('b1');
    return {
      waiting,
      names: store.registerOf(row, 'name')?.heads.map((head) => head.value),
      legalForm: 'legalForm' in row.marks,
      left: (await a.attention.count()) + (await store.countUnsent(a)),
    };
  });
  expect(result).toEqual({ waiting: 2, names: ['Kopi Poso', 'Kopi'], legalForm: false, left: 0 });
});

test('a form that was open before does not swallow what another window wrote, however long one types in it', async () => {
  const result = await page.evaluate(async () => {
    const a = await laptop('d_a');
    await store.save('businesses', 'b1', { name: 'Kopi' }, {}, a);
    const opened = { mainActivity: undefined };
    await store.save('businesses', 'b1', { mainActivity: 'Dari jendela lain' }, {}, a);
    const once = await store.save('businesses', 'b1', { mainActivity: 'Nap' }, { base: opened }, a);
    const twice = await store.save('businesses', 'b1', { mainActivity: 'Napu' }, { base: once }, a);
    await store.save('businesses', 'b1', { mainActivity: 'Napu Asli' }, { base: twice }, a);
    const row = await a.table('businesses').get('b1');
    return store.registerOf(row, 'mainActivity')?.heads.map((head) => head.value);
  });
  expect(result).toEqual(['Napu Asli', 'Dari jendela lain']);
});

test('an edit made while its forerunner was on the way stays, and knows what the hub has', async () => {
  const result = await page.evaluate(async () => {
    const a = await laptop('d_a');
    await store.save('businesses', 'b1', { name: 'Satu' }, {}, a);
    const { unsent } = await store.collectUnsent(100, a);
    await store.save('businesses', 'b1', { name: 'Dua' }, {}, a);
    await store.settle(unsent, [], a);
    const entry = await store.unsentField(a, ['businesses', 'b1', 'name']);
    return { count: await store.countUnsent(a), base: entry?.base?.heads[0]?.value };
  });
  expect(result).toEqual({ count: 1, base: 'Satu' });
});

test('under a new name unsent edits get new stamps, deletes still know them, and sent ones stay', async () => {
  const result = await page.evaluate(async () => {
    const a = await laptop('d_a');
    await store.save('businesses', 'b1', { name: 'Terkirim' }, {}, a);
    const { unsent } = await store.collectUnsent(100, a);
    await store.settle(unsent, [], a);
    await store.save('businesses', 'b1', { name: 'Belum', mainActivity: 'Napu' }, {}, a);
    await store.remove('businesses', 'b1', a);
    const answer = {
      deviceId: 'd_new',
      deviceToken: 't',
      user: 'sari',
      unit: 'plut',
      unitKey: 'k',
      hubKey: 'h',
      profile: { userName: 'Sari', role: 'coordinator', unitName: '', unitLevel: '', unitRegion: '', timeZone: 'WITA' },
    };
    const keys = { publicKey: 'p', privateKey: 'k' };
    const other = await store
      .storeEnrolment('h', 'Laptop', { ...answer, user: 'budi' }, keys, a)
      .catch((error: Error) => error instanceof store.OtherOwnerError);
    await store.storeEnrolment('h', 'Laptop', answer, keys, a);
    const row = await a.table('businesses').get('b1');
    const register = store.registerOf(row, 'name');
    const outbox = await store.readUnsent(a);
    return {
      other,
      devices: outbox.map((entry) => entry.stamp.split('@')[1]),
      name: register?.heads.map((head) => [head.value, head.stamp.split('@')[1]]),
      seesOld: register?.seen.d_a !== undefined && register.seen.d_a < (register.seen.d_new as string),
      unknown: store.unknownEdits(row),
      created: store.registerOf(row, 'createdBy')?.heads[0]?.stamp.split('@')[1],
    };
  });
  expect(result).toEqual({
    other: true,
    devices: ['d_new', 'd_new', 'd_new'],
    name: [['Belum', 'd_new']],
    seesOld: true,
    unknown: [],
    created: 'd_a',
  });
});

test('after the hub was restored everything is compared with it, and only what it lacks goes out', async () => {
  const result = await page.evaluate(async () => {
    const a = await laptop('d_a');
    await store.save('businesses', 'b1', { name: 'Ada', mainActivity: 'Hilang' }, {}, a);
    const { unsent } = await store.collectUnsent(100, a);
    await store.settle(unsent, [], a);
    await store.beginRecovery('coordinator', a);
    const all = await store.countUnsent(a);
    const name = store.registerOf(await a.table('businesses').get('b1'), 'name');
    await store.receive(
      {
        records: [{ collection: 'businesses', id: 'b1', unit: 'plut', registers: { name } }],
        next: 1,
        more: false,
        epoch: 'second',
      },
      a,
    );
    return {
      all,
      left: (await store.readUnsent(a)).map((entry) => entry.field).sort(),
      epoch: await store.getMeta('epoch', a),
    };
  });
  expect(result).toEqual({ all: 4, left: ['createdAt', 'createdBy', 'mainActivity'], epoch: 'second' });
});

test('where the browser does not answer any more, the store is opened from a frame, and nothing is lost', async () => {
  test.slow();
  const result = await page.evaluate(async () => {
    const database = await laptop('d_silent');
    const file = { hash: 'f1', file: new Blob(['isi']), heldSince: '2026-01-05T00:00:00Z' };
    await database.files.put(file);

    // As Chromium does after a full disk.
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
    database.backendDB().dispatchEvent(new Event('close'));
    const waiting = await database.files.get('f1').then(
      () => 'answered',
      (error: Error) => error.name,
    );
    await database.files.put({ ...file, hash: 'f2' });
    const held = await database.files.toArray();
    const walked: unknown[] = [];
    await database.files.each(({ file }) => void walked.push(file instanceof Blob));
    return {
      waiting,
      walked,
      texts: await Promise.all(held.map(({ file }) => (file instanceof Blob ? file.text() : 'no file'))),
    };
  });
  expect(result).toEqual({ waiting: 'DatabaseClosedError', walked: [true, true], texts: ['isi', 'isi'] });
});
