/**
 * What a laptop tells of itself with each request (`REPORT_HEADER`), so that a coordinator sees how it is, and so that a
 * restored or copied one is told from the one it was.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { REPORT_HEADER, readReport as readTold, type Report as Told } from '#core/wire/protocol.ts';
import { ProblemError } from '../http/problems.ts';
import type { DeviceTable } from '../store/schema.ts';
import { hasRowLocks, type Store, type Trx } from '../store/store.ts';

/** What it told, and when by the hub's clock. */
export interface Report extends Omit<Told, 'clock'> {
  at: Date;
  /** The laptop's clock minus the hub's. */
  clockErrorMs?: number | undefined;
}

/** What the hub keeps of the reports of one device. */
export type DeviceHealth = Pick<DeviceTable, 'last_seen_at' | 'app' | 'unsent' | 'clock_error_ms' | 'round'>;
export const HEALTH_COLUMNS = ['last_seen_at', 'app', 'unsent', 'clock_error_ms', 'round'] as const;

/** A clock error that changed by less says nothing new: it is the way of the request. */
const CLOCK_NOISE_MS = 60_000;
/** How stale `last_seen_at` may get before a reading request writes it. */
const SEEN_EVERY_MS = 60_000;

export function readReport(headers: IncomingHttpHeaders, at: Date): Report {
  const { clock, ...told } = readTold(String(headers[REPORT_HEADER] ?? ''));
  return { ...told, at, clockErrorMs: clock === undefined ? undefined : clock - at.getTime() };
}

/** Throws `device_restored` when the round that the hub heard of last is none of those that the laptop knows of. */
export function checkRound(stored: string | null, told: readonly string[] | undefined): void {
  if (stored !== null && told !== undefined && !told.includes(stored)) throw new ProblemError('device_restored');
}

/** Checks the round under the device's row lock: two copies of one laptop may come at the same moment. */
export async function checkRoundIn(trx: Trx, device: string, report: Report): Promise<void> {
  const { round } = await trx
    .selectFrom('devices')
    .select('round')
    .where('id', '=', device)
    .$if(hasRowLocks(trx), (query) => query.forNoKeyUpdate())
    .executeTakeFirstOrThrow();
  checkRound(round, report.rounds);
}

/** The columns that a report changes; what it does not tell stays. */
export const healthOf = (report: Report): Partial<DeviceHealth> => ({
  last_seen_at: report.at.toISOString(),
  ...(report.app === undefined ? {} : { app: report.app }),
  ...(report.unsent === undefined ? {} : { unsent: report.unsent }),
  ...(report.clockErrorMs === undefined ? {} : { clock_error_ms: report.clockErrorMs }),
  ...(report.rounds === undefined ? {} : { round: report.rounds[0] }),
});

/** Keeps the report of a request that writes nothing else, when it tells anything new. */
export async function keepReport(store: Store, device: string, health: DeviceHealth, report: Report): Promise<void> {
  if (!tellsNews(health, report)) return;
  await store.db.transaction().execute(async (trx) => {
    await checkRoundIn(trx, device, report);
    await trx.updateTable('devices').set(healthOf(report)).where('id', '=', device).execute();
  });
}

function tellsNews(health: DeviceHealth, report: Report): boolean {
  const isOther = <T>(told: T | undefined, kept: T | null) => told !== undefined && told !== kept;
  if (isOther(report.app, health.app) || isOther(report.unsent, health.unsent)) return true;
  if (isOther(report.rounds?.[0], health.round)) return true;
  if (report.clockErrorMs !== undefined) {
    const known = health.clock_error_ms;
    if (known === null || Math.abs(report.clockErrorMs - known) > CLOCK_NOISE_MS) return true;
  }
  const seen = health.last_seen_at === null ? Number.NaN : Date.parse(health.last_seen_at);
  return !(Math.abs(report.at.getTime() - seen) < SEEN_EVERY_MS);
}
