/**
 * One round of sync: push what is unsent, then pull what is new (docs/sync.md, "On the device"). Push may be repeated after
 * any cut, because join is idempotent; a cut pull goes on from its cursor, which never runs ahead of the data.
 */
import { fieldName } from '#core/register/names.ts';
import { isSignedBy, revokedText } from '#core/wire/certificate.ts';
import { bytesInColumns } from '#core/wire/columns.ts';
import {
  MAX_BATCH_BYTES,
  PULL_BYTES,
  type PullAnswer,
  type PushAnswer,
  type Report,
  SCHEMA_VERSION,
} from '#core/wire/protocol.ts';
import { intoBatches } from '#core/wire/registers.ts';
import { isRole, maySeeDevices } from '#core/workflow/policy.ts';
import { dropIgnored, hasIgnored, noteArrived } from '../store/carried.ts';
import {
  type Database,
  type Device,
  getMeta,
  type Link,
  type SyncProgress,
  type SyncStatus,
  setMeta,
} from '../store/database.ts';
import { type DeviceKeys, storeEnrolment } from '../store/device.ts';
import { sweepErased } from '../store/erasure.ts';
import {
  beginRecovery,
  type Collected,
  collectUnsent,
  cursor,
  endRecovery,
  PACES,
  type Pace,
  passSent,
  receive,
  resendRefused,
  settle,
  type Unsent,
} from '../store/outbox.ts';
import { countUnsent } from '../store/unsent.ts';
import { carriedFiles, noteDelivery } from './bundles.ts';
import { HubError } from './errors.ts';
import type { HubCalls, Packed, PullQuery } from './hub.ts';
import { FIRST_LINK, nextBytes } from './pace.ts';
import { learnPasts } from './pasts.ts';
import { nameRound, noteHeard } from './rounds.ts';

/** What a round works with. Tests and the simulation bring their own. */
export interface Engine {
  database: Database;
  app: string;
  /** Calls to the hub of this device. */
  connect: (device: Device) => HubCalls;
  newKeys: () => Promise<DeviceKeys>;
  /** Of a round or a batch. */
  newName: () => string;
  /** Milliseconds of a clock that only ever goes forward, from any beginning. */
  elapsed: () => number;
  /** Bytes that the disk has left; none while nobody can tell. */
  free?: () => Promise<number | undefined>;
  /** Does somebody edit on this laptop right now? Their saves wait for what the round writes. */
  isEdited?: () => boolean;
  /** The hub has proven that it revoked this laptop. */
  onRevoked?: () => Promise<void>;
}

/**
 * A short field takes about so many bytes in a batch, rather fewer. No more fields are taken from the outbox than go into one batch: they
 * are read while the hub works on the one before, and two batches of one reading would leave either side waiting for the other.
 */
const BYTES_PER_FIELD = 40;
const PUSH_BYTES = { min: 4 * 1024, max: MAX_BATCH_BYTES };
/** What a change takes on the disk at most, while LevelDB tidies up as well; and what is left to what its user types. */
const BYTES_PER_CHANGE = 1024;
const RESERVE_BYTES = 100_000_000;
/** A new name for a restored laptop, then the whole hub after its own restore: more often nothing is gained. */
const MAX_RESTARTS = 3;
/** Coordinators see how the laptops are; not fresher than this. */
const LAPTOPS_MS = 5 * 60_000;

/** @returns the status to show afterwards; never throws for what the hub or the network does */
export async function syncOnce(engine: Engine): Promise<SyncStatus> {
  const { database } = engine;
  const before = await getMeta('sync', database);
  const last = { lastSync: before?.lastSync, clockError: before?.clockError };
  try {
    await setMeta('sync', { ...last, state: 'working' }, database);
    const clockError = await runRound(engine);
    const lastSync = new Date(database.now()).toISOString();
    return await finish(database, { state: 'idle', lastSync, clockError });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (error.code === 'cancelled') return finish(database, { ...last, state: 'stopped' });
    if (error.code === 'unreachable') return finish(database, { ...last, state: 'offline' });
    if (await provesRevocation(error, database)) await engine.onRevoked?.();
    return finish(database, { ...last, state: 'problem', problem: error.code });
  }
}

/** Signed by the hub that this laptop knows: nobody else makes it destroy its key. What was opened again since stays open. */
async function provesRevocation({ code, proof }: HubError, database: Database): Promise<boolean> {
  const device = await getMeta('device', database);
  if (code !== 'device_revoked' || !proof || !device) return false;
  if ((await getMeta('outlived', database)) === device.deviceId) return false;
  return isSignedBy(device.hubKey, proof, revokedText(device.deviceId));
}

