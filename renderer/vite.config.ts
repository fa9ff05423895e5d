import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { writeRegions } from '../build/regions.ts';
import packageJson from '../package.json' with { type: 'json' };

const here = import.meta.dirname;
const output = `${here}/../dist/renderer`;
writeRegions(`${here}/public/regions`);

export default defineConfig({
  root: here,
  base: '/',
  define: { APP_VERSION: JSON.stringify(packageJson.version) },
  build: {
    outDir: output,
    emptyOutDir: true,
    target: 'chrome130',
    // Fonts and images as files: the policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A hundred small files cost a start more than one.
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'shared', minShareCount: 3 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  resolve: { alias: [{ find: /^fflate$/, replacement: `${here}/fflate.ts` }] },
  plugins: [
    react(),
    // In a browser the app must open without the hub too. Electron serves the files itself and registers no worker.
    VitePWA({
      injectRegister: false,
      filename: 'sw.js',
      manifest: {
        name: 'Pendamping',
        short_name: 'Pendamping',
        lang: 'id',
        display: 'standalone',
        start_url: '/',
        background_color: '#ffffff',
        theme_color: '#0b7285',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
      workbox: {
        globPatterns: ['**/*.{html,js,css,svg,png,woff2,webmanifest}', 'regions/*.json'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/v1\//, /^\/health/, /^\/metrics/],
        clientsClaim: true,
        cleanupOutdatedCaches: true,
      },
    }),
  ],
});
