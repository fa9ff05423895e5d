/** What may be taken out of the app as a file: which collections, and of each record only what this user may read. */
import { type CollectionName, fieldSchema, isCollection, OWNED } from '../model/collections.ts';
import { type Day, dayIn, type Zone } from '../model/dates.ts';
import { maskNik } from '../model/identifiers.ts';
import { nik as nikSchema } from '../model/values.ts';
import { mayRead, mayReadNik, type Role } from '../workflow/policy.ts';
import { isRestricting, personsOf } from '../workflow/restriction.ts';

export const EXPORT_GROUPS = ['clients', 'mentoring', 'unit', 'grants', 'privacy', 'settings'] as const;
export type ExportGroup = (typeof EXPORT_GROUPS)[number];

export interface Exported {
  collection: CollectionName;
  group: ExportGroup;
  /** The field by which a record belongs to a period: a day, a moment or a year. */
  day?: string;
}

const of = (group: ExportGroup, days: Partial<Record<CollectionName, string | null>>): Exported[] =>
  Object.entries(days).map(([collection, day]) => ({
    collection: collection as CollectionName,
    group,
    ...(day ? { day } : {}),
  }));

/** All that may be exported, in the order of the screen. */
export const EXPORTED: readonly Exported[] = [
  ...of('clients', { businesses: 'registeredOn', cooperatives: 'registeredOn', yearlyStates: 'asOf' }),
  ...of('mentoring', {
    targetLists: 'year',
    targets: null,
    programmes: 'year',
    assessments: 'assessedOn',
    sessions: 'date',
    followUps: 'dueOn',
    outcomes: 'date',
    levelUps: 'date',
    ratings: 'date',
    attachments: 'takenAt',
  }),
  ...of('unit', {
    planItems: 'year',
    activities: 'startsOn',
    meetings: 'date',
    decisions: 'dueOn',
    attendances: null,
    digitalVillages: null,
    villageStatuses: 'date',
    unitProfiles: null,
    unitFunds: 'year',
    unitEquipment: 'year',
    unitStaff: null,
    clusters: null,
    featuredProducts: null,
    units: null,
    users: null,
  }),
  ...of('grants', {
    candidates: 'year',
    grantSteps: 'date',
    grantMonths: null,
    grantBudget: null,
    grantReviews: 'reviewedOn',
    grantReports: 'date',
    grantRules: 'year',
  }),
  ...of('privacy', {
    consents: 'givenOn',
    subjectRequests: 'receivedAt',
    incidents: 'knownAt',
    accesses: 'createdAt',
    destructions: 'date',
    retentionRules: null,
  }),
  ...of('settings', {
    serviceLines: null,
    performanceTargets: 'year',
    formTexts: null,
    consentTexts: 'validFrom',
    settingChanges: 'at',
  }),
];

/** Keys and certificates of laptops; and how files were read in, which says nothing outside of the app. */
export const NEVER_EXPORTED: readonly CollectionName[] = ['devices', 'imports'];

/** What opens or names the file of an attachment; and what only the app itself makes use of. */
const SECRET: readonly string[] = ['attachments.key', 'attachments.hash'];
const OF_THE_APP: readonly string[] = ['deletedAt', 'erasedAt', 'importId'];

export interface ExportReader {
  role: Role;
  user: string;
  /** NIK in full where this user may read them; else all are masked. */
  withNik: boolean;
}

export interface ExportRecord {
  id: string;
  values: Readonly<Record<string, unknown>>;
}

/** Is this field ever in a file of this role? */
export const isExportable = (role: Role, collection: CollectionName, field: string): boolean =>
  !OF_THE_APP.includes(field) &&
  !SECRET.includes(`${collection}.${field}`) &&
  mayRead(role, collection, field) &&
  fieldSchema(collection, field) !== undefined;

const NIK_FIELDS = ['ownerNik', 'nik'];
export const nikFieldOf = (collection: CollectionName): string | undefined =>
  NIK_FIELDS.find((field) => fieldSchema(collection, field) === nikSchema);

/** What of a record this user may take out; empty fields are left out. A NIK that another field repeats is masked there too. */
export function readableOf(
  collection: CollectionName,
  { id, values }: ExportRecord,
  reader: ExportReader,
): ExportRecord {
  const nik = values[nikFieldOf(collection) ?? ''];
  const isMasked = typeof nik === 'string' && !(reader.withNik && mayReadNik(reader, values));
  const shown: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(values)) {
    if (value === null || value === '' || !isExportable(reader.role, collection, field)) continue;
    shown[field] = isMasked && value === nik ? maskNik(nik) : value;
  }
  return { id, values: shown };
}

export interface Exclusions {
  /** Ids of records that were deleted or erased. */
  gone: ReadonlySet<string>;
  /** Ids of those whose data are restricted (`restrictedPersons`). */
  restricted: ReadonlySet<string>;
}

/** Those whose data may not be processed now, by the requests that stand. */
export const restrictedPersons = (requests: readonly ExportRecord[]): Set<string> =>
  new Set(requests.filter(({ values }) => isRestricting(values)).map(({ values }) => String(values.clientId)));

/** Why a record is in no file: its person's processing is restricted, or it is gone, by itself or with what it belongs to. */
export function reasonToLeaveOut(
  collection: CollectionName,
  { id, values }: ExportRecord,
  { gone, restricted }: Exclusions,
): 'gone' | 'restricted' | null {
  if (values.deletedAt || values.erasedAt) return 'gone';
  if (ownerFields(collection).some((field) => gone.has(String(values[field] ?? '')))) return 'gone';
  return personsOf(collection, id, values).some((person) => restricted.has(person)) ? 'restricted' : null;
}

const OWNER_FIELDS = new Map<CollectionName, string[]>();
for (const owned of Object.values(OWNED)) {
  for (const { collection, by } of owned ?? []) {
    OWNER_FIELDS.set(collection, [...new Set([...(OWNER_FIELDS.get(collection) ?? []), by])]);
  }
}
/** Fields that name what a record belongs to. */
const ownerFields = (collection: CollectionName): readonly string[] => OWNER_FIELDS.get(collection) ?? [];

/** First and last day, both included. */
export interface ExportPeriod {
  from: Day;
  to: Day;
}

/** Does a record belong to the period? Undefined: it says no day. Where a collection has no days, every record belongs to it. */
export function isInPeriod(
  { day }: Exported,
  { values }: ExportRecord,
  { from, to }: ExportPeriod,
  zone: Zone,
): boolean | undefined {
  if (!day) return true;
  const value = values[day];
  if (typeof value === 'number') return value >= Number(from.slice(0, 4)) && value <= Number(to.slice(0, 4));
  if (typeof value !== 'string' || value === '') return undefined;
  const own = value.length > DAY_LENGTH ? dayIn(zone, Date.parse(value)) : value;
  return own >= from && own <= to;
}
const DAY_LENGTH = 10;

export const exportedOf = (name: string): Exported | undefined =>
  isCollection(name) ? EXPORTED.find(({ collection }) => collection === name) : undefined;
