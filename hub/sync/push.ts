/** Takes a batch in: each register is judged alone, so that a refused one spoils no other (docs/sync.md, "HTTP"). */
import { checkValue, fieldSchema, isCollection } from '#core/model/collections.ts';
import { canonical, type Json, type Register } from '#core/register/register.ts';
import { deviceOf, timeOf } from '#core/register/stamp.ts';
import { CLOCK_TOLERANCE_MS, type PushAnswer, type Refusal, type RefusalCode } from '#core/wire/protocol.ts';
import { readRegister } from '#core/wire/registers.ts';
import { mayWrite, type Role } from '#core/workflow/policy.ts';
import { REFUSAL_MESSAGES } from '../messages.ts';
import {
  flatten,
  type JoinPlan,
  loadRegisters,
  planJoin,
  putRegister,
  type RegisterKey,
  type Stored,
  storedOf,
  type UnitWriter,
  writeUnit,
  writeUnitIn,
} from '../store/registers.ts';
import type { Store, Trx } from '../store/store.ts';

/** Who pushes, as the token says. */
export interface Actor {
  device: string;
  user: string;
  role: Role;
  unit: string;
}

/** A batch whose frame was checked; its registers were not. */
export interface IncomingBatch {
  batch: string;
  records: { collection: string; id: string; unit: string; registers: Record<string, unknown> }[];
}

/** The form of record ids everywhere (`id` in core/model/collections.ts). */
export const isId = (text: string): boolean => /^[\w.-]{1,64}$/.test(text);

/** Readers refuse registers with more heads (core/wire/registers.ts); so the hub must never make one. */
const MAX_HEADS = 100;
/** More laptops than any unit has; keeps a broken client from growing a register without end. */
const MAX_SEEN = 1000;

/** Everything accepted is on disk when this resolves. */
export function push(store: Store, actor: Actor, batch: IncomingBatch): Promise<PushAnswer> {
  const { ready, refused } = readBatch(actor, batch);
  return writeUnit(store, { unit: actor.unit, batch: batch.batch }, (writer) => take(writer, actor, ready, refused));
}

/** The same inside a transaction that the caller began, at a time that the caller names. */
export function pushIn(trx: Trx, actor: Actor, batch: IncomingBatch, now: Date): Promise<PushAnswer> {
  const { ready, refused } = readBatch(actor, batch);
  return writeUnitIn(trx, { unit: actor.unit, batch: batch.batch, now }, (writer) =>
    take(writer, actor, ready, refused),
  );
}

interface Incoming {
  key: RegisterKey;
  register: Register;
}

/** What can be judged without the database: unit, field, form. */
function readBatch(actor: Actor, batch: IncomingBatch): { ready: Incoming[]; refused: Refusal[] } {
  const ready: Incoming[] = [];
  const refused: Refusal[] = [];
  for (const { collection, id, unit, registers } of batch.records) {
    for (const [field, json] of Object.entries(registers)) {
      const key = { collection, id, field };
      const code = frameRefusal(actor, unit, key);
      const register = code ? null : readRegister(json);
      if (code) refused.push(refusal(key, code));
      else if (register === null) refused.push(refusal(key, 'invalid_value'));
      else ready.push({ key, register });
    }
  }
  return { ready, refused };
}

function frameRefusal(actor: Actor, unit: string, { collection, id, field }: RegisterKey): RefusalCode | null {
  if (unit !== actor.unit) return 'wrong_unit';
  if (!fieldSchema(collection, field)) return 'unknown_field';
  return isId(id) ? null : 'invalid_value';
}

async function take(writer: UnitWriter, actor: Actor, ready: Incoming[], refused: Refusal[]): Promise<PushAnswer> {
  await loadRegisters(writer, ready);
  let accepted = 0;
  let ahead = 0;
  for (const { key, register } of ready) {
    const stored = storedOf(writer, key);
    const plan = planJoin(stored, register);
    const code = registerRefusal(actor, stored, register, plan);
    if (code) {
      refused.push(refusal(key, code));
      continue;
    }
    putRegister(writer, stored, plan);
    accepted += 1;
    ahead += plan.fresh.filter((edit) => timeOf(edit.stamp) > writer.now.getTime() + CLOCK_TOLERANCE_MS).length;
  }
  await writer.trx
    .updateTable('devices')
    .set((eb) => ({ last_push_at: writer.now.toISOString(), future_stamps: eb('future_stamps', '+', ahead) }))
    .where('id', '=', actor.device)
    .execute();
  return { accepted, sequence: writer.sequence, refused };
}

/** What needs the stored register: role, authorship, other people's heads, values, and that nothing is lost unseen. */
function registerRefusal(actor: Actor, stored: Stored, incoming: Register, plan: JoinPlan): RefusalCode | null {
  const { collection, field } = stored.key;
  if (!isCollection(collection)) return 'unknown_field';
  // A register that says nothing new is a repetition and harmless. One that only claims to have *seen* more is not: it
  // could remove heads; so it needs the right to write as well.
  if ((plan.fresh.length > 0 || plan.changes) && !mayWrite(actor.role, collection, field)) return 'forbidden';

  for (const edit of flatten(incoming)) {
    const known = stored.known.get(edit.stamp);
    const same = known !== undefined && known.by === edit.by && known.value === canonical(edit.value);
    if (deviceOf(edit.stamp) !== actor.device) {
      if (!same) return 'unknown_head';
      continue;
    }
    if (edit.by !== actor.user) return 'forbidden';
    // One stamp, two values: a broken device. The user can save the value again under a new stamp.
    if (known && !same) return 'invalid_value';
  }
  for (const edit of plan.fresh) {
    if (checkValue(collection, field, edit.value) !== 'ok' || hasNul(edit.value)) return 'invalid_value';
  }

  // Whoever has seen a head and left it out has replaced it, and sends (or sent) what replaced it. A register that
  // removes stored heads and brings nothing that stays cannot come from a sound laptop, and would lose a value.
  const stays = new Set(flatten(plan.joined).map((edit) => edit.stamp));
  if (plan.replaced.length > 0 && !plan.fresh.some((edit) => stays.has(edit.stamp))) return 'invalid_value';
  if (stays.size > MAX_HEADS || Object.keys(plan.joined.seen).length > MAX_SEEN) return 'invalid_value';
  return null;
}

/** U+0000 has no place in anything a person types, and PostgreSQL's text and JSON types cannot hold it. */
function hasNul(value: Json): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, inner]) => key.includes('\0') || hasNul(inner as Json));
}

const refusal = (key: RegisterKey, code: RefusalCode): Refusal => ({ ...key, code, message: REFUSAL_MESSAGES[code] });
