/** The forms of the start-up grant, as data: order and fields follow the proposal (domain 5.3). */
import {
  type FormDefinition,
  type FormSection,
  plain,
  required,
  requiredWide,
  wide,
} from '../../ui/forms/definition.ts';

const candidate = (...sections: FormSection[]): FormDefinition => ({
  collection: 'candidates',
  title: 'name',
  sections,
});

/** Comes first: without consent nothing else of the person is asked. */
export const CONSENT = candidate({
  name: 'consent',
  fields: [required('name'), required('year'), required('consentOn'), required('consentWay'), plain('consultant')],
});

export const PROPOSAL = candidate(
  {
    name: 'identity',
    fields: [
      required('nik'),
      required('birthDate'),
      plain('sex'),
      required('education'),
      plain('phone'),
      plain('email'),
      plain('npwp'),
      plain('bankName'),
      plain('bankAccount'),
      plain('disability'),
      plain('priorityGroup'),
      plain('certificateOn'),
      requiredWide('address'),
    ],
  },
  {
    name: 'business',
    fields: [
      required('businessName'),
      required('product'),
      required('startedOn'),
      plain('kbli'),
      plain('capacity'),
      plain('workersMale'),
      plain('workersFemale'),
      wide('region'),
      requiredWide('businessAddress'),
    ],
  },
  { name: 'market', fields: ['market', 'production'].map(wide) },
  {
    name: 'months',
    rows: {
      collection: 'grantMonths',
      fields: ['month', 'projected', 'sales', 'materials', 'wages', 'otherCosts'],
      initial: { projected: false },
    },
  },
  { name: 'goals', fields: ['goalSales', 'goalWorkers'].map(plain) },
);

export const REQUEST = [required('requested')];

export const BUDGET_ROWS = {
  collection: 'grantBudget',
  fields: ['item', 'quantity', 'unitPrice', 'use'],
  initial: { use: 'workingCapital' },
} as const;

export const SPENDING_ROWS = { collection: 'grantBudget', fields: ['item', 'spent', 'proof'] } as const;

export const DECISION = candidate({
  name: 'decision',
  fields: ['decisionNumber', 'decidedOn', 'decidedAmount'].map(required),
});

export const PAYMENT = candidate({ name: 'payment', fields: ['disbursedOn', 'disbursedAmount'].map(required) });

export const REPORT_FIELDS = [
  ...['date', 'dueOn', 'sales', 'profit', 'assets', 'workersMale', 'workersFemale'].map(plain),
  wide('problem'),
  wide('consultantNote'),
];

export const RULES: FormDefinition = {
  collection: 'grantRules',
  sections: [
    {
      name: 'basis',
      fields: [
        wide('regulation'),
        ...['maxAmount', 'proposalsUntil', 'verificationUntil', 'recommendationUntil'].map(plain),
      ],
    },
    { name: 'limits', fields: ['minMonths', 'maxMonths', 'maxAge', 'certificateYears'].map(plain) },
    { name: 'review', fields: ['passScore', 'reviewDifference'].map(plain) },
    {
      name: 'reports',
      fields: [...['useReportMonths', 'progressReport1Months', 'progressReport2Months'].map(plain), wide('note')],
    },
  ],
};
