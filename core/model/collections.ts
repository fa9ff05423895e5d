/**
 * The collections and their fields. A record is a bag of fields; each field is a register of its own (docs/sync.md), so a
 * schema here speaks of one value and never of a whole record: a record that is not complete yet is still worth keeping.
 *
 * Fields follow ../docs domain sections 1.5 (CIS-PLUT) and 9.2–9.3, in English. `null` empties any field.
 */
import { z } from 'zod';
import { ATTACHABLE, attachments, importPatterns } from './attachments.ts';
import { clusters } from './clusters.ts';
import { grantPatterns, grants } from './grants.ts';
import { shortHash } from './hash.ts';
import { privacy } from './privacy.ts';
import { settings } from './settings.ts';
import { unitWork } from './unitWork.ts';
import {
  code,
  common,
  count,
  day,
  digits,
  flag,
  id,
  line,
  lockable,
  moment,
  nik,
  ofClient,
  ofSubject,
  regionSchema,
  reportLine,
  rupiah,
  serviceField,
  text,
  time,
} from './values.ts';
import { workChain } from './workChain.ts';

export {
  CLIENT_COLLECTIONS,
  type ClientCollection,
  isClientCollection,
  type Region,
  SUBJECT_COLLECTIONS,
  type SubjectCollection,
} from './values.ts';

/** Problems per service field 1–7 (domain 9.2 H). */
const problems = {
  problem1: text,
  problem2: text,
  problem3: text,
  problem4: text,
  problem5: text,
  problem6: text,
  problem7: text,
};

const products = {
  product1Name: line,
  product1Description: text,
  product1Price: rupiah,
  product2Name: line,
  product2Description: text,
  product2Price: rupiah,
  product3Name: line,
  product3Description: text,
  product3Price: rupiah,
};

/** Of two clients, by the other one's id (workflow/merges.ts): that they are not the same; what a merge took over into it. */
const ofOther = [
  { name: /^notSame\.[\w.-]{1,54}$/, schema: flag },
  { name: /^mergeTook\.[\w.-]{1,54}$/, schema: z.record(z.string().max(64), z.json()) },
];

/** Result of an assessment, taken when it is finished (architecture, rule 6). */
const scoreSnapshot = z.object({
  total: z.number().nullable(),
  level: z.string().nullable(),
  gated: z.boolean(),
  dimensions: z.record(z.string(), z.number().nullable()),
});
export type ScoreSnapshot = z.infer<typeof scoreSnapshot>;

