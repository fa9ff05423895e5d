/** Files as a user opens them: XLSX read again, CSV parsed, JSON and GeoJSON as they are. */
import { unzipSync } from 'fflate';
import i18next from 'i18next';
import Papa from 'papaparse';
import readXlsx from 'read-excel-file/node';
import { beforeAll, expect, test } from 'vitest';
import { instruments } from '#core/instruments/index.ts';
import type { CollectionName } from '#core/model/collections.ts';
import { id } from '../../i18n/id.ts';
import type { ExportSources } from '../../store/exports.ts';
import { type ExportQuestion, makeExport } from './make.ts';

const NIK = '7271014503880001';
const NOW = Date.parse('2026-11-25T20:00:00Z');
const [instrument] = instruments();

const records: Partial<Record<CollectionName, object>> = {
  businesses: {
    name: '=Kakao; "Palolo"',
    ownerName: 'Sitti',
    ownerNik: NIK,
    nib: '0220001234567',
    startedOn: '2019-02-11',
    sector: 'C',
    region: { code: '72.10.02.2005', province: 'Sulawesi Tengah', regency: 'Kabupaten Sigi', village: 'Berdikari' },
    latitude: -1.05,
    longitude: 120.1,
    product1Price: 25_000,
    previouslyMentored: true,
    consultant: 'sari',
    registeredOn: '2026-02-01',
    createdAt: '2026-02-01T01:30:00Z',
  },
  sessions: {
    clientCollection: 'businesses',
    clientId: 'b1',
    date: '2026-03-02',
    startTime: '09:00',
    field: 4,
    consultant: 'sari',
    state: 'finished',
  },
  assessments: {
    clientCollection: 'businesses',
    clientId: 'b1',
    instrument: instrument?.id,
    version: instrument?.version,
    [`answer.${instrument?.indicators[0]?.id}`]: 3,
    score: { total: 61.254, level: instrument?.rules.levels[0]?.id, gated: false, dimensions: {} },
  },
  yearlyStates: { clientCollection: 'businesses', clientId: 'b1', asOf: '2025-12-31', sales: 655_000_000 },
};

const sources = {
  device: {
    role: 'consultant',
    user: 'sari',
    userName: 'Sari',
    unit: 'plut-sulteng',
    unitName: 'PLUT Sulteng',
    timeZone: 'WITA',
  },
  sequence: 42,
  names: new Map([
    ['b1', 'Kakao Palolo'],
    ['sari', 'Sari Lestari'],
  ]),
  serviceLines: [],
  formTexts: [],
  records: new Map(
    Object.entries(records).map(([name, values]) => [
      name,
      [{ id: name === 'businesses' ? 'b1' : `${name}-1`, values }],
    ]),
  ),
  restricted: new Map([
    ['sessions', 2],
    ['yearlyStates', 1],
  ]),
} as unknown as ExportSources;

const ALL: ExportQuestion = {
  collections: ['businesses', 'sessions', 'assessments'],
  layout: 'full',
  format: 'xlsx',
  period: null,
  withNik: true,
  language: 'id',
};
const make = (question: Partial<ExportQuestion>, from = sources) =>
  makeExport({ ...ALL, ...question }, from, i18next.t, NOW);
const bytesOf = async (file: Blob) => Buffer.from(await file.arrayBuffer());
const rowOf = ([heads = [], ...rows]: unknown[][], row = 0) =>
  Object.fromEntries(heads.map((head, i) => [head, rows[row]?.[i]]));

beforeAll(() =>
  i18next.init({ resources: { id: { translation: id } }, lng: 'id', interpolation: { escapeValue: false } }),
);

