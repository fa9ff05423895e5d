/** Bundles the shell: main as an ES module, the preload as CommonJS (a sandboxed preload can be nothing else). */
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  external: ['electron'],
  sourcemap: true,
  logLevel: 'warning',
};

await build({ ...common, entryPoints: ['electron/main/index.ts'], format: 'esm', outfile: 'dist/electron/main.mjs' });
await build({
  ...common,
  entryPoints: ['electron/preload/index.ts'],
  format: 'cjs',
  outfile: 'dist/electron/preload.cjs',
});
