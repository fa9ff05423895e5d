import { expect, test } from 'vitest';
import { neverReuseLogs } from './logReuse.ts';

const GIBIBYTE = 1024 ** 3;

test.each([
  [2 * GIBIBYTE, 1024],
  [8 * GIBIBYTE, 2048],
  [64 * GIBIBYTE, 3500],
])('with %i bytes of memory a page may have %i MiB, although the mode would leave it 286', (memory, heap) => {
  const switches = new Map<string, string | undefined>();
  neverReuseLogs({ appendSwitch: (name, value) => void switches.set(name, value) }, memory);
  expect(switches.has('enable-low-end-device-mode')).toBe(true);
  expect(switches.get('js-flags')).toContain(`--max-old-space-size=${heap} `);
});
