/** What a coordinator does with the wordings of the consent. */
import { versionInForce, versionName, wordingOf } from '#core/model/consentTexts.ts';
import type { Day } from '#core/model/dates.ts';
import { todayOf } from '../../app/device.tsx';
import type { Device } from '../../store/database.ts';
import { flushPending } from '../../store/pending.ts';
import { readInputsOf, readRecord, readRecords } from '../../store/queries.ts';
import { lock, newId, save } from '../../store/repository.ts';

/**
 * A draft that begins with the Indonesian wording in force. Without English: that of another wording would say something else.
 */
export async function startText(device: Device): Promise<void> {
  const today = todayOf(device);
  const texts = await readRecords('consentTexts');
  const textId = wordingOf(texts, versionInForce(texts, today))?.id ?? null;
  await save('consentTexts', newId(), { validFrom: today, textId });
}

/** What keeps a draft from being published. */
export type PublishObstacle = 'text' | 'day' | 'past' | 'invalid';

/** Publishes the draft as it is on disk, for good. @returns what keeps it from that, or null */
export async function publish(id: string, today: Day): Promise<PublishObstacle | null> {
  await flushPending();
  const { textId, validFrom } = (await readRecord('consentTexts', id))?.values ?? {};
  if ((await readInputsOf('consentTexts', id)).size > 0) return 'invalid';
  if (!textId?.trim()) return 'text';
  if (!validFrom) return 'day';
  if (validFrom < today) return 'past';
  await save('consentTexts', id, { version: versionName(validFrom, id) });
  await lock('consentTexts', id, new Date().toISOString());
  return null;
}
