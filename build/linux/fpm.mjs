#!/usr/bin/env node
/**
 * Stands in for fpm, which electron-builder would download: makes a Debian package of what fpm is told, with Debian's own
 * `dpkg-deb`. Only what electron-builder asks of it; see build/dist.mjs.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const many = { type: 'string', multiple: true, default: [] };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { ...text, short: 's' },
    target: { ...text, short: 't' },
    force: { type: 'boolean' },
    depends: { ...many, short: 'd' },
    'deb-recommends': many,
    'deb-compression': text,
    'deb-priority': text,
    architecture: text,
    'after-install': text,
    'after-remove': text,
    description: text,
    version: text,
    package: text,
    name: text,
    maintainer: text,
    vendor: text,
    url: text,
    license: text,
    category: text,
  },
});
if (values.source !== 'dir' || values.target !== 'deb') throw new Error('only folders, only into a deb');

const stage = mkdtempSync(join(tmpdir(), 'pendamping-deb-'));
chmodSync(stage, 0o755);
try {
  for (const mapping of positionals) {
    const [from, to] = mapping.split('=');
    const place = join(stage, to);
    mkdirSync(dirname(place), { recursive: true });
    cpSync(from, place, { recursive: true, verbatimSymlinks: true });
  }
  readable(stage);
  const control = join(stage, 'DEBIAN');
  mkdirSync(control);
  writeFileSync(join(control, 'control'), controlText());
  for (const [script, file] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ]) {
    cpSync(file, join(control, script));
    chmodSync(join(control, script), 0o755);
  }
  // The names of fpm are not all those of dpkg-deb.
  const compression = values['deb-compression']?.replace(/^gz$/, 'gzip') ?? 'xz';
  const pack = ['--root-owner-group', `-Z${compression}`, '--build', stage, values.package];
  execFileSync('dpkg-deb', pack, { stdio: ['ignore', 'inherit', 'inherit'] });
} finally {
  rmSync(stage, { recursive: true, force: true });
}

function controlText() {
  const kilobytes = Math.ceil(sizeOf(stage) / 1024);
  const [first, ...rest] = values.description.split('\n').map((line) => line.trim());
  return `${[
    `Package: ${values.name}`,
    `Version: ${values.version}`,
    `Architecture: ${values.architecture}`,
    `Maintainer: ${values.maintainer}`,
    `Installed-Size: ${kilobytes}`,
    `Depends: ${values.depends.join(', ')}`,
    ...(values['deb-recommends'].length > 0 ? [`Recommends: ${values['deb-recommends'].join(', ')}`] : []),
    'Section: misc',
    `Priority: ${values['deb-priority'] ?? 'optional'}`,
    `Homepage: ${values.url}`,
    `Description: ${first || values.name}`,
    ...rest.filter(Boolean).map((line) => ` ${line}`),
  ].join('\n')}\n`;
}

function sizeOf(path) {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** Whatever the umask of the builder was: every user reads the program. */
function readable(path) {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chmodSync(path, (found.mode & 0o111) === 0 ? 0o644 : 0o755);
  if (found.isDirectory()) for (const name of readdirSync(path)) readable(join(path, name));
}
