import type { TFunction } from 'i18next';
import { instrumentOf } from '#core/instruments/index.ts';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import { isOfOther, NOT_SAME } from '#core/workflow/merges.ts';
import type { RecordValues } from './fieldKind.ts';
import { inLanguage, partOf } from './instrumentText.ts';
import { optionLabel } from './options.ts';

/**
 * The name of a field as its form shows it; the field's own name when this version does not know it.
 *
 * @param values the record's values, which say what an answer of an assessment was asked
 */
export function fieldLabel(
  t: TFunction,
  language: string,
  collection: string,
  field: string,
  values: RecordValues = {},
): string {
  const answer = /^(answer|note)\.(\w+)$/.exec(field);
  if (answer) {
    const indicator = partName(answer[2] ?? '', language, values);
    return t(answer[1] === 'answer' ? 'fields.answer' : 'fields.answerNote', { indicator });
  }
  if (isOfOther(field)) return t(field.startsWith(NOT_SAME) ? 'fields.notSame' : 'fields.mergeTook');
  if (field.startsWith('proof.'))
    return t('grants.proofOfGate', { gate: t(`fieldsOf.${collection}.gate.${field.slice('proof.'.length)}` as never) });
  if (field.startsWith('figure.')) {
    return t('cooperativeAssessment.figureOf', { figure: figureName(field.slice('figure.'.length), language, values) });
  }
  const problem = SERVICE_FIELDS.find((service) => field === `problem${service.code}`);
  if (problem) return t('fields.problemOf', { field: optionLabel(problem, language) });
  const product = /^product(\d)(Name|Description|Price)$/.exec(field);
  if (product) return `${t('register.product', { n: product[1] })}: ${t(`fields.product${product[2]}` as never)}`;
  if (collection === 'cooperatives' && field in COOPERATIVE_LABELS)
    return t(COOPERATIVE_LABELS[field as keyof typeof COOPERATIVE_LABELS]);
  const general = t(`fields.${field}` as never, { defaultValue: field });
  return t(`fieldsOf.${collection}.${field}` as never, { defaultValue: general });
}

/** Labels that a cooperative has where other clients have the general one. */
export const COOPERATIVE_LABELS = {
  name: 'fields.nameCooperative',
  mainActivity: 'fields.activityCooperative',
  address: 'fields.addressCooperative',
} as const;

function partName(id: string, language: string, values: RecordValues): string {
  const name = partOf(instrumentOf(String(values.instrument), String(values.version)), id)?.name;
  return name ? `${id} ${inLanguage(name, language)}` : id;
}

function figureName(id: string, language: string, values: RecordValues): string {
  const instrument = instrumentOf(String(values.instrument), String(values.version));
  const name = instrument?.figures.find((figure) => figure.id === id)?.name;
  return name ? inLanguage(name, language) : id;
}
