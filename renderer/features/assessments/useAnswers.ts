import { useCallback, useEffect, useRef, useState } from 'react';
import type { Values } from '#core/model/collections.ts';
import type { Register } from '#core/register/register.ts';
import { holdPending } from '../../store/pending.ts';
import type { Entity } from '../../store/queries.ts';
import { ConsentMissingError, save } from '../../store/repository.ts';
import { forgetUnsaved, keepUnsaved } from '../../store/unsaved.ts';
import type { AnswerValue } from './instrument.ts';

type Field = `answer.${string}`;

/** How often a disk that refused is asked again. */
const RETRY_MS = 2000;

/** An answer that was given here and that the stored record does not show yet. */
interface Given {
  value: AnswerValue | null;
  saved: boolean;
}

/** An answer that waits for the disk. `base` is what the user saw before; none when it replaces one given here. */
interface Waiting {
  value: AnswerValue | null;
  base?: { register: Register | undefined };
}

/** What waits for the disk, by assessment. It outlives the page: a disk may be full for a while. */
const queues = new Map<string, Map<Field, Waiting>>();

/**
 * The answers of an assessment, each saved the moment it is given. A consultant may answer faster than a slow disk writes:
 * what was given shows at once, and all that came during one write goes into the next, so that the disk is never more than
 * one write behind.
 */
export function useAnswers(record: Entity<'assessments'>) {
  const { id } = record;
  const [given, setGiven] = useState<ReadonlyMap<Field, Given>>(() => waitingIn(id));
  const [failed, setFailed] = useState<'notSaved' | 'noConsent' | null>(queues.has(id) ? 'notSaved' : null);
  const latest = useRef({ record, given });
  latest.current = { record, given };
  const running = useRef<Promise<void>>(undefined);

  const show = useCallback((change: (all: Map<Field, Given>) => void) => {
    const next = new Map(latest.current.given);
    change(next);
    latest.current.given = next;
    setGiven(next);
  }, []);

  // The record has changed after the write: from now on it tells, also what others have answered since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the record changes
  useEffect(() => {
    if ([...latest.current.given.values()].some(({ saved }) => saved)) {
      show((all) => {
        for (const [field, { saved }] of all) if (saved) all.delete(field);
      });
    }
  }, [record]);

  const latestWrite = useRef<() => Promise<void>>(undefined);
  const again = useCallback(async () => latestWrite.current?.(), []);

  const writeBatch = useCallback(async (): Promise<boolean> => {
    const batch = queues.get(id) ?? new Map<Field, Waiting>();
    queues.delete(id);
    try {
      await save('assessments', id, valuesOf(batch), { base: basesOf(batch) });
    } catch (error) {
      // Not on disk: it stays in the queue and is tried again, by the timer, the next answer, or leaving the page.
      console.error('save', [...batch.keys()].join(), error);
      for (const [field, { value }] of queues.get(id) ?? []) batch.set(field, { ...batch.get(field), value });
      queues.set(id, batch);
      const isRefused = error instanceof ConsentMissingError;
      if (!isRefused) keepUnsaved(`assessments/${id}`, { text: '', write: again });
      setFailed(isRefused ? 'noConsent' : 'notSaved');
      return false;
    }
    forgetUnsaved(`assessments/${id}`);
    setFailed(null);
    show((all) => {
      for (const [field, { value }] of batch) {
        if (queues.get(id)?.has(field)) continue;
        if ((latest.current.record.values[field] ?? null) === value) all.delete(field);
        else all.set(field, { value, saved: true });
      }
    });
    return true;
  }, [id, show, again]);

  const write = useCallback((): Promise<void> => {
    running.current ??= (async () => {
      while (queues.has(id) && (await writeBatch()));
      running.current = undefined;
    })();
    return running.current;
  }, [writeBatch, id]);
  latestWrite.current = write;

  useEffect(() => {
    const release = holdPending(write);
    // What was left behind when the page was left is this page's again.
    if (queues.has(id)) {
      keepUnsaved(`assessments/${id}`, { text: '', write: again });
      void write();
    }
    return () => {
      void write();
      release();
    };
  }, [write, id, again]);

  useEffect(() => {
    if (!failed) return;
    const timer = setInterval(() => void write(), RETRY_MS);
    return () => clearInterval(timer);
  }, [failed, write]);

  const give = (indicator: string, value: AnswerValue | null) => {
    const field: Field = `answer.${indicator}`;
    const queue = queues.get(id) ?? new Map<Field, Waiting>();
    queues.set(id, queue);
    const before = queue.get(field);
    const seen = latest.current.given.has(field) ? undefined : { register: record.register(field) };
    queue.set(field, { value, base: before ? before.base : seen });
    show((all) => all.set(field, { value, saved: false }));
    void write();
  };

  const values: Values<'assessments'> = { ...record.values };
  for (const [field, { value }] of given) values[field] = value;
  return { values, failed, give };
}

const waitingIn = (id: string): Map<Field, Given> =>
  new Map([...(queues.get(id) ?? [])].map(([field, { value }]) => [field, { value, saved: false }]));

const valuesOf = (batch: Map<Field, Waiting>) =>
  Object.fromEntries([...batch].map(([field, { value }]) => [field, value])) as Values<'assessments'>;

const basesOf = (batch: Map<Field, Waiting>): Record<string, Register | undefined> =>
  Object.fromEntries([...batch].flatMap(([field, { base }]) => (base ? [[field, base.register]] : [])));
