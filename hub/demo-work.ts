/**
 * The invented work of the demo unit beside its clients' files: profile, digital village, plan, targets, programmes, results,
 * meetings, activities, a candidate of the start-up grant and the rules of its year, a request and an incident. One of each, so
 * that no page is empty. Building and funds are not invented: the page itself fills them in from its sourced list.
 */
import type { CollectionName } from '#core/model/collections.ts';
import { PROPOSED_RULES } from '#core/model/grantRules.ts';
import type { Json } from '#core/register/register.ts';

export interface DemoWork {
  collection: CollectionName;
  /** Day on which it was written down, counted from today. */
  on: number;
  /** Of what a unit has once, or once a year. */
  ownId?: (unit: string, year: number) => string;
  /** The name of the client that it belongs to, whose consultant writes it; without one it is the coordinator's. */
  client?: string;
  /** @param day a day, counted from today. @param year this year */
  values: (day: (offset: number) => string, year: number) => Record<string, Json>;
  /** Rows that belong to it. */
  rows?: Omit<DemoWork, 'on'>[];
}

const KAKAO = 'Kakao Palolo Mandiri (contoh)';
const KOPI = 'Kopi Danau Tentena (contoh)';
const LUWUK = 'Koperasi Wanita Luwuk Mekar (contoh)';
const finished = (day: (offset: number) => string, on: number) => ({
  state: 'finished',
  finishedAt: `${day(on)}T04:00:00.000Z`,
});

