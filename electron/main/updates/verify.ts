/** What may be installed: signed by one of the project's keys, for this laptop, and newer than what runs. Pure. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { compareVersions, type UpdateHead, type UpdateHeader } from '#core/wire/update.ts';
import type { UpdateProblem } from '../../contract.ts';

/** The app that runs, and the data that it has. */
export interface Running {
  version: string;
  /** Null: it was not installed by anything that an update could replace. */
  platform: string | null;
  dataVersion: number;
}

export class UpdateError extends Error {
  readonly problem: UpdateProblem;
  constructor(problem: UpdateProblem, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}

/** @param pem one or more public keys: while keys change hands, the old and the new one */
export const readKeys = (pem: string): KeyObject[] =>
  (pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []).map((one) => {
    const key = createPublicKey(one);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('updates are signed with Ed25519');
    return key;
  });

export function isSigned({ signed, signature }: UpdateHead, keys: readonly KeyObject[]): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // The last sign has bits to spare: of all ways to write the same signature only one counts.
  if (bytes.toString('base64url') !== signature) return false;
  return keys.some((key) => verify(null, Buffer.from(signed, 'latin1'), key, bytes));
}

/** Why it may not be installed here; null: it may. */
export function problemWith(header: UpdateHeader, running: Running): UpdateProblem | null {
  if (running.platform === null) return 'not_installed';
  if (header.platform !== running.platform) return 'other_platform';
  const newer = compareVersions(header.version, running.version);
  if (newer === 0) return 'same';
  if (newer < 0) return 'older';
  // A newer version that cannot read what the older one wrote would be a mistake of ours; the data come first.
  return header.dataVersion < running.dataVersion ? 'older_data' : null;
}

/** @throws UpdateError */
export function checkHead(head: UpdateHead | null, keys: readonly KeyObject[], running: Running): UpdateHead {
  if (keys.length === 0) throw new UpdateError('no_key');
  if (head === null) throw new UpdateError('not_an_update');
  if (!isSigned(head, keys)) throw new UpdateError('not_signed');
  const problem = problemWith(head.header, running);
  if (problem) throw new UpdateError(problem);
  return head;
}
