/**
 * Fields of the official work chain: target list → work programme → session → outcome → level-up (domain 0.2, 1.5, 1.6).
 * What CIS-PLUT limits to 255 characters is limited here too, because its reports print it.
 */
import { z } from 'zod';
import {
  checked,
  common,
  count,
  day,
  id,
  line,
  lockable,
  ofClient,
  reportLine,
  rupiah,
  serviceField,
  text,
  year,
} from './values.ts';

/** A value of CIS-PLUT's *nilai 1–5* (`kumkm_proses`). */
const mark = z.int().min(1).max(5);

export const workChain = {
  /** *Sasaran program*: the clients of a year, by their state on 31 December of the year before. */
  targetLists: { ...common, ...checked, year, asOf: day, note: text },
  targets: { ...common, ...ofClient, ...lockable, parent: id, note: reportLine },
  /** *Program kerja pendampingan*, per client and service field. */
  programmes: {
    ...common,
    ...ofClient,
    ...checked,
    year,
    field: serviceField,
    problem: text,
    plan: reportLine,
    goal: reportLine,
    consultant: id,
    /** The assessment that it was proposed from. */
    assessment: id,
  },
  /** *Hasil*: what came of the mentoring, with proof (domain 1.6, "outcome columns"). */
  outcomes: {
    ...common,
    ...ofClient,
    ...lockable,
    programme: id,
    sessionId: id,
    kind: z.enum(['sales', 'workers', 'permit', 'certificate', 'finance', 'market']),
    date: day,
    what: reportLine,
    permit: z.enum(['nib', 'pirt', 'halal', 'bpom', 'sni', 'ipr', 'legalEntity', 'tax', 'other']),
    number: line,
    financeSource: z.enum(['kur', 'bank', 'lpdb', 'cooperative', 'csr', 'grant', 'other']),
    amount: rupiah,
    salesBefore: rupiah,
    salesAfter: rupiah,
    workersBefore: count,
    workersAfter: count,
    proof: line,
    note: text,
    consultant: id,
  },
  /** *KUMKM naik kelas*, with a value of 1–5 per service field. */
  levelUps: {
    ...common,
    ...ofClient,
    ...checked,
    year,
    date: day,
    basis: z.enum(['scale', 'assessment', 'other']),
    from: line,
    to: line,
    mark1: mark,
    mark2: mark,
    mark3: mark,
    mark4: mark,
    mark5: mark,
    mark6: mark,
    mark7: mark,
    problem: text,
    solution: text,
    note: text,
    consultant: id,
  },
  /** The result of an official *pemeringkatan* of a cooperative; its weights are unknown, so nothing is computed (domain 3.3). */
  ratings: {
    ...common,
    ...ofClient,
    ...lockable,
    year,
    date: day,
    rank: line,
    body: line,
    number: line,
    note: text,
    consultant: id,
  },
} satisfies Record<string, Record<string, z.ZodType>>;
