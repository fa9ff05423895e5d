/** Electron's security checklist on the real app, as far as it can be seen from outside (docs/security.md has the whole of it). */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contentSecurityPolicy } from '#core/wire/csp.ts';
import { requests } from '../electron/contract.ts';
import { type DesktopApp, openDesktopApp } from './support/electron.ts';
import { type Elsewhere, openElsewhere } from './support/elsewhere.ts';

const SEED = Number(process.env.PENDAMPING_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Nobody is there. */
const HUB = 'http://127.0.0.1:4799';

let desktop: DesktopApp;
let elsewhere: Elsewhere;
let root: string;

/** What the shell did for the user to see, and what went wrong in it. */
interface Seen {
  opened: string[];
  dialogs: number;
  crashes: string[];
}
const seen = (): Promise<Seen> => desktop.app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

test.beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'pendamping-security-'));
  mkdirSync(join(root, 'stick'));
  writeFileSync(join(root, 'stick', 'a.plut'), 'bundle');
  writeFileSync(join(root, 'secret.plut'), 'secret');
  elsewhere = await openElsewhere();
  desktop = await openDesktopApp({ hub: HUB });
  await desktop.app.evaluate(
    ({ dialog, shell }, stick) => {
      const seen: Seen = { opened: [], dialogs: 0, crashes: [] };
      Object.assign(globalThis, { seen });
      shell.openExternal = async (url) => void seen.opened.push(url);
      dialog.showOpenDialog = async () => {
        seen.dialogs += 1;
        return { canceled: false, filePaths: [stick] };
      };
      process.on('uncaughtException', (error) => seen.crashes.push(String(error)));
      process.on('unhandledRejection', (error) => seen.crashes.push(String(error)));
    },
    join(root, 'stick'),
  );
  await desktop.page.waitForLoadState('load');
});

test.beforeEach(() => {
  elsewhere.hits.length = 0;
});

test.afterAll(async () => {
  await desktop.dispose();
  elsewhere.dispose();
  rmSync(root, { recursive: true, force: true });
});

