/** What was changed of a setting, by whom, from what to what. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import type { Json } from '#core/register/register.ts';
import { type Database, openDatabase, rowsOf, setMeta } from './database.ts';
import { type Bases, remove, restore, save } from './repository.ts';
import { registerOf } from './rows.ts';

let database: Database;
let now: number;
let count = 0;
const MINUTE = 60_000;

const work = async (user: string) =>
  setMeta('device', { deviceId: `d_${user}`, user, unit: 'plut', role: 'coordinator' } as never, database);

beforeEach(async () => {
  database = openDatabase(`changes-${count++}`);
  now = Date.parse('2026-11-25T02:00:00Z');
  database.now = () => now;
  await work('ningsih');
});

/** As an input does: with what its author saw. */
async function type(field: string, ...texts: Json[]): Promise<void> {
  const row = await rowsOf(database, 'grantRules').get('r');
  let base: Bases = { [field]: registerOf(row, field) };
  for (const text of texts) base = await save('grantRules', 'r', { [field]: text } as never, { base }, database);
}

const changes = async () =>
  (await rowsOf(database, 'settingChanges').orderBy('id').toArray()).map(
    ({ values: { field, before, after, createdBy } }) => [field, before ?? null, after ?? null, createdBy],
  );

test('what somebody goes on typing is one change; a pause, a button or another person begins a new one', async () => {
  await save('grantRules', 'r', {}, { initial: { year: 2026, maxAge: 45 } }, database);
  expect(await changes()).toEqual([]);
  await type('regulation', 'P', 'Per', 'Permen 1');
  expect(await changes()).toEqual([['regulation', null, 'Permen 1', 'ningsih']]);
  now += 5 * MINUTE;
  await type('regulation', 'Permen 2');
  expect(await changes()).toEqual([['regulation', null, 'Permen 2', 'ningsih']]);
  now += 6 * MINUTE;
  await type('regulation', 'Permen 3');
  await save('grantRules', 'r', { regulation: 'Permen 1' }, {}, database);
  await work('budi');
  await type('regulation', 'Permen 4');
  expect(await changes()).toEqual([
    ['regulation', null, 'Permen 2', 'ningsih'],
    ['regulation', 'Permen 2', 'Permen 3', 'ningsih'],
    ['regulation', 'Permen 3', 'Permen 1', 'ningsih'],
    ['regulation', 'Permen 1', 'Permen 4', 'budi'],
  ]);
});

test('each field and record by itself; a place in a list is no version, a delete is one, and nothing else has any', async () => {
  await save('serviceLines', 'l', { field: 1, name: 'Klinik', order: 2 }, {}, database);
  await save('serviceLines', 'l', { order: 3 }, {}, database);
  await save('serviceLines', 'm', { active: false }, {}, database);
  await remove('serviceLines', 'l', database);
  await restore('serviceLines', 'l', database);
  await save('consentTexts', 't', { textId: 'Naskah' }, {}, database);
  await save('meetings', 'x', { subject: 'Rapat' }, {}, database);
  expect(await changes()).toEqual([
    ['name', null, 'Klinik', 'ningsih'],
    ['active', null, false, 'ningsih'],
    ['deletedAt', null, true, 'ningsih'],
    ['deletedAt', true, null, 'ningsih'],
  ]);
});

test('nothing changed is no change, and a change that is refused leaves none', async () => {
  await save('grantRules', 'r', { maxAge: 40 }, {}, database);
  await save('grantRules', 'r', { maxAge: 40 }, {}, database);
  await expect(save('grantRules', 'r', { maxAge: -1 }, {}, database)).rejects.toThrow();
  expect(await changes()).toEqual([['maxAge', null, 40, 'ningsih']]);
});
