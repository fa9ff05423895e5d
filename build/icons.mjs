/**
 * `node build/icons.mjs`: the icons of the installers from renderer/public/icon.svg. Their results are committed, so that packing
 * needs none of these tools. Debian packages: librsvg2-bin, icoutils, icnsutils.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SVG = join(import.meta.dirname, '..', 'renderer', 'public', 'icon.svg');
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS = [16, 24, 32, 48, 64, 128, 256];
const MAC = [16, 32, 128, 256, 512, 1024];

const folder = mkdtempSync(join(tmpdir(), 'pendamping-icons-'));
const fileOf = (size) => join(folder, `${size}x${size}.png`);
for (const size of new Set([...LINUX, ...WINDOWS, ...MAC])) draw(size, fileOf(size));
const icons = join(import.meta.dirname, 'icons');
mkdirSync(icons, { recursive: true });
for (const size of LINUX) draw(size, join(icons, `${size}x${size}.png`));
// The largest one as PNG: as a bitmap it would weigh more than all others together.
const [largest, ...smaller] = WINDOWS.map(fileOf).toReversed();
execFileSync('icotool', ['-c', '-o', join(import.meta.dirname, 'icon.ico'), ...smaller, `--raw=${largest}`]);
execFileSync('png2icns', [join(import.meta.dirname, 'icon.icns'), ...MAC.map(fileOf)], { stdio: 'ignore' });
rmSync(folder, { recursive: true });

function draw(size, to) {
  execFileSync('rsvg-convert', ['--width', String(size), '--height', String(size), '--output', to, SVG]);
}