async function finish(database: Database, status: SyncStatus): Promise<SyncStatus> {
  await setMeta('sync', status, database);
  return status;
}

interface Round extends Engine {
  device: Device;
  hub: HubCalls;
  link: Link;
  /** What this round is called now, then those names that the hub may have heard last. */
  rounds: string[];
  answered: boolean;
  /** Fields in the outbox, as they were counted last. */
  unsent: number;
  /** Something came from the hub. */
  received: boolean;
  /** This laptop's clock minus the hub's, as the last pull showed it. */
  clockError?: number;
}

async function runRound(engine: Engine): Promise<number | undefined> {
  const { database } = engine;
  for (let restarts = 0; ; restarts++) {
    const round = await beginRound(engine);
    try {
      // Its stamps may have been given before, to edits that it has forgotten and others hold.
      if (await getMeta('restored', database)) throw new HubError('device_restored');
      // Who cannot name the hub's epoch would not hear that it was restored since.
      const isNew = (await getMeta('epoch', database)) === undefined;
      if (isNew || (await getMeta('recovering', database))) await pullAll(round);
      // What colleagues wrote comes first: this laptop's own edits may be in knowledge of it.
      await bringAll(round);
      await leaveIgnored(round);
      await pushAll(round);
      await pullAll(round);
      const isRecovering = await getMeta('recovering', database);
      if (isRecovering) await dropIgnored(database);
      await noteArrived(database);
      if (isRecovering) await endRecovery(database);
      if (round.received) await sweepErased(database);
      await learnPasts(database, round.hub);
      await lookAtLaptops(round);
      await sendRecovery(round);
      return round.clockError;
    } catch (error) {
      if (!(error instanceof HubError) || restarts >= MAX_RESTARTS) throw error;
      if (error.code === 'device_restored') await takeNewName(round);
      else if (error.code === 'hub_restored') await recover(round);
      else throw error;
    } finally {
      await setMeta('link', round.link, database);
    }
  }
}

/** Coordinators can recover what its user can no longer open. Under each new name of the laptop again. */
async function sendRecovery({ database, device, hub }: Round): Promise<void> {
  const recovery = await getMeta('recovery', database);
  if (!recovery || recovery.sentAs === device.deviceId) return;
  await hub.keepRecovery(recovery.code);
  await setMeta('recovery', { ...recovery, sentAs: device.deviceId }, database);
}

async function beginRound(engine: Engine): Promise<Round> {
  const { database } = engine;
  const device = await getMeta('device', database);
  if (!device) throw new Error('not enrolled');
  const hub = engine.connect(device);
  // Without a connection names would pile up; a hub that cannot be reached has heard none.
  if (((await getMeta('rounds', database))?.tried ?? []).length > 0) await hub.health();
  return {
    ...engine,
    device,
    hub,
    rounds: await nextName(engine),
    link: (await getMeta('link', database)) ?? FIRST_LINK,
    answered: false,
    unsent: await countUnsent(database),
    received: false,
  };
}

async function nextName({ database, newName }: Engine): Promise<string[]> {
  const name = newName();
  return [name, ...(await nameRound(name, database))];
}

async function noticeAnswer(round: Round): Promise<void> {
  if (round.answered) return;
  round.answered = true;
  await noteHeard(round.rounds, round.database);
  round.rounds = round.rounds.slice(0, 1);
}

/** Hands over the bundles that this laptop carries, the oldest first. One that the hub refuses is carried no further. */
async function bringAll(round: Round): Promise<void> {
  const { database, hub } = round;
  for (const { id, file } of await carriedFiles(database)) {
    const { bundles } = await hub.bring(file, await reportOf(round));
    await noticeAnswer(round);
    await noteDelivery(id, bundles, database);
  }
}

/**
 * What the hub had no use for, because its laptop was copied or put back, may bear the stamp of something else that the hub has. Own edits
 * in knowledge of the one would replace the other, which nobody here has seen. In a recovery the hub takes what it brought, and only what
 * it then has not goes, after the pull.
 */
async function leaveIgnored(round: Round): Promise<void> {
  const { database } = round;
  if ((await getMeta('recovering', database)) || !(await hasIgnored(database))) return;
  await pullAll(round);
  await dropIgnored(database);
}

