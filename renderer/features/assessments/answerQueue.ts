/**
 * Answers on their way to the disk, by assessment; also after its page was left. All that came during one write goes into the next,
 * so that the disk is never more than one write behind.
 */
import { create } from 'zustand';
import type { Values } from '#core/model/collections.ts';
import type { Register } from '#core/register/register.ts';
import { ConsentMissingError, save } from '../../store/repository.ts';
import { noteAdvanced, noteFailed, noteSaved, noteUnsaved, unsavedName } from '../../store/unsaved.ts';
import type { AnswerValue } from './instrument.ts';

export type AnswerField = `answer.${string}`;

/** An answer that waits for the disk. `base` is what the user saw before; none when it replaces one given here. */
interface Waiting {
  value: AnswerValue | null;
  base?: { register: Register | undefined } | undefined;
}

type Batch = Map<AnswerField, Waiting>;

const queues = new Map<string, Batch>();
const flying = new Map<string, Batch>();
const running = new Map<string, Promise<void>>();
const written = new Map<string, Register>();
const useRefused = create(() => ({ ids: new Set() as ReadonlySet<string> }));

export function giveAnswer(id: string, field: AnswerField, { value, base }: Waiting): void {
  const queue = queues.get(id) ?? new Map<AnswerField, Waiting>();
  queues.set(id, queue);
  const before = queue.get(field);
  queue.set(field, { value, base: before ? before.base : base });
  noteUnsaved(nameOf(id, field), value, () => writeAnswers(id));
  void writeAnswers(id);
}

/** Writes what waits. Never throws: what fails stays unsaved. */
export function writeAnswers(id: string): Promise<void> {
  const before = running.get(id);
  if (before || !queues.has(id)) return before ?? Promise.resolve();
  const run = (async () => {
    while (queues.has(id) && (await writeBatch(id)));
    running.delete(id);
  })();
  running.set(id, run);
  return run;
}

/** @returns whether it is on the disk */
async function writeBatch(id: string): Promise<boolean> {
  const batch = queues.get(id) as Batch;
  queues.delete(id);
  flying.set(id, batch);
  try {
    const edited = await save('assessments', id, valuesOf(batch), { base: basesOf(batch) });
    for (const [field, register] of Object.entries(edited)) if (register) written.set(nameOf(id, field), register);
  } catch (error) {
    console.error('save', [...batch.keys()].join(), error);
    for (const [field, { value }] of queues.get(id) ?? []) batch.set(field, { ...batch.get(field), value });
    queues.set(id, batch);
    const isRefused = error instanceof ConsentMissingError;
    setRefused(id, isRefused);
    // What its person has not agreed to is said by itself, and does not keep the app from being locked.
    for (const field of batch.keys()) (isRefused ? noteSaved : noteFailed)(nameOf(id, field));
    return false;
  } finally {
    flying.delete(id);
  }
  setRefused(id, false);
  for (const field of batch.keys()) {
    if (queues.get(id)?.has(field)) noteAdvanced(nameOf(id, field));
    else noteSaved(nameOf(id, field));
  }
  return true;
}

function setRefused(id: string, isRefused: boolean): void {
  const before = useRefused.getState().ids;
  if (before.has(id) === isRefused) return;
  const ids = new Set(before);
  if (isRefused) ids.add(id);
  else ids.delete(id);
  useRefused.setState({ ids });
}

/** Its answers were refused for want of consent. */
export const useIsRefused = (id: string): boolean => useRefused(({ ids }) => ids.has(id));

/** What was given and is not on the disk yet. */
export const waitingAnswers = (id: string): Map<AnswerField, AnswerValue | null> =>
  new Map([...(flying.get(id) ?? []), ...(queues.get(id) ?? [])].map(([field, { value }]) => [field, value]));

export const isWaiting = (id: string, field: AnswerField): boolean =>
  Boolean(flying.get(id)?.has(field) || queues.get(id)?.has(field));

/** What this app wrote of an answer last: known here before any query shows it. */
export const writtenAnswer = (id: string, field: AnswerField): Register | undefined => written.get(nameOf(id, field));

const nameOf = (id: string, field: string): string => unsavedName('assessments', id, field);

const valuesOf = (batch: Batch) =>
  Object.fromEntries([...batch].map(([field, { value }]) => [field, value])) as Values<'assessments'>;

const basesOf = (batch: Batch): Record<string, Register | undefined> =>
  Object.fromEntries([...batch].flatMap(([field, { base }]) => (base ? [[field, base.register]] : [])));