export const DEMO_WORK: DemoWork[] = [
  {
    collection: 'unitProfiles',
    on: -100,
    ownId: (unit) => unit,
    values: () => ({
      host: 'Dinas Koperasi dan UMKM (contoh)',
      institutionalForm: 'UPTD (contoh)',
      address: 'Jalan Contoh 1, Palu',
      buildingState: 'good',
      landState: 'own',
      featuredProducts: 'Bawang goreng, kakao, kopi (contoh)',
    }),
    rows: [
      {
        collection: 'unitEquipment',
        values: (_, year) => ({ item: 'Proyektor (contoh)', quantity: 2, condition: 'good', year: year - 2 }),
      },
      {
        collection: 'unitStaff',
        values: (day) => ({ name: 'Sari Lestari (contoh)', position: 'Konsultan', field: 3, since: day(-700) }),
      },
    ],
  },
  {
    collection: 'clusters',
    on: -60,
    values: () => ({
      name: 'Bawang Goreng Palu (contoh)',
      businessField: 'Makanan ringan',
      foundedYear: 2015,
      businessesCount: 12,
      workersCount: 40,
      chair: 'Ibu Contoh',
      marketing: 'Toko oleh-oleh dan bandara',
      problem3: 'Minyak goreng cepat hitam.',
    }),
  },
  {
    collection: 'featuredProducts',
    on: -60,
    values: () => ({
      name: 'Bawang goreng (contoh)',
      businessField: 'Makanan ringan',
      cluster: 'Bawang Goreng Palu (contoh)',
      capacityPerMonth: 900,
      capacityUnit: 'kg',
    }),
  },
  {
    collection: 'digitalVillages',
    on: -80,
    ownId: (unit) => unit,
    values: (day) => ({ name: 'Kampung UKM Digital Palu (contoh)', startedOn: day(-80) }),
    rows: [
      {
        collection: 'villageStatuses',
        values: (day) => ({ status: 'blocked', obstacle: 'internet', date: day(-80), note: 'Sinyal lemah (contoh)' }),
      },
      {
        collection: 'villageStatuses',
        values: (day) => ({ status: 'construction', date: day(-20), note: 'Tiang dipasang (contoh)' }),
      },
    ],
  },
  {
    collection: 'grantRules',
    on: -70,
    ownId: (unit, year) => `${unit}-wp-${year}`,
    values: (_, year) => ({
      year,
      ...PROPOSED_RULES,
      maxAmount: 12_000_000,
      note: 'Angka contoh; isi menurut juknis tahun ini.',
    }),
  },
  {
    collection: 'performanceTargets',
    on: -65,
    values: (_, year) => ({
      year,
      consultant: 'rahma',
      field: 4,
      measure: 'sessions',
      standard: 'Pendampingan pembukuan (contoh)',
      audience: 'UMKM binaan',
      target: 12,
    }),
  },
  {
    collection: 'planItems',
    on: -60,
    values: (_, year) => ({
      year,
      activity: 'Pelatihan pembukuan sederhana (contoh)',
      purpose: 'UMKM binaan mencatat kas harian',
      audience: 'UMKM pangan',
      audienceCount: 20,
      field: 4,
      schedule: 'Triwulan III',
      budgetApbn: 12_000_000,
      budgetApbd: 8_000_000,
      state: 'draft',
    }),
  },
  {
    collection: 'targetLists',
    on: -55,
    values: (day, year) => ({ year, asOf: `${year - 1}-12-31`, note: 'Sasaran contoh', ...finished(day, -55) }),
    rows: [
      { collection: 'targets', client: KAKAO, values: () => ({}) },
      { collection: 'targets', client: LUWUK, values: () => ({}) },
    ],
  },
  {
    collection: 'programmes',
    on: -40,
    client: KAKAO,
    values: (day, year) => ({
      year,
      field: 4,
      problem: 'Belum ada pembukuan; uang usaha dan rumah tangga tercampur.',
      plan: 'Membuat buku kas harian',
      goal: 'Laba rugi bulanan selama enam bulan',
      ...finished(day, -40),
    }),
  },
  {
    collection: 'outcomes',
    on: -12,
    client: KOPI,
    values: (day) => ({
      kind: 'permit',
      date: day(-12),
      what: 'P-IRT terbit (contoh)',
      permit: 'pirt',
      proof: 'Salinan',
    }),
  },
  {
    collection: 'levelUps',
    on: -8,
    client: KAKAO,
    values: (day, year) => ({
      year,
      date: day(-8),
      basis: 'scale',
      from: 'Mikro',
      to: 'Kecil',
      mark4: 3,
      solution: 'Buku kas harian dan tambahan modal kerja',
      state: 'draft',
    }),
  },
  {
    collection: 'ratings',
    on: -30,
    client: LUWUK,
    values: (day, year) => ({
      year,
      date: day(-30),
      rank: 'Cukup berkualitas',
      body: 'Dinas Koperasi dan UMKM (contoh)',
    }),
  },
  {
    collection: 'meetings',
    on: -20,
    values: (day) => ({
      date: day(-20),
      startTime: '09:00',
      endTime: '11:30',
      subject: 'Program kerja PLUT triwulan ini (contoh)',
      venue: 'Ruang rapat PLUT',
      chair: 'Kepala UPTD (contoh)',
      agenda: 'Pembagian wilayah konsultan',
      discussion: 'Sigi dan Donggala dikunjungi lebih dahulu.',
      ...finished(day, -20),
    }),
    rows: [
      {
        collection: 'decisions',
        values: (day) => ({ what: 'Kunjungan bersama ke Sigi', who: 'Sari Lestari', dueOn: day(10), state: 'open' }),
      },
      {
        collection: 'attendances',
        values: () => ({ name: 'Kepala Bidang (contoh)', organisation: 'Dinas Koperasi dan UMKM', present: true }),
      },
    ],
  },
  {
    collection: 'activities',
    on: -15,
    values: (day) => ({
      title: 'Pelatihan foto produk dengan telepon (contoh)',
      activityKind: 'training',
      startsOn: day(-15),
      endsOn: day(-14),
      field: 5,
      venue: 'Ruang belajar PLUT',
      consultant: 'budi',
      ...finished(day, -14),
    }),
    rows: [
      {
        collection: 'attendances',
        values: () => ({ name: 'Arsyad (contoh)', organisation: 'Ikan Asap Teluk Mamboro', present: true }),
      },
    ],
  },
  {
    collection: 'candidates',
    on: -25,
    values: (day, year) => ({
      year,
      name: 'Rizky Pratama (contoh)',
      stage: 'training',
      consultant: 'budi',
      consentOn: day(-25),
      consentWay: 'paper',
      businessName: 'Keripik Talas Rizky (contoh)',
      product: 'Keripik talas',
      startedOn: day(-400),
    }),
    rows: [
      { collection: 'grantSteps', values: (day) => ({ stage: 'screening', date: day(-25) }) },
      { collection: 'grantSteps', values: (day) => ({ stage: 'training', date: day(-18) }) },
    ],
  },
  {
    collection: 'subjectRequests',
    on: -2,
    client: KOPI,
    values: (day) => ({
      requestKind: 'copy',
      receivedAt: `${day(-2)}T02:00:00.000Z`,
      way: 'Lisan saat kunjungan (contoh)',
      state: 'open',
    }),
  },
  {
    collection: 'incidents',
    on: -90,
    values: (day) => ({
      incidentKind: 'lostMedium',
      happenedOn: day(-91),
      knownAt: `${day(-90)}T01:00:00.000Z`,
      place: 'Pasar Inpres, Palu',
      deviceName: 'USB kuning (contoh)',
      encrypted: true,
      recordsCount: 12,
      dataKinds: 'Nama dan alamat 12 UMKM',
      cause: 'USB tertinggal di pasar.',
      handling: 'USB tersandi; sandi diganti.',
      authorityToldAt: `${day(-89)}T01:00:00.000Z`,
      subjectsToldAt: `${day(-89)}T03:00:00.000Z`,
      ...finished(day, -89),
    }),
  },
];
