/** The copy of a person's data as a file, and the note that it was made. */
import type { SubjectCollection } from '#core/model/collections.ts';
import type { HeldRecord } from '../../store/held.ts';
import { newId, save } from '../../store/repository.ts';

/** Written down before anything is shown (domain 7). */
export async function noteCopy(collection: SubjectCollection, id: string): Promise<void> {
  await save('accesses', newId(), { what: 'export', clientCollection: collection, clientId: id });
}

export interface Maker {
  unit: string;
  by: string;
  /** ISO moment. */
  at: string;
}

/** Values as they are stored, with the names of their fields: for another program. */
export const copyAsJson = (records: readonly HeldRecord[], maker: Maker): string =>
  JSON.stringify({ format: 'pendamping.subject-copy.v1', ...maker, records }, null, 2);
