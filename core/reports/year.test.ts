/**
 * A year of a unit with 300 clients and 4,000 sessions: each report cell by cell against the same question asked in SQL, which
 * shares no line with the reports.
 */
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { REPORTS, type ReportName } from './index.ts';
import type { ReportRecords, ReportScope } from './report.ts';

const seed = Number(process.env.PENDAMPING_SEED ?? Date.now() % 1_000_000);
console.log(`year.test: seed ${seed} (PENDAMPING_SEED)`);
const random = mulberry(seed);
const int = (below: number): number => Math.floor(random() * below);
const pick = <T>(all: readonly T[]): T => all[int(all.length)] as T;
const maybe = <T>(share: number, value: T): T | null => (random() < share ? value : null);
const id = (name: string, n: number): string => `${name}-${String(n).padStart(5, '0')}`;
const dayOf = (year: number): string =>
  new Date(Date.UTC(year, 0, 1) + int(365) * 86_400_000).toISOString().slice(0, 10);

const CONSULTANTS = ['ani', 'budi', 'citra', 'dewi', 'eko'];
const STATES = [
  { state: 'draft', lockedAt: null },
  { state: 'finished', lockedAt: null },
  { state: 'finished', lockedAt: '2026-12-31T00:00:00.000Z' },
] as const;

const RECORDS = makeYear();
const sql = tablesOf(RECORDS);
const SCOPES: ReportScope[] = [
  { from: '2026-01-01', to: '2026-12-31' },
  { from: '2026-04-01', to: '2026-06-30' },
  { from: '2026-02-14', to: '2026-02-14' },
  { from: '2026-01-01', to: '2026-12-31', consultant: 'budi' },
];

describe.each(SCOPES)('from $from to $to of $consultant', (scope) => {
  const { from, to, consultant = null } = scope;
  const asked = { from, to, consultant };
  const inPeriod = `date between :from and :to and (:consultant is null or consultant = :consultant)`;
  const REPORTED = `(state = 'finished' or lockedAt is not null)`;

  test('Laporan konsultan', () => {
    const { rows } = tableOf('consultant', scope);
    const expected = sql(
      `select c.name as client, coalesce(s.problem, p.problem) as problem, p.plan, s.date, s.material,
         (select group_concat(what, '|') from (select what from followUps where sessionId = s.id order by dueOn, id)) as followUps
       from sessions s left join clients c on c.id = s.clientId left join programmes p on p.id = s.programme
       where s.id in (select id from sessions where ${REPORTED} and ${inPeriod})`,
      asked,
    );
    const text = (row: Record<string, unknown>) =>
      ['client', 'problem', 'plan', 'date', 'material', 'followUps'].map((name) => row[name] ?? '').join(' / ');
    const actual = rows.map((row) => ({ ...row, followUps: (row.followUps as string[]).join('|') }));
    expect(actual.map(text).sort()).toEqual(expected.map(text).sort());
    expect(rows.map((row) => row.no)).toEqual(rows.map((_, i) => i + 1));
  });

  test('KUMKM per bidang', () => {
    const { rows, totals } = tableOf('sessionsByField', scope);
    const sessions = sql(
      `select clientId, field, count(*) as n from sessions where ${REPORTED} and ${inPeriod} group by 1, 2`,
      asked,
    );
    const programmes = sql(
      `select clientId, field, count(*) as n from programmes
       where ${REPORTED} and year = 2026 and (:consultant is null or consultant = :consultant) and :from <= :to group by 1, 2`,
      asked,
    );
    const names = new Map(RECORDS.clients.map((client) => [client.id, client.values.name]));
    const expected = new Map<unknown, Record<string, number>>();
    for (const [kind, counts] of Object.entries({ sessions, programmes })) {
      for (const { clientId, field, n } of counts) {
        const row = expected.get(names.get(String(clientId))) ?? {};
        expected.set(names.get(String(clientId)), row);
        if (field !== null) row[`${kind}.field.${field}`] = Number(n);
        row[`${kind}.all`] = (row[`${kind}.all`] ?? 0) + Number(n);
      }
    }
    const counted = ({ no: _, client, ...counts }: Record<string, unknown>) =>
      [client, Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0))] as const;
    expect(new Map(rows.map(counted))).toEqual(expected);
    expect(totals?.['sessions.all'] ?? 0).toBe(sessions.reduce((sum, { n }) => sum + Number(n), 0));
  });

  test('Progres data PLUT', () => {
    const [row] = tableOf('unitProgress', scope).rows;
    const counts = sql(
      'select field, count(*) as n from sessions where lockedAt is not null and date between :from and :to and :consultant is :consultant group by 1',
      asked,
    );
    expect(row?.all).toBe(counts.reduce((sum, { n }) => sum + Number(n), 0));
    for (const { field, n } of counts) if (field !== null) expect(row?.[`field.${field}`]).toBe(n);
    expect(row?.clusters).toBe(sql('select count(distinct lower(trim(cluster))) as n from clients')[0]?.n);
  });

  test.each(['businesses', 'cooperatives'] as const)('data sasaran: %s', (kind) => {
    const { rows, totals } = tableOf(kind === 'businesses' ? 'businessTargets' : 'cooperativeTargets', scope);
    const expected = sql(
      `select c.name, y.ownCapital, y.workers, y.members from clients c
       left join yearlyStates y on y.id = (select id from yearlyStates where clientId = c.id and asOf like '2025-%' order by asOf desc limit 1)
       where c.collection = '${kind}' and c.id in (select t.clientId from targets t join targetLists l on l.id = t.parent where l.year = 2026)
         and (:consultant is null or c.consultant = :consultant) and :from <= :to`,
      asked,
    );
    const text = (row: Record<string, unknown>) => `${row.name} / ${row.ownCapital ?? ''}`;
    expect(rows.map(text).sort()).toEqual(expected.map(text).sort());
    const capital = expected.reduce((sum, row) => sum + Number(row.ownCapital ?? 0), 0);
    expect(totals?.ownCapital ?? 0).toBe(capital);
  });
});

