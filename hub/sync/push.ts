/** Takes a batch in: each register is judged alone, so that a refused one spoils no other (docs/sync.md, "HTTP"). */
import { fileHash } from '#core/model/attachments.ts';
import { checkValue, fieldSchema, isCollection } from '#core/model/collections.ts';
import { ERASED_FIELD } from '#core/model/erasure.ts';
import { type RegisterKey, recordName } from '#core/register/names.ts';
import { canonical, isSame, type Json, type Register, shown } from '#core/register/register.ts';
import { deviceOf, timeOf } from '#core/register/stamp.ts';
import { CLOCK_TOLERANCE_MS, type PushAnswer, type Refusal, type RefusalCode } from '#core/wire/protocol.ts';
import { readRegister } from '#core/wire/registers.ts';
import { isLockable, isWritableWhileLocked, LOCK_FIELD, mayOpenLock, OPENED_FIELD } from '#core/workflow/locks.ts';
import { mayWrite, type Role } from '#core/workflow/policy.ts';
import { isWritableWhileRestricted } from '#core/workflow/restriction.ts';
import { auditAll } from '../identity/audit.ts';
import { type Authors, loadAuthors } from '../identity/authors.ts';
import { revokeIn } from '../identity/people.ts';
import { checkRoundIn, healthOf, type Report } from '../identity/report.ts';
import { REFUSAL_MESSAGES } from '../messages.ts';
import { recoverySince } from '../store/epoch.ts';
import {
  type FlatEdit,
  flatten,
  forgetHistory,
  type Incoming,
  type JoinPlan,
  loadRegisters,
  planJoin,
  putRegister,
  type Stored,
  storedOf,
  type UnitWriter,
  writeUnit,
  writeUnitIn,
} from '../store/registers.ts';
import type { Store, Trx } from '../store/store.ts';
import { ATTACHMENTS, eraseFiles, HASH_FIELD, keepsFiles, nameFiles, removeErased, settle } from './attachments.ts';
import { isUnderRestriction, loadRestrictions, type Restrictions, stillStanding } from './restrictions.ts';

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

/**
 * Everything accepted is on disk when this resolves, and with it what the laptop told of itself.
 * Throws `device_restored` (and takes nothing) when its round is one that it left behind.
 */
export async function push(store: Store, actor: Actor, batch: IncomingBatch, report?: Report): Promise<PushAnswer> {
  const { ready, refused } = readBatch(actor, batch);
  const { answer, erased } = await writeUnit(store, { unit: actor.unit, batch: batch.batch }, async (writer) => {
    if (report) await checkRoundIn(writer.trx, actor.device, report);
    return take(writer, actor, ready, refused, report);
  });
  if (erased) await store.scrub();
  if (keepsFiles(store)) {
    if (erased) await removeErased(store, actor.unit);
    // The file may be here before its record: after a restore, or under another record.
    for (const hash of hashesIn(ready)) await settle(store, actor.unit, hash);
  }
  return answer;
}

/** The same inside a transaction that the caller began, at a time that the caller names. */
export async function pushIn(trx: Trx, actor: Actor, batch: IncomingBatch, now: Date): Promise<PushAnswer> {
  const { ready, refused } = readBatch(actor, batch);
  const { answer } = await writeUnitIn(trx, { unit: actor.unit, batch: batch.batch, now }, (writer) =>
    take(writer, actor, ready, refused),
  );
  return answer;
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
      else ready.push({ key, register, edits: flatten(register) });
    }
  }
  return { ready, refused };
}

function frameRefusal(actor: Actor, unit: string, { collection, id, field }: RegisterKey): RefusalCode | null {
  if (unit !== actor.unit) return 'wrong_unit';
  if (!fieldSchema(collection, field)) return 'unknown_field';
  return isId(id) ? null : 'invalid_value';
}

/** What the judgement of a register needs beside the register itself. */
interface Judge {
  writer: UnitWriter;
  actor: Actor;
  /** What came after the backup that the hub was restored from may be brought back by anybody who has it. */
  inRecovery: boolean;
  /** Whose laptops those are that the hub finds mentioned and did not expect. */
  authors: Authors;
  /** The unit's devices among those that the batch asks to revoke. */
  devices: ReadonlySet<string>;
  /** Whose data must stay as they are. */
  restrictions: Restrictions;
}

