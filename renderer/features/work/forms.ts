/**
 * The forms of the work chain and of the unit's own work, as data. Order and fields follow CIS-PLUT (domain 1.5) and the
 * layouts of the reports (domain 1.6).
 */
import { type FormDefinition, plain, required, requiredWide, wide } from '../../ui/forms/definition.ts';

export const PROGRAMME: FormDefinition = {
  collection: 'programmes',
  sections: [
    { name: 'what', fields: [required('year'), required('field'), required('consultant')] },
    { name: 'content', fields: [requiredWide('problem'), requiredWide('plan'), requiredWide('goal')] },
  ],
};

export const OUTCOME: FormDefinition = {
  collection: 'outcomes',
  title: 'what',
  sections: [
    { name: 'what', fields: [required('kind'), required('date'), requiredWide('what')] },
    { name: 'figures', fields: ['salesBefore', 'salesAfter', 'workersBefore', 'workersAfter'].map(plain) },
    { name: 'papers', fields: ['permit', 'number', 'financeSource', 'amount'].map(plain) },
    { name: 'proof', fields: [wide('proof'), wide('note')] },
  ],
};

export const LEVEL_UP: FormDefinition = {
  collection: 'levelUps',
  sections: [
    { name: 'what', fields: [required('year'), required('date'), required('basis'), required('from'), required('to')] },
    { name: 'marks', fields: [1, 2, 3, 4, 5, 6, 7].map((field) => plain(`mark${field}`)) },
    { name: 'content', fields: [wide('problem'), wide('solution'), wide('note')] },
  ],
};

/** An official rating; what it is computed from is not known, so only its result is written down. */
export const RATING: FormDefinition = {
  collection: 'ratings',
  title: 'rank',
  sections: [
    { name: 'what', fields: [required('year'), required('date'), required('rank'), required('body')] },
    { name: 'papers', fields: [plain('number'), wide('note')] },
  ],
};

export const TARGET_LIST: FormDefinition = {
  collection: 'targetLists',
  title: 'year',
  sections: [{ name: 'what', fields: [required('year'), required('asOf'), wide('note')] }],
};

export const MEETING: FormDefinition = {
  collection: 'meetings',
  title: 'subject',
  sections: [
    {
      name: 'when',
      fields: [
        requiredWide('subject'),
        required('date'),
        plain('startTime'),
        plain('endTime'),
        plain('venue'),
        plain('chair'),
        plain('minutesBy'),
      ],
    },
    { name: 'content', fields: [requiredWide('agenda'), wide('discussion')] },
    {
      name: 'decisions',
      rows: { collection: 'decisions', fields: ['what', 'who', 'dueOn', 'state'], initial: { state: 'open' } },
    },
    {
      name: 'people',
      rows: { collection: 'attendances', fields: ['name', 'position', 'organisation'], initial: { present: true } },
    },
  ],
};

export const ACTIVITY: FormDefinition = {
  collection: 'activities',
  title: 'title',
  sections: [
    {
      name: 'when',
      fields: [
        requiredWide('title'),
        required('activityKind'),
        required('startsOn'),
        plain('endsOn'),
        required('field'),
        plain('sector'),
        plain('venue'),
        plain('partner'),
        plain('consultant'),
      ],
    },
    { name: 'content', fields: ['output', 'outputNote', 'resources', 'nextSteps'].map(wide) },
    {
      name: 'people',
      rows: {
        collection: 'attendances',
        fields: ['name', 'organisation', 'sex', 'phone', 'present'],
        initial: { present: true },
      },
    },
  ],
};

export const PLAN_ITEM: FormDefinition = {
  collection: 'planItems',
  title: 'activity',
  sections: [
    {
      name: 'what',
      fields: [required('year'), required('field'), plain('schedule'), requiredWide('activity'), wide('purpose')],
    },
    {
      name: 'goal',
      fields: [plain('audience'), plain('audienceCount'), plain('partner'), wide('indicator'), wide('output')],
    },
    { name: 'budget', fields: ['budgetApbn', 'budgetApbd', 'budgetOther'].map(plain) },
    {
      name: 'realised',
      fields: [
        ...['spentApbn', 'spentApbd', 'spentOther', 'realisedOn', 'realisedCount'].map(plain),
        wide('realisation'),
      ],
    },
  ],
};

