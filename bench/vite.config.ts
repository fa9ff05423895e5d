/** Pages without screens: the app's real store and sync worker, and what a measurement asks of them. */
import { defineConfig } from 'vite';
import packageJson from '../package.json' with { type: 'json' };

const here = import.meta.dirname;

export default defineConfig({
  root: `${here}/page`,
  define: { APP_VERSION: JSON.stringify(packageJson.version) },
  build: {
    outDir: `${here}/../dist/bench`,
    emptyOutDir: true,
    target: 'chrome130',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: [`${here}/page/index.html`, `${here}/page/contest.html`, `${here}/page/save.html`] },
  },
  worker: { format: 'es' },
});
