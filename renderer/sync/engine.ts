/**
 * One round of sync: push what is unsent, then pull what is new (docs/sync.md, "HTTP"). Push may be repeated after any cut,
 * because join is idempotent; a cut pull goes on from its cursor, which moves together with the data.
 */
import { v7 as newId } from 'uuid';
import { MAX_PULL_RECORDS, SCHEMA_VERSION } from '#core/wire/protocol.ts';
import { intoBatches } from '#core/wire/registers.ts';
import { type Device, getMeta, type OutboxEntry, type SyncStatus, setMeta } from '../store/database.ts';
import { collectUnsent, cursor, receive, resendUnknownFields, settle } from '../store/outbox.ts';
import { clockError, HubError, health, pull, push, type Session } from './hub.ts';

/** Fields taken from the outbox at a time. */
const PUSH_FIELDS = 2000;

/** @returns the status to show afterwards; never throws for what the hub or the network does */
export async function syncOnce(device: Device, signal?: AbortSignal): Promise<SyncStatus> {
  const session: Session = { hub: device.hub, token: device.token, signal };
  const before = await getMeta('sync');
  try {
    await setMeta('sync', { ...before, state: 'working', problem: undefined });
    await noticeNewHub(device.hub);
    await pushAll(device, session);
    const received = await pullAll(session);
    const status: SyncStatus = {
      state: 'idle',
      lastSync: new Date().toISOString(),
      clockError: await clockError(session),
      received,
    };
    await setMeta('sync', status);
    return status;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const offline = error.code === 'unreachable';
    const status: SyncStatus = {
      ...before,
      state: offline ? 'offline' : 'problem',
      problem: offline ? undefined : error.code,
    };
    await setMeta('sync', status);
    return status;
  }
}

async function noticeNewHub(hub: string): Promise<void> {
  const { schema } = await health(hub);
  const known = await getMeta('hubSchema');
  if (known !== undefined && schema > known) await resendUnknownFields();
  if (schema !== known) await setMeta('hubSchema', schema);
}

async function pushAll(device: Device, session: Session): Promise<void> {
  for (;;) {
    const { entries, records } = await collectUnsent(PUSH_FIELDS);
    if (records.length === 0) return;
    for (const batch of intoBatches(records)) {
      const answer = await push(session, {
        batch: newId(),
        device: device.deviceId,
        schema: SCHEMA_VERSION,
        records: batch,
      });
      const sent = new Set(batch.flatMap((r) => Object.keys(r.registers).map((f) => `${r.collection}/${r.id}/${f}`)));
      const inBatch = (entry: OutboxEntry) => sent.has(`${entry.collection}/${entry.id}/${entry.field}`);
      await settle(entries.filter(inBatch), answer.refused);
    }
  }
}

async function pullAll(session: Session): Promise<number> {
  let received = 0;
  for (;;) {
    const answer = await pull(session, await cursor(), MAX_PULL_RECORDS);
    await receive(answer);
    received += answer.records.length;
    if (!answer.more) return received;
  }
}