/** An edit that was accepted for the first time. */
interface News {
  key: RegisterKey;
  edit: FlatEdit;
}

/** @returns the answer, and whether the batch speaks of a record that is erased */
async function take(
  writer: UnitWriter,
  actor: Actor,
  ready: Incoming[],
  refused: Refusal[],
  report?: Report,
): Promise<{ answer: PushAnswer; erased: boolean }> {
  await loadRegisters(writer, [...ready, ...judgedBy(recordsOf(ready))]);
  const judge = { writer, actor, ...(await loadJudge(writer, actor, ready)) };
  const news: News[] = [];
  const since = writer.sequence;
  let accepted = 0;
  let asSent = 0;
  for (const incoming of inLockOrder(judge, ready)) {
    const { key } = incoming;
    const stored = storedOf(writer, key);
    const plan = planJoin(stored, incoming);
    const code = registerRefusal(judge, stored, incoming, plan);
    if (code) {
      refused.push(refusal(key, code));
      continue;
    }
    putRegister(writer, stored, plan);
    if (key.collection === 'subjectRequests') judge.restrictions = stillStanding(writer, judge.restrictions);
    accepted += 1;
    if (plan.changes && isAsSent(plan, incoming)) asSent += 1;
    news.push(...plan.fresh.map((edit) => ({ key, edit })));
  }
  const erased = erasedOf(writer, ready);
  await forgetHistory(writer, erased);
  await eraseFiles(
    writer,
    erased.filter(({ collection }) => collection === ATTACHMENTS).map(({ id }) => id),
  );
  await follow(writer, actor, news);
  const ahead = news.filter(({ edit }) => timeOf(edit.stamp) > writer.now.getTime() + CLOCK_TOLERANCE_MS).length;
  await writer.trx
    .updateTable('devices')
    .set((eb) => ({
      last_push_at: writer.now.toISOString(),
      future_stamps: eb('future_stamps', '+', ahead),
      ...(report ? healthOf(report) : {}),
    }))
    .where('id', '=', actor.device)
    .execute();
  const { sequence } = writer;
  const answer = { accepted, sequence, refused, ...(asSent > 0 && sequence === since + asSent ? { since } : {}) };
  return { answer, erased: erased.length > 0 };
}

/** A laptop that sent it has nothing to learn from it. */
const isAsSent = ({ joined }: JoinPlan, { register }: Incoming): boolean =>
  joined === register || isSame(joined, register);

const isRevocation = ({ collection, field }: RegisterKey): boolean =>
  collection === 'devices' && field === 'revokeAsked';

async function loadJudge(
  writer: UnitWriter,
  actor: Actor,
  ready: Incoming[],
): Promise<Omit<Judge, 'writer' | 'actor'>> {
  const { trx, unit } = writer;
  const toRevoke = ready.filter(({ key }) => isRevocation(key)).map(({ key }) => key.id);
  const devices =
    toRevoke.length === 0
      ? []
      : await trx.selectFrom('devices').select('id').where('unit', '=', unit).where('id', 'in', toRevoke).execute();
  return {
    inRecovery: (await recoverySince(trx)) !== null,
    authors: await loadAuthors(trx, unit, actor.device, unexpectedDevices(writer, actor, ready)),
    devices: new Set(devices.map((device) => device.id)),
    restrictions: await loadRestrictions(writer, ready),
  };
}

/** Of whom the hub does not know an edit that is sent, or that its sender has seen. Mostly there are none. */
function unexpectedDevices(writer: UnitWriter, actor: Actor, ready: Incoming[]): string[] {
  const devices = new Set<string>();
  for (const { key, register, edits } of ready) {
    const stored = storedOf(writer, key);
    for (const { stamp } of edits) if (!stored.known.has(stamp)) devices.add(deviceOf(stamp));
    for (const device of aheadOf(stored, register)) devices.add(device);
  }
  devices.delete(actor.device);
  return [...devices];
}

/**
 * What else an accepted edit asks of the hub: to revoke a lost laptop, to expect a file, to write down who looked at what or
 * erased it.
 */
