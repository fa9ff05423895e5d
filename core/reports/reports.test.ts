/** Each report cell by cell, on a unit that is small enough to check by hand. */
import { describe, expect, test } from 'vitest';
import { MEASURES } from '../model/settings.ts';
import { REPORT_NAMES, REPORTS, type ReportName } from './index.ts';
import type { ReportRecords, ReportScope } from './report.ts';

const NOTHING: ReportRecords = {
  units: [],
  clients: [],
  targetLists: [],
  targets: [],
  programmes: [],
  sessions: [],
  followUps: [],
  yearlyStates: [],
  outcomes: [],
  levelUps: [],
  performanceTargets: [],
  activities: [],
  attendances: [],
  planItems: [],
  unitProfiles: [],
  unitFunds: [],
  unitEquipment: [],
  unitStaff: [],
  clusters: [],
  featuredProducts: [],
};
const LOCKED = { state: 'finished', lockedAt: '2026-02-01T00:00:00.000Z' } as const;
const FINISHED = { state: 'finished' } as const;

const RECORDS: ReportRecords = {
  ...NOTHING,
  units: [{ id: 'u', values: { name: 'PLUT Uji' } }],
  clients: [
    {
      collection: 'businesses',
      id: 'kopi',
      values: {
        name: 'Kopi Dolo',
        address: 'Jl. Poros 1',
        region: { code: '72.10.05.2001', village: 'Kotarindau', district: 'Dolo', regency: 'Kab. Sigi' },
        startedOn: '2019-03-01',
        sector: 'food',
        legalForm: 'individual',
        mainActivity: 'Sangrai kopi',
        cluster: 'Kopi Sigi',
        consultant: 'ani',
      },
    },
    { collection: 'businesses', id: 'abon', values: { name: 'Abon Palu', cluster: 'kopi sigi ', consultant: 'budi' } },
    { collection: 'businesses', id: 'other', values: { name: 'Bukan Sasaran' } },
    {
      collection: 'cooperatives',
      id: 'ksp',
      values: { name: 'KSP Maju', legalNumber: '123/BH', legalDate: '2001-05-20', kind: 'savings', consultant: 'ani' },
    },
  ],
  targetLists: [
    { id: 'list', values: { year: 2026, ...LOCKED } },
    { id: 'late', values: { year: 2026, state: 'draft' } },
    { id: 'old', values: { year: 2025, ...LOCKED } },
  ],
  targets: [
    { id: '1', values: { parent: 'list', clientId: 'kopi' } },
    { id: '2', values: { parent: 'late', clientId: 'abon' } },
    { id: '3', values: { parent: 'list', clientId: 'ksp' } },
    { id: '4', values: { parent: 'late', clientId: 'kopi' } },
    { id: '5', values: { parent: 'old', clientId: 'other' } },
  ],
  yearlyStates: [
    { id: 'y1', values: { clientId: 'kopi', asOf: '2025-06-30', workers: 2, sales: 1 } },
    {
      id: 'y2',
      values: {
        clientId: 'kopi',
        asOf: '2025-12-31',
        workers: 4,
        ownCapital: 10_000_000,
        debtBank: 5_000_000,
        debtOther: 500_000,
        cash: 1_000_000,
        inventory: 2_000_000,
        landAndBuilding: 20_000_000,
        sales: 120_000_000,
        activity: 'Kopi bubuk',
      },
    },
    { id: 'y3', values: { clientId: 'kopi', asOf: '2026-12-31', workers: 9 } },
    {
      id: 'y4',
      values: {
        clientId: 'ksp',
        asOf: '2025-12-31',
        meetingOn: '2026-03-10',
        members: 120,
        employees: 3,
        assets: 900_000_000,
        ownCapital: 400_000_000,
        externalCapital: 500_000_000,
        volume: 700_000_000,
        surplus: -2_000_000,
      },
    },
  ],
  programmes: [
    {
      id: 'p1',
      values: {
        clientId: 'kopi',
        year: 2026,
        field: 5,
        problem: 'Hanya di pasar',
        plan: 'Toko daring',
        goal: '10 pesanan',
        consultant: 'ani',
        ...LOCKED,
      },
    },
    { id: 'p2', values: { clientId: 'abon', year: 2026, field: 3, consultant: 'budi', ...FINISHED } },
    { id: 'p3', values: { clientId: 'kopi', year: 2025, field: 1, consultant: 'ani', ...LOCKED } },
  ],
  sessions: [
    {
      id: 's2',
      values: {
        clientId: 'kopi',
        programme: 'p1',
        consultant: 'ani',
        date: '2026-02-10',
        field: 5,
        material: 'Foto produk',
        ...LOCKED,
      },
    },
    {
      id: 's1',
      values: {
        clientId: 'kopi',
        programme: 'p1',
        consultant: 'ani',
        date: '2026-01-31',
        field: 5,
        problem: 'Belum ada toko',
        material: 'Membuka toko',
        ...FINISHED,
      },
    },
    { id: 's3', values: { clientId: 'abon', consultant: 'budi', date: '2026-03-31', ...LOCKED } },
    { id: 's4', values: { clientId: 'abon', consultant: 'budi', date: '2026-03-01', field: 3, state: 'draft' } },
    { id: 's5', values: { clientId: 'abon', consultant: 'budi', date: '2026-04-01', field: 3, ...LOCKED } },
  ],
  followUps: [
    { id: 'f1', values: { sessionId: 's1', what: 'Unggah sepuluh foto' } },
    { id: 'f2', values: { sessionId: 's1', what: 'Buka rekening' } },
  ],
  activities: [
    {
      id: 'a1',
      values: {
        title: 'Pelatihan NIB',
        startsOn: '2026-02-02',
        endsOn: '2026-02-03',
        activityKind: 'training',
        field: 1,
        venue: 'Aula',
        consultant: 'ani',
        ...FINISHED,
      },
    },
    { id: 'a2', values: { title: 'Tahun lalu', startsOn: '2025-12-31', ...FINISHED } },
  ],
  attendances: [
    { id: 't1', values: { parent: 'a1', name: 'Siti', sex: 'female', present: true } },
    { id: 't2', values: { parent: 'a1', name: 'Amir', sex: 'male' } },
    { id: 't3', values: { parent: 'a1', name: 'Tidak datang', sex: 'male', present: false } },
    { id: 't4', values: { parent: 'a1', name: 'Tanpa keterangan' } },
  ],
  planItems: [
    {
      id: 'i1',
      values: {
        year: 2026,
        activity: 'Pameran',
        audienceCount: 30,
        budgetApbn: 10_000_000,
        budgetApbd: 5_000_000,
        ...LOCKED,
      },
    },
    { id: 'i2', values: { year: 2026, activity: 'Bimbingan', state: 'draft' } },
    { id: 'i3', values: { year: 2025, activity: 'Lama' } },
  ],
  outcomes: [
    {
      id: 'o1',
      values: {
        clientId: 'kopi',
        date: '2026-02-10',
        kind: 'finance',
        what: 'KUR cair',
        amount: 25_000_000,
        proof: 'Akad',
        consultant: 'sari',
      },
    },
    { id: 'o2', values: { clientId: 'abon', date: '2026-01-05', kind: 'permit', permit: 'halal', consultant: 'budi' } },
    { id: 'o3', values: { clientId: 'abon', date: '2025-12-31', kind: 'permit' } },
  ],
  levelUps: [
    { id: 'l1', values: { clientId: 'kopi', year: 2026, from: 'Mikro', to: 'Kecil', mark3: 4, ...LOCKED } },
    { id: 'l2', values: { clientId: 'abon', year: 2026, from: 'A', to: 'B', ...FINISHED } },
    { id: 'l3', values: { clientId: 'abon', year: 2026, state: 'draft' } },
    { id: 'l4', values: { clientId: 'abon', year: 2025, ...LOCKED } },
  ],
  unitProfiles: [{ id: 'u', values: { featuredProducts: 'Kopi, bawang goreng' } }],
  unitFunds: [
    { id: 'f2', values: { year: 2026, source: 'apbd', amount: 2_100_000_000 } },
    { id: 'f1', values: { year: 2013, source: 'apbn', amount: 3_000_000_000, purpose: 'Gedung' } },
    { id: 'f3', values: { year: 2027, source: 'apbd', amount: 1 } },
  ],
  unitEquipment: [
    { id: 'e1', values: { item: 'Proyektor', quantity: 2, condition: 'good', year: 2024 } },
    { id: 'e2', values: { item: 'Kamera' } },
    { id: 'e3', values: { item: 'Laptop', year: 2027 } },
  ],
  unitStaff: [
    { id: 's1', values: { name: 'Sari', field: 5, since: '2024-01-01' } },
    { id: 's2', values: { name: 'Budi', field: 1, since: '2020-01-01', until: '2026-03-01' } },
    { id: 's3', values: { name: 'Lama', until: '2025-12-31' } },
    { id: 's4', values: { name: 'Nanti', since: '2027-01-01' } },
  ],
  clusters: [{ id: 'k', values: { name: 'Kopi  SIGI' } }],
  featuredProducts: [
    { id: 'f', values: { name: 'Kopi bubuk', cluster: 'Kopi Sigi' } },
    { id: 'g', values: { name: 'Abon' } },
  ],
};

