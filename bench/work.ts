/**
 * What a consultant writes in 14 days without a link: 30 clients with their consents and figures, 84 sessions of six a day,
 * two follow-ups each. Invented; as long and as varied as what people write, because bytes are what is measured.
 */
import type { CollectionName } from '../core/model/collections.ts';
import { ID_RANDOM_BYTES, idMaker } from '../core/register/ids.ts';
import { seeded } from '../core/testing/random.ts';

export const DAYS = 14;
export const SESSIONS_A_DAY = 6;
export const CLIENTS = 30;
const DAY_MS = 24 * 3600 * 1000;

export interface Save {
  collection: CollectionName;
  id: string;
  values: Record<string, unknown>;
  /** When it is written, ms. */
  at: number;
}

export function* workOf(consultant: number, consultants: number, seed: number, today: number): Generator<Save> {
  const writer = new Writer(seeded(seed * 1000 + consultant));
  const by = consultantId(consultant);
  const firstDay = today - DAYS * DAY_MS;
  const clients: { id: string; name: string; owner: string }[] = [];
  const perDay = Math.ceil(CLIENTS / DAYS);
  for (let day = 0; day < DAYS; day++) {
    const date = (offset: number) => new Date(firstDay + (day + offset) * DAY_MS).toISOString().slice(0, 10);
    const at = (hour: number) => firstDay + day * DAY_MS + hour * 3600 * 1000;
    let now = at(7);
    // The app is started anew each day.
    const newId = idMaker(crypto.getRandomValues(new Uint8Array(ID_RANDOM_BYTES)), () => now);
    for (let i = 0; i < perDay && clients.length < CLIENTS; i++) {
      const number = clients.length * consultants + consultant;
      const client = { id: newId(), ...writer.client() };
      clients.push(client);
      const owned = { clientCollection: 'businesses', clientId: client.id };
      // Without a consent no more than a minimal record is written.
      yield {
        collection: 'consents',
        id: newId(),
        at: at(7),
        values: { ...owned, ...writer.consent(client, by, date(0)) },
      };
      yield {
        collection: 'businesses',
        id: client.id,
        at: at(7),
        values: writer.business(client, number, by, date(0)),
      };
      yield {
        collection: 'yearlyStates',
        id: newId(),
        at: at(7),
        values: { ...owned, ...writer.figures(date(-200)) },
      };
    }
    for (let i = 0; i < SESSIONS_A_DAY; i++) {
      const client = writer.pick(clients);
      const owned = { clientCollection: 'businesses', clientId: client.id };
      const hour = 8 + i * 1.5;
      now = at(hour);
      const sessionId = newId();
      yield {
        collection: 'sessions',
        id: sessionId,
        at: at(hour),
        values: { ...owned, ...writer.session(client, by, date(0), hour, at(hour + 1)) },
      };
      for (let j = 0; j < 2; j++) {
        const values = { ...owned, sessionId, consultant: by, ...writer.followUp(client, date(7 + writer.upTo(30))) };
        yield { collection: 'followUps', id: newId(), at: at(hour), values };
      }
    }
  }
}

export const consultantId = (consultant: number): string => `konsultan${consultant + 1}`;

