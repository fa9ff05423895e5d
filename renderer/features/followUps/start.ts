import type { ClientCollection, Values } from '#core/model/collections.ts';
import type { Device } from '../../store/database.ts';
import { newId } from '../../store/repository.ts';

export interface NewFollowUp {
  id: string;
  initial: Values<'followUps'>;
}

/**
 * A follow-up that is going to be written. Nothing is stored before its first keystroke (`initial` of RecordForm), so that an
 * opened and abandoned form leaves no empty follow-up in everybody's lists.
 */
export function startFollowUp(
  client: { collection: ClientCollection; id: string },
  sessionId: string | undefined,
  device: Pick<Device, 'user'>,
): NewFollowUp {
  return {
    id: newId(),
    initial: {
      clientCollection: client.collection,
      clientId: client.id,
      ...(sessionId ? { sessionId } : {}),
      consultant: device.user,
      state: 'open',
    },
  };
}
