/** What the lists of the unit's work show, as data: columns, order, and what a new record begins with. */
import type { CollectionName } from '#core/model/collections.ts';
import { dayIn, yearStateDay } from '#core/model/dates.ts';
import type { Device } from '../../store/database.ts';

export interface WorkList {
  collection: CollectionName;
  /** Fields in the table; `client` is the name of the client. */
  columns: readonly string[];
  /** Newest first by this field. */
  by: string;
  /** What a new one begins with; without it a new one is made on its client's page. */
  begin?: (device: Device) => Record<string, string | number>;
}

const thisYear = (device: Device): number => Number(dayIn(device.timeZone, Date.now()).slice(0, 4));
const draft = { state: 'draft' };

export const LISTS: readonly WorkList[] = [
  {
    collection: 'targetLists',
    columns: ['year', 'asOf', 'note'],
    by: 'year',
    begin: (device) => ({ ...draft, year: thisYear(device), asOf: yearStateDay(thisYear(device)) }),
  },
  { collection: 'programmes', columns: ['client', 'year', 'field', 'plan', 'consultant'], by: 'year' },
  { collection: 'outcomes', columns: ['client', 'date', 'kind', 'what'], by: 'date' },
  { collection: 'levelUps', columns: ['client', 'date', 'from', 'to'], by: 'date' },
  {
    collection: 'meetings',
    columns: ['date', 'subject', 'venue', 'chair'],
    by: 'date',
    begin: (device) => ({ ...draft, date: dayIn(device.timeZone, Date.now()) }),
  },
  {
    collection: 'activities',
    columns: ['startsOn', 'title', 'activityKind', 'field', 'venue'],
    by: 'startsOn',
    begin: (device) => ({ ...draft, startsOn: dayIn(device.timeZone, Date.now()), consultant: device.user }),
  },
  {
    collection: 'planItems',
    columns: ['year', 'activity', 'field', 'schedule', 'budgetApbn', 'budgetApbd'],
    by: 'year',
    begin: (device) => ({ ...draft, year: thisYear(device) }),
  },
];
