/**
 * `node build/check-packed.ts FOLDER`: is the packed app in FOLDER what docs/security.md says? Its fuses, what is in its archive,
 * and that nothing lies beside it that Electron could start instead. `npm run dist` asks for each app that it packs.
 * @electron/asar and @electron/fuses come with electron-builder.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import fuses from '@electron/fuses';

/** What the packed executable may do; as in build/electron-builder.yml. */
export const FUSES: Readonly<Record<string, boolean>> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

const ALLOWED = [
  /^\/package\.json$/,
  /^\/dist$/,
  /^\/dist\/electron(\/(main\.mjs|preload\.cjs))?$/,
  /^\/dist\/renderer(\/|$)/,
];
/** Chromium's and Electron's own, on Linux and Windows; of our own only the archive and the icon's apparmor profile. */
const IN_RESOURCES = ['app.asar', 'apparmor-profile', 'elevate.exe'];

/** As they stand in the executable: the signs 0 and 1 (@electron/fuses does not export their names). */
const OFF = 48;
const ON = 49;

/** @returns one line for each thing that is wrong */
export async function problemsOf(folder: string): Promise<string[]> {
  const mac = join(folder, 'Pendamping.app');
  const executable = [mac, join(folder, 'Pendamping.exe'), join(folder, 'pendamping')].find((path) => existsSync(path));
  if (!executable) return [`no app in ${folder}`];
  const resources = executable === mac ? join(mac, 'Contents', 'Resources') : join(folder, 'resources');
  return [...(await fuseProblems(executable)), ...archiveProblems(join(resources, 'app.asar')), ...strays(resources)];
}

async function fuseProblems(executable: string): Promise<string[]> {
  const wire = (await fuses.getCurrentFuseWire(executable)) as unknown as Record<number, number>;
  return Object.entries(FUSES).flatMap(([name, on]) => {
    const option = `${name[0]?.toUpperCase()}${name.slice(1)}` as keyof typeof fuses.FuseV1Options;
    return wire[fuses.FuseV1Options[option]] === (on ? ON : OFF) ? [] : [`fuse ${name} is not ${on ? 'on' : 'off'}`];
  });
}

interface Entry {
  files?: Record<string, Entry>;
  integrity?: { hash: string };
  unpacked?: boolean;
}

function archiveProblems(archive: string): string[] {
  const names = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
  const foreign = names.filter((name) => !ALLOWED.some((allowed) => allowed.test(name)));
  const { header } = getRawHeader(archive) as unknown as { header: Entry };
  const files = filesIn(header);
  const wrong = files.filter(([name, { integrity, unpacked }]) => {
    if (unpacked || !integrity) return true;
    const content = extractFile(archive, name.slice(1));
    return createHash('sha256').update(content).digest('hex') !== integrity.hash;
  });
  return [
    ...(files.length < 10 ? ['the archive is nearly empty'] : []),
    ...foreign.map((name) => `${name} does not belong into the app`),
    ...wrong.map(([name]) => `${name} is not as its hash says`),
  ];
}

function filesIn(entry: Entry, path = ''): [string, Entry][] {
  if (!entry.files) return [[path, entry]];
  return Object.entries(entry.files).flatMap(([name, inner]) => filesIn(inner, `${path}/${name}`));
}

const strays = (resources: string): string[] =>
  readdirSync(resources)
    .filter((name) => /\.(asar|exe|js)$|^app$/.test(name) && !IN_RESOURCES.includes(name))
    .map((name) => `${name} lies beside the app’s archive`);

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (!folder) {
    console.error('node build/check-packed.ts FOLDER');
    process.exit(2);
  }
  const problems = await problemsOf(folder);
  console.log(problems.length === 0 ? 'The packed app is as docs/security.md says.' : problems.join('\n'));
  process.exit(problems.length === 0 ? 0 : 1);
}
