/** How the unit's laptops are: what the hub told of them, joined with their records, and which of them need a look. */
import type { Values } from '#core/model/collections.ts';
import { CLOCK_TOLERANCE_MS, type DevicesAnswer } from '#core/wire/protocol.ts';

type Told = DevicesAnswer['devices'][number];

export interface Laptop {
  id: string;
  name: string;
  user: string;
  enrolledAt: string | null;
  revokedAt: string | null;
  /** A coordinator wants it revoked; the hub has not answered yet while `revokedAt` is empty. */
  revokeAsked: boolean;
  /** None before the hub told of it. */
  told: Told | null;
}

/** The worst first. */
export const CARES = ['clock', 'silent', 'unsent'] as const;
export type Care = (typeof CARES)[number];

const SILENT_MS = 7 * 24 * 3600_000;
/** A few days of work: some sessions with their follow-ups, or an assessment. */
const MANY_UNSENT = 100;

/** Every laptop that the hub told of or that has a record, whichever came first. */
export function joinLaptops(told: Told[], records: { id: string; values: Values<'devices'> }[]): Laptop[] {
  const byId = new Map(records.map(({ id, values }) => [id, values]));
  const toldById = new Map(told.map((each) => [each.id, each]));
  const ids = [...new Set([...toldById.keys(), ...byId.keys()])];
  return ids
    .filter((id) => !isLeft(byId.get(id), toldById.get(id)))
    .map((id) => {
      const health = toldById.get(id) ?? null;
      const values = byId.get(id);
      return {
        id,
        name: values?.name ?? health?.name ?? id,
        user: values?.user ?? health?.user ?? '',
        enrolledAt: values?.enrolledAt ?? health?.enrolledAt ?? null,
        revokedAt: values?.revokedAt ?? health?.revokedAt ?? null,
        revokeAsked: Boolean(values?.revokeAsked),
        told: health,
      };
    });
}

/** Its laptop has taken another name, and no copy of it has come under this one since. */
const isLeft = (values: Values<'devices'> | undefined, told: Told | undefined): boolean =>
  Boolean(values?.renewedAt) && (told?.lastSeenAt ?? '') <= (values?.renewedAt ?? '');

/**
 * Why somebody should look at it. A revoked laptop needs nobody.
 *
 * @param toldAt when the hub told, by the hub's clock: a coordinator who was offline for a month has old news, not silent laptops
 */
export function caresOf({ told, enrolledAt, revokedAt }: Laptop, toldAt: number): Care[] {
  if (!told || revokedAt) return [];
  const heard = told.lastSeenAt ?? enrolledAt ?? told.enrolledAt;
  const cares: Record<Care, boolean> = {
    clock: Math.abs(told.clockErrorMs ?? 0) > CLOCK_TOLERANCE_MS || told.futureStamps > 0,
    silent: toldAt - Date.parse(heard) > SILENT_MS,
    unsent: (told.unsent ?? 0) >= MANY_UNSENT,
  };
  return CARES.filter((care) => cares[care]);
}

/** What needs care first, then what was not seen for longest; revoked ones last. */
export function byCare(laptops: Laptop[], toldAt: number): Laptop[] {
  const rank = (laptop: Laptop): number => {
    if (laptop.revokedAt) return CARES.length + 1;
    const [worst] = caresOf(laptop, toldAt);
    return worst ? CARES.indexOf(worst) : CARES.length;
  };
  const seen = ({ told }: Laptop): string => told?.lastSeenAt ?? '';
  return [...laptops].sort(
    (a, b) => rank(a) - rank(b) || seen(a).localeCompare(seen(b)) || a.name.localeCompare(b.name, 'id'),
  );
}

/** A length of time in the largest unit that keeps it a small whole number. */
export function spanOf(ms: number): { unit: 'minutes' | 'hours' | 'days'; count: number } {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 120) return { unit: 'minutes', count: minutes };
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.round(minutes / 60) };
  return { unit: 'days', count: Math.round(minutes / (24 * 60)) };
}
