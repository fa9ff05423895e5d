/**
 * A place by its names, as lists have them, to its Kemendagri code (domain 2.2). Where the names fit two places, it is none:
 * a wrong village would stand in every report.
 */
import type { Region } from '../model/values.ts';
import type { Reason } from './cells.ts';

export type Area = readonly [code: string, name: string];

export interface PlaceNames {
  code?: string;
  province?: string;
  regency?: string;
  district?: string;
  village?: string;
}
export type PlacePart = keyof PlaceNames;

export type FoundPlace = { region: Region | null } | { part: PlacePart; reason: Reason };

export interface Areas {
  provinces: readonly Area[];
  regencies: readonly Area[];
  districts: readonly Area[];
  /** Those of the provinces that are at hand. */
  villages: readonly Area[];
}

/** @param home code of the unit's own province or regency: what a list does not say because it is clear */
export function placeFinder(areas: Areas, home: string): (names: PlaceNames) => FoundPlace {
  const provinces = byName(areas.provinces, plainPlace);
  const regencies = byName(areas.regencies, (name) => plainPlace(name.replace(REGENCY, '')));
  const districts = byName(areas.districts, plainPlace);
  const villages = byName(areas.villages, plainPlace);
  const names = new Map([...areas.provinces, ...areas.regencies, ...areas.districts, ...areas.villages]);
  const known = new Map<string, FoundPlace>();

  const find = (given: PlaceNames): FoundPlace => {
    if (given.code) return byCode(given.code, names);
    let within = '';
    for (const [part, all, prefix] of [
      ['province', provinces, PROVINCE],
      ['regency', regencies, REGENCY],
      ['district', districts, DISTRICT],
      ['village', villages, VILLAGE],
    ] as const) {
      const name = given[part];
      if (!name) continue;
      const asCalled = part === 'province' ? (PROVINCES[plainPlace(name)] ?? name) : name;
      // There are villages that are called Kampung Baru, and such that are only said to be a kampung.
      const named = all.get(plainPlace(asCalled)) ?? all.get(plainPlace(asCalled.replace(prefix, ''))) ?? [];
      const ofKind = part === 'regency' && named.length > 1 ? ofRegencyKind(named, name) : named;
      const chosen = narrow(ofKind, within, home);
      if (typeof chosen === 'string') return { part, reason: chosen };
      within = chosen[0];
    }
    return { region: within === '' ? null : regionOf(within, names) };
  };
  return (given) => {
    const key = [given.code, given.province, given.regency, given.district, given.village].join('|');
    const before = known.get(key);
    if (before) return before;
    const place = find(given);
    known.set(key, place);
    return place;
  };
}

/** Of several with one name that in the unit's own region counts, unless the list says where. */
function narrow(named: readonly Area[], within: string, home: string): Area | Reason {
  const inside = named.filter(([code]) => within === '' || code.startsWith(`${within}.`));
  if (inside.length <= 1) return inside[0] ?? 'place_unknown';
  for (const at of [home, home.slice(0, 2)]) {
    const near = inside.filter(([code]) => code.startsWith(`${at}.`));
    if (near.length === 1) return near[0] as Area;
    if (near.length > 1) return 'place_ambiguous';
  }
  return 'place_ambiguous';
}

/** `Kota Bandung` is not `Kabupaten Bandung`; `Bandung` alone may be both. */
function ofRegencyKind(named: readonly Area[], text: string): readonly Area[] {
  const kind = /^\s*kota\b/i.test(text) ? 'Kota' : /^\s*kab/i.test(text) ? 'Kabupaten' : '';
  return named.filter(([, name]) => name.startsWith(kind));
}

function byCode(text: string, names: ReadonlyMap<string, string>): FoundPlace {
  const digits = text.replace(/\D/g, '');
  const parts = /^(\d{2})(\d{2})?(\d{2})?(\d{4})?$/.exec(digits);
  const code = parts ? parts.slice(1).filter(Boolean).join('.') : '';
  return names.has(code) ? { region: regionOf(code, names) } : { part: 'code', reason: 'place_unknown' };
}

function regionOf(code: string, names: ReadonlyMap<string, string>): Region {
  const lengths = { province: 2, regency: 5, district: 8, village: 13 } as const;
  const all = Object.entries(lengths).flatMap(([part, length]) => {
    const name = code.length >= length ? names.get(code.slice(0, length)) : undefined;
    return name === undefined ? [] : [[part, name]];
  });
  return { code, ...Object.fromEntries(all) };
}

function byName(areas: readonly Area[], plainName: (name: string) => string): Map<string, Area[]> {
  const all = new Map<string, Area[]>();
  for (const area of areas) {
    const name = plainName(area[1]);
    const same = all.get(name);
    if (same) same.push(area);
    else all.set(name, [area]);
  }
  return all;
}

const PROVINCE = /^\s*(provinsi|propinsi|prov\.?|prop\.?)\s+/i;
const REGENCY = /^\s*(kabupaten administrasi|kota administrasi|kabupaten|kab\.?|kota)\s+/i;
const DISTRICT = /^\s*(kecamatan|kec\.?|distrik)\s+/i;
const VILLAGE = /^\s*(desa|ds\.?|kelurahan|kel\.?|nagari|gampong|kampung)\s+/i;

/** Other names of provinces. */
const PROVINCES: Readonly<Record<string, string>> = {
  jakarta: 'Daerah Khusus Ibukota Jakarta',
  dkijakarta: 'Daerah Khusus Ibukota Jakarta',
  diy: 'Daerah Istimewa Yogyakarta',
  yogyakarta: 'Daerah Istimewa Yogyakarta',
  diyogyakarta: 'Daerah Istimewa Yogyakarta',
  nad: 'Aceh',
  ntb: 'Nusa Tenggara Barat',
  ntt: 'Nusa Tenggara Timur',
  sulteng: 'Sulawesi Tengah',
  sulsel: 'Sulawesi Selatan',
  sultra: 'Sulawesi Tenggara',
  sulut: 'Sulawesi Utara',
  sulbar: 'Sulawesi Barat',
  jabar: 'Jawa Barat',
  jateng: 'Jawa Tengah',
  jatim: 'Jawa Timur',
  sumut: 'Sumatera Utara',
  sumbar: 'Sumatera Barat',
  sumsel: 'Sumatera Selatan',
  kalbar: 'Kalimantan Barat',
  kalteng: 'Kalimantan Tengah',
  kalsel: 'Kalimantan Selatan',
  kaltim: 'Kalimantan Timur',
  kaltara: 'Kalimantan Utara',
};

/** Without case, spaces and signs. */
const plainPlace = (name: string): string =>
  name
    .toLowerCase()
    .replace(PROVINCE, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
