/**
 * *Sentra* and *produk unggulan* (domain 1.5, CIS-PLUT `sentra_kumkm` and *produk unggulan*), as the unit lists them. A business and
 * a product name their cluster in words: a name that stands in the list is the link to it.
 */
import { z } from 'zod';
import { common, count, line, regionSchema, rupiah, text, year } from './values.ts';

export const clusters = {
  clusters: {
    ...common,
    name: line,
    region: regionSchema,
    foundedYear: year,
    businessField: line,
    businessesCount: count,
    workersCount: count,
    salesPerMonth: rupiah,
    technology: text,
    rawMaterials: text,
    marketing: text,
    partnership: text,
    chair: line,
    contactName: line,
    contactPhone: line,
    contactEmail: line,
    ministry: line,
    ministryField: line,
    mentors: line,
    /** Per service field 1–5. */
    problem1: text,
    problem2: text,
    problem3: text,
    problem4: text,
    problem5: text,
  },
  featuredProducts: {
    ...common,
    name: line,
    brand: line,
    businessField: line,
    cluster: line,
    capacityUnit: line,
    capacityPerMonth: z.number().min(0),
    salesPerMonth: rupiah,
    owner: line,
    company: line,
    address: text,
    contact: line,
    legality: text,
  },
} satisfies Record<string, Record<string, z.ZodType>>;

/** Names of clusters that are equal here name the same cluster, however they are written. */
export const clusterKey = (name: string | null | undefined): string =>
  (name ?? '').trim().replace(/\s+/g, ' ').toLocaleLowerCase('id');
