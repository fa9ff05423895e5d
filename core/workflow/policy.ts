/**
 * One policy (architecture, rule 4): what a role may do. The hub enforces it for every register; screens grey out what the
 * hub would refuse.
 */
import { CLIENT_COLLECTIONS, type CollectionName, HUB_COLLECTIONS } from '../model/collections.ts';

export const ROLES = ['consultant', 'coordinator', 'head', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];
export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Those who record in the field. Head, supervisor and administrator read and approve (domain 1.2). */
const RECORDING: readonly Role[] = ['consultant', 'coordinator'];

/** May this role write this field? People, laptops and units are written by the hub's administrator commands alone. */
export function mayWrite(role: Role, collection: CollectionName, field: string): boolean {
  if (HUB_COLLECTIONS.includes(collection)) return false;
  if (!RECORDING.includes(role)) return false;
  // Deleting a whole client takes its sessions and assessments out of sight; that is the coordinator's to decide.
  const isClient = (CLIENT_COLLECTIONS as readonly string[]).includes(collection);
  if (isClient && field === 'deletedAt') return role === 'coordinator';
  return true;
}

export const mayRecord = (role: Role): boolean => RECORDING.includes(role);

/** The full NIK is for the client's own consultant and the coordinator (domain 2.2). Others see it masked. */
export function mayReadNik(reader: { role: Role; user: string }, client: { consultant?: string | null }): boolean {
  return reader.role === 'coordinator' || (reader.role === 'consultant' && client.consultant === reader.user);
}

/**
 * What may be recorded of a person before consent is given: a minimal record (domain 7: business name, village, field).
 * The rest waits for a consent to mentoring.
 */
const WITHOUT_CONSENT: Record<(typeof CLIENT_COLLECTIONS)[number], readonly string[]> = {
  businesses: [
    'name',
    'region',
    'mainActivity',
    'sector',
    'legalForm',
    'consultant',
    'registeredOn',
    'createdAt',
    'createdBy',
    'deletedAt',
    'invented',
  ],
  cooperatives: [
    'name',
    'region',
    'mainActivity',
    'kind',
    'tier',
    'legalNumber',
    'legalDate',
    'consultant',
    'registeredOn',
    'createdAt',
    'createdBy',
    'deletedAt',
    'invented',
  ],
};

export function needsConsent(collection: CollectionName, field: string): boolean {
  if (collection === 'businesses' || collection === 'cooperatives') return !WITHOUT_CONSENT[collection].includes(field);
  return (
    collection === 'yearlyStates' ||
    collection === 'assessments' ||
    collection === 'sessions' ||
    collection === 'followUps'
  );
}

/** Consent to mentoring was given and not withdrawn. */
export const isConsentValid = (consent: {
  purposeMentoring?: boolean | null;
  givenOn?: string | null;
  way?: string | null;
  withdrawnOn?: string | null;
  deletedAt?: string | null;
}): boolean =>
  consent.purposeMentoring === true && !!consent.givenOn && !!consent.way && !consent.withdrawnOn && !consent.deletedAt;
