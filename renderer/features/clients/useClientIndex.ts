import { useMemo } from 'react';
import type { ClientCollection, Region } from '#core/model/collections.ts';
import { type ClientValues, type Entity, useClients, useMergedNames } from '../../store/queries.ts';

/** One for all: to make one takes longer than to compare with it. */
const NAMES = new Intl.Collator('id');

/** A line of the client list. */
export interface ClientLine {
  collection: ClientCollection;
  id: string;
  name: string;
  /** Owner of a business, chair of a cooperative. */
  person: string;
  place: string;
  activity: string;
  consultant: string | null;
  registered: boolean;
  invented: boolean;
  /** Lower-case text that the search looks into. */
  haystack: string;
}

/** All clients of this laptop, by name; none while they are not wanted. */
export function useClientIndex(isWanted = true): ClientLine[] | undefined {
  const clients = useClients(isWanted);
  const merged = useMergedNames(isWanted);
  return useMemo(
    () =>
      clients?.map((client) => toLine(client, merged?.get(client.id))).sort((a, b) => NAMES.compare(a.name, b.name)),
    [clients, merged],
  );
}

/** Lines whose name, person, place or activity hold every word of the query. */
export function searchClients(lines: ClientLine[], query: string): ClientLine[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? lines : lines.filter((line) => words.every((word) => line.haystack.includes(word)));
}

/** Village, district, regency; a regency without the word for it, which lists have no room for. */
export const placeOf = (region: Region | null | undefined): string =>
  [region?.village, region?.district, region?.regency?.replace(/^Kabupaten /, '')].filter(Boolean).join(', ');

/** @param merged names of clients that were merged into it */
function toLine(client: ClientValues, merged = ''): ClientLine {
  const values = client.values as Entity<'businesses'>['values'] & Entity<'cooperatives'>['values'];
  const line = {
    collection: client.collection,
    id: client.id,
    name: values.name ?? '',
    person: values.ownerName ?? values.chair ?? '',
    place: placeOf(values.region),
    activity: values.mainActivity ?? '',
    consultant: values.consultant ?? null,
    registered: !!values.registeredOn,
    invented: values.invented === true,
  };
  return { ...line, haystack: [line.name, line.person, line.place, line.activity, merged].join(' ').toLowerCase() };
}
