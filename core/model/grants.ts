/** Fields of *Wirausaha Pemula*, the start-up grant (domain 5). Amounts, ages and deadlines differ by year: `grantRules`. */
import { z } from 'zod';
import {
  checked,
  code,
  common,
  count,
  day,
  digits,
  flag,
  id,
  line,
  nik,
  regionSchema,
  reportLine,
  rupiah,
  text,
  year,
} from './values.ts';

/** Belongs to the record with this id. */
const child = { parent: id };
/** The way of a candidate, in order; the last two end it early (domain 5.4). */
export const GRANT_STAGES = [
  'screening',
  'training',
  'writing',
  'submitted',
  'verification',
  'correction',
  'recommended',
  'selection',
  'decided',
  'paid',
  'reporting',
  'closed',
  'rejected',
  'withdrawn',
] as const;
export type GrantStage = (typeof GRANT_STAGES)[number];

export const grants = {
  /** One record per year. Defaults are settings, never code (domain 5.4, 5.5: the official ones were not found). */
  grantRules: {
    ...common,
    year,
    regulation: reportLine,
    maxAmount: rupiah,
    minMonths: count,
    maxMonths: count,
    maxAge: count,
    certificateYears: count,
    passScore: count,
    reviewDifference: count,
    proposalsUntil: day,
    verificationUntil: day,
    recommendationUntil: day,
    useReportMonths: count,
    progressReport1Months: count,
    progressReport2Months: count,
    note: text,
  },
  /** *Calon wirausaha* with the proposal. */
  candidates: {
    ...common,
    ...checked,
    year,
    name: line,
    nik,
    birthDate: day,
    sex: z.enum(['female', 'male']),
    education: code,
    disability: line,
    phone: line,
    email: line,
    address: text,
    region: regionSchema,
    npwp: digits,
    bankName: line,
    bankAccount: digits,
    priorityGroup: code,
    /** The person agreed that these data are kept for the programme (domain 7). */
    consentOn: day,
    consentWay: code,
    businessName: line,
    businessAddress: text,
    startedOn: day,
    product: line,
    kbli: digits,
    capacity: line,
    workersMale: count,
    workersFemale: count,
    certificateOn: day,
    market: text,
    production: text,
    requested: rupiah,
    goalSales: rupiah,
    goalWorkers: count,
    stage: z.enum(GRANT_STAGES),
    decisionNumber: line,
    decidedOn: day,
    decidedAmount: rupiah,
    disbursedOn: day,
    disbursedAmount: rupiah,
    /** The registered business that came of it. */
    business: id,
    consultant: id,
  },
  /** Dated history of the stages. */
  grantSteps: { ...common, ...child, stage: z.enum(GRANT_STAGES), date: day, note: reportLine },
  /** Months of profit and loss, real and projected. */
  grantMonths: {
    ...common,
    ...child,
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    projected: flag,
    sales: rupiah,
    materials: rupiah,
    wages: rupiah,
    otherCosts: rupiah,
  },
  /** *RAB*: the sum must equal the request. What was spent of each is reported here too. */
  grantBudget: {
    ...common,
    ...child,
    item: line,
    quantity: count,
    unitPrice: rupiah,
    use: z.enum(['workingCapital', 'investment']),
    spent: rupiah,
    proof: line,
  },
  /** One reviewer's *penilaian internal*: `score.<criterion>` 0–4. */
  grantReviews: { ...common, ...child, ...checked, reviewer: id, reviewedOn: day, note: text },
  grantReports: {
    ...common,
    ...child,
    ...checked,
    reportKind: z.enum(['use', 'progress1', 'progress2']),
    dueOn: day,
    date: day,
    balance: rupiah,
    sales: rupiah,
    profit: rupiah,
    assets: rupiah,
    workersMale: count,
    workersFemale: count,
    problem: text,
    consultantNote: text,
  },
} satisfies Record<string, Record<string, z.ZodType>>;

/** Gates of eligibility (domain 5.2): `gate.<id>` yes or no, `proof.<id>` what shows it. Criteria of the review: domain 5.4. */
export const grantPatterns = {
  candidates: [
    { name: /^gate\.\w{1,20}$/, schema: flag },
    { name: /^proof\.\w{1,20}$/, schema: line },
  ],
  grantReviews: [{ name: /^score\.\w{1,20}$/, schema: z.int().min(0).max(4) }],
};
