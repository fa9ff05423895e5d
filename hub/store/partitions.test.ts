/** The hub on a PostgreSQL whose large tables an operator has split by unit (build/hub/partitions.sql). */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { enrolLaptop, type Laptop, newUnit, newUser, pull, push, recordOf, testHub, write } from '../testing/hub.ts';
import { withPostgres } from '../testing/postgres.ts';

const DDL = readFileSync(join(import.meta.dirname, '../../build/hub/partitions.sql'), 'utf8');

test('units that were there, and new ones, go on as before; each is in a part of its own', async () => {
  const postgres = await withPostgres();
  if (!postgres) return;
  const place = { databaseUrl: postgres.url };
  let hub = await testHub({ place });
  try {
    const send = async (laptop: Laptop, id: string, name: string) => {
      const register = write(laptop, 'businesses', id, 'name', name);
      await push(laptop, [recordOf(laptop, 'businesses', id)]);
      return register;
    };
    const before = await enrolLaptop(hub, await newUser(hub, await newUnit(hub)));
    const id = randomUUID();
    await send(before, id, 'Kopi Toraja');
    await sql.raw(DDL).execute(hub.store.db);
    await hub.close();
    hub = await testHub({ place });
    before.hub = hub;

    const laptops = [before];
    for (let i = 0; i < 4; i++) laptops.push(await enrolLaptop(hub, await newUser(hub, await newUnit(hub))));
    for (const laptop of laptops) await send(laptop, randomUUID(), 'Gula aren');
    const changed = await send(before, id, 'Kopi');
    before.replica.clear();
    before.cursor = 0;
    await pull(before);
    expect(before.replica.get(`businesses/${id}/name`)).toEqual(changed);
    const { rows } = await sql<{ parts: number }>`
      select count(distinct tableoid)::int as parts from registers`.execute(hub.store.db);
    expect(rows[0]?.parts).toBeGreaterThan(1);
  } finally {
    await hub.dispose();
    postgres.stop();
  }
});
