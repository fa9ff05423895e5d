/** A snapshot is read whole or refused; the right ones are kept. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readSnapshot,
  readSnapshotHeader,
  SnapshotError,
  type SnapshotHeader,
  type SnapshotPart,
  SnapshotWriter,
} from './format.ts';
import { expendable, isDue, type Kept } from './rotation.ts';

const header: SnapshotHeader = {
  format: 1,
  app: '1.0.0',
  database: 'pendamping',
  version: 90,
  created: '2026-11-26T01:02:03.000Z',
  layout: [{ name: 'meta', keyPath: 'key', autoIncrement: false, indexes: [] }],
  counts: { meta: 2 },
  extra: { wrapped: 'abc' },
};

const chunk = fc.oneof(
  fc.record({
    kind: fc.constant('rows' as const),
    rows: fc.record({
      table: fc.constantFrom('meta', 'sessions', '__proto__x'),
      count: fc.nat(5),
      json: fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify([text])),
      bytes: fc.uint8Array({ maxLength: 40 }),
      blobs: fc.array(fc.record({ type: fc.string(), size: fc.nat() }), { maxLength: 2 }),
    }),
  }),
  fc.record({ kind: fc.constant('blob' as const), bytes: fc.uint8Array({ maxLength: 60 }) }),
);
type Chunk = typeof chunk extends fc.Arbitrary<infer T> ? T : never;

function write(chunks: readonly Chunk[]): Uint8Array {
  const writer = new SnapshotWriter();
  const parts = [writer.begin(header)];
  for (const each of chunks) parts.push(each.kind === 'rows' ? writer.rows(each.rows) : writer.blob(each.bytes));
  parts.push(writer.end());
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function* inPieces(bytes: Uint8Array, of: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += of) yield bytes.subarray(at, at + of);
}

async function read(bytes: Uint8Array, of = 1000): Promise<SnapshotPart[]> {
  const parts: SnapshotPart[] = [];
  for await (const part of readSnapshot(inPieces(bytes, of))) parts.push(part);
  return parts;
}

describe('the file', () => {
  test('says what was written into it, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), fc.integer({ min: 1, max: 300 }), async (chunks, of) => {
        const parts = await read(write(chunks), of);
        expect(parts).toEqual([{ kind: 'header', header }, ...chunks]);
      }),
    );
  });

  test('is refused when it ends too early, wherever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 4 }), fc.nat(), async (chunks, cut) => {
        const whole = write(chunks);
        await expect(read(whole.subarray(0, cut % whole.length))).rejects.toThrow(SnapshotError);
      }),
      { numRuns: 300 },
    );
  });

  test('is refused when any byte of it is another one, or something follows it', async () => {
    const whole = write([
      { kind: 'rows', rows: { table: 'meta', count: 1, json: '[{"key":"a"}]', bytes: Uint8Array.of(1, 2), blobs: [] } },
      { kind: 'blob', bytes: Uint8Array.of(3, 4, 5) },
    ]);
    for (let at = 0; at < whole.length; at++) {
      const other = Uint8Array.from(whole);
      other[at] = (other[at] as number) ^ (1 << (at % 8));
      await expect(read(other), `byte ${at}`).rejects.toThrow(SnapshotError);
    }
    await expect(read(Uint8Array.from([...whole, 0]))).rejects.toThrow(SnapshotError);
  });

  test('of a newer format says so', async () => {
    const writer = new SnapshotWriter();
    const bytes = writer.begin({ ...header, format: 2 });
    await expect(readSnapshotHeader(bytes)).rejects.toMatchObject({ code: 'newer' });
  });

  test('tells its header by its first bytes', async () => {
    const whole = write([{ kind: 'blob', bytes: new Uint8Array(100) }]);
    expect(await readSnapshotHeader(whole.subarray(0, whole.length - 100))).toEqual(header);
    await expect(readSnapshotHeader(whole.subarray(0, 30))).rejects.toMatchObject({ code: 'cut' });
  });
});

describe('rotation', () => {
  const at = (created: string, size = 1, database = 'a'): Kept => ({ name: created, database, created, size });
  const day = (n: number, hour = 8): string => new Date(Date.UTC(2026, 0, 1 + n, hour)).toISOString();

  test('keeps the latest three, seven days and four weeks of half a year with three a day', () => {
    const made: Kept[] = [];
    for (let n = 0; n < 180; n++) {
      for (const hour of [2, 8, 14]) {
        made.push(at(day(n, hour)));
        for (const gone of expendable(made)) made.splice(made.indexOf(gone), 1);
      }
    }
    const names = made.map(({ created }) => created).toSorted();
    expect(names.slice(-3)).toEqual([day(179, 2), day(179, 8), day(179, 14)]);
    const days = new Set(names.map((name) => name.slice(0, 10)));
    for (let n = 173; n < 180; n++) expect(days).toContain(day(n).slice(0, 10));
    expect(names.length).toBeLessThanOrEqual(3 + 6 + 3);
    expect(Date.parse(names.at(-1) as string) - Date.parse(names[0] as string)).toBeGreaterThan(14 * 86_400_000);
  });

  test('one database’s snapshots cost another nothing, and the latest two always stay', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            n: fc.nat(400),
            hour: fc.nat(23),
            size: fc.nat(5_000_000_000),
            database: fc.constantFrom('a', 'b'),
          }),
        ),
        (some) => {
          const all = some.map(({ n, hour, size, database }, i) => ({
            ...at(day(n, hour), size, database),
            name: `${i}`,
          }));
          const gone = new Set(expendable(all));
          for (const database of ['a', 'b']) {
            const own = all.filter((each) => each.database === database);
            const latest = own.toSorted((x, y) => y.created.localeCompare(x.created) || y.name.localeCompare(x.name));
            for (const each of latest.slice(0, 2)) expect(gone.has(each)).toBe(false);
            expect(own.filter((each) => gone.has(each))).toEqual(own.filter((each) => expendable(own).includes(each)));
          }
        },
      ),
    );
  });

  test('another one is due after a day, or when the last is of the future', () => {
    const now = Date.parse('2026-11-26T08:00:00Z');
    expect(isDue([], now)).toBe(true);
    expect(isDue(['2026-11-25T09:00:00Z'], now)).toBe(false);
    expect(isDue(['2026-11-25T07:00:00Z'], now)).toBe(true);
    expect(isDue(['2099-01-01T00:00:00Z'], now)).toBe(true);
  });
});
