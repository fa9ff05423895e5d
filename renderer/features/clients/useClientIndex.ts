/** All clients of this laptop as lines of a list, by name. Read once, and kept as they change: one for all screens. */
import { useEffect } from 'react';
import { create } from 'zustand';
import { Merges } from '#core/workflow/merges.ts';
import { type ListedClient, readClientLines, watchClientLines } from '../../store/clients.ts';

export interface ClientLine extends ListedClient {
  /** Lower-case text that the search looks into. It begins with the name, so lines are sorted by it. */
  haystack: string;
}

/** Changes come one upon the other: they are taken together. */
const SETTLE_MS = 50;

const useStore = create<{ lines?: ClientLine[] }>(() => ({}));
const NONE: ClientLine[] = [];

/** All clients, by name; none while they are not wanted. */
export function useClientIndex(isWanted = true): ClientLine[] | undefined {
  const lines = useStore((state) => state.lines);
  useEffect(() => {
    if (isWanted) start();
  }, [isWanted]);
  return isWanted ? lines : NONE;
}

/** Lines whose name, person, place or activity hold every word of the query. */
export function searchClients(lines: ClientLine[], query: string): ClientLine[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? lines : lines.filter((line) => words.every((word) => line.haystack.includes(word)));
}

const index = new Map<string, ListedClient>();
/** Written since they were last shown. */
const changed = new Set<string>();
let merges = new Merges([]);
let isWatching = false;
let isReading = false;
let isToBeShown = false;

function start(): void {
  if (isReading) return;
  isReading = true;
  // Watched first: what is written while the rest is read is newer.
  if (!isWatching) watchClientLines(takeWritten);
  isWatching = true;
  readClientLines().then(
    (clients) => {
      for (const client of clients) if (!index.has(client.id)) take(client);
      show();
    },
    (error) => {
      // Who looks at a list next reads again.
      isReading = false;
      console.error('clients', error);
    },
  );
}

function takeWritten(clients: ListedClient[]): void {
  for (const client of clients) take(client);
  if (isToBeShown || !useStore.getState().lines) return;
  isToBeShown = true;
  setTimeout(show, SETTLE_MS);
}

function take(client: ListedClient): void {
  index.set(client.id, client);
  changed.add(client.id);
}

/** Puts what changed into its place. */
function show(): void {
  isToBeShown = false;
  const before = merges;
  merges = mergesOf(index.values());
  for (const each of [before, merges]) for (const id of each.away()) changed.add(id).add(each.winnerOf(id));
  const others = useStore.getState().lines?.filter(({ id }) => !changed.has(id)) ?? [];
  const lines = [...others, ...[...changed].flatMap(lineOf)].sort((a, b) => (a.haystack < b.haystack ? -1 : 1));
  changed.clear();
  useStore.setState({ lines });
}

function mergesOf(clients: Iterable<ListedClient>): Merges {
  const edges = [...clients].flatMap(({ id, mergedInto }) => (mergedInto ? [{ id, into: mergedInto }] : []));
  return new Merges(edges, (id) => index.get(id)?.deleted === false);
}

function lineOf(id: string): ClientLine[] {
  const client = index.get(id);
  if (!client || client.deleted || merges.isAway(id)) return [];
  const { name, person, place, activity } = client;
  // People look for the name they know: also that of a client that was merged into this one.
  const merged = merges.membersOf(id).flatMap((member) => (member === id ? [] : (index.get(member)?.name ?? [])));
  return [{ ...client, haystack: [name, person, place, activity, ...merged].join('\n').toLowerCase() }];
}
