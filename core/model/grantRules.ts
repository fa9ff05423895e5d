/**
 * Rules of the start-up grant (domain 5): gates, budget, internal pre-score, ranking, stages and reports. Numbers that
 * differ by year come from the year's `grantRules`. Nothing here reads a clock.
 */
import type { Values } from './collections.ts';
import { type Day, daysBetween, isDay } from './dates.ts';
import type { GRANT_STAGES, GrantStage } from './grants.ts';

type Candidate = Values<'candidates'>;

/** Gates of eligibility (domain 5.2), in the order of the checklist; some can be checked against what was entered. */
export const GATES = [
  { id: 'startup' },
  { id: 'running', hint: 'running' },
  { id: 'noSimilarAid' },
  { id: 'age', hint: 'age' },
  { id: 'education' },
  { id: 'ktp' },
  { id: 'businessCertificate' },
  { id: 'npwp' },
  { id: 'certificate', hint: 'certificate' },
  { id: 'proposal' },
  { id: 'account' },
  { id: 'notCivilServant' },
] as const satisfies readonly { id: string; hint?: 'running' | 'age' | 'certificate' }[];
export type GateId = (typeof GATES)[number]['id'];

/** Groups that some years prefer (2018 and 2021, domain 5.2). */
export const PRIORITY_GROUPS = ['disabled', 'papua', 'tourism', 'outermost', 'economicZone', 'lowIncome'] as const;

/** Weights of the internal pre-score; together 100 (domain 5.4: a proposal, the official ones were not found). */
export const WEIGHTS = { feasibility: 25, market: 15, finance: 25, person: 15, impact: 20 } as const;
export type Criterion = keyof typeof WEIGHTS;
export const CRITERIA = Object.keys(WEIGHTS) as Criterion[];
const TOP_SCORE = 4;

/** What the rules of a year begin with, until somebody who knows that year's *juklak* changes them. */
export const PROPOSED_RULES = {
  minMonths: 6,
  maxMonths: 36,
  maxAge: 45,
  certificateYears: 2,
  passScore: 60,
  reviewDifference: 20,
  useReportMonths: 3,
  progressReport1Months: 6,
  progressReport2Months: 12,
} as const;
export type Rules = { [N in keyof typeof PROPOSED_RULES]: number } & { maxAmount: number | null };

/** The rules of a year; what its record leaves open is as proposed. Of two records of one year, the later one counts. */
export function rulesOf(year: number | null | undefined, records: readonly Values<'grantRules'>[]): Rules {
  const own = records.filter((record) => record.year === year).at(-1) ?? {};
  const given = Object.entries(own).filter(([, value]) => value !== null);
  return { maxAmount: null, ...PROPOSED_RULES, ...Object.fromEntries(given) };
}

export interface GateHint {
  kind: 'running' | 'age' | 'certificate';
  meets: boolean;
  /** Months, years, or the last day on which the certificate counts. */
  value: number | Day;
}

/** What the data say about a gate on a day; null when they do not say. The person decides, not the hint. */
export function gateHint(gate: GateId, candidate: Candidate, rules: Rules, on: Day): GateHint | null {
  if (gate === 'age' && isDay(candidate.birthDate ?? '')) {
    const value = Math.floor(monthsBetween(candidate.birthDate as Day, on) / 12);
    return { kind: 'age', value, meets: value <= rules.maxAge };
  }
  if (gate === 'running' && isDay(candidate.startedOn ?? '')) {
    const started = candidate.startedOn as Day;
    const value = monthsBetween(started, on);
    const meets = value >= rules.minMonths && on <= addMonths(started, rules.maxMonths);
    return { kind: 'running', value, meets };
  }
  if (gate === 'certificate' && isDay(candidate.certificateOn ?? '')) {
    const value = addMonths(candidate.certificateOn as Day, rules.certificateYears * 12);
    return { kind: 'certificate', value, meets: on <= value };
  }
  return null;
}

/** Gates without an answer, and gates answered with no. Either blocks. */
export function blockingGates(candidate: Candidate): { open: GateId[]; failed: GateId[] } {
  const answers = GATES.map(({ id }) => ({ id, answer: candidate[`gate.${id}`] ?? null }));
  const answered = (wanted: boolean | null) => answers.filter(({ answer }) => answer === wanted).map(({ id }) => id);
  return { open: answered(null), failed: answered(false) };
}

type BudgetRow = Pick<Values<'grantBudget'>, 'quantity' | 'unitPrice' | 'spent'>;

export const budgetSum = (rows: readonly BudgetRow[]): number =>
  rows.reduce((sum, { quantity, unitPrice }) => sum + (quantity ?? 0) * (unitPrice ?? 0), 0);

