/**
 * Fixed lists: a code for the data, an Indonesian (`id`) and an English (`en`) name for people. Names are data here because
 * the two languages, and the Ministry's wording, belong to the code.
 *
 * Never change or reuse a code: records keep it. Append instead.
 */

export interface Entry {
  code: string | number;
  id: string;
  en: string;
}

/** *Bidang layanan*, ids as in CIS-PLUT (domain 1.3, sourced). One consultant per field. */
export const SERVICE_FIELDS = [
  { code: 1, id: 'Kelembagaan', en: 'Institution' },
  { code: 2, id: 'Sumber Daya Manusia', en: 'Human resources' },
  { code: 3, id: 'Produksi', en: 'Production' },
  { code: 4, id: 'Pembiayaan', en: 'Finance' },
  { code: 5, id: 'Pemasaran', en: 'Marketing' },
  { code: 6, id: 'Pengembangan Teknologi Informasi', en: 'Information technology' },
  { code: 7, id: 'Pengembangan Jaringan Kerja Sama', en: 'Cooperation networks' },
] as const satisfies readonly Entry[];
export type ServiceField = (typeof SERVICE_FIELDS)[number]['code'];

/** *Jenis layanan* of each field: a first list that the Dinas may edit (domain 1.3). [memory + inference] */
export const SERVICE_LINES = [
  { code: 'nib', field: 1, id: 'NIB/OSS', en: 'Business number (NIB/OSS)' },
  {
    code: 'legalEntity',
    field: 1,
    id: 'Akta dan badan hukum (koperasi/PT Perorangan)',
    en: 'Deed and legal entity (cooperative, one-person company)',
  },
  { code: 'annualMeeting', field: 1, id: 'Rapat Anggota Tahunan (RAT)', en: 'Annual members’ meeting (RAT)' },
  { code: 'articles', field: 1, id: 'AD/ART', en: 'Articles and by-laws (AD/ART)' },
  { code: 'nikKoperasi', field: 1, id: 'NIK koperasi', en: 'Cooperative number (NIK koperasi)' },
  { code: 'npwp', field: 1, id: 'NPWP', en: 'Tax number (NPWP)' },
  { code: 'trainingEntrepreneurship', field: 2, id: 'Pelatihan kewirausahaan', en: 'Entrepreneurship training' },
  { code: 'trainingManagement', field: 2, id: 'Pelatihan manajemen', en: 'Management training' },
  { code: 'trainingTechnical', field: 2, id: 'Pelatihan teknis', en: 'Technical training' },
  { code: 'competence', field: 2, id: 'Standar kompetensi', en: 'Competence standards' },
  { code: 'internship', field: 2, id: 'Magang', en: 'Internship' },
  { code: 'quality', field: 3, id: 'Mutu produk', en: 'Product quality' },
  { code: 'packaging', field: 3, id: 'Desain dan kemasan', en: 'Design and packaging' },
  {
    code: 'certification',
    field: 3,
    id: 'Sertifikasi PIRT/BPOM/Halal/SNI',
    en: 'Certification (PIRT, BPOM, Halal, SNI)',
  },
  { code: 'ipr', field: 3, id: 'Hak kekayaan intelektual (HKI)', en: 'Intellectual property' },
  { code: 'appropriateTechnology', field: 3, id: 'Teknologi tepat guna', en: 'Appropriate technology' },
  { code: 'rawMaterials', field: 3, id: 'Bahan baku', en: 'Raw materials' },
  { code: 'bookkeeping', field: 4, id: 'Pembukuan (SAK EMKM)', en: 'Bookkeeping (SAK EMKM)' },
  { code: 'businessPlan', field: 4, id: 'Rencana usaha', en: 'Business plan' },
  {
    code: 'financeAccess',
    field: 4,
    id: 'Akses pembiayaan (KUR/LPDB/bank/CSR)',
    en: 'Access to finance (KUR, LPDB, bank, CSR)',
  },
  { code: 'guarantee', field: 4, id: 'Penjaminan kredit', en: 'Credit guarantee' },
  { code: 'exhibition', field: 5, id: 'Pameran', en: 'Exhibition' },
  { code: 'gallery', field: 5, id: 'Galeri/SMESCO', en: 'Gallery/SMESCO' },
  { code: 'retail', field: 5, id: 'Kemitraan ritel', en: 'Retail partnership' },
  { code: 'export', field: 5, id: 'Ekspor', en: 'Export' },
  { code: 'marketResearch', field: 5, id: 'Riset pasar', en: 'Market research' },
  { code: 'ecommerce', field: 6, id: 'E-commerce', en: 'E-commerce' },
  { code: 'socialMedia', field: 6, id: 'Media sosial', en: 'Social media' },
  { code: 'pointOfSale', field: 6, id: 'Aplikasi kasir', en: 'Point-of-sale app' },
  { code: 'digitalVillage', field: 6, id: 'Kampung UKM Digital', en: 'Digital SME village' },
  { code: 'partnership', field: 7, id: 'Kemitraan', en: 'Partnership' },
  { code: 'cluster', field: 7, id: 'Sentra/klaster', en: 'Cluster' },
  { code: 'institutions', field: 7, id: 'BUMN/perguruan tinggi', en: 'State enterprises and universities' },
  { code: 'businessMatching', field: 7, id: 'Business matching', en: 'Business matching' },
] as const satisfies readonly (Entry & { field: ServiceField })[];

