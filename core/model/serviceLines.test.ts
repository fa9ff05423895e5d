import { expect, test } from 'vitest';
import { SERVICE_LINES } from './reference.ts';
import { builtInRecord, lineNamed, movedLine, serviceLinesOf } from './serviceLines.ts';

const UNIT = 'plut-sulteng';
const own = (id: string, values: object) => ({ id, values });

test('without settings: the built-in list, as it stands', () => {
  const lines = serviceLinesOf(UNIT, []);
  expect(lines.map(({ code }) => code)).toEqual(SERVICE_LINES.map(({ code }) => code));
  expect(lines.every(({ active, builtIn }) => active && builtIn)).toBe(true);
});

test('own lines stand in their field; one without a name is not there yet', () => {
  const lines = serviceLinesOf(UNIT, [
    own('a', { name: 'Klinik ekspor', field: 5, order: 5 }),
    own('first', { name: 'Bazar', field: 5, order: 0 }),
    own('b', { field: 5 }),
    own('c', { name: 'Lain-lain', nameEn: 'Other' }),
  ]);
  expect(lines.filter(({ builtIn }) => !builtIn)).toMatchObject([
    { code: 'first' },
    { code: 'a', field: 5, id: 'Klinik ekspor', en: 'Klinik ekspor', active: true },
    { code: 'c', field: null, id: 'Lain-lain', en: 'Other' },
  ]);
  expect(lines.findIndex(({ code }) => code === 'a')).toBe(lines.findIndex(({ field }) => field === 6) - 1);
  expect(lines.filter(({ field }) => field === 5).map(({ code }) => code)).toEqual([
    ...['exhibition', 'first', 'gallery', 'retail', 'export', 'marketResearch'],
    'a',
  ]);
});

test('a built-in line may be renamed, moved and no longer offered, and keeps its code', () => {
  const record = builtInRecord(UNIT, 'npwp');
  const lines = serviceLinesOf(UNIT, [
    own(record, { name: 'Pajak usaha', active: false, order: 0 }),
    own(builtInRecord(UNIT, 'nib'), { order: 5 }),
  ]);
  expect(lines[0]).toMatchObject({ code: 'npwp', record, id: 'Pajak usaha', en: 'Pajak usaha', active: false });
  expect(lines).toHaveLength(SERVICE_LINES.length);
});

test('another unit’s change of a built-in line is none of ours', () => {
  const lines = serviceLinesOf(UNIT, [own(builtInRecord('plut-lain', 'npwp'), { active: false })]);
  expect(lines.find(({ code }) => code === 'npwp')?.active).toBe(true);
});

test('a typed name is found in both languages, first where it is offered and in the field asked for', () => {
  const lines = serviceLinesOf(UNIT, [
    own('old', { name: 'Inkubasi', field: 3, active: false }),
    own('new', { name: 'Inkubasi', field: 7 }),
    own('twin', { name: 'Ekspor', field: 7 }),
  ]);
  expect(lineNamed(lines, ' inkubasi ', 3)?.code).toBe('new');
  expect(lineNamed(lines, 'Bookkeeping (SAK EMKM)')?.code).toBe('bookkeeping');
  expect(lineNamed(lines, 'ekspor', 7)?.code).toBe('twin');
  expect(lineNamed(lines, 'ekspor', 5)?.code).toBe('export');
  expect(lineNamed(lines, 'Pijat')).toBeUndefined();
  expect(lineNamed(lines, '')).toBeUndefined();
});

test('a line moves by one place; only what changed its place is written', () => {
  const lines = serviceLinesOf(UNIT, [own('a', { name: 'Klinik ekspor', field: 5, order: 4 })]);
  expect(movedLine(lines, 'a', -1).map(({ code, order }) => [code, order])).toEqual([['marketResearch', 5]]);
  expect(movedLine(lines, builtInRecord(UNIT, 'exhibition'), 1).map(({ code, order }) => [code, order])).toEqual([
    ['gallery', 0],
    ['exhibition', 1],
    ['a', 5],
  ]);
  expect(movedLine(lines, 'a', 1)).toEqual([]);
  expect(movedLine(lines, 'unknown', 1)).toEqual([]);
});
