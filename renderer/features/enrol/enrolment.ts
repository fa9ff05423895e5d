import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SCHEMA_VERSION } from '#core/wire/protocol.ts';
import { keepStorage, newDeviceKeys, OtherOwnerError, storeEnrolment } from '../../store/device.ts';
import { HubError } from '../../sync/errors.ts';
import { enrol, health, hubAddress } from '../../sync/hub.ts';
import { syncNow } from '../../sync/start.ts';

export type Credentials = { code: string } | { user: string; password: string };

/** Where to, and under what name. */
export interface Target {
  hub: string;
  deviceName: string;
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
  /** @returns whether it worked */
  const connect = async ({ hub, deviceName }: Target, credentials: Credentials): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      await enrolAt(hub, deviceName.trim() || t('enrol.deviceNameDefault'), credentials);
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
 * @throws HubError with the hub's code, or `hub_too_old`, `insecure`
 * @throws OtherOwnerError see storeEnrolment
 */
async function enrolAt(typedHub: string, deviceName: string, credentials: Credentials): Promise<void> {
  const hub = hubAddress(typedHub);
  if (!hub) throw new HubError('hub_invalid');
  if (!crypto.subtle) throw new HubError('insecure');
  const { schema } = await health(hub);
  if (schema < SCHEMA_VERSION) throw new HubError('hub_too_old');
  const keys = await newDeviceKeys();
  const answer = await enrol(hub, { ...credentials, deviceName, publicKey: keys.publicKey });
  await storeEnrolment(hub, deviceName, answer, keys);
  await keepStorage();
}
