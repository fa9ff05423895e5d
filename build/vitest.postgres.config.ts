/** All tests of the hub on a PostgreSQL of our own: `npm run test:postgres`. */
import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../vitest.config.ts';

const config = mergeConfig(base, defineConfig({ test: { globalSetup: ['hub/testing/postgres-server.ts'] } }));
// Merging would add to the list.
config.test.include = ['hub/**/*.test.ts'];
export default config;
