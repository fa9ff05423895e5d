/** What moves a session between draft and finished, and what keeps it from being finished. */
import type { Values } from '#core/model/collections.ts';
import { minutesBetween } from '#core/model/dates.ts';
import { REQUIRED_OF_SESSION } from '#core/workflow/sessions.ts';
import { flushPending } from '../../store/pending.ts';
import { readInputsOf, readRecord } from '../../store/queries.ts';
import { remove, restore, save } from '../../store/repository.ts';
import { type Obstacles, obstaclesOf as obstaclesIn } from '../../ui/forms/state.ts';
import { showRemoved } from '../../ui/removed.tsx';

export { REQUIRED_OF_SESSION as REQUIRED };

export const endsBeforeStart = ({ startTime, endTime }: Values<'sessions'>): boolean =>
  !!startTime && !!endTime && (minutesBetween(startTime, endTime) ?? 0) < 0;

/** @param unfinished fields whose input is not a valid value yet */
export function obstaclesOf(values: Values<'sessions'>, unfinished: Iterable<string>): Obstacles {
  const wrong = new Set(unfinished);
  if (endsBeforeStart(values)) wrong.add('endTime');
  return obstaclesIn(REQUIRED_OF_SESSION, values, wrong);
}

/** Finishes the session as it is on disk. @returns the first field that keeps it from being finished, or null */
export async function finishSession(id: string): Promise<string | null> {
  await flushPending();
  const stored = await readRecord('sessions', id);
  const { wrong, missing } = obstaclesOf(stored?.values ?? {}, (await readInputsOf('sessions', id)).keys());
  const obstacle = wrong[0] ?? missing[0] ?? null;
  if (obstacle === null) await save('sessions', id, { state: 'finished', finishedAt: new Date().toISOString() });
  return obstacle;
}

export async function reopenSession(id: string): Promise<void> {
  await save('sessions', id, { state: 'draft', finishedAt: null });
}

/** Its follow-ups go with it: without the session nobody would know what they are about. The way back is offered. */
export async function deleteSession(id: string): Promise<void> {
  await remove('sessions', id);
  showRemoved(`removed-${id}`, 'session.removed', () => restore('sessions', id));
}
