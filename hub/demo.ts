/**
 * Seeds the demo unit, once: everything in one transaction, through the same `push` that laptops use, each consultant on
 * a demo laptop of her own, so that checks, history and sequence are as true as in real work.
 */
import { randomBytes } from 'node:crypto';
import { generateIdentity } from 'age-encryption';
import { v7 as newId } from 'uuid';
import { instruments } from '#core/instruments/index.ts';
import { type Answer, type Instrument, round2, score } from '#core/instruments/scoring.ts';
import { type CollectionName, fieldSchema, type ScoreSnapshot } from '#core/model/collections.ts';
import { FIRST_TEXT } from '#core/model/consentTexts.ts';
import { addDays, dayIn, yearStateDay } from '#core/model/dates.ts';
import { edit, type Json, type Register } from '#core/register/register.ts';
import { makeStamp, tick } from '#core/register/stamp.ts';
import type { DemoLogins, WireRecord } from '#core/wire/protocol.ts';
import { DEMO_CLIENTS, DEMO_PLACES, DEMO_UNIT, DEMO_USERS, type DemoClient, type DemoUser } from './demo-data.ts';
import { DEMO_WORK, type DemoWork } from './demo-work.ts';
import { addDeviceIn, addUnitIn, addUserIn, PeopleError } from './identity/people.ts';
import { hashPassword } from './identity/secrets.ts';
import { writeUnitIn } from './store/registers.ts';
import { getMeta, type Store, setMeta, type Trx } from './store/store.ts';
import { pushIn } from './sync/push.ts';

const SEEDED = 'demo_seeded';
const HOUR = 3_600_000;
/** Who writes what belongs to no client. */
const COORDINATOR = 'ningsih';

/** One record as one person wrote it at one time. */
interface Entry {
  by: string;
  at: number;
  collection: CollectionName;
  id: string;
  values: Record<string, Json>;
}

export const demoLogins = (): DemoLogins => ({
  users: DEMO_USERS.map(({ id, name, role, password }) => ({ user: id, name, role, password })),
});

export async function seedDemo(store: Store): Promise<void> {
  if (await getMeta(store.db, SEEDED)) return;
  const taken = await store.db.selectFrom('units').select('id').limit(1).executeTakeFirst();
  if (taken) throw new PeopleError('the data already hold a real unit; start the demo on a folder of its own');
  const unitKey = await generateIdentity();
  const hashes = new Map<string, string>();
  for (const user of DEMO_USERS) hashes.set(user.id, await hashPassword(user.password));
  const now = new Date();
  await store.db.transaction().execute(async (trx) => {
    if (await getMeta(trx, SEEDED)) return;
    await addUnitIn(trx, DEMO_UNIT, unitKey);
    for (const user of DEMO_USERS) {
      await addUserIn(trx, { ...user, unit: DEMO_UNIT.id }, hashes.get(user.id) ?? null);
    }
    const files = DEMO_CLIENTS.flatMap((client) => entriesOf(client, now));
    const entries = [...files, ...workEntries(DEMO_WORK, files, now)].sort((a, b) => a.at - b.at);
    for (const user of DEMO_USERS) {
      await pushAs(
        trx,
        user,
        entries.filter((entry) => entry.by === user.id),
        now,
      );
    }
    await setMeta(trx, SEEDED, now.toISOString());
  });
}

/** Enrols a demo laptop (its token is thrown away) and pushes what its user wrote. */
async function pushAs(trx: Trx, user: DemoUser, entries: Entry[], now: Date): Promise<void> {
  const { id: unit } = DEMO_UNIT;
  const { deviceId } = await writeUnitIn(trx, { unit, batch: 'demo', now }, (writer) =>
    addDeviceIn(writer, {
      user: user.id,
      name: `Laptop demo ${user.id}`,
      publicKey: randomBytes(32).toString('base64url'),
    }),
  );
  let clock: string | undefined;
  const records = entries.map(({ collection, id, at, values }): WireRecord => {
    const registers: Record<string, Register> = {};
    for (const [field, value] of Object.entries(values)) {
      clock = tick(clock, at);
      registers[field] = edit(undefined, makeStamp(clock, deviceId), user.id, value);
    }
    return { collection, id, unit, registers };
  });
  const actor = { device: deviceId, user: user.id, role: user.role, unit };
  const answer = await pushIn(trx, actor, { batch: `demo-${user.id}`, records }, now);
  if (answer.refused.length > 0) {
    const [first] = answer.refused;
    throw new Error(`demo data are refused: ${first?.collection}.${first?.field} ${first?.code}`);
  }
}

