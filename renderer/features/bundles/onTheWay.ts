/** Which laptops' data has not reached the hub yet, as far as this laptop can tell from the hub's news and from bundles. */
import type { CarriedBundle } from '../../store/database.ts';
import type { Laptop } from '../laptops/health.ts';

/** The last bundle of a laptop that came here. */
export interface LastBundle {
  /** By the clock of the laptop that wrote it. */
  created: string;
  /** By this laptop's clock. */
  arrivedAt: string;
  /** Who brought it inside a bundle of their own; none: its laptop itself, or nobody knows. */
  broughtBy: string | null;
  isAtHub: boolean;
}

export interface OnTheWay {
  laptop: Laptop;
  /** Fields of it that are on this laptop and that the hub is not known to have. */
  here: number;
  /** Unsent fields as the hub was told last; for this laptop itself, now. */
  unsent: number | null;
  bundle: LastBundle | null;
}

/**
 * Laptops of which something is, or may be, not on the hub yet: what is here first, then what is still there. A revoked laptop
 * counts as long as something of it is here.
 *
 * @param here fields by laptop (`useCarriedByDevice`)
 * @param own this laptop, and what is unsent on it
 */
export function onTheWay(
  laptops: readonly Laptop[],
  bundles: readonly CarriedBundle[],
  here: ReadonlyMap<string, number>,
  own: { device: string; unsent: number },
): OnTheWay[] {
  return laptops
    .map((laptop) => ({
      laptop,
      here: here.get(laptop.id) ?? 0,
      unsent: laptop.id === own.device ? own.unsent : (laptop.told?.unsent ?? null),
      bundle: lastBundleOf(laptop.id, bundles),
    }))
    .filter(({ laptop, here, unsent }) => here > 0 || (!laptop.revokedAt && (unsent ?? 0) > 0))
    .sort((a, b) => b.here - a.here || (b.unsent ?? 0) - (a.unsent ?? 0) || a.laptop.name.localeCompare(b.laptop.name));
}

/** The one that its laptop wrote last. */
function lastBundleOf(device: string, bundles: readonly CarriedBundle[]): LastBundle | null {
  const all = bundles.flatMap(({ header, inside = [], arrivedAt, deliveredAt }): LastBundle[] => {
    if (header?.from.kind !== 'device') return [];
    const { from, created } = header;
    const common = { arrivedAt, isAtHub: deliveredAt !== undefined };
    return [
      ...(from.device === device ? [{ ...common, created, broughtBy: null }] : []),
      ...inside
        .filter((inner) => inner.device === device)
        .map((inner) => ({ ...common, created: inner.created, broughtBy: from.userName })),
    ];
  });
  return all.sort((a, b) => b.created.localeCompare(a.created) || b.arrivedAt.localeCompare(a.arrivedAt))[0] ?? null;
}
