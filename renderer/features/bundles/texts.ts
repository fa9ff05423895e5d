import type { TFunction } from 'i18next';
import { BUNDLE_PROBLEMS, type BundleHeader } from '#core/wire/bundle.ts';
import { NoCertificateError } from '../../sync/bundles.ts';
import { HubError } from '../../sync/errors.ts';

const KNOWN = [...BUNDLE_PROBLEMS, 'revoked', 'copied', 'of_the_past', 'gap', 'left_behind'] as const;

/** Why a file is not taken: what happened, and what to do. */
export function problemText(t: TFunction, code: string): string {
  const known = KNOWN.find((each) => each === code);
  return t(`bundles.problems.${known ?? 'unreadable'}`);
}

export const senderText = (t: TFunction, { from }: BundleHeader): string =>
  from.kind === 'hub' ? t('bundles.hub') : `${from.userName} (${from.deviceName})`;

/** Why a bundle could not be saved; a key of i18n `bundles.notSaved`. */
export function reasonOf(error: unknown): 'certificate' | 'offline' | 'other' {
  if (error instanceof NoCertificateError) return 'certificate';
  if (error instanceof HubError) return 'offline';
  console.error('bundle', error);
  return 'other';
}
