import { parseArgs } from 'node:util';
import { z } from 'zod';
import { languageSchema, type ShellLanguage } from '../contract.ts';

export interface ShellArguments {
  profile: string;
  hub: string | null;
  language: ShellLanguage | null;
}

/** The name becomes part of a folder's name. */
const profileSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
const hubSchema = z.url({ protocol: /^https?$/ });

/** Our own options among Chromium's. A wrong value counts as not given: the app must open all the same. */
export function readArguments(argv: readonly string[]): ShellArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { profile: { type: 'string' }, hub: { type: 'string' }, language: { type: 'string' } },
    strict: false,
  });
  return {
    profile: profileSchema.safeParse(values.profile).data ?? 'default',
    hub: hubSchema.safeParse(values.hub).data ?? null,
    language: languageSchema.safeParse(values.language).data ?? null,
  };
}