test('XLSX: a sheet for each kind, numbers and days as such, codes as texts', async () => {
  const made = await make({});
  expect(made).toMatchObject({
    fileName: 'ekspor-data-2026-11-26.xlsx',
    hasNik: true,
    leftOut: { undated: 0, restricted: 2, unplaced: 0 },
  });
  const [about, businesses, sessions, assessments] = await readXlsx(await bytesOf(made.file));
  expect(about?.data.flat().join('\n')).toContain('nomor urut 42');
  expect(rowOf(businesses?.data as never)).toMatchObject({
    ID: 'b1',
    'Nama usaha': '=Kakao; "Palolo"',
    NIK,
    NIB: '0220001234567',
    'Mulai usaha': new Date('2019-02-11T00:00:00Z'),
    'Lapangan usaha': 'Industri pengolahan',
    'Desa/kelurahan': 'Berdikari',
    'Kode wilayah': '72.10.02.2005',
    Lintang: -1.05,
    'Produk 1: Harga': 25_000,
    'Pernah didampingi': 'Ya',
    'Konsultan pendamping': 'Sari Lestari',
  });
  // A time of day is a fraction of a day: as exact as that is.
  const createdAt = Number(rowOf(businesses?.data as never)['Dibuat pada']);
  expect(Math.round(createdAt / 60_000) * 60_000).toBe(Date.parse('2026-02-01T09:30:00Z'));
  expect(rowOf(sessions?.data as never)).toMatchObject({
    KUMKM: 'Kakao Palolo',
    'KUMKM (ID)': 'b1',
    'Bidang layanan': 'Pembiayaan',
    'Jam mulai': '09.00',
    'Keadaan catatan': 'Selesai',
  });
  // No two columns have the same head.
  for (const [heads = []] of [businesses, sessions, assessments].map((sheet) => sheet?.data ?? []))
    expect(heads).toEqual([...new Set(heads)]);
  const first = instrument?.indicators[0];
  expect(rowOf(assessments?.data as never)).toMatchObject({
    'Nilai total': 61.25,
    Tingkat: instrument?.rules.levels[0]?.name.id,
    [`Jawaban ${first?.id} ${first?.name.id}`]: 3,
  });
});

test('SIDT-like: under the seven aspects, with the latest state, in Indonesian', async () => {
  const made = await make({ layout: 'sidt-umkm' });
  const [, sheet] = await readXlsx(await bytesOf(made.file));
  const [groups, ...rows] = sheet?.data ?? [];
  expect(groups?.filter(Boolean)).toEqual([
    'Identitas usaha',
    'Pemasaran',
    'Proses produksi',
    'Pembiayaan/keuangan',
    'Manajemen organisasi',
    'Logistik',
    'Sumber daya manusia',
  ]);
  expect(rowOf(rows as never)).toMatchObject({
    'NIK pemilik': NIK,
    'Kabupaten/Kota': 'Kabupaten Sigi',
    'Kode wilayah (Kemendagri)': '72.10.02.2005',
    'Keadaan per tanggal': new Date('2025-12-31T00:00:00Z'),
    'Omzet setahun terakhir': 655_000_000,
  });
});

test('CSV: one file, or one for each kind in a ZIP; nothing is a formula', async () => {
  const one = await make({ format: 'csv', collections: ['businesses'], withNik: false });
  expect(one).toMatchObject({ fileName: 'ekspor-umkm-2026-11-26.csv', hasNik: false });
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesOf(one.file));
  expect(text.startsWith('\uFEFFID;')).toBe(true);
  const { data } = Papa.parse<string[]>(text.slice(1), { delimiter: ';' });
  expect(rowOf(data)).toMatchObject({ 'Nama usaha': `'=Kakao; "Palolo"`, NIK: '727101******0001', Lintang: '-1,05' });

  const several = await make({ format: 'csv' });
  expect(several.fileName).toBe('ekspor-data-2026-11-26.zip');
  expect(Object.keys(unzipSync(new Uint8Array(await bytesOf(several.file))))).toEqual([
    'umkm.csv',
    'sesi-pendampingan.csv',
    'asesmen.csv',
  ]);
});

test('of a period; what has no day is counted, not forgotten', async () => {
  const made = await make({ format: 'json', period: { from: '2026-03-01', to: '2026-03-31' } });
  const { collections, from } = JSON.parse((await bytesOf(made.file)).toString());
  expect(from).toBe('2026-03-01');
  expect(collections.sessions).toMatchObject([{ id: 'sessions-1', field: 4, state: 'finished' }]);
  expect(collections.businesses).toEqual([]);
  expect(made.leftOut.undated).toBe(1);
});

test('GeoJSON: businesses with a place', async () => {
  const made = await make({ format: 'geojson', withNik: false });
  const { features } = JSON.parse((await bytesOf(made.file)).toString());
  expect(features).toMatchObject([{ geometry: { coordinates: [120.1, -1.05] }, properties: { sector: 'C' } }]);
  expect(made.counts).toEqual([{ collection: 'businesses', count: 1 }]);
});
