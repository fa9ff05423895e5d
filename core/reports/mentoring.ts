/** Programmes and sessions: domain 1.6, reports 3, 4 and 5. */
import type { Values } from '../model/collections.ts';
import { SERVICE_FIELDS } from '../model/reference.ts';
import { byId, byName, byOwnId, byText, placesOf } from './clients.ts';
import { type Column, defineReport, type Item, type ReportRecords, type ReportScope, tableOf } from './report.ts';

const programmesOf = ({ programmes }: Pick<ReportRecords, 'programmes'>, scope: ReportScope): Item<'programmes'>[] => {
  const [from, to] = [scope.from, scope.to].map((day) => Number(day.slice(0, 4))) as [number, number];
  return programmes.filter(
    ({ values }) =>
      values.year !== null &&
      values.year !== undefined &&
      values.year >= from &&
      values.year <= to &&
      (!scope.consultant || values.consultant === scope.consultant),
  );
};

/** Finished or locked; drafts are not reported yet. */
export const isReported = ({ values }: Item<'sessions'> | Item<'programmes'>): boolean =>
  values.state === 'finished' || Boolean(values.lockedAt);

const sessionsOf = (
  { sessions }: Pick<ReportRecords, 'sessions'>,
  { from, to, consultant }: ReportScope,
): Item<'sessions'>[] =>
  sessions.filter(
    ({ values: { date, consultant: by } }) => date && date >= from && date <= to && (!consultant || by === consultant),
  );

const inOrder = (a: Values<'sessions'>, b: Values<'sessions'>): number =>
  byText(a.date ?? '', b.date ?? '') || byText(a.startTime ?? '', b.startTime ?? '');

const byDue = (a: Item<'followUps'>, b: Item<'followUps'>): number =>
  byText(a.values.dueOn ?? '', b.values.dueOn ?? '') || byOwnId(a, b);

/** Notes on what a report of sessions leaves out, and what nobody has checked yet. */
const sessionNotes = (all: readonly Item<'sessions'>[]) => [
  { name: 'draftSessions', count: all.filter((session) => !isReported(session)).length },
  { name: 'uncheckedSessions', count: all.filter((session) => isReported(session) && !session.values.lockedAt).length },
];

/** *Program Kerja Pendampingan* of a year: problem, programme, goal and who answers for it. */
export const programmeReport = defineReport({
  span: 'year',
  byConsultant: true,
  signers: 'consultants',
  reads: ['clients', 'programmes'],
  compute(records, scope) {
    const clients = byId(records.clients);
    const programmes = programmesOf(records, { ...scope, from: scope.to });
    const nameOf = ({ values }: Item<'programmes'>) => clients.get(values.clientId ?? '')?.values.name;
    const rows = [...programmes]
      .sort((a, b) => byName(nameOf(a), nameOf(b)) || (a.values.field ?? 0) - (b.values.field ?? 0) || byOwnId(a, b))
      .map((programme) => ({
        client: nameOf(programme) ?? null,
        field: programme.values.field ?? null,
        problem: programme.values.problem ?? null,
        plan: programme.values.plan ?? null,
        goal: programme.values.goal ?? null,
        consultant: programme.values.consultant ?? null,
      }));
    return tableOf(
      [
        { name: 'client', kind: 'text', width: 26 },
        { name: 'field', kind: 'code', width: 20, of: { collection: 'programmes', field: 'field' } },
        { name: 'problem', kind: 'text', width: 40, of: { collection: 'programmes', field: 'problem' } },
        { name: 'plan', kind: 'text', width: 36, of: { collection: 'programmes', field: 'plan' } },
        { name: 'goal', kind: 'text', width: 28, of: { collection: 'programmes', field: 'goal' } },
        { name: 'consultant', kind: 'person', width: 22, of: { collection: 'programmes', field: 'consultant' } },
      ],
      rows,
      [{ name: 'unlockedProgrammes', count: programmes.filter(({ values }) => !values.lockedAt).length }],
    );
  },
});

