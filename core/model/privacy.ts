/** Fields of what UU 27/2022 asks for beyond consent (domain 7): requests of data subjects, incidents, destruction. */
import { z } from 'zod';
import {
  checked,
  common,
  count,
  day,
  flag,
  id,
  line,
  lockable,
  moment,
  ofSubject,
  reportLine,
  text,
  year,
} from './values.ts';

export const privacy = {
  /** What a data subject asked for. Withdrawal and restriction must be followed within 3 × 24 hours. */
  subjectRequests: {
    ...common,
    ...ofSubject,
    requestKind: z.enum(['copy', 'correction', 'restriction', 'withdrawal', 'erasure']),
    receivedAt: moment,
    receivedBy: id,
    way: line,
    note: text,
    answer: text,
    handledAt: moment,
    handledBy: id,
    state: z.enum(['open', 'done', 'dropped']),
    /** Of a restriction: when it ended, and who ended it (workflow/restriction.ts). */
    liftedAt: moment,
    liftedBy: id,
  },
  /** *Lapor insiden*: notice to the authority and the subjects within 3 × 24 hours of becoming known (Pasal 46). */
  incidents: {
    ...common,
    ...checked,
    incidentKind: z.enum(['lostLaptop', 'lostMedium', 'wrongRecipient', 'unauthorised', 'other']),
    happenedOn: day,
    knownAt: moment,
    place: line,
    deviceName: line,
    recordsCount: count,
    dataKinds: reportLine,
    encrypted: flag,
    subjects: text,
    cause: text,
    handling: text,
    authorityToldAt: moment,
    subjectsToldAt: moment,
  },
  /** *Berita acara pemusnahan*: what a purge run destroyed. */
  destructions: {
    ...common,
    ...lockable,
    date: day,
    recordKind: line,
    recordsCount: count,
    /** The term that was over, and the last year of what was destroyed. */
    years: count,
    throughYear: year,
    basis: reportLine,
    witness: line,
    note: text,
  },
} satisfies Record<string, Record<string, z.ZodType>>;