async function follow(writer: UnitWriter, actor: Actor, news: News[]): Promise<void> {
  for (const { key, edit } of news) {
    if (isRevocation(key) && edit.value !== null) await revokeIn(writer, key.id);
  }
  await nameFiles(writer, filesNamed(writer, news));
  await auditAll(
    writer.trx,
    news.flatMap(({ key, edit }) => {
      const event = edit.value === null ? null : eventOf(key, edit.value);
      if (event === null) return [];
      return [{ event, unit: writer.unit, user_id: edit.by, device: actor.device, record: recordName(key) }];
    }),
  );
}

/** An erased record names no file any more, also when somebody who did not know says so. */
const filesNamed = (writer: UnitWriter, news: News[]): { record: string; hash: string }[] =>
  news
    .filter(({ key, edit }) => isFileHash(key) && edit.value !== null)
    .filter(({ key }) => !isSet(writer, { ...key, field: ERASED_FIELD }))
    .map(({ key, edit }) => ({ record: key.id, hash: String(edit.value) }));

const isFileHash = ({ collection, field }: RegisterKey): boolean => collection === ATTACHMENTS && field === HASH_FIELD;

/** The files that the batch speaks of. */
const hashesIn = (ready: Incoming[]): string[] =>
  ready
    .filter(({ key }) => isFileHash(key))
    .flatMap(({ register }) => shown(register)?.value)
    .filter((value) => fileHash.safeParse(value).success) as string[];

/** What an accepted value is called in the audit; most values are none of its business. */
function eventOf({ collection, field }: RegisterKey, value: Json): string | null {
  if (field === ERASED_FIELD) return 'erased';
  if (collection === 'accesses' && field === 'what') return value === 'export' ? 'export' : 'nik_read';
  return null;
}

/** What else is asked of the records of the batch: their lock and why it was opened, where they have one, and their erasure. */
const judgedBy = (records: RegisterKey[]): { key: RegisterKey }[] =>
  records.flatMap((key) => {
    const locks = isLockable(key.collection) ? [LOCK_FIELD, OPENED_FIELD] : [];
    return [...locks, ERASED_FIELD].map((field) => ({ key: { ...key, field } }));
  });

/** A key of each record of the batch. */
function recordsOf(ready: Incoming[]): RegisterKey[] {
  const records = new Map(ready.map(({ key }) => [recordName(key), key]));
  return [...records.values()];
}

/** The records of the batch that are erased. */
const erasedOf = (writer: UnitWriter, ready: Incoming[]): RegisterKey[] =>
  recordsOf(ready).filter((key) => isSet(writer, { ...key, field: ERASED_FIELD }));

/**
 * What lifts a restriction or opens a lock comes first (before it why), what begins or closes one last: what was written between
 * is taken.
 */
function inLockOrder({ writer, restrictions }: Judge, ready: Incoming[]): Incoming[] {
  const rank = ({ key }: Incoming): number => {
    if (key.collection === 'subjectRequests') return restrictions.standing.has(key.id) ? 0 : 4;
    if (!isLockable(key.collection)) return 2;
    if (key.field === OPENED_FIELD || key.field === ERASED_FIELD) return 0;
    if (key.field !== LOCK_FIELD) return 2;
    return isLocked(writer, key) ? 1 : 3;
  };
  const ranked = ready.map((incoming) => ({ incoming, rank: rank(incoming) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ incoming }) => incoming);
}

const isLocked = (writer: UnitWriter, key: RegisterKey): boolean =>
  isLockable(key.collection) && isSet(writer, { ...key, field: LOCK_FIELD });

/** Would it open the lock without saying why? */
function opensWithoutReason(writer: UnitWriter, key: RegisterKey, plan: JoinPlan): boolean {
  if (!isLockable(key.collection) || key.field !== LOCK_FIELD || !isLocked(writer, key)) return false;
  if (shown(plan.joined)?.value !== null) return false;
  const standing = (field: string) => valuesOf(storedOf(writer, { ...key, field }).register?.heads ?? []);
  return !mayOpenLock(standing(LOCK_FIELD), standing(OPENED_FIELD), isSet(writer, { ...key, field: ERASED_FIELD }));
}

