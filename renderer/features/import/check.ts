/** Checks all rows of a file against the model and the store. Runs in the import's worker. */
import { DuplicateIndex, identityOf, type Likeness } from '#core/duplicates/index.ts';
import type { Cell, Reason } from '#core/import/cells.ts';
import { plain } from '#core/import/cells.ts';
import type { ImportKind } from '#core/import/fields.ts';
import type { Mapping } from '#core/import/mapping.ts';
import { type Area, type PlaceNames, placeFinder } from '#core/import/places.ts';
import {
  allowedMapping,
  type ClientNames,
  checkRow,
  isBlank,
  type RowContext,
  type SessionClient,
} from '#core/import/rows.ts';
import type { ClientCollection, Region, Values } from '#core/model/collections.ts';
import { lineNamed, serviceLinesOf } from '#core/model/serviceLines.ts';
import type { Json } from '#core/register/register.ts';
import { isConsented } from '#core/workflow/consent.ts';
import { isRestricting } from '#core/workflow/restriction.ts';
import { readAllClients } from '../../store/clients.ts';
import { readMerges } from '../../store/merged.ts';
import { readRecords } from '../../store/queries.ts';
import { loadAreas, loadVillages } from '../../ui/regions.ts';

/** A consent on paper (or before a witness) that all clients of the file have given. */
export interface PaperConsent {
  givenOn: string;
  way: 'paper' | 'oral';
  witnessName: string;
  purposeReporting: boolean;
  purposeGrant: boolean;
  purposePublication: boolean;
  textVersion: string;
}

/** What the user decided before the check. */
export interface Plan {
  kind: ImportKind;
  sheet: number;
  /** Index of the row with the headings. */
  headingRow: number;
  mapping: Mapping;
  /** None: only the minimal record is imported. */
  consent: PaperConsent | null;
  /** The day of the figures where the file has none. */
  asOf: string;
  /** For rows that name none. */
  consultant: string | null;
  today: string;
  /** The unit, and the code of its region. */
  unit: string;
  home: string;
  /** The import that goes on. */
  importId: string;
}

/** What becomes of a duplicate. */
export type Choice = 'leaveOut' | 'import' | 'fill';

/** By what a row is probably a client that is there: a number goes before a name. */
export type SameBy = Extract<Likeness, 'nik' | 'nib' | 'nikKoperasi' | 'name'>;
const NUMBERS = ['nik', 'nib', 'nikKoperasi'] as const;

export interface Duplicate {
  by: SameBy | 'session';
  name: string;
  /** The record that is there; none for an earlier row of this file. */
  id?: string;
  /** It may be filled with more than the minimal record. */
  consented: boolean;
  /** Its row in the file, as spreadsheets count. */
  row?: number;
  choice: Choice;
}

export type RowState = 'good' | 'bad' | 'duplicate' | 'present';

export interface RowResult {
  /** As spreadsheets count: the first row of the sheet is 1. */
  row: number;
  state: RowState;
  cells: readonly Cell[];
  values: Record<string, Json>;
  yearlyState: Record<string, Json>;
  client?: SessionClient;
  /** The client's name, of a session. */
  clientName?: string;
  problems: { column: number | null; reason: Reason }[];
  duplicate?: Duplicate;
}

export type Tell = (done: number, total: number) => Promise<void>;

/** Rows between two words of progress; short enough to be stopped at once. */
const ROWS_AT_A_TIME = 500;

/** @param tell hears how far it is; what it throws ends the check */
export async function checkRows(plan: Plan, rows: readonly (readonly Cell[])[], tell: Tell): Promise<RowResult[]> {
  const mapping = allowedMapping(plan.kind, plan.mapping, plan.consent !== null);
  const store = await readStore();
  const context = await contextOf(plan, rows, mapping, store);
  const same = plan.kind === 'sessions' ? sessionDuplicates(store) : clientDuplicates(plan.kind, store);
  const present = new Set(store[plan.kind].map(({ id }) => id));
  const results: RowResult[] = [];
  for (let i = plan.headingRow + 1; i < rows.length; i++) {
    if (i % ROWS_AT_A_TIME === 0) await tell(i, rows.length);
    const cells = rows[i] as readonly Cell[];
    if (isBlank(cells, mapping)) continue;
    const { values, state: yearlyState, client, problems } = checkRow(plan.kind, cells, mapping, context);
    const row = i + 1;
    const clientName = client ? store.nameOf(client) : undefined;
    const result: RowResult = { row, state: 'good', cells, values, yearlyState, client, clientName, problems };
    results.push(result);
    if (present.has(rowId(plan.importId, row))) result.state = 'present';
    else if (problems.length > 0) result.state = 'bad';
    else {
      const duplicate = same.find(result);
      if (duplicate) Object.assign(result, { state: 'duplicate', duplicate });
      same.add(result);
    }
  }
  await tell(rows.length, rows.length);
  return results;
}

