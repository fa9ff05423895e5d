/** All clients of this laptop as lines of a list, by name. Read once, and kept as they change: one for all screens. */
import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { searchText } from '#core/model/clientLine.ts';
import { Merges } from '#core/workflow/merges.ts';
import { type ListedClient, readClientLines, readFirstClients, watchClientLines } from '../../store/clients.ts';

export interface ClientLine extends ListedClient {
  /** Lower-case text that the search looks into. It begins with the name, so lines are sorted by it. */
  haystack: string;
}

/** Changes come one upon the other: they are taken together. */
const SETTLE_MS = 50;

const useStore = create<{ lines?: ClientLine[]; first?: ClientLine[] }>(() => ({}));
const NONE: ClientLine[] = [];

/** All clients, by name; none while they are not wanted. */
export function useClientIndex(isWanted = true): ClientLine[] | undefined {
  const lines = useStore((state) => state.lines);
  useEffect(() => {
    if (isWanted) start();
  }, [isWanted]);
  return isWanted ? lines : NONE;
}

/** The first of them, while the rest is being read; undefined where it is no sooner there. */
export const useFirstClients = (): ClientLine[] | undefined => useStore(({ lines, first }) => lines ?? first);

/**
 * Lines whose name, person, place or activity hold every word of the query.
 *
 * @param most no more are looked for
 */
export function searchClients(lines: ClientLine[], query: string, most = lines.length): ClientLine[] {
  // The longest word stands in the fewest lines.
  const [word, ...others] = query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
  if (word === undefined) return most < lines.length ? lines.slice(0, most) : lines;
  const { text, ends } = textOf(lines);
  const found: ClientLine[] = [];
  // Where each of the other words stands next.
  const next = others.map(() => -1);
  let i = 0;
  for (let at = text.indexOf(word); at >= 0 && found.length < most; at = text.indexOf(word, ends[i])) {
    while ((ends[i] as number) <= at) i++;
    const [start, end] = [ends[i - 1] ?? 0, ends[i] as number];
    const isFound = others.every((other, n) => {
      if ((next[n] as number) < start) next[n] = indexIn(text, other, start);
      return (next[n] as number) < end;
    });
    if (isFound) found.push(lines[i] as ClientLine);
  }
  return found;
}

/** Beyond the end where it stands nowhere any more, so that it is not looked for again. */
function indexIn(text: string, word: string, from: number): number {
  const at = text.indexOf(word, from);
  return at < 0 ? text.length + 1 : at;
}

/** As `searchClients`, ready for the first key. */
export function useSearch(lines: ClientLine[], query: string): ClientLine[] {
  useEffect(() => {
    const idle = requestIdleCallback(() => textOf(lines));
    return () => cancelIdleCallback(idle);
  }, [lines]);
  return useMemo(() => searchClients(lines, query), [lines, query]);
}

/** The haystacks of some lines in one text: to look through it is ten times as fast as to look into each of them. */
interface Text {
  text: string;
  /** Where the next line begins, by line. A word holds no line break, and so ends where its line does. */
  ends: Uint32Array;
}
const texts = new WeakMap<ClientLine[], Text>();

function textOf(lines: ClientLine[]): Text {
  const known = texts.get(lines);
  if (known) return known;
  let end = 0;
  const ends = Uint32Array.from(lines, ({ haystack }) => {
    end += haystack.length + 1;
    return end;
  });
  const made = { text: lines.map(({ haystack }) => haystack).join('\n'), ends };
  texts.set(lines, made);
  return made;
}

const index = new Map<string, ClientLine>();
/** Of merged ones: into which. */
const edges = new Map<string, string>();
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
  readAll().then(
    (clients) => {
      for (const client of clients) if (!index.has(client.id)) put(client);
      show();
    },
    (error) => {
      // Who looks at a list next reads again.
      isReading = false;
      console.error('clients', error);
    },
  );
}

async function readAll(): Promise<ListedClient[]> {
  // Only sooner: whoever cannot have them waits for all.
  const first = await readFirstClients().catch(() => undefined);
  // Asked for before the first are drawn: the store reads meanwhile.
  const all = readClientLines();
  if (first) useStore.setState({ first: first.map(asLine) });
  return all;
}

/** @param client becomes the line */
const asLine = (client: ListedClient): ClientLine => Object.assign(client, { haystack: searchText(client) });

function takeWritten(clients: ListedClient[]): void {
  for (const client of clients) take(client);
  if (isToBeShown || !useStore.getState().lines) return;
  isToBeShown = true;
  setTimeout(show, SETTLE_MS);
}

function take(client: ListedClient): void {
  put(client);
  changed.add(client.id);
}

function put(client: ListedClient): void {
  const { id, mergedInto } = client;
  index.set(id, asLine(client));
  if (mergedInto) edges.set(id, mergedInto);
  else edges.delete(id);
}

/** Puts what changed into its place; the first time all. */
function show(): void {
  isToBeShown = false;
  const before = merges;
  merges = new Merges(
    [...edges].map(([id, into]) => ({ id, into })),
    (id) => index.get(id)?.deleted === false,
  );
  for (const each of [before, merges]) for (const id of each.away()) changed.add(id).add(each.winnerOf(id));
  const shown = useStore.getState().lines;
  const lines = shown?.filter(({ id }) => !changed.has(id)) ?? [];
  for (const client of shown ? [...changed].map((id) => index.get(id)) : index.values()) {
    const line = client && lineOf(client);
    if (line) lines.push(line);
  }
  changed.clear();
  useStore.setState({ first: undefined, lines: lines.sort((a, b) => (a.haystack < b.haystack ? -1 : 1)) });
}

function lineOf(line: ClientLine): ClientLine | undefined {
  const { id } = line;
  if (line.deleted || merges.isAway(id)) return undefined;
  const members = merges.membersOf(id);
  if (members.length === 1) return line;
  // People look for the name they know: also that of a client that was merged into this one.
  const merged = members.flatMap((member) => (member === id ? [] : (index.get(member)?.name ?? [])));
  return { ...line, haystack: [line.haystack, ...merged].join('\n').toLowerCase() };
}
