import { expect, test } from 'vitest';
import { isBundleFile } from '../../../electron/contract.ts';
import { fileNameOf, readFileName } from './folder.ts';

test.each([
  [{ id: '0198c0de-0000-7000-8000-000000000001', size: 1, by: 'd_7k2m' }, 'd_7k2m'],
  [{ id: 'A_b-c', size: 1 }, 'lain'],
  [{ id: 'h', size: 1, hub: { epoch: 'e', next: 1, created: '2026-11-25T00:00:00.000Z' } }, 'hub'],
])('a file’s name tells whose bundle it is: %#', (offered, by) => {
  const name = fileNameOf('plut/sul.teng', offered);
  expect(isBundleFile(name)).toBe(true);
  expect(readFileName(name)).toEqual({ by, id: offered.id });
});

test('a name that somebody else gave tells nothing', () => {
  for (const name of ['plut-sulteng-sari-2026-11-25.plut', 'a.b.plut', 'a.b.c.d.plut', 'foto.jpg']) {
    expect(readFileName(name)).toBeNull();
  }
});
