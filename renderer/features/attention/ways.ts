/** What a user can do about a value that the hub refused, by the hub's reason. */
import { recordName } from '#core/register/names.ts';
import type { AttentionEntry } from '../../store/database.ts';

export interface Way {
  /** Another value would be taken: the way leads to the form. */
  correct: boolean;
  /** Sending the same again may help: something else has changed since, or the hub may know more now. */
  resend: boolean;
}

const WAYS: Record<string, Way> = {
  invalid_value: { correct: true, resend: false },
  too_large: { correct: true, resend: true },
  forbidden: { correct: false, resend: true },
  locked: { correct: false, resend: true },
  // Opened by an older version: to be dropped, and opened anew with a reason.
  reason_missing: { correct: false, resend: false },
  restricted: { correct: false, resend: true },
  wrong_unit: { correct: false, resend: false },
  // Goes out again by itself once the hub was updated.
  unknown_field: { correct: false, resend: false },
  unknown_head: { correct: false, resend: true },
};

/** A reason that only a newer hub knows: try everything. */
export const wayOf = (code: string): Way => WAYS[code] ?? { correct: true, resend: true };

/** What was refused of one record. */
export interface Group {
  key: string;
  collection: string;
  id: string;
  entries: AttentionEntry[];
}

/** By record, the one with the latest refusal first. */
export function groupsOf(entries: readonly AttentionEntry[]): Group[] {
  const groups = new Map<string, Group>();
  for (const entry of entries.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))) {
    const key = recordName(entry);
    const group = groups.get(key) ?? { key, collection: entry.collection, id: entry.id, entries: [] };
    group.entries.push(entry);
    groups.set(key, group);
  }
  return [...groups.values()];
}
