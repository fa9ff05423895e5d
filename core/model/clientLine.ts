/** What lists of clients show of one, and what is searched in them. */
import { MERGED_FIELD } from '../workflow/merges.ts';
import type { Region } from './collections.ts';

export interface ClientLine {
  name: string;
  /** Owner of a business, chair of a cooperative. */
  person: string;
  place: string;
  activity: string;
  consultant: string | null;
  registered: boolean;
  invented: boolean;
  /** Those that are not shown: gone, or to be found as another one. */
  deleted: boolean;
  mergedInto: string | null;
}

/** @param values of a business or a cooperative */
export function clientLine(values: Record<string, unknown>): ClientLine {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const { name, ownerName, chair, region, mainActivity, consultant, registeredOn, invented, deletedAt } = values;
  return {
    name: text(name),
    person: text(ownerName) || text(chair),
    place: placeOf(region as Region | undefined),
    activity: text(mainActivity),
    consultant: text(consultant) || null,
    registered: !!registeredOn,
    invented: invented === true,
    deleted: !!deletedAt,
    mergedInto: text(values[MERGED_FIELD]) || null,
  };
}

/** What is searched in a line. It begins with the name: lists of clients are sorted by it. */
export const searchText = ({ name, person, place, activity }: ClientLine): string =>
  `${name}\n${person}\n${place}\n${activity}`.toLowerCase();

/** As lists show them: by name. */
export const inOrder = <L extends ClientLine>(lines: readonly L[]): L[] =>
  lines
    .map((line) => [searchText(line), line] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line);

/** Village, district, regency; a regency without the word for it, which lists have no room for. */
export const placeOf = (region: Region | null | undefined): string =>
  [region?.village, region?.district, region?.regency?.replace(/^Kabupaten /, '')].filter(Boolean).join(', ');