export const spentSum = (rows: readonly BudgetRow[]): number => rows.reduce((sum, { spent }) => sum + (spent ?? 0), 0);

export type BudgetFinding = 'noRequest' | 'unequal' | 'overMax' | 'fits';

/** The budget must be what is asked for, and that at most what the year allows. */
export function checkBudget(
  rows: readonly BudgetRow[],
  requested: number | null | undefined,
  maxAmount: number | null,
): BudgetFinding {
  if (!requested || requested < 0) return 'noRequest';
  if (maxAmount !== null && requested > maxAmount) return 'overMax';
  return budgetSum(rows) === requested ? 'fits' : 'unequal';
}

/** One reviewer's pre-score, 0–100; null until all criteria have a mark. */
export function preScore(review: Values<'grantReviews'>): number | null {
  const marks = CRITERIA.map((name) => review[`score.${name}`] ?? null);
  if (marks.some((mark) => mark === null)) return null;
  return CRITERIA.reduce((sum, name) => sum + (WEIGHTS[name] * (review[`score.${name}`] ?? 0)) / TOP_SCORE, 0);
}

export type Assessment =
  | { state: 'tooFew'; count: number; score: null }
  /** The two differ too much. */
  | { state: 'third'; count: number; score: null }
  | { state: 'done'; count: number; score: number };

/**
 * What the reviews say together, whoever came first. Two: their mean, unless they differ by more than `difference`. Three:
 * the mean of the two closest; of all three when none is closer.
 */
export function combine(scores: readonly number[], difference: number): Assessment {
  const count = scores.length;
  const sorted = [...scores].sort((a, b) => a - b);
  if (count < 2) return { state: 'tooFew', count, score: null };
  const gaps = sorted.slice(1).map((score, i) => score - (sorted[i] as number));
  const smallest = Math.min(...gaps);
  if (count === 2 && smallest > difference) return { state: 'third', count, score: null };
  const counted = sorted.filter((_, i) => gaps[i] === smallest || gaps[i - 1] === smallest);
  return { state: 'done', count, score: counted.reduce((sum, score) => sum + score, 0) / counted.length };
}

/** All reviews of a candidate together. Of two by one person the later one counts: nobody reviews for two. */
export function assess(reviews: readonly Values<'grantReviews'>[], rules: Rules): Assessment {
  const byReviewer = new Map<string, number>();
  for (const review of reviews) {
    const score = preScore(review);
    if (score !== null) byReviewer.set(review.reviewer ?? '', score);
  }
  return combine([...byReviewer.values()], rules.reviewDifference);
}

/** Places by score, best first; equal scores share a place. Who has no score has none. */
export function rank(candidates: readonly { id: string; score: number | null }[]): Map<string, number> {
  const scored = candidates.filter((each) => each.score !== null) as { id: string; score: number }[];
  return new Map(scored.map(({ id, score }) => [id, 1 + scored.filter((other) => other.score > score).length]));
}

