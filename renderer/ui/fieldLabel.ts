import type { TFunction } from 'i18next';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import { optionLabel } from './options.ts';

/** The name of a field as its form shows it; the field's own name when this version does not know it. */
export function fieldLabel(t: TFunction, language: string, collection: string, field: string): string {
  const answer = /^(answer|note)\.(\w+)$/.exec(field);
  if (answer) return t(answer[1] === 'answer' ? 'fields.answer' : 'fields.answerNote', { indicator: answer[2] });
  const problem = SERVICE_FIELDS.find((service) => field === `problem${service.code}`);
  if (problem) return t('fields.problemOf', { field: optionLabel(problem, language) });
  const product = /^product(\d)(Name|Description|Price)$/.exec(field);
  if (product) return `${t('register.product', { n: product[1] })}: ${t(`fields.product${product[2]}` as never)}`;
  if (field === 'name' && collection === 'cooperatives') return t('fields.nameCooperative');
  return t(`fields.${field}` as never, { defaultValue: field });
}

/** A stored value as text, for lists that show any field. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const region = value as { village?: string; district?: string; regency?: string; province?: string };
  const names = [region.village, region.district, region.regency, region.province].filter(Boolean);
  return names.length > 0 ? names.join(', ') : JSON.stringify(value);
}
