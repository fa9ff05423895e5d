/**
 * Fields of attachments: photos, drawn signatures, documents (docs/sync.md, "Attachments"); and of imports, so that one can be
 * undone as a whole.
 */
import { z } from 'zod';
import { common, count, id, line, moment, ofClient, reportLine, text } from './values.ts';

/** Of one attachment, as it is kept: encrypted. A photo that was scaled for a report has a hundredth of it. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;

/** SHA-256 of the encrypted file, hex: its name everywhere. */
export const fileHash = z.string().regex(/^[0-9a-f]{64}$/);

/** Collections whose records may have attachments. */
export const ATTACHABLE = [
  'businesses',
  'cooperatives',
  'consents',
  'assessments',
  'sessions',
  'outcomes',
  'levelUps',
  'ratings',
  'candidates',
  'grantReports',
  'meetings',
  'activities',
  'villageStatuses',
  'subjectRequests',
] as const;
export type Attachable = (typeof ATTACHABLE)[number];

export const attachments = {
  attachments: {
    ...common,
    /** The client that it tells of, where there is one; for `businesses` and `cooperatives` the record itself. */
    ...ofClient,
    parentCollection: z.enum(ATTACHABLE),
    parent: id,
    kind: z.enum(['photo', 'signature', 'document']),
    /** What the file was called, or what its author calls it. */
    title: line,
    note: reportLine,
    takenAt: moment,
    /** Who signed. */
    signer: line,
    /** Where a photo was taken; only when its author wants it kept. */
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    mediaType: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,100}$/),
    /** In bytes, before it was encrypted. */
    size: count,
    hash: fileHash,
    /** AES-256-GCM, 32 bytes in base64url. Each file has its own; without it the file says nothing. */
    key: z.string().regex(/^[\w-]{43}$/),
    /** The hub has the whole file: the receipt. Written by the hub alone. */
    receivedAt: moment,
  },
  imports: {
    ...common,
    what: z.enum(['businesses', 'cooperatives', 'sessions']),
    fileName: line,
    /** Of the workbook that was read; none for a CSV file. */
    sheet: line,
    /** SHA-256 of the file, hex: an import goes on with the same file only. */
    sourceHash: fileHash,
    rows: count,
    /** Rows that became records. */
    taken: count,
    /** Rows that filled empty fields of records that were there (`filled.…`). */
    completed: count,
    /** Rows that stand in the file of wrong rows. */
    refused: count,
    /** Rows that were left out as duplicates. */
    leftOut: count,
    /** None: it was cut, and can go on or be undone. */
    finishedAt: moment,
    undoneAt: moment,
  },
};

/** What an import filled in of a client that was there: `field`, `collection/id/field` or, for a new record, `collection/id`. */
export const FILLED = 'filled.';
export const importPatterns = {
  imports: [{ name: /^filled\.[\w.-]{1,57}$/, schema: text }],
};