export const REPORT_KINDS = ['use', 'progress1', 'progress2'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** The last day of a report: some months after the money came, unless another day was agreed. */
export function reportDue(
  kind: ReportKind,
  disbursedOn: Day | null | undefined,
  rules: Rules,
  agreed?: Day | null,
): Day | null {
  if (agreed) return agreed;
  if (!isDay(disbursedOn ?? '')) return null;
  const months = {
    use: rules.useReportMonths,
    progress1: rules.progressReport1Months,
    progress2: rules.progressReport2Months,
  };
  return addMonths(disbursedOn as Day, months[kind]);
}

type Report = Pick<Values<'grantReports'>, 'reportKind' | 'dueOn' | 'date'>;

/** The reports that are not given yet, the most urgent first. */
export function openReports(
  reports: readonly Report[],
  disbursedOn: Day | null | undefined,
  rules: Rules,
): { kind: ReportKind; dueOn: Day | null }[] {
  const given = new Map(reports.map((report) => [report.reportKind, report]));
  return REPORT_KINDS.filter((kind) => !given.get(kind)?.date)
    .map((kind) => ({ kind, dueOn: reportDue(kind, disbursedOn, rules, given.get(kind)?.dueOn) }))
    .sort((a, b) => (a.dueOn ?? '').localeCompare(b.dueOn ?? ''));
}

/** The next stage of each, the usual one first; every open way may also end early. */
const NEXT: Record<GrantStage, readonly GrantStage[]> = {
  screening: ['training'],
  training: ['writing'],
  writing: ['submitted'],
  submitted: ['verification'],
  verification: ['recommended', 'correction'],
  correction: ['verification'],
  recommended: ['selection'],
  selection: ['decided'],
  decided: ['paid'],
  paid: ['reporting'],
  reporting: ['closed'],
  closed: [],
  rejected: [],
  withdrawn: [],
} satisfies Record<(typeof GRANT_STAGES)[number], readonly GrantStage[]>;

export const nextStages = (stage: GrantStage): readonly GrantStage[] => NEXT[stage];
/** Rejected, or withdrawn. */
export const isEarlyEnd = (stage: GrantStage): boolean => stage === 'rejected' || stage === 'withdrawn';
export const hasEnded = (stage: GrantStage): boolean => NEXT[stage].length === 0;
/** Until it is recommended, the proposal may change. */
export const isProposalOpen = (stage: GrantStage): boolean =>
  ['screening', 'training', 'writing', 'submitted', 'verification', 'correction'].includes(stage);

export const hasConsent = ({ consentOn, consentWay }: Candidate): boolean => Boolean(consentOn && consentWay);

/** What keeps a candidate from a stage: a code of i18n `grants.blocks`, and the fields, gates or reports it is about. */
export type Block =
  | { code: 'consent' | 'noRequest' | 'unequal' | 'overMax' | 'tooFew' | 'third' | 'belowPass' }
  | { code: 'fields' | 'gatesOpen' | 'gatesFailed' | 'reports'; names: string[] };

export interface GrantFile {
  candidate: Candidate;
  budget: readonly BudgetRow[];
  reviews: readonly Values<'grantReviews'>[];
  reports: readonly Report[];
  rules: Rules;
}

/** Fields that a proposal names at the least (domain 5.3: what the decision lists). */
const PROPOSAL_FIELDS = ['name', 'nik', 'address', 'businessName', 'businessAddress', 'product', 'requested'] as const;
const DECISION_FIELDS = ['decisionNumber', 'decidedOn', 'decidedAmount'] as const;
const PAYMENT_FIELDS = ['disbursedOn', 'disbursedAmount'] as const;

/** What keeps a candidate from this stage; nothing when it may be entered. */
export function blocksOf(target: GrantStage, file: GrantFile): Block[] {
  if (isEarlyEnd(target)) return [];
  const { candidate } = file;
  const consent: Block[] = hasConsent(candidate) ? [] : [{ code: 'consent' }];
  switch (target) {
    case 'submitted':
      return [...consent, ...missing(candidate, PROPOSAL_FIELDS), ...gateBlocks(candidate), ...budgetBlocks(file)];
    case 'recommended':
      return [...consent, ...gateBlocks(candidate), ...budgetBlocks(file), ...reviewBlocks(file)];
    case 'decided':
      return [...consent, ...missing(candidate, DECISION_FIELDS)];
    case 'paid':
      return [...consent, ...missing(candidate, PAYMENT_FIELDS)];
    case 'closed': {
      const names = openReports(file.reports, candidate.disbursedOn, file.rules).map(({ kind }) => kind);
      return names.length > 0 ? [{ code: 'reports', names }] : [];
    }
    default:
      return consent;
  }
}

function missing(candidate: Candidate, fields: readonly (keyof Candidate & string)[]): Block[] {
  const names = fields.filter((field) => (candidate[field] ?? '') === '');
  return names.length > 0 ? [{ code: 'fields', names }] : [];
}

function gateBlocks(candidate: Candidate): Block[] {
  const { open, failed } = blockingGates(candidate);
  return [
    ...(failed.length > 0 ? [{ code: 'gatesFailed' as const, names: failed }] : []),
    ...(open.length > 0 ? [{ code: 'gatesOpen' as const, names: open }] : []),
  ];
}

function budgetBlocks({ budget, candidate, rules }: GrantFile): Block[] {
  const finding = checkBudget(budget, candidate.requested, rules.maxAmount);
  // An empty request is among the missing fields already when handing in, but may be emptied later.
  return finding === 'fits' ? [] : [{ code: finding }];
}

function reviewBlocks({ reviews, rules }: GrantFile): Block[] {
  const { state, score } = assess(reviews, rules);
  if (state !== 'done') return [{ code: state }];
  return score < rules.passScore ? [{ code: 'belowPass' }] : [];
}

/** The same day some months later; the month's last day where it has no such day. Throws RangeError when not a day. */
export function addMonths(day: Day, months: number): Day {
  if (!isDay(day)) throw new RangeError('not a day');
  const first = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const month = `${String(Math.floor(first / 12)).padStart(4, '0')}-${String((first % 12) + 1).padStart(2, '0')}`;
  for (let last = Number(day.slice(8)); ; last -= 1) {
    const candidate = `${month}-${String(last).padStart(2, '0')}`;
    if (isDay(candidate)) return candidate;
  }
}

/** Whole months from one day to another; 0 when the other is not later. */
export function monthsBetween(from: Day, to: Day): number {
  if (!(daysBetween(from, to) > 0)) return 0;
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return addMonths(from, months) > to ? months - 1 : months;
}
