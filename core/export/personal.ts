/** Which sorts of personal data a file holds (UU 27/2022, domain 7), for the note that stands beside it. */
import type { ExportColumn } from './columns.ts';

export const PERSONAL_SORTS = ['name', 'nik', 'birth', 'disability', 'contact', 'place', 'bank', 'money'] as const;
export type PersonalSort = (typeof PERSONAL_SORTS)[number];

const FIELDS: Record<PersonalSort, readonly string[]> = {
  name: [
    ...['client', 'ownerName', 'subjectName', 'witnessName', 'witness', 'participants', 'signer', 'who'],
    ...[
      'chair',
      'secretary',
      'treasurer',
      'supervisors',
      'manager',
      'minutesBy',
      'openedBy',
      'subjects',
      'contactName',
      'mentors',
    ],
    ...['candidates.name', 'attendances.name', 'unitStaff.name', 'users.name'],
  ],
  nik: ['ownerNik', 'nik'],
  birth: ['ownerBirthDate', 'birthDate'],
  disability: ['ownerDisability', 'disability'],
  contact: [
    ...['ownerPhone', 'ownerEmail', 'ownerAddress', 'phone', 'email', 'contactPhone', 'contactEmail'],
    ...['candidates.address', 'businessAddress'],
  ],
  place: ['latitude', 'longitude'],
  bank: ['bankName', 'bankAccount'],
  money: ['sales', 'profit', 'ownCapital', 'debtBank', 'requested'],
};

export function personalSorts(columns: readonly ExportColumn[]): PersonalSort[] {
  const names = new Set(columns.flatMap(({ key, field, collection }) => [key, field, `${collection}.${field}`]));
  return PERSONAL_SORTS.filter((sort) => FIELDS[sort].some((name) => names.has(name)));
}