test('every window keeps Node away from its page', async () => {
  const { app } = desktop;
  const windows = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => ({
      url: contents.getURL(),
      type: contents.getType(),
      // Not in Electron's types.
      ...(contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
    })),
  );
  expect(windows).toHaveLength(1);
  expect(windows[0]).toMatchObject({
    url: expect.stringMatching(/^app:\/\/pendamping\//),
    type: 'window',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
  for (const risky of ['experimentalFeatures', 'enableBlinkFeatures', 'plugins', 'preloadURL']) {
    expect((windows[0] as Record<string, unknown>)[risky], risky).toBeFalsy();
  }
});

test('the page has no Node, only the bridge, and the bridge only its own channels', async () => {
  const { page, app } = desktop;
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
  expect(await page.evaluate(() => Object.keys(window.pendamping ?? {}).toSorted())).toEqual([
    'ask',
    'info',
    'onCommand',
    'onFlush',
    'onGuestMoved',
    'onLock',
    'onPostAsked',
    'onStoreReset',
    'onUpdateMoved',
    'openExternal',
    'relaunch',
    'setLanguage',
  ]);
  expect(await page.evaluate(() => window.pendamping?.info())).toEqual({
    version: await app.evaluate(({ app: { getVersion } }) => getVersion()),
    platform: process.platform,
    profile: 'default',
    hub: HUB,
    language: null,
    store: 'whole',
    hasVault: expect.any(Boolean),
  });
  const outcomes = await page.evaluate(() => {
    const channels = ['shell:set-language', 'app:info', 'ELECTRON_BROWSER_REQUIRE', 'parcel:none', ''];
    const ask = window.pendamping?.ask as (channel: string, request: unknown) => Promise<unknown>;
    return Promise.all(
      channels.map(async (channel) => {
        try {
          await ask(channel, 'en');
          return `${channel} answered`;
        } catch {
          return 'refused';
        }
      }),
    );
  });
  expect(outcomes).toEqual(outcomes.map(() => 'refused'));
});

test('the policy is sent with every answer, and nothing inline or from elsewhere runs or loads', async () => {
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
  expect(contentSecurityPolicy()).not.toContain('unsafe');
  expect(answers[1]?.type).toBe('text/html; charset=utf-8');

  const refused = await page.evaluate(async (url) => {
    const violations = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => violations.add(event.effectiveDirective));
    const add = (tag: string, attributes: Record<string, string>, text = '') => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.textContent = text;
      document.body.append(element);
      return element;
    };
    add('script', {}, 'window.ran = "inline script"');
    add('script', { src: `${url}/script.js` });
    add('script', { src: 'data:text/javascript,window.ran="data script"' });
    add('button', { onclick: 'window.ran = "handler"' }).click();
    add('a', { href: 'javascript:void(window.ran="javascript link")' }).click();
    add('style', {}, 'body { outline: 3px solid red }');
    add('link', { rel: 'stylesheet', href: `${url}/style.css` });
    add('img', { src: `${url}/image.png` });
    add('video', { src: `${url}/video.mp4` });
    add('iframe', { src: `${url}/frame` });
    add('iframe', { srcdoc: '<script>parent.ran = "frame"</script>' });
    add('object', { data: `${url}/object` });
    add('embed', { src: `${url}/embed` });
    add('base', { href: url });
    let workerRuns = false;
    try {
      const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
      worker.onmessage = () => {
        workerRuns = true;
      };
    } catch {}
    // Later, by the page itself: what a test injects may evaluate strings in spite of the policy.
    const evaluated = await new Promise<string[]>((resolve) =>
      setTimeout(() => {
        const ran: string[] = [];
        try {
          // biome-ignore lint/security/noGlobalEval: that it fails is what this test is about
          globalThis.eval('1');
          ran.push('eval');
        } catch {}
        try {
          new Function('return 1')();
          ran.push('Function');
        } catch {}
        resolve(ran);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    return {
      violations: [...violations].toSorted(),
      evaluated,
      ran: (window as unknown as { ran?: string }).ran,
      workerRuns,
      outline: getComputedStyle(document.body).outlineStyle,
      base: document.baseURI,
    };
  }, elsewhere.url);
  expect(refused).toMatchObject({ evaluated: [], ran: undefined, workerRuns: false, outline: 'none' });
  expect(refused.base).toMatch(/^app:\/\/pendamping\//);
  expect(refused.violations).toEqual(
    expect.arrayContaining(['base-uri', 'frame-src', 'img-src', 'media-src', 'script-src-elem', 'style-src-elem']),
  );
  expect(elsewhere.hits).toEqual([]);
});

test('nothing leads out of the page: no address, no form, no new window', async () => {
  const { app, page } = desktop;
  const before = page.url();
  const windows = await page.evaluate(async (url) => {
    Object.assign(window, { stillHere: true });
    const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
    const click = (attributes: Record<string, string>) => {
      const link = document.createElement('a');
      for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
      document.body.append(link);
      link.click();
      link.remove();
    };
    const submit = (action: string, method: string, target: string) => {
      const form = document.createElement('form');
      Object.assign(form, { action, method, target });
      document.body.append(form);
      form.submit();
      form.remove();
    };
    const targets = [
      `${url}/target`,
      'file:///etc/passwd',
      'data:text/html,<p>elsewhere',
      'javascript:void(window.ran="javascript address")',
      URL.createObjectURL(new Blob(['<p>elsewhere'], { type: 'text/html' })),
      'app://elsewhere/',
      'app://pendamping.example.org/',
      'chrome://gpu',
      'devtools://devtools/bundled/inspector.html',
      'view-source:app://pendamping/',
      'mailto:someone@example.org',
      'smb://server/share',
      'ms-msdt:/id',
    ];
    const opened: string[] = [];
    for (const target of targets) {
      const ways = [
        () => window.location.assign(target),
        () => window.location.replace(target),
        () => click({ href: target }),
        () => click({ href: target, target: '_blank', rel: 'opener' }),
        () => submit(target, 'get', '_self'),
        () => submit(target, 'post', '_blank'),
        () => {
          if (window.open(target) !== null) opened.push(target);
        },
      ];
      for (const way of ways) {
        try {
          way();
        } catch {}
        await pause();
      }
    }
    const refresh = document.createElement('meta');
    Object.assign(refresh, { httpEquiv: 'refresh', content: `0;url=${url}/refreshed` });
    document.head.append(refresh);
    await pause();
    await pause();
    return opened;
  }, elsewhere.url);
  expect(windows).toEqual([]);
  expect(page.url()).toBe(before);
  expect(await page.evaluate(() => Object.keys(window).filter((name) => ['stillHere', 'ran'].includes(name)))).toEqual([
    'stillHere',
  ]);
  expect(app.windows()).toHaveLength(1);
  expect(elsewhere.hits).toEqual([]);
  expect((await seen()).opened).toEqual([]);
});

test('an empty page, which Chromium asks nobody about, gives its place back to the app', async () => {
  const { page } = desktop;
  await page.evaluate(() => window.location.assign('about:blank'));
  await expect.poll(() => page.title()).toBe('Pendamping');
  expect(page.url()).toMatch(/^app:\/\/pendamping\//);
  expect(await page.evaluate(() => window.pendamping?.info())).toMatchObject({ profile: 'default' });
});

test('a page from elsewhere, if one came into a window, gets no further: no redirect, frame, webview or window', async () => {
  const { app } = desktop;
  const states = await app.evaluate(async ({ BrowserWindow, webContents }, url) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
    await window.loadURL(`${url}/redirect`).catch(() => undefined);
    await window.loadURL(`${url}/hostile`).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const states = await window.webContents.executeJavaScript(`Promise.all(
      ['camera', 'microphone', 'geolocation', 'notifications', 'persistent-storage', 'clipboard-write'].map(
        (name) => navigator.permissions.query({ name }).then(({ state }) => state),
      ),
    )`);
    const types = webContents.getAllWebContents().map((contents) => contents.getType());
    const title = window.getTitle();
    window.destroy();
    return { states, types, title };
  }, elsewhere.url);
  expect(states.title).toBe('elsewhere');
  expect(states.types).toEqual(['window', 'window']);
  expect(states.states.filter((state: string) => state === 'granted')).toEqual([]);
  expect(elsewhere.hits.filter((path) => path !== '/favicon.ico')).toEqual(['/redirect', '/hostile']);
});

test('permissions: the camera for photos, copying, lasting storage and the hub’s network; nothing else', async () => {
  const { page } = desktop;
  const states = await page.evaluate(async (names) => {
    const states: Record<string, string> = {};
    for (const name of names) {
      // A name that this Chromium does not know is refused as well.
      states[name] = await navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'denied',
      );
    }
    return states;
  }, QUERIED);
  expect(Object.keys(states).filter((name) => states[name] === 'granted')).toEqual(GRANTED);

  const uses = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: half of these are not in the types of the DOM
    const device = navigator as any;
    const attempts: Record<string, () => Promise<unknown>> = {
      geolocation: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      notifications: async () => {
        if ((await Notification.requestPermission()) !== 'granted') throw new Error('refused');
      },
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
      clipboard: () => navigator.clipboard.readText(),
      midi: () => device.requestMIDIAccess({ sysex: true }),
      usb: () => device.usb.requestDevice({ filters: [] }),
      hid: async () => {
        if ((await device.hid.requestDevice({ filters: [] })).length === 0) throw new Error('refused');
      },
      serial: () => device.serial.requestPort(),
      bluetooth: () => device.bluetooth.requestDevice({ acceptAllDevices: true }),
      fullscreen: () => document.documentElement.requestFullscreen(),
      wakeLock: () => device.wakeLock.request('screen'),
    };
    return Promise.all(
      Object.entries(attempts).map(async ([name, attempt]) => {
        const late = new Promise((_resolve, reject) => setTimeout(reject, 1000));
        try {
          await Promise.race([attempt(), late]);
          return `${name} granted`;
        } catch {
          return `${name} refused`;
        }
      }),
    );
  });
  expect(uses.filter((use) => !use.endsWith('refused'))).toEqual([]);
});

const GRANTED = ['camera', 'clipboard-write', 'persistent-storage'];
const QUERIED = [
  ...GRANTED,
  'accelerometer',
  'ambient-light-sensor',
  'background-fetch',
  'background-sync',
  'captured-surface-control',
  'clipboard-read',
  'display-capture',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hand-tracking',
  'idle-detection',
  'keyboard-lock',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'nfc',
  'notifications',
  'payment-handler',
  'periodic-background-sync',
  'pointer-lock',
  'push',
  'screen-wake-lock',
  'speaker-selection',
  'storage-access',
  'system-wake-lock',
  'top-level-storage-access',
  'window-management',
];

test('a certificate that nobody vouches for is refused, and none of the user’s own is shown', async () => {
  const { app, page } = desktop;
  const reaches = (url: string) =>
    page.evaluate(
      (address) =>
        fetch(address).then(
          () => true,
          () => false,
        ),
      url,
    );
  expect(await reaches(`${elsewhere.url}/plain`)).toBe(true);
  expect(await reaches(`${elsewhere.secureUrl}/fetched`)).toBe(false);
  const loaded = await app.evaluate(async ({ BrowserWindow }, url) => {
    const window = new BrowserWindow({ show: false });
    const outcome = await window.loadURL(url).then(() => 'loaded', String);
    window.destroy();
    return outcome;
  }, `${elsewhere.secureUrl}/loaded`);
  expect(loaded).toMatch(/ERR_CERT_/);
  expect(elsewhere.hits).toEqual(['/plain']);

  const shown = await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const outcome = { prevented: false, chosen: 'nothing said' as unknown };
    const event = { preventDefault: () => Object.assign(outcome, { prevented: true }) };
    const choose = (certificate?: unknown) => Object.assign(outcome, { chosen: certificate ?? null });
    electronApp.emit('select-client-certificate', event, window?.webContents, 'https://127.0.0.1/', [{}], choose);
    return outcome;
  });
  expect(shown).toEqual({ prevented: true, chosen: null });
});

