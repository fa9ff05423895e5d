/**
 * Deleting (docs/sync.md, "The model"). Deleting is an edit of the field `deletedAt`, and it remembers what its author
 * knew. So an edit that was made without knowing of the delete is told from one that the delete took into account: the
 * first is a conflict for a person, never half a record.
 */
import { z } from 'zod';
import { editsOf, type Head, type Json, type Register } from '../register/register.ts';
import { isStamp, type Stamp } from '../register/stamp.ts';

/** Far more edits than a record has; a delete must fit into one batch. */
const MAX_KNOWN = 4000;

export const deletionSchema = z.object({
  at: z.iso.datetime(),
  /** The edits of the record that stood when it was deleted. */
  knowing: z.array(z.string().refine(isStamp)).max(MAX_KNOWN),
  /** The record that it was deleted together with: a session's follow-ups, a client's sessions. */
  with: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
});
export type Deletion = z.infer<typeof deletionSchema>;

/** What a delete writes. `others` are the registers of the record's other fields. */
export function deletion(at: string, others: Iterable<Register>, together?: string): Deletion {
  const knowing = [...others].flatMap(stampsOf).sort();
  return { at, knowing, ...(together === undefined ? {} : { with: together }) };
}

/**
 * The edits that nobody who deleted the record knew of; empty when the record is not deleted. Before deletes remembered
 * anything, `deletedAt` was a moment: such a delete is taken to have known everything.
 *
 * @param deletedAt the heads of the record's `deletedAt`
 * @param others the registers of its other fields
 */
export function unknownToDeletion(deletedAt: readonly Head[], others: Iterable<Register>): Stamp[] {
  const deletions = deletedAt.map((head) => head.value).filter((value) => value !== null);
  if (deletions.length === 0 || deletions.some((value) => typeof value === 'string')) return [];
  const known = new Set(deletions.flatMap((value) => (value as unknown as Deletion).knowing));
  return [...others].flatMap(stampsOf).filter((stamp) => !known.has(stamp));
}

/** Both deleted it, at different moments: nothing to decide. */
export const isOnlyDeleted = (heads: readonly Head[]): boolean => heads.every((head) => head.value !== null);

export const asJson = (value: Deletion): Json => value as unknown as Json;

const stampsOf = (register: Register): Stamp[] => register.heads.flatMap((head) => editsOf(head).map((e) => e.stamp));
