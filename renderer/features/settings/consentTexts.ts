/** What a coordinator does with the wordings of the consent. */
import { publishedTexts, versionInForce, versionName } from '#core/model/consentTexts.ts';
import type { Day } from '#core/model/dates.ts';
import { todayOf } from '../../app/device.tsx';
import type { Device } from '../../store/database.ts';
import { flushPending } from '../../store/pending.ts';
import { readInputsOf, readRecord, readRecords } from '../../store/queries.ts';
import { newId, save, setLock } from '../../store/repository.ts';

/**
 * A draft that begins with the Indonesian wording in force. Without English: that of another wording would say something else.
 *
 * @param builtIn the wording before any was published
 */
export async function startText(device: Device, builtIn: string): Promise<void> {
  const today = todayOf(device);
  const texts = await readRecords('consentTexts');
  const version = versionInForce(texts, today);
  const textId = publishedTexts(texts).find((text) => text.version === version)?.id ?? builtIn;
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
  await setLock('consentTexts', id, new Date().toISOString());
  return null;
}
