import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edit, join, type Register, shown } from '../register/register.ts';
import { makeStamp, tick } from '../register/stamp.ts';
import { differences, isToldApart, type MergeEdge, Merges } from './merges.ts';

const CLIENTS = ['a', 'b', 'c', 'd', 'e', 'f'];
const client = fc.constantFrom(...CLIENTS);
const edges = fc.uniqueArray(fc.record({ id: client, into: client }), { selector: ({ id }) => id });

const groupsOf = (merges: Merges) => CLIENTS.map((id) => merges.winnerOf(id));

describe('who stands for whom', () => {
  test('along all steps; in a circle the one that was recorded first', () => {
    const chain = new Merges([
      { id: 'c', into: 'b' },
      { id: 'b', into: 'a' },
    ]);
    expect(groupsOf(chain).slice(0, 4)).toEqual(['a', 'a', 'a', 'd']);
    expect(chain.membersOf('b')).toEqual(['a', 'b', 'c']);
    expect([chain.isAway('a'), chain.isAway('c')]).toEqual([false, true]);
    const circle = new Merges([
      { id: 'b', into: 'c' },
      { id: 'c', into: 'b' },
      { id: 'a', into: 'c' },
    ]);
    expect(circle.winnerOf('a')).toBe('b');
    expect(circle.membersOf('c')).toEqual(['b', 'a', 'c']);
    expect(new Merges([{ id: 'a', into: 'a' }]).isAway('a')).toBe(false);
  });

  test('what was merged into a client that is deleted, or not here, is shown again', () => {
    const merges = new Merges([{ id: 'b', into: 'a' }], (id) => id !== 'a');
    expect(merges.isAway('b')).toBe(false);
  });

  test('each client is in one group, which one of its members stands for', () => {
    fc.assert(
      fc.property(edges, (all) => {
        const merges = new Merges(all);
        for (const id of CLIENTS) {
          const winner = merges.winnerOf(id);
          expect(merges.winnerOf(winner)).toBe(winner);
          expect(merges.membersOf(id)).toContain(id);
          expect(merges.membersOf(id)[0]).toBe(winner);
          expect(merges.isAway(id)).toBe(winner !== id);
          expect(merges.away().includes(id)).toBe(winner !== id);
        }
        // Those that an edge joins are one.
        for (const { id, into } of all) expect(merges.winnerOf(id)).toBe(merges.winnerOf(into));
      }),
    );
  });

  test('taken back, a client stands for itself, and what was merged into it goes with it; nobody else is moved', () => {
    fc.assert(
      fc.property(edges, client, (all, id) => {
        const merges = new Merges(all);
        fc.pre(merges.isAway(id));
        const emptied = merges.toSeparate(id);
        const after = new Merges(all.filter((edge) => !emptied.includes(edge.id)));
        expect(after.winnerOf(id)).not.toBe(after.winnerOf(merges.winnerOf(id)));
        const others = CLIENTS.filter((other) => merges.winnerOf(other) !== merges.winnerOf(id));
        for (const other of others) expect(after.winnerOf(other)).toBe(merges.winnerOf(other));
        // One merge, one step back.
        if (all.length === 1) expect(groupsOf(after)).toEqual(CLIENTS);
      }),
    );
  });
});

/** A laptop's `mergedInto` of each client. */
type Laptop = Map<string, Register>;
const action = fc.oneof(
  fc.record({ laptop: fc.nat(2), merge: fc.record({ id: client, into: client }) }),
  fc.record({ laptop: fc.nat(2), separate: client }),
  fc.record({ laptop: fc.nat(2), receive: fc.nat(2) }),
);

test('merges and steps back on any laptops, met in any order, give the same groups everywhere', () => {
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 30 }),
      fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      (actions, order) => {
        const laptops: Laptop[] = [new Map(), new Map(), new Map()];
        const clocks: (string | undefined)[] = [];
        const write = (at: number, id: string, value: string | null) => {
          clocks[at] = tick(clocks[at] as never, 1000 + at);
          const laptop = laptops[at] as Laptop;
          laptop.set(id, edit(laptop.get(id), makeStamp(clocks[at] as never, `d_laptop${at}`), 'u', value));
        };
        const receive = (to: Laptop, from: Laptop) => {
          for (const [id, register] of from) to.set(id, to.has(id) ? join(to.get(id) as Register, register) : register);
        };
        for (const each of actions) {
          if ('merge' in each) write(each.laptop, each.merge.id, each.merge.into);
          else if ('separate' in each) {
            for (const id of mergesOn(laptops[each.laptop] as Laptop).toSeparate(each.separate))
              write(each.laptop, id, null);
          } else receive(laptops[each.laptop] as Laptop, laptops[each.receive] as Laptop);
        }
        for (const to of laptops) for (const from of order) receive(to, laptops[from] as Laptop);
        for (const to of laptops) for (const from of laptops) receive(to, from);
        const [first, ...others] = laptops.map((laptop) => groupsOf(mergesOn(laptop)));
        for (const other of others) expect(other).toEqual(first);
      },
    ),
  );
});

const mergesOn = (laptop: Laptop): Merges =>
  new Merges(
    [...laptop].flatMap(([id, register]): MergeEdge[] => {
      const into = shown(register)?.value;
      return typeof into === 'string' ? [{ id, into }] : [];
    }),
  );

test('what could be taken over: where the other one knows something else', () => {
  const winner = { name: 'Kopi Napu', ownerPhone: null, sector: 'C', createdBy: 'sari' };
  const loser = {
    name: 'Kopi Napu',
    ownerPhone: '0812',
    sector: null,
    createdBy: 'rahma',
    'notSame.x': true,
    kbli: '10761',
  };
  expect(differences(winner, loser)).toEqual([
    { field: 'ownerPhone', winner: null, loser: '0812' },
    { field: 'kbli', winner: null, loser: '10761' },
  ]);
});

test('two that a person told apart, whoever of them holds it', () => {
  const [a, b] = [
    { id: 'a', values: { 'notSame.b': true } },
    { id: 'b', values: {} },
  ];
  expect(isToldApart(a, b)).toBe(true);
  expect(isToldApart(b, a)).toBe(true);
  expect(isToldApart({ ...a, values: { 'notSame.b': null } }, b)).toBe(false);
});