/** Does the register, as it stands now, show a value? */
function isSet(writer: UnitWriter, key: RegisterKey): boolean {
  const { register } = storedOf(writer, key);
  return register !== undefined && shown(register)?.value !== null;
}

/** What needs the stored register: role, authorship, other people's heads, values, and that nothing is lost unseen. */
function registerRefusal(judge: Judge, stored: Stored, incoming: Incoming, plan: JoinPlan): RefusalCode | null {
  const { actor, authors, inRecovery } = judge;
  const { collection, field } = stored.key;
  if (!isCollection(collection)) return 'unknown_field';
  // A register that says nothing new is a repetition and harmless. One that only claims to have *seen* more is not: it
  // could remove heads; so it needs the right to write as well.
  const writesItself = plan.fresh.length === 0 ? plan.changes : plan.fresh.some((edit) => isOf(actor, edit));
  if (writesItself && !mayWrite(actor.role, collection, field)) return 'forbidden';
  // In a recovery a lock may come back before what was written under it; then it would keep the rest out.
  const isNew = plan.fresh.length > 0 || plan.changes;
  if (isNew && !inRecovery && !isWritableWhileLocked(field) && isLocked(judge.writer, stored.key)) return 'locked';
  if (isNew && !inRecovery && opensWithoutReason(judge.writer, stored.key, plan)) return 'reason_missing';
  const isHeld = !isWritableWhileRestricted(actor.role, field, valuesOf(plan.fresh));
  if (isNew && !inRecovery && isHeld && isUnderRestriction(judge.restrictions, stored.key)) return 'restricted';

  for (const edit of incoming.edits) {
    const known = stored.known.get(edit.stamp);
    const same = known !== undefined && known.by === edit.by && canonical(known.value) === canonical(edit.value);
    if (!isOf(actor, edit)) {
      // Outside a recovery only what was written under a name that the laptop had before.
      const mayBring = inRecovery || authors.isFormer(deviceOf(edit.stamp));
      const broughtBack = !known && mayBring && authors.mayHaveWritten(edit, collection, field);
      if (!same && !broughtBack) return 'unknown_head';
      continue;
    }
    if (edit.by !== actor.user) return 'forbidden';
    // One stamp, two values: a broken device. The user can save the value again under a new stamp.
    if (known && !same) return 'invalid_value';
  }
  for (const edit of plan.fresh) {
    if (checkValue(collection, field, edit.value) !== 'ok' || hasNul(edit.value)) return 'invalid_value';
  }
  if (isRevocation(stored.key) && isNew && !judge.devices.has(stored.key.id)) return 'invalid_value';

  // Whoever has seen a head and left it out has replaced it, and sends (or sent) what replaced it. A register that
  // removes stored heads and brings nothing that stays cannot come from a sound laptop, and would lose a value.
  if (plan.replaced.length > 0 && !plan.fresh.some((edit) => plan.stays.has(edit.stamp))) return 'invalid_value';
  if (plan.stays.size > MAX_HEADS || Object.keys(plan.joined.seen).length > MAX_SEEN) return 'invalid_value';
  const hasSeenTooMuch = aheadOf(stored, incoming.register).some(
    (device) => device !== actor.device && !authors.isFormer(device),
  );
  return !inRecovery && hasSeenTooMuch ? 'unknown_head' : null;
}

/** Of which devices does it claim to have seen edits that the hub has not? They would count as seen, and never be shown. */
const aheadOf = (stored: Stored, incoming: Register): string[] =>
  Object.entries(incoming.seen)
    .filter(([device, hlc]) => hlc > (stored.register?.seen[device] ?? ''))
    .map(([device]) => device);

const valuesOf = (edits: readonly { value: Json }[]): Json[] => edits.map((edit) => edit.value);

const isOf = (actor: Actor, edit: FlatEdit): boolean => deviceOf(edit.stamp) === actor.device;

/** U+0000 has no place in anything a person types, and PostgreSQL's text and JSON types cannot hold it. */
function hasNul(value: Json): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, inner]) => key.includes('\0') || hasNul(inner as Json));
}

const refusal = (key: RegisterKey, code: RefusalCode): Refusal => ({ ...key, code, message: REFUSAL_MESSAGES[code] });
