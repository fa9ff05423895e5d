/** Who opens what: passphrases, recovery codes, tries that are counted before they are made. */
import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import {
  addAccount,
  getAccount,
  listAccounts,
  retireAccount,
  setPassphrase,
  TooSoonError,
  unlock,
  unlockByRecovery,
  WrongKeyError,
} from './accounts.ts';
import { newRecoveryCode } from './vault.ts';

afterEach(() => vi.restoreAllMocks());

const realNow = performance.now.bind(performance);
const after = (seconds: number) => vi.spyOn(performance, 'now').mockImplementation(() => realNow() + seconds * 1000);

test('passphrase and recovery code open the same key; a new passphrase ends the old one, and the code stays', async () => {
  const { session, recovery } = await addAccount('S', 'kopi tubruk di teras');
  const { account } = session;
  expect(await unlock(account, ' kopi tubruk di teras ')).toEqual(session);
  // As it was heard on the phone.
  const heard = recovery.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  expect(await unlockByRecovery(account, heard)).toEqual(session);
  await expect(unlockByRecovery(account, newRecoveryCode())).rejects.toThrow(WrongKeyError);
  await setPassphrase(session, 'nasi kuning pagi hari');
  await expect(unlock(account, 'kopi tubruk di teras')).rejects.toThrow(WrongKeyError);
  expect(await unlock(account, 'nasi kuning pagi hari')).toEqual(session);
  expect(await unlockByRecovery(account, recovery)).toEqual(session);
  expect(JSON.stringify(await listAccounts())).not.toContain(recovery);
});

test('after three wrong tries each next one waits twice as long, and the right one too; a right one forgives', async () => {
  const { session } = await addAccount('N', 'martabak telur bebek');
  const { account } = session;
  for (let i = 0; i < 3; i++) await expect(unlock(account, `tebakan ${i}`)).rejects.toThrow(WrongKeyError);
  const tooSoon = await unlock(account, 'martabak telur bebek').catch((error: unknown) => error);
  expect(tooSoon).toBeInstanceOf(TooSoonError);
  expect((tooSoon as TooSoonError).seconds).toBe(2);
  after(2.5);
  await expect(unlock(account, 'tebakan 4')).rejects.toThrow(WrongKeyError);
  await expect(unlock(account, 'martabak telur bebek')).rejects.toThrow('wait 4 s');
  after(10);
  expect(await unlock(account, 'martabak telur bebek')).toEqual(session);
  expect((await getAccount(account))?.failures).toBe(0);
});

test('a try that is cut off is counted', async () => {
  const { session } = await addAccount('R', 'martabak telur bebek');
  const cut = unlock(session.account, 'tebakan');
  await vi.waitFor(async () => expect((await getAccount(session.account))?.failures).toBe(1));
  await expect(cut).rejects.toThrow(WrongKeyError);
});

test('a revoked laptop opens by its recovery code when something is in it alone, else by nothing', async () => {
  const { session, recovery } = await addAccount('S', 'kopi tubruk di teras');
  const { account } = session;
  await retireAccount(account, true);
  await expect(unlock(account, 'kopi tubruk di teras')).rejects.toThrow(WrongKeyError);
  expect(await unlockByRecovery(account, recovery)).toEqual(session);
  await retireAccount(account, false);
  await expect(unlockByRecovery(account, recovery)).rejects.toThrow(WrongKeyError);
});
