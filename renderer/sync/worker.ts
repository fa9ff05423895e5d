/// <reference lib="webworker" />
/**
 * The sync worker. Runs rounds when something is to be sent, when the network comes back, on a timer and on demand. One
 * window of a profile leads (Web Locks); the others wait in line to take over. Reads and writes only Dexie.
 */
import { newName } from '#core/wire/protocol.ts';
import { retireAccount } from '../store/accounts.ts';
import { waitingFiles } from '../store/attachments.ts';
import { whenSilent } from '../store/connection.ts';
import { type Device, db, getMeta, type SyncStatus, setMeta } from '../store/database.ts';
import { newDeviceKeys } from '../store/device.ts';
import { keepFirstLines } from '../store/firstLines.ts';
import { openSession, reopenStore, serve } from '../store/open.ts';
import { packWritten } from '../store/packs.ts';
import { watchEdits, watchUnsent } from '../store/queries.ts';
import { freeBytes, isFull, measureSpaceBy } from '../store/space.ts';
import { countUnsent } from '../store/unsent.ts';
import { LOCK_CHANNEL, SYNC_CHANNEL } from './channel.ts';
import { syncOnce } from './engine.ts';
import { HubError } from './errors.ts';
import { connectHub } from './hub.ts';
import { sendFiles } from './uploads.ts';
import { waker } from './waker.ts';

const POLL_MS = 60_000;
/** Whoever saved a moment ago will do so again. */
const EDITING_MS = 5000;
/** Lets a burst of field edits become one batch. */
const SETTLE_MS = 1500;
const FIRST_RETRY_MS = 3000;
const LAST_RETRY_MS = 2 * 60_000;
/** Whoever stopped wants the link for something else; by then they have forgotten to start it again. */
const STOPPED_MS = 15 * 60_000;
const FAILED: readonly SyncStatus['state'][] = ['offline', 'problem'];

/** The window may be busy: then nobody can tell. */
const ANSWER_MS = 5000;
const asking = new Set<(free?: number) => void>();
measureSpaceBy(
  () =>
    new Promise((resolve) => {
      asking.add(resolve);
      setTimeout(() => resolve(undefined), ANSWER_MS);
      self.postMessage('free');
    }),
);
const answer = (free?: number): void => {
  for (const resolve of asking) resolve(free);
  asking.clear();
};

whenSilent(() => {
  self.postMessage('again');
  self.close();
});

void serve<{ free?: number }>(({ free }) => answer(free)).then(() => {
  const channel = SYNC_CHANNEL(openSession().account);
  return navigator.locks.request(channel, () => lead(new BroadcastChannel(channel)));
});

async function lead(demand: BroadcastChannel): Promise<void> {
  const wake = waker();
  let running = new AbortController();
  demand.onmessage = ({ data }) => {
    if (data === 'stop') {
      // Also what was asked for while the round ran: otherwise the next one would begin at once.
      wake.forget();
      return running.abort();
    }
    wake.now();
  };
  self.addEventListener('online', () => wake.now());
  let stopped = false;
  let edited = Number.NEGATIVE_INFINITY;
  watchEdits(() => {
    edited = performance.now();
    if (!stopped) wake.within(SETTLE_MS);
  });
  // What goes out again without an edit. It is counted now and then: that none were left in between may stay unseen.
  let unsent = 0;
  watchUnsent((count) => {
    if (count > unsent && !stopped) wake.within(SETTLE_MS);
    unsent = count;
  });
  const stale = await getMeta('sync').catch(() => undefined);
  // The disk may be full, and nothing of that may end the loop.
  if (stale?.state === 'working') await setMeta('sync', { ...stale, state: 'offline' }).catch(() => undefined);

  let failures = 0;
  for (;;) {
    await reopenStore().catch(() => undefined);
    const device = await getMeta('device').catch(() => undefined);
    let status: SyncStatus | undefined;
    if (device) {
      // A fault of our own (a full disk, say) must neither stop the loop nor stay unseen.
      running = new AbortController();
      const { signal } = running;
      status = await syncOnce({
        database: db,
        app: APP_VERSION,
        connect: (at) => connectHub(at, signal),
        newKeys: newDeviceKeys,
        newName,
        elapsed: () => performance.now(),
        free: freeBytes,
        isEdited: () => performance.now() - edited < EDITING_MS,
        onRevoked: retire,
      }).catch(async (error: unknown) => {
        console.error('sync', error);
        const failed: SyncStatus = {
          ...(await getMeta('sync').catch(() => undefined)),
          state: 'problem',
          problem: isFull(error) ? 'disk_full' : 'internal',
        };
        await setMeta('sync', failed).catch(() => undefined);
        return failed;
      });
      if (status.state === 'idle') {
        wake.within(POLL_MS);
        const after = await sendAfter(status, device, { signal, isDue: wake.isDue });
        status = after.status;
        if (after.arrived) wake.now();
      }
    }
    // Derived: what goes wrong with it is tried again, and ends nothing.
    if (!wake.isDue()) await pack().catch((error: unknown) => console.warn('packs', error));
    stopped = status?.state === 'stopped';
    failures = status && FAILED.includes(status.state) ? failures + 1 : 0;
    await wake.wait(stopped ? STOPPED_MS : failures > 0 ? backoff(failures) : POLL_MS);
  }
}

async function pack(): Promise<void> {
  await packWritten(db);
  await keepFirstLines(db);
}

/** The windows are told to lock. What is nowhere else only its recovery code will open. */
async function retire(): Promise<void> {
  const unsent = (await countUnsent(db)) + (await db.attention.count()) + (await waitingFiles(db)).length;
  await retireAccount(openSession().account, unsent > 0);
  if (unsent === 0) await db.delete();
  new BroadcastChannel(LOCK_CHANNEL).postMessage('lock');
}

/**
 * Files go after the records. What goes wrong with them says nothing about the round that was: its status stays.
 *
 * @returns whether some arrived, so that their receipts can be fetched
 */
async function sendAfter(
  round: SyncStatus,
  device: Device,
  files: { signal: AbortSignal; isDue: () => boolean },
): Promise<{ status: SyncStatus; arrived: boolean }> {
  let status = round;
  let problem: string | null = null;
  let more = false;
  let arrived = false;
  const asked = (await getMeta('filesAsked').catch(() => undefined)) ?? false;
  try {
    const sent = await sendFiles({ database: db, device, asked, ...files });
    problem = sent.problem ?? null;
    more = sent.state === 'due';
    arrived = sent.files > 0;
  } catch (error) {
    if (error instanceof HubError && error.code === 'cancelled') status = { ...round, state: 'stopped' };
    else if (error instanceof HubError) problem = error.code;
    else console.error('files', error);
  }
  await setMeta('sync', status).catch(() => undefined);
  await setMeta('fileProblem', problem).catch(() => undefined);
  // The screen says that a line that broke is tried again.
  more ||= problem === 'unreachable';
  if (asked && !more) await setMeta('filesAsked', false).catch(() => undefined);
  return { status, arrived };
}

/** Exponential with full jitter, so that laptops that lost the same link do not return in step. */
function backoff(failures: number): number {
  const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  return ceiling / 2 + Math.random() * (ceiling / 2);
}
