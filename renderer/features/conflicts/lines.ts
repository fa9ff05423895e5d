/** The list of conflicts: what each is about, in an order that stays while they are decided one after the other. */
import type { TFunction } from 'i18next';
import { isClientCollection } from '#core/model/collections.ts';
import { fieldName } from '#core/register/names.ts';
import type { Conflict } from '../../store/queries.ts';
import { recordKind } from '../../ui/recordKind.ts';
import type { FieldTexts } from '../../ui/useFieldTexts.ts';

export interface Line {
  key: string;
  /** Changes when another value arrives: then it is not the conflict that was decided a moment ago. */
  signature: string;
  conflict: Conflict;
  /** Name of the client that it is about; empty while that has none. */
  client: string;
  /** The field, or what has happened to the record; and of which record, when that is not the client itself. */
  title: string;
}

/** @param nameOf the name of a client by its id */
export function linesOf(
  conflicts: readonly Conflict[],
  t: TFunction,
  texts: Pick<FieldTexts, 'label'>,
  nameOf: (client: string) => string,
): Line[] {
  return conflicts.map((conflict) => lineOf(conflict, t, texts, nameOf)).sort(inOrder);
}

function lineOf(
  conflict: Conflict,
  t: TFunction,
  texts: Pick<FieldTexts, 'label'>,
  nameOf: (client: string) => string,
): Line {
  const { kind, collection, entity, field, owner } = conflict;
  const values = entity.values as Record<string, unknown>;
  const ownName = (owner?.values ?? values) as { name?: string | null };
  const client = typeof values.clientId === 'string' && !owner ? nameOf(values.clientId) : (ownName.name ?? '');
  const what = kind === 'values' ? texts.label(collection, field, values) : t(`conflicts.kinds.${kind}`);
  const isClient = isClientCollection(collection);
  return {
    key: fieldName(conflict),
    signature: `${fieldName(conflict)} ${stampsOf(conflict).join(' ')}`,
    conflict,
    client,
    title: isClient ? what : `${recordKind(t, collection)} · ${what}`,
  };
}

function stampsOf({ register, edits }: Conflict): string[] {
  const registers = [register, ...edits.map((edit) => edit.register)];
  return registers.flatMap(({ heads }) => heads.map(({ stamp }) => stamp));
}

const inOrder = (a: Line, b: Line): number =>
  a.client.localeCompare(b.client, 'id') || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
