/** A made-up year of a unit, for tests and measurements: every field that a report shows, and what is often missing in life. */
import { MEASURES } from '../../model/settings.ts';
import { seeded } from '../../testing/random.ts';
import type { ReportRecords } from '../report.ts';

export const CONSULTANTS = ['ani', 'budi', 'citra', 'dewi', 'eko'];

export interface YearSize {
  clients: number;
  sessions: number;
}

const LOCKED = { state: 'finished', lockedAt: '2026-12-31T00:00:00.000Z' };
const STATES = [{ state: 'draft', lockedAt: null }, { state: 'finished', lockedAt: null }, LOCKED];
const VILLAGES = ['Kotarindau', 'Bora', 'Tulo', 'Langaleso'];
const WORK = ['Kopi', 'Tenun', 'Abon', 'Kelor', 'Bawang Goreng', 'Rotan'];
const NAMES = ['Harapan', 'Mandiri', 'Berkah', 'Sejahtera', 'Nosarara', 'Nosabatutu', 'Maju Bersama'];
const SECTORS = ['A', 'C', 'G', 'I'];
const FORMS = ['soleProprietor', 'cv', 'pt', 'group'];

/** The same seed gives the same year. The year is 2026, with some of 2025. */
export function makeYear(seed: number, { clients: clientCount, sessions: sessionCount }: YearSize): ReportRecords {
  const random = seeded(seed);
  const int = (below: number): number => Math.floor(random() * below);
  const pick = <T>(all: readonly T[]): T => all[int(all.length)] as T;
  const maybe = <T>(share: number, value: T): T | null => (random() < share ? value : null);
  const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
  const dayOf = (year: number): string =>
    new Date(Date.UTC(year, 0, 1) + int(365) * 86_400_000).toISOString().slice(0, 10);
  // Beyond what 32 bits hold, and not round.
  const rupiah = (): number => int(9_000_000) * 1000 + int(2) * 500;

  const clients = many(clientCount, (n) => {
    const common = {
      name: `${pick(WORK)} ${pick(NAMES)} ${n}`,
      address: maybe(0.9, `Jl. Poros Palu–Kulawi ${1 + int(90)}`),
      region: {
        code: `72.10.05.${2001 + int(4)}`,
        village: pick(VILLAGES),
        district: 'Dolo',
        regency: 'Kabupaten Sigi',
      },
      mainActivity: maybe(0.8, `Usaha ${pick(WORK).toLowerCase()}`),
      consultant: pick(CONSULTANTS),
    };
    return n % 10 === 0
      ? {
          collection: 'cooperatives',
          id: idOf('client', n),
          values: {
            ...common,
            legalNumber: `${100 + n}/BH/XIX.${1 + int(9)}`,
            legalDate: dayOf(2000 + int(20)),
            kind: pick(['savingsLoan', 'consumer', 'producer']),
          },
        }
      : {
          collection: 'businesses',
          id: idOf('client', n),
          values: {
            ...common,
            startedOn: maybe(0.8, dayOf(2010 + int(14))),
            sector: maybe(0.9, pick(SECTORS)),
            legalForm: pick(FORMS),
            cluster: maybe(0.3, pick(['Kopi', 'kopi ', 'Tenun'])),
          },
        };
  });
  const clientOf = (): string => pick(clients).id;
  const programmes = many(Math.ceil((clientCount * 5) / 3), (n) => ({
    id: idOf('programme', n),
    values: {
      clientId: clientOf(),
      year: pick([2025, 2026, 2026, 2026]),
      field: 1 + int(7),
      problem: maybe(0.8, `Masalah ${n}: catatan keuangan belum dipisah dari rumah tangga`),
      plan: `Rencana ${n}`,
      goal: maybe(0.7, `Capaian "${n}"`),
      consultant: pick(CONSULTANTS),
      ...pick(STATES),
    },
  }));
  const sessions = many(sessionCount, (n) => ({
    id: idOf('session', n),
    values: {
      clientId: clientOf(),
      programme: maybe(0.6, pick(programmes).id),
      consultant: pick(CONSULTANTS),
      date: maybe(0.99, dayOf(pick([2025, 2026, 2026]))),
      startTime: `${String(8 + int(8)).padStart(2, '0')}:${pick(['00', '30'])}`,
      endTime: maybe(0.9, `${16 + int(3)}:15`),
      field: maybe(0.9, 1 + int(7)),
      problem: maybe(0.5, `Hambatan ${n}`),
      material: `Materi ${n}; buku kas, "harga pokok", dan label`,
      ...pick(STATES),
    },
  }));
  const targetLists = [2025, 2026, 2026].map((year, n) => ({
    id: idOf('list', n),
    values: { year, ...(n === 1 ? LOCKED : pick(STATES)) },
  }));
  const activities = many(40, (n) => ({
    id: idOf('activity', n),
    values: {
      title: `Pelatihan ${n}`,
      activityKind: pick(['training', 'workshop', 'exhibition']),
      startsOn: maybe(0.95, dayOf(pick([2025, 2026]))),
      endsOn: maybe(0.5, dayOf(2026)),
      field: maybe(0.9, 1 + int(7)),
      venue: maybe(0.8, `Aula ${pick(VILLAGES)}`),
      output: `${int(30)} peserta memahami materi`,
      partner: maybe(0.3, 'Dinas Koperasi'),
      nextSteps: maybe(0.5, 'Pendampingan lanjutan'),
      consultant: pick(CONSULTANTS),
      state: pick(['draft', 'finished']),
    },
  }));
  return {
    units: [{ id: 'u', values: { name: 'PLUT Uji' } }],
    clients,
    programmes,
    sessions,
    targetLists,
    targets: many(Math.ceil((clientCount * 5) / 6), (n) => ({
      id: idOf('target', n),
      values: { parent: pick(targetLists).id, clientId: clientOf(), ...pick([LOCKED, { lockedAt: null }]) },
    })),
    followUps: many(Math.ceil(sessionCount * 1.25), (n) => ({
      id: idOf('followUp', n),
      values: { sessionId: pick(sessions).id, what: `Langkah ${n}`, dueOn: dayOf(2026) },
    })),
    yearlyStates: many(clientCount * 2, (n) => ({
      id: idOf('state', n),
      values: {
        clientId: clientOf(),
        asOf: `${pick([2024, 2025, 2026])}-12-${pick([31, 31, 10 + (n % 20)])}`,
        workers: maybe(0.9, int(60)),
        ownCapital: rupiah(),
        debtBank: maybe(0.5, rupiah()),
        debtCooperative: maybe(0.2, rupiah()),
        debtOther: maybe(0.2, rupiah()),
        cash: maybe(0.9, rupiah()),
        inventory: maybe(0.9, rupiah()),
        fixedAssets: maybe(0.8, rupiah()),
        landAndBuilding: maybe(0.5, rupiah()),
        sales: maybe(0.9, rupiah()),
        activity: maybe(0.4, `Kegiatan ${n}`),
        meetingOn: maybe(0.6, dayOf(2025)),
        members: int(500),
        employees: int(20),
        assets: rupiah(),
        externalCapital: rupiah(),
        volume: rupiah(),
        surplus: rupiah() - 4_000_000_000,
      },
    })).filter(isFirstOfItsDay()),
    activities,
    attendances: many(900, (n) => ({
      id: idOf('attendance', n),
      values: {
        parent: pick(activities).id,
        sex: maybe(0.95, pick(['female', 'male'])),
        present: pick([true, false, null]),
      },
    })),
    performanceTargets: MEASURES.map((measure, n) => ({
      id: idOf('target', n),
      values: {
        year: 2026,
        measure,
        standard: `Standar ${n}`,
        target: n === 2 ? null : 10 * n,
        field: n % 3 === 0 ? null : 1 + (n % 7),
      },
    })),
    planItems: many(30, (n) => ({
      id: idOf('plan', n),
      values: {
        year: pick([2025, 2026, 2026]),
        activity: `Kegiatan ${String(n).padStart(2, '0')}`,
        purpose: maybe(0.8, 'Meningkatkan omzet KUMKM'),
        audience: 'KUMKM binaan',
        audienceCount: maybe(0.9, int(200)),
        indicator: 'Persentase kenaikan omzet',
        output: maybe(0.9, 'KUMKM didampingi'),
        budgetApbn: maybe(0.5, rupiah()),
        budgetApbd: maybe(0.8, rupiah()),
        budgetOther: maybe(0.2, rupiah()),
      },
    })),
    unitProfiles: [],
    outcomes: many(Math.ceil(clientCount / 2), (n) => ({
      id: idOf('outcome', n),
      values: {
        clientId: clientOf(),
        date: maybe(0.95, dayOf(pick([2025, 2026, 2026]))),
        kind: pick(['sales', 'workers', 'permit', 'finance']),
        what: `Hasil ${n}`,
        salesBefore: maybe(0.4, rupiah()),
        salesAfter: maybe(0.4, rupiah()),
        workersAfter: maybe(0.3, int(40)),
        permit: maybe(0.3, pick(['nib', 'halal'])),
        amount: maybe(0.4, rupiah()),
        proof: maybe(0.6, `Surat ${n}`),
        consultant: pick(CONSULTANTS),
      },
    })),
    levelUps: many(Math.ceil(clientCount / 5), (n) => ({
      id: idOf('levelUp', n),
      values: {
        clientId: clientOf(),
        year: pick([2025, 2026, 2026]),
        date: dayOf(2026),
        basis: pick(['scale', 'assessment']),
        from: 'Mikro',
        to: 'Kecil',
        mark3: maybe(0.5, 1 + int(5)),
        consultant: pick(CONSULTANTS),
        ...pick(STATES),
      },
    })),
    unitFunds: [2025, 2026, 2027].map((year, n) => ({
      id: idOf('fund', n),
      values: { year, source: 'apbd', amount: 2_100_000_000 + n, purpose: `Belanja ${n}` },
    })),
    unitEquipment: many(4, (n) => ({
      id: idOf('equipment', n),
      values: { item: `Barang ${n}`, quantity: n + 1, condition: 'good', year: 2024 + n },
    })),
    unitStaff: many(4, (n) => ({
      id: idOf('staff', n),
      values: {
        name: `Petugas ${n}`,
        position: 'Konsultan',
        field: 7 - n,
        since: '2020-01-01',
        until: n === 0 ? '2025-12-31' : null,
      },
    })),
    clusters: [{ id: idOf('cluster', 0), values: { name: 'Kopi' } }],
    featuredProducts: many(3, (n) => ({ id: idOf('product', n), values: { name: `Produk ${n}` } })),
  } as ReportRecords;
}

const idOf = (name: string, n: number): string => `${name}-${String(n).padStart(6, '0')}`;

/** Two states of one client on one day would be a matter of taste. */
function isFirstOfItsDay() {
  const seen = new Set<string>();
  return ({ values }: { values: { clientId: string; asOf: string } }): boolean => {
    const name = `${values.clientId} ${values.asOf}`;
    return !seen.has(name) && Boolean(seen.add(name));
  };
}
