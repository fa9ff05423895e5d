/**
 * A round of sync against a hub that answers as the test says, for what a real hub does too rarely: a field that it does
 * not know until it is updated, a value that it finds too large, a link of many speeds, a cut at a chosen batch. Real
 * browser, real IndexedDB.
 */
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import type { Batch, PushAnswer } from '#core/wire/protocol.ts';
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
    const database = store.openDatabase('d_a');
    const device = { deviceId: 'd_a', user: 'sari', unit: 'plut', role: 'consultant', hub: 'http://hub.test' };
    await store.setMeta('device', device as never, database);
    let ids = 0;
    const script: Script = {
      database,
      batches: [],
      now: 0,
      fields: 'old',
      push: () => ({ accepted: 0, sequence: 1, refused: [] }),
      sync: () =>
        store.syncOnce({
          database,
          app: 'test',
          newName: () => `id${ids++}`,
          newKeys: () => Promise.reject(new Error('not expected')),
          elapsed: () => script.now,
          connect: () => ({
            pack: async (batch) => ({ batch, sent: { content: '', type: '' } }),
            push: async ({ batch }) => {
              const answer = script.push(batch);
              script.batches.push(batch);
              return answer;
            },
            pull: async ({ after }) => ({ records: [], next: after, more: false, fields: script.fields }),
            bring: async () => ({ bundles: [] }),
            renew: () => Promise.reject(new Error('not expected')),
            health: async () => ({ service: 'pendamping-hub', version: '0', schema: 1, demo: false }),
            keepRecovery: async (code) => ({ code }),
            devices: async () => ({ devices: [] }),
            history: async () => ({ changes: [] }),
          }),
        }),
    };
    Object.assign(window, { script });
  });
});
test.afterEach(() => page.close());

interface Script {
  database: ReturnType<Store['openDatabase']>;
  batches: Batch[];
  /** What the engine takes for the time that has passed. */
  now: number;
  fields: string;
  push: (batch: Batch) => PushAnswer;
  sync: () => ReturnType<Store['syncOnce']>;
}
declare const script: Script;

test('a field that the hub does not know waits, and goes out again when the hub was updated', async () => {
  const result = await page.evaluate(async () => {
    await script.sync();
    await store.save('businesses', 'b1', { mainActivity: 'Napu' }, {}, script.database);
    script.push = () => ({
      accepted: 2,
      sequence: 1,
      refused: [{ collection: 'businesses', id: 'b1', field: 'mainActivity', code: 'unknown_field', message: 'x' }],
    });
    await script.sync();
    await script.sync();
    const before = [script.batches.length, await script.database.attention.count()];
    script.push = () => ({ accepted: 1, sequence: 2, refused: [] });
    script.fields = 'new';
    await script.sync();
    await script.sync();
    const last = script.batches.at(-1)?.records.flatMap((record) => Object.keys(record.registers));
    return {
      before,
      last,
      left: (await script.database.attention.count()) + (await store.countUnsent(script.database)),
    };
  });
  expect(result).toEqual({ before: [1, 1], last: ['mainActivity'], left: 0 });
});

test('one value that is too large for the hub waits for its author and keeps no other from going', async () => {
  const result = await page.evaluate(async () => {
    const isLong = (batch: Batch) => JSON.stringify(batch).length > 3000;
    script.push = (batch) => {
      if (isLong(batch)) throw new store.HubError('body_too_large', 413);
      return { accepted: 1, sequence: 1, refused: [] };
    };
    await store.save('sessions', 's1', { advice: 'x'.repeat(3500), problem: 'kurang modal' }, {}, script.database);
    const states = [];
    for (let i = 0; i < 6; i++) states.push((await script.sync()).state);
    const refused = await script.database.attention.toArray();
    return {
      last: states.at(-1),
      refused: refused.map(({ field, code }) => [field, code]),
      left: await store.countUnsent(script.database),
    };
  });
  expect(result).toEqual({ last: 'idle', refused: [['advice', 'too_large']], left: 0 });
});

test('batches grow on a fast link, shrink on a slow one, and the size is kept for the next round', async () => {
  const result = await page.evaluate(async () => {
    const texts = (prefix: string, n: number) =>
      Promise.all(
        Array.from({ length: n }, (_, i) =>
          store.save('sessions', `${prefix}${i}`, { advice: 'nasihat '.repeat(400) }, {}, script.database),
        ),
      );
    const sizes = () => script.batches.map((batch) => JSON.stringify(batch).length);
    await texts('a', 120);
    script.push = () => {
      script.now += 500;
      return { accepted: 1, sequence: 1, refused: [] };
    };
    await script.sync();
    const fast = sizes();
    script.batches.length = 0;
    await texts('b', 300);
    script.push = () => {
      script.now += 20_000;
      return { accepted: 1, sequence: 1, refused: [] };
    };
    await script.sync();
    return { fast, slow: sizes(), link: await store.getMeta('link', script.database) };
  });
  const { fast, slow } = result;
  expect(fast[0]).toBeLessThanOrEqual(32 * 1024);
  expect(Math.max(...fast)).toBeGreaterThan(128 * 1024);
  expect(Math.max(...fast)).toBeLessThanOrEqual(256 * 1024);
  expect(slow[0]).toBeGreaterThan(64 * 1024);
  expect(slow.at(-2)).toBeLessThanOrEqual(4 * 1024);
  expect(result.link?.push).toBe(4 * 1024);
});

test('after a cut no finished batch goes out again, and what was typed meanwhile goes too', async () => {
  const result = await page.evaluate(async () => {
    for (let i = 0; i < 30; i++) {
      await store.save('sessions', `s${i}`, { advice: 'nasihat '.repeat(400) }, {}, script.database);
    }
    script.push = () => {
      if (script.batches.length === 1) throw new store.HubError('unreachable');
      return { accepted: 1, sequence: 1, refused: [] };
    };
    const cut = await script.sync();
    const [finished] = script.batches;
    await store.save('sessions', 's0', { advice: 'lain' }, {}, script.database);
    script.push = () => ({ accepted: 1, sequence: 1, refused: [] });
    const after = await script.sync();
    const names = (batches: Batch[]) =>
      batches.flatMap(({ records }) => records.flatMap((r) => Object.keys(r.registers).map((f) => `${r.id}/${f}`)));
    const [first, later] = [names([finished as Batch]), names(script.batches.slice(1))];
    return {
      states: [cut.state, after.state],
      again: first.filter((name) => later.includes(name)),
      left: await store.countUnsent(script.database),
      all: new Set([...first, ...later]).size,
    };
  });
  expect(result).toEqual({ states: ['offline', 'idle'], again: ['s0/advice'], left: 0, all: 90 });
});

test('stopping by the user is no fault: what was sent stays sent', async () => {
  const status = await page.evaluate(async () => {
    await store.save('businesses', 'b1', { name: 'Kopi' }, {}, script.database);
    script.push = () => {
      throw new store.HubError('cancelled');
    };
    return { status: await script.sync(), left: await store.countUnsent(script.database) };
  });
  expect(status.status.state).toBe('stopped');
  expect(status.left).toBe(3);
});