const fieldsOf = {
  units: {
    ...common,
    name: line,
    level: z.enum(['province', 'regency']),
    region: z.string().max(20),
    timeZone: z.enum(['WIB', 'WITA', 'WIT']),
    address: text,
    phone: line,
    email: line,
    office: line,
    demo: flag,
  },
  users: {
    ...common,
    name: line,
    role: z.enum(['consultant', 'coordinator', 'head', 'supervisor', 'administrator']),
    field: serviceField,
    active: flag,
  },
  devices: {
    ...common,
    name: line,
    user: id,
    publicKey: z.string().max(100),
    certificate: z.string().max(1000),
    enrolledAt: moment,
    revokedAt: moment,
    /** The laptop took another name; this one is nobody's, unless a copy of the laptop goes on using it. */
    renewedAt: moment,
    /** A coordinator reports it lost; the hub then revokes it. */
    revokeAsked: moment,
  },
  businesses: {
    ...common,
    ...problems,
    ...products,
    ownerName: line,
    ownerNik: nik,
    ownerSex: z.enum(['female', 'male']),
    ownerBirthDate: day,
    ownerEducation: code,
    ownerDisability: line,
    ownerPhone: line,
    ownerEmail: line,
    ownerAddress: text,
    name: line,
    legalForm: code,
    startedOn: day,
    kbli: digits,
    sector: code,
    mainActivity: line,
    address: text,
    region: regionSchema,
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    placeStatus: code,
    cluster: line,
    cooperativeMember: line,
    nib: digits,
    npwp: digits,
    pirt: line,
    halal: line,
    bpom: line,
    sni: line,
    ipr: line,
    otherPermits: text,
    workersPermanent: count,
    workersTemporary: count,
    workersMale: count,
    workersFemale: count,
    trainings: text,
    capacityPerMonth: z.number().min(0),
    capacityUnit: line,
    rawMaterials: text,
    equipment: text,
    marketReach: code,
    salesChannels: text,
    digitalPlatforms: text,
    brand: line,
    previouslyMentored: flag,
    aidPrograms: text,
    consultant: id,
    registeredOn: day,
    invented: flag,
    /** The import that brought it. */
    importId: id,
    /** Of a client that was merged, the one that stays. */
    mergedInto: id,
  },
  cooperatives: {
    ...common,
    ...problems,
    name: line,
    nikKoperasi: digits,
    nikCertificate: line,
    nikCertificateOn: day,
    legalNumber: line,
    legalDate: day,
    kind: code,
    tier: z.enum(['primary', 'secondary']),
    mainActivity: line,
    address: text,
    region: regionSchema,
    phone: line,
    email: line,
    chair: line,
    secretary: line,
    treasurer: line,
    supervisors: line,
    manager: line,
    nib: digits,
    npwp: digits,
    previouslyMentored: flag,
    aidPrograms: text,
    consultant: id,
    registeredOn: day,
    invented: flag,
    /** The import that brought it. */
    importId: id,
    /** Of a client that was merged, the one that stays. */
    mergedInto: id,
  },
  consents: {
    ...common,
    ...ofClient,
    subjectName: line,
    textVersion: code,
    purposeMentoring: flag,
    purposeReporting: flag,
    purposeGrant: flag,
    purposePublication: flag,
    way: code,
    witnessName: line,
    givenOn: day,
    place: line,
    takenBy: id,
    withdrawnOn: day,
  },
  yearlyStates: {
    ...common,
    ...ofClient,
    asOf: day,
    workers: count,
    ownCapital: rupiah,
    debtBank: rupiah,
    debtCooperative: rupiah,
    debtOther: rupiah,
    cash: rupiah,
    inventory: rupiah,
    fixedAssets: rupiah,
    landAndBuilding: rupiah,
    sales: rupiah,
    salesBefore: rupiah,
    profit: rupiah,
    profitBefore: rupiah,
    regularReports: flag,
    activity: reportLine,
    meetingOn: day,
    members: count,
    membersMale: count,
    membersFemale: count,
    employees: count,
    assets: rupiah,
    externalCapital: rupiah,
    volume: rupiah,
    surplus: rupiah,
  },
  assessments: {
    ...common,
    ...ofClient,
    ...lockable,
    instrument: code,
    version: code,
    assessedOn: day,
    assessor: id,
    state: z.enum(['draft', 'finished']),
    finishedAt: moment,
    score: scoreSnapshot,
    summary: text,
  },
  sessions: {
    ...common,
    ...ofClient,
    ...lockable,
    programme: id,
    consultant: id,
    date: day,
    startTime: time,
    endTime: time,
    place: code,
    mode: code,
    field: serviceField,
    serviceLine: line,
    problem: text,
    material: reportLine,
    advice: text,
    outcome: text,
    participants: line,
    satisfaction: z.int().min(1).max(5),
    importId: id,
    state: z.enum(['draft', 'finished']),
    finishedAt: moment,
  },
  followUps: {
    ...common,
    ...ofClient,
    sessionId: id,
    what: reportLine,
    who: line,
    dueOn: day,
    state: z.enum(['open', 'done', 'dropped']),
    doneOn: day,
    note: text,
    consultant: id,
  },
  /** Somebody looked at what is usually masked, or took data out (domain 7). Written once, never changed. */
  accesses: {
    ...common,
    ...ofSubject,
    what: z.enum(['nik', 'export']),
    /** Of a file that was made (core/export): which collections, how many records, in which form, and were NIK not masked? */
    contents: text,
    recordsCount: count,
    layout: code,
    format: code,
    fullNik: flag,
  },
  ...workChain,
  ...unitWork,
  ...clusters,
  ...grants,
  ...privacy,
  ...settings,
  ...attachments,
} satisfies Record<string, Record<string, z.ZodType>>;

/** Fields whose names come from data: answers and notes by the parts of an instrument, and the figures that it asks for. */
const patternsOf: Partial<Record<CollectionName, { name: RegExp; schema: z.ZodType }[]>> = {
  assessments: [
    { name: /^answer\.\w{1,12}$/, schema: z.union([z.int().min(0).max(100), z.literal('na')]) },
    { name: /^note\.\w{1,12}$/, schema: text },
    /** Whole rupiah or a count. */
    { name: /^figure\.\w{1,32}$/, schema: rupiah },
  ],
  businesses: ofOther,
  cooperatives: ofOther,
  ...grantPatterns,
  ...importPatterns,
};

export type CollectionName = keyof typeof fieldsOf;
export type FieldName<C extends CollectionName> = keyof (typeof fieldsOf)[C] & string;

/** The values of a record as screens read them. Anything may be missing. */
export type Values<C extends CollectionName> = {
  [F in FieldName<C>]?: (typeof fieldsOf)[C][F] extends z.ZodType<infer V> ? V | null : never;
} & (C extends keyof PatternValues ? PatternValues[C] : unknown);

type OfOther = { [F in `notSame.${string}`]?: boolean | null } & {
  [F in `mergeTook.${string}`]?: Record<string, unknown> | null;
};