export const VILLAGE: FormDefinition = {
  collection: 'digitalVillages',
  title: 'name',
  sections: [
    {
      name: 'status',
      rows: { collection: 'villageStatuses', fields: ['date', 'status', 'obstacle', 'note', 'source'] },
    },
    { name: 'what', fields: ['name', 'place', 'partner', 'startedOn'].map(plain) },
    { name: 'stages', fields: [1, 2, 3, 4, 5, 6, 7].map((stage) => plain(`stage${stage}`)) },
    {
      name: 'figures',
      fields: [
        ...['speedDown', 'volunteers', 'membersOnline', 'transactionsPerMonth', 'salesOnline'].map(plain),
        wide('note'),
      ],
    },
  ],
};

export const UNIT: FormDefinition = {
  collection: 'unitProfiles',
  title: 'officialName',
  sections: [
    {
      name: 'what',
      fields: [
        wide('officialName'),
        ...['institutionalForm', 'host', 'phone', 'email', 'website', 'socialMedia'].map(plain),
        wide('address'),
      ],
    },
    {
      name: 'building',
      fields: [
        'programmeYear',
        'operatingSince',
        'openedOn',
        'openedBy',
        'grantedYear',
        'buildingArea',
        'buildingState',
        'landState',
      ].map(plain),
    },
    {
      name: 'funds',
      rows: { collection: 'unitFunds', fields: ['source', 'year', 'amount', 'purpose'], sums: ['amount'] },
    },
    { name: 'staff', rows: { collection: 'unitStaff', fields: ['name', 'position', 'field', 'education', 'since'] } },
    { name: 'equipment', rows: { collection: 'unitEquipment', fields: ['item', 'quantity', 'condition', 'year'] } },
    { name: 'dinas', fields: [...['dinasName', 'dinasPhone'].map(plain), wide('dinasAddress')] },
    { name: 'more', fields: ['featuredProducts', 'synergy', 'source'].map(wide) },
  ],
};

/** *Sentra*: businesses of one kind in one place, in the order of CIS-PLUT (domain 1.5). */
export const CLUSTER: FormDefinition = {
  collection: 'clusters',
  title: 'name',
  sections: [
    { name: 'what', fields: [requiredWide('name'), plain('businessField'), plain('foundedYear'), wide('region')] },
    { name: 'figures', fields: ['businessesCount', 'workersCount', 'salesPerMonth'].map(plain) },
    { name: 'work', fields: ['technology', 'rawMaterials', 'marketing', 'partnership'].map(wide) },
    { name: 'people', fields: ['chair', 'contactName', 'contactPhone', 'contactEmail'].map(plain) },
    { name: 'patron', fields: ['ministry', 'ministryField', 'mentors'].map(plain) },
    { name: 'problems', fields: [1, 2, 3, 4, 5].map((field) => wide(`problem${field}`)) },
  ],
};

/** *Produk unggulan*, in the order of CIS-PLUT (domain 1.5). */
export const FEATURED_PRODUCT: FormDefinition = {
  collection: 'featuredProducts',
  title: 'name',
  sections: [
    { name: 'what', fields: [required('name'), plain('brand'), plain('businessField'), plain('cluster')] },
    { name: 'figures', fields: ['capacityPerMonth', 'capacityUnit', 'salesPerMonth'].map(plain) },
    { name: 'owner', fields: [...['owner', 'company', 'contact'].map(plain), ...['address', 'legality'].map(wide)] },
  ],
};

/** *Kinerja*: what is to be reached in a year; what was reached is computed (core/indicators/performance.ts). */
export const PERFORMANCE_TARGET: FormDefinition = {
  collection: 'performanceTargets',
  title: 'standard',
  sections: [
    {
      name: 'what',
      fields: [required('year'), required('measure'), required('target'), plain('field'), plain('consultant')],
    },
    { name: 'content', fields: ['standard', 'audience', 'note'].map(wide) },
  ],
};

/** Those with pages of their own, by the collection in the address. */
export const FORMS: Readonly<Record<string, FormDefinition>> = Object.fromEntries(
  [
    ...[PROGRAMME, OUTCOME, LEVEL_UP, RATING, TARGET_LIST, MEETING, ACTIVITY, PLAN_ITEM, PERFORMANCE_TARGET],
    ...[CLUSTER, FEATURED_PRODUCT],
  ].map((form) => [form.collection, form]),
);
