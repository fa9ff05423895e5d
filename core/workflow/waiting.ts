/**
 * What a record waits for, told from its values alone. Stores keep it as an index, so that nobody reads all sessions of ten
 * years to find three drafts. The words name nobody.
 */
import { LOCK_FIELD, REMARK_FIELD, REOPEN_FIELD } from './locks.ts';

/**
 * `open`: its author has not finished it, or it is not done yet. `submitted`: finished, and nobody has locked it. `returned`: a
 * coordinator sent it back. `reopen`: locked, and somebody asks to have it opened.
 */
export const WAITS = ['open', 'submitted', 'returned', 'reopen'] as const;
export type Waits = (typeof WAITS)[number];

const ENDED: readonly unknown[] = ['finished', 'done', 'dropped'];

export function waitsFor(values: Readonly<Record<string, unknown>>): Waits[] {
  const { state, deletedAt, [LOCK_FIELD]: lockedAt, [REMARK_FIELD]: remark, [REOPEN_FIELD]: asked } = values;
  if (deletedAt || state === undefined) return [];
  const isOpen = !ENDED.includes(state);
  const all: Record<Waits, boolean> = {
    open: isOpen,
    submitted: state === 'finished' && !lockedAt,
    returned: state !== 'finished' && !lockedAt && Boolean(remark),
    reopen: Boolean(lockedAt && asked),
  };
  return WAITS.filter((wait) => all[wait]);
}
