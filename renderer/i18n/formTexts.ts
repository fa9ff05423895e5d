/**
 * A unit's own words for texts of forms (`formTexts`), laid over the built-in ones. This is the only place that does so: all
 * screens read i18n as ever. A key that this version does not know, or a text that would not fit, changes nothing.
 */
import i18next from 'i18next';
import {
  COLLECTIONS,
  type CollectionName,
  fieldSchema,
  HUB_COLLECTIONS,
  isCollection,
  type Values,
} from '#core/model/collections.ts';
import { shortHash } from '#core/model/hash.ts';
import { COOPERATIVE_LABELS } from '../ui/fieldLabel.ts';
import { en } from './en.ts';
import { id } from './id.ts';

type Tree = { [key: string]: string | Tree };

/** A text that a unit may put in its own words. */
export interface FormText {
  key: string;
  id: string;
  en: string;
  /** The forms that show it; none where it belongs to no form in particular. */
  forms: CollectionName[];
}

/** Messages about input, and what people sign when they consent (a consent keeps its wording, domain 7). */
const FIXED = /^fields\.(invalid\w*|tooLong|notSaved|openCalendar|dayPlaceholder|purpose\w+)$/;
const LABEL = /^(fields\.\w+|fieldsOf\..+|forms\.(?!add\.)\w+\.\w+)$/;
const HINT = /^(register|session|followUps|cooperativeAssessment)\.\w*([hH]int|Intro)$/;

/** Written by the hub alone, or about the data itself: nobody fills them in. */
const FORMS = COLLECTIONS.filter((name) => !HUB_COLLECTIONS.includes(name) && name !== 'accesses');

export const FORM_TEXTS: readonly FormText[] = leavesOf(id)
  .filter(([key]) => (LABEL.test(key) && !FIXED.test(key)) || HINT.test(key))
  .map(([key, text]) => ({ key, id: text, en: String(at(en, key.split('.')) ?? text), forms: formsOf(key) }))
  // Texts of a form are looked for more often than hints.
  .sort((a, b) => Number(a.forms.length === 0) - Number(b.forms.length === 0));

const KNOWN = new Map(FORM_TEXTS.map((text) => [text.key, text]));
export const formText = (key: string | null | undefined): FormText | undefined => KNOWN.get(key ?? '');

/** The record of a text. One id per unit, so that two laptops never make two. */
export const formTextRecord = (unit: string, key: string): string => `${unit}-text-${shortHash(key)}`;

/** Why a text cannot stand in for the built-in one; null when it can. */
export function misfit(builtIn: string, own: string): 'parts' | 'signs' | null {
  if (own.includes(NESTING)) return 'signs';
  return partsOf(own).join() === partsOf(builtIn).join() ? null : 'parts';
}

/** i18next would look up another text there. */
export const NESTING = '$t(';
/** What is filled in when the text is shown: `{{field}}`. */
export const partsOf = (text: string): string[] => (text.match(/\{\{.*?\}\}/g) ?? []).sort();

let applied = '';

/** Puts the unit's own texts in place, and the built-in ones wherever there is none (any more). */
export function applyFormTexts(texts: readonly Values<'formTexts'>[]): void {
  const own = { id: {} as Record<string, string>, en: {} as Record<string, string> };
  for (const { key, textId, textEn } of texts) {
    const known = formText(key);
    if (!known) continue;
    if (textId?.trim() && !misfit(known.id, textId)) own.id[known.key] = textId.trim();
    if (textEn?.trim() && !misfit(known.en, textEn)) own.en[known.key] = textEn.trim();
  }
  const next = JSON.stringify(own);
  if (next === applied || (applied === '' && next === NOTHING)) return;
  applied = next;
  i18next.addResourceBundle('id', 'translation', laidOver(id, own.id), false, true);
  i18next.addResourceBundle('en', 'translation', laidOver(en, own.en), false, true);
}

const NOTHING = JSON.stringify({ id: {}, en: {} });

function laidOver(builtIn: object, own: Record<string, string>): Tree {
  const tree = structuredClone(builtIn) as Tree;
  for (const [key, text] of Object.entries(own)) {
    const path = key.split('.');
    const last = path.pop() ?? '';
    const parent = at(tree, path);
    if (typeof parent === 'object') parent[last] = text;
  }
  return tree;
}

function leavesOf(tree: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value] as [string, string]] : leavesOf(value, `${prefix}${name}.`),
  );
}

function at(tree: object, path: readonly string[]): string | Tree | undefined {
  let found: string | Tree | undefined = tree as Tree;
  for (const name of path) found = typeof found === 'object' ? found[name] : undefined;
  return found;
}

/** `fieldsOf` and section titles name their form; a general label belongs to all that have such a field and no other word. */
function formsOf(key: string): CollectionName[] {
  const [area = '', name = '', field = ''] = key.split('.');
  if (area === 'fieldsOf' || area === 'forms') return isCollection(name) ? [name] : [];
  if (area !== 'fields' || field !== '') return [];
  if ((Object.values(COOPERATIVE_LABELS) as string[]).includes(key)) return ['cooperatives'];
  return FORMS.filter(
    (form) =>
      fieldSchema(form, name) &&
      at(id, ['fieldsOf', form, name]) === undefined &&
      !(form === 'cooperatives' && name in COOPERATIVE_LABELS),
  );
}
