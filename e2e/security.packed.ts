/**
 * The packed app under attack from outside, as far as a packed app can be seen (docs/security.md):
 * PENDAMPING_PACKED=dist/packages/linux-unpacked/pendamping playwright test --project=packed security
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contentSecurityPolicy } from '#core/wire/csp.ts';
import pkg from '../package.json' with { type: 'json' };
import { asRoot, type PackedApp, packedExecutable, startPacked } from './support/packed.ts';

let folder: string;
let app: PackedApp;
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pendamping-packed-'));
  app = await startPacked([packedExecutable(), ...asRoot, `--user-data-dir=${join(folder, 'profile')}`]);
});
test.afterAll(async () => {
  await app.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

/** Starts the app in a way that a fuse forbids, for as long as it would take. */
function start(args: string[], env: Record<string, string> = {}) {
  const profile = `--user-data-dir=${join(folder, `other-${Math.random()}`)}`;
  const { stdout, stderr, status } = spawnSync(packedExecutable(), [...args, ...asRoot, profile], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 8000,
    killSignal: 'SIGKILL',
  });
  return { text: `${stdout}${stderr}`, status };
}

test('the page is the app’s own, has no Node, and of the shell only the bridge', async () => {
  const { page } = app;
  expect(page.url()).toMatch(/^app:\/\/pendamping\//);
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
  expect(await page.evaluate(() => window.pendamping?.info())).toMatchObject({
    version: pkg.version,
    profile: 'default',
  });
});

test('the policy is sent, and what is inline, from elsewhere or out of the archive does not come', async () => {
  const answers = await app.page.evaluate(async () => {
    const paths = ['/', '/missing.js', '/%2e%2e%2felectron%2fmain.mjs', '/..%2f..%2fpackage.json'];
    return Promise.all(
      paths.map(async (path) => {
        const { status, headers } = await fetch(path);
        return [status, headers.get('content-security-policy')];
      }),
    );
  });
  const policy = contentSecurityPolicy();
  expect(answers).toEqual([
    [200, policy],
    [404, policy],
    [404, policy],
    [404, policy],
  ]);
  const ran = await app.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return 'ran' in window;
  });
  expect(ran).toBe(false);
});

test('nothing leads out of the page', async () => {
  const { page } = app;
  const before = page.url();
  const opened = await page.evaluate(async () => {
    const targets = [
      'https://example.org/',
      'file:///etc/passwd',
      'data:text/html,x',
      'app://elsewhere/',
      'chrome://gpu',
    ];
    const opened = targets.filter((target) => window.open(target) !== null);
    for (const target of targets) {
      window.location.assign(target);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return opened;
  });
  expect(opened).toEqual([]);
  expect(page.url()).toBe(before);
  expect(page.context().pages()).toHaveLength(1);
});

test('fuse: it does not run as Node', () => {
  const { text } = start(['-e', 'console.log("ran " + "as node")'], { ELECTRON_RUN_AS_NODE: '1' });
  expect(text).not.toContain('ran as node');
});

test('fuse: NODE_OPTIONS loads nothing into it', () => {
  const script = join(folder, 'loaded.cjs');
  writeFileSync(script, 'console.log("loaded " + "by options")');
  expect(start([], { NODE_OPTIONS: `--require=${script}` }).text).not.toContain('loaded by options');
});

test('fuse: no inspector opens', () => {
  for (const flag of ['--inspect=0', '--inspect-brk=0']) expect(start([flag]).text).not.toMatch(/Debugger listening/);
});

test('fuse: another app beside it, or named to it, is not started', () => {
  const other = join(folder, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'package.json'), '{"name":"other","main":"main.cjs"}');
  writeFileSync(join(other, 'main.cjs'), 'console.log("other " + "app"); require("electron").app.exit(7)');
  const { text, status } = start([other]);
  expect(text).not.toContain('other app');
  expect(status).not.toBe(7);
});
