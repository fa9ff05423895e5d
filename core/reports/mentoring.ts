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