function entriesOf(client: DemoClient, now: Date): Entry[] {
  const { collection, by, village, consent, owner } = client;
  const today = dayIn(DEMO_UNIT.timeZone, now.getTime());
  const day = (offset: number): string => addDays(today, offset);
  /** Office hours of that day in Palu (WITA is UTC+8), never later than now. */
  const at = (offset: number, hour: number): number =>
    Math.min(Date.parse(`${day(offset)}T00:00:00Z`) + (hour - 8) * HOUR, now.getTime());

  const entries: Entry[] = [];
  const add = (who: string, ms: number, into: CollectionName, values: object): string => {
    const id = newId({ msecs: ms });
    const created = { createdAt: new Date(ms).toISOString(), createdBy: who };
    entries.push({ by: who, at: ms, collection: into, id, values: { ...created, ...values } as Record<string, Json> });
    return id;
  };

  const started = at(client.on, 9);
  const clientId = add(by, started, collection, {
    ...client.minimal,
    region: { code: village, province: 'Sulawesi Tengah', ...DEMO_PLACES[village] },
    consultant: by,
    registeredOn: day(client.on),
    invented: true,
    ...(collection === 'businesses' && consent && owner ? ownerFields(owner, village) : {}),
    ...(consent ? client.full : {}),
  });
  const ofClient = { clientCollection: collection, clientId };
  if (!consent) return entries;

  add(by, started + 60_000, 'consents', {
    ...ofClient,
    subjectName: owner?.name ?? null,
    textVersion: FIRST_TEXT.version,
    purposeMentoring: true,
    purposeReporting: true,
    purposeGrant: false,
    purposePublication: consent === 'paper',
    way: consent,
    ...(consent === 'oral' ? { witnessName: 'Saksi Desa (contoh)' } : {}),
    givenOn: day(client.on),
    place: DEMO_PLACES[village]?.village ?? null,
    takenBy: by,
  });
  for (const { year, values } of client.years ?? []) {
    const asOf = yearStateDay(Number(today.slice(0, 4)) + year);
    add(by, started + 2 * HOUR, 'yearlyStates', { ...ofClient, asOf, ...values });
  }
  if (client.assessment) {
    const ms = at(client.assessment.on, 10);
    add(client.assessment.by, ms, 'assessments', {
      ...ofClient,
      ...assessmentFields(client.assessment, day(client.assessment.on), new Date(ms + HOUR).toISOString()),
    });
  }
  for (const session of client.sessions ?? []) {
    const ms = at(session.on, 16);
    const isDraft = session.values.state === 'draft';
    const sessionId = add(session.by, ms, 'sessions', {
      ...ofClient,
      consultant: session.by,
      date: day(session.on),
      ...session.values,
      ...(isDraft ? {} : { state: 'finished', finishedAt: new Date(ms).toISOString() }),
    });
    for (const { dueOn, doneOn, values } of session.followUps ?? []) {
      add(session.by, ms, 'followUps', {
        ...ofClient,
        sessionId,
        consultant: session.by,
        dueOn: day(dueOn),
        state: doneOn === undefined ? 'open' : 'done',
        ...(doneOn === undefined ? {} : { doneOn: day(doneOn) }),
        ...values,
      });
    }
  }
  return entries;
}

/** What is beside the clients' files, with the rows that belong to it. */
function workEntries(work: readonly DemoWork[], files: readonly Entry[], now: Date): Entry[] {
  const today = dayIn(DEMO_UNIT.timeZone, now.getTime());
  const day = (offset: number): string => addDays(today, offset);
  const entriesFor = ({ collection, on, client, ownId, values, rows = [] }: DemoWork, parent?: string): Entry[] => {
    const at = Date.parse(`${day(on)}T02:00:00Z`);
    const file = files.find((entry) => client !== undefined && entry.values.name === client);
    if (client && !file) throw new Error(`no demo client ${client}`);
    const by = (parent === undefined && file?.by) || COORDINATOR;
    const year = Number(today.slice(0, 4));
    const id = ownId?.(DEMO_UNIT.id, year) ?? newId({ msecs: at });
    const own = {
      createdAt: new Date(at).toISOString(),
      createdBy: by,
      ...(parent ? { parent } : {}),
      ...(file ? { clientCollection: file.collection, clientId: file.id } : {}),
      ...(file && fieldSchema(collection, 'consultant') ? { consultant: file.by } : {}),
      ...values(day, year),
    };
    return [{ by, at, collection, id, values: own }, ...rows.flatMap((row) => entriesFor({ ...row, on }, id))];
  };
  return work.flatMap((each) => entriesFor(each));
}

function ownerFields(owner: NonNullable<DemoClient['owner']>, village: string): Record<string, Json> {
  const district = village.slice(0, 8).replaceAll('.', '');
  const [year = '', month = '', day = ''] = owner.birthDate.split('-');
  const dayOfNik = Number(day) + (owner.sex === 'female' ? 40 : 0);
  return {
    ownerName: owner.name,
    // The serial number 0001 marks it as invented.
    ownerNik: `${district}${String(dayOfNik).padStart(2, '0')}${month}${year.slice(2)}0001`,
    ownerSex: owner.sex,
    ownerBirthDate: owner.birthDate,
    ownerPhone: owner.phone,
    ownerEducation: owner.education,
  };
}

function assessmentFields(
  assessment: NonNullable<DemoClient['assessment']>,
  on: string,
  finishedAt: string,
): Record<string, Json> {
  const instrument = instruments()[0] as Instrument;
  const answers: Record<string, Answer> = {};
  const fields: Record<string, Json> = {};
  for (const [i, indicator] of instrument.indicators.entries()) {
    const sign = assessment.answers[i] ?? '.';
    if (sign === '.') continue;
    answers[indicator.id] = sign === '-' ? { na: true } : { value: Number(sign) };
    fields[`answer.${indicator.id}`] = sign === '-' ? 'na' : Number(sign);
  }
  const isFinished = !assessment.answers.includes('.');
  return {
    instrument: instrument.id,
    version: instrument.version,
    assessedOn: on,
    assessor: assessment.by,
    ...fields,
    ...(assessment.summary ? { summary: assessment.summary } : {}),
    state: isFinished ? 'finished' : 'draft',
    ...(isFinished ? { finishedAt, score: snapshot(instrument, answers) as unknown as Json } : {}),
  };
}

function snapshot(instrument: Instrument, answers: Record<string, Answer>): ScoreSnapshot {
  const result = score(instrument, answers);
  return {
    total: result.total === null ? null : round2(result.total),
    level: result.level,
    gated: result.gated,
    dimensions: Object.fromEntries(result.dimensions.map((d) => [d.id, d.score === null ? null : round2(d.score)])),
  };
}
