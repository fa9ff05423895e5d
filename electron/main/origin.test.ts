import { expect, test } from 'vitest';
import { isOwnMainFrame, isOwnUrl, START_URL } from './origin.ts';
import { isAllowed } from './permissions.ts';

test('only the app itself is own', () => {
  expect(isOwnUrl(START_URL)).toBe(true);
  expect(isOwnUrl('app://pendamping/clients?x=1')).toBe(true);
  expect(isOwnUrl('app://pendamping')).toBe(true);
  for (const url of ['', null, undefined, 'about:blank', 'app://pendamping.evil/', 'app://evil/#app://pendamping/']) {
    expect(isOwnUrl(url)).toBe(false);
  }
  expect(isOwnUrl('http://pendamping/')).toBe(false);
  expect(isOwnUrl('blob:app://pendamping/1')).toBe(false);
});

test('a frame inside the page is not the page', () => {
  const top = { url: START_URL, parent: null };
  expect(isOwnMainFrame(top)).toBe(true);
  expect(isOwnMainFrame({ url: START_URL, parent: top })).toBe(false);
  expect(isOwnMainFrame({ url: 'https://example.org/', parent: null })).toBe(false);
  expect(isOwnMainFrame(null)).toBe(false);
});

test('permissions: refused unless listed, and only for the app itself', () => {
  expect(isAllowed('clipboard-sanitized-write', START_URL)).toBe(true);
  expect(isAllowed('local-network', 'app://pendamping')).toBe(true);
  expect(isAllowed('local-network', 'https://example.org/')).toBe(false);
  expect(isAllowed('media', START_URL, ['video'])).toBe(true);
  expect(isAllowed('media', 'https://example.org/', ['video'])).toBe(false);
  for (const media of [[], ['audio'], ['video', 'audio'], ['unknown']]) {
    expect(isAllowed('media', START_URL, media)).toBe(false);
  }
  for (const permission of ['media', 'geolocation', 'notifications', 'usb', 'openExternal', 'constructor', 'unknown']) {
    expect(isAllowed(permission, START_URL)).toBe(false);
  }
});
