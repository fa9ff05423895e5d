/** The installer's file: where it is looked for, whether it may be used here, and that it is used once. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { MAX_PROVISION_BYTES, PROVISION_FILE, readProvision } from '#core/wire/provision.ts';
import type { ProvisionAnswer } from '../../contract.ts';
import type { Policy } from './policy.ts';

export interface Places {
  userData: string;
  execPath: string;
  appImage: string | undefined;
  programData: string | undefined;
}

/** The first that has a file wins: what an administrator laid down, then what lies beside the app, then the user's own. */
export const foldersOf = ({ userData, execPath, appImage, programData }: Places): string[] => [
  ...(programData ? [join(programData, 'Pendamping')] : ['/etc/pendamping']),
  dirname(appImage ?? execPath),
  userData,
];

export interface Provisions {
  /** Among the folders; null: there is none that was not used yet. */
  find(): Promise<ProvisionAnswer>;
  /** In a file that the user chose. */
  read(path: string): Promise<ProvisionAnswer>;
  /** The laptop was enrolled with the one that was given out last. */
  done(): void;
}

const usedSchema = z.array(z.string());

/** @param now milliseconds since 1970 */
export function openProvisions(places: Places, policy: Policy, now: () => number): Provisions {
  const usedFile = join(places.userData, 'provisioned.json');
  let last: string | null = null;

  const check = async (text: string): Promise<ProvisionAnswer> => {
    const provision = await readProvision(text);
    if (!provision) return { problem: 'changed' };
    const { hubKey, fingerprint, ...rest } = provision;
    const pinned = policy.hubKey !== undefined;
    if (pinned && fingerprint.replaceAll(' ', '') !== policy.hubKey) return { problem: 'other_hub' };
    if (Date.parse(rest.expires) < now()) return { problem: 'expired' };
    last = nameOf(text);
    return { provision: { ...rest, hubKey, fingerprint, pinned } };
  };
  return {
    async find() {
      const used = readUsed(usedFile);
      for (const folder of foldersOf(places)) {
        const file = join(folder, PROVISION_FILE);
        if (!existsSync(file)) continue;
        const text = await readSmall(file);
        if (text === null) return { problem: 'unreadable' };
        if (!used.includes(nameOf(text))) return check(text);
      }
      return null;
    },
    async read(path) {
      const text = await readSmall(path);
      return text === null ? { problem: 'unreadable' } : check(text);
    },
    done() {
      if (last === null) return;
      writeFileSync(`${usedFile}.new`, JSON.stringify([...readUsed(usedFile), last]));
      renameSync(`${usedFile}.new`, usedFile);
      last = null;
    },
  };
}

/** Says nothing of the code that is in it. */
const nameOf = (text: string): string => createHash('sha256').update(text).digest('hex');

async function readSmall(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= MAX_PROVISION_BYTES ? await readFile(path, 'utf8') : null;
  } catch {
    return null;
  }
}

function readUsed(file: string): string[] {
  try {
    return usedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
