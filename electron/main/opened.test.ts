import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openedFiles } from './opened.ts';
import { openParcels } from './post/parcels.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-opened-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('bundles of a command line come one after the other, and what is none of them not at all', async () => {
  writeFileSync(join(folder, 'a.plut'), 'bundle a');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  mkdirSync(join(folder, 'folder.plut'));
  const parcels = openParcels(join(folder, 'parcels'));
  const opened = openedFiles();

  expect(opened.add(['.', '--hub', 'https://hub.example', 'secret.txt', '--x=b.plut'], folder)).toBe(false);
  expect(opened.isWaiting()).toBe(false);
  expect(await opened.next(parcels)).toBeNull();

  expect(opened.add(['a.plut', join(folder, 'folder.plut'), 'GONE.PLUT'], folder)).toBe(true);
  const first = await opened.next(parcels);
  expect(first?.name).toBe('a.plut');
  expect(Buffer.from(await parcels.read(first?.parcel as string, 0)).toString()).toBe('bundle a');
  opened.add([pathToFileURL(join(folder, 'a.plut')).href, 'file://server/share/b.plut'], folder);
  // The user hears of those that could not be read, too.
  expect(await opened.next(parcels)).toEqual({ name: 'folder.plut', parcel: null });
  expect(await opened.next(parcels)).toEqual({ name: 'GONE.PLUT', parcel: null });
  expect(await opened.next(parcels)).toMatchObject({ name: 'a.plut', parcel: expect.any(String) });
  expect(await opened.next(parcels)).toBeNull();
});
