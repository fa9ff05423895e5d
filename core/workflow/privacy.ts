/**
 * The clock of UU 27/2022 (domain 7): what must be done within 3 × 24 hours. Hours run on, weekends and holidays too, and
 * in every time zone alike. No function here reads a clock.
 */

/** 3 × 24 hours. */
export const TERM_HOURS = 72;
/** From here on what is open counts as urgent. */
export const URGENT_HOURS = 24;

export type TermState = 'open' | 'urgent' | 'overdue' | 'handled' | 'handledLate';

export interface Term {
  /** Milliseconds since 1970. */
  dueAt: number;
  state: TermState;
  /**
   * Whole hours left, rounded down so that nobody is promised more than there is; once the term is over, whole hours since,
   * as a negative number. Of what was handled: what was left then.
   */
  hoursLeft: number;
}

/**
 * How the term stands that began at `from`.
 *
 * @param from ISO moment of receipt, or of becoming known; without it no term runs
 * @param handledAt ISO moment at which it was done
 * @param now milliseconds since 1970
 */
export function termOf(
  from: string | null | undefined,
  handledAt: string | null | undefined,
  now: number,
): Term | undefined {
  const began = from ? Date.parse(from) : Number.NaN;
  if (Number.isNaN(began)) return undefined;
  const dueAt = began + TERM_HOURS * MS_PER_HOUR;
  const handled = handledAt ? Date.parse(handledAt) : Number.NaN;
  const left = dueAt - (Number.isNaN(handled) ? now : handled);
  const hoursLeft = Math.trunc(left / MS_PER_HOUR) + 0;
  return { dueAt, hoursLeft, state: stateOf(left, !Number.isNaN(handled)) };
}

/** What is open comes first, the longest overdue before all; what was handled comes last, the latest due first. */
export function byUrgency(a: Term | undefined, b: Term | undefined): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || !a || !b) return rank;
  return isHandled(a) ? b.dueAt - a.dueAt : a.dueAt - b.dueAt;
}

/** Nothing more is to be done. */
export const isHandled = (term: Term): boolean => term.state === 'handled' || term.state === 'handledLate';

const MS_PER_HOUR = 3_600_000;

/** The last moment of the term still counts as within it. */
function stateOf(left: number, handled: boolean): TermState {
  if (handled) return left >= 0 ? 'handled' : 'handledLate';
  if (left < 0) return 'overdue';
  return left < URGENT_HOURS * MS_PER_HOUR ? 'urgent' : 'open';
}

/** What has no term yet stands between what is open and what is done: somebody must still say when it began. */
function rankOf(term: Term | undefined): number {
  if (!term) return 1;
  return isHandled(term) ? 2 : 0;
}
