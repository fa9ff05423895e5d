/** A value of one's own in the place of those that stand: which fields have a simple input for it, and what is valid. */
import { checkValue, type Values } from '#core/model/collections.ts';
import type { Json } from '#core/register/register.ts';
import { MERGED_FIELD } from '#core/workflow/merges.ts';
import { mayReadNik, type Role } from '#core/workflow/policy.ts';
import type { Conflict } from '../../store/queries.ts';
import type { FieldKind } from '../../ui/fieldKind.ts';
import {
  choiceCodec,
  countCodec,
  dayCodec,
  decimalCodec,
  digitsCodec,
  rupiahCodec,
  timeCodec,
} from '../../ui/fields/codecs.ts';
import { type Codec, textCodec } from '../../ui/fields/useField.ts';
import { unionOf } from './differences.ts';

const CODECS: Partial<Record<FieldKind['name'], Codec>> = {
  text: textCodec as Codec,
  longText: textCodec as Codec,
  digits: digitsCodec as Codec,
  nik: digitsCodec as Codec,
  count: countCodec as Codec,
  decimal: decimalCodec as Codec,
  rupiah: rupiahCodec as Codec,
  day: dayCodec as Codec,
  time: timeCodec as Codec,
  yesNo: choiceCodec,
  choice: choiceCodec,
};

const codecOf = (kind: FieldKind): Codec | undefined => CODECS[kind.name];

/** Is this a NIK that the reader may have in full (domain 2.2)? */
export const mayOpenNik = (reader: { role: Role; user: string }, kind: FieldKind, { entity }: Conflict): boolean =>
  kind.name === 'nik' && mayReadNik(reader, entity.values as Values<'businesses'>);

export const mayWriteOwn = (reader: { role: Role; user: string }, kind: FieldKind, conflict: Conflict): boolean =>
  codecOf(kind) !== undefined &&
  conflict.field !== MERGED_FIELD &&
  (kind.name !== 'nik' || mayOpenNik(reader, kind, conflict));

/** The value of what stands in the input; `undefined` while that is none. */
export function ownValue(kind: FieldKind, collection: string, field: string, text: string): Json | undefined {
  if (text === '' && (kind.name === 'choice' || kind.name === 'yesNo')) return undefined;
  const value = codecOf(kind)?.parse(text);
  return value !== undefined && checkValue(collection, field, value) === 'ok' ? value : undefined;
}

/** A value as its input shows it. */
export const asInput = (kind: FieldKind, value: Json): string => codecOf(kind)?.format(value) ?? '';

/**
 * What an input starts with: of long texts, everything that stands in any of them; of all else, what is shown now. A NIK is
 * shown in full only when asked for.
 */
export function startOf(kind: FieldKind, { register }: Pick<Conflict, 'register'>): string {
  const values = register.heads.map((head) => head.value);
  if (kind.name === 'nik') return '';
  if (kind.name !== 'longText') return asInput(kind, values[0] ?? null);
  return unionOf(values.filter((value) => typeof value === 'string'));
}
