import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{core,renderer,electron,hub,build,bench,e2e,simulation}/**/*.test.ts'],
    testTimeout: 20_000,
    // Otherwise one processor would be left to vitest itself, which needs little of it.
    maxWorkers: availableParallelism(),
  },
});
