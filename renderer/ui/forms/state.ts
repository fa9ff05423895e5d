/** What moves a record of a form between draft and finished, and what keeps it from being finished. */
import type { CollectionName } from '#core/model/collections.ts';
import { flushPending } from '../../store/pending.ts';
import { readInputsOf, readRecord } from '../../store/queries.ts';
import { save } from '../../store/repository.ts';
import { type FormDefinition, requiredFields } from './definition.ts';

export interface Obstacles {
  /** Required fields without a value. */
  missing: string[];
  /** Fields whose input is not a valid value. */
  wrong: string[];
}

/**
 * @param required fields that need a value
 * @param unfinished fields whose input is not a valid value yet
 */
export function obstaclesOf(
  required: readonly string[],
  values: Record<string, unknown>,
  unfinished: Iterable<string>,
): Obstacles {
  const wrong = [...unfinished];
  const isEmpty = (value: unknown) => value === null || value === undefined || value === '';
  return { wrong, missing: required.filter((field) => !wrong.includes(field) && isEmpty(values[field])) };
}

/** The first field that keeps the record, as it is on disk, from being finished, or null. */
export async function firstObstacle(form: FormDefinition, id: string): Promise<string | null> {
  await flushPending();
  const stored = await readRecord(form.collection, id);
  const inputs = await readInputsOf(form.collection, id);
  const { wrong, missing } = obstaclesOf(requiredFields(form), stored?.values ?? {}, inputs.keys());
  return wrong[0] ?? missing[0] ?? null;
}

/** Finishes the record as it is on disk. @returns the first field that keeps it from being finished, or null */
export async function finishRecord(form: FormDefinition, id: string): Promise<string | null> {
  const obstacle = await firstObstacle(form, id);
  if (obstacle === null) await saveState(form.collection, id, 'finished', new Date().toISOString());
  return obstacle;
}

export const reopenRecord = (collection: CollectionName, id: string): Promise<void> =>
  saveState(collection, id, 'draft', null);

async function saveState(collection: CollectionName, id: string, state: string, finishedAt: string | null) {
  await save(collection, id, { state, finishedAt } as never);
}
