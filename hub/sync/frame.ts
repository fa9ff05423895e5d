/** The frame of a batch, however it came: in a request of its own, or in a bundle. */
import { withRecords } from '#core/wire/columns.ts';
import { batchSchema, MAX_BATCH_RECORDS, SCHEMA_VERSION } from '#core/wire/protocol.ts';
import { ProblemError } from '../http/problems.ts';
import type { IncomingBatch } from './push.ts';

/**
 * The order matters: a newer app must hear that it is newer, not that its batch is broken.
 *
 * @param device who sends, or signed
 * @throws ProblemError
 */
export function checkBatch(sent: unknown, device: string): IncomingBatch {
  const { schema } = (sent ?? {}) as { schema?: unknown };
  if (Number.isInteger(schema) && (schema as number) > SCHEMA_VERSION) throw new ProblemError('client_too_new');
  const body = withRecords(sent);
  const { records } = (body ?? {}) as { records?: unknown };
  if (Array.isArray(records) && records.length > MAX_BATCH_RECORDS) throw new ProblemError('batch_too_large');
  const parsed = batchSchema.safeParse(body);
  if (!parsed.success || /\0/.test(parsed.data.batch) || !parsed.data.batch.isWellFormed()) {
    throw new ProblemError('invalid_batch');
  }
  if (parsed.data.device !== device) throw new ProblemError('wrong_device');
  // What was sent, not zod's copy: the copy leaves out a field called `__proto__`, which then would get no answer.
  return body as IncomingBatch;
}
