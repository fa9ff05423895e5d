import { beforeEach, expect, test } from 'vitest';
import { ClientSearch } from './clients.ts';

const region = { code: '72.71.01.1004', village: 'Talise' };
const NIK = '7271014107900001';
const business = (id: string, values: Record<string, unknown>) => ({
  collection: 'businesses' as const,
  id,
  values: { region, ...values },
});

let search: ClientSearch;
beforeEach(() => {
  search = new ClientSearch();
  search.set(business('a', { name: 'Keripik Pisang Bunda', ownerNik: NIK }));
  search.set(business('b', { name: 'UD Kripik Pisang Bunda' }));
  search.set({ collection: 'cooperatives', id: 'k', values: { name: 'Keripik Pisang Bunda', region } });
});
const pairs = (id: string) => search.pairsOf(id).map(({ one, other }) => `${one.id} ${other.id}`);
const typed = { name: 'Kripik Pisang Bunda', region };

test('a pair is found from both sides, within one kind of client; the NIK is masked', () => {
  expect([pairs('a'), pairs('b'), pairs('k')]).toEqual([['a b'], ['a b'], []]);
  expect(JSON.stringify(search.pairsOf('a'))).not.toContain(NIK);
});

test('what is typed in is asked about before it is a record, and is not its own duplicate', () => {
  expect(search.likely(business('new', typed)).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(search.likely(business('a', typed)).map(({ id }) => id)).toEqual(['b']);
  expect(search.likely(business('new', { name: 'Bengkel Motor Setia', ownerNik: NIK }))).toMatchObject([
    { id: 'a', isSame: false, alike: ['nik', 'village'] },
  ]);
});

test('told apart by either of them, nobody is asked again', () => {
  search.set(business('b', { name: 'UD Kripik Pisang Bunda', 'notSame.a': true }));
  expect([pairs('a'), pairs('b')]).toEqual([[], []]);
  expect(search.apart().map(([one, other]) => [one.id, other.id])).toEqual([['b', 'a']]);
  expect(search.likely(business('new', { ...typed, 'notSame.a': true })).map(({ id }) => id)).toEqual(['b']);
});

test('merged ones are one, known by both names; taken back they are two again', () => {
  search.set(business('b', { name: 'Dapur Ibu Lapatta', mergedInto: 'a' }));
  expect([pairs('a'), pairs('b')]).toEqual([[], []]);
  expect(search.likely(business('new', { name: 'Dapur Ibu Lapata', region })).map(({ id }) => id)).toEqual(['a']);
  search.set(business('a', { name: 'Keripik Pisang Bunda', deletedAt: '2026-01-01T00:00:00Z' }));
  expect(search.likely(business('new', { name: 'Dapur Ibu Lapata', region })).map(({ id }) => id)).toEqual(['b']);
});
