/** What the lists of the unit's work show, as data: columns, order, and what a new record begins with. */
import type { CollectionName } from '#core/model/collections.ts';
import { yearStateDay } from '#core/model/dates.ts';
import { todayOf, yearOf } from '../../app/device.tsx';
import type { Device } from '../../store/database.ts';

export interface WorkList {
  collection: CollectionName;
  /** Fields in the table; `client` is the name of the client. */
  columns: readonly string[];
  /** Newest first by this field. */
  by: string;
  /** From A to Z instead. */
  rises?: boolean;
  /** What a new one begins with; without it a new one is made on its client's page. */
  begin?: (device: Device) => Record<string, string | number>;
}

const draft = { state: 'draft' };

export const LISTS: readonly WorkList[] = [
  {
    collection: 'targetLists',
    columns: ['year', 'asOf', 'note'],
    by: 'year',
    begin: (device) => ({ ...draft, year: yearOf(device), asOf: yearStateDay(yearOf(device)) }),
  },
  { collection: 'programmes', columns: ['client', 'year', 'field', 'plan', 'consultant'], by: 'year' },
  { collection: 'outcomes', columns: ['client', 'date', 'kind', 'what'], by: 'date' },
  { collection: 'levelUps', columns: ['client', 'date', 'from', 'to'], by: 'date' },
  {
    collection: 'meetings',
    columns: ['date', 'subject', 'venue', 'chair'],
    by: 'date',
    begin: (device) => ({ ...draft, date: todayOf(device) }),
  },
  {
    collection: 'activities',
    columns: ['startsOn', 'title', 'activityKind', 'field', 'venue'],
    by: 'startsOn',
    begin: (device) => ({ ...draft, startsOn: todayOf(device), consultant: device.user }),
  },
  {
    collection: 'planItems',
    columns: ['year', 'activity', 'field', 'schedule', 'budgetApbn', 'budgetApbd'],
    by: 'year',
    begin: (device) => ({ ...draft, year: yearOf(device) }),
  },
  {
    collection: 'clusters',
    columns: ['name', 'businessField', 'businessesCount', 'workersCount', 'chair'],
    by: 'name',
    rises: true,
    begin: () => ({}),
  },
  {
    collection: 'featuredProducts',
    columns: ['name', 'brand', 'businessField', 'cluster', 'owner'],
    by: 'name',
    rises: true,
    begin: () => ({}),
  },
];
