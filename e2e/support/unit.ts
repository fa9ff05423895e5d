/** The unit of the stories, and the people in it. */
import type { Hub } from './hub.ts';

const PEOPLE = {
  sari: ['--role', 'consultant', '--name', 'Sari Lestari'],
  rahma: ['--role', 'consultant', '--name', 'Rahma Dg. Masiga'],
  ningsih: ['--role', 'coordinator', '--name', 'Ningsih'],
};
/** Its id. */
export const UNIT = 'plut-sulteng';
export type Person = keyof typeof PEOPLE;

export async function addUnit(hub: Hub, people: Person[]): Promise<void> {
  await hub.admin('unit', 'add', UNIT, '--name', 'PLUT Sulteng', '--level', 'province', '--region', '72');
  for (const user of people) await hub.admin('user', 'add', user, '--unit', UNIT, ...PEOPLE[user]);
}

/** A new enrolment code. */
export async function codeFor(hub: Hub, user: Person): Promise<string> {
  return ((await hub.admin('code', 'create', '--user', user)) as { code: string }).code;
}
