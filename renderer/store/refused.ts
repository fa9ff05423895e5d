/** What the hub refused goes back to the outbox. */
import type { AttentionEntry, Database } from './database.ts';

/** Takes refused fields up again, with the values they have now. Call it inside a transaction over both tables. */
export async function sendAgain(
  { attention, outbox }: Pick<Database, 'attention' | 'outbox'>,
  entries: readonly AttentionEntry[],
): Promise<void> {
  await attention.bulkDelete(entries.map(({ collection, id, field }) => [collection, id, field] as const) as never);
  await outbox.bulkPut(entries.map(({ code: _, message: __, at: ___, ...entry }) => entry));
}
