import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBundleFile } from '../contract.ts';
import { type Folder, openFolder } from './folder.ts';
import { openParcels, type Parcels } from './post/parcels.ts';

let root: string;
let stick: string;
let parcels: Parcels;
let folder: Folder;
const state = () => join(root, 'folder.json');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pendamping-folder-'));
  stick = join(root, 'stick');
  mkdirSync(stick);
  parcels = openParcels(join(root, 'parcels'));
  folder = openFolder(state(), parcels);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function parcelOf(text: string): Promise<string> {
  const parcel = await parcels.create(text.length);
  await parcels.append(parcel, Buffer.from(text));
  return parcel;
}

test('remembers the folder, and says when it is not there', async () => {
  expect(await folder.list()).toBeNull();
  folder.choose(stick);
  writeFileSync(join(stick, 'a.plut'), 'hello');
  const again = openFolder(state(), parcels);
  expect(await again.list()).toMatchObject({ path: stick, files: [{ name: 'a.plut', size: 5 }] });
  rmSync(stick, { recursive: true });
  expect(await again.list()).toEqual({ path: stick });
  again.choose(null);
  expect(await openFolder(state(), parcels).list()).toBeNull();
  writeFileSync(state(), '{"path":');
  expect(await openFolder(state(), parcels).list()).toBeNull();
});

test('sees bundles only, and follows no link', async () => {
  folder.choose(stick);
  writeFileSync(join(root, 'secret.plut'), 'secret');
  symlinkSync(join(root, 'secret.plut'), join(stick, 'link.plut'));
  mkdirSync(join(stick, 'folder.plut'));
  writeFileSync(join(stick, 'photo.jpg'), 'x');
  writeFileSync(join(stick, 'b.plut.part'), 'x');
  writeFileSync(join(stick, '.hidden.plut'), 'x');
  expect(await folder.list()).toEqual({ path: stick, files: [] });
  expect(await folder.take('link.plut')).toBeNull();
  expect(await folder.take('none.plut')).toBeNull();
  for (const name of [
    '../secret.plut',
    '..\\secret.plut',
    '/etc/passwd',
    'photo.jpg',
    'C:\\a.plut',
    'a\0.plut',
    'a:b.plut',
    'CON.plut',
    'nul .x.plut',
    'com1.plut',
    'LPT9.a.plut',
    '\\\\server\\share\\a.plut',
    'a\n.plut',
    'a?.plut',
  ]) {
    expect(isBundleFile(name), name).toBe(false);
    await expect(folder.take(name)).rejects.toThrow('no such file');
    await expect(folder.remove(name)).rejects.toThrow('no such file');
  }
});

test('takes a file, puts one whole, removes one', async () => {
  folder.choose(stick);
  writeFileSync(join(stick, 'a.plut'), 'from the stick');
  const parcel = (await folder.take('a.plut')) as string;
  expect(Buffer.from(await parcels.read(parcel, 0)).toString()).toBe('from the stick');
  expect(await folder.put('b.plut', await parcelOf('to the stick'))).toBe('done');
  expect(readFileSync(join(stick, 'b.plut'), 'utf8')).toBe('to the stick');
  await folder.remove('a.plut');
  expect(readdirSync(stick)).toEqual(['b.plut']);
  rmSync(stick, { recursive: true });
  expect(await folder.put('c.plut', await parcelOf('too late'))).toBe('gone');
});

test('a link that lies where the copy is written leads it nowhere else', async () => {
  folder.choose(stick);
  writeFileSync(join(root, 'letter.txt'), 'mine');
  symlinkSync(join(root, 'letter.txt'), join(stick, 'a.plut.part'));
  symlinkSync(join(root, 'letter.txt'), join(stick, 'a.plut'));
  expect(await folder.put('a.plut', await parcelOf('to the stick'))).toBe('done');
  expect(readFileSync(join(root, 'letter.txt'), 'utf8')).toBe('mine');
  expect(readFileSync(join(stick, 'a.plut'), 'utf8')).toBe('to the stick');
});

test('a full disk of this laptop takes nothing', async () => {
  const full = openFolder(
    state(),
    openParcels(join(root, 'full'), async () => 0),
  );
  full.choose(stick);
  writeFileSync(join(stick, 'a.plut'), 'x');
  expect(await full.take('a.plut')).toBeNull();
});
