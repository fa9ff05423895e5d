/**
 * Without consent only a minimal record (UU 27/2022; domain 7: "business name, village, field"). The repository refuses what goes
 * beyond it (renderer/store/repository.ts), so that no screen, import or dialog can. The hub does not: the consent may come in a
 * later batch, or have been withdrawn elsewhere meanwhile; what then stands beyond the minimum the coordinator sees.
 */
import {
  CLIENT_COLLECTIONS,
  type CollectionName,
  SUBJECT_COLLECTIONS,
  type SubjectCollection,
} from '../model/collections.ts';
import { isOfOther, MERGED_FIELD } from './merges.ts';

/**
 * What may be recorded of whom before consent. A cooperative is a legal body: kind and deed are no personal data; its
 * board and its figures wait like those of a business. Of a candidate: who, for which year, and the consent itself.
 */
const MINIMAL: Record<SubjectCollection, readonly string[]> = {
  businesses: ['name', 'region', 'mainActivity', 'sector', 'legalForm', 'registeredOn'],
  cooperatives: ['name', 'region', 'mainActivity', 'kind', 'tier', 'legalNumber', 'legalDate', 'registeredOn'],
  candidates: ['name', 'year', 'stage', 'consentOn', 'consentWay'],
};

/** Says nothing of the person: who works on the record, where it stands in its way, and how it came or went. */
const BOOKKEEPING: readonly string[] = [
  'createdAt',
  'createdBy',
  'deletedAt',
  'erasedAt',
  'invented',
  'importId',
  'consultant',
  'state',
  'finishedAt',
  'lockedAt',
  'lockOpened',
  'reopenAsked',
  'remark',
  'receivedAt',
  MERGED_FIELD,
];

/**
 * What is recorded of a client or a candidate, and waits for consent as a whole. Consents, requests and accesses are the
 * person's own matter; a seat in a target list or in a meeting belongs to the unit's list.
 */
const BEYOND: readonly CollectionName[] = [
  'yearlyStates',
  'assessments',
  'sessions',
  'followUps',
  'programmes',
  'outcomes',
  'levelUps',
  'ratings',
  'attachments',
  'grantMonths',
  'grantBudget',
  'grantReviews',
  'grantReports',
];

/** Those of them that name a client. */
export const BEYOND_OF_CLIENT = BEYOND.filter((collection) => !collection.startsWith('grant'));

/** Does a value of this field wait for consent? An empty one never does. */
export function needsConsent(collection: CollectionName, field: string): boolean {
  if (BOOKKEEPING.includes(field) || isOfOther(field)) return false;
  if (isSubject(collection)) return !MINIMAL[collection].includes(field);
  return BEYOND.includes(collection);
}

/** Has the collection fields that wait for consent? */
export const isHeldByConsent = (collection: CollectionName): boolean =>
  isSubject(collection) || BEYOND.includes(collection);

export interface Subject {
  collection: SubjectCollection;
  id: string;
}

/** Whose consent a record waits for; undefined when it is nobody's, and for a scan of the consent or of a request itself. */
export function subjectOf(
  collection: CollectionName,
  id: string,
  values: Record<string, unknown>,
): Subject | undefined {
  if (isSubject(collection)) return { collection, id };
  if (!BEYOND.includes(collection)) return undefined;
  const { clientCollection, clientId, parent, parentCollection } = values;
  if (parentCollection === 'consents' || parentCollection === 'subjectRequests') return undefined;
  const client = CLIENT_COLLECTIONS.find((name) => name === clientCollection);
  if (client && typeof clientId === 'string') return { collection: client, id: clientId };
  const isOfCandidate = collection.startsWith('grant') || parentCollection === 'candidates';
  return isOfCandidate && typeof parent === 'string' ? { collection: 'candidates', id: parent } : undefined;
}

const isSubject = (collection: CollectionName): collection is SubjectCollection =>
  (SUBJECT_COLLECTIONS as readonly string[]).includes(collection);

/** Does the record of a client itself hold more than the minimum? */
export const isBeyondMinimum = (collection: CollectionName, values: Record<string, unknown>): boolean =>
  Object.entries(values).some(
    ([field, value]) => value !== null && value !== undefined && value !== '' && needsConsent(collection, field),
  );

/** Consent to mentoring was given and not withdrawn. */
export const isConsentValid = (consent: {
  purposeMentoring?: boolean | null;
  givenOn?: string | null;
  way?: string | null;
  withdrawnOn?: string | null;
  deletedAt?: unknown;
}): boolean =>
  consent.purposeMentoring === true && !!consent.givenOn && !!consent.way && !consent.withdrawnOn && !consent.deletedAt;

type Consent = Parameters<typeof isConsentValid>[0];

/**
 * Was it withdrawn, itself or by the withdrawal of another one later? Who withdraws takes back what was agreed before, also where
 * the client had been recorded twice.
 *
 * @param all consents of the client
 */
export const isWithdrawn = (consent: Consent, all: readonly { values: Consent }[]): boolean =>
  !!consent.withdrawnOn ||
  all.some(
    ({ values }) => !values.deletedAt && !!values.withdrawnOn && values.withdrawnOn > (consent.givenOn ?? '9999'),
  );

/** May work with this client be written down? @param consents all of the client */
export const isConsented = (consents: readonly { values: Consent }[]): boolean =>
  consents.some(({ values }) => isConsentValid(values) && !isWithdrawn(values, consents));