const QUARTER: ReportScope = { from: '2026-01-01', to: '2026-03-31' };

/** Rows as objects by column, without the empty ones. */
function rowsOf(name: ReportName, scope: ReportScope = QUARTER, records = RECORDS) {
  const { columns, rows, totals, notes } = REPORTS[name].compute(records, scope);
  const named = (cells: readonly unknown[]) =>
    Object.fromEntries(columns.flatMap((column, i) => (isEmpty(cells[i]) ? [] : [[column.name, cells[i]]])));
  return {
    rows: rows.map(named),
    totals: totals && named(totals),
    notes: Object.fromEntries(notes.map((note) => [note.name, note.count])),
  };
}
const isEmpty = (cell: unknown): boolean => cell === null || (Array.isArray(cell) && cell.length === 0);
const nonZero = (row: Record<string, unknown> | undefined) =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== 0));

describe('reports', () => {
  test('cooperatives of the year’s lists, by their state on 31 December before', () => {
    expect(rowsOf('cooperativeTargets')).toEqual({
      rows: [
        {
          no: 1,
          name: 'KSP Maju',
          legalNumber: '123/BH',
          legalDate: '2001-05-20',
          kind: 'savings',
          meetingOn: '2026-03-10',
          members: 120,
          employees: 3,
          assets: 900_000_000,
          ownCapital: 400_000_000,
          externalCapital: 500_000_000,
          volume: 700_000_000,
          surplus: -2_000_000,
        },
      ],
      totals: {
        members: 120,
        employees: 3,
        assets: 900_000_000,
        ownCapital: 400_000_000,
        externalCapital: 500_000_000,
        volume: 700_000_000,
        surplus: -2_000_000,
      },
      notes: { unlockedLists: 1 },
    });
  });

  test('businesses, each once, in the order of their names; what is unknown stays empty and is counted', () => {
    const { rows, totals, notes } = rowsOf('businessTargets');
    expect(rows).toEqual([
      { no: 1, name: 'Abon Palu' },
      {
        no: 2,
        name: 'Kopi Dolo',
        address: 'Jl. Poros 1, Kotarindau, Dolo, Kab. Sigi',
        startedOn: '2019-03-01',
        sector: 'food',
        legalForm: 'individual',
        workers: 4,
        ownCapital: 10_000_000,
        externalCapital: 5_500_000,
        assets: 23_000_000,
        sales: 120_000_000,
        activity: 'Kopi bubuk',
      },
    ]);
    expect(totals).toEqual({
      workers: 4,
      ownCapital: 10_000_000,
      externalCapital: 5_500_000,
      assets: 23_000_000,
      sales: 120_000_000,
    });
    expect(notes).toEqual({ unlockedLists: 1, withoutState: 1 });
    expect(rowsOf('businessTargets', { ...QUARTER, consultant: 'ani' }).rows).toMatchObject([{ name: 'Kopi Dolo' }]);
  });

  test('work programmes of a year', () => {
    expect(rowsOf('programmes')).toEqual({
      rows: [
        { no: 1, client: 'Abon Palu', field: 3, consultant: 'budi' },
        {
          no: 2,
          client: 'Kopi Dolo',
          field: 5,
          problem: 'Hanya di pasar',
          plan: 'Toko daring',
          goal: '10 pesanan',
          consultant: 'ani',
        },
      ],
      totals: undefined,
      notes: { unlockedProgrammes: 1 },
    });
  });

  test('a consultant’s report: sessions of the period by client and day, both its ends included', () => {
    expect(rowsOf('consultant')).toEqual({
      rows: [
        { no: 1, client: 'Abon Palu', date: '2026-03-31' },
        {
          no: 2,
          client: 'Kopi Dolo',
          problem: 'Belum ada toko',
          plan: 'Toko daring',
          date: '2026-01-31',
          material: 'Membuka toko',
          followUps: ['Unggah sepuluh foto', 'Buka rekening'],
        },
        {
          no: 3,
          client: 'Kopi Dolo',
          problem: 'Hanya di pasar',
          plan: 'Toko daring',
          date: '2026-02-10',
          material: 'Foto produk',
        },
      ],
      totals: undefined,
      notes: { draftSessions: 1, uncheckedSessions: 1 },
    });
    const january = { from: '2026-01-01', to: '2026-01-31', consultant: 'ani' };
    expect(rowsOf('consultant', january).rows).toMatchObject([{ no: 1, date: '2026-01-31' }]);
  });

  test('7E and 7F by client and field', () => {
    const { rows, totals, notes } = rowsOf('sessionsByField');
    expect(rows.map(nonZero)).toEqual([
      { no: 1, client: 'Abon Palu', 'programmes.field.3': 1, 'programmes.all': 1, 'sessions.all': 1 },
      {
        no: 2,
        client: 'Kopi Dolo',
        'programmes.field.5': 1,
        'sessions.field.5': 2,
        'programmes.all': 1,
        'sessions.all': 2,
      },
    ]);
    expect(nonZero(totals)).toEqual({
      'programmes.field.3': 1,
      'programmes.field.5': 1,
      'sessions.field.5': 2,
      'programmes.all': 2,
      'sessions.all': 3,
    });
    expect(notes).toEqual({ draftSessions: 1, uncheckedSessions: 1, withoutField: 1 });
  });

  test('progress of the unit: clusters and products of its lists, approved sessions alone', () => {
    const { rows, notes } = rowsOf('unitProgress');
    expect(rows.map(nonZero)).toEqual([
      {
        no: 1,
        unit: 'PLUT Uji',
        businesses: 3,
        cooperatives: 1,
        clusters: 1,
        products: 2,
        'field.5': 1,
        all: 2,
      },
    ]);
    expect(notes).toEqual({ uncheckedSessions: 1, withoutField: 1 });
  });

  test('outcomes of a period, in order of days, with what was obtained', () => {
    const { rows, totals, notes } = rowsOf('outcomes');
    expect(rows).toEqual([
      { no: 1, date: '2026-01-05', client: 'Abon Palu', kind: 'permit', permit: 'halal', consultant: 'budi' },
      {
        no: 2,
        date: '2026-02-10',
        client: 'Kopi Dolo',
        kind: 'finance',
        what: 'KUR cair',
        amount: 25_000_000,
        proof: 'Akad',
        consultant: 'sari',
      },
    ]);
    expect(totals).toEqual({ amount: 25_000_000 });
    expect(notes).toEqual({ withoutProof: 1 });
  });

  test('level-ups of a year: no drafts, with the values per field', () => {
    const { rows, notes } = rowsOf('levelUps');
    expect(rows).toEqual([
      { no: 1, client: 'Abon Palu', from: 'A', to: 'B' },
      { no: 2, client: 'Kopi Dolo', from: 'Mikro', to: 'Kecil', 'field.3': 4 },
    ]);
    expect(notes).toEqual({ draftLevelUps: 1, unlockedLevelUps: 1 });
  });

  test('activities with who came', () => {
    expect(rowsOf('activities').rows).toEqual([
      {
        no: 1,
        startsOn: '2026-02-02',
        endsOn: '2026-02-03',
        title: 'Pelatihan NIB',
        activityKind: 'training',
        field: 1,
        venue: 'Aula',
        women: 1,
        men: 1,
        present: 3,
      },
    ]);
  });

  test('the unit’s plan with its budget', () => {
    const { rows, totals, notes } = rowsOf('unitPlan');
    expect(rows).toEqual([
      { no: 1, activity: 'Bimbingan', budget: 0 },
      {
        no: 2,
        activity: 'Pameran',
        audienceCount: 30,
        budgetApbn: 10_000_000,
        budgetApbd: 5_000_000,
        budget: 15_000_000,
      },
    ]);
    expect(totals).toEqual({
      audienceCount: 30,
      budgetApbn: 10_000_000,
      budgetApbd: 5_000_000,
      budgetOther: 0,
      budget: 15_000_000,
    });
    expect(notes).toEqual({ unlockedItems: 1 });
  });

  test('what the unit has at the end of the year', () => {
    const funds = rowsOf('unitFunds');
    expect(funds.rows).toEqual([
      { no: 1, year: 2013, source: 'apbn', purpose: 'Gedung', amount: 3_000_000_000 },
      { no: 2, year: 2026, source: 'apbd', amount: 2_100_000_000 },
    ]);
    expect(funds.totals).toEqual({ amount: 5_100_000_000 });
    expect(rowsOf('unitEquipment').rows).toEqual([
      { no: 1, item: 'Kamera' },
      { no: 2, item: 'Proyektor', quantity: 2, condition: 'good', year: 2024 },
    ]);
    expect(rowsOf('unitStaff').rows).toEqual([
      { no: 1, name: 'Budi', field: 1, since: '2020-01-01', until: '2026-03-01' },
      { no: 2, name: 'Sari', field: 5, since: '2024-01-01' },
    ]);
  });

  test.each(REPORT_NAMES)('%s of a unit that has nothing yet is a table without rows, or with zeros', (name) => {
    const { columns, rows } = REPORTS[name].compute(NOTHING, QUARTER);
    for (const row of rows) expect(row).toHaveLength(columns.length);
    const always: Partial<Record<ReportName, number>> = { unitProgress: 1, indicators: MEASURES.length };
    expect(rows).toHaveLength(always[name] ?? 0);
    // Each column can be named apart from the others.
    expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length);
  });
});