test('only what the page made itself is downloaded', async () => {
  const { app, page } = desktop;
  await app.evaluate(({ session }, folder) => {
    const downloads: string[] = [];
    Object.assign(globalThis, { downloads });
    session.defaultSession.on('will-download', (event, item) => {
      downloads.push(`${new URL(item.getURL()).protocol}${event.defaultPrevented ? ' refused' : ''}`);
      // Without a dialog.
      item.setSavePath(`${folder}/downloaded.txt`);
    });
  }, root);
  const save = (href: string) =>
    page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url ?? '';
      link.download = 'file.txt';
      link.click();
    }, href);
  const downloads = () => app.evaluate(() => (globalThis as unknown as { downloads: string[] }).downloads);
  await save('/icon.svg');
  await expect.poll(downloads).toEqual(['app: refused']);
  await save(await page.evaluate(() => URL.createObjectURL(new Blob(['own']))));
  await expect.poll(downloads).toEqual(['app: refused', 'blob:']);
});

test('links leave for the web by https and for a mail, and no other', async () => {
  const { page } = desktop;
  const open = (link: unknown) =>
    page.evaluate(
      (url) =>
        window.pendamping?.openExternal(url as string).then(
          () => 'opened',
          () => 'refused',
        ),
      link,
    );
  expect(await open('https://example.org/bantuan')).toBe('opened');
  expect(await open('mailto:someone@example.org?subject=Halo')).toBe('opened');
  for (const wrong of [
    'http://example.org/',
    'https://user:secret@example.org/',
    'mailto:someone@example.org?attach=/etc/passwd',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://server/share',
    'ms-msdt:/id',
    'app://pendamping/',
    42,
  ]) {
    expect(await open(wrong)).toBe('refused');
  }
  expect((await seen()).opened).toEqual(['https://example.org/bantuan', 'mailto:someone@example.org?subject=Halo']);
});

