/** What is typed is unsaved until the disk has confirmed it, wherever its user goes meanwhile. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Register } from '#core/register/register.ts';
import { flushPending } from './pending.ts';
import { noteTyped, writeTyped, writtenHere } from './typed.ts';
import { countUnsaved, unsavedOf } from './unsaved.ts';

const seenAs = (value: string): Register =>
  ({ heads: [{ stamp: `s-${value}`, by: 'sari', value }], seen: {} }) as never;

let count = 0;
let name = '';
beforeEach(() => {
  name = `sessions/${count++}/advice`;
});

/** A disk that answers when it is told to. */
function slowDisk() {
  const asked: { text: string; base: Register | undefined; confirm: () => void; refuse: () => void }[] = [];
  const store = (text: string, base: { register: Register | undefined } | undefined) =>
    new Promise<Register | undefined>((resolve, reject) => {
      asked.push({
        ...{ text, base: base?.register },
        confirm: () => resolve(seenAs(text)),
        refuse: () => reject(new Error('full')),
      });
    });
  return { asked, store };
}

const turn = () => new Promise((done) => setTimeout(done));

test('a text is unsaved from its first letter until the disk has confirmed it, and what is typed meanwhile follows upon it', async () => {
  const { asked, store } = slowDisk();
  const before = seenAs('before');
  noteTyped(name, 'Pi', { register: before }, store);
  expect(unsavedOf(name)?.value).toBe('Pi');
  const first = writeTyped(name);
  await turn();
  noteTyped(name, 'Pisahkan', undefined, store);
  const second = writeTyped(name);
  asked[0]?.confirm();
  await first;
  expect(unsavedOf(name)?.value).toBe('Pisahkan');
  await turn();
  expect(asked.map(({ text, base }) => [text, base])).toEqual([
    ['Pi', before],
    ['Pisahkan', seenAs('Pi')],
  ]);
  asked[1]?.confirm();
  await second;
  expect(unsavedOf(name)).toBeUndefined();
  expect(writtenHere(name)).toEqual(seenAs('Pisahkan'));
});

test('locking or closing waits for what a page that was left is still writing', async () => {
  const { asked, store } = slowDisk();
  noteTyped(name, 'Catat setiap hari', undefined, store);
  void writeTyped(name);
  await turn();
  let isFlushed = false;
  const flushed = flushPending().then(() => {
    isFlushed = true;
  });
  await turn();
  expect(isFlushed).toBe(false);
  asked[0]?.confirm();
  await flushed;
  expect(countUnsaved()).toBe(0);
});

test('what the disk refuses stays, is told of, and is written when it is asked again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { asked, store } = slowDisk();
  noteTyped(name, 'Penuh', undefined, store);
  const refused = writeTyped(name);
  await turn();
  asked[0]?.refuse();
  await refused;
  expect(unsavedOf(name)).toMatchObject({ value: 'Penuh', failed: true });
  const again = writeTyped(name);
  await turn();
  asked[1]?.confirm();
  await again;
  expect(unsavedOf(name)).toBeUndefined();
});
