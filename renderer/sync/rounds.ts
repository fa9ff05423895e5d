/**
 * Names of what this laptop tells the hub (`Report.rounds`, core/wire/protocol.ts), by which a copy of its profile is found. Each is on
 * the disk before the hub hears of it: whoever is copied earlier does not know it.
 */
import { type Database, getMeta, setMeta } from '../store/database.ts';

/** @returns those that the hub may have heard last, the name not among them */
export function nameRound(name: string, database: Database): Promise<string[]> {
  return database.transaction('rw', database.meta, async () => {
    const { heard, tried } = (await getMeta('rounds', database)) ?? { tried: [] };
    await setMeta('rounds', { heard, tried: [name, ...tried] }, database);
    return [...(heard ? [heard] : []), ...tried];
  });
}

/** The hub has answered: it will not have heard an earlier name last. @param told the latest first */
export function noteHeard(told: readonly string[], database: Database): Promise<void> {
  return database.transaction('rw', database.meta, async () => {
    const { tried } = (await getMeta('rounds', database)) ?? { tried: [] };
    // A bundle may have been written since.
    await setMeta('rounds', { heard: told[0], tried: tried.filter((name) => !told.includes(name)) }, database);
  });
}
