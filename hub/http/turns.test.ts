/** Whose turn it is at the hub when many laptops come at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeTurns } from './turns.ts';

const KINDS = ['sqlite', 'postgres'] as const;
const BUSY_MS = 5;

/** As SQLite does: it answers at once, and nothing else runs meanwhile. */
async function keepBusy(): Promise<void> {
  const until = performance.now() + BUSY_MS;
  while (performance.now() < until);
}

describe.each(KINDS)('on %s', (kind) => {
  test('pushes that wait go before a pull that came sooner', async () => {
    const turns = makeTurns({ kind });
    const order: string[] = [];
    const first = Promise.withResolvers<void>();
    const all = [
      turns.bring(() => first.promise),
      turns.fetch(async () => order.push('pull')),
      ...[1, 2, 3].map((n) => turns.bring(async () => order.push(`push ${n}`))),
    ];
    first.resolve();
    await Promise.all(all);
    expect(order).toEqual(['push 1', 'push 2', 'push 3', 'pull']);
  });

  test('a pull has its turn although pushes never end', async () => {
    const turns = makeTurns({ kind });
    let ended = false;
    let pushes = 0;
    const pushing = (async () => {
      while (!ended) {
        await Promise.all([turns.bring(() => sleep(BUSY_MS)), turns.bring(() => sleep(BUSY_MS))]);
        pushes += 2;
      }
    })();
    const other = (async () => {
      while (!ended) await turns.bring(() => sleep(BUSY_MS));
    })();
    expect(await turns.fetch(async () => 'page')).toBe('page');
    ended = true;
    await Promise.all([pushing, other]);
    expect(pushes).toBeGreaterThan(2);
  });

  test('what one of them throws reaches who asked, and the others go on', async () => {
    const turns = makeTurns({ kind });
    await expect(turns.bring(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await expect(turns.fetch(() => Promise.reject(new Error('unreadable')))).rejects.toThrow('unreadable');
    expect(await turns.bring(async () => 1)).toBe(1);
    expect(await turns.fetch(async () => 2)).toBe(2);
  });
});

test('while pushes keep SQLite busy, whoever is new is let in', async () => {
  const turns = makeTurns({ kind: 'sqlite' });
  let done = 0;
  const pushes = Array.from({ length: 20 }, () =>
    turns.bring(async () => {
      await keepBusy();
      done += 1;
    }),
  );
  // What comes from outside comes between two turns of Node's loop, as a timer does.
  await sleep(1);
  expect(done).toBeLessThan(20);
  await Promise.all(pushes);
});