test('hostile messages: a foreign page is refused on every channel, the app’s own answered or refused', async () => {
  console.log(`security.electron.spec: seed ${SEED} (PENDAMPING_SEED)`);
  const { app, page } = desktop;
  const before = await seen();
  const channels = Object.keys(requests);
  const preload = join(root, 'preload.cjs');
  writeFileSync(
    preload,
    `const { contextBridge, ipcRenderer } = require('electron');
     contextBridge.exposeInMainWorld('send', (channel, message) => ipcRenderer.invoke(channel, message));`,
  );
  const code = `(${fuzz})(window.send, ${JSON.stringify(channels)}, ${EACH}, ${SEED})`;
  const foreign = await app.evaluate(
    async ({ BrowserWindow }, given) => {
      const answers: Tally[] = [];
      for (const url of given.urls) {
        const window = new BrowserWindow({ show: false, webPreferences: { preload: given.preload } });
        await window.loadURL(url).catch(() => undefined);
        answers.push(await window.webContents.executeJavaScript(given.code));
        window.destroy();
      }
      return answers;
    },
    { preload, code, urls: ['data:text/html,elsewhere', 'about:blank', `${elsewhere.url}/`, 'app://elsewhere/'] },
  );
  for (const tally of foreign) {
    expect(tally.answered).toEqual([]);
    expect(tally.sent).toBe(EACH * channels.length);
    expect(tally.refusals).toEqual(channels.map((channel) => `${channel}: refused, foreign sender`).toSorted());
  }
  expect(await seen()).toEqual(before);

  const own: Tally = await page.evaluate(`(${fuzz})(${sendByBridge}, ${JSON.stringify(channels)}, ${EACH}, ${SEED})`);
  // The app begins again by a function of its own, which would end this test.
  const answeredWithoutRequest = channels.filter(
    (channel) =>
      channel !== 'shell:relaunch' && requests[channel as keyof typeof requests].request.safeParse(undefined).success,
  );
  expect(own.sent).toBe(EACH * channels.length);
  // What says nothing gets an answer where nothing has to be said; and any text may be a wrapped key, to be told that it is none.
  expect(own.answered).toEqual([...answeredWithoutRequest, 'vault:unwrap'].toSorted());
  expect(own.refusals.filter((refusal) => !/refused, wrong request$|^no such channel$/.test(refusal))).toEqual([]);

  const after = await seen();
  expect(after.opened).toEqual(before.opened);
  expect(after.crashes).toEqual([]);
  expect(readdirSync(join(root, 'stick'))).toEqual(['a.plut']);
  expect(readFileSync(join(root, 'secret.plut'), 'utf8')).toBe('secret');
  expect(await page.evaluate(() => window.pendamping?.info())).toMatchObject({ profile: 'default' });
});