/** The record that a row becomes: always the same one, so that an import that goes on makes none twice. */
export const rowId = (importId: string, row: number): string => `${importId}.${row}`;

type Store = Awaited<ReturnType<typeof readStore>>;

/** Clients with those that were merged into them, whose names and numbers lead to the one that stays. */
async function readStore() {
  const [merges, all, businesses, cooperatives, sessions, consents, requests, users, serviceLines] = await Promise.all([
    readMerges(),
    readAllClients(),
    readRecords('businesses'),
    readRecords('cooperatives'),
    readRecords('sessions'),
    readRecords('consents'),
    readRecords('subjectRequests'),
    readRecords('users'),
    readRecords('serviceLines'),
  ]);
  const of = (some: { values: { clientId?: string | null } }[]) => new Set(some.map(({ values }) => values.clientId));
  const names = new Map([...businesses, ...cooperatives].map(({ id, values }) => [id, values.name ?? '']));
  return {
    businesses,
    cooperatives,
    sessions,
    users,
    serviceLines,
    merged: all.filter(({ id }) => merges.isAway(id)).map((client) => ({ ...client, id: merges.winnerOf(client.id) })),
    consented: new Set(
      [...Map.groupBy(consents, ({ values }) => values.clientId)]
        .filter(([, all]) => isConsented(all))
        .map(([id]) => id),
    ),
    restricted: of(requests.filter(({ values }) => isRestricting(values))),
    nameOf: ({ id }: { id: string }) => names.get(id) ?? '',
  };
}

async function contextOf(
  plan: Plan,
  rows: readonly (readonly Cell[])[],
  mapping: Mapping,
  store: Store,
): Promise<RowContext> {
  const lines = serviceLinesOf(plan.unit, store.serviceLines);
  const people = Map.groupBy(store.users, ({ values }) => plain(values.name ?? ''));
  return {
    person: (name) => {
      const [one, another] = people.get(plain(name)) ?? [];
      return one && !another ? one.id : null;
    },
    serviceLine: (name) => lineNamed(lines, name)?.code ?? null,
    place: await findPlaces(plan, rows, mapping),
    client: findClient(store),
    today: plan.today,
  };
}

/** With the villages of the provinces that the file names, and of the unit's own. */
async function findPlaces(
  plan: Plan,
  rows: readonly (readonly Cell[])[],
  mapping: Mapping,
): Promise<RowContext['place']> {
  if (!mapping.some((key) => key?.startsWith('region.'))) return () => ({ region: null });
  const areas = await loadAreas();
  const rough = placeFinder({ ...areas, villages: [] }, plan.home);
  const columns = (['code', 'province', 'regency', 'district'] as const).map((part) => ({
    part,
    column: mapping.indexOf(`region.${part}`),
  }));
  const provinces = new Set([plan.home.slice(0, 2)]);
  const seen = new Set<string>();
  for (const cells of rows) {
    const names: PlaceNames = {};
    for (const { part, column } of columns)
      if (column >= 0 && cells[column]) names[part] = String(cells[column]).slice(0, part === 'code' ? 2 : 200);
    const key = JSON.stringify(names);
    if (seen.has(key)) continue;
    seen.add(key);
    const place = rough(names);
    if ('region' in place && place.region) provinces.add(place.region.code.slice(0, 2));
  }
  const known = [...provinces].filter((code) => areas.provinces.some(([each]) => each === code));
  const villages: Area[] = (await Promise.all(known.map(loadVillages))).flat();
  return placeFinder({ ...areas, villages }, plan.home);
}

