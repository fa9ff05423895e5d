import { expect, test } from 'vitest';
import { isOwnBlob, isOwnMainFrame, isOwnUrl, START_URL } from './origin.ts';
import { isAllowed, type Permission } from './permissions.ts';

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
  const origin = 'app://pendamping';
  const top = { url: START_URL, origin, parent: null };
  expect(isOwnMainFrame(top)).toBe(true);
  expect(isOwnMainFrame({ url: START_URL, origin, parent: top })).toBe(false);
  expect(isOwnMainFrame({ url: 'https://example.org/', origin: 'https://example.org', parent: null })).toBe(false);
  expect(isOwnMainFrame({ url: START_URL, origin: 'null', parent: null })).toBe(false);
  expect(isOwnMainFrame({ url: '', origin, parent: null })).toBe(false);
  expect(isOwnMainFrame(null)).toBe(false);
});

test('only what the page itself made is downloaded', () => {
  expect(isOwnBlob('blob:app://pendamping/0193')).toBe(true);
  for (const url of [
    'https://example.org/a.exe',
    'blob:https://example.org/1',
    START_URL,
    'data:text/plain,x',
    'blob:',
  ]) {
    expect(isOwnBlob(url)).toBe(false);
  }
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
  for (const permission of ['constructor', '__proto__', 'new in Chromium']) {
    expect(isAllowed(permission, START_URL)).toBe(false);
  }
});

/** Electron's whole list: the types ask for a line here when a new version brings another one. `media` has its own rule. */
const PERMISSIONS: Record<Exclude<Permission, 'media'>, boolean> = {
  ar: false,
  'automatic-fullscreen': false,
  'background-fetch': false,
  'background-sync': false,
  'captured-surface-control': false,
  'clipboard-read': false,
  'clipboard-sanitized-write': true,
  'deprecated-sync-clipboard-read': false,
  'display-capture': false,
  fileSystem: false,
  fullscreen: false,
  geolocation: false,
  'geolocation-approximate': false,
  'hand-tracking': false,
  hid: false,
  'idle-detection': false,
  keyboardLock: false,
  'local-fonts': false,
  'local-network': true,
  'local-network-access': true,
  'loopback-network': true,
  mediaKeySystem: false,
  midi: false,
  midiSysex: false,
  nfc: false,
  notifications: false,
  openExternal: false,
  'payment-handler': false,
  'periodic-background-sync': false,
  'persistent-storage': true,
  pointerLock: false,
  'screen-wake-lock': false,
  sensors: false,
  serial: false,
  'smart-card': false,
  'speaker-selection': false,
  'storage-access': false,
  'system-wake-lock': false,
  'top-level-storage-access': false,
  unknown: false,
  usb: false,
  vr: false,
  'web-app-installation': false,
  'web-printing': false,
  'window-management': false,
};

test.each(Object.entries(PERMISSIONS))('permission %s: %s', (permission, isGranted) => {
  expect(isAllowed(permission, START_URL)).toBe(isGranted);
  expect(isAllowed(permission, 'https://example.org/')).toBe(false);
});
