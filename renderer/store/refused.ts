/** What the hub refused goes back to the outbox. */
import type { AttentionEntry, Database } from './database.ts';
import { putUnsent } from './unsent.ts';

/** Takes refused fields up again, with the values they have now. Call it inside a transaction over both tables. */
export async function sendAgain(
  database: Pick<Database, 'attention' | 'unsent'>,
  entries: readonly AttentionEntry[],
): Promise<void> {
  await putUnsent(
    database,
    entries.map(({ code: _, message: __, at: ___, ...entry }) => entry),
  );
  await database.attention.bulkDelete(
    entries.map(({ collection, id, field }) => [collection, id, field] as const) as never,
  );
}
