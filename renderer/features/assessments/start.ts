import type { Instrument } from '#core/instruments/scoring.ts';
import type { ClientCollection } from '#core/model/collections.ts';
import { todayOf } from '../../app/device.tsx';
import type { Device } from '../../store/database.ts';
import { newId, save } from '../../store/repository.ts';

/** Begins an assessment of a client today, by the user of this laptop. @returns its id */
export async function startAssessment(
  client: { collection: ClientCollection; id: string },
  instrument: Instrument,
  device: Device,
): Promise<string> {
  const id = newId();
  await save('assessments', id, {
    clientCollection: client.collection,
    clientId: client.id,
    instrument: instrument.id,
    version: instrument.version,
    assessedOn: todayOf(device),
    assessor: device.user,
    state: 'draft',
  });
  return id;
}
