/**
 * A year of a unit with 300 clients and 4,000 sessions: each cell of each report against the same question asked in SQL, which
 * shares no line with the reports. Two years: a new one at each run, and the one whose files are kept
 * (renderer/features/reports/expected).
 */
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { REPORTS, type ReportName } from './index.ts';
import type { ReportRecords, ReportScope } from './report.ts';
import { makeYear } from './testing/year.ts';

const seed = Number(process.env.PENDAMPING_SEED ?? Date.now() % 1_000_000);
console.log(`year.test: seed ${seed} (PENDAMPING_SEED)`);
const SIZE = { clients: 300, sessions: 4000 };

const SCOPES: ReportScope[] = [
  { from: '2026-01-01', to: '2026-12-31' },
  { from: '2026-04-01', to: '2026-06-30' },
  { from: '2026-02-14', to: '2026-02-14' },
  { from: '2026-01-01', to: '2026-12-31', consultant: 'budi' },
];

type Row = Record<string, unknown>;

describe.each([seed, 2026])('the year of seed %i', (yearSeed) => {
  const records = makeYear(yearSeed, SIZE);
  const sql = tablesOf(records);

  describe.each(SCOPES)('from $from to $to of $consultant', (scope) => {
    const asked = { from: scope.from, to: scope.to, consultant: scope.consultant ?? null };
    const IN_PERIOD = 'date between :from and :to and (:consultant is null or consultant = :consultant)';
    const REPORTED = `(state = 'finished' or lockedAt is not null)`;

    test('Laporan konsultan', () => {
      const { rows } = tableOf(records, 'consultant', scope);
      const expected = sql(
        `select c.name as client, coalesce(s.problem, p.problem) as problem, p.plan, s.date, s.material,
           (select group_concat(what, '|') from (select what from followUps where sessionId = s.id order by dueOn, id)) as followUps
         from sessions s left join clients c on c.id = s.clientId left join programmes p on p.id = s.programme
         where s.id in (select id from sessions where ${REPORTED} and ${IN_PERIOD})`,
        asked,
      ).map((row) => ({ ...row, followUps: row.followUps === null ? [] : String(row.followUps).split('|') }));
      expectSameRows(rows, expected);
    });

    test('KUMKM per bidang', () => {
      const { rows, totals } = tableOf(records, 'sessionsByField', scope);
      const sessions = sql(
        `select clientId, field, count(*) as n from sessions where ${REPORTED} and ${IN_PERIOD} group by 1, 2`,
        asked,
      );
      const programmes = sql(
        `select clientId, field, count(*) as n from programmes
         where ${REPORTED} and year = 2026 and (:consultant is null or consultant = :consultant) and :from <= :to group by 1, 2`,
        asked,
      );
      const names = new Map(records.clients.map((client) => [client.id, client.values.name]));
      const expected = new Map<unknown, Record<string, number>>();
      for (const [kind, counts] of Object.entries({ sessions, programmes })) {
        for (const { clientId, field, n } of counts) {
          const row = expected.get(names.get(String(clientId))) ?? {};
          expected.set(names.get(String(clientId)), row);
          if (field !== null) row[`${kind}.field.${field}`] = Number(n);
          row[`${kind}.all`] = (row[`${kind}.all`] ?? 0) + Number(n);
        }
      }
      const counted = ({ no: _, client, ...counts }: Row) =>
        [client, Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0))] as const;
      expect(new Map(rows.map(counted))).toEqual(expected);
      expect(totals?.['sessions.all'] ?? 0).toBe(sessions.reduce((sum, { n }) => sum + Number(n), 0));
    });

    test('Progres data PLUT', () => {
      const [row] = tableOf(records, 'unitProgress', scope).rows;
      const counts = sql(
        'select field, count(*) as n from sessions where lockedAt is not null and date between :from and :to and :consultant is :consultant group by 1',
        asked,
      );
      expect(row?.all).toBe(counts.reduce((sum, { n }) => sum + Number(n), 0));
      for (const { field, n } of counts) if (field !== null) expect(row?.[`field.${field}`]).toBe(n);
      for (const kind of ['businesses', 'cooperatives'])
        expect(row?.[kind]).toBe(sql(`select count(*) as n from clients where collection = '${kind}'`)[0]?.n);
      expect(row?.clusters).toBe(1);
      const { notes } = REPORTS.unitProgress.compute(records, scope);
      const unlisted = sql(
        `select count(distinct lower(trim(cluster))) as n from clients where lower(trim(cluster)) <> 'kopi'`,
      );
      expect(notes.find(({ name }) => name === 'unlistedClusters')?.count ?? 0).toBe(unlisted[0]?.n);
    });

    const STATE = `left join yearlyStates y on y.id =
        (select id from yearlyStates where clientId = c.id and asOf like '2025-%' order by asOf desc limit 1)`;
    const CHOSEN = `c.id in (select t.clientId from targets t join targetLists l on l.id = t.parent where l.year = 2026)
        and (:consultant is null or c.consultant = :consultant) and :from <= :to`;
    const ADDRESS = `concat_ws(', ', c.address, c.region ->> 'village', c.region ->> 'district', c.region ->> 'regency')`;

    test('Data UMKM sasaran', () => {
      const { rows, totals } = tableOf(records, 'businessTargets', scope);
      const expected = sql(
        `select c.name, ${ADDRESS} as address, c.startedOn, c.sector, c.legalForm, y.workers, y.ownCapital,
           case when coalesce(debtBank, debtCooperative, debtOther) is null then null
             else coalesce(debtBank, 0) + coalesce(debtCooperative, 0) + coalesce(debtOther, 0) end as externalCapital,
           case when coalesce(cash, inventory, fixedAssets, landAndBuilding) is null then null
             else coalesce(cash, 0) + coalesce(inventory, 0) + coalesce(fixedAssets, 0) + coalesce(landAndBuilding, 0) end as assets,
           y.sales, coalesce(y.activity, c.mainActivity) as activity
         from clients c ${STATE} where c.collection = 'businesses' and ${CHOSEN}`,
        asked,
      );
      expectSameRows(rows, expected);
      expectTotals(totals, expected, ['workers', 'ownCapital', 'externalCapital', 'assets', 'sales']);
    });

    test('Data koperasi sasaran', () => {
      const { rows, totals } = tableOf(records, 'cooperativeTargets', scope);
      const expected = sql(
        `select c.name, ${ADDRESS} as address, c.legalNumber, c.legalDate, c.kind, y.meetingOn, y.members, y.employees,
           y.assets, y.ownCapital, y.externalCapital, y.volume, y.surplus, coalesce(y.activity, c.mainActivity) as activity
         from clients c ${STATE} where c.collection = 'cooperatives' and ${CHOSEN}`,
        asked,
      );
      expectSameRows(rows, expected);
      expectTotals(totals, expected, ['members', 'assets', 'surplus']);
    });

    test('Program kerja pendampingan', () => {
      const expected = sql(
        `select c.name as client, p.field, p.problem, p.plan, p.goal, p.consultant from programmes p left join clients c on c.id = p.clientId
         where p.year = 2026 and (:consultant is null or p.consultant = :consultant) and :from <= :to`,
        asked,
      );
      expectSameRows(tableOf(records, 'programmes', scope).rows, expected);
    });

    test('Hasil pendampingan', () => {
      const expected = sql(
        `select c.name as client, o.date, o.kind, o.what, o.salesBefore, o.salesAfter, null as workersBefore, o.workersAfter,
           o.permit, null as number, null as financeSource, o.amount, o.proof, o.consultant
         from outcomes o left join clients c on c.id = o.clientId
         where o.date between :from and :to and (:consultant is null or o.consultant = :consultant)`,
        asked,
      );
      const { rows, totals } = tableOf(records, 'outcomes', scope);
      expectSameRows(rows, expected);
      expectTotals(totals, expected, ['amount']);
    });

    test('KUMKM naik kelas', () => {
      const marks = [1, 2, 3, 4, 5, 6, 7].map((n) => `${n === 3 ? 'l.mark3' : 'null'} as "field.${n}"`);
      const expected = sql(
        `select c.name as client, l.date, l.basis, l."from", l."to", ${marks.join(', ')}, null as note, l.consultant
         from levelUps l left join clients c on c.id = l.clientId
         where l.year = 2026 and (l.state = 'finished' or l.lockedAt is not null)
           and (:consultant is null or l.consultant = :consultant) and :from <= :to`,
        asked,
      );
      expectSameRows(tableOf(records, 'levelUps', scope).rows, expected);
    });

    test('Kegiatan konsultan', () => {
      const there = (condition: string) =>
        `(select count(*) from attendances where parent = a.id and (present is null or present) and ${condition})`;
      const expected = sql(
        `select startsOn, endsOn, title, activityKind, field, venue, ${there("sex = 'female'")} as women,
           ${there("sex = 'male'")} as men, ${there('true')} as present, output, partner, nextSteps
         from activities a where startsOn between :from and :to and (:consultant is null or consultant = :consultant)`,
        asked,
      );
      expectSameRows(tableOf(records, 'activities', scope).rows, expected);
    });

    test('Indikator kinerja and Kinerja triwulan', () => {
      const isYear = scope.from.endsWith('01-01') && scope.to.endsWith('12-31');
      if (!isYear) return;
      const WHOSE = '(:consultant is null or consultant = :consultant)';
      const LOCKED = `state = 'finished' and lockedAt is not null and ${WHOSE} and date between :from and :to`;
      const QUARTER = '(cast(substr(date, 6, 2) as integer) + 2) / 3';
      const counts = sql(
        `select ${QUARTER} as quarter, count(*) as sessions from sessions where ${LOCKED} group by 1 order by 1`,
        asked,
      ).map(({ sessions }) => sessions);
      const [whole] = sql(
        `select count(*) as sessions, count(distinct clientId) as clients from sessions where ${LOCKED}`,
        asked,
      );
      const [programmes] = sql(
        `select count(*) as n, 100.0 * sum(exists (select 1 from sessions s where s.programme = p.id and s.state = 'finished'
           and s.lockedAt is not null and s.date between :from and :to)) / count(*) as share
         from programmes p where year = 2026 and lockedAt is not null and ${WHOSE}`,
        asked,
      );
      const indicators = tableOf(records, 'indicators', scope).rows;
      const row = (name: string) => indicators.find(({ indicator }) => indicator === name);
      const quarters = (of: Row | undefined) => [1, 2, 3, 4].map((quarter) => of?.[`quarter${quarter}`]);
      expect(quarters(row('sessions'))).toEqual(counts);
      expect(row('sessions')).toMatchObject({ year: whole?.sessions, base: whole?.sessions });
      expect(row('clients')).toMatchObject({ year: whole?.clients, base: whole?.sessions });
      expect(row('programmes')?.base).toBe(programmes?.n);
      expect(row('programmes')?.year).toBeCloseTo(Number(programmes?.share), 9);

      const targets = tableOf(records, 'quarterly', { ...scope, consultant: null }).rows;
      const sessions = targets.find(({ measure }) => measure === 'sessions');
      const reached = sql(
        `select count(*) as n from sessions where state = 'finished' and lockedAt is not null
           and date between '2026-01-01' and '2026-12-31' and field is coalesce(:field, field)`,
        { field: sessions?.field ?? null } as never,
      );
      expect(sessions?.year).toBe(reached[0]?.n);
      expect(sessions?.share).toBeCloseTo((100 * Number(reached[0]?.n)) / Number(sessions?.target), 9);
    });

    test('Program kerja PLUT', () => {
      const { rows, totals } = tableOf(records, 'unitPlan', scope);
      const expected = sql(
        `select activity, purpose, audience, audienceCount, indicator, output, budgetApbn, budgetApbd, budgetOther,
           coalesce(budgetApbn, 0) + coalesce(budgetApbd, 0) + coalesce(budgetOther, 0) as budget
         from planItems where year = 2026 and :from <= :to and :consultant is :consultant`,
        asked,
      );
      expectSameRows(rows, expected);
      expectTotals(totals, expected, ['audienceCount', 'budgetApbn', 'budgetApbd', 'budgetOther', 'budget']);
    });
  });
});

