/**
 * The PLUT units of which a source was found, and the national picture of a day. The full list of 51 was not found, so it is
 * not here (domain 6.3).
 */
import { z } from 'zod';
import type { Values } from '#core/model/collections.ts';
import units from './plutUnits.json' with { type: 'json' };

const fund = z.object({
  source: z.enum(['apbn', 'apbd']),
  /** `null`: more than one year, named in the purpose. */
  year: z.int().nullable(),
  amount: z.int().positive(),
  purpose: z.string().max(255),
});
export type SourcedFund = z.infer<typeof fund>;

const sourcedUnit = z.object({
  region: z.string(),
  name: z.string(),
  level: z.enum(['province', 'regency']),
  programmeYear: z.int().optional(),
  openedOn: z.iso.date().optional(),
  sources: z.array(z.string()).min(1),
  /** What the source leaves open: the level, or whether the unit was there in 2017. */
  uncertain: z.enum(['level', 'later']).optional(),
  funds: z.array(fund).default([]),
});
export type SourcedUnit = z.infer<typeof sourcedUnit>;

const registry = z.object({ sources: z.record(z.string(), z.string()), units: z.array(sourcedUnit) }).parse(units);

export const SOURCED_UNITS: readonly SourcedUnit[] = registry.units;
/** Addresses in the order in which the table numbers them; `file:` is a file of public code. */
export const SOURCES: readonly { key: string; address: string }[] = Object.entries(registry.sources).map(
  ([key, address]) => ({ key, address }),
);
export const addressOf = (source: string): string => registry.sources[source] ?? source;

/** The units and their Kampung UKM Digital on one day, as the seed article counts them (domain 6.2, 6.3). */
export const NATIONAL = {
  day: '2017-10-26',
  source: 'seed',
  units: 51,
  provincial: 24,
  regency: 27,
  villages: { running: 28, construction: 16, blocked: 5 },
} as const;

/** How many units have a digital village of known state. */
export const REPORTED = Object.values(NATIONAL.villages).reduce((sum, count) => sum + count, 0);

/** What the registry adds to a unit's profile. */
export interface Filling {
  profile: Values<'unitProfiles'>;
  /** By the id that each gets, on whatever laptop: so none is there twice. */
  funds: { id: string; values: Values<'unitFunds'> }[];
}

interface Known {
  /** The unit's own id. */
  unit: string;
  profile: Values<'unitProfiles'>;
  /** All rows, also deleted ones: what somebody deleted does not come back. */
  funds: readonly { id: string; values: Values<'unitFunds'> }[];
  /** Fields in which somebody is typing something that is not valid yet. */
  typing: ReadonlySet<string>;
}

/** @returns only what is not there yet; `null` when there is nothing to add */
export function fillingOf(sourced: SourcedUnit, known: Known): Filling | null {
  const isEmpty = (field: 'programmeYear' | 'openedOn' | 'source') =>
    (known.profile[field] ?? '') === '' && !known.typing.has(field);
  const profile: Values<'unitProfiles'> = {
    ...(sourced.programmeYear && isEmpty('programmeYear') ? { programmeYear: sourced.programmeYear } : {}),
    ...(sourced.openedOn && isEmpty('openedOn') ? { openedOn: sourced.openedOn } : {}),
  };
  const funds = sourced.funds
    .map((values) => ({ id: `${known.unit}.${values.source}`, values: { ...values, parent: known.unit } }))
    .filter(({ id, values }) => !known.funds.some((row) => row.id === id || isSameFund(row.values, values)));
  if (Object.keys(profile).length === 0 && funds.length === 0) return null;
  if (isEmpty('source')) profile.source = sourced.sources.map(addressOf).join('\n');
  return { profile, funds };
}

/** Somebody wrote it down by hand. */
const isSameFund = (row: Values<'unitFunds'>, fund: Values<'unitFunds'>): boolean =>
  !row.deletedAt && row.source === fund.source && row.amount === fund.amount;
