import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CODE, isPrivateAddress, newCode, POST_PORT, postTag, postToken, readPostAddress } from './post.ts';

test('only the unit’s key and the code together open a post', () => {
  const token = postToken('AGE-SECRET-KEY-A', '123456');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(postToken('AGE-SECRET-KEY-A', '123456')).toBe(token);
  expect(postToken('AGE-SECRET-KEY-B', '123456')).not.toBe(token);
  expect(postToken('AGE-SECRET-KEY-A', '123457')).not.toBe(token);
  expect(postTag(token)).not.toContain(token.slice(0, 8));
  expect(newCode()).toMatch(CODE);
});

test.each([
  ['192.168.1.7', `192.168.1.7:${POST_PORT}`],
  [' 10.0.0.5:8080 ', '10.0.0.5:8080'],
  ['http://172.20.10.2:47320/', '172.20.10.2:47320'],
  ['192.168.001.007', `192.168.1.7:${POST_PORT}`],
  ['127.0.0.1:1', '127.0.0.1:1'],
  ['8.8.8.8', null],
  ['172.32.0.1', null],
  ['192.168.1', null],
  ['192.168.1.300', null],
  ['192.168.1.7:70000', null],
  ['192.168.1.7:0', null],
  ['hub.plut.id', null],
  ['192.168.1.7@evil.example', null],
  ['', null],
])('address %s: %s', (typed, address) => {
  expect(readPostAddress(typed)).toBe(address);
});

test('whatever is typed, only private addresses come out, and they stay what they are', () => {
  const typed = fc.oneof(
    fc.string(),
    fc.ipV4(),
    fc.tuple(fc.ipV4(), fc.nat(99_999)).map(([ip, port]) => `${ip}:${port}`),
  );
  fc.assert(
    fc.property(typed, (input) => {
      const address = readPostAddress(input);
      if (address === null) return;
      expect(isPrivateAddress(address.split(':')[0] as string)).toBe(true);
      expect(readPostAddress(address)).toBe(address);
    }),
  );
});