/** *Laporan Konsultan Pendamping* of a month, a year or any period: one row for each session. */
export const consultantReport = defineReport({
  span: 'period',
  byConsultant: true,
  signers: 'consultant',
  reads: ['clients', 'programmes', 'sessions', 'followUps'],
  compute(records, scope) {
    const clients = byId(records.clients);
    const programmes = byId(records.programmes);
    const followUps = Map.groupBy([...records.followUps].sort(byDue), ({ values }) => values.sessionId);
    const all = sessionsOf(records, scope);
    const places = placesOf(records.clients);
    const placeOf = ({ values }: Item<'sessions'>) => places.get(values.clientId ?? '') ?? places.size;
    const nameOf = ({ clientId }: Values<'sessions'>) => clients.get(clientId ?? '')?.values.name;
    const rows = all
      .filter(isReported)
      .sort((a, b) => placeOf(a) - placeOf(b) || inOrder(a.values, b.values) || byOwnId(a, b))
      .map(({ id, values }) => {
        const programme = programmes.get(values.programme ?? '')?.values;
        return {
          client: nameOf(values) ?? null,
          problem: values.problem || programme?.problem || null,
          plan: programme?.plan ?? null,
          date: values.date ?? null,
          material: values.material ?? null,
          followUps: (followUps.get(id) ?? []).flatMap((each) => each.values.what ?? []),
        };
      });
    return tableOf(
      [
        { name: 'client', kind: 'text', width: 26 },
        { name: 'problem', kind: 'text', width: 36, of: { collection: 'sessions', field: 'problem' } },
        { name: 'plan', kind: 'text', width: 32, of: { collection: 'programmes', field: 'plan' } },
        { name: 'date', kind: 'day', width: 12, of: { collection: 'sessions', field: 'date' }, group: 'carriedOut' },
        {
          name: 'material',
          kind: 'text',
          width: 36,
          of: { collection: 'sessions', field: 'material' },
          group: 'carriedOut',
        },
        { name: 'followUps', kind: 'text', width: 32 },
      ],
      rows,
      sessionNotes(all),
    );
  },
});

/** *KUMKM per bidang*: for each client and field, 7E the work programmes and 7F the sessions. */
export const sessionsByField = defineReport({
  span: 'period',
  byConsultant: true,
  signers: 'coordinator',
  reads: ['clients', 'programmes', 'sessions'],
  compute(records, scope) {
    const all = sessionsOf(records, scope);
    const sessions = Map.groupBy(all.filter(isReported), ({ values }) => values.clientId);
    const programmes = Map.groupBy(programmesOf(records, scope).filter(isReported), ({ values }) => values.clientId);
    const columns: Column[] = SERVICE_FIELDS.flatMap(({ code }) => [
      { name: 'programmes', kind: 'number', width: 7, group: `field.${code}`, isTotalled: true } as const,
      { name: 'sessions', kind: 'number', width: 7, group: `field.${code}`, isTotalled: true } as const,
    ]);
    const named = records.clients.filter(({ id }) => sessions.has(id) || programmes.has(id));
    const rows = [...named]
      .sort((a, b) => byName(a.values.name, b.values.name) || byOwnId(a, b))
      .map(({ id, values }) => ({
        client: values.name ?? null,
        ...fieldCounts('programmes', programmes.get(id)),
        ...fieldCounts('sessions', sessions.get(id)),
      }));
    const keyed = columns.map((column) => ({ ...column, name: `${column.name}.${column.group}` }));
    return tableOf(
      [
        { name: 'client', kind: 'text', width: 30 },
        ...keyed,
        { name: 'programmes.all', kind: 'number', width: 6, group: 'all', isTotalled: true },
        { name: 'sessions.all', kind: 'number', width: 6, group: 'all', isTotalled: true },
      ],
      rows,
      [
        ...sessionNotes(all),
        { name: 'withoutField', count: all.filter((each) => isReported(each) && !each.values.field).length },
      ],
    );
  },
});

/** How many there are of each field, and in all. */
function fieldCounts(
  name: string,
  items: readonly (Item<'sessions'> | Item<'programmes'>)[] = [],
): Record<string, number> {
  const counts: Record<string, number> = { [`${name}.all`]: items.length };
  for (const { code } of SERVICE_FIELDS) {
    counts[`${name}.field.${code}`] = items.filter(({ values }) => values.field === code).length;
  }
  return counts;
}

