import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it, test } from 'vitest';
import { COLLECTIONS, fieldNames, fieldSchema } from '../model/collections.ts';
import { asText } from '../model/formula.ts';
import { mayWrite, ROLES } from '../workflow/policy.ts';
import { fullColumns, latestStates, layoutColumns, valueAt } from './columns.ts';
import {
  EXPORTED,
  exportedOf,
  isExportable,
  isInPeriod,
  NEVER_EXPORTED,
  readableOf,
  reasonToLeaveOut,
  restrictedPersons,
} from './contents.ts';
import { csvOf, type FileCell } from './csv.ts';
import { geoJsonOf, jsonOf } from './files.ts';
import { LAYOUTS } from './layouts.ts';
import { personalSorts } from './personal.ts';

const NIK = '7271014503880001';
const coordinator = { role: 'coordinator', user: 'ningsih', withNik: true } as const;
const owner = { role: 'consultant', user: 'sari', withNik: true } as const;
const colleague = { role: 'consultant', user: 'budi', withNik: true } as const;
const business = {
  id: 'b1',
  values: {
    name: 'Kakao Palolo',
    ownerNik: NIK,
    npwp: NIK,
    consultant: 'sari',
    latitude: -1.05,
    longitude: 120.1,
    region: { code: '72.10.02.2005', province: 'Sulawesi Tengah', village: 'Berdikari' },
    importId: 'i1',
    erasedAt: null,
  },
};
const head = { unit: 'PLUT', by: 'Sari', at: '2026-11-25T00:00:00Z', sequence: 7, layout: 'full' };