/** By a number, else by the whole name, in the village where the file names one. */
function findClient(store: Store): RowContext['client'] {
  const byNumber = new Map<string, SessionClient>();
  const byName = new Map<string, { client: SessionClient; village: string }[]>();
  const add = (
    collection: ClientCollection,
    id: string,
    values: Values<'businesses'> & Values<'cooperatives'>,
  ): void => {
    const client = { collection, id };
    for (const [by, number] of Object.entries({
      nik: values.ownerNik,
      nib: values.nib,
      nikKoperasi: values.nikKoperasi,
    })) {
      if (number) byNumber.set(`${by}:${number}`, client);
    }
    const name = plain(values.name ?? '');
    const village = plain((values.region as Region | null | undefined)?.village ?? '');
    byName.set(name, [...(byName.get(name) ?? []), { client, village }]);
  };
  for (const { id, values } of store.businesses) add('businesses', id, values as never);
  for (const { id, values } of store.cooperatives) add('cooperatives', id, values as never);
  for (const { collection, id, values } of store.merged) add(collection, id, values as never);

  const named = ({ name, village, ...numbers }: ClientNames): SessionClient | Reason => {
    for (const [by, number] of Object.entries(numbers)) {
      const client = byNumber.get(`${by}:${number}`);
      if (client) return client;
    }
    const wanted = village?.replace(/^(desa|kelurahan|kel\.?)\s+/i, '');
    const all = (byName.get(plain(name ?? '')) ?? []).filter((each) => !wanted || each.village === plain(wanted));
    if (!name || all.length === 0) return 'client_unknown';
    const [one, another] = [...new Map(all.map(({ client }) => [client.id, client])).values()];
    return one && !another ? one : 'client_ambiguous';
  };
  return (names) => {
    const client = named(names);
    if (typeof client === 'string') return client;
    if (store.restricted.has(client.id)) return 'client_restricted';
    return store.consented.has(client.id) ? client : 'client_no_consent';
  };
}

interface Duplicates {
  find: (result: RowResult) => Duplicate | undefined;
  add: (result: RowResult) => void;
}

interface Known {
  name: string;
  id?: string;
  row?: number;
}

function clientDuplicates(kind: ClientCollection, store: Store): Duplicates {
  const index = new DuplicateIndex<Known>();
  for (const { id, values } of store[kind]) index.set({ id, name: values.name ?? '' }, identityOf(values));
  for (const { collection, id, values } of store.merged)
    if (collection === kind) index.set({ id, name: store.nameOf({ id }) }, identityOf(values));
  return {
    find: ({ values }) => {
      const matches = index.find(identityOf(values));
      const match = matches.find(({ alike }) => numberIn(alike)) ?? matches.find(({ isSame }) => isSame);
      if (!match) return undefined;
      const { id } = match.what;
      const consented = id !== undefined && store.consented.has(id) && !store.restricted.has(id);
      return { ...match.what, by: numberIn(match.alike) ?? 'name', consented, choice: 'leaveOut' };
    },
    add: ({ values, row }) => index.set({ name: String(values.name), row }, identityOf(values)),
  };
}

const numberIn = (alike: readonly Likeness[]): SameBy | undefined => NUMBERS.find((by) => alike.includes(by));

/** Of one client, on one day, about the same. */
function sessionDuplicates(store: Store): Duplicates {
  const known = new Map<string, Known>();
  const keyOf = (client: unknown, values: Record<string, unknown>) =>
    [client, values.date, values.startTime ?? '', plain(String(values.material ?? ''))].join('|');
  for (const { id, values } of store.sessions)
    known.set(keyOf(values.clientId, values), { id, name: values.material ?? '' });
  return {
    find: ({ client, values }) => {
      const one = known.get(keyOf(client?.id, values));
      return one && { ...one, by: 'session', consented: false, choice: 'leaveOut' };
    },
    add: ({ client, values, row }) => {
      const key = keyOf(client?.id, values);
      if (!known.has(key)) known.set(key, { name: String(values.material ?? ''), row });
    },
  };
}
