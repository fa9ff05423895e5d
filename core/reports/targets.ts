/**
 * *Data Koperasi* and *Data UMKM Sasaran Program Pendampingan*, by their state on 31 December of the year before (domain 1.6,
 * reports 1 and 2).
 */
import type { ClientCollection, Values } from '../model/collections.ts';
import { addressOf, byId, byName, byOwnId, isOfKind, type ReportClient, stateOfYear, sumKnown } from './clients.ts';
import {
  type Cell,
  type Column,
  defineReport,
  type Item,
  type Note,
  type ReportRecords,
  type ReportScope,
  tableOf,
} from './report.ts';

const COOPERATIVE_COLUMNS: Column[] = [
  { name: 'name', kind: 'text', width: 26, of: { collection: 'cooperatives', field: 'name' } },
  { name: 'address', kind: 'text', width: 30, of: { collection: 'cooperatives', field: 'address' } },
  { name: 'legalNumber', kind: 'text', width: 18, of: { collection: 'cooperatives', field: 'legalNumber' } },
  { name: 'legalDate', kind: 'day', width: 12, of: { collection: 'cooperatives', field: 'legalDate' } },
  { name: 'kind', kind: 'code', width: 14, of: { collection: 'cooperatives', field: 'kind' } },
  { name: 'meetingOn', kind: 'day', width: 12 },
  { name: 'members', kind: 'number', width: 10, isTotalled: true },
  { name: 'employees', kind: 'number', width: 10, isTotalled: true },
  { name: 'assets', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'ownCapital', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'externalCapital', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'volume', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'surplus', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'activity', kind: 'text', width: 28 },
];

const BUSINESS_COLUMNS: Column[] = [
  { name: 'name', kind: 'text', width: 26, of: { collection: 'businesses', field: 'name' } },
  { name: 'address', kind: 'text', width: 30, of: { collection: 'businesses', field: 'address' } },
  { name: 'startedOn', kind: 'day', width: 12, of: { collection: 'businesses', field: 'startedOn' } },
  { name: 'sector', kind: 'code', width: 18, of: { collection: 'businesses', field: 'sector' } },
  { name: 'legalForm', kind: 'code', width: 14, of: { collection: 'businesses', field: 'legalForm' } },
  { name: 'workers', kind: 'number', width: 10, isTotalled: true },
  { name: 'ownCapital', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'externalCapital', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'assets', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'sales', kind: 'rupiah', width: 18, isTotalled: true },
  { name: 'activity', kind: 'text', width: 28 },
];

type State = Values<'yearlyStates'> | undefined;
type Targets = Pick<ReportRecords, 'clients' | 'targetLists' | 'targets' | 'yearlyStates'>;

const cooperativeRow = (values: Values<'cooperatives'>, state: State): Record<string, Cell> => ({
  name: values.name ?? null,
  address: addressOf(values),
  legalNumber: values.legalNumber ?? null,
  legalDate: values.legalDate ?? null,
  kind: values.kind ?? null,
  meetingOn: state?.meetingOn ?? null,
  members: state?.members ?? null,
  employees: state?.employees ?? null,
  assets: state?.assets ?? null,
  ownCapital: state?.ownCapital ?? null,
  externalCapital: state?.externalCapital ?? null,
  volume: state?.volume ?? null,
  surplus: state?.surplus ?? null,
  activity: state?.activity || values.mainActivity || null,
});

const businessRow = (values: Values<'businesses'>, state: State): Record<string, Cell> => ({
  name: values.name ?? null,
  address: addressOf(values),
  startedOn: values.startedOn ?? null,
  sector: values.sector ?? null,
  legalForm: values.legalForm ?? null,
  workers: state?.workers ?? null,
  ownCapital: state?.ownCapital ?? null,
  externalCapital: sumKnown(state?.debtBank, state?.debtCooperative, state?.debtOther),
  // What stands in its books: land and building too.
  assets: sumKnown(state?.cash, state?.inventory, state?.fixedAssets, state?.landAndBuilding),
  sales: state?.sales ?? null,
  activity: state?.activity || values.mainActivity || null,
});

export const cooperativeTargets = defineReport({
  span: 'year',
  byConsultant: true,
  signers: 'consultants',
  reads: ['clients', 'targetLists', 'targets', 'yearlyStates'],
  compute: (records, scope) =>
    targetsTable(records, scope, 'cooperatives', COOPERATIVE_COLUMNS, (client, state) =>
      cooperativeRow(client.values as Values<'cooperatives'>, state),
    ),
});

export const businessTargets = defineReport({
  span: 'year',
  byConsultant: true,
  signers: 'consultants',
  reads: ['clients', 'targetLists', 'targets', 'yearlyStates'],
  compute: (records, scope) =>
    targetsTable(records, scope, 'businesses', BUSINESS_COLUMNS, (client, state) =>
      businessRow(client.values as Values<'businesses'>, state),
    ),
});

function targetsTable(
  records: Targets,
  scope: ReportScope,
  kind: ClientCollection,
  columns: readonly Column[],
  rowOf: (client: ReportClient, state: State) => Record<string, Cell>,
) {
  const year = Number(scope.to.slice(0, 4));
  const chosen = targetsOf(records, year);
  const clients = byId(records.clients);
  const states = Map.groupBy(records.yearlyStates, ({ values }) => values.clientId);
  const rows = [...new Set(chosen.map(({ values }) => values.clientId))]
    .map((id) => clients.get(id ?? ''))
    .filter((client): client is ReportClient => client !== undefined && isOfKind(client, kind))
    .filter(({ values }) => !scope.consultant || values.consultant === scope.consultant)
    .sort((a, b) => byName(a.values.name, b.values.name) || byOwnId(a, b))
    .map((client) => ({ client, state: stateOfYear(states.get(client.id), year - 1) }));
  const notes: Note[] = [
    { name: 'unlockedLists', count: listsOf(records, year).filter(({ values }) => !values.lockedAt).length },
    { name: 'withoutState', count: rows.filter(({ state }) => !state).length },
  ];
  return tableOf(
    columns,
    rows.map(({ client, state }) => rowOf(client, state)),
    notes,
  );
}

const listsOf = ({ targetLists }: Pick<ReportRecords, 'targetLists'>, year: number): Item<'targetLists'>[] =>
  targetLists.filter(({ values }) => values.year === year);

/** The clients that were chosen for a year, by any of its lists. */
function targetsOf(records: Targets, year: number): Item<'targets'>[] {
  const lists = new Set(listsOf(records, year).map(({ id }) => id));
  return records.targets.filter(({ values }) => lists.has(values.parent ?? ''));
}
