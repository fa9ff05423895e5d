/** What reports ask of clients: who they are, and how they stood at the end of a year. */
import type { ClientCollection, Values } from '../model/collections.ts';
import type { Item, ReportRecords } from './report.ts';

export type ReportClient = ReportRecords['clients'][number];

export const byId = <T extends { id: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]));

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
    .sort((a, b) => byText(String(a.asOf), String(b.asOf)))
    .at(-1);
}

/** The sum of those that are known; null when none is. */
export function sumKnown(...amounts: (number | null | undefined)[]): number | null {
  const known = amounts.filter((amount): amount is number => typeof amount === 'number');
  return known.length > 0 ? known.reduce((sum, amount) => sum + amount, 0) : null;
}

/** One for all: to make one takes longer than to compare with it. */
const NAMES = new Intl.Collator('id', { numeric: true });

/** Names in the order of a dictionary; those without one last. */
export const byName = (a: string | null | undefined, b: string | null | undefined): number =>
  a && b ? NAMES.compare(a, b) : Number(!a) - Number(!b);

/** Codes, days and ids in the order of their characters. */
export const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What is equal otherwise keeps one order, so that a report made again is the same. */
export const byOwnId = (a: { id: string }, b: { id: string }): number => byText(a.id, b.id);

/** The place of each client in the order of names: to compare places is far faster than to compare names again and again. */
export const placesOf = (clients: readonly ReportClient[]): Map<string, number> =>
  new Map(
    [...clients].sort((a, b) => byName(a.values.name, b.values.name) || byOwnId(a, b)).map(({ id }, i) => [id, i]),
  );