/** Messages to each channel, from each page. */
const EACH = 60;

interface Tally {
  sent: number;
  /** The channels that answered. */
  answered: string[];
  refusals: string[];
}

/** Runs in the app's page, which has nothing but the bridge. */
async function sendByBridge(channel: string, message: unknown): Promise<unknown> {
  const shell = window.pendamping as NonNullable<typeof window.pendamping>;
  if (channel === 'app:info') return shell.info();
  if (channel === 'shell:set-language') return shell.setLanguage(message as never);
  if (channel === 'shell:open-external') return shell.openExternal(message as never);
  return shell.ask(channel as never, message as never);
}

/** Runs in a page: nothing of this file is there. */
async function fuzz(
  send: (channel: string, message: unknown) => Promise<unknown>,
  channels: readonly string[],
  each: number,
  seed: number,
): Promise<Tally> {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const leaves = [
    null,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    -1,
    2 ** 60,
    '',
    'x'.repeat(2000),
    '../secret.plut',
    '\\\\server\\share\\a.plut',
    'CON.plut',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '8.8.8.8:80',
    new Uint8Array(8),
    new Float64Array(3),
    new Date(),
    /a+/,
    new Error('x'),
    10n ** 20n,
    JSON.parse('{"__proto__":{"polluted":1}}'),
    Object.create(null),
  ];
  const keys = ['name', 'parcel', 'size', 'bytes', 'at', 'address', 'token', 'id', 'answer', 'constructor', 'then'];
  const make = (depth: number): unknown => {
    const dice = random();
    if (depth === 0 || dice < 0.5) return pick(leaves);
    if (dice < 0.7) return Array.from({ length: Math.floor(random() * 4) }, () => make(depth - 1));
    return Object.fromEntries(Array.from({ length: 3 }, () => [pick(keys), make(depth - 1)]));
  };
  const answered = new Set<string>();
  const refusals = new Set<string>();
  let sent = 0;
  for (const channel of channels) {
    const large = ['x'.repeat(2_000_000), { bytes: new Uint8Array(2_000_000) }];
    const messages = [undefined, ...large, ...Array.from({ length: each - 3 }, () => make(3))];
    const outcomes = await Promise.allSettled(messages.map(async (message) => send(channel, message)));
    for (const outcome of outcomes) {
      sent += 1;
      if (outcome.status === 'fulfilled') answered.add(channel);
      else refusals.add(String(outcome.reason?.message ?? outcome.reason).replace(/^.*Error: /, ''));
    }
  }
  return { sent, answered: [...answered].sort(), refusals: [...refusals].sort() };
}
