/**
 * A small disk of its own: an ext4 file system in a file, on which the power can be cut and which can be filled. Only Linux with root
 * and loop devices has it. The cut is the file system's own shutdown without flushing its log (`EXT4_IOC_SHUTDOWN`): from then on
 * nothing reaches the disk, and what was not flushed is gone, as when a laptop loses its power.
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Disk {
  /** On it. */
  folder: string;
  /** Nothing that is not flushed yet ever reaches it. */
  cutPower(): void;
  /** The power is back: whoever used the disk must be gone. */
  restore(): Promise<void>;
  /** To the last byte. */
  fill(): void;
  /** Takes away what filled it. */
  free(): void;
  dispose(): Promise<void>;
}

const SHUTDOWN = `
  open(my $file, '<', $ARGV[0]) or die $!;
  my $mode = pack('I', 2);
  ioctl($file, 0x8004587d, $mode) or die $!;
`;

/** @returns null where this machine cannot have one, and why is printed */
export function openDisk(megabytes: number): Disk | null {
  const place = mkdtempSync(join(tmpdir(), 'pendamping-disk-'));
  const [image, folder] = [join(place, 'image'), join(place, 'disk')];
  const run = (command: string, ...args: string[]) => void execFileSync(command, args, { stdio: 'pipe' });
  const mount = () => run('mount', '-o', 'loop', image, folder);
  const filler = join(folder, 'filler');
  try {
    mkdirSync(folder);
    writeFileSync(image, '');
    truncateSync(image, megabytes * 1024 * 1024);
    run('mkfs.ext4', '-q', '-F', '-m', '0', image);
    mount();
    writeFileSync(join(folder, 'marker'), '');
  } catch (error) {
    console.log(`no disk of its own: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`);
    rmSync(place, { recursive: true, force: true });
    return null;
  }
  const unmount = async () => {
    for (let tries = 0; ; tries++) {
      try {
        return run('umount', folder);
      } catch (error) {
        // The last of the killed processes lets go of it.
        if (tries === 50) throw error;
        await sleep(100);
      }
    }
  };
  const disk: Disk = {
    folder,
    cutPower: () => run('perl', '-e', SHUTDOWN, join(folder, 'marker')),
    async restore() {
      await unmount();
      // What reached it, as a disk of its own: somewhere else on this machine the dead one may still be held.
      run('cp', '--sparse=always', image, `${image}.after`);
      renameSync(`${image}.after`, image);
      mount();
    },
    fill() {
      const file = openSync(filler, 'a');
      for (let piece = Buffer.alloc(1024 * 1024, 1); piece.length > 0; ) {
        try {
          if (writeSync(file, piece) < piece.length) piece = piece.subarray(0, Math.floor(piece.length / 2));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          piece = piece.subarray(0, Math.floor(piece.length / 2));
        }
      }
      closeSync(file);
    },
    free: () => rmSync(filler, { force: true }),
    async dispose() {
      await unmount();
      rmSync(place, { recursive: true, force: true });
    },
  };
  return disk;
}
