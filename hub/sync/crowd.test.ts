/** Many laptops of one unit at once keep nobody of other units waiting (PostgreSQL, where several connections are at work). */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { enrolLaptop, newUnit, newUser, pullPage, push, recordOf, testHub, write } from '../testing/hub.ts';
import { withPostgres } from '../testing/postgres.ts';

/** More than the hub has connections. */
const PUSHES = 15;

test('while pushes of one unit wait for its row, others are answered', { timeout: 60_000 }, async () => {
  const postgres = await withPostgres();
  if (!postgres) return;
  const hub = await testHub({ place: { databaseUrl: postgres.url } });
  const other = new pg.Client({ connectionString: postgres.url });
  try {
    const crowded = await enrolLaptop(hub, await newUser(hub, await newUnit(hub)));
    const elsewhere = await enrolLaptop(hub, await newUser(hub, await newUnit(hub)));
    await other.connect();
    await other.query('begin');
    await other.query('select 1 from units where id = $1 for update', [crowded.unit]);
    let answered = 0;
    const pushes = Array.from({ length: PUSHES }, async () => {
      const id = randomUUID();
      write(crowded, 'businesses', id, 'name', 'Gula aren');
      const answer = await push(crowded, [recordOf(crowded, 'businesses', id)]);
      answered += 1;
      return answer;
    });
    // Each has come so far that it waits.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await pullPage(elsewhere, 'after=0')).status).toBe(200);
    expect(answered).toBe(0);
    await other.query('commit');
    expect((await Promise.all(pushes)).map(({ accepted }) => accepted)).toEqual(Array(PUSHES).fill(1));
  } finally {
    await other.end();
    await hub.dispose();
    postgres.stop();
  }
});