/** *Badan usaha*. PT Perorangan, CV, PT and cooperative are named in domain 4.3 K1; the others are [memory]. */
export const LEGAL_FORMS = [
  { code: 'soleProprietor', id: 'Usaha perorangan (UD/tanpa badan usaha)', en: 'Sole proprietor (no legal form)' },
  { code: 'ptPerorangan', id: 'PT Perorangan', en: 'One-person company (PT Perorangan)' },
  { code: 'cv', id: 'CV', en: 'Limited partnership (CV)' },
  { code: 'firma', id: 'Firma', en: 'General partnership (Firma)' },
  { code: 'pt', id: 'PT', en: 'Limited company (PT)' },
  { code: 'cooperative', id: 'Koperasi', en: 'Cooperative' },
  { code: 'group', id: 'Kelompok usaha bersama (KUB)', en: 'Joint business group (KUB)' },
  { code: 'other', id: 'Lainnya', en: 'Other' },
] as const satisfies readonly Entry[];

/**
 * Business sectors: the KBLI 2020 categories with their first and last two-digit division, own short titles (domain 2.3).
 * [memory]
 */
export const BUSINESS_SECTORS = [
  { code: 'A', from: 1, to: 3, id: 'Pertanian, kehutanan, perikanan', en: 'Agriculture, forestry, fishing' },
  { code: 'B', from: 5, to: 9, id: 'Pertambangan dan penggalian', en: 'Mining and quarrying' },
  { code: 'C', from: 10, to: 33, id: 'Industri pengolahan', en: 'Manufacturing' },
  { code: 'D', from: 35, to: 35, id: 'Listrik dan gas', en: 'Electricity and gas' },
  { code: 'E', from: 36, to: 39, id: 'Air, limbah, daur ulang', en: 'Water, waste, recycling' },
  { code: 'F', from: 41, to: 43, id: 'Konstruksi', en: 'Construction' },
  { code: 'G', from: 45, to: 47, id: 'Perdagangan dan reparasi kendaraan', en: 'Trade and vehicle repair' },
  { code: 'H', from: 49, to: 53, id: 'Pengangkutan dan pergudangan', en: 'Transport and storage' },
  { code: 'I', from: 55, to: 56, id: 'Akomodasi, makan dan minum', en: 'Accommodation, food and drink' },
  { code: 'J', from: 58, to: 63, id: 'Informasi dan komunikasi', en: 'Information and communication' },
  { code: 'K', from: 64, to: 66, id: 'Keuangan dan asuransi', en: 'Finance and insurance' },
  { code: 'L', from: 68, to: 68, id: 'Real estat', en: 'Real estate' },
  { code: 'M', from: 69, to: 75, id: 'Jasa profesional, ilmiah, teknis', en: 'Professional and technical services' },
  { code: 'N', from: 77, to: 82, id: 'Persewaan dan penunjang usaha', en: 'Rental and business support' },
  { code: 'O', from: 84, to: 84, id: 'Administrasi pemerintahan', en: 'Public administration' },
  { code: 'P', from: 85, to: 85, id: 'Pendidikan', en: 'Education' },
  { code: 'Q', from: 86, to: 88, id: 'Kesehatan dan kegiatan sosial', en: 'Health and social work' },
  { code: 'R', from: 90, to: 93, id: 'Kesenian, hiburan, rekreasi', en: 'Arts, entertainment, recreation' },
  { code: 'S', from: 94, to: 96, id: 'Jasa lainnya', en: 'Other services' },
  { code: 'T', from: 97, to: 98, id: 'Rumah tangga', en: 'Households' },
  { code: 'U', from: 99, to: 99, id: 'Badan internasional', en: 'International bodies' },
] as const satisfies readonly (Entry & { from: number; to: number })[];
export type BusinessSector = (typeof BUSINESS_SECTORS)[number]['code'];

/** The category of a KBLI code by its first two digits (`10710` → `C`), or null when no category has that division. */
export function sectorOfKbli(kbli: string): BusinessSector | null {
  const division = /^\d{2}/.exec(kbli)?.[0];
  if (division === undefined) return null;
  const number = Number(division);
  return BUSINESS_SECTORS.find((sector) => sector.from <= number && number <= sector.to)?.code ?? null;
}

