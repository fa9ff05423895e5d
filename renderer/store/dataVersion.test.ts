import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { DATA_VERSION } from '#core/model/dataVersion.ts';
import { openDatabase } from './database.ts';

test('a new version of the database is a new form of the data: an older app must not open it', () => {
  expect(openDatabase('data-version').verno).toBe(DATA_VERSION);
});
