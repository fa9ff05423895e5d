/** What the unit did and plans as a unit: domain 1.6, reports 7 and 8. */
import { clusterKey } from '../model/clusters.ts';
import type { Values } from '../model/collections.ts';
import { SERVICE_FIELDS } from '../model/reference.ts';
import { byName, byOwnId, byText, isOfKind } from './clients.ts';
import { type Column, defineReport, tableOf } from './report.ts';

/**
 * *Progres data PLUT*: clients, clusters, products and sessions by field, one row per unit. A laptop knows its own unit; the hub
 * can put several below each other.
 */
export const unitProgress = defineReport({
  span: 'period',
  byConsultant: false,
  signers: 'coordinator',
  reads: ['units', 'unitProfiles', 'clients', 'clusters', 'featuredProducts', 'sessions'],
  compute(records, { from, to }) {
    const sessions = records.sessions.filter(
      ({ values: { date, lockedAt } }) => lockedAt && date && date >= from && date <= to,
    );
    const listed = new Set(records.clusters.map(({ values }) => clusterKey(values.name)));
    const named = new Set(records.clients.map(({ values }) => clusterKey((values as Values<'businesses'>).cluster)));
    const unlisted = [...named].filter((name) => name !== '' && !listed.has(name));
    const profile = records.unitProfiles[0]?.values;
    const row = {
      unit: profile?.officialName || records.units[0]?.values.name || null,
      businesses: records.clients.filter((client) => isOfKind(client, 'businesses')).length,
      cooperatives: records.clients.filter((client) => isOfKind(client, 'cooperatives')).length,
      clusters: records.clusters.length,
      products: records.featuredProducts.length,
      ...Object.fromEntries(
        SERVICE_FIELDS.map(({ code }) => [
          `field.${code}`,
          sessions.filter(({ values }) => values.field === code).length,
        ]),
      ),
      all: sessions.length,
    };
    const byField: Column[] = SERVICE_FIELDS.map(({ code }) => ({
      name: `field.${code}`,
      kind: 'number',
      width: 9,
      group: 'approvedSessions',
    }));
    return tableOf(
      [
        { name: 'unit', kind: 'text', width: 26 },
        { name: 'businesses', kind: 'number', width: 9, group: 'clients' },
        { name: 'cooperatives', kind: 'number', width: 9, group: 'clients' },
        { name: 'clusters', kind: 'number', width: 9 },
        { name: 'products', kind: 'number', width: 9 },
        ...byField,
        { name: 'all', kind: 'number', width: 9, group: 'approvedSessions' },
      ],
      [row],
      [
        {
          name: 'uncheckedSessions',
          count: records.sessions.filter(
            ({ values: { date, lockedAt, state } }) =>
              state === 'finished' && !lockedAt && date && date >= from && date <= to,
          ).length,
        },
        { name: 'withoutField', count: sessions.filter(({ values }) => !values.field).length },
        { name: 'unlistedClusters', count: unlisted.length },
      ],
    );
  },
});

