import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentType, fileOf } from './app-files.ts';

const root = join('/', 'app', 'renderer');
const at = (...path: string[]) => join(root, ...path);

test('a file is itself, a route is index.html', () => {
  expect(fileOf('app://pendamping/', root)).toBe(at('index.html'));
  expect(fileOf('app://pendamping/clients/businesses/0193', root)).toBe(at('index.html'));
  expect(fileOf('app://pendamping/assets/main-1a2b.js?v=1#top', root)).toBe(at('assets', 'main-1a2b.js'));
  expect(fileOf('app://pendamping/regions/villages%2D72.json', root)).toBe(at('regions', 'villages-72.json'));
});

test('a missing file stays missing: it is no route', () => {
  expect(fileOf('app://pendamping/assets/gone.js', root)).toBe(at('assets', 'gone.js'));
});

test.each([
  'app://pendamping/../secret.txt',
  'app://pendamping/%2e%2e/%2e%2e/etc/passwd.txt',
  'app://pendamping/..%2f..%2fetc/passwd.txt',
  'app://pendamping/assets/..%2f..%2f..%2fmain.mjs',
  'app://pendamping/..%5c..%5cwindows.ini',
  'app://pendamping/C:%2Fwindows.ini',
  'app://pendamping/a%00.html',
  'app://pendamping/%E0%A4%A.html',
  'app://elsewhere/index.html',
  'app://pendamping:81/index.html',
  'app://user@pendamping/index.html',
  'https://pendamping/index.html',
  'file:///etc/passwd',
  'nonsense',
])('%s never leaves the folder', (url) => {
  const file = fileOf(url, root);
  expect(file === null || file.startsWith(`${root}/`) || file.startsWith(`${root}\\`)).toBe(true);
});

test('encoded separators and foreign origins are refused outright', () => {
  expect(fileOf('app://pendamping/..%2f..%2fetc/passwd.txt', root)).toBeNull();
  expect(fileOf('app://pendamping/a%00.html', root)).toBeNull();
  expect(fileOf('app://elsewhere/index.html', root)).toBeNull();
});

test('content types', () => {
  expect(contentType('index.html')).toBe('text/html; charset=utf-8');
  expect(contentType('x.JS')).toMatch('text/javascript');
  expect(contentType('x.exe')).toBe('application/octet-stream');
});
