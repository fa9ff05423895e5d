/** What laptops and the hub hold, register by register, for tests that compare them. */
import { expect, type Page } from '@playwright/test';
import { v7 as newId } from 'uuid';
import { fieldName } from '#core/register/names.ts';
import { canonical, type Json, join, type Register } from '#core/register/register.ts';
import type { EnrolAnswer } from '#core/wire/protocol.ts';
import { type Laptop, PUBLIC_KEY, post, pull, push, recordOf, write } from '../../hub/testing/hub.ts';
import type { OutboxEntry } from '../../renderer/store/database.ts';
import { type Row, registerOf } from '../../renderer/store/rows.ts';
import { entriesOf, type UnsentRecord } from '../../renderer/store/unsent.ts';
import type { Hub } from './hub.ts';
import { readTables } from './sealed.ts';
import { codeFor, type Person } from './unit.ts';

/** By `collection/id/field`. */
export type Registers = ReadonlyMap<string, Register>;

export interface Holding {
  registers: Registers;
  /** Fields that wait for the hub. */
  unsent: ReadonlySet<string>;
  /** Fields that the hub refused. */
  refused: ReadonlySet<string>;
}

/** A laptop without screens: it speaks HTTP with the hub (hub/testing). */
export async function enrolBare(hub: Hub, user: Person): Promise<Laptop> {
  const { status, body } = await post<EnrolAnswer>(hub, '/v1/enrol', {
    code: await codeFor(hub, user),
    deviceName: `Laptop lain ${user}`,
    publicKey: PUBLIC_KEY,
  });
  if (status !== 200) throw new Error(`enrol: ${status} ${JSON.stringify(body)}`);
  const { deviceId: device, deviceToken: token, unit } = body;
  const rest = { clock: undefined, now: Date.now, replica: new Map(), cursor: 0 };
  return { hub, device, token, user, unit, answer: body, ...rest };
}

/** A record with these values, made on a bare laptop and taken by the hub. @returns its id */
export async function makeRecord(
  maker: Laptop,
  collection: string,
  values: Record<string, Json>,
  id = newId(),
): Promise<string> {
  const common = { createdAt: new Date().toISOString(), createdBy: maker.user };
  for (const [field, value] of Object.entries({ ...common, ...values })) write(maker, collection, id, field, value);
  const { refused } = await push(maker, [recordOf(maker, collection, id)]);
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
  return id;
}

/** All that the hub gives to whoever knows nothing yet. */
export async function heldByHub(reader: Laptop): Promise<Registers> {
  const fresh: Laptop = { ...reader, replica: new Map(), cursor: 0 };
  await pull(fresh);
  return fresh.replica;
}

const NO_RECORDS = [
  'unsent',
  'attention',
  'inputs',
  'pasts',
  'carried',
  'bundles',
  'files',
  'meta',
  'packs',
  'written',
];

/** Reads the laptop's IndexedDB past the app. */
export async function heldBy(page: Page): Promise<Holding> {
  const tables = await readTables(page);
  const registers = new Map<string, Register>();
  for (const [table, rows] of Object.entries(tables)) {
    if (NO_RECORDS.includes(table)) continue;
    for (const row of rows as unknown as (Row & { collection?: string })[]) {
      for (const field of Object.keys(row.marks)) {
        registers.set(`${row.collection ?? table}/${row.id}/${field}`, registerOf(row, field) as Register);
      }
    }
  }
  const names = (entries: readonly object[] = []) => new Set((entries as OutboxEntry[]).map(fieldName));
  const unsent = ((tables.unsent ?? []) as unknown as UnsentRecord[]).flatMap(entriesOf);
  return { registers, unsent: names(unsent), refused: names(tables.attention) };
}

/**
 * Waits until what was just typed is on the disk, so that a kill costs nothing of it. Half a second is the promise, on a machine
 * that has time for it (kill.spec); a read of all stores waits for every write that was begun before, and that write may have
 * begun another.
 */
export async function untilStored(page: Page): Promise<void> {
  await page.waitForTimeout(500);
  for (let i = 0; i < 3; i++) await heldBy(page);
}

/** Where two holdings differ, as lines to read; none when they agree. */
export function differences(a: Registers, b: Registers): string[] {
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  return names.filter((name) => text(a.get(name)) !== text(b.get(name))).map((name) => `${name}: ${both(name, a, b)}`);
}

/** What `mine` has and `other` lacks. */
export function unknownTo(other: Registers, mine: Registers): string[] {
  return [...mine].flatMap(([name, register]) => {
    const theirs = other.get(name);
    return theirs && text(join(theirs, register)) === text(theirs) ? [] : [`${name}: ${both(name, mine, other)}`];
  });
}

const text = (register: Register | undefined): string =>
  register ? canonical(register as unknown as Json) : 'nothing';
const both = (name: string, a: Registers, b: Registers): string => `${text(a.get(name))} | ${text(b.get(name))}`;

/** Register by register, with all heads, stamps and what they have seen: the hub from the beginning, and every laptop. */
export async function expectSameStores(reader: Laptop, all: readonly { page: Page }[]): Promise<void> {
  const given = await heldByHub(reader);
  for (const { page } of all) {
    await expect.poll(async () => differences((await heldBy(page)).registers, given), { timeout: 60_000 }).toEqual([]);
    const { unsent, refused } = await heldBy(page);
    expect([...unsent, ...refused]).toEqual([]);
  }
}
