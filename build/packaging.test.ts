/** What the packed app is configured to be. That it is so is checked where it is packed (check-packed.ts). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FUSES } from './check-packed.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const config = read('build', 'electron-builder.yml');

/** The lines below a key, without it. */
const block = (key: string): string => new RegExp(`^${key}:\\n((?: {2}.*\\n)+)`, 'm').exec(config)?.[1] ?? '';

test('fuses: nothing runs but the app as it was packed', () => {
  const fuses = Object.fromEntries(
    [...block('electronFuses').matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [
      name,
      value === 'true',
    ]),
  );
  expect(fuses).toEqual(FUSES);
  // A fuse that electron-builder newly knows has to be decided on; these two are about size and signing.
  const known = JSON.parse(read('node_modules', 'app-builder-lib', 'scheme.json')).definitions.FuseOptionsV1.properties;
  expect(
    [...Object.keys(fuses), 'loadBrowserProcessSpecificV8Snapshot', 'resetAdHocDarwinSignature'].toSorted(),
  ).toEqual(Object.keys(known).toSorted());
});

test('code lies in one archive whose integrity is checked, and none of npm’s packages is in it', () => {
  expect(config).toMatch(/^asar: true$/m);
  expect(config).not.toMatch(/asarUnpack/);
  // They are the hub's, which runs from source; the app is bundled.
  expect(block('files')).toContain("- '!node_modules/**'");
});

test('the version of Electron is named exactly: no other one is packed than was tested', () => {
  const { devDependencies } = JSON.parse(read('package.json'));
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
});
