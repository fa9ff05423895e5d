import { useCallback, useEffect, useRef, useState } from 'react';
import type { Values } from '#core/model/collections.ts';
import { holdPending } from '../../store/pending.ts';
import type { Entity } from '../../store/queries.ts';
import { save } from '../../store/repository.ts';
import type { AnswerValue } from './instrument.ts';

/** An answer that was given here and is not seen in the stored record yet. */
interface Given {
  value: AnswerValue | null;
  state: 'writing' | 'saved' | 'failed';
}

/**
 * The answers of an assessment, each saved the moment it is given. A consultant answers faster than a slow disk syncs, so
 * what was just given shows at once and until the stored record has it.
 */
export function useAnswers(record: Entity<'assessments'>) {
  const [given, setGiven] = useState<Record<string, Given>>({});
  const latest = useRef({ record, given });
  latest.current = { record, given };
  const writing = useRef(new Set<Promise<void>>());
  const { id } = record;

  // The record has changed after the save: it now tells, also when somebody else's answer has come since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the record changes
  useEffect(() => {
    setGiven((all) => without(all, (entry) => entry.state === 'saved'));
  }, [record]);

  const write = useCallback(
    (field: `answer.${string}`, value: AnswerValue | null): Promise<void> => {
      const entry: Given = { value, state: 'writing' };
      // A second answer while the first is being written has seen that one; else the user has seen what the screen shows.
      const { record: seen, given: before } = latest.current;
      const options = before[field] ? {} : { base: { [field]: seen.register(field) } };
      const settle = (state: Given['state']) =>
        setGiven((all) => {
          if (all[field] !== entry) return all;
          const isShown = state === 'saved' && (latest.current.record.values[field] ?? null) === value;
          return isShown ? without(all, (other) => other === entry) : { ...all, [field]: { value, state } };
        });
      setGiven((all) => ({ ...all, [field]: entry }));
      latest.current.given = { ...before, [field]: entry };
      const done = save('assessments', id, { [field]: value } as Values<'assessments'>, options).then(
        () => settle('saved'),
        (error: unknown) => {
          console.error('save', field, error);
          settle('failed');
        },
      );
      writing.current.add(done);
      return done.finally(() => writing.current.delete(done));
    },
    [id],
  );

  // Leaving the page, hiding the window and finishing wait for what is being written, and try again what failed.
  useEffect(
    () =>
      holdPending(async () => {
        await Promise.all(writing.current);
        const failed = Object.entries(latest.current.given).filter(([, entry]) => entry.state === 'failed');
        await Promise.all(failed.map(([field, entry]) => write(field as `answer.${string}`, entry.value)));
      }),
    [write],
  );

  const values: Values<'assessments'> = { ...record.values };
  for (const [field, entry] of Object.entries(given)) values[field as `answer.${string}`] = entry.value;
  return {
    values,
    failed: Object.values(given).some((entry) => entry.state === 'failed'),
    give: (indicator: string, value: AnswerValue | null) => void write(`answer.${indicator}`, value),
  };
}

function without(all: Record<string, Given>, drop: (entry: Given) => boolean): Record<string, Given> {
  const kept = Object.entries(all).filter(([, entry]) => !drop(entry));
  return kept.length === Object.keys(all).length ? all : Object.fromEntries(kept);
}
