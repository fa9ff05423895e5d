/** A colleague's laptop without a screen: it pulls, writes what its user knows by then, and pushes. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { asJson, deletion } from '#core/model/deletion.ts';
import { recordName } from '#core/register/names.ts';
import { edit, type Head, type Json, type Register } from '#core/register/register.ts';
import { type Hlc, makeStamp, tick } from '#core/register/stamp.ts';
import type { EnrolAnswer, PullAnswer, Refusal, WireRecord } from '#core/wire/protocol.ts';
import { readRegister } from '#core/wire/registers.ts';

export interface Colleague {
  user: string;
  /** Everything that the hub has now. What is written afterwards was written in knowledge of it, and of nothing later. */
  pull(): Promise<void>;
  /** A record as of the last pull, by the value of one of its fields. */
  find(collection: string, field: string, value: Json): WireRecord;
  /** What stands in a field, as of the last pull. */
  read(record: Pick<WireRecord, 'collection' | 'id'>, field: string): Head[];
  /** @param now the laptop's wall clock in ms, which may be wrong */
  write(record: Pick<WireRecord, 'collection' | 'id'>, values: Record<string, Json>, now?: number): Promise<Refusal[]>;
  /** Deletes a record, in knowledge of what was pulled of it. */
  remove(record: Pick<WireRecord, 'collection' | 'id'>): Promise<Refusal[]>;
  /** Sends its last batch again: an old copy of what it wrote. */
  repeat(): Promise<void>;
}

export async function enrolColleague(
  hub: { url: string },
  login: { code: string } | { user: string; password: string },
  deviceName: string,
): Promise<Colleague> {
  const { publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'jwk' }).x as string;
  const me = await call<EnrolAnswer>(hub.url, '/v1/enrol', { ...login, deviceName, publicKey: key });
  const known = new Map<string, WireRecord>();
  let clock: Hlc | undefined;
  let last: unknown;
  const push = async (batch: unknown) => {
    last = batch;
    return (await call<{ refused: Refusal[] }>(hub.url, '/v1/sync/push', batch, me.deviceToken)).refused;
  };
  const colleague: Colleague = {
    user: me.user,
    async pull() {
      let after = 0;
      for (let more = true; more; ) {
        const answer = await call<PullAnswer>(
          hub.url,
          `/v1/sync/pull?after=${after}&limit=500`,
          undefined,
          me.deviceToken,
        );
        for (const record of answer.records) {
          const name = recordName(record);
          known.set(name, {
            ...record,
            registers: { ...known.get(name)?.registers, ...record.registers },
          } as WireRecord);
        }
        ({ next: after, more } = answer);
      }
    },
    find(collection, field, value) {
      const found = [...known.values()].find(
        (record) => record.collection === collection && record.registers[field]?.heads[0]?.value === value,
      );
      if (!found) throw new Error(`${collection} with ${field} = ${value} is not known`);
      return found;
    },
    read: ({ collection, id }, field) =>
      readRegister(known.get(recordName({ collection, id }))?.registers[field])?.heads ?? [],
    async write({ collection, id }, values, now = Date.now()) {
      const record = known.get(recordName({ collection, id }));
      const registers: Record<string, Register> = {};
      for (const [field, value] of Object.entries(values)) {
        clock = tick(clock, now);
        const seen = readRegister(record?.registers[field]) ?? undefined;
        registers[field] = edit(seen, makeStamp(clock, me.deviceId), me.user, value);
      }
      const batch = {
        batch: randomUUID(),
        device: me.deviceId,
        schema: 1,
        records: [{ collection, id, unit: me.unit, registers }],
      };
      return push(batch);
    },
    remove(record) {
      const registers = known.get(recordName(record))?.registers ?? {};
      const others = Object.values(registers).flatMap((register) => readRegister(register) ?? []);
      return colleague.write(record, { deletedAt: asJson(deletion(new Date().toISOString(), others)) });
    },
    async repeat() {
      await push(last);
    },
  };
  return colleague;
}

async function call<T>(hub: string, path: string, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(hub + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
