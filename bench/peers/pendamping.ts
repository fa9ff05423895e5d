/** Pendamping itself, as it is: sealed on the laptop, its hub on SQLite, `synchronous=FULL`. */
import { join } from 'node:path';
import { build } from 'vite';
import { startHub } from '../../e2e/support/hub.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Peer } from './measure.ts';
import { AUTHOR } from './workload.ts';

const UNIT = 'plut-sulteng';

export const pendamping: Peer = {
  name: 'Pendamping',
  version: packageJson.version,
  notes: 'Rows are sealed with ChaCha20-Poly1305 on the laptop. Hub: SQLite, synchronous=FULL.',
  page: '/contest.html',
  prepare: async () => {
    await build({ configFile: join(import.meta.dirname, '../vite.config.ts'), logLevel: 'warn' });
  },
  start: async () => {
    const hub = await startHub({ web: 'dist/bench' });
    await hub.admin('unit', 'add', UNIT, '--name', 'PLUT Sulawesi Tengah', '--level', 'province', '--region', '72');
    await hub.admin('user', 'add', AUTHOR, '--unit', UNIT, '--role', 'consultant', '--name', 'Konsultan (contoh)');
    return {
      url: hub.url,
      ticket: async () => ((await hub.admin('code', 'create', '--user', AUTHOR)) as { code: string }).code,
      dispose: () => hub.dispose(),
    };
  },
};
