/**
 * `npm run bench [-- NAME …]`: sets up the measurements and runs one, or all. Results go to `bench/results`. Nothing here is a
 * test: figures depend on the machine, and no run fails because it was slow.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../build/runtime.mjs';
import { environment, fail, install, node, root } from '../build/setup.mjs';

const here = join(root, 'bench');
const { scripts, dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const [name, ...args] = process.argv.slice(2);
if (name !== undefined && !Object.hasOwn(scripts, name)) {
  fail(`npm run bench -- [${Object.keys(scripts).join(' | ')}] [options]`);
}

await install();
// Only they need packages of their own.
if (dependencies && (name === undefined || name === 'peers')) run('npm', ['ci', '--no-audit', '--no-fund'], here);
const browser = findBrowser(node);
if (!browser) fail('No browser was found or could be installed. Install Chromium or Chrome.');
for (const script of name === undefined ? Object.keys(scripts) : [name]) {
  console.log(`\n=== bench: ${script}`);
  run('npm', ['run', '--silent', script, '--', ...args], here);
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...environment(), PENDAMPING_BROWSER: browser },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail(`${command} ${args.join(' ')} ended with ${result.status}.`);
}
