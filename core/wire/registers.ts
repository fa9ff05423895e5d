/** Registers as they travel: `seen` is left out when it says no more than the heads do; what comes in is checked. */
import { z } from 'zod';
import { type Head, type Json, normalise, type Register, type Registers } from '../register/register.ts';
import { isDeviceId, isHlc, isStamp } from '../register/stamp.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS, type WireRecord } from './protocol.ts';

const editSchema = z.object({ stamp: z.string().refine(isStamp), by: z.string().min(1).max(64) });
const registerSchema = z.object({
  heads: z
    .array(editSchema.extend({ value: z.json(), also: z.array(editSchema).max(100).optional() }))
    .min(1)
    .max(100),
  seen: z.record(z.string().refine(isDeviceId), z.string().refine(isHlc)).optional(),
});

/** No field is nested deeper; a hostile value must not exhaust the stack of what walks it. */
const MAX_DEPTH = 32;

/** Reads a register from outside. Returns null when it is malformed. */
export function readRegister(json: unknown): Register | null {
  const simple = readSimple(json);
  if (simple) return simple;
  if (isDeeperThan(json, MAX_DEPTH)) return null;
  const parsed = registerSchema.safeParse(json);
  if (!parsed.success) return null;
  return normalise(
    parsed.data.heads.map(({ also, ...head }) => ({ ...head, value: head.value as Json, ...(also ? { also } : {}) })),
    parsed.data.seen,
  );
}

/** Nearly every register: one head with a plain value. The schema, which has the last word about all others, takes ten times as long. */
function readSimple(json: unknown): Register | null {
  const { heads, seen } = (json ?? {}) as { heads?: unknown; seen?: unknown };
  if (!Array.isArray(heads) || heads.length !== 1 || seen !== undefined) return null;
  const { stamp, by, value, also } = (heads[0] ?? {}) as Partial<Record<keyof Head, unknown>>;
  if (typeof stamp !== 'string' || typeof by !== 'string' || also !== undefined || !isPlain(value)) return null;
  return isStamp(stamp) && by.length >= 1 && by.length <= 64 ? normalise([{ stamp, by, value }]) : null;
}

const isPlain = (value: unknown): value is null | string | boolean | number =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

/** Goes no deeper than that. */
function isDeeperThan(json: unknown, depth: number): boolean {
  if (json === null || typeof json !== 'object') return false;
  return depth === 0 || Object.values(json).some((value) => isDeeperThan(value, depth - 1));
}

export const countRegisters = (records: readonly { registers: object }[]): number =>
  records.reduce((sum, { registers }) => sum + Object.keys(registers).length, 0);

/** The shortest form that `readRegister` reads back as the same register. */
export function toWire(register: Register): { heads: Register['heads']; seen?: Register['seen'] } {
  const fromHeads = normalise(register.heads).seen;
  const same =
    Object.keys(register.seen).length === Object.keys(fromHeads).length &&
    Object.entries(fromHeads).every(([device, hlc]) => register.seen[device] === hlc);
  return same ? { heads: register.heads } : { heads: register.heads, seen: register.seen };
}

/**
 * Cuts records into batches of at most `maxRecords` and `maxBytes` (of JSON before compression). A record that is too
 * large for one batch is cut between its registers; any subset of registers is a valid thing to send. The limits are read
 * anew for each batch, because a link tells only by and by how much it carries.
 *
 * @param bytesOf what a record takes in the form in which it is sent
 */
export function* intoBatches(
  records: Iterable<WireRecord>,
  limits: { maxRecords?: number; maxBytes?: number } = {},
  bytesOf: (record: WireRecord) => number = jsonBytes,
): Generator<WireRecord[]> {
  const maxRecords = limits.maxRecords ?? MAX_BATCH_RECORDS;
  const maxBytes = () => (limits.maxBytes ?? MAX_BATCH_BYTES) - FRAME_BYTES;
  let batch: WireRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    for (const [part, bytesOfPart] of splitRecord(record, maxBytes(), bytesOf)) {
      const size = bytesOfPart + 1;
      if (batch.length > 0 && (batch.length >= maxRecords || bytes + size > maxBytes())) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(part);
      bytes += size;
    }
  }
  if (batch.length > 0) yield batch;
}

/** Room for the frame around the records: batch id, device, schema. */
const FRAME_BYTES = 1024;

function* splitRecord(
  record: WireRecord,
  maxBytes: number,
  bytesOf: (record: WireRecord) => number,
): Generator<[part: WireRecord, bytes: number]> {
  const whole = bytesOf(record);
  if (whole <= maxBytes) {
    yield [record, whole];
    return;
  }
  const sized = (part: WireRecord): [WireRecord, number] => [part, bytesOf(part)];
  let registers: Registers = {};
  let bytes = 0;
  for (const [field, register] of Object.entries(record.registers)) {
    const size = jsonBytes(field) + bytesOf({ ...record, registers: { [field]: register } }) + 2;
    if (bytes > 0 && bytes + size > maxBytes - FRAME_BYTES) {
      yield sized({ ...record, registers });
      registers = {};
      bytes = 0;
    }
    registers[field] = register;
    bytes += size;
  }
  yield sized({ ...record, registers });
}

const encoder = new TextEncoder();
/** Of its JSON. */
export const jsonBytes = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;
