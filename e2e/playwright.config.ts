import { defineConfig } from '@playwright/test';

/** Begun first: begun last, one of them would run for minutes beside nothing. */
const LONG = ['year', 'week', 'forms-unit', 'screens', 'forms', 'attachments'].map((name) => `${name}.spec.ts`);

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // For machines that do something else as well: what is well takes no longer by it.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  fullyParallel: false,
  // Files have hubs and profiles of their own; much of a test's time is waiting for a link or a timer.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  use: { actionTimeout: 30_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? '../test-results/report.json' }],
  ],
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'browser', testMatch: '*.spec.ts', testIgnore: ['*.electron.spec.ts', ...LONG] },
    { name: 'electron', testMatch: '*.electron.spec.ts' },
    // Not part of `npm test`: packing takes minutes. See docs/install.md.
    { name: 'packed', testMatch: '*.packed.ts' },
  ],
});
