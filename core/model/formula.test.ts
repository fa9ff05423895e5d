import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asText, fromText } from './formula.ts';

const begin = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '＝', '0', 'a', ' ') });

test('nothing looks like a formula, and every text comes back', () => {
  fc.assert(
    fc.property(begin, fc.string(), (first, rest) => {
      const text = first + rest;
      expect(asText(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      expect(fromText(asText(text))).toBe(text);
    }),
  );
});

test('an apostrophe of the text stays', () => {
  expect(fromText("'Aisyiyah")).toBe("'Aisyiyah");
  expect(fromText("'+62 812")).toBe('+62 812');
});
