/** The types of single values that fields are made of (core/model/collections.ts). */
import { z } from 'zod';
import { deletionSchema } from './deletion.ts';
import { checkNik } from './identifiers.ts';

export const line = z.string().max(200);
export const text = z.string().max(4000);
/** CIS-PLUT's limit for the lines that its reports print (domain 1.5, 9.3). */
export const reportLine = z.string().max(255);
export const code = z.string().regex(/^[\w.-]{1,40}$/);
export const id = z.string().regex(/^[\w.-]{1,64}$/);
export const digits = z.string().max(40);
export const flag = z.boolean();
export const day = z.iso.date();
export const moment = z.iso.datetime();
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const count = z.int().min(0).max(1_000_000_000);
/** Whole rupiah (architecture, rule 8). Profit and equity may be negative. */
export const rupiah = z.int();
export const year = z.int().min(1990).max(2100);
export const serviceField = z.int().min(1).max(7);

/** The only hard rules for a NIK are length and date (domain 2.2). */
export const nik = z
  .string()
  .regex(/^\d{16}$/)
  .refine((value) => checkNik(value).ok);

/** Place by Kemendagri code, with the names as they were at entry (domain 2.2: codes change, records stay). */
export const regionSchema = z.object({
  code: z.string().regex(/^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/),
  province: line.optional(),
  regency: line.optional(),
  district: line.optional(),
  village: line.optional(),
});
export type Region = z.infer<typeof regionSchema>;

export const CLIENT_COLLECTIONS = ['businesses', 'cooperatives'] as const;
export type ClientCollection = (typeof CLIENT_COLLECTIONS)[number];
export const isClientCollection = (name: string): name is ClientCollection =>
  (CLIENT_COLLECTIONS as readonly string[]).includes(name);

/** Those whose personal data are held, and who may ask for their rights (domain 7). */
export const SUBJECT_COLLECTIONS = [...CLIENT_COLLECTIONS, 'candidates'] as const;
export type SubjectCollection = (typeof SUBJECT_COLLECTIONS)[number];

/** Every record has these. `erasedAt`: see erasure.ts. */
export const common = {
  createdAt: moment,
  createdBy: id,
  deletedAt: z.union([deletionSchema, moment]),
  erasedAt: moment,
};

/** Why, by whom and when a lock was opened; `lockedAgainAt` once a new lock has closed the matter. */
const lockOpening = z.object({
  reason: reportLine.min(1),
  by: id,
  at: moment,
  lockedAgainAt: moment.optional(),
});
export type LockOpening = z.infer<typeof lockOpening>;

/** What a coordinator checks, and locks or returns with a remark (workflow/locks.ts). */
export const lockable = { lockedAt: moment, reopenAsked: reportLine, lockOpened: lockOpening, remark: reportLine };

/** What belongs to a client points to it. */
export const ofClient = { clientCollection: z.enum(CLIENT_COLLECTIONS), clientId: id };

/** What speaks of personal data may be about a candidate as well. */
export const ofSubject = { clientCollection: z.enum(SUBJECT_COLLECTIONS), clientId: id };

/** What its author finishes (users say *diajukan*) and a coordinator then locks. */
export const checked = { ...lockable, state: z.enum(['draft', 'finished']), finishedAt: moment };
