/** What reports ask of clients: who they are, and how they stood at the end of a year. */
import type { ClientCollection, Values } from '../model/collections.ts';
import type { Item, ReportRecords } from './report.ts';

export type ReportClient = ReportRecords['clients'][number];

export const byId = <T extends { id: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]));

export function groupBy<T>(items: readonly T[], key: (item: T) => string | null | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (!name) continue;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

export const isOfKind = (client: ReportClient, kind: ClientCollection): boolean => client.collection === kind;

/** Address with village, district and regency. */
export function addressOf({ address, region }: Values<'businesses'> | Values<'cooperatives'>): string | null {
  const parts = [address, region?.village, region?.district, region?.regency].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** The latest state of a year: *keadaan 31 Desember*. */
export function stateOfYear(
  states: readonly Item<'yearlyStates'>[] | undefined,
  year: number,
): Values<'yearlyStates'> | undefined {
  return (states ?? [])
    .map(({ values }) => values)
    .filter(({ asOf }) => asOf?.startsWith(`${year}-`))
    .sort((a, b) => String(a.asOf).localeCompare(String(b.asOf)))
    .at(-1);
}

/** The sum of those that are known; null when none is. */
export function sumKnown(...amounts: (number | null | undefined)[]): number | null {
  const known = amounts.filter((amount): amount is number => typeof amount === 'number');
  return known.length > 0 ? known.reduce((sum, amount) => sum + amount, 0) : null;
}

/** Names in the order of a dictionary; those without one last. */
export const byName = (a: string | null | undefined, b: string | null | undefined): number =>
  a && b ? a.localeCompare(b, 'id', { numeric: true }) : Number(!a) - Number(!b);
