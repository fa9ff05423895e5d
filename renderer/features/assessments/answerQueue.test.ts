/** Answers are unsaved until the disk has confirmed them, wherever their user goes meanwhile. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConsentMissingError, save } from '../../store/repository.ts';
import { countUnsaved, unsavedOf } from '../../store/unsaved.ts';
import { giveAnswer, isWaiting, waitingAnswers, writeAnswers } from './answerQueue.ts';

vi.mock('../../store/repository.ts', async (original) => ({ ...(await original<object>()), save: vi.fn() }));

/** A disk that answers when it is told to. */
const asked: { values: object; confirm: () => void; refuse: (error: Error) => void }[] = [];
beforeEach(() => {
  asked.length = 0;
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.mocked(save).mockImplementation(
    (_, __, values) =>
      new Promise((resolve, reject) => asked.push({ values, confirm: () => resolve({}), refuse: reject })),
  );
});
afterEach(() => vi.restoreAllMocks());

let count = 0;
const newId = () => `assessment-${count++}`;
const turn = () => new Promise((done) => setTimeout(done));

test('an answer on its way is shown again by a page that is opened anew, and is unsaved until it is on the disk', async () => {
  const id = newId();
  giveAnswer(id, 'answer.S2', { value: 0 });
  // The page is left and opened again while the disk works.
  expect([...waitingAnswers(id)]).toEqual([['answer.S2', 0]]);
  expect(unsavedOf(`assessments/${id}/answer.S2`)).toBeDefined();
  giveAnswer(id, 'answer.S3', { value: 2 });
  giveAnswer(id, 'answer.S2', { value: 1 });
  asked[0]?.confirm();
  await turn();
  expect(asked.map(({ values }) => values)).toEqual([{ 'answer.S2': 0 }, { 'answer.S3': 2, 'answer.S2': 1 }]);
  expect(unsavedOf(`assessments/${id}/answer.S2`)?.value).toBe(1);
  asked[1]?.confirm();
  await writeAnswers(id);
  expect([waitingAnswers(id).size, countUnsaved()]).toEqual([0, 0]);
});

test('what a full disk refuses stays, also when its page was left and opened again before the disk had said so', async () => {
  const id = newId();
  giveAnswer(id, 'answer.S2', { value: 0 });
  expect(isWaiting(id, 'answer.S2')).toBe(true);
  asked[0]?.refuse(new Error('full'));
  await turn();
  expect([...waitingAnswers(id)]).toEqual([['answer.S2', 0]]);
  expect(unsavedOf(`assessments/${id}/answer.S2`)).toMatchObject({ value: 0, failed: true });
  const again = writeAnswers(id);
  asked[1]?.confirm();
  await again;
  expect([waitingAnswers(id).size, countUnsaved()]).toEqual([0, 0]);
});

test('what its person has not agreed to stays for later, and keeps nobody from locking the app', async () => {
  const id = newId();
  giveAnswer(id, 'answer.S2', { value: 0 });
  asked[0]?.refuse(new ConsentMissingError({ collection: 'businesses', id } as never));
  await turn();
  expect(waitingAnswers(id).size).toBe(1);
  expect(countUnsaved()).toBe(0);
});
