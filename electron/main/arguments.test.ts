import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

test('reads its own options among those of Chromium', () => {
  const argv = [
    '.',
    '--no-sandbox',
    '--profile',
    'demo',
    '--hub=http://127.0.0.1:4765',
    '--language',
    'en',
    '--inspect=0',
  ];
  expect(readArguments(argv)).toEqual({ profile: 'demo', hub: 'http://127.0.0.1:4765', language: 'en' });
});

test('a wrong value counts as not given', () => {
  const none = { profile: 'default', hub: null, language: null };
  expect(readArguments([])).toEqual(none);
  expect(readArguments(['--profile', '../../etc', '--hub', 'file:///etc/passwd', '--language', 'fr'])).toEqual(none);
  expect(readArguments(['--profile', '--hub', '--language'])).toEqual(none);
});
