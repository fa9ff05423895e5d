/**
 * `npm run dist -- --linux|--win|--mac`: builds the app and packs it into dist/packages. Each kind of package is made by itself,
 * so that one whose tools are missing costs none of the others; at the end stands what was made, and what was not and why.
 *
 * electron-builder downloads Electron and its tools. Where it cannot, this takes what the system has:
 * - ELECTRON_OVERRIDE_DIST_PATH names a folder with Electron itself (of the platform that is packed for);
 * - fpm by USE_SYSTEM_FPM=true or CUSTOM_FPM_PATH; without either, `dpkg-deb` makes the deb (build/linux/fpm.mjs);
 * - 7za or 7z (Debian: p7zip-full), unless ELECTRON_BUILDER_7ZIP_PATH names one;
 * - APPIMAGE_TOOLS_PATH, ELECTRON_BUILDER_NSIS_DIR, ELECTRON_BUILDER_NSIS_RESOURCES_DIR: folders as electron-builder unpacks them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { build, environment, install, node, root } from './setup.mjs';

const HELP = `npm run dist -- [--linux] [--win] [--mac] [options]

  --linux, --win, --mac   what for (default: this system)
  --only KIND             only this kind of package (deb, AppImage, nsis, msi, zip, dmg); may be given more than once
  --dir                   only the folder with the packed app, no packages
  --version X.Y.Z         instead of the version in package.json, for a rehearsal: screens go on to show that one
  --quick                 for a rehearsal: larger packages in less time
  --arch x64|arm64        default: x64, and what this computer has on macOS

Packages: dist/packages`;

const PLATFORMS = {
  linux: {
    electron: 'electron',
    kinds: ['deb', 'AppImage'],
    folder: (arch) => (arch === 'x64' ? 'linux-unpacked' : `linux-${arch}-unpacked`),
  },
  win: {
    electron: 'electron.exe',
    kinds: ['nsis', 'msi', 'zip'],
    folder: (arch) => (arch === 'x64' ? 'win-unpacked' : `win-${arch}-unpacked`),
  },
  mac: { electron: 'Electron.app', kinds: ['dmg', 'zip'], folder: (arch) => (arch === 'x64' ? 'mac' : `mac-${arch}`) },
};
const HERE = { linux: 'linux', win32: 'win', darwin: 'mac' }[process.platform];
const OUTPUT = join(root, 'dist', 'packages');
/** The first start of a tool may download; nothing here takes longer on a slow laptop. */
const STEP_MS = 20 * 60_000;

const options = readOptions();
await install();
if (!(await build())) process.exit(1);
// Once more by itself: the keys of the updates go in, and are no source that `build` looks at.
if (spawnSync(node, ['build/electron.mjs'], { cwd: root, stdio: 'inherit' }).status !== 0) process.exit(1);
if (!existsSync(join(root, 'build', 'update-keys.pem')) && !process.env.PENDAMPING_UPDATE_KEYS) {
  console.log('No build/update-keys.pem: this build takes no updates (docs/install.md, "The key of the updates").');
}
const made = [];
const missing = [];
for (const platform of options.platforms) await packFor(platform);
tell();
process.exit(missing.length > 0 ? 1 : 0);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        linux: { type: 'boolean' },
        win: { type: 'boolean' },
        mac: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        dir: { type: 'boolean', default: false },
        version: { type: 'string' },
        arch: { type: 'string' },
        quick: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    if (values.version !== undefined && !/^\d+\.\d+\.\d+$/.test(values.version))
      throw new Error('--version wants X.Y.Z');
    const named = Object.keys(PLATFORMS).filter((platform) => values[platform]);
    return { ...values, platforms: named.length > 0 ? named : [HERE] };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

async function packFor(platform) {
  const { kinds, folder } = PLATFORMS[platform];
  const arch = options.arch ?? (platform === 'mac' ? process.arch : 'x64');
  const wanted = options.dir ? [] : kinds.filter((kind) => !options.only || options.only.includes(kind));
  const unpacked = join(OUTPUT, folder(arch));
  rmSync(unpacked, { recursive: true, force: true });
  const problem = await step(`${platform}: the app itself`, platform, ['dir', `--${arch}`]);
  if (problem) {
    missing.push({ what: `${platform}: everything`, why: problem });
    return;
  }
  const wrong = spawnSync(node, ['build/check-packed.ts', unpacked], { cwd: root, encoding: 'utf8' });
  if (wrong.status !== 0) {
    missing.push({
      what: `${platform}: everything`,
      why: `the packed app is not as it should be:\n${wrong.stdout}${wrong.stderr}`,
    });
    return;
  }
  made.push(unpacked);
  // On macOS the folder holds the app; elsewhere it is the app.
  const prepackaged = platform === 'mac' ? join(unpacked, 'Pendamping.app') : unpacked;
  for (const kind of wanted) {
    const before = Date.now();
    const failed =
      whyNot(kind) ?? (await step(`${platform}: ${kind}`, platform, [kind, `--${arch}`, '--prepackaged', prepackaged]));
    if (failed) missing.push({ what: `${platform}: ${kind}`, why: failed });
    else made.push(...artifacts(before));
  }
}

