import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{core,renderer,electron,hub,build,bench,e2e,simulation}/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
