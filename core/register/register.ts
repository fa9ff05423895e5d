/**
 * The merge rule of the project: a multi-value register with a version vector (docs/sync.md, "The model"; Shapiro et
 * al. 2011, Preguiça et al. 2010). Renderer, hub and bundles all use this `join` and no other.
 */
import { type DeviceId, deviceOf, type Hlc, hlcOf, type Stamp } from './stamp.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One edit: its stamp and who made it. */
export interface Edit {
  stamp: Stamp;
  by: string;
}

/**
 * A value that nobody has replaced yet. When several people wrote the same value without knowing of each other, it is
 * one head: the greatest stamp leads and the others stand in `also` (greatest first). They are kept because an edit that
 * replaces one of them need not have seen the rest; dropping them would make `join` depend on the grouping.
 */
export interface Head extends Edit {
  value: Json;
  also?: Edit[];
}

export type Seen = Record<DeviceId, Hlc>;

export interface Register {
  heads: Head[];
  seen: Seen;
}

export type Registers = Record<string, Register>;

/** True if the history known by `seen` includes the edit with this stamp. */
export const covers = (seen: Seen, stamp: Stamp): boolean => {
  const hlc = seen[deviceOf(stamp)];
  return hlc !== undefined && hlc >= hlcOf(stamp);
};

/** All edits behind a head, the leading one first. */
export const editsOf = (head: Head): Edit[] => [{ stamp: head.stamp, by: head.by }, ...(head.also ?? [])];

/**
 * Writes a value in the place of the heads of `base` that still stand. What `base` did not show stays beside the new value,
 * also when it was written on the same device (in another window, say). Only heads count, not what `base` had `seen`: when
 * a profile was copied, two laptops have stamped under one name for a while, and the one has not seen what the other wrote.
 * The stamp must be new on its device.
 *
 * @param base what the author saw; without it, all that stands
 */
export function edit(
  register: Register | undefined,
  stamp: Stamp,
  by: string,
  value: Json,
  base: Register | undefined = register,
): Register {
  const shownThen = new Set(base?.heads.flatMap(editsOf).map((e) => e.stamp));
  const unseen = flatten(register?.heads ?? []).filter((e) => !shownThen.has(e.stamp));
  return normalise([...unseen, { stamp, by, value }], register?.seen);
}

/** Joins two states of one register. Commutative, associative, idempotent; keeps every head the other has not seen. */
export function join(a: Register, b: Register): Register {
  const kept = [...survivors(a, b), ...survivors(b, a)];
  return { heads: foldEqual(kept), seen: joinSeen(a.seen, b.seen) };
}

/** One stamp with two values: a profile that was copied or put back stamped twice. A join would keep one of them unseen. */
export function contradict(a: Register, b: Register): boolean {
  const values = new Map(flatten(a.heads).map((e) => [e.stamp, canonical(e.value)]));
  return flatten(b.heads).some((e) => values.has(e.stamp) && values.get(e.stamp) !== canonical(e.value));
}

/** The pointwise maximum of two version vectors. */
export function joinSeen(a: Seen, b: Seen): Seen {
  const joined: Seen = { ...a };
  for (const [device, hlc] of Object.entries(b)) {
    const known = joined[device];
    if (known === undefined || hlc > known) joined[device] = hlc;
  }
  return joined;
}

/** Does a register tell of everything that another one shows? Also when that was replaced since. */
export const knows = (register: Register | undefined, other: Register | undefined): boolean =>
  (other?.heads ?? []).every(({ stamp }) => register !== undefined && covers(register.seen, stamp));

/** The same, whatever the order of keys. */
export const isSame = (a: Register, b: Register | undefined): boolean =>
  b !== undefined && canonical(a as unknown as Json) === canonical(b as unknown as Json);

/** The head to show: the one with the greatest stamp. Time decides only what is shown, never what is replaced. */
export const shown = (register: Register): Head | undefined => register.heads[0];

/** Two or more different values stand side by side; a person must decide. */
export const isConflict = (register: Register): boolean => register.heads.length > 1;

/** Orders heads (greatest stamp first), folds equal values and lets `seen` cover all heads. For registers from outside. */
export function normalise(heads: Head[], seen: Seen = {}): Register {
  const flat = flatten(heads);
  const all: Seen = { ...seen };
  for (const { stamp } of flat) if (!covers(all, stamp)) all[deviceOf(stamp)] = hlcOf(stamp);
  return { heads: foldEqual(flat), seen: all };
}

/** Text that is equal for equal JSON values, whatever the order of their keys. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Json)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
}

interface FlatHead extends Edit {
  value: Json;
}

const flatten = (heads: readonly Head[]): FlatHead[] =>
  heads.flatMap((head) => editsOf(head).map((e) => ({ ...e, value: head.value })));

/** The edits of `own` that `other` has too, or has not seen. */
function survivors(own: Register, other: Register): FlatHead[] {
  const theirs = new Set(other.heads.flatMap((head) => editsOf(head).map((e) => e.stamp)));
  return flatten(own.heads).filter((e) => theirs.has(e.stamp) || !covers(other.seen, e.stamp));
}

function foldEqual(flat: FlatHead[]): Head[] {
  // Most registers have one head; there is nothing to compare it with.
  if (flat.length === 1) return flat;
  const byValue = new Map<string, Head>();
  const sorted = [...flat].sort(greatestFirst);
  const stamps = new Set<Stamp>();
  for (const { stamp, by, value } of sorted) {
    if (stamps.has(stamp)) continue;
    stamps.add(stamp);
    const key = canonical(value);
    const head = byValue.get(key);
    if (head) head.also = [...(head.also ?? []), { stamp, by }];
    else byValue.set(key, { stamp, by, value });
  }
  return [...byValue.values()];
}

/** By stamp; two values under one stamp (a broken device) are ordered by value, so that all replicas agree. */
function greatestFirst(a: FlatHead, b: FlatHead): number {
  if (a.stamp !== b.stamp) return a.stamp > b.stamp ? -1 : 1;
  const x = canonical(a.value);
  const y = canonical(b.value);
  return x === y ? 0 : x > y ? -1 : 1;
}
