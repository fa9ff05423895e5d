import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
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

test('a bundle that is opened with the app reaches the page, by its name and content alone', async () => {
  const { page, profile } = desktop;
  const file = join(profile, 'kiriman.plut');
  writeFileSync(file, 'a bundle');
  await page.waitForLoadState('load');
  await page.evaluate(() => {
    const heard: string[] = [];
    window.pendamping?.onCommand((command) => heard.push(command));
    Object.assign(window, { heard });
  });
  const second = spawn(electronExecutable(), [...electronArguments(profile), file], { stdio: 'ignore' });
  await new Promise((resolve) => second.once('exit', resolve));
  await expect.poll(() => page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(['bundles']);
  const content = await page.evaluate(async () => {
    const opened = await window.pendamping?.ask('parcel:opened', undefined);
    const bytes = opened?.parcel && (await window.pendamping?.ask('parcel:read', { parcel: opened.parcel, at: 0 }));
    return [opened?.name, bytes && new TextDecoder().decode(bytes)];
  });
  expect(content).toEqual(['kiriman.plut', 'a bundle']);
  expect(await page.evaluate(() => window.pendamping?.ask('parcel:opened', undefined))).toBeNull();
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
      return 0;
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
  // Before it shows anything, the app tells the menu its own language.
  await expect(page.getByText('English')).toBeVisible();
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
