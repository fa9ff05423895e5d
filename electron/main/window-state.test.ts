import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeOf, readWindowState, writeWindowState } from './window-state.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-window-'));
  file = join(folder, 'window.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const state = { x: 10, y: 20, width: 1200, height: 700, maximized: false };
const laptop = { x: 0, y: 0, width: 1366, height: 728 };

test('what was written is read again', () => {
  expect(readWindowState(file)).toBeNull();
  writeWindowState(file, state);
  expect(readWindowState(file)).toEqual(state);
});

test.each(['', '{', 'null', '[]', '{"x":1}', '{"x":1e99,"y":0,"width":1,"height":1,"maximized":"no"}'])(
  'a broken file counts as none: %s',
  (text) => {
    writeFileSync(file, text);
    expect(readWindowState(file)).toBeNull();
  },
);

test('a folder that cannot be written is no error', () => {
  expect(() => writeWindowState(join(folder, 'missing', 'window.json'), state)).not.toThrow();
});

test('the window opens where it was, if that is still on a display', () => {
  expect(placeOf(null, [laptop])).toBeNull();
  expect(placeOf(state, [laptop])).toEqual({ x: 10, y: 20, width: 1200, height: 700 });
  const onProjector = { ...state, x: 2000 };
  expect(placeOf(onProjector, [laptop])).toBeNull();
  expect(placeOf(onProjector, [laptop, { ...laptop, x: 1366 }])).toMatchObject({ x: 2000 });
  expect(placeOf({ ...state, y: -50 }, [laptop])).toBeNull();
  expect(placeOf({ ...state, x: 1300 }, [laptop])).toBeNull();
});

test('a window is never larger than its display', () => {
  expect(placeOf({ ...state, width: 3000, height: 2000 }, [laptop])).toMatchObject({ width: 1366, height: 728 });
});
