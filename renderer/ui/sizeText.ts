const UNITS = [
  [1_000_000_000, 'gigabyte'],
  [1_000_000, 'megabyte'],
  [1000, 'kilobyte'],
] as const;

/** In kB, MB or GB, as the language writes numbers. */
export function sizeText(bytes: number, language: string): string {
  const [size, unit] = UNITS.find(([each]) => bytes >= each) ?? UNITS[2];
  const amount = bytes / size;
  const format = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
  return amount.toLocaleString(language === 'en' ? 'en-GB' : 'id-ID', format);
}
