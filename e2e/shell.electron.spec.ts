import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { contentSecurityPolicy } from '#core/wire/csp.ts';
import { type DesktopApp, electronArguments, electronExecutable, openDesktopApp } from './support/electron.ts';

let desktop: DesktopApp;

test.beforeEach(async () => {
  desktop = await openDesktopApp({ hub: 'http://127.0.0.1:4799' });
});

test.afterEach(async () => {
  await desktop.dispose();
});

test('the window shows the app from app:// and nothing complains', async () => {
  const { app, page } = desktop;
  expect(page.url()).toMatch(/^app:\/\/pendamping\//);
  await expect(page).toHaveTitle('Pendamping');
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
  expect(desktop.complaints).toEqual([]);
});

test('the page has no Node, only the bridge', async () => {
  const { page, app } = desktop;
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
  expect(await page.evaluate(() => Object.keys(window.pendamping ?? {}).toSorted())).toEqual([
    'ask',
    'info',
    'onCommand',
    'onFlush',
    'onGuestMoved',
    'onPostAsked',
    'openExternal',
    'setLanguage',
  ]);
  expect(await page.evaluate(() => window.pendamping?.info())).toEqual({
    version: await app.evaluate(({ app: { getVersion } }) => getVersion()),
    platform: process.platform,
    profile: 'default',
    hub: 'http://127.0.0.1:4799',
    language: null,
  });
});

test('the policy is sent with every answer, and holds', async () => {
  const { page } = desktop;
  const answers = await page.evaluate(async () => {
    const paths = ['/', '/clients', '/missing.js', '/%2e%2e%2felectron%2fmain.mjs', '/..%2f..%2fpackage.json'];
    return Promise.all(
      paths.map(async (path) => {
        const { status, headers } = await fetch(path);
        return { path, status, policy: headers.get('content-security-policy'), type: headers.get('content-type') };
      }),
    );
  });
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404, 404]);
  expect(answers.map(({ policy }) => policy)).toEqual(answers.map(() => contentSecurityPolicy()));
  expect(answers[1]?.type).toBe('text/html; charset=utf-8');

  const refused = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.body.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { outline: 3px solid red }';
    document.head.append(style);
    const frame = document.createElement('iframe');
    frame.src = 'https://example.org/';
    document.body.append(frame);
    // Later, by the page itself: what a test injects may evaluate strings in spite of the policy.
    const evalRan = await new Promise<boolean>((resolve) =>
      setTimeout(() => {
        try {
          // biome-ignore lint/security/noGlobalEval: that it fails is what this test is about
          globalThis.eval('1');
          resolve(true);
        } catch {
          resolve(false);
        }
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    return {
      violations,
      evalRan,
      inlineRan: 'inlineRan' in window,
      outline: getComputedStyle(document.body).outlineStyle,
    };
  });
  expect(refused).toMatchObject({ evalRan: false, inlineRan: false, outline: 'none' });
  expect(refused.violations).toEqual(expect.arrayContaining(['script-src-elem', 'style-src-elem', 'frame-src']));
});

test('nothing leads out of the page: no window, no foreign address, no permission but the camera', async () => {
  const { app, page } = desktop;
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  const url = page.url();
  expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
  expect(await page.evaluate(() => window.open('about:blank') === null)).toBe(true);
  for (const target of ['https://example.org/', 'file:///etc/passwd', 'app://elsewhere/']) {
    await page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      link.click();
    }, target);
    await page.waitForTimeout(200);
    expect(page.url()).toBe(url);
  }
  expect(app.windows()).toHaveLength(1);

  const states = await page.evaluate(() =>
    Promise.all(
      (['geolocation', 'notifications', 'microphone', 'camera'] as PermissionName[]).map(
        async (name) => (await navigator.permissions.query({ name })).state,
      ),
    ),
  );
  // Photos of a session: the camera alone.
  expect(states).toEqual(['denied', 'denied', 'denied', 'granted']);

  await page.evaluate(() => window.pendamping?.openExternal('https://example.org/bantuan'));
  for (const wrong of ['file:///etc/passwd', 'javascript:alert(1)', 'smb://server/share', 42 as unknown as string]) {
    const outcome = await page.evaluate(
      (link) =>
        window.pendamping?.openExternal(link).then(
          () => 'opened',
          () => 'refused',
        ),
      wrong,
    );
    expect(outcome).toBe('refused');
  }
  expect(await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([
    'https://example.org/bantuan',
  ]);
});

test('a second start leaves one window, that of the first', async () => {
  const { app, profile } = desktop;
  const told = app.evaluate(
    ({ app: electronApp }) =>
      new Promise<string>((resolve) => electronApp.once('second-instance', () => resolve('told'))),
  );
  const second = spawn(electronExecutable(), electronArguments(profile), { stdio: 'ignore' });
  const ended = new Promise((resolve) => second.once('exit', resolve));
  expect(await told).toBe('told');
  expect(await ended).toBe(0);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the window comes back where it was', async () => {
  const bounds = { x: 40, y: 30, width: 1100, height: 660 };
  await desktop.app.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  );
  await desktop.restart();
  expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
    bounds,
  );
});

test('pending input is written before the window closes, and no page can hold the window open', async () => {
  const { app, page } = desktop;
  // The shell does not wait for a page that still loads: nothing can have been typed into it.
  await page.waitForLoadState('load');
  await page.evaluate(() => {
    window.pendamping?.onFlush(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      localStorage.setItem('flushed', 'yes');
    });
  });
  await desktop.restart();
  expect(await desktop.page.evaluate(() => localStorage.getItem('flushed'))).toBe('yes');
  expect(desktop.app).not.toBe(app);

  await desktop.page.waitForLoadState('load');
  await desktop.page.evaluate(() => {
    window.onbeforeunload = () => true;
    window.pendamping?.onFlush(() => new Promise(() => undefined));
  });
  const started = Date.now();
  await desktop.restart();
  const took = Date.now() - started;
  expect(took).toBeGreaterThan(1900);
  expect(took).toBeLessThan(15_000);
});

test('the menu speaks the language of the app and is greyed out until the app listens', async () => {
  const { app, page } = desktop;
  const sync = () =>
    app.evaluate(({ Menu }) => {
      const item = Menu.getApplicationMenu()?.getMenuItemById('sync');
      return { label: item?.label, enabled: item?.enabled };
    });
  expect(await sync()).toEqual({ label: 'Kirim sekarang', enabled: false });

  await page.evaluate(() => {
    const heard: string[] = [];
    const stop = window.pendamping?.onCommand((command) => heard.push(command));
    Object.assign(window, { heard, stop });
  });
  await expect.poll(sync).toEqual({ label: 'Kirim sekarang', enabled: true });
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('sync')?.click());
  await expect.poll(() => page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(['sync']);

  await page.evaluate(() => window.pendamping?.setLanguage('en'));
  await expect.poll(sync).toEqual({ label: 'Send now', enabled: true });
  await page.evaluate(() => (window as unknown as { stop: () => void }).stop());
  await expect.poll(sync).toEqual({ label: 'Send now', enabled: false });
});

test('after a restart the menu speaks the language that the user chose', async () => {
  await desktop.page.getByText('English').click();
  await desktop.restart();
  await expect
    .poll(() => desktop.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('sync')?.label))
    .toBe('Send now');
});
