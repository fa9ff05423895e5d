/**
 * What every command needs first, on any Node from 20 on and with nothing installed: the packages, and Node 24 (which comes as
 * the npm package `node`). Plain JavaScript without dependencies.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Not `import.meta.dirname`: Node 20.0 to 20.10 lack it.
export const root = fileURLToPath(new URL('..', import.meta.url));
const windows = process.platform === 'win32';
const installStamp = join(root, 'node_modules', '.pendamping-installed');
const buildStamp = join(root, 'dist', '.pendamping-built');

/** Node 24 as the project brings it. */
export const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** Environment for children: Node 24 and the project's tools come first. */
export const environment = () => ({
  ...process.env,
  PATH: [join(root, 'node_modules', 'node', 'bin'), join(root, 'node_modules', '.bin'), process.env.PATH].join(
    windows ? ';' : ':',
  ),
});

export function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/** Installs the packages when the lock file is not the one that was installed last. */
export async function install() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) fail(`Node.js ${process.versions.node} is too old. Install Node.js 20 or later and try again.`);
  const wanted = hash(readFileSync(join(root, 'package-lock.json')));
  if (!(existsSync(installStamp) && readFileSync(installStamp, 'utf8') === wanted)) {
    // Windows cannot delete the program that runs, and `npm start` may run on the very Node that `npm ci` would delete.
    const runsFromPackages = windows && process.execPath.startsWith(join(root, 'node_modules'));
    const result = await withProgress('Installing packages (once, a minute or two)', 'npm', [
      runsFromPackages ? 'install' : 'ci',
      // Only the hub's packages are no development dependencies; a machine may be set up to leave those out.
      '--include=dev',
      '--no-audit',
      '--no-fund',
    ]);
    if (result.code !== 0) {
      fail(`${excerpt(result.output)}\nThe packages could not be installed (npm ci, exit code ${result.code}).
Nothing else was changed. Check the network and the disk space, then run the same command again.`);
    }
  }
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (version.status !== 0 || Number(/^v(\d+)/.exec(version.stdout)?.[1]) < 24) {
    fail(`The packages are installed, but Node 24 of the npm package "node" does not run.
It is unpacked by an install script: check that npm may run scripts (npm config get ignore-scripts), remove node_modules and try again.`);
  }
  writeFileSync(installStamp, wanted);
}

/** Builds app and shell when a source changed since the last build. Returns whether they are there. */
export async function build() {
  if (existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === sourcesNow()) return true;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  for (const [what, args] of [
    ['Building the app', [vite, 'build', '--config', 'renderer/vite.config.ts', '--logLevel', 'warn']],
    ['Building the shell', ['build/electron.mjs']],
  ]) {
    const result = await withProgress(what, node, args);
    if (result.code !== 0) {
      console.error(`${excerpt(result.output)}\n${what} failed (exit code ${result.code}).`);
      return false;
    }
  }
  // Taken again: the build itself writes the regions.
  writeFileSync(buildStamp, sourcesNow());
  return true;
}

/** What this process has started and must end. */
export const children = new Set();

/** Runs a program quietly, with a line that shows that it goes on. */
export function withProgress(label, command, args) {
  const started = Date.now();
  const moving = process.stdout.isTTY;
  const line = () => `${label}… ${Math.round((Date.now() - started) / 1000)} s`;
  if (!moving) console.log(`${label}…`);
  const timer = moving ? setInterval(() => process.stdout.write(`\r${line()} `), 500) : undefined;
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: environment(), shell: windows && command === 'npm' });
    children.add(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const end = (code) => {
      children.delete(child);
      clearInterval(timer);
      if (moving) process.stdout.write(`\r${line()} ${code === 0 ? 'done' : 'FAILED'}\n`);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      end(1);
    });
    child.once('exit', (code) => end(code ?? 1));
  });
}

/** The beginning of a long output says what went wrong, its end how it ended. */
const excerpt = (output) => (output.length > 4000 ? `${output.slice(0, 2500)}\n…\n${output.slice(-1000)}` : output);

/** Tells one state of the sources from another. */
function sourcesNow() {
  const sources = ['core', 'renderer', 'electron', 'build', 'package.json', 'package-lock.json'];
  return hash(sources.flatMap((path) => listing(join(root, path))).join('\n'));
}

/** Path, size and time of every file: enough to see a change, and read in milliseconds. */
function listing(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [`${path} ${stat.size} ${stat.mtimeMs}`];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listing(join(path, name)));
}

const hash = (content) => createHash('sha256').update(content).digest('hex');
