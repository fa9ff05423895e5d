/** Who may knock, and how often. Strangers in the room get nothing, and cost little. */

/** Wrong codes (or broken bundles) of one address before it has to wait. */
export const FREE_FAULTS = 5;
const FIRST_WAIT_MS = 10_000;
const LAST_WAIT_MS = 10 * 60_000;
/** Calls of one address within a minute; fifty bundles both ways are a hundred. */
export const CALLS_PER_MINUTE = 600;
const MINUTE_MS = 60_000;
/** Addresses that are remembered; the oldest go first. */
const MAX_VISITORS = 1000;

interface Visitor {
  faults: number;
  waitsUntil: number;
  minute: number;
  calls: number;
}

export interface Gate {
  /** @returns for how many seconds this address has to wait; 0: come in */
  wait(address: string): number;
  fault(address: string): void;
  /** It had the right code: earlier mistakes were typing. */
  forgive(address: string): void;
}

/** @param now milliseconds of a clock that only goes forward */
export function createGate(now: () => number): Gate {
  const visitors = new Map<string, Visitor>();
  const visitorOf = (address: string): Visitor => {
    const known = visitors.get(address);
    if (known) return known;
    const [oldest] = visitors.keys();
    if (visitors.size >= MAX_VISITORS && oldest !== undefined) visitors.delete(oldest);
    const visitor = { faults: 0, waitsUntil: 0, minute: now(), calls: 0 };
    visitors.set(address, visitor);
    return visitor;
  };
  return {
    wait(address) {
      const visitor = visitorOf(address);
      if (now() - visitor.minute >= MINUTE_MS) Object.assign(visitor, { minute: now(), calls: 0 });
      visitor.calls += 1;
      const until = Math.max(
        visitor.waitsUntil,
        visitor.calls > CALLS_PER_MINUTE ? visitor.minute + MINUTE_MS : Number.NEGATIVE_INFINITY,
      );
      return Math.max(0, Math.ceil((until - now()) / 1000));
    },
    fault(address) {
      const visitor = visitorOf(address);
      visitor.faults += 1;
      const over = visitor.faults - FREE_FAULTS;
      if (over >= 0) visitor.waitsUntil = now() + Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** over);
    },
    forgive(address) {
      visitorOf(address).faults = 0;
    },
  };
}