describe('what may be exported', () => {
  it('is said of every collection once; the fields of days exist', () => {
    expect([...EXPORTED.map(({ collection }) => collection), ...NEVER_EXPORTED].sort()).toEqual(
      [...COLLECTIONS].sort(),
    );
    for (const { collection, day } of EXPORTED) if (day) expect(fieldSchema(collection, day)).toBeDefined();
  });

  it('never holds keys, and what a role may not read', () => {
    for (const role of ROLES) {
      expect(isExportable(role, 'attachments', 'key')).toBe(false);
      expect(isExportable(role, 'attachments', 'hash')).toBe(false);
      expect(isExportable(role, 'businesses', 'ownerNik')).toBe(role === 'consultant' || role === 'coordinator');
      expect(isExportable(role, 'businesses', 'erasedAt')).toBe(false);
    }
    expect(fullColumns('head', 'candidates', []).map(({ key }) => key)).not.toContain('nik');
  });

  it('has a NIK in full only for those who may read it and want it, also where the NPWP repeats it', () => {
    const nikFor = (reader: Parameters<typeof readableOf>[2]) => {
      const { ownerNik, npwp } = readableOf('businesses', business, reader).values;
      return [ownerNik, npwp];
    };
    expect(nikFor(coordinator)).toEqual([NIK, NIK]);
    expect(nikFor(owner)).toEqual([NIK, NIK]);
    expect(nikFor(colleague)).toEqual(['727101******0001', '727101******0001']);
    expect(nikFor({ ...coordinator, withNik: false })).toEqual(['727101******0001', '727101******0001']);
    expect(nikFor({ role: 'supervisor', user: 'dinas', withNik: true })[0]).toBeUndefined();
  });

  it('leaves out what is deleted, erased, or belongs to such, and those whose processing is restricted', () => {
    const none = { gone: new Set(['b9', 's9']), restricted: restrictedPersons([]) };
    const reason = (collection: Parameters<typeof reasonToLeaveOut>[0], values: object, exclusions = none) =>
      reasonToLeaveOut(collection, { id: 'x', values: values as Record<string, unknown> }, exclusions);
    expect(reason('businesses', { deletedAt: { at: '2026-01-01T00:00:00Z', knowing: [] } })).toBe('gone');
    expect(reason('attendances', { erasedAt: '2026-01-01T00:00:00Z' })).toBe('gone');
    expect(reason('sessions', { clientId: 'b9' })).toBe('gone');
    expect(reason('followUps', { clientId: 'b1', sessionId: 's9' })).toBe('gone');
    // An outcome only mentions its session; who looked at what stays as evidence.
    expect(reason('outcomes', { clientId: 'b1', sessionId: 's9' })).toBeNull();
    expect(reason('accesses', { clientId: 'b9' })).toBeNull();

    const requests = [
      { id: 'r1', values: { requestKind: 'restriction', state: 'open', clientId: 'b1' } },
      { id: 'r2', values: { requestKind: 'restriction', state: 'dropped', clientId: 'b2' } },
    ];
    const restricted = { gone: new Set<string>(), restricted: restrictedPersons(requests) };
    expect(reason('sessions', { clientId: 'b1' }, restricted)).toBe('restricted');
    expect(reason('sessions', { clientId: 'b2' }, restricted)).toBeNull();
    expect(reason('consents', { clientId: 'b1' }, restricted)).toBeNull();
    expect(reasonToLeaveOut('businesses', business, restricted)).toBe('restricted');
  });

  it('is noted by whoever takes it out, and nobody but those who erase takes the note back', () => {
    for (const role of ROLES) {
      for (const field of ['what', 'contents', 'createdBy']) expect(mayWrite(role, 'accesses', field)).toBe(true);
      expect(mayWrite(role, 'accesses', 'erasedAt')).toBe(role === 'coordinator');
    }
    expect(mayWrite('head', 'accesses', 'deletedAt')).toBe(false);
  });

  it('takes the period by the day on the clock of the unit, or by the year', () => {
    const quarter = { from: '2026-01-01', to: '2026-03-31' };
    const isIn = (name: string, values: object) =>
      isInPeriod(exportedOf(name) as never, { id: 'x', values: values as never }, quarter, 'WITA');
    expect(isIn('sessions', { date: '2026-03-31' })).toBe(true);
    expect(isIn('sessions', { date: '2026-04-01' })).toBe(false);
    expect(isIn('sessions', {})).toBeUndefined();
    expect(isIn('accesses', { createdAt: '2026-03-31T15:59:00Z' })).toBe(true);
    expect(isIn('accesses', { createdAt: '2026-03-31T16:00:00Z' })).toBe(false);
    expect(isIn('programmes', { year: 2026 })).toBe(true);
    expect(isIn('programmes', { year: 2025 })).toBe(false);
    expect(isIn('targets', {})).toBe(true);
  });
});

describe('columns', () => {
  it('are all fields that may be exported, regions and scores in parts, answers where there are some', () => {
    const record = {
      id: 'a1',
      values: {
        'answer.K10': 3,
        'answer.K2': 'na',
        score: { total: 61.5, level: 'tumbuh', gated: false, dimensions: { K: 70 } },
      },
    };
    const columns = fullColumns('consultant', 'assessments', [record]);
    const keys = columns.map(({ key }) => key);
    expect(keys.slice(0, 2)).toEqual(['id', 'client']);
    expect(keys.filter((key) => key.startsWith('answer.'))).toEqual(['answer.K2', 'answer.K10']);
    const at = (key: string) => valueAt(columns.find((column) => column.key === key) as never, record);
    expect(['score.total', 'score.gated', 'score.dimensions.K'].map(at)).toEqual([61.5, false, 70]);

    const ofBusiness = fullColumns('coordinator', 'businesses', [business]);
    expect(ofBusiness.find(({ key }) => key === 'region.village')).toBeDefined();
    const shown = new Set(ofBusiness.map(({ field }) => field));
    const left = fieldNames('businesses').filter((field) => !shown.has(field));
    expect(left).toEqual(['deletedAt', 'erasedAt', 'importId']);
  });

  it('of a layout come from fields that exist, under the seven aspects, and take the latest state', () => {
    for (const layout of LAYOUTS) {
      const columns = layoutColumns('coordinator', layout);
      expect(columns).toHaveLength(layout.columns.length);
      expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length);
      expect(layout.name.id).toContain('bukan format resmi');
      for (const { key } of columns.filter(({ part }) => part))
        expect(key).toMatch(/^region\.(province|regency|district|village|code)$/);
    }
    const [umkm] = LAYOUTS;
    expect(new Set(umkm?.columns.map(({ group }) => group)).size).toBe(7);
    const states = [
      { id: 'y2', values: { clientId: 'b1', asOf: '2025-12-31', sales: 200 } },
      { id: 'y1', values: { clientId: 'b1', asOf: '2024-12-31', sales: 100 } },
    ];
    const sales = layoutColumns('coordinator', umkm as never).find(({ key }) => key === 'state.sales') as never;
    expect(valueAt(sales, business, latestStates(states))).toBe(200);
    expect(valueAt(sales, business, latestStates(states, '2025-06-30'))).toBe(100);
    expect(layoutColumns('head', umkm as never).some(({ key }) => key === 'ownerNik')).toBe(false);
  });

  it('say which sorts of personal data they hold', () => {
    expect(personalSorts(fullColumns('coordinator', 'businesses', []))).toEqual(
      expect.arrayContaining(['name', 'nik', 'birth', 'contact', 'place']),
    );
    expect(personalSorts(fullColumns('coordinator', 'planItems', []))).toEqual([]);
  });
});

