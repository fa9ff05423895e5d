import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { contentSecurityPolicy } from '#core/wire/csp.ts';
import { commandSchema, requests, type ShellCommand } from '../contract.ts';
import { menuTemplate } from './menu.ts';
import { MENU_TEXTS } from './menu-texts.ts';
import { windowOptions } from './window-options.ts';

test('the window keeps Node away from the page', () => {
  const options = windowOptions('/preload.cjs', true, null);
  expect(options.webPreferences).toMatchObject({
    preload: '/preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    devTools: false,
  });
  expect(options).toMatchObject({ show: false, minWidth: 1024, minHeight: 640 });
  expect(options.width).toBeLessThanOrEqual(1366);
  expect(options.height).toBeLessThanOrEqual(728);
  expect(windowOptions('/p', false, { x: 1, y: 2, width: 3, height: 4 })).toMatchObject({ x: 1, width: 3 });
});

test('the policy allows nothing inline and nothing from elsewhere but the hub', () => {
  const policy = contentSecurityPolicy();
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(policy.match(/https?:/g)).toEqual(['http:', 'https:']);
});

const isMac = false;
const items = (template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  template.flatMap((item) => [item, ...items((item.submenu as MenuItemConstructorOptions[]) ?? [])]);

test('every command is in the menu once, and does what it says', () => {
  const done: ShellCommand[] = [];
  const state = { language: 'id', listening: true, isPackaged: true, isMac } as const;
  const commands = items(menuTemplate(state, (command) => done.push(command))).filter((item) => item.id);
  for (const item of commands) (item.click as () => void)();
  expect(done.toSorted()).toEqual(commandSchema.options.toSorted());
});

test('nobody listens: the commands are greyed out', () => {
  const state = { language: 'id', listening: false, isPackaged: true, isMac } as const;
  const commands = items(menuTemplate(state, () => {})).filter((item) => item.id);
  expect(commands.every((item) => item.enabled === false)).toBe(true);
});

test('reload and developer tools only in development', () => {
  const roles = (isPackaged: boolean) =>
    items(menuTemplate({ language: 'en', listening: true, isPackaged, isMac }, () => {})).map((item) => item.role);
  expect(roles(true)).not.toContain('reload');
  expect(roles(true)).not.toContain('toggleDevTools');
  expect(roles(false)).toContain('reload');
});

test('both languages say everything', () => {
  expect(Object.keys(MENU_TEXTS.en)).toEqual(Object.keys(MENU_TEXTS.id));
  expect(Object.values(MENU_TEXTS).flatMap((texts) => Object.values(texts))).not.toContain('');
});

test.each([
  ['https://wa.me/62811', true],
  ['http://hub.local:8787/', false],
  ['mailto:someone@example.org?subject=Halo&body=Selamat%20pagi', true],
  ['mailto:someone@example.org?attach=/etc/passwd', false],
  ['mailto:?body=x&ATTACHMENT=C:/secret', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['ms-settings:', false],
  ['https://user:secret@example.org/', false],
  ['not a link', false],
  [`https://example.org/${'x'.repeat(2000)}`, false],
  [{ url: 'https://example.org' }, false],
])('open-external %s: %s', (url, isFine) => {
  expect(requests['shell:open-external'].request.safeParse(url).success).toBe(isFine);
});