/** *Kegiatan konsultan*: trainings and events of a period, with who came. */
export const activityReport = defineReport({
  span: 'period',
  byConsultant: true,
  signers: 'coordinator',
  reads: ['activities', 'attendances'],
  compute(records, { from, to, consultant }) {
    const people = Map.groupBy(
      records.attendances.filter(({ values }) => values.present !== false),
      ({ values }) => values.parent,
    );
    const activities = records.activities.filter(
      ({ values: { startsOn, consultant: by } }) =>
        startsOn && startsOn >= from && startsOn <= to && (!consultant || by === consultant),
    );
    const rows = [...activities]
      .sort((a, b) => byText(String(a.values.startsOn), String(b.values.startsOn)) || byOwnId(a, b))
      .map(({ id, values }) => {
        const there = people.get(id) ?? [];
        return {
          startsOn: values.startsOn ?? null,
          endsOn: values.endsOn ?? null,
          title: values.title ?? null,
          activityKind: values.activityKind ?? null,
          field: values.field ?? null,
          venue: values.venue ?? null,
          women: there.filter((each) => each.values.sex === 'female').length,
          men: there.filter((each) => each.values.sex === 'male').length,
          present: there.length,
          output: values.output ?? null,
          partner: values.partner ?? null,
          nextSteps: values.nextSteps ?? null,
        };
      });
    const shown = (name: 'title' | 'activityKind' | 'field' | 'venue' | 'output' | 'partner' | 'nextSteps') => ({
      name,
      of: { collection: 'activities' as const, field: name },
    });
    return tableOf(
      [
        { name: 'startsOn', kind: 'day', width: 12, of: { collection: 'activities', field: 'startsOn' } },
        { name: 'endsOn', kind: 'day', width: 12, of: { collection: 'activities', field: 'endsOn' } },
        { ...shown('title'), kind: 'text', width: 32 },
        { ...shown('activityKind'), kind: 'code', width: 14 },
        { ...shown('field'), kind: 'code', width: 18 },
        { ...shown('venue'), kind: 'text', width: 20 },
        { name: 'women', kind: 'number', width: 6, group: 'people', isTotalled: true },
        { name: 'men', kind: 'number', width: 6, group: 'people', isTotalled: true },
        { name: 'present', kind: 'number', width: 7, group: 'people', isTotalled: true },
        { ...shown('output'), kind: 'text', width: 28 },
        { ...shown('partner'), kind: 'text', width: 18 },
        { ...shown('nextSteps'), kind: 'text', width: 24 },
      ],
      rows,
      [{ name: 'draftActivities', count: activities.filter(({ values }) => values.state !== 'finished').length }],
    );
  },
});

/** *Program kerja PLUT* of a year with its budget. */
export const unitPlan = defineReport({
  span: 'year',
  byConsultant: false,
  signers: 'coordinator',
  reads: ['planItems'],
  compute(records, { to }) {
    const year = Number(to.slice(0, 4));
    const items = records.planItems.filter(({ values }) => values.year === year);
    const rows = [...items]
      .sort((a, b) => byName(a.values.activity, b.values.activity) || byOwnId(a, b))
      .map(({ values }) => {
        const budgets = [values.budgetApbn, values.budgetApbd, values.budgetOther];
        return {
          activity: values.activity ?? null,
          purpose: values.purpose ?? null,
          audience: values.audience ?? null,
          audienceCount: values.audienceCount ?? null,
          indicator: values.indicator ?? null,
          output: values.output ?? null,
          budgetApbn: values.budgetApbn ?? null,
          budgetApbd: values.budgetApbd ?? null,
          budgetOther: values.budgetOther ?? null,
          budget: budgets.reduce<number>((sum, amount) => sum + (amount ?? 0), 0),
        };
      });
    const text = (name: 'activity' | 'purpose' | 'audience' | 'indicator' | 'output', width: number): Column => ({
      name,
      kind: 'text',
      width,
      of: { collection: 'planItems', field: name },
    });
    const budget = (name: 'budgetApbn' | 'budgetApbd' | 'budgetOther'): Column => ({
      name,
      kind: 'rupiah',
      width: 18,
      of: { collection: 'planItems', field: name },
      group: 'budget',
      isTotalled: true,
    });
    return tableOf(
      [
        text('activity', 32),
        text('purpose', 30),
        text('audience', 22),
        {
          name: 'audienceCount',
          kind: 'number',
          width: 9,
          of: { collection: 'planItems', field: 'audienceCount' },
          isTotalled: true,
        },
        text('indicator', 26),
        text('output', 26),
        budget('budgetApbn'),
        budget('budgetApbd'),
        budget('budgetOther'),
        { name: 'budget', kind: 'rupiah', width: 18, group: 'budget', isTotalled: true },
      ],
      rows,
      [{ name: 'unlockedItems', count: items.filter(({ values }) => !values.lockedAt).length }],
    );
  },
});