/** The same cells, and numbered from one; in which order is said in reports.test. */
function expectSameRows(rows: Row[], expected: Row[]): void {
  const textOf = (row: Row): string => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  const withoutNumber = rows.map(({ no: _, ...row }) => row);
  expect(withoutNumber.map(textOf).sort()).toEqual(expected.map(textOf).sort());
  expect(rows.map(({ no }) => no)).toEqual(rows.map((_, i) => i + 1));
}

function expectTotals(totals: Row | undefined, rows: Row[], names: string[]): void {
  for (const name of names) {
    expect(totals?.[name] ?? 0, name).toBe(rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0));
  }
}

function tableOf(records: ReportRecords, name: ReportName, scope: ReportScope) {
  const { columns, rows, totals } = REPORTS[name].compute(records, scope);
  const named = (cells: readonly unknown[]): Row =>
    Object.fromEntries(columns.map((column, i) => [column.name, cells[i]]));
  return { rows: rows.map(named), totals: totals && named(totals) };
}

/** The same records as tables, each value in a column. */
function tablesOf(records: ReportRecords) {
  const database = new DatabaseSync(':memory:');
  for (const [name, items] of Object.entries(records)) {
    const rows = (items as { id: string; collection?: string; values: Row }[]).map((item) => ({
      id: item.id,
      collection: item.collection ?? name,
      ...item.values,
    }));
    const columns = [...new Set(['id', ...rows.flatMap((row) => Object.keys(row))])];
    database.exec(`create table "${name}" (${columns.map((column) => `"${column}"`).join(', ')})`);
    const insert = database.prepare(`insert into "${name}" values (${columns.map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...columns.map((column) => forSql((row as Row)[column])));
  }
  return (text: string, values: Record<string, string | null> = {}): Row[] => {
    const used = Object.entries(values).filter(([name]) => text.includes(`:${name}`));
    return database.prepare(text).all(Object.fromEntries(used)) as Row[];
  };
}

function forSql(value: unknown): string | number | null {
  if (typeof value === 'boolean') return Number(value);
  if (value !== null && typeof value === 'object') return JSON.stringify(value);
  return (value ?? null) as string | number | null;
}
