/** A blank page of an origin of its own with the app's store on `window.store`. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';

const ADDRESS = 'http://store.test/';

export async function openStorePage(page: Page): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'store-entry.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'silent',
  });
  const script = outputFiles[0]?.text ?? '';
  // A made-up host is no secure context by its name; WebCrypto is not needed here.
  await page.route(`${ADDRESS}**`, (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html><script src="/store.js"></script>' }),
  );
  await page.goto(ADDRESS);
}
