/** How the app came onto this laptop, and so what installs a new one. Pure: nothing is run or touched here. */
import { dirname, join } from 'node:path';
import type { UpdateHeader } from '#core/wire/update.ts';

export interface Surroundings {
  platform: NodeJS.Platform;
  arch: string;
  execPath: string;
  /** The file of an AppImage that runs (it sets this itself). */
  appImage: string | undefined;
  isPackaged: boolean;
  exists: (path: string) => boolean;
}

/** What stands behind the platform in an update's header; null where nothing could be replaced (a zip, a checkout). */
export function platformOf({ platform, arch, execPath, appImage, isPackaged, exists }: Surroundings): string | null {
  if (!isPackaged) return null;
  const kind = {
    linux: () => (appImage ? 'appimage' : isOfDebian(execPath, exists) ? 'deb' : null),
    win32: () => (exists(join(dirname(execPath), 'Uninstall Pendamping.exe')) ? 'nsis' : null),
    darwin: () => 'dmg',
  }[platform as 'linux' | 'win32' | 'darwin']?.();
  return kind ? `${platform}-${arch}-${kind}` : null;
}

const isOfDebian = (execPath: string, exists: (path: string) => boolean): boolean =>
  execPath.startsWith('/opt/Pendamping/') && exists('/var/lib/dpkg/info/pendamping.list');

export type Installation =
  /** Runs to its end before the app goes. */
  | { way: 'run'; command: string; args: string[] }
  /** Goes on by itself, and wants the app gone. */
  | { way: 'leave'; command: string; args: string[] }
  | { way: 'replace'; target: string }
  /** The user drags the app out of it. */
  | { way: 'show' };

/** @param reopen whether the app is to open again afterwards */
export function installationOf(
  { platform }: UpdateHeader,
  file: string,
  appImage: string | undefined,
  reopen: boolean,
): Installation {
  const kind = platform.split('-')[2];
  if (kind === 'deb') {
    // pkexec asks for the administrator's password; apt keeps the dependencies right, without a network where they are there.
    return { way: 'run', command: '/usr/bin/pkexec', args: ['/usr/bin/apt-get', 'install', '--yes', '--quiet', file] };
  }
  if (kind === 'appimage' && appImage) return { way: 'replace', target: appImage };
  // The switches of electron-builder's installer: it knows from the registry for whom the app was installed.
  if (kind === 'nsis')
    return { way: 'leave', command: file, args: ['--updated', '/S', ...(reopen ? ['--force-run'] : [])] };
  return { way: 'show' };
}