/** Draws what a consultant writes. */
export class Writer {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T;
  }

  upTo(most: number): number {
    return 1 + Math.floor(this.#random() * most);
  }

  #rupiah(most: number): number {
    return this.upTo(most) * 50_000;
  }

  #digits(count: number): string {
    return Array.from({ length: count }, () => Math.floor(this.#random() * 10)).join('');
  }

  /** A few clauses of the pools, with their gaps filled in. */
  #sentences(pool: readonly string[], count: number): string {
    const fill = (text: string) =>
      text.replace(/\{(\w+)\}/g, (_, gap: string) => {
        if (gap === 'n') return String(this.upTo(90));
        return gap === 'rp' ? `Rp${this.#rupiah(400)}` : this.pick(GAPS[gap as keyof typeof GAPS]);
      });
    return Array.from({ length: count }, () => fill(this.pick(pool))).join(' ');
  }

  client(): { name: string; owner: string } {
    const owner = `${this.pick(FIRST_NAMES)} ${this.pick(LAST_NAMES)}`;
    return { owner, name: `${this.pick(GAPS.product)} ${this.pick(BRANDS)} ${owner.split(' ')[0]}` };
  }

  business(client: { name: string; owner: string }, number: number, consultant: string, day: string) {
    const village = this.pick(VILLAGES);
    const women = this.upTo(6);
    return {
      name: client.name,
      mainActivity: this.activity(),
      sector: this.pick(['A', 'C', 'G', 'I']),
      legalForm: this.pick(['soleProprietor', 'ptPerorangan', 'cv', 'group']),
      region: village,
      consultant,
      registeredOn: day,
      ownerName: client.owner,
      ownerNik: `7271${10 + (number % 90)}${String(1 + (number % 28)).padStart(2, '0')}0${1 + (number % 9)}${60 + (number % 39)}0001`,
      ownerSex: this.pick(['female', 'male']),
      ownerBirthDate: `19${60 + (number % 39)}-0${1 + (number % 9)}-${String(1 + (number % 28)).padStart(2, '0')}`,
      ownerEducation: this.pick(['juniorSecondary', 'seniorSecondary', 'bachelor']),
      ownerPhone: `08${this.#digits(10)}`,
      ownerAddress: `Jl. ${this.pick(LAST_NAMES)} No. ${this.upTo(90)}, ${village.village}`,
      address: `Dusun ${this.upTo(4)}, ${village.village}, ${village.district}`,
      startedOn: `20${String(this.upTo(24)).padStart(2, '0')}-0${this.upTo(9)}-1${this.upTo(8)}`,
      kbli: `10${this.#digits(3)}`,
      nib: this.#digits(13),
      pirt: `${this.#digits(13)}-2${this.upTo(9)}`,
      workersPermanent: this.upTo(5),
      workersTemporary: this.upTo(8),
      workersMale: this.upTo(6),
      workersFemale: women,
      capacityPerMonth: this.upTo(1200),
      capacityUnit: this.pick(['kg', 'bungkus', 'lembar', 'botol']),
      rawMaterials: this.#sentences(
        ['{product} mentah dari petani {place}.', 'Kemasan dari {place}, minyak dan gula dari pasar {place}.'],
        2,
      ),
      equipment: this.#sentences(['{n} wajan besar.', '1 spinner dan {n} loyang.', '1 sealer, {n} rak pengering.'], 2),
      marketReach: this.pick(['regency', 'province', 'national']),
      salesChannels: this.#sentences(
        ['Toko oleh-oleh di {place}.', 'WhatsApp dan pesanan kantor.', 'Pasar {place} tiap pekan.'],
        2,
      ),
      brand: client.name.split(' ').slice(-2).join(' '),
      product1Name: this.pick(GAPS.product),
      product1Price: this.#rupiah(30),
      product2Name: this.pick(GAPS.product),
      product2Price: this.#rupiah(30),
      problem3: this.problem(),
      problem4: this.#sentences(PROBLEMS, 1),
      problem5: this.#sentences(PROBLEMS, 2),
    };
  }

  activity(): string {
    return this.#sentences(['Produksi {product} kemasan di {place}', 'Penjualan {product} dan {product}'], 1);
  }

  problem(): string {
    return this.#sentences(PROBLEMS, 2);
  }

  consent(client: { owner: string }, takenBy: string, day: string) {
    return {
      subjectName: client.owner,
      purposeMentoring: true,
      purposeReporting: true,
      purposePublication: this.#random() < 0.5,
      way: this.pick(['paper', 'oral']),
      witnessName: `${this.pick(FIRST_NAMES)} ${this.pick(LAST_NAMES)}`,
      givenOn: day,
      place: this.pick(GAPS.place),
      takenBy,
    };
  }

  figures(asOf: string) {
    return {
      asOf,
      workers: this.upTo(12),
      ownCapital: this.#rupiah(3000),
      debtBank: this.#rupiah(1000),
      cash: this.#rupiah(200),
      inventory: this.#rupiah(600),
      fixedAssets: this.#rupiah(2000),
      sales: this.#rupiah(12_000),
      salesBefore: this.#rupiah(12_000),
      profit: this.#rupiah(2000),
      profitBefore: this.#rupiah(2000),
      regularReports: this.#random() < 0.3,
      activity: this.#sentences(['Produksi {product} dan penjualan di {place}'], 1),
    };
  }

  session(client: { owner: string }, consultant: string, date: string, hour: number, finished: number) {
    const time = (value: number) => `${String(Math.floor(value)).padStart(2, '0')}:${value % 1 === 0 ? '00' : '30'}`;
    return {
      consultant,
      date,
      startTime: time(hour),
      endTime: time(hour + 1),
      place: this.pick(['premises', 'unit', 'online']),
      mode: this.pick(['visit', 'consultation', 'coaching']),
      field: this.upTo(7),
      serviceLine: this.pick(['bookkeeping', 'packaging', 'quality', 'socialMedia', 'retail', 'businessPlan', 'nib']),
      problem: this.#sentences(PROBLEMS, 2),
      material: this.#sentences(['Cara {advice} untuk {product}', 'Praktik {advice} dan {advice}'], 1),
      advice: this.#sentences(ADVICE, 3),
      outcome: this.#sentences(OUTCOMES, 2),
      participants: `${client.owner} dan ${this.upTo(6)} orang`,
      satisfaction: Math.min(5, 2 + this.upTo(3)),
      state: 'finished',
      finishedAt: new Date(finished).toISOString(),
    };
  }

  followUp(client: { owner: string }, dueOn: string) {
    return {
      what: this.#sentences(
        [
          'Mulai {advice} setiap hari sampai bertemu lagi',
          'Membawa {n} contoh {product} ke {place}',
          'Menyiapkan {advice} dan {rp} untuk {product}',
        ],
        1,
      ),
      who: client.owner,
      dueOn,
      state: 'open',
    };
  }
}