/** What electron-builder would only find out after long trying. */
function whyNot(kind) {
  if (kind === 'dmg' && HERE !== 'mac') return 'a dmg can only be made on macOS';
  if (kind === 'msi' && HERE !== 'win' && !has('wine')) return 'an MSI needs Windows, or wine (Debian: wine, wine32)';
  return null;
}

/** @returns why it failed, or null */
function step(title, platform, args) {
  process.stdout.write(`${title}…`);
  const started = Date.now();
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const all = [
    cli,
    `--${platform}`,
    ...args,
    '--config',
    'build/electron-builder.yml',
    '--publish',
    'never',
    ...overrides(platform),
  ];
  return new Promise((resolve) => {
    const child = spawn(node, all, { cwd: root, env: toolsOfTheSystem(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const beat = setInterval(() => process.stdout.write('.'), 10_000);
    const late = setTimeout(() => child.kill(), STEP_MS);
    child.once('close', (code) => {
      clearInterval(beat);
      clearTimeout(late);
      console.log(` ${code === 0 ? 'done' : 'FAILED'} (${Math.round((Date.now() - started) / 1000)} s)`);
      resolve(code === 0 ? null : reasonIn(output));
    });
  });
}

/** The line in which electron-builder says what stopped it; downloads of its tools are named as such. */
function reasonIn(output) {
  const lines = output.split('\n').map((line) => line.trim());
  const reason =
    lines.find((line) => line.startsWith('⨯')) ??
    lines.find((line) => /error/i.test(line)) ??
    lines.findLast((line) => line !== '') ??
    'no word why';
  const why = reason.replace(/^⨯\s*/, '').replaceAll(/\s+/g, ' ').slice(0, 300);
  return /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|cannot download/i.test(output)
    ? `its tools or Electron could not be downloaded (${why})`
    : why;
}

/** Where Electron is taken from instead of being downloaded, if what lies there is for this platform. */
function electronFolder(platform) {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  return dist && existsSync(join(dist, PLATFORMS[platform].electron)) ? dist : null;
}

function overrides(platform) {
  const dist = electronFolder(platform);
  const all = options.version ? [`-c.extraMetadata.version=${options.version}`] : [];
  if (options.quick) all.push('-c.deb.compression=gz');
  if (!dist) return all;
  const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  return [...all, `-c.electronDist=${dist}`, `-c.electronVersion=${version}`];
}

function toolsOfTheSystem() {
  const env = { ...environment(), ELECTRON_BUILDER_DISABLE_UPDATE_CHECK: 'true' };
  const zip = findProgram('7za') ?? findProgram('7z');
  if (zip) env.ELECTRON_BUILDER_7ZIP_PATH ??= zip;
  if (process.platform === 'linux' && !env.USE_SYSTEM_FPM && has('dpkg-deb')) {
    env.CUSTOM_FPM_PATH ??= join(root, 'build', 'linux', 'fpm.mjs');
  }
  return env;
}

function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

function has(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function artifacts(since) {
  mkdirSync(OUTPUT, { recursive: true });
  return readdirSync(OUTPUT)
    .filter((name) => /\.(deb|AppImage|exe|msi|zip|dmg)$/.test(name))
    .map((name) => join(OUTPUT, name))
    .filter((file) => statSync(file).mtimeMs >= since);
}

function tell() {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (made.length > 0) console.log(`\nMade:\n${made.map((file) => `  ${relative(root, file)}`).join('\n')}`);
  if (options.platforms.some(electronFolder)) {
    const version = readFileSync(join(dist, 'version'), 'utf8').trim();
    if (version !== devDependencies.electron) {
      console.log(`\nFOR TESTS ONLY: packed with Electron ${version}, not ${devDependencies.electron}.`);
    }
  }
  if (missing.length > 0) {
    console.log(`\nNOT made here:\n${missing.map(({ what, why }) => `  ${what}: ${why}`).join('\n')}`);
    console.log('\ndocs/install.md says where and how each can be made.');
  }
}
