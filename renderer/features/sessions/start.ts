import type { ClientCollection } from '#core/model/collections.ts';
import { dayIn, timeIn } from '#core/model/dates.ts';
import type { Device } from '../../store/database.ts';
import { readRecord } from '../../store/queries.ts';
import { newId, save } from '../../store/repository.ts';

const FIVE_MINUTES_MS = 5 * 60_000;

/** Begins a session with a client: now, by the user of this laptop, in the user's own service field. @returns its id */
export async function startSession(
  client: { collection: ClientCollection; id: string },
  device: Device,
): Promise<string> {
  const id = newId();
  const user = await readRecord('users', device.user);
  // Down, never up: the last minutes of a day would begin tomorrow.
  const now = Math.floor(Date.now() / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
  await save('sessions', id, {
    clientCollection: client.collection,
    clientId: client.id,
    consultant: device.user,
    date: dayIn(device.timeZone, now),
    startTime: timeIn(device.timeZone, now),
    ...(user?.values.field ? { field: user.values.field } : {}),
    state: 'draft',
  });
  return id;
}