async function pushAll(round: Round): Promise<void> {
  const { database } = round;
  const total = await countUnsent(database);
  round.unsent = total;
  const progress = progressOf(round, 'send', total);
  // The first batch may take long, and nobody should wonder what goes on.
  if (total > 0) await progress(0);
  // What was edited meanwhile stands before what was sent.
  while (await pushPass(round, progress));
}

/** A batch that is ready to go out. */
interface ReadyBatch {
  packed: Packed;
  sent: Unsent[];
}

/**
 * All that is unsent, once from the first record to the last. While a batch is on its way, the answer to the one before is noted and
 * then the next one is made ready: not both at once, because to make it ready keeps this thread busy, and a transaction that waits for
 * the thread keeps waiting whoever saves.
 *
 * @returns whether there was anything
 */
async function pushPass(round: Round, progress: (more: number) => Promise<void>): Promise<boolean> {
  const batches = batchesOf(round);
  const next = async () => (await batches.next()).value;
  let note: (() => Promise<void>) | undefined;
  for (let batch = await next(); batch; ) {
    const { sent } = batch;
    const asked = pushBatch(round, batch);
    // That it failed is told when it is looked at.
    const ended = asked.catch(() => {});
    try {
      await note?.();
      batch = await next();
    } finally {
      // Nothing of it goes on behind the back of whoever is told that this failed.
      await ended;
    }
    const answer = await asked;
    note = async () => {
      await noteAnswer(round, answer, sent);
      await progress(sent.length);
    };
  }
  await note?.();
  return note !== undefined;
}

async function* batchesOf(round: Round): AsyncGenerator<ReadyBatch, undefined> {
  const { database, device, hub } = round;
  const limits = {
    get maxBytes() {
      return round.link.push;
    },
  };
  let after: Collected['last'];
  for (;;) {
    const fields = Math.ceil(round.link.push / BYTES_PER_FIELD);
    const { unsent, records, last } = await collectUnsent(fields, database, after, paceOf(round));
    if (!last) return;
    after = last;
    const byName = new Map(unsent.map((each) => [fieldName(each.entry), each]));
    for (const some of intoBatches(records, limits, bytesInColumns)) {
      const sent = some.flatMap(({ collection, id, registers }) =>
        Object.keys(registers).map((field) => byName.get(fieldName({ collection, id, field })) as Unsent),
      );
      const batch = { batch: round.newName(), device: device.deviceId, schema: SCHEMA_VERSION, records: some };
      yield { packed: await hub.pack(batch), sent };
    }
  }
}

async function pushBatch(round: Round, { packed, sent }: ReadyBatch): Promise<PushAnswer> {
  // A name of its own, given when what it brings was read: of two copies that were made in the middle of a round, each would go on under
  // the same one, and the hub would take what the one writes for what replaces the other's.
  round.rounds = await nextName(round);
  round.answered = false;
  const report = await reportOf(round);
  return paced(round, 'push', PUSH_BYTES, () => round.hub.push(packed, report)).catch((error: unknown) => {
    // One register alone is too much for the hub: it must not keep all others from going.
    if (error instanceof HubError && error.code === 'body_too_large' && sent.length === 1) {
      const refused = sent.map(({ entry }) => ({ ...entry, code: 'too_large', message: '' }));
      return { accepted: 0, sequence: 0, refused };
    }
    throw error;
  });
}

async function noteAnswer(round: Round, answer: PushAnswer, sent: Unsent[]): Promise<void> {
  await settle(sent, answer.refused, round.database, paceOf(round));
  await passSent(answer, sent, round.database);
  round.unsent = Math.max(0, round.unsent - sent.length);
}

/** For `collectUnsent`, `receive` and `settle`. */
const paceOf =
  ({ isEdited }: Round) =>
  (): Pace =>
    isEdited?.() ? PACES.besideEdits : PACES.alone;

async function pullAll(round: Round): Promise<void> {
  const { database } = round;
  let progress: ((more: number) => Promise<void>) | undefined;
  const since = await cursor(database);
  let after = since;
  let to: number | undefined;
  for (let asked = askPage(round, { after }); ; ) {
    const answer = await asked;
    to ??= answer.latest;
    const askNext = () => askPage(round, { after: answer.next, since, to }, answer.epoch);
    let asking: Promise<PullAnswer> | undefined;
    if (answer.more) {
      if (!progress) await checkRoom(round, (answer.latest ?? answer.next) - after);
      // On its way while this one is joined; unless somebody saves, who would wait while it is read.
      if (!round.isEdited?.()) asking = askNext();
      // That it failed is told when it is looked at.
      asking?.catch(() => {});
    }
    await receive(answer, database, paceOf(round));
    round.received ||= answer.records.length > 0;
    if (answer.unlockDays !== undefined) await setMeta('unlockDays', answer.unlockDays, database);
    if (answer.now) round.clockError = Math.round(database.now() - Date.parse(answer.now));
    progress ??= progressOf(round, 'receive', (answer.latest ?? answer.next) - after);
    if (!answer.more) return noticeNewFields(answer, database);
    await progress(answer.next - after);
    after = answer.next;
    asked = asking ?? askNext();
  }
}

