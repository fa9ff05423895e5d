/** Finds what can show the app: Electron's runtime, a display, a browser. Nothing here is needed on a user's machine. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const isRoot = process.getuid?.() === 0;

/** Electron's executable, or null where there is no runtime. */
export function electronRuntime() {
  const executable = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform];
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, join(root, 'node_modules', 'electron', 'dist')];
  for (const folder of folders) {
    const file = folder && join(folder, executable ?? 'electron');
    if (file && existsSync(file)) return file;
  }
  return null;
}

/** Downloads Electron's runtime. Returns its executable, or null. */
export function downloadElectron(node) {
  spawnSync(node, [join(root, 'node_modules', 'electron', 'install.js')], { cwd: root, timeout: 300_000 });
  return electronRuntime();
}

export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Chromium refuses its sandbox to root; only a development machine runs it as root. */
export const sandboxArguments = isRoot ? ['--no-sandbox'] : [];

/** A browser that Playwright can drive, or null. Tries the system's, then Playwright's own, then installs one. */
export function findBrowser(node) {
  const known = [process.env.PENDAMPING_BROWSER, ...systemBrowsers(), playwrightBrowser(node)];
  const found = known.find((file) => file && existsSync(file));
  if (found) return found;
  console.log('No browser found; installing one…');
  spawnSync(node, [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], {
    cwd: root,
    stdio: 'ignore',
  });
  const own = playwrightBrowser(node);
  if (own && existsSync(own)) return own;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-q', 'chromium-headless-shell'], { stdio: 'ignore' });
  }
  return systemBrowsers().find((file) => existsSync(file)) ?? null;
}

function systemBrowsers() {
  if (process.platform === 'win32') {
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter(Boolean)
      .flatMap((folder) => [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ]);
  }
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ];
  }
  // The last has no windows, and takes a tenth less time for the tests (.ci/run).
  return [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'chromium-headless-shell',
  ].map((name) => `/usr/bin/${name}`);
}

function playwrightBrowser(node) {
  const script = "import('@playwright/test').then(({ chromium }) => process.stdout.write(chromium.executablePath()))";
  return spawnSync(node, ['-e', script], { cwd: root, encoding: 'utf8' }).stdout;
}
