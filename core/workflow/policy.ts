/**
 * One policy (architecture, rule 4): what a role may do. The hub enforces it for every register; screens grey out what the
 * hub would refuse.
 */
import {
  COORDINATOR_COLLECTIONS,
  type CollectionName,
  HUB_COLLECTIONS,
  isClientCollection,
} from '../model/collections.ts';
import { ERASED_FIELD } from '../model/erasure.ts';
import { isLockable, LOCK_FIELD, OPENED_FIELD, REMARK_FIELD } from './locks.ts';
import { MERGED_FIELD, TOOK } from './merges.ts';

export const ROLES = ['consultant', 'coordinator', 'head', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];
export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Those who record in the field. Head, supervisor and administrator read and approve (domain 1.2). */
const RECORDING: readonly Role[] = ['consultant', 'coordinator'];

/** By which a coordinator locks, opens and returns (locks.ts). */
const LOCKING_FIELDS: readonly string[] = [LOCK_FIELD, OPENED_FIELD, REMARK_FIELD];

/** By which a restriction of processing ends (restriction.ts). */
const LIFT_FIELDS: readonly string[] = ['liftedAt', 'liftedBy'];

const isOutOfSight = (field: string): boolean =>
  field === 'deletedAt' || field === MERGED_FIELD || field.startsWith(TOOK);

/**
 * May this role write this field? People, laptops and units are written by the hub's administrator commands alone; but a
 * coordinator may report a laptop lost.
 */
export function mayWrite(role: Role, collection: CollectionName, field: string): boolean {
  if (collection === 'devices' && field === 'revokeAsked') return role === 'coordinator';
  if (HUB_COLLECTIONS.includes(collection)) return false;
  // Whoever takes data out notes it; nobody takes the note back.
  if (collection === 'accesses' && field !== 'deletedAt' && field !== ERASED_FIELD) return true;
  if (!RECORDING.includes(role)) return false;
  // The hub's receipt.
  if (collection === 'attachments' && field === 'receivedAt') return false;
  // What was changed stays known.
  if (collection === 'settingChanges' && field === 'deletedAt') return false;
  if (COORDINATOR_COLLECTIONS.includes(collection)) return role === 'coordinator';
  if (isLockable(collection) && LOCKING_FIELDS.includes(field)) return role === 'coordinator';
  if (collection === 'subjectRequests' && LIFT_FIELDS.includes(field)) return role === 'coordinator';
  if (field === ERASED_FIELD) return mayErase(role);
  // Deleting a whole client takes its sessions and assessments out of sight; that is the coordinator's to decide.
  // So does merging it into another one.
  if (isClientCollection(collection) && isOutOfSight(field)) return role === 'coordinator';
  return true;
}

/** Erasing cannot be undone; a lock does not stop it, because a coordinator may open locks (docs/sync.md, "Erasure"). */
export const mayErase = (role: Role): boolean => role === 'coordinator';

export const mayRecord = (role: Role): boolean => RECORDING.includes(role);

/** An import can be undone as a whole; so only who may delete such records may import them: clients a coordinator alone. */
export const mayImport = (role: Role, collection: CollectionName): boolean =>
  mayRecord(role) && mayWrite(role, collection, 'deletedAt');

/**
 * Who decides between values that stand side by side: the coordinator, and the people who wrote them, as far as their role
 * may write the field.
 */
export const mayDecide = (
  reader: { role: Role; user: string },
  conflict: { collection: CollectionName; field: string },
  authors: readonly string[],
): boolean =>
  mayWrite(reader.role, conflict.collection, conflict.field) &&
  (reader.role === 'coordinator' || authors.includes(reader.user));

/**
 * May this role have this field at all? The hub does not even send it to others. Heads and the Dinas need no NIK (domain 2.2, 7),
 * nor the key of a file, which may be a photo of an identity card.
 */
export const mayRead = (role: Role, collection: string, field: string): boolean =>
  RECORDING.includes(role) || !CONFIDENTIAL.includes(`${collection}.${field}`);

const CONFIDENTIAL: readonly string[] = ['businesses.ownerNik', 'candidates.nik', 'attachments.key'];

/** Who sees how the unit's laptops are, and may report one lost. */
export const maySeeDevices = (role: Role): boolean => role !== 'consultant';
export const mayRevokeDevices = (role: Role): boolean => mayWrite(role, 'devices', 'revokeAsked');

/** Who sees figures of all units of a hub. There is nothing of a person in them. */
export const maySeeNational = (role: Role): boolean => role === 'supervisor' || role === 'administrator';
/** What an administrator of the hub may set otherwise. [own proposal; the domain names no number] */
export const SMALLEST_GROUP = 5;
/** Of how many people a figure must be, so that this role sees it (core/indicators/suppression.ts). */
export const smallestGroupFor = (role: Role, smallest: number = SMALLEST_GROUP): number =>
  role === 'administrator' ? 1 : smallest;

/** The full NIK is for the client's own consultant and the coordinator (domain 2.2). Others see it masked. */
export function mayReadNik(reader: { role: Role; user: string }, client: { consultant?: string | null }): boolean {
  return reader.role === 'coordinator' || (reader.role === 'consultant' && client.consultant === reader.user);
}
