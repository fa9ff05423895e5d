/** Packs against the rows that they copy: whatever was written, packed, read and deleted in whatever order. */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientLine, searchText } from '#core/model/clientLine.ts';
import { openDatabase } from './database.ts';
import { keepFirstLines, readFirstLines } from './firstLines.ts';
import { readMerges } from './merged.ts';
import { packWritten, readLines, readValues } from './packs.ts';
import { newRow } from './rows.ts';
import { newDataKey } from './vault.ts';

const row = (id: string, name: string) => ({ ...newRow(id, 'plut'), values: { name } });
const byId = <R extends { id: string }>(records: R[]) => records.sort((a, b) => (a.id < b.id ? -1 : 1));

const ids = fc.integer({ min: 0, max: 30 }).map((n) => `id-${String(n).padStart(2, '0')}`);
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ put: fc.array(ids, { minLength: 1, maxLength: 8 }), name: fc.string() }) },
    { weight: 2, arbitrary: fc.record({ remove: ids }) },
    { weight: 2, arbitrary: fc.constant({ pack: true as const }) },
    // While somebody else writes.
    { weight: 1, arbitrary: fc.record({ packBeside: ids, name: fc.string() }) },
  ),
  { maxLength: 25 },
);

test('what is read is what stands in the rows', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const database = openDatabase(`packs-${count++}`, count % 2 ? { key: newDataKey() } : {});
      const model = new Map<string, { id: string; values: { name: string } }>();
      for (const step of all) {
        if ('put' in step) {
          const rows = step.put.map((id) => row(id, step.name));
          await database.businesses.bulkPut(rows);
          for (const { id, values } of rows) model.set(id, { id, values });
        } else if ('remove' in step) {
          await database.businesses.delete(step.remove);
          model.delete(step.remove);
        } else if ('pack' in step) await packWritten(database, 1);
        else {
          const { id, values } = row(step.packBeside, step.name);
          await Promise.all([packWritten(database, 1), database.businesses.put(row(id, step.name))]);
          model.set(id, { id, values });
        }
        const expected = byId([...model.values()]);
        expect(byId(await readValues(database, 'businesses'))).toEqual(expected);
        const lines = expected.map(({ id, values }) => ({ id, ...clientLine(values) }));
        expect(byId(await readLines(database, 'businesses'))).toEqual(lines);
      }
      await database.delete();
    }),
    { numRuns: 40 },
  );
});

test('many records are in many packs; a few that are written are packed into theirs; none is noted any more', async () => {
  const database = openDatabase('packs-many');
  const name = (n: number) => `id-${String(n).padStart(5, '0')}`;
  await database.businesses.bulkPut(Array.from({ length: 2600 }, (_, n) => row(name(n), 'Kopi')));
  await packWritten(database, 1);
  expect(await database.written.count()).toBe(0);
  const packs = (await database.packs.toArray()).filter(({ collection }) => collection === 'businesses');
  expect(packs.length).toBeGreaterThan(3);
  expect(Math.max(...packs.map(({ records }) => (records as unknown[]).length))).toBeLessThan(1000);
  await database.businesses.put(row(name(1300), 'Bawang'));
  await packWritten(database);
  expect(await database.written.count()).toBe(1);
  await packWritten(database, 1);
  expect(await readValues(database, 'businesses')).toHaveLength(2600);
  expect((await readValues(database, 'businesses')).filter(({ values }) => values.name === 'Bawang')).toHaveLength(1);
});

test('who reads while it is packed anew reads each record once, as it was written last', async () => {
  const database = openDatabase('packs-beside');
  const name = (n: number) => `id-${String(n).padStart(5, '0')}`;
  await database.businesses.bulkPut(Array.from({ length: 1200 }, (_, n) => row(name(n), 'Kopi')));
  await packWritten(database, 1);
  await database.businesses.put(row(name(7), 'Bawang'));
  const reading = readValues(database, 'businesses', () => {
    void packWritten(database, 1);
    return true;
  });
  const all = await reading;
  expect(all).toHaveLength(1200);
  expect(all.filter(({ values }) => values.name === 'Bawang')).toHaveLength(1);
});

test('lines that an earlier version packed are read as they were, and packed on', async () => {
  const before = openDatabase('packs-before', { upTo: 11 });
  const lines = ['id-1', 'id-2'].map((id) => ({
    id,
    values: clientLine({ name: `Kopi ${id}`, registeredOn: '2026-01-05' }),
  }));
  await before.packs.put({ collection: 'businesses:lines', from: 'id-1', turn: 1, records: lines as never });
  before.close();
  const database = openDatabase('packs-before');
  await database.businesses.put(row('id-3', 'Bawang'));
  await packWritten(database, 1);
  const expected = [...lines, { id: 'id-3', values: clientLine({ name: 'Bawang' }) }];
  expect(byId(await readLines(database, 'businesses'))).toEqual(expected.map(({ id, values }) => ({ id, ...values })));
});

const merging = fc.record({ merge: ids, into: ids });
const firstSteps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        put: fc.array(ids, { minLength: 1, maxLength: 8 }),
        name: fc.constantFrom('Abon', 'Bawang', 'Kopi'),
      }),
    },
    { weight: 2, arbitrary: merging },
    { weight: 2, arbitrary: fc.record({ erase: ids }) },
    { weight: 1, arbitrary: fc.record({ remove: ids }) },
    { weight: 3, arbitrary: fc.constant({ pack: true as const }) },
    { weight: 1, arbitrary: fc.record({ keepBeside: ids, name: fc.string() }) },
  ),
  { maxLength: 25 },
);

test('the first lines are those with which the whole list begins', async () => {
  let count = 0;
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(firstSteps, async (all) => {
      const database = openDatabase(`packs-first-${count++}`, count % 2 ? { key: newDataKey() } : {});
      const put = async (id: string, change: Record<string, string | null>) => {
        const before = (await database.businesses.get(id))?.values ?? { name: id };
        await database.businesses.put({ ...newRow(id, 'plut'), values: { ...before, ...change } });
      };
      for (const step of all) {
        if ('put' in step)
          for (const id of step.put) await put(id, { name: `${step.name} ${id}`, deletedAt: null, mergedInto: null });
        else if ('merge' in step) await put(step.merge, { mergedInto: step.into });
        else if ('erase' in step) await put(step.erase, { deletedAt: '2026-11-26' });
        else if ('remove' in step) await database.businesses.delete(step.remove);
        else if ('pack' in step) {
          await packWritten(database, 1);
          await keepFirstLines(database, 6);
        } else
          await Promise.all([
            keepFirstLines(database, 6),
            put(step.keepBeside, { name: `${step.name} ${step.keepBeside}` }),
          ]);
        const first = await readFirstLines(database);
        if (!first) continue;
        shown += first.length;
        const merges = await readMerges(database);
        const lines = (await readLines(database, 'businesses')).filter(
          (each) => !each.deleted && !merges.isAway(each.id),
        );
        const last = first.at(-1);
        const expected = last ? lines.filter((line) => searchText(line) <= searchText(last)) : [];
        expect(first.map(searchText)).toEqual(expected.map(searchText).sort());
        expect(byId(first)).toEqual(byId(expected.map((line) => ({ collection: 'businesses', ...line }))));
      }
      await database.delete();
    }),
    { numRuns: 25 },
  );
  expect(shown).toBeGreaterThan(10);
});
