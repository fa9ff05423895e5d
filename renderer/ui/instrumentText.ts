/** How the parts of an assessment instrument read: names, numbers, the ranges of bands. */
import type { Band, Instrument, LocalizedText, QuestionGroup } from '#core/instruments/schema.ts';

export const inLanguage = (text: LocalizedText, language: string): string => (language === 'en' ? text.en : text.id);

/** A number with at most, or exactly, this many decimals. */
export const decimals = (value: number, digits: number, language: string, atLeast = digits): string =>
  value.toLocaleString(language === 'en' ? 'en' : 'id-ID', {
    minimumFractionDigits: atLeast,
    maximumFractionDigits: digits,
  });

/** Of a question, a group of questions, or a ratio. */
export function partOf(instrument: Instrument | undefined, id: string): { name: LocalizedText } | undefined {
  if (!instrument) return undefined;
  const { indicators, groups, ratios } = instrument;
  return [...indicators, ...groups, ...ratios].find((part) => part.id === id);
}

/** The name of a group of questions, under its heading: `KPMR operasional: Kebijakan, prosedur, dan limit`. */
export function groupText({ headings }: Instrument, group: QuestionGroup, language: string): string {
  const heading = headings.find(({ id }) => id === group.heading)?.name;
  return [heading, group.name].flatMap((name) => (name ? inLanguage(name, language) : [])).join(': ');
}

/** The range of a band as the regulations write it: `40 < x ≤ 60`; its name where it has one. */
export function bandText(bands: readonly Band[], band: Band, language: string): string {
  if (band.name) return inLanguage(band.name, language);
  const before = bands[bands.indexOf(band) - 1];
  const number = (value: number) => decimals(value, 2, language, 0);
  const from = before && { edge: before.upTo ?? before.below ?? 0, included: before.below !== undefined };
  const edge = band.upTo ?? band.below;
  const to = edge !== undefined && { edge, sign: band.upTo === undefined ? '<' : '≤' };
  if (from && to) return `${number(from.edge)} ${from.included ? '≤' : '<'} x ${to.sign} ${number(to.edge)}`;
  if (to) return `${to.sign} ${number(to.edge)}`;
  return from ? `${from.included ? '≥' : '>'} ${number(from.edge)}` : '';
}
