/** The app's store in a page without screens: nobody is there to type a passphrase. */
import { fromBase64url, toBase64url } from '../../core/wire/certificate.ts';
import { getMeta } from '../../renderer/store/database.ts';
import { newDeviceKeys, storeEnrolment } from '../../renderer/store/device.ts';
import { openStore } from '../../renderer/store/open.ts';
import { newDataKey } from '../../renderer/store/vault.ts';
import { enrol } from '../../renderer/sync/hub.ts';

/** The key stands beside what it opens. */
const KEY = 'bench-key';

/** Opens the store, sealed as the app's is, and makes it where there is none. */
export async function openOwnStore(): Promise<void> {
  const kept = localStorage.getItem(KEY);
  const key = kept ? fromBase64url(kept) : newDataKey();
  localStorage.setItem(KEY, toBase64url(key));
  await openStore({ account: 'bench', key: key as ReturnType<typeof newDataKey> });
}

/** Enrols the laptop at the hub that the page came from, once. */
export async function enrolOnce(code: string, deviceName: string): Promise<void> {
  if (await getMeta('device')) return;
  const keys = await newDeviceKeys();
  const answer = await enrol(location.origin, { code, deviceName, publicKey: keys.publicKey });
  await storeEnrolment(location.origin, deviceName, answer, keys);
}