describe('CSV', () => {
  const cells = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.stringMatching(/^[=+\-@;"'\r\n\t ,]{0,4}[a-z0-9]{0,3}$/),
  );

  test('what is written is read again; nothing in it is a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cells, cells, cells), { minLength: 1, maxLength: 8 }), (rows) => {
        const text = csvOf(['a', 'b', 'c'], rows);
        const { data } = Papa.parse<string[]>(text.slice(1), { delimiter: ';', newline: '\r\n' });
        expect(data).toEqual([['a', 'b', 'c'], ...rows.map((row) => row.map(asText)), ['']]);
        for (const cell of data.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  test('as Indonesian Excel expects it', () => {
    const row: FileCell[] = [
      '=HYPERLINK("http://x")',
      { number: -2500, as: 'rupiah' },
      { number: -1.05, as: 'decimal' },
      { day: '2026-11-24' },
      { moment: '2026-11-24T09:30' },
      null,
    ];
    expect(csvOf(['Nama', 'Laba', 'Lintang', 'Tanggal', 'Waktu', 'Kosong'], [row])).toBe(
      '\uFEFFNama;Laba;Lintang;Tanggal;Waktu;Kosong\r\n' +
        `"'=HYPERLINK(""http://x"")";-2500;-1,05;24-11-2026;24-11-2026 09.30;\r\n`,
    );
  });
});

test('JSON has values with codes, one list per collection, and where it comes from', () => {
  const text = jsonOf(head, new Map([['businesses', [readableOf('businesses', business, colleague)]]]));
  expect(JSON.parse(text)).toMatchObject({
    format: 'pendamping.export.v1',
    unit: 'PLUT',
    sequence: 7,
    collections: { businesses: [{ id: 'b1', name: 'Kakao Palolo', region: { code: '72.10.02.2005' } }] },
  });
});

test('GeoJSON has those with a place, longitude first', () => {
  const elsewhere = { id: 'b2', values: { name: 'Tanpa lokasi', latitude: 0 } };
  const columns = fullColumns('consultant', 'businesses', [business]);
  const { type, features } = JSON.parse(geoJsonOf(head, columns, [business, elsewhere]));
  expect(type).toBe('FeatureCollection');
  expect(features).toHaveLength(1);
  expect(features[0]).toMatchObject({
    type: 'Feature',
    id: 'b1',
    geometry: { type: 'Point', coordinates: [120.1, -1.05] },
    properties: { name: 'Kakao Palolo', 'region.code': '72.10.02.2005' },
  });
});
