/**
 * What can be imported from the lists that a PLUT keeps today, as data: each field with the headings under which such lists
 * have it (CIS-PLUT's columns in domain 1.5, the forms in 9.2 and 9.3, the national register's words in 1.8). The first
 * heading is the one that our own template uses.
 */
import {
  BUSINESS_SECTORS,
  COOPERATIVE_KINDS,
  COOPERATIVE_TIERS,
  EDUCATION_LEVELS,
  type Entry,
  LEGAL_FORMS,
  MARKET_REACHES,
  PLACE_STATUSES,
  SERVICE_FIELDS,
  SESSION_MODES,
  SESSION_PLACES,
  SEXES,
} from '../model/reference.ts';

export const IMPORT_KINDS = ['businesses', 'cooperatives', 'sessions'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** How a cell is read (cells.ts). */
export type CellType =
  | { name: 'text' | 'nik' | 'phone' | 'email' | 'day' | 'time' | 'rupiah' | 'count' | 'decimal' | 'yesNo' | 'person' }
  /** A number that is text. `lengths`: how many digits it has; a spreadsheet that took it for a number may have lost some. */
  | { name: 'digits'; lengths?: readonly number[] }
  /** Other spellings by code; upper and lower case, spaces and signs do not matter. */
  | { name: 'choice'; options: readonly Entry[]; spellings?: Readonly<Record<string | number, readonly string[]>> }
  /** One of the unit's *jenis layanan*. */
  | { name: 'serviceLine' };

export interface ImportField {
  /**
   * A field of the record; or `region.…`, a part of its place; `state.…`, a field of its yearly state; `client.…`, what finds
   * the client of a session.
   */
  key: string;
  type: CellType;
  headings: readonly [string, ...string[]];
  required?: true;
}

const TEXT = { name: 'text' } as const;
const DAY = { name: 'day' } as const;
const RUPIAH = { name: 'rupiah' } as const;
const COUNT = { name: 'count' } as const;
const YES_NO = { name: 'yesNo' } as const;
const DECIMAL = { name: 'decimal' } as const;
const PHONE = { name: 'phone' } as const;
const EMAIL = { name: 'email' } as const;
const TIME = { name: 'time' } as const;
const PERSON = { name: 'person' } as const;
const NIB = { name: 'digits', lengths: [13] } as const;
const NPWP = { name: 'digits', lengths: [15, 16, 22] } as const;

function field(key: string, type: CellType, ...headings: [string, ...string[]]): ImportField {
  return { key, type, headings };
}
const required = (one: ImportField): ImportField => ({ ...one, required: true });

const PLACE: readonly ImportField[] = [
  field('region.province', TEXT, 'Provinsi', 'Propinsi'),
  field('region.regency', TEXT, 'Kabupaten/kota', 'Kabupaten', 'Kota', 'Kab/Kota', 'Kab. Kota', 'Regency'),
  field('region.district', TEXT, 'Kecamatan', 'Kec'),
  field('region.village', TEXT, 'Desa/kelurahan', 'Desa', 'Kelurahan', 'Kelurahan/desa', 'Kel/Desa', 'Desa/Kel'),
  field('region.code', TEXT, 'Kode wilayah', 'Kode desa', 'Kode kelurahan', 'Kode Kemendagri'),
];

const PROBLEMS: readonly ImportField[] = SERVICE_FIELDS.map(({ code, id }) => {
  const more: Record<number, string[]> = {
    1: ['masalah_lembaga'],
    2: ['masalah_sdm', 'Masalah SDM'],
    3: ['masalah_produksi'],
    4: ['masalah_pembiayaan', 'Masalah permodalan', 'Masalah keuangan'],
    5: ['masalah_pemasaran'],
    6: ['Masalah teknologi informasi', 'Masalah IT'],
    7: ['Masalah jaringan', 'Masalah kemitraan'],
  };
  return field(`problem${code}`, TEXT, `Masalah ${id.toLowerCase()}`, ...(more[code] ?? []));
});

const PRODUCTS: readonly ImportField[] = [1, 2, 3].flatMap((n) => [
  field(`product${n}Name`, TEXT, `Produk ${n}`, `Nama produk ${n}`, ...(n === 1 ? ['Nama produk', 'Produk'] : [])),
  field(`product${n}Description`, TEXT, `Keterangan produk ${n}`, `Deskripsi produk ${n}`),
  field(`product${n}Price`, RUPIAH, `Harga produk ${n}`, ...(n === 1 ? ['Harga produk'] : [])),
]);

const LEGAL_FORM: CellType = {
  name: 'choice',
  options: LEGAL_FORMS,
  spellings: {
    soleProprietor: ['UD', 'Usaha dagang', 'Perorangan', 'Perseorangan', 'Usaha perorangan', 'Tanpa badan usaha', 'PO'],
    ptPerorangan: ['PT Perseorangan', 'Perseroan perorangan', 'Perseroan perseorangan'],
    cv: ['Persekutuan komanditer'],
    firma: ['Fa'],
    pt: ['Perseroan terbatas'],
    group: ['KUB', 'Kelompok', 'Kelompok usaha', 'Kelompok usaha bersama'],
    other: ['Lain-lain'],
  },
};
const EDUCATION: CellType = {
  name: 'choice',
  options: EDUCATION_LEVELS,
  spellings: {
    none: ['Tidak sekolah', 'Tidak tamat SD', 'Belum tamat SD'],
    primary: ['SD', 'MI', 'Paket A', 'Tamat SD'],
    juniorSecondary: ['SMP', 'SLTP', 'MTs', 'Paket B'],
    seniorSecondary: ['SMA', 'SMK', 'SLTA', 'MA', 'STM', 'SMEA', 'SMU', 'Paket C', 'SMA/SMK', 'SMA sederajat'],
    diploma: ['D1', 'D2', 'D3', 'DI', 'DII', 'DIII', 'D-3', 'Diploma', 'Diploma 3'],
    bachelor: ['S1', 'D4', 'DIV', 'Sarjana', 'Strata 1'],
    master: ['Magister', 'Strata 2'],
    doctor: ['Doktor', 'Strata 3'],
  },
};
const SEX: CellType = {
  name: 'choice',
  options: SEXES,
  spellings: { female: ['P', 'PR', 'Wanita', 'F'], male: ['L', 'LK', 'Laki', 'Pria', 'M'] },
};
const REACH: CellType = {
  name: 'choice',
  options: MARKET_REACHES,
  spellings: {
    village: ['Desa', 'Kelurahan'],
    regency: ['Kabupaten', 'Kota', 'Kab/kota'],
    export: ['Internasional', 'Luar negeri'],
  },
};
const PLACE_STATUS: CellType = {
  name: 'choice',
  options: PLACE_STATUSES,
  spellings: {
    ownedCertified: ['Bersertifikat', 'Sertifikat', 'SHM', 'Hak milik'],
    ownedUncertified: ['Tidak bersertifikat', 'Belum bersertifikat'],
    rented: ['Sewa', 'Kontrak'],
    borrowed: ['Pinjam'],
    other: ['Lain-lain'],
  },
};
const SECTOR: CellType = {
  name: 'choice',
  options: BUSINESS_SECTORS,
  spellings: {
    A: ['Pertanian', 'Perikanan', 'Kehutanan', 'Peternakan', 'Perkebunan'],
    B: ['Pertambangan'],
    C: ['Industri', 'Pengolahan', 'Manufaktur'],
    F: ['Bangunan'],
    G: ['Perdagangan', 'Perdagangan besar dan eceran', 'Dagang'],
    H: ['Transportasi', 'Pengangkutan', 'Pergudangan'],
    I: ['Akomodasi', 'Penyediaan akomodasi dan makan minum', 'Akomodasi dan makan minum'],
    K: ['Keuangan'],
    S: ['Jasa lain'],
  },
};

const CLIENT: readonly ImportField[] = [
  field('consultant', PERSON, 'Konsultan pendamping', 'Nama konsultan', 'Konsultan', 'Pendamping', 'nama_konsultan'),
  field('registeredOn', DAY, 'Tanggal pendaftaran', 'Tanggal pendataan', 'Tanggal daftar', 'Tgl daftar'),
  field('previouslyMentored', YES_NO, 'Pernah didampingi', 'terima_pendampingan'),
  field('aidPrograms', TEXT, 'Program bantuan', 'Bantuan yang pernah diterima', 'Bantuan'),
];

const STATE_DAY = field('state.asOf', DAY, 'Keadaan per tanggal', 'tanggal_keadaan', 'Tgl keadaan', 'tgl_keadaan');

const BUSINESSES: readonly ImportField[] = [
  required(
    field('name', TEXT, 'Nama usaha', 'Nama UMKM', 'Nama IKM', 'Nama UKM', 'Nama perusahaan', 'Nama KUMKM', 'Usaha'),
  ),
  field('mainActivity', TEXT, 'Usaha utama', 'Bidang usaha', 'Jenis usaha', 'usaha_utama', 'Kegiatan utama'),
  field('sector', SECTOR, 'Lapangan usaha', 'Sektor usaha', 'Sektor', 'Kategori KBLI'),
  field('legalForm', LEGAL_FORM, 'Badan usaha', 'Bentuk usaha', 'Bentuk badan usaha', 'Badan hukum', 'Bentuk hukum'),
  ...PLACE,
  field('address', TEXT, 'Alamat usaha', 'Alamat', 'Alamat lengkap', 'Alamat tempat usaha'),
  field('ownerName', TEXT, 'Nama pemilik', 'Pemilik', 'Nama pengusaha', 'Nama lengkap', 'Nama pemilik usaha'),
  field('ownerNik', { name: 'nik' }, 'NIK', 'no_ktp', 'Nomor KTP', 'KTP', 'NIK pemilik', 'No NIK', 'Nomor NIK'),
  field('ownerSex', SEX, 'Jenis kelamin', 'L/P', 'JK', 'Gender', 'Jenis kelamin (L/P)', 'Kelamin'),
  field('ownerBirthDate', DAY, 'Tanggal lahir', 'Tgl lahir', 'Tanggal lahir pemilik'),
  field('ownerEducation', EDUCATION, 'Pendidikan terakhir', 'Pendidikan'),
  field('ownerDisability', TEXT, 'Penyandang disabilitas', 'Disabilitas'),
  field(
    'ownerPhone',
    PHONE,
    'Telepon',
    'telp',
    'No HP',
    'Nomor HP',
    'HP',
    'No telepon',
    'Nomor telepon',
    'WhatsApp',
    'WA',
    'No WA',
    'No telp',
    'No HP/WA',
    'Kontak',
  ),
  field('ownerEmail', EMAIL, 'Surel', 'Email', 'E-mail', 'Alamat email'),
  field('ownerAddress', TEXT, 'Alamat pemilik', 'Alamat rumah', 'Alamat KTP', 'Alamat sesuai KTP'),
  field(
    'startedOn',
    DAY,
    'Mulai usaha',
    'tgl_mulai_usaha',
    'Tanggal mulai usaha',
    'Tanggal berdiri',
    'Mulai beroperasi',
  ),
  field('kbli', { name: 'digits', lengths: [5] }, 'KBLI', 'Kode KBLI', 'KBLI (5 angka)'),
  field('latitude', DECIMAL, 'Lintang', 'Latitude', 'Lat'),
  field('longitude', DECIMAL, 'Bujur', 'Longitude', 'Long', 'Lng'),
  field('placeStatus', PLACE_STATUS, 'Status tempat usaha', 'Status tempat', 'Kepemilikan tempat', 'legalitas_lokasi'),
  field('cluster', TEXT, 'Sentra', 'Nama sentra', 'Klaster'),
  field('cooperativeMember', TEXT, 'Anggota koperasi', 'Nama koperasi'),
  field('nib', NIB, 'NIB', 'No NIB', 'Nomor NIB', 'Nomor induk berusaha', 'izin_usaha_nib'),
  field('npwp', NPWP, 'NPWP', 'No NPWP', 'Nomor NPWP'),
  field('pirt', TEXT, 'P-IRT', 'PIRT', 'No PIRT', 'Nomor PIRT', 'SPP-IRT'),
  field('halal', TEXT, 'Sertifikat halal', 'Halal', 'No sertifikat halal', 'Nomor halal'),
  field('bpom', TEXT, 'Izin BPOM', 'BPOM', 'No BPOM', 'Izin edar BPOM'),
  field('sni', TEXT, 'SNI', 'Sertifikat SNI'),
  field('ipr', TEXT, 'HKI', 'HAKI', 'Sertifikat merek', 'Hak merek'),
  field('otherPermits', TEXT, 'Izin lain', 'Perizinan lain', 'Izin lainnya', 'izin_produk', 'Legalitas lain'),
  field('workersPermanent', COUNT, 'Tenaga kerja tetap', 'tk_tetap', 'TK tetap', 'Karyawan tetap'),
  field(
    'workersTemporary',
    COUNT,
    'Tenaga kerja tidak tetap',
    'tk_tidak_tetap',
    'TK tidak tetap',
    'Karyawan tidak tetap',
  ),
  field('workersFemale', COUNT, 'Tenaga kerja perempuan', 'TK perempuan', 'TK P', 'Karyawan perempuan'),
  field('workersMale', COUNT, 'Tenaga kerja laki-laki', 'TK laki-laki', 'TK L', 'Karyawan laki-laki'),
  field('trainings', TEXT, 'Pelatihan yang pernah diikuti', 'Pelatihan', 'Riwayat pelatihan'),
  ...PRODUCTS,
  field(
    'capacityPerMonth',
    DECIMAL,
    'Kapasitas per bulan',
    'Kapasitas produksi per bulan',
    'kapasitas_perbulan',
    'Kapasitas produksi',
  ),
  field('capacityUnit', TEXT, 'Satuan', 'Satuan kapasitas'),
  field('rawMaterials', TEXT, 'Bahan baku', 'Bahan baku dan asalnya'),
  field('equipment', TEXT, 'Alat', 'Peralatan', 'Alat produksi'),
  field('marketReach', REACH, 'Jangkauan pasar', 'jangkauan_pasar', 'Wilayah pemasaran', 'Jangkauan pemasaran'),
  field('salesChannels', TEXT, 'Saluran penjualan', 'Saluran pemasaran'),
  field('digitalPlatforms', TEXT, 'Platform digital', 'Media sosial', 'Marketplace', 'Medsos'),
  field('brand', TEXT, 'Merek', 'Merk', 'Merek dagang', 'Brand'),
  ...CLIENT,
  STATE_DAY,
  field(
    'state.workers',
    COUNT,
    'Jumlah tenaga kerja',
    'jml_tenaga_kerja',
    'Tenaga kerja',
    'Jumlah karyawan',
    'Jml TK',
    'TK',
  ),
  field(
    'state.sales',
    RUPIAH,
    'Omzet setahun terakhir',
    'om_1thn_lalu',
    'Omzet',
    'Omset',
    'Omzet per tahun',
    'Omset per tahun',
    'Omzet tahunan',
    'Omset tahunan',
    'Hasil penjualan tahunan',
    'Penjualan tahunan',
  ),
  field('state.salesBefore', RUPIAH, 'Omzet tahun sebelumnya', 'om_2thn_lalu'),
  field(
    'state.profit',
    RUPIAH,
    'Laba setahun terakhir',
    'lb_1thn_lalu',
    'Laba',
    'Laba per tahun',
    'Keuntungan per tahun',
  ),
  field('state.profitBefore', RUPIAH, 'Laba tahun sebelumnya', 'lb_2thn_lalu'),
  field('state.ownCapital', RUPIAH, 'Modal sendiri', 'modal_sendiri', 'Modal usaha', 'Modal'),
  field('state.debtBank', RUPIAH, 'Utang bank', 'kw_bank', 'Hutang bank', 'Pinjaman bank'),
  field('state.debtCooperative', RUPIAH, 'Utang koperasi', 'kw_koperasi', 'Hutang koperasi', 'Pinjaman koperasi'),
  field('state.debtOther', RUPIAH, 'Utang lain', 'kw_lainnya', 'Hutang lainnya', 'Utang lainnya'),
  field('state.cash', RUPIAH, 'Kas tunai', 'kas_tunai', 'Kas'),
  field('state.inventory', RUPIAH, 'Persediaan', 'Stok', 'Nilai persediaan'),
  field('state.fixedAssets', RUPIAH, 'Harta tetap', 'harga_tetap', 'Aset tetap', 'Aktiva tetap'),
  field('state.landAndBuilding', RUPIAH, 'Tanah dan bangunan', 'Tanah dan bangunan tempat usaha'),
  field('state.regularReports', YES_NO, 'Laporan keuangan rutin', 'laporan_regular', 'Punya laporan keuangan rutin'),
  ...PROBLEMS,
];

const COOPERATIVES: readonly ImportField[] = [
  required(field('name', TEXT, 'Nama koperasi', 'Koperasi', 'Nama')),
  field('mainActivity', TEXT, 'Kegiatan usaha', 'Usaha utama', 'Bidang usaha', 'kegiatan_usaha', 'Jenis usaha'),
  field(
    'kind',
    { name: 'choice', options: COOPERATIVE_KINDS, spellings: { savingsLoan: ['KSP', 'Simpan pinjam (KSP)', 'KSPPS'] } },
    'Jenis koperasi',
    'Jenis',
  ),
  field('tier', { name: 'choice', options: COOPERATIVE_TIERS }, 'Bentuk koperasi', 'Bentuk', 'Tingkat koperasi'),
  field('legalNumber', TEXT, 'Nomor badan hukum', 'No badan hukum', 'No BH', 'Nomor BH', 'Badan hukum'),
  field('legalDate', DAY, 'Tanggal badan hukum', 'Tgl badan hukum', 'Tgl BH', 'Tanggal BH'),
  ...PLACE,
  field('address', TEXT, 'Alamat koperasi', 'Alamat', 'Alamat lengkap', 'Alamat kantor'),
  field(
    'phone',
    PHONE,
    'Telepon',
    'telp',
    'No HP',
    'Nomor HP',
    'HP',
    'No telepon',
    'Nomor telepon',
    'WhatsApp',
    'WA',
    'No WA',
    'No telp',
    'Kontak',
  ),
  field('email', EMAIL, 'Surel', 'Email', 'E-mail', 'Alamat email'),
  field('chair', TEXT, 'Ketua', 'Nama ketua', 'Ketua pengurus'),
  field('secretary', TEXT, 'Sekretaris', 'Nama sekretaris'),
  field('treasurer', TEXT, 'Bendahara', 'Nama bendahara'),
  field('supervisors', TEXT, 'Pengawas', 'Nama pengawas'),
  field('manager', TEXT, 'Manajer', 'Manager', 'Nama manajer'),
  field('nikKoperasi', { name: 'digits' }, 'Nomor Induk Koperasi', 'NIK koperasi', 'NIK', 'No NIK', 'NIK Kop'),
  field('nikCertificate', TEXT, 'Sertifikat NIK', 'Status sertifikat NIK', 'Grade NIK'),
  field('nikCertificateOn', DAY, 'Tanggal sertifikat NIK', 'Tgl sertifikat NIK'),
  field('nib', NIB, 'NIB', 'No NIB', 'Nomor NIB', 'Nomor induk berusaha'),
  field('npwp', NPWP, 'NPWP', 'No NPWP', 'Nomor NPWP'),
  ...CLIENT,
  STATE_DAY,
  field('state.meetingOn', DAY, 'Tanggal RAT', 'tgl_rat_tahun_buku', 'Tgl RAT', 'RAT', 'Tanggal RAT tahun buku lalu'),
  field('state.members', COUNT, 'Jumlah anggota', 'jml_anggota', 'Anggota'),
  field('state.membersFemale', COUNT, 'Anggota perempuan', 'Anggota P', 'Anggota wanita'),
  field('state.membersMale', COUNT, 'Anggota laki-laki', 'Anggota L', 'Anggota pria'),
  field('state.employees', COUNT, 'Karyawan', 'jml_karyawan', 'Jumlah karyawan'),
  field('state.assets', RUPIAH, 'Aset', 'jml_asset', 'Asset', 'Total aset', 'Jumlah aset'),
  field('state.ownCapital', RUPIAH, 'Modal sendiri', 'jml_modal_sendiri'),
  field('state.externalCapital', RUPIAH, 'Modal luar', 'jml_modal_luar'),
  field('state.volume', RUPIAH, 'Volume usaha', 'volume_usaha'),
  field('state.surplus', RUPIAH, 'SHU', 'sisa_hasil', 'Sisa hasil usaha'),
  ...PROBLEMS,
];

const SESSIONS: readonly ImportField[] = [
  field(
    'client.name',
    TEXT,
    'Nama KUMKM',
    'Nama UMKM',
    'Nama usaha',
    'Nama koperasi',
    'Nama klien',
    'KUMKM',
    'UMKM',
    'Nama binaan',
  ),
  field('client.village', TEXT, 'Desa/kelurahan', 'Desa', 'Kelurahan', 'Kelurahan/desa', 'Kel/Desa', 'Desa/Kel'),
  field('client.nik', { name: 'nik' }, 'NIK', 'no_ktp', 'Nomor KTP', 'KTP', 'NIK pemilik'),
  field('client.nib', NIB, 'NIB', 'No NIB', 'Nomor NIB'),
  field('client.nikKoperasi', { name: 'digits' }, 'Nomor Induk Koperasi', 'NIK koperasi'),
  required(
    field(
      'date',
      DAY,
      'Tanggal',
      'Tgl',
      'Tanggal pendampingan',
      'Tanggal sesi',
      'Tanggal kegiatan',
      'Hari/tanggal',
      'Tanggal konsultasi',
    ),
  ),
  field('startTime', TIME, 'Jam mulai', 'Mulai', 'Pukul', 'Jam'),
  field('endTime', TIME, 'Jam selesai', 'Selesai'),
  field(
    'place',
    {
      name: 'choice',
      options: SESSION_PLACES,
      spellings: {
        unit: ['Kantor PLUT', 'Kantor'],
        premises: ['Lokasi KUMKM', 'Tempat usaha', 'Lapangan'],
        online: ['Online', 'Zoom', 'WhatsApp', 'WA'],
      },
    },
    'Tempat',
    'Lokasi',
  ),
  field(
    'mode',
    {
      name: 'choice',
      options: SESSION_MODES,
      spellings: { visit: ['Kunjungan lapangan', 'Visit'], coaching: ['Pendampingan'] },
    },
    'Bentuk',
    'Bentuk layanan',
    'Bentuk pendampingan',
    'Metode',
  ),
  field(
    'field',
    {
      name: 'choice',
      options: SERVICE_FIELDS,
      spellings: {
        2: ['SDM'],
        4: ['Keuangan', 'Permodalan'],
        6: ['TI', 'IT', 'Teknologi informasi'],
        7: ['Jaringan', 'Jaringan kerja sama', 'Kerja sama'],
      },
    },
    'Bidang layanan',
    'Bidang',
    'Bidang pendampingan',
  ),
  field('serviceLine', { name: 'serviceLine' }, 'Jenis layanan', 'Layanan'),
  field('problem', TEXT, 'Masalah', 'Permasalahan', 'Identifikasi masalah'),
  field('material', TEXT, 'Materi', 'Materi pendampingan', 'Uraian kegiatan', 'Uraian', 'Kegiatan'),
  field('advice', TEXT, 'Saran dan solusi', 'Saran', 'Solusi', 'Tindak lanjut', 'Rekomendasi', 'Saran/solusi'),
  field('outcome', TEXT, 'Hasil', 'Hasil pendampingan', 'Capaian', 'Output'),
  field('participants', TEXT, 'Peserta', 'Nama peserta', 'Penerima layanan'),
  field('satisfaction', COUNT, 'Kepuasan (1-5)', 'Kepuasan', 'Kepuasan peserta'),
  field('consultant', PERSON, 'Konsultan', 'Nama konsultan', 'Konsultan pendamping', 'Pendamping', 'konsultan_id'),
];

export const IMPORT_FIELDS: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  businesses: BUSINESSES,
  cooperatives: COOPERATIVES,
  sessions: SESSIONS,
};

export const importField = (kind: ImportKind, key: string): ImportField | undefined =>
  IMPORT_FIELDS[kind].find((one) => one.key === key);

/** The collection and field that a key writes. A part of a place writes `region`; what finds a client writes nothing. */
export function target(
  kind: ImportKind,
  key: string,
): { collection: ImportKind | 'yearlyStates'; field: string } | null {
  const [before = '', after] = key.split('.');
  if (after === undefined) return { collection: kind, field: before };
  if (before === 'state') return { collection: 'yearlyStates', field: after };
  return before === 'region' ? { collection: kind, field: 'region' } : null;
}
