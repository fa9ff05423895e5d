/**
 * For each conflict, what the authors of the standing values had before their eyes. The hub's history knows; it is fetched
 * once per conflict and kept, so that a person can decide without a connection.
 */
import { covers } from '#core/register/register.ts';
import type { HistoryAnswer } from '#core/wire/protocol.ts';
import { conflictsWithoutPast } from '../store/conflicts.ts';
import type { ConflictPast, Database } from '../store/database.ts';
import { HubError } from './errors.ts';
import type { HubCalls } from './hub.ts';

/** Per round; the rest follows in the next ones. */
const MAX_CONFLICTS = 20;

export async function learnPasts(database: Database, hub: HubCalls): Promise<void> {
  const waiting = await conflictsWithoutPast(database);
  for (const conflict of waiting.slice(0, MAX_CONFLICTS)) {
    let changes: HistoryAnswer['changes'];
    try {
      ({ changes } = await hub.history(conflict.collection, conflict.id, conflict.field));
    } catch (error) {
      // Nice to have: a hub that does not tell must not make the round fail. A lost link does.
      if (error instanceof HubError && error.status !== 0) continue;
      throw error;
    }
    await database.pasts.put({ ...conflict, saw: sawOf(conflict, changes) });
  }
}

/** By head: the accepted values that its author had seen, without those that others of them had replaced. */
export function sawOf(conflict: Pick<ConflictPast, 'field' | 'heads'>, changes: HistoryAnswer['changes']) {
  // Values that stand beside each other were written without knowing of each other, whatever one laptop knew by then.
  const ofField = changes.filter((change) => change.field === conflict.field);
  const past = ofField.filter((change) => !conflict.heads.includes(change.stamp));
  const saw: ConflictPast['saw'] = {};
  for (const stamp of conflict.heads) {
    const seen = ofField.find((change) => change.stamp === stamp)?.seen;
    if (!seen) continue;
    const known = past.filter((change) => covers(seen, change.stamp));
    const replaced = new Set(known.flatMap((change) => change.old.map((old) => old.stamp)));
    saw[stamp] = known
      .filter((change) => !replaced.has(change.stamp))
      .map(({ stamp, by, value }) => ({ stamp, by, value }));
  }
  return saw;
}