/** The values behind `patternsOf`. */
interface PatternValues {
  businesses: OfOther;
  cooperatives: OfOther;
  assessments: { [F in `answer.${string}`]?: number | 'na' | null } & { [F in `note.${string}`]?: string | null } & {
    [F in `figure.${string}`]?: number | null;
  };
  candidates: { [F in `gate.${string}`]?: boolean | null } & { [F in `proof.${string}`]?: string | null };
  grantReviews: { [F in `score.${string}`]?: number | null };
  imports: { [F in `filled.${string}`]?: string | null };
}

export const COLLECTIONS = Object.keys(fieldsOf) as CollectionName[];
/** Written by the hub alone (people, laptops, the unit itself); devices read them. */
export const HUB_COLLECTIONS: readonly CollectionName[] = ['units', 'users', 'devices'];

/** What is recorded of one client. */
export const CHILDREN_OF_CLIENT = [
  'consents',
  'yearlyStates',
  'assessments',
  'sessions',
  'followUps',
  'programmes',
  'outcomes',
  'levelUps',
  'ratings',
  'subjectRequests',
  'attachments',
] as const satisfies readonly CollectionName[];

/** What belongs to a record that its field `parent` names. */
export const CHILDREN_OF_PARENT = [
  'targets',
  'unitFunds',
  'unitEquipment',
  'unitStaff',
  'decisions',
  'attendances',
  'villageStatuses',
  'grantSteps',
  'grantMonths',
  'grantBudget',
  'grantReviews',
  'grantReports',
] as const satisfies readonly CollectionName[];

/** Written by a coordinator alone: rules of the unit and what is known of it. */
export const COORDINATOR_COLLECTIONS: readonly CollectionName[] = [
  'unitProfiles',
  'unitFunds',
  'unitEquipment',
  'unitStaff',
  'grantRules',
  'destructions',
  'serviceLines',
  'performanceTargets',
  'formTexts',
  'consentTexts',
  'retentionRules',
  'settingChanges',
];

/** What belongs to a record and is deleted with it: the collection, and its field that names the owner. */
export const OWNED: Partial<Record<CollectionName, readonly { collection: CollectionName; by: string }[]>> = {
  ...Object.fromEntries(ATTACHABLE.map((collection) => [collection, children('attachments')])),
  // What is attached to a client's records names the client too.
  businesses: ownedByClient(),
  cooperatives: ownedByClient(),
  sessions: [{ collection: 'followUps', by: 'sessionId' }, ...children('attachments')],
  targetLists: children('targets'),
  meetings: children('decisions', 'attendances', 'attachments'),
  activities: children('attendances', 'attachments'),
  candidates: [
    ...children('grantSteps', 'grantMonths', 'grantBudget', 'grantReviews', 'grantReports', 'attachments'),
    { collection: 'subjectRequests', by: 'clientId' },
  ],
};

function ownedByClient(): readonly { collection: CollectionName; by: string }[] {
  return CHILDREN_OF_CLIENT.map((collection) => ({ collection, by: 'clientId' }));
}

function children(...collections: CollectionName[]): readonly { collection: CollectionName; by: string }[] {
  return collections.map((collection) => ({ collection, by: 'parent' }));
}

/** The fields of a collection in the order of this page, without those whose names come from data. */
export const fieldNames = (collection: CollectionName): readonly string[] => Object.keys(fieldsOf[collection]);

export const isCollection = (name: string): name is CollectionName => Object.hasOwn(fieldsOf, name);

/** The schema of one field, or undefined when this version does not know it. */
export function fieldSchema(collection: string, field: string): z.ZodType | undefined {
  if (!isCollection(collection)) return undefined;
  const fields: Record<string, z.ZodType> = fieldsOf[collection];
  if (Object.hasOwn(fields, field)) return fields[field];
  return patternsOf[collection]?.find((pattern) => pattern.name.test(field))?.schema;
}

/**
 * The names of all fields that this version knows, as one short text (FNV-1a). Hub and laptop compare theirs: after it
 * changed, what the other did not know before is worth sending again.
 */
export const FIELDS_FINGERPRINT: string = fingerprint(
  COLLECTIONS.flatMap((collection) => [
    ...Object.keys(fieldsOf[collection]).map((field) => `${collection}.${field}`),
    ...(patternsOf[collection] ?? []).map((pattern) => `${collection}/${pattern.name.source}`),
  ]),
);

function fingerprint(names: string[]): string {
  return shortHash([...names].sort().join('\n'));
}

export type ValueCheck = 'ok' | 'unknown_field' | 'invalid_value';

/** Is this value of the field's type? `null` always is: it empties the field. */
export function checkValue(collection: string, field: string, value: unknown): ValueCheck {
  const schema = fieldSchema(collection, field);
  if (!schema) return 'unknown_field';
  return value === null || schema.safeParse(value).success ? 'ok' : 'invalid_value';
}
