/**
 * What the office that looks after this computer laid down for all who use it: on Windows by group policy
 * (build/windows/pendamping.admx), elsewhere in a file that only an administrator can write.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { languageSchema } from '../../contract.ts';

/** A value that is not of its form counts as not given: the app must open all the same. */
const policySchema = z.object({
  hub: z
    .url({ protocol: /^https?$/ })
    .optional()
    .catch(undefined),
  language: languageSchema.optional().catch(undefined),
  /** Fingerprint of the hub's key: files that another hub signed enrol no laptop. */
  hubKey: z
    .string()
    .transform((text) => text.toLowerCase().replaceAll(/[^0-9a-f]/g, ''))
    .pipe(z.string().length(20))
    .optional()
    .catch(undefined),
  /** Where updates may come from. */
  updates: z.enum(['all', 'hub', 'folder', 'none']).optional().catch(undefined),
  forbidQuickUnlock: z.coerce.number().transform(Boolean).optional().catch(undefined),
});
export type Policy = z.infer<typeof policySchema>;

const FILES: Partial<Record<NodeJS.Platform, string>> = {
  linux: '/etc/pendamping/policy.json',
  darwin: '/Library/Application Support/Pendamping/policy.json',
};
const REGISTRY = 'HKLM\\SOFTWARE\\Policies\\Pendamping';

export function readPolicy(platform: NodeJS.Platform = process.platform): Policy {
  try {
    const file = FILES[platform];
    if (file !== undefined) return policySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (platform !== 'win32') return {};
    const query = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\reg.exe`;
    return policyOf(execFileSync(query, ['query', REGISTRY], { encoding: 'utf8', timeout: 3000, windowsHide: true }));
  } catch {
    // There is none.
    return {};
  }
}

/** @param printed by `reg query` */
export function policyOf(printed: string): Policy {
  const lines = printed.matchAll(/^\s+(\w+)\s+REG_(?:SZ|DWORD)\s+(.*?)\s*$/gm);
  const values = [...lines].map(([, name = '', value = '']) => [name[0]?.toLowerCase() + name.slice(1), value]);
  return policySchema.parse(Object.fromEntries(values));
}
