import { useEffect, useRef, useState } from 'react';
import type { Values } from '#core/model/collections.ts';
import { knows } from '#core/register/register.ts';
import type { Entity } from '../../store/queries.ts';
import { unsavedName, useHasFailed } from '../../store/unsaved.ts';
import {
  type AnswerField,
  giveAnswer,
  isWaiting,
  useIsRefused,
  waitingAnswers,
  writeAnswers,
  writtenAnswer,
} from './answerQueue.ts';
import type { AnswerValue } from './instrument.ts';

/** How often answers are tried again whose person has not agreed. */
const RETRY_MS = 2000;

/** The answers of an assessment, each saved the moment it is given (answerQueue.ts), and shown at once. */
export function useAnswers(record: Entity<'assessments'>) {
  const { id } = record;
  /** What was given here and the record does not show yet. */
  const [given, setGiven] = useState(() => waitingAnswers(id));
  const latest = useRef(given);
  const isRefused = useIsRefused(id);
  const hasFailed = useHasFailed(unsavedName('assessments', id, 'answer.'));

  const show = (next: typeof given) => {
    latest.current = next;
    setGiven(next);
  };

  // Once the record knows what was written here, it tells, also what others have answered since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the record changes
  useEffect(() => {
    const isShown = (field: AnswerField) =>
      !isWaiting(id, field) && knows(record.register(field), writtenAnswer(id, field));
    const rest = [...latest.current].filter(([field]) => !isShown(field));
    if (rest.length < latest.current.size) show(new Map(rest));
  }, [record]);

  useEffect(() => {
    void writeAnswers(id);
    if (!isRefused) return;
    const timer = setInterval(() => void writeAnswers(id), RETRY_MS);
    return () => clearInterval(timer);
  }, [isRefused, id]);

  const give = (indicator: string, value: AnswerValue | null) => {
    const field: AnswerField = `answer.${indicator}`;
    const base = latest.current.has(field) ? undefined : { register: record.register(field) };
    show(new Map(latest.current).set(field, value));
    giveAnswer(id, field, { value, base });
  };

  const values: Values<'assessments'> = { ...record.values, ...Object.fromEntries(given) };
  const failed: 'notSaved' | 'noConsent' | null = hasFailed ? 'notSaved' : isRefused ? 'noConsent' : null;
  return { values, failed, give };
}
