/** What Chromium deletes is put back with its latest content; what LevelDB itself drops is not. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetAsides, forgetOldAsides, keepStore, putBackStore } from './storeKeeper.ts';

let root: string;
const live = (...names: string[]) => join(root, 'IndexedDB', 'app_pendamping_0.indexeddb.leveldb', ...names);
const blob = (...names: string[]) => join(root, 'IndexedDB', 'app_pendamping_0.indexeddb.blob', ...names);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pendamping-keeper-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function begin(number: number): void {
  mkdirSync(live(), { recursive: true });
  const name = `MANIFEST-${String(number).padStart(6, '0')}`;
  writeFileSync(live(name), `manifest ${number}`);
  writeFileSync(live('CURRENT'), `${name}\n`);
  writeFileSync(live(`${String(number + 1).padStart(6, '0')}.log`), 'log');
}

/** As it does at each start of the app, and all along. */
const keep = (onReset = () => {}) => keepStore(root, onReset);

test('a store that was begun anew gives way to the kept one, with what was written to its last moment', () => {
  begin(40);
  mkdirSync(blob('1', '00'), { recursive: true });
  writeFileSync(blob('1', '00', '5'), 'a photo');
  keep();
  appendFileSync(live('000041.log'), ' and more');
  rmSync(join(root, 'IndexedDB'), { recursive: true });
  begin(1);
  expect(putBackStore(root)).toBe(true);
  expect(readFileSync(live('CURRENT'), 'utf8')).toBe('MANIFEST-000040\n');
  expect(readFileSync(live('000041.log'), 'utf8')).toBe('log and more');
  expect(readFileSync(blob('1', '00', '5'), 'utf8')).toBe('a photo');
  // Once is enough.
  expect(putBackStore(root)).toBe(false);
});

test('a store that goes on as ever is followed, and nothing is put back', () => {
  begin(40);
  keep();
  begin(50);
  rmSync(live('000041.log'));
  rmSync(live('MANIFEST-000040'));
  expect(putBackStore(root)).toBe(false);
  keep();
  const kept = readdirSync(join(root, 'IndexedDB kept', 'app_pendamping_0.indexeddb.leveldb')).toSorted();
  expect(kept).toEqual(['000051.log', 'CURRENT', 'MANIFEST-000050']);
});

test('a reset in the middle of a run is told, and costs nothing that is kept', async () => {
  begin(40);
  const told = vi.fn();
  keep(told);
  rmSync(live('CURRENT'));
  rmSync(live('000041.log'));
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1), { timeout: 8000 });
  begin(1);
  expect(putBackStore(root)).toBe(true);
  expect(readFileSync(live('000041.log'), 'utf8')).toBe('log');
});

test('a new profile has nothing to put back, and a user who deletes everything gets nothing back', () => {
  expect(putBackStore(root)).toBe(false);
  keep();
  begin(1);
  expect(putBackStore(root)).toBe(false);
});

test('what cannot be opened is put back twice, and then set aside', () => {
  begin(40);
  keep();
  const reset = () => {
    rmSync(join(root, 'IndexedDB'), { recursive: true });
    begin(1);
    return putBackStore(root);
  };
  expect([reset(), reset(), reset()]).toEqual([true, true, false]);
  expect(readFileSync(live('CURRENT'), 'utf8')).toBe('MANIFEST-000001\n');
  expect(readdirSync(root)).toContain('IndexedDB damaged');
  expect(putBackStore(root)).toBe(false);
});

test('a first store that is begun anew under the same number is another one', () => {
  begin(1);
  writeFileSync(live('000002.log'), 'saved');
  keep();
  rmSync(join(root, 'IndexedDB'), { recursive: true });
  begin(1);
  expect(putBackStore(root)).toBe(true);
  expect(readFileSync(live('000002.log'), 'utf8')).toBe('saved');
});

test('what was set aside goes after a month, or when the laptop is handed on; the store and its links stay', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const aside = join(root, 'IndexedDB reset');
  const reset = () => {
    begin(40);
    keep();
    rmSync(join(root, 'IndexedDB'), { recursive: true });
    begin(1);
    expect(putBackStore(root)).toBe(true);
  };
  reset();
  forgetOldAsides(root, Date.now() + 29 * DAY_MS);
  expect(existsSync(aside)).toBe(true);
  forgetOldAsides(root, Date.now() + 31 * DAY_MS);
  expect(existsSync(aside)).toBe(false);
  reset();
  forgetAsides(root);
  expect(existsSync(aside)).toBe(false);
  expect(readFileSync(live('CURRENT'), 'utf8')).toBe('MANIFEST-000040\n');
  expect(existsSync(join(root, 'IndexedDB kept'))).toBe(true);
});
