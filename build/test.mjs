/**
 * `npm test`: types, lint, unit and property tests, build, end-to-end tests. `npm test -- unit` or `-- e2e` runs a part, and
 * `npm run test:postgres` the hub's tests on a PostgreSQL of their own. Goes on after a failure, so that one run tells all;
 * ends with one line of sums.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronRuntime, findBrowser, hasDisplay } from './runtime.mjs';
import { build, environment, install, node, root } from './setup.mjs';

const part = process.argv[2] ?? 'all';
if (!['all', 'unit', 'e2e', 'postgres'].includes(part)) {
  console.error('npm test [-- unit | e2e | postgres]');
  process.exit(2);
}

/** Tests start the hub and its commands hundreds of times: what Node makes of the sources is kept. */
const COMPILED = join(root, 'node_modules', '.cache', 'node');

const sums = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
const results = mkdtempSync(join(tmpdir(), 'pendamping-test-'));
await install();
if (part === 'all' || part === 'unit') await checks();
if (part === 'all' || part === 'e2e') await endToEnd();
if (part === 'postgres') await onPostgres();
rmSync(results, { recursive: true, force: true });
for (const note of notes) console.log(`\n!!! ${note}`);
console.log(`\n${sums.passed} passed, ${sums.failed} failed${sums.skipped > 0 ? `, ${sums.skipped} skipped` : ''}`);
process.exit(sums.failed > 0 ? 1 : 0);

async function checks() {
  await check('Types', [join('node_modules', 'typescript', 'bin', 'tsc')]);
  await check('Lint', [join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'ci', '.']);
  await vitest('Unit and property tests');
}

/** Nothing is left out here: without a PostgreSQL, or without a test, it fails. */
async function onPostgres() {
  const config = join('build', 'vitest.postgres.config.ts');
  await vitest('Tests of the hub on PostgreSQL', ['--config', config, '--root', root], {
    PENDAMPING_POSTGRES: 'only',
  });
  if (sums.passed > 0) return;
  sums.failed = Math.max(1, sums.failed);
  notes.push('NO TEST RAN on PostgreSQL. Install it (Debian: apt-get install postgresql), or set TEST_DATABASE_URL.');
}

async function vitest(title, options = [], extra = {}) {
  const report = join(results, 'vitest.json');
  const runner = join('node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(title, node, [runner, 'run', ...options, ...reporters], extra);
  addUp(code, () => {
    const json = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: json.numPassedTests, failed: json.numFailedTests, skipped: json.numPendingTests };
  });
}

async function endToEnd() {
  console.log('\n=== Build');
  if (!(await build())) {
    sums.failed += 1;
    notes.push('The app could not be built, so the end-to-end tests DID NOT RUN.');
    return;
  }
  const browser = findBrowser(node);
  if (!browser) {
    sums.failed += 1;
    notes.push(
      'No browser could be found or installed, so the end-to-end tests DID NOT RUN. Install Chromium or Chrome.',
    );
    return;
  }
  console.log(`Browser: ${browser}`);
  const electron = electronProject();
  const report = join(results, 'playwright.json');
  const playwright = [
    join('node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    '--config',
    'e2e/playwright.config.ts',
  ];
  const projects = ['long', 'browser', ...(electron ? ['electron'] : [])];
  const args = [...playwright, ...projects.map((name) => `--project=${name}`)];
  const command = electron?.xvfb ? ['xvfb-run', '-a', node, ...args] : [node, ...args];
  const code = await run('End-to-end tests', command[0], command.slice(1), {
    PENDAMPING_BROWSER: browser,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    ...(electron ? { PENDAMPING_ELECTRON: electron.file } : {}),
  });
  addUp(code, () => {
    const { stats } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  });
}

/** How the Electron tests can run here; null, and a loud note, when they cannot. */
function electronProject() {
  const file = electronRuntime();
  if (!file) {
    notes.push(
      'The Electron tests DID NOT RUN: no runtime in node_modules/electron/dist, and ELECTRON_OVERRIDE_DIST_PATH names none.',
    );
    return null;
  }
  if (hasDisplay()) return { file, xvfb: false };
  if (spawnSync('xvfb-run', ['--help']).status === 0) return { file, xvfb: true };
  notes.push('The Electron tests DID NOT RUN: there is no display and no xvfb-run. Install Xvfb.');
  return null;
}

async function check(title, args) {
  const code = await run(title, node, args);
  if (code !== 0) sums.failed += 1;
}

function addUp(code, read) {
  let counted = { passed: 0, failed: 0, skipped: 0 };
  try {
    counted = read();
  } catch (error) {
    notes.push(`The results could not be read: ${error.message}`);
  }
  for (const key of Object.keys(sums)) sums[key] += counted[key];
  // A runner that failed without a failing test (a crash, a broken file) is a failure all the same.
  if (code !== 0 && counted.failed === 0) sums.failed += 1;
}

function run(title, command, args, extra = {}) {
  console.log(`\n=== ${title}`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment(), NODE_COMPILE_CACHE: COMPILED, ...extra },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const end = (code) => {
      console.log(
        `--- ${title}: ${code === 0 ? 'ok' : `FAILED (${code})`}, ${Math.round((Date.now() - started) / 1000)} s`,
      );
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(error.message);
      end(1);
    });
    child.once('exit', (code) => end(code ?? 1));
  });
}
