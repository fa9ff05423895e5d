/** The search in lists of clients finds what a look into each line would find. */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientLine, searchText } from '#core/model/clientLine.ts';
import { type ClientLine, searchClients } from './useClientIndex.ts';

const few = (most: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'İ', 'é', ' ', "'", '.', '*'), maxLength: most });
const line = fc.record({ name: few(5), mainActivity: few(3), ownerName: few(2) }).map((values): ClientLine => {
  const shown = clientLine(values);
  return { ...shown, collection: 'businesses', id: '', haystack: searchText(shown) };
});

test('a line is found when each word stands in it, wherever; and no more than are wanted', () => {
  fc.assert(
    fc.property(fc.array(line), few(6), fc.nat({ max: 5 }), (lines, query, most) => {
      const words = query.toLowerCase().split(/\s+/);
      const expected = lines.filter(({ haystack }) => words.every((word) => haystack.includes(word)));
      expect(searchClients(lines, query)).toEqual(expected);
      expect(searchClients(lines, query, most)).toEqual(expected.slice(0, most));
    }),
    { numRuns: 500 },
  );
});