function tableOf(name: ReportName, scope: ReportScope) {
  const { columns, rows, totals } = REPORTS[name].compute(RECORDS, scope);
  const named = (cells: readonly unknown[]): Record<string, unknown> =>
    Object.fromEntries(columns.map((column, i) => [column.name, cells[i]]));
  return { rows: rows.map(named), totals: totals && named(totals) };
}

function makeYear(): ReportRecords {
  const clients = Array.from({ length: 300 }, (_, n) => ({
    collection: n % 10 === 0 ? 'cooperatives' : 'businesses',
    id: id('client', n),
    values: {
      name: `Usaha ${n}`,
      consultant: pick(CONSULTANTS),
      cluster: maybe(0.3, pick(['Kopi', 'kopi ', 'Tenun'])),
    },
  }));
  const clientOf = () => pick(clients).id;
  const programmes = Array.from({ length: 500 }, (_, n) => ({
    id: id('programme', n),
    values: {
      clientId: clientOf(),
      year: pick([2025, 2026, 2026, 2026]),
      field: 1 + int(7),
      problem: maybe(0.8, `Masalah ${n}`),
      plan: `Rencana ${n}`,
      consultant: pick(CONSULTANTS),
      ...pick(STATES),
    },
  }));
  const sessions = Array.from({ length: 4000 }, (_, n) => ({
    id: id('session', n),
    values: {
      clientId: clientOf(),
      programme: maybe(0.6, pick(programmes).id),
      consultant: pick(CONSULTANTS),
      date: maybe(0.99, dayOf(pick([2025, 2026, 2026]))),
      field: maybe(0.9, 1 + int(7)),
      problem: maybe(0.5, `Hambatan ${n}`),
      material: `Materi ${n}`,
      ...pick(STATES),
    },
  }));
  const targetLists = [2025, 2026, 2026].map((year, n) => ({ id: id('list', n), values: { year, ...pick(STATES) } }));
  return {
    units: [{ id: 'u', values: { name: 'PLUT Uji' } }],
    clients,
    programmes,
    sessions,
    targetLists,
    targets: Array.from({ length: 250 }, (_, n) => ({
      id: id('target', n),
      values: { parent: pick(targetLists).id, clientId: clientOf() },
    })),
    followUps: Array.from({ length: 5000 }, (_, n) => ({
      id: id('followUp', n),
      values: { sessionId: pick(sessions).id, what: `Langkah ${n}`, dueOn: dayOf(2026) },
    })),
    yearlyStates: Array.from({ length: 600 }, (_, n) => ({
      id: id('state', n),
      values: { clientId: clientOf(), asOf: `${pick([2024, 2025, 2026])}-12-${10 + (n % 20)}`, ownCapital: int(1e9) },
    })).filter(isFirstOfItsDay()),
    activities: [],
    attendances: [],
    planItems: [],
    unitProfiles: [],
  } as ReportRecords;
}

/** Two states of one client on one day would be a matter of taste. */
function isFirstOfItsDay() {
  const seen = new Set<string>();
  return ({ values }: { values: { clientId: string; asOf: string } }): boolean => {
    const name = `${values.clientId} ${values.asOf}`;
    return !seen.has(name) && Boolean(seen.add(name));
  };
}

/** The same records as tables, each value in a column. */
function tablesOf(records: ReportRecords) {
  const database = new DatabaseSync(':memory:');
  for (const [name, items] of Object.entries(records)) {
    const rows = (items as { id: string; collection?: string; values: Record<string, unknown> }[]).map((item) => ({
      id: item.id,
      collection: item.collection ?? name,
      ...item.values,
    }));
    const columns = [...new Set(['id', 'workers', 'members', ...rows.flatMap((row) => Object.keys(row))])];
    database.exec(`create table "${name}" (${columns.map((column) => `"${column}"`).join(', ')})`);
    const insert = database.prepare(`insert into "${name}" values (${columns.map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...columns.map((column) => ((row as never)[column] ?? null) as never));
  }
  return (text: string, values: Record<string, string | null> = {}): Record<string, unknown>[] => {
    const used = Object.entries(values).filter(([name]) => text.includes(`:${name}`));
    return database.prepare(text).all(Object.fromEntries(used)) as Record<string, unknown>[];
  };
}

/** Mulberry32: small, and the same everywhere. */
function mulberry(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
