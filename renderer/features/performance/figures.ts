/** How the figures of *Kinerja* read. */
import type { MeasureUnit } from '#core/indicators/performance.ts';
import { decimals } from '../../ui/instrumentText.ts';

/** Nothing to compute it from, or not divided so. */
export const NO_FIGURE = '–';

/** Whole numbers; hours and percent with one decimal. */
export function figureText(value: number | null | undefined, unit: MeasureUnit, language: string): string {
  if (value === null || value === undefined) return NO_FIGURE;
  const number = decimals(value, unit === 'count' ? 0 : 1, language, 0);
  return unit === 'percent' ? `${number} %` : number;
}
