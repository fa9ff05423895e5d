/** For `npm run test:postgres` (build/vitest.postgres.config.ts): one server for all test files. Throws where it cannot be had. */
import { startPostgresServer } from './postgres.ts';

export default async function setup(): Promise<() => void> {
  if (process.env.TEST_DATABASE_URL) return () => {};
  const server = await startPostgresServer();
  process.env.TEST_DATABASE_URL = server.url;
  return server.stop;
}
