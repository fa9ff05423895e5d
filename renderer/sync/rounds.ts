/**
 * Names of what this laptop tells the hub (`Report.rounds`, core/wire/protocol.ts), by which a copy of its profile is found. Each is on
 * the disk before the hub hears of it: whoever is copied earlier does not know it.
 */
import { type Database, getMeta, type Rounds, setMeta } from '../store/database.ts';

const lastOf = ({ heard, tried }: Rounds): string[] => [...(heard ? [heard] : []), ...tried];
const readRounds = async (database: Database): Promise<Rounds> => (await getMeta('rounds', database)) ?? { tried: [] };

/** Those that the hub may have heard last. */
export const heardLast = async (database: Database): Promise<string[]> => lastOf(await readRounds(database));

/** @returns those that the hub may have heard last, the name not among them */
export function nameRound(name: string, database: Database): Promise<string[]> {
  return database.transaction('rw', database.meta, async () => {
    const before = await readRounds(database);
    await setMeta('rounds', { ...before, tried: [name, ...before.tried] }, database);
    return lastOf(before);
  });
}

/** The hub has answered: it will not have heard an earlier name last. @param told the latest first */
export function noteHeard(told: readonly string[], database: Database): Promise<void> {
  return database.transaction('rw', database.meta, async () => {
    const { tried } = await readRounds(database);
    // A bundle may have been written since.
    await setMeta('rounds', { heard: told[0], tried: tried.filter((name) => !told.includes(name)) }, database);
  });
}