export const SEXES = [
  { code: 'female', id: 'Perempuan', en: 'Female' },
  { code: 'male', id: 'Laki-laki', en: 'Male' },
] as const satisfies readonly Entry[];

/** Highest level finished. [memory] */
export const EDUCATION_LEVELS = [
  { code: 'none', id: 'Tidak/belum tamat SD', en: 'No school finished' },
  { code: 'primary', id: 'SD/sederajat', en: 'Primary school' },
  { code: 'juniorSecondary', id: 'SMP/sederajat', en: 'Junior secondary school' },
  { code: 'seniorSecondary', id: 'SMA/SMK/sederajat', en: 'Senior secondary school' },
  { code: 'diploma', id: 'D1–D3', en: 'Diploma (D1–D3)' },
  { code: 'bachelor', id: 'D4/S1', en: 'Bachelor' },
  { code: 'master', id: 'S2', en: 'Master' },
  { code: 'doctor', id: 'S3', en: 'Doctor' },
] as const satisfies readonly Entry[];

/** *Jangkauan pasar*, narrow to wide (domain 9.2 F: "desa…ekspor"; the steps between follow 4.3 M3). */
export const MARKET_REACHES = [
  { code: 'village', id: 'Desa/kelurahan', en: 'Village' },
  { code: 'district', id: 'Kecamatan', en: 'District' },
  { code: 'regency', id: 'Kabupaten/kota', en: 'Regency or city' },
  { code: 'province', id: 'Provinsi', en: 'Province' },
  { code: 'national', id: 'Nasional', en: 'National' },
  { code: 'export', id: 'Ekspor', en: 'Export' },
] as const satisfies readonly Entry[];

/** *Status tempat* of the business. CIS-PLUT knows certified and uncertified (domain 1.5); the others are own. */
export const PLACE_STATUSES = [
  { code: 'ownedCertified', id: 'Milik sendiri, bersertifikat', en: 'Owned, with certificate' },
  { code: 'ownedUncertified', id: 'Milik sendiri, belum bersertifikat', en: 'Owned, no certificate' },
  { code: 'rented', id: 'Sewa/kontrak', en: 'Rented' },
  { code: 'borrowed', id: 'Pinjam pakai', en: 'Lent, free of charge' },
  { code: 'other', id: 'Lainnya', en: 'Other' },
] as const satisfies readonly Entry[];

/** *Bentuk* of a session (domain 9.3). */
export const SESSION_MODES = [
  { code: 'consultation', id: 'Konsultasi', en: 'Consultation' },
  { code: 'coaching', id: 'Coaching', en: 'Coaching' },
  { code: 'visit', id: 'Kunjungan', en: 'Visit' },
  { code: 'training', id: 'Pelatihan', en: 'Training' },
] as const satisfies readonly Entry[];

/** *Tempat* of a session (domain 9.3). */
export const SESSION_PLACES = [
  { code: 'unit', id: 'PLUT', en: 'PLUT office' },
  { code: 'premises', id: 'Lokasi usaha', en: 'Place of business' },
  { code: 'online', id: 'Daring', en: 'Online' },
] as const satisfies readonly Entry[];

/** *Legalitas* (domain 9.2 C). Codes are the names of the fields of `businesses`, and `other`. */
export const PERMIT_KINDS = [
  { code: 'nib', id: 'NIB', en: 'Business number (NIB)' },
  { code: 'npwp', id: 'NPWP', en: 'Tax number (NPWP)' },
  { code: 'pirt', id: 'PIRT', en: 'Home food industry permit (PIRT)' },
  { code: 'halal', id: 'Sertifikat Halal', en: 'Halal certificate' },
  { code: 'bpom', id: 'Izin edar BPOM', en: 'BPOM distribution permit' },
  { code: 'sni', id: 'SNI/SPPT-SNI', en: 'National standard mark (SNI)' },
  { code: 'ipr', id: 'HKI (merek, hak cipta, paten)', en: 'Intellectual property (mark, copyright, patent)' },
  { code: 'other', id: 'Izin lainnya', en: 'Other permit' },
] as const satisfies readonly Entry[];

/** Purposes of a consent, each given separately (domain 7; UU 27/2022). */
export const CONSENT_PURPOSES = [
  { code: 'mentoring', id: 'Pendampingan', en: 'Mentoring' },
  {
    code: 'reporting',
    id: 'Pelaporan ke Dinas/Kementerian',
    en: 'Reporting to the regional office and the Ministry',
  },
  { code: 'grant', id: 'Wirausaha Pemula (WP)', en: 'Start-up grant (WP)' },
  { code: 'publication', id: 'Publikasi produk', en: 'Publication of products' },
] as const satisfies readonly Entry[];

