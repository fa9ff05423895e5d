/**
 * Who works on this laptop: each has a database of their own, sealed with a key of their own. What is written here is plain, and
 * names nobody: the label is what the user chose to be found by.
 */
import { Dexie, type EntityTable } from 'dexie';
import { v7 as newId } from 'uuid';
import {
  type Kdf,
  type Key,
  newDataKey,
  newKdf,
  newRecoveryCode,
  unwrapByPassphrase,
  unwrapByRecovery,
  wrapByPassphrase,
  wrapByRecovery,
} from './vault.ts';

export interface Account {
  id: string;
  label: string;
  createdAt: string;
  kdf: Kdf;
  byPassphrase: string;
  byRecovery: string;
  /** By the vault of the operating system, when the user wants to open the app without the passphrase. */
  byVault?: string;
  /** Its laptop was revoked: the passphrase opens nothing any more. What was unsent only the recovery code opens; nothing: it is gone. */
  revokedAt?: string;
  /** Wrong passphrases and codes since the last right one. */
  failures: number;
}

/** An account with its key: what opens its database. */
export interface Session {
  account: string;
  key: Key;
}

/** Wrong passphrase or code. */
export class WrongKeyError extends Error {}

/** After some wrong ones the next has to wait. */
export class TooSoonError extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super(`wait ${seconds} s`);
    this.seconds = seconds;
  }
}

const FREE_TRIES = 3;
const LONGEST_WAIT_S = 15 * 60;

const registry = new Dexie('pendamping-accounts', { chromeTransactionDurability: 'strict' }) as Dexie & {
  accounts: EntityTable<Account, 'id'>;
};
registry.version(1).stores({ accounts: 'id' });

/** The database of an account. */
export const databaseOf = (account: string): string => `pendamping-${account}`;

/** The oldest first. */
export const listAccounts = (): Promise<Account[]> => registry.accounts.toArray();

/** @returns the new account's session, and the code for its recovery, which a coordinator must get */
export async function addAccount(label: string, passphrase: string): Promise<{ session: Session; recovery: string }> {
  const [id, key, kdf, recovery] = [newId(), newDataKey(), newKdf(), newRecoveryCode()];
  await registry.accounts.add({
    id,
    label,
    createdAt: new Date().toISOString(),
    kdf,
    byPassphrase: await wrapByPassphrase(key, id, passphrase, kdf),
    byRecovery: wrapByRecovery(key, id, recovery),
    failures: 0,
  });
  return { session: { account: id, key }, recovery };
}

/** @throws WrongKeyError, TooSoonError */
export const unlock = (id: string, passphrase: string): Promise<Session> =>
  attempt(id, ({ byPassphrase, kdf }) => unwrapByPassphrase(byPassphrase, id, passphrase, kdf));

/** @throws WrongKeyError, TooSoonError */
export const unlockByRecovery = (id: string, code: string): Promise<Session> =>
  attempt(id, async ({ byRecovery }) => unwrapByRecovery(byRecovery, id, code));

/** The passphrase that was before opens nothing any more. */
export async function setPassphrase({ account: id, key }: Session, passphrase: string): Promise<void> {
  const kdf = newKdf();
  await change(id, {
    kdf,
    byPassphrase: await wrapByPassphrase(key, id, passphrase, kdf),
    revokedAt: undefined,
  });
}

export const setLabel = (id: string, label: string): Promise<void> => change(id, { label });

export const getAccount = (id: string): Promise<Account | undefined> => registry.accounts.get(id);

/** @param byVault what the vault of the operating system made of the key; none: the passphrase is asked for again */
export const setVault = (id: string, byVault?: string): Promise<void> => change(id, { byVault });

/**
 * The laptop was revoked: its key goes, and what it opened is noise.
 *
 * @param isRecoverable something in it is nowhere else: the recovery code, which the hub holds, still opens it
 */
export const retireAccount = (id: string, isRecoverable: boolean): Promise<void> =>
  change(id, {
    byPassphrase: '',
    byVault: undefined,
    revokedAt: new Date().toISOString(),
    ...(isRecoverable ? {} : { byRecovery: '' }),
  });

/** An account that came with a snapshot; one that is here already stays as it is. */
export const bringAccount = (account: Account): Promise<void> =>
  registry.transaction('rw', registry.accounts, async () => {
    if (!(await registry.accounts.get(account.id))) await registry.accounts.add(account);
  });

/** Without it the account's database is noise for ever. */
export const forgetAccount = (id: string): Promise<void> => registry.accounts.delete(id);

const change = async (id: string, changes: Partial<Account>): Promise<void> => {
  await registry.accounts.update(id, changes);
};

/** How long the next try has to wait. @returns seconds */
const waitAfter = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(2 ** (failures - FREE_TRIES + 1), LONGEST_WAIT_S);

/** By account: from when on a try is free, on the page's own clock, which nobody sets. A new start waits from the beginning. */
const freeFrom = new Map<string, number>();

/** @returns seconds until the next try is free */
export function secondsToWait({ id, failures }: Account): number {
  const from = freeFrom.get(id) ?? waitAfter(failures) * 1000;
  return Math.max(0, Math.ceil((from - performance.now()) / 1000));
}

async function attempt(id: string, open: (account: Account) => Promise<Key | null>): Promise<Session> {
  const account = await registry.accounts.get(id);
  if (!account) throw new WrongKeyError();
  const seconds = secondsToWait(account);
  if (seconds > 0) throw new TooSoonError(seconds);
  // Counted before it is tried: who pulls the plug has not saved a try.
  const failures = account.failures + 1;
  await change(id, { failures });
  const key = await open(account);
  if (!key) {
    freeFrom.set(id, performance.now() + waitAfter(failures) * 1000);
    throw new WrongKeyError();
  }
  await change(id, { failures: 0 });
  freeFrom.delete(id);
  return { account: id, key };
}
