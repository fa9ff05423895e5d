/** What the pushes that passed a link carried, and whether anything went again that the laptop knew to have arrived. */
import type { Batch } from '#core/wire/protocol.ts';
import { type Exchange, jsonOf } from './tap.ts';

export interface Pushes {
  requests: number;
  /** The laptop got the hub's answer. */
  acknowledged: number;
  /** Cut on their way, or their answer was. */
  cut: number;
  /** JSON before compression, of the whole requests. */
  jsonBytes: number;
  registers: number;
  /** Sent again because no answer had come: allowed, and harmless. */
  sentAgain: number;
  /** Sent again although an answer had come. Must be 0. */
  sentAgainAfterAnswer: number;
}

export function pushesOf(exchanges: Exchange[]): Pushes {
  const pushes = exchanges.filter(({ method, path }) => method === 'POST' && path === '/v1/sync/push');
  const sent = new Set<string>();
  const answered = new Set<string>();
  let jsonBytes = 0;
  let sentAgain = 0;
  let sentAgainAfterAnswer = 0;
  for (const push of pushes) {
    // Of a request that was cut on its way nobody can tell what was in it.
    if (!push.sent) continue;
    const batch = jsonOf(push) as Batch;
    jsonBytes += JSON.stringify(batch).length;
    const edits = editsOf(batch);
    sentAgain += edits.filter((edit) => sent.has(edit)).length;
    sentAgainAfterAnswer += edits.filter((edit) => answered.has(edit)).length;
    for (const edit of edits) {
      sent.add(edit);
      if (push.answered && push.status === 200) answered.add(edit);
    }
  }
  const acknowledged = pushes.filter(({ answered, status }) => answered && status === 200).length;
  return {
    requests: pushes.length,
    acknowledged,
    cut: pushes.filter((push) => !push.answered).length,
    jsonBytes,
    registers: sent.size,
    sentAgain: sentAgain - sentAgainAfterAnswer,
    sentAgainAfterAnswer,
  };
}

/** A register with the edits that stand in it; edited again, it is another thing to send. */
const editsOf = (batch: Batch): string[] =>
  batch.records.flatMap(({ collection, id, registers }) =>
    Object.entries(registers).map(
      ([field, { heads }]) => `${collection}/${id}/${field} ${heads.map(({ stamp }) => stamp).join()}`,
    ),
  );
