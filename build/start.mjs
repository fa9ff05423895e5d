/**
 * `npm start`: installs and builds what is missing, starts a demo hub with invented data, opens the app. Works on any Node
 * from 20 on. Ctrl-C, or closing the window, stops everything that was started.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadElectron, electronRuntime, hasDisplay, sandboxArguments } from './runtime.mjs';
import { build, children, environment, fail, install, node, root } from './setup.mjs';

const HELP = `npm start -- [options]

  --browser     do not open Electron; serve the app for a browser on this computer
  --port N      port of the demo hub (default 4765)
  --fresh       delete the demo's data and begin anew, after asking
  --yes         do not ask
  --help        this text

Data of the demo: data/hub (the hub), data/laptop (the Electron app). What a browser has stored stays in that browser.`;

/** Always the same address where possible: a browser keeps its offline data by address. */
const PORTS = [4765, 4766, 4767];
const ALREADY_RUNS = 'The demo already runs: use its window or address, or stop it there with Ctrl-C.';
const data = { hub: join(root, 'data', 'hub'), laptop: join(root, 'data', 'laptop') };
const windows = process.platform === 'win32';
let stopping = false;

const options = readOptions();
process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));
process.on('SIGHUP', () => stop(0));

await install();
if (!(await build())) process.exit(1);
if (options.fresh) await beginAnew();
const hub = await startHub(await choosePort(options.port));
await tellLogins(hub);
await openApp(hub);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        browser: { type: 'boolean', default: false },
        port: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const port = values.port === undefined ? null : Number(values.port);
    if (port !== null && !(Number.isInteger(port) && port > 0 && port < 65536))
      throw new Error('--port wants a number');
    return { ...values, port };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

async function beginAnew() {
  const there = Object.values(data).filter((folder) => existsSync(folder));
  if (there.length === 0) return;
  if (isHubRunning()) fail(`${ALREADY_RUNS}\nNothing was deleted.`);
  console.log(
    `What a browser stored for http://127.0.0.1:${options.port ?? PORTS[0]} is not touched: clear that there.`,
  );
  if (!options.yes) {
    if (!process.stdin.isTTY)
      fail('--fresh deletes data; without a terminal to ask at, add --yes. Nothing was changed.');
    const { createInterface } = await import('node:readline/promises');
    const ask = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await ask.question(`Delete the demo's data and begin anew?\n  ${there.join('\n  ')}\n[y/N] `);
    ask.close();
    if (!/^y(es)?$/i.test(answer.trim())) fail('Nothing was deleted.');
  }
  for (const folder of there) rmSync(folder, { recursive: true, force: true });
}

/** Asks the hub's own lock: deleting the data of a running hub would lose them without a word. */
function isHubRunning() {
  const script = `import { lockFolder } from './hub/store/sqlite.ts'; process.exit(lockFolder(process.argv[1]) ? 0 : 3)`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script, data.hub];
  return existsSync(data.hub) && spawnSync(node, args, { cwd: root }).status === 3;
}

async function choosePort(wanted) {
  if (wanted !== null) {
    if (await isFree(wanted)) return wanted;
    fail(`Port ${wanted} is in use. Choose another with --port, or leave the option out.`);
  }
  for (const port of PORTS) {
    if (!(await isFree(port))) continue;
    if (port !== PORTS[0]) {
      if (isHubRunning()) fail(ALREADY_RUNS);
      console.log(`Port ${PORTS[0]} is in use; the demo runs on ${port}. A browser keeps its data by address.`);
    }
    return port;
  }
  return fail(`Ports ${PORTS.join(', ')} are in use. Perhaps "npm start" already runs; else choose one with --port N.`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function startHub(port) {
  console.log('Starting the demo hub…');
  const args = ['hub/main.ts', '--data', data.hub, '--port', String(port), '--web', 'dist/renderer', '--demo'];
  const child = start(node, ['--disable-warning=ExperimentalWarning', ...args], ['ignore', 'pipe', 'pipe']);
  return new Promise((resolve) => {
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const line = /^\{"listening":"([^"]+)"\}$/m.exec(output);
      if (line) resolve(line[1]);
    });
    child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-4000)));
    child.once('exit', (code) => {
      if (stopping) return;
      console.error(`${errors}\nThe demo hub ended (exit code ${code}). Its data in ${data.hub} is untouched.`);
      void stop(1);
    });
  });
}

async function tellLogins(url) {
  const { users } = await (await fetch(`${url}/v1/demo`)).json();
  const width = Math.max(...users.map((user) => user.name.length));
  console.log(`\nPendamping demo: ${url}\nAll people and figures in it are invented.\n`);
  for (const { user, name, role, password } of users) {
    console.log(`  ${name.padEnd(width)}  ${role.padEnd(11)}  user ${user.padEnd(8)}  password ${password}`);
  }
  console.log('');
}

async function openApp(url) {
  const reason = options.browser ? 'as you asked' : whyNoElectron();
  if (reason) {
    console.log(
      `Not opening the desktop app (${reason}): open ${url} in a browser on this computer.\nCtrl-C stops it.`,
    );
    if (hasDisplay()) openBrowser(url);
    return;
  }
  console.log('Opening the app. Closing its window, or Ctrl-C here, stops everything.');
  const args = ['.', `--user-data-dir=${data.laptop}`, '--hub', url, ...sandboxArguments];
  const app = start(electronRuntime(), args, ['ignore', 'ignore', 'pipe']);
  let errors = '';
  app.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-2000)));
  app.once('exit', (code) => {
    if (stopping) return;
    if (code === 0) return void stop(0);
    console.log(
      `${errors}\nThe desktop app ended (exit code ${code}): open ${url} in a browser instead. Ctrl-C stops it.`,
    );
  });
}

/** One line for the user, or null when Electron can run. */
function whyNoElectron() {
  if (!hasDisplay()) return 'there is no display';
  if (electronRuntime()) return null;
  console.log("Fetching Electron's runtime…");
  return downloadElectron(node) ? null : "Electron's runtime could not be downloaded";
}

function openBrowser(url) {
  const [command, args] = { win32: ['cmd', ['/c', 'start', '', url]], darwin: ['open', [url]] }[process.platform] ?? [
    'xdg-open',
    [url],
  ];
  // Only a convenience: the address stands above.
  spawn(command, args, { stdio: 'ignore', detached: true }).on('error', () => undefined);
}

function start(command, args, stdio) {
  // A group of its own: Ctrl-C in a terminal reaches only this process, which then ends the others once and in order.
  const child = spawn(command, args, { cwd: root, env: environment(), stdio, detached: !windows });
  children.add(child);
  child.once('exit', () => children.delete(child));
  child.once('error', (error) => {
    children.delete(child);
    console.error(error.message);
    void stop(1);
  });
  return child;
}

/** Ends all children, gently first. The hub finishes its requests and closes its store. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  const ends = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) child.kill('SIGTERM');
  const tooLate = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, 5000);
  await Promise.all(ends);
  clearTimeout(tooLate);
  process.exit(code);
}