/** *Hasil pendampingan*: what came of the mentoring in a period, with what proves it. */
export const outcomeReport = defineReport({
  span: 'period',
  byConsultant: true,
  signers: 'consultant',
  reads: ['clients', 'outcomes'],
  compute(records, { from, to, consultant }) {
    const clients = byId(records.clients);
    const outcomes = records.outcomes.filter(
      ({ values: { date, consultant: by } }) =>
        date && date >= from && date <= to && (!consultant || by === consultant),
    );
    const fields = [
      'date',
      'kind',
      'what',
      'salesBefore',
      'salesAfter',
      'workersBefore',
      'workersAfter',
      'permit',
      'number',
      'financeSource',
      'amount',
      'proof',
      'consultant',
    ] as const;
    const rows = [...outcomes]
      .sort((a, b) => byText(String(a.values.date), String(b.values.date)) || byOwnId(a, b))
      .map(({ values }) => ({
        client: clients.get(values.clientId ?? '')?.values.name ?? null,
        ...Object.fromEntries(fields.map((field) => [field, values[field] ?? null])),
      }));
    const shown = (name: (typeof fields)[number], kind: Column['kind'], width: number): Column => ({
      name,
      kind,
      width,
      of: { collection: 'outcomes', field: name },
    });
    return tableOf(
      [
        shown('date', 'day', 12),
        { name: 'client', kind: 'text', width: 26 },
        shown('kind', 'code', 14),
        shown('what', 'text', 32),
        { name: 'salesBefore', kind: 'rupiah', width: 16, group: 'sales' },
        { name: 'salesAfter', kind: 'rupiah', width: 16, group: 'sales' },
        { name: 'workersBefore', kind: 'number', width: 9, group: 'workers' },
        { name: 'workersAfter', kind: 'number', width: 9, group: 'workers' },
        shown('permit', 'code', 14),
        shown('number', 'text', 18),
        shown('financeSource', 'code', 14),
        { ...shown('amount', 'rupiah', 16), isTotalled: true },
        shown('proof', 'text', 20),
        shown('consultant', 'person', 20),
      ],
      rows,
      [{ name: 'withoutProof', count: outcomes.filter(({ values }) => !values.proof).length }],
    );
  },
});

/** *KUMKM naik kelas* of a year, with the value of 1–5 per service field. */
export const levelUpReport = defineReport({
  span: 'year',
  byConsultant: true,
  signers: 'coordinator',
  reads: ['clients', 'levelUps'],
  compute(records, { to, consultant }) {
    const year = Number(to.slice(0, 4));
    const clients = byId(records.clients);
    const all = records.levelUps.filter(
      ({ values }) => values.year === year && (!consultant || values.consultant === consultant),
    );
    const places = placesOf(records.clients);
    const placeOf = ({ values }: Item<'levelUps'>) => places.get(values.clientId ?? '') ?? places.size;
    const rows = all
      .filter(({ values }) => values.state === 'finished' || values.lockedAt)
      .sort((a, b) => placeOf(a) - placeOf(b) || byOwnId(a, b))
      .map(({ values }) => ({
        client: clients.get(values.clientId ?? '')?.values.name ?? null,
        date: values.date ?? null,
        basis: values.basis ?? null,
        from: values.from ?? null,
        to: values.to ?? null,
        ...Object.fromEntries(SERVICE_FIELDS.map(({ code }) => [`field.${code}`, markOf(values, Number(code))])),
        note: values.note ?? null,
        consultant: values.consultant ?? null,
      }));
    const shown = (
      name: 'date' | 'basis' | 'from' | 'to' | 'note' | 'consultant',
      kind: Column['kind'],
      width: number,
    ) => ({ name, kind, width, of: { collection: 'levelUps', field: name } }) as const;
    return tableOf(
      [
        { name: 'client', kind: 'text', width: 26 },
        shown('date', 'day', 12),
        shown('basis', 'code', 14),
        shown('from', 'text', 18),
        shown('to', 'text', 18),
        ...SERVICE_FIELDS.map(
          ({ code }): Column => ({ name: `field.${code}`, kind: 'number', width: 8, group: 'marks' }),
        ),
        shown('note', 'text', 24),
        shown('consultant', 'person', 20),
      ],
      rows,
      [
        { name: 'draftLevelUps', count: all.length - rows.length },
        {
          name: 'unlockedLevelUps',
          count: all.filter(({ values }) => values.state === 'finished' && !values.lockedAt).length,
        },
      ],
    );
  },
});

const markOf = (values: Values<'levelUps'>, field: number): number | null =>
  (values as Record<string, number | null | undefined>)[`mark${field}`] ?? null;
