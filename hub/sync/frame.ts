/** The frame of a batch, however it came: in a request of its own, or in a bundle. */
import { batchSchema, MAX_BATCH_RECORDS, SCHEMA_VERSION } from '#core/wire/protocol.ts';
import { ProblemError } from '../http/problems.ts';
import type { IncomingBatch } from './push.ts';

/**
 * The order matters: a newer app must hear that it is newer, not that its batch is broken.
 *
 * @param device who sends, or signed
 * @throws ProblemError
 */
export function checkBatch(body: unknown, device: string): IncomingBatch {
  const frame = (body ?? {}) as { schema?: unknown; device?: unknown; records?: unknown; batch?: unknown };
  if (Number.isInteger(frame.schema) && (frame.schema as number) > SCHEMA_VERSION) {
    throw new ProblemError('client_too_new');
  }
  if (Array.isArray(frame.records) && frame.records.length > MAX_BATCH_RECORDS) {
    throw new ProblemError('batch_too_large');
  }
  const parsed = batchSchema.safeParse(body);
  if (!parsed.success || /\0/.test(parsed.data.batch) || !parsed.data.batch.isWellFormed()) {
    throw new ProblemError('invalid_batch');
  }
  if (parsed.data.device !== device) throw new ProblemError('wrong_device');
  // What was sent, not zod's copy: the copy leaves out a field called `__proto__`, which then would get no answer.
  return body as IncomingBatch;
}