/** How a consent was given (domain 7). */
export const CONSENT_WAYS = [
  { code: 'screen', id: 'Tanda tangan di layar', en: 'Signature on the screen' },
  { code: 'paper', id: 'Formulir kertas bertanda tangan', en: 'Signed paper form' },
  { code: 'oral', id: 'Lisan dengan saksi', en: 'Spoken, with a witness' },
] as const satisfies readonly Entry[];

/** *Jenis koperasi* (domain 9.2). */
export const COOPERATIVE_KINDS = [
  { code: 'consumer', id: 'Konsumen', en: 'Consumer' },
  { code: 'producer', id: 'Produsen', en: 'Producer' },
  { code: 'service', id: 'Jasa', en: 'Service' },
  { code: 'marketing', id: 'Pemasaran', en: 'Marketing' },
  { code: 'savingsLoan', id: 'Simpan pinjam', en: 'Savings and loan' },
] as const satisfies readonly Entry[];

/** *Bentuk koperasi* (domain 9.2). */
export const COOPERATIVE_TIERS = [
  { code: 'primary', id: 'Primer', en: 'Primary' },
  { code: 'secondary', id: 'Sekunder', en: 'Secondary' },
] as const satisfies readonly Entry[];

/** The 38 provinces by Kemendagri code (domain 2.3). */
export const PROVINCES = [
  { code: '11', id: 'Aceh', en: 'Aceh' },
  { code: '12', id: 'Sumatera Utara', en: 'North Sumatra' },
  { code: '13', id: 'Sumatera Barat', en: 'West Sumatra' },
  { code: '14', id: 'Riau', en: 'Riau' },
  { code: '15', id: 'Jambi', en: 'Jambi' },
  { code: '16', id: 'Sumatera Selatan', en: 'South Sumatra' },
  { code: '17', id: 'Bengkulu', en: 'Bengkulu' },
  { code: '18', id: 'Lampung', en: 'Lampung' },
  { code: '19', id: 'Kepulauan Bangka Belitung', en: 'Bangka Belitung Islands' },
  { code: '21', id: 'Kepulauan Riau', en: 'Riau Islands' },
  { code: '31', id: 'DKI Jakarta', en: 'Jakarta' },
  { code: '32', id: 'Jawa Barat', en: 'West Java' },
  { code: '33', id: 'Jawa Tengah', en: 'Central Java' },
  { code: '34', id: 'DI Yogyakarta', en: 'Yogyakarta' },
  { code: '35', id: 'Jawa Timur', en: 'East Java' },
  { code: '36', id: 'Banten', en: 'Banten' },
  { code: '51', id: 'Bali', en: 'Bali' },
  { code: '52', id: 'Nusa Tenggara Barat', en: 'West Nusa Tenggara' },
  { code: '53', id: 'Nusa Tenggara Timur', en: 'East Nusa Tenggara' },
  { code: '61', id: 'Kalimantan Barat', en: 'West Kalimantan' },
  { code: '62', id: 'Kalimantan Tengah', en: 'Central Kalimantan' },
  { code: '63', id: 'Kalimantan Selatan', en: 'South Kalimantan' },
  { code: '64', id: 'Kalimantan Timur', en: 'East Kalimantan' },
  { code: '65', id: 'Kalimantan Utara', en: 'North Kalimantan' },
  { code: '71', id: 'Sulawesi Utara', en: 'North Sulawesi' },
  { code: '72', id: 'Sulawesi Tengah', en: 'Central Sulawesi' },
  { code: '73', id: 'Sulawesi Selatan', en: 'South Sulawesi' },
  { code: '74', id: 'Sulawesi Tenggara', en: 'Southeast Sulawesi' },
  { code: '75', id: 'Gorontalo', en: 'Gorontalo' },
  { code: '76', id: 'Sulawesi Barat', en: 'West Sulawesi' },
  { code: '81', id: 'Maluku', en: 'Maluku' },
  { code: '82', id: 'Maluku Utara', en: 'North Maluku' },
  { code: '91', id: 'Papua', en: 'Papua' },
  { code: '92', id: 'Papua Barat', en: 'West Papua' },
  { code: '93', id: 'Papua Selatan', en: 'South Papua' },
  { code: '94', id: 'Papua Tengah', en: 'Central Papua' },
  { code: '95', id: 'Papua Pegunungan', en: 'Highland Papua' },
  { code: '96', id: 'Papua Barat Daya', en: 'Southwest Papua' },
] as const satisfies readonly Entry[];
export type Province = (typeof PROVINCES)[number]['code'];