const FIRST_NAMES =
  'Hadija Fatmawati Yusuf Asma Arsyad Nurhayati Moh.Rizal Sitti Abd.Rahman Rosmini Ahmad Darmawati Ismail Hasna Rustam Marlina Syarifuddin Nirmala Usman Suriani Basri Yuliana Lukman Ratna Haerudin'.split(
    ' ',
  );
const LAST_NAMES =
  'Lamakarate Tandigala Borahima Lasimpo Tadulako Pettalolo Masiga Tumakaka Lembah Djanggola Palimbui Malonda Toana Ponulele Lahusen Dg.Matona Patiwiri Sangaji Rantetampang Towidjojo'.split(
    ' ',
  );
const BRANDS = 'Tadulako,Lembah Palu,Teluk,Nosarara,Mutiara,Kaili,Ventira,Sabar,Berkah,Mandiri,Jaya,Lestari'.split(',');
const VILLAGES = [
  {
    code: '72.71.08.1003',
    province: 'Sulawesi Tengah',
    regency: 'Kota Palu',
    district: 'Mantikulore',
    village: 'Talise',
  },
  {
    code: '72.10.02.2005',
    province: 'Sulawesi Tengah',
    regency: 'Kabupaten Sigi',
    district: 'Palolo',
    village: 'Berdikari',
  },
  {
    code: '72.03.08.1021',
    province: 'Sulawesi Tengah',
    regency: 'Kabupaten Donggala',
    district: 'Banawa',
    village: 'Kabonga Besar',
  },
  {
    code: '72.08.01.1021',
    province: 'Sulawesi Tengah',
    regency: 'Kabupaten Parigi Moutong',
    district: 'Parigi',
    village: 'Kampal',
  },
];
const GAPS = {
  product:
    'Bawang goreng,Abon ikan,Kopi Napu,Cokelat batang,Sarung tenun,Keripik pisang,Gula aren,Ikan asap,Sambal roa,Minyak kelapa,Kue bagea,Madu hutan,Anyaman bambu,Virgin coconut oil,Tepung sagu,Jamur tiram'.split(
      ',',
    ),
  place:
    'Pasar Inpres,galeri PLUT,Bandara Mutiara,Pasar Masomba,Kecamatan Palolo,Desa Berdikari,Pelabuhan Pantoloan,Jalan Poros Kulawi,Kelurahan Talise,toko Sinar,Kabupaten Sigi,Kota Palu'.split(
      ',',
    ),
  advice:
    'pembukuan kas harian,pemisahan uang usaha,foto produk,pengukuran kadar air,label komposisi,perhitungan harga pokok,pendaftaran NIB,pengurusan P-IRT,jadwal produksi,pencatatan stok,promosi WhatsApp,uji simpan,daftar harga grosir'.split(
      ',',
    ),
};
const PROBLEMS = [
  'Belum ada catatan harian; laba hanya diperkirakan sekitar {rp}.',
  '{product} cepat tengik karena minyak dipakai lebih dari {n} jam.',
  'Pesanan dari {place} datang hanya menjelang hari besar.',
  'Foto {product} gelap dan tidak ada daftar harga.',
  'Modal tertahan di stok {product} sebanyak {n} bungkus.',
  'Label belum memuat tanggal kedaluwarsa dan {advice} belum jalan.',
  'Kadar air {product} belum diukur; {n} kg kembali dari {place}.',
  'Pemilik mencampur uang usaha dan rumah tangga, utang {rp} ke pemasok.',
  'Mesin pengemas rusak sejak {n} hari dan suku cadang tidak ada di {place}.',
  'Tidak punya rekening usaha sehingga pengajuan {rp} ditolak bank.',
  'Tenaga kerja {n} orang belum dilatih {advice}.',
  'Pesaing dari {place} menjual {product} lebih murah {rp}.',
];
const ADVICE = [
  'Catat setiap uang masuk dan keluar pada hari yang sama, mulai dari {product}.',
  'Ganti minyak setiap {n} jam dan tulis jam pakainya di papan.',
  'Buka rekening khusus usaha; sisihkan {rp} setiap pekan.',
  'Foto ulang {product} di tempat terang, tulis ukuran dan harga {rp}.',
  'Jemur di rak tertutup dan lakukan {advice} sebelum dikemas.',
  'Tawarkan {product} ke {place} dengan sistem titip jual {n} bungkus.',
  'Urus {advice} di {place} dengan membawa KTP dan NPWP.',
  'Hitung ulang harga pokok: bahan, tenaga, kemasan, listrik, lalu tambah {n} persen.',
  'Buat {advice} untuk {n} hari ke depan dan tempel di ruang produksi.',
  'Bagi tugas: satu orang {advice}, yang lain {advice}.',
];
const OUTCOMES = [
  'Pemilik mulai mengisi buku kas contoh untuk {product}.',
  '{n} bungkus {product} dititipkan di {place}.',
  'Draf {advice} selesai dan disepakati bersama.',
  'Harga {product} naik menjadi {rp} setelah dihitung ulang.',
  'Disepakati kunjungan berikut ke {place} untuk {advice}.',
  'Akun penjualan dibuat; {n} foto {product} sudah dimuat.',
  'Pemilik meminta pendampingan {advice} bulan depan.',
];