/** @param epoch of the page before, which may not be stored yet: who cannot name it would not hear that the hub was restored */
async function askPage(round: Round, place: Omit<PullQuery, 'bytes'>, epoch?: string): Promise<PullAnswer> {
  const report = await reportOf(round);
  const query = { ...place, bytes: round.link.pull };
  return paced(round, 'pull', PULL_BYTES, () =>
    round.hub.pull(query, epoch === undefined ? report : { ...report, epoch }),
  );
}

/** Much is to come: it must not be what fills the disk. @throws HubError `disk_low`, before anything of it is written */
async function checkRoom({ free }: Round, changes: number): Promise<void> {
  const left = await free?.();
  if (left !== undefined && left - changes * BYTES_PER_CHANGE < RESERVE_BYTES) throw new HubError('disk_low');
}

/** The hub was updated: what it did not know before may be known now. */
async function noticeNewFields({ fields }: PullAnswer, database: Database): Promise<void> {
  if (fields === undefined || fields === (await getMeta('hubFields', database))) return;
  await resendRefused('unknown_field', database);
  await setMeta('hubFields', fields, database);
}

/** Measures the call, so that the next one fits the link. */
async function paced<T>(
  round: Round,
  way: 'push' | 'pull',
  limits: { min: number; max: number },
  call: () => Promise<T>,
) {
  const started = round.elapsed();
  try {
    const answer = await call();
    await noticeAnswer(round);
    round.link = { ...round.link, [way]: nextBytes(round.link[way], round.elapsed() - started, limits) };
    return answer;
  } catch (error) {
    const code = error instanceof HubError ? error.code : '';
    if (code === 'unreachable' || code === 'body_too_large') {
      round.link = { ...round.link, [way]: nextBytes(round.link[way], undefined, limits) };
    }
    throw error;
  }
}

async function takeNewName({ database, device, hub, newKeys }: Round): Promise<void> {
  const keys = await newKeys();
  // Nobody put it back to a backup: then another laptop speaks under the old name.
  if (!(await getMeta('restored', database))) {
    await setMeta('sharedNames', [...((await getMeta('sharedNames', database)) ?? []), device.deviceId], database);
  }
  await storeEnrolment(device.hub, device.deviceName, await hub.renew(keys.publicKey), keys, database);
}

async function recover({ database, device }: Round): Promise<void> {
  if (isRole(device.role)) await beginRecovery(device.role, database);
}

async function lookAtLaptops({ database, device, hub }: Round): Promise<void> {
  if (!isRole(device.role) || !maySeeDevices(device.role)) return;
  const last = await getMeta('laptops', database);
  const age = database.now() - Date.parse(last?.at ?? '1970-01-01');
  if (age >= 0 && age < LAPTOPS_MS) return;
  const { devices } = await hub.devices();
  await setMeta('laptops', { at: new Date(database.now()).toISOString(), devices }, database);
}

async function reportOf({ app, database, rounds, unsent }: Round): Promise<Report> {
  return {
    app,
    rounds,
    unsent,
    clock: Math.round(database.now()),
    epoch: await getMeta('epoch', database),
  };
}

/** Tells how far the round is: counts, and the time left as the pace so far suggests. */
function progressOf(round: Round, phase: SyncProgress['phase'], total: number) {
  const started = round.elapsed();
  const { database } = round;
  let done = 0;
  const tell = async (): Promise<void> => {
    const status = await getMeta('sync', database);
    const secondsLeft = done > 0 ? Math.ceil(((round.elapsed() - started) / 1000 / done) * (total - done)) : undefined;
    const progress = { phase, done: Math.min(done, total), total, secondsLeft };
    await setMeta('sync', { ...status, state: 'working', progress }, database);
  };
  return async (more: number): Promise<void> => {
    done += more;
    total = Math.max(total, done);
    await tell();
  };
}
