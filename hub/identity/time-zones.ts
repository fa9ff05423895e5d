/** The time zone of each province by Kemendagri code (Keppres 41/1987, and the later provinces in the zone they came from). */
export const TIME_ZONES = ['WIB', 'WITA', 'WIT'] as const;
export type TimeZone = (typeof TIME_ZONES)[number];

const PROVINCES: Record<TimeZone, string> = {
  // Sumatra, Java, West and Central Kalimantan
  WIB: '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62',
  // Bali, Nusa Tenggara, South, East and North Kalimantan, Sulawesi
  WITA: '51 52 53 63 64 65 71 72 73 74 75 76',
  // Maluku, Papua
  WIT: '81 82 91 92 93 94 95 96',
};

/** Of a province or regency code; undefined when the province is unknown. */
export function timeZoneOf(region: string): TimeZone | undefined {
  return TIME_ZONES.find((zone) => PROVINCES[zone].split(' ').includes(region.slice(0, 2)));
}
