import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SCHEMA_VERSION } from '#core/wire/protocol.ts';
import { addAccount } from '../../store/accounts.ts';
import { setMeta } from '../../store/database.ts';
import { keepStorage, newDeviceKeys, OtherOwnerError, storeEnrolment } from '../../store/device.ts';
import { HubError } from '../../sync/errors.ts';
import { enrol, health, hubAddress } from '../../sync/hub.ts';
import { syncNow } from '../../sync/start.ts';
import { begin } from '../lock/session.ts';

export type Credentials = { code: string } | { user: string; password: string };

/** Where to, and under what name. */
export interface Target {
  hub: string;
  deviceName: string;
  /** The key that the hub must have; none: whatever it has. */
  hubKey?: string;
}

/** Why it did not work: a key of i18n `enrol.errors`. */
export interface EnrolFailure {
  code: string;
  hub: string;
}

/** Connects this laptop with a hub, for the first time or again, and tells how that goes. */
export function useEnrolment() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<EnrolFailure | null>(null);
  /**
   * @param passphrase of the account that is made for this enrolment; none: that of the account that is open
   * @returns whether it worked
   */
  const connect = async (
    { hub, deviceName, hubKey }: Target,
    credentials: Credentials,
    passphrase?: string,
  ): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      const named = { hub, deviceName: deviceName.trim() || t('enrol.deviceNameDefault'), hubKey };
      await enrolAt(named, credentials, passphrase);
      syncNow();
      return true;
    } catch (caught) {
      setFailure({ code: codeOf(caught), hub: hubAddress(hub) ?? hub });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, setFailure, connect };
}

function codeOf(caught: unknown): string {
  if (caught instanceof HubError) return caught.code;
  if (caught instanceof OtherOwnerError) return 'other_owner';
  console.error('enrol', caught);
  return 'internal';
}

/**
 * @throws HubError with the hub's code, or `hub_too_old`, `insecure`, `other_hub`
 * @throws OtherOwnerError see storeEnrolment
 */
async function enrolAt(target: Target, credentials: Credentials, passphrase?: string): Promise<void> {
  const { deviceName, hubKey } = target;
  const hub = hubAddress(target.hub);
  if (!hub) throw new HubError('hub_invalid');
  if (!crypto.subtle) throw new HubError('insecure');
  const { schema } = await health(hub);
  if (schema < SCHEMA_VERSION) throw new HubError('hub_too_old');
  const keys = await newDeviceKeys();
  const answer = await enrol(hub, { ...credentials, deviceName, publicKey: keys.publicKey });
  if (hubKey !== undefined && answer.hubKey !== hubKey) throw new HubError('other_hub');
  if (passphrase !== undefined) await openAccount(answer.profile.userName, passphrase);
  await storeEnrolment(hub, deviceName, answer, keys);
  await keepStorage();
}

/** A new account for whoever enrolled. Nothing of theirs is written before it is sealed. */
async function openAccount(userName: string, passphrase: string): Promise<void> {
  const { session, recovery } = await addAccount(initialsOf(userName), passphrase);
  await begin(session, { isNew: true });
  await setMeta('recovery', { code: recovery });
}

/** Names nobody, and is known by its owner. */
const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => /^\p{L}/u.exec(word)?.[0].toUpperCase() ?? '')
    .join('')
    .slice(0, 4);
