/** Bundles the shell: main as an ES module, the preload as CommonJS (a sandboxed preload can be nothing else). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
// The keys that updates must be signed with; a build without any takes none. A rehearsal brings its own.
const keys = process.env.PENDAMPING_UPDATE_KEYS ?? join(root, 'build', 'update-keys.pem');
const UPDATE_KEYS = JSON.stringify(existsSync(keys) ? readFileSync(keys, 'utf8') : '');
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  external: ['electron'],
  sourcemap: true,
  logLevel: 'warning',
};

await build({
  ...common,
  entryPoints: ['electron/main/index.ts'],
  format: 'esm',
  outfile: 'dist/electron/main.mjs',
  define: { UPDATE_KEYS },
});
await build({
  ...common,
  entryPoints: ['electron/preload/index.ts'],
  format: 'cjs',
  outfile: 'dist/electron/preload.cjs',
});
