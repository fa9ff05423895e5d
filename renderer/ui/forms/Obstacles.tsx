import { Alert } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectionName } from '#core/model/collections.ts';
import { fieldLabel } from '../fieldLabel.ts';
import { inputId, useRecordContext } from '../fields/useField.ts';
import { type Obstacles, obstaclesOf } from './state.ts';

/** What has to be filled in or corrected before the record can be finished; nothing when nothing has. */
export function ObstacleList({ collection, obstacles }: { collection: CollectionName; obstacles: Obstacles }) {
  const { t, i18n } = useTranslation();
  const { wrong, missing } = obstacles;
  if (wrong.length === 0 && missing.length === 0) return null;
  const names = (fields: string[]) => fields.map((field) => fieldLabel(t, i18n.language, collection, field)).join(', ');
  return (
    <Alert color="red" role="alert" p="xs">
      {wrong.length > 0 && <div>{t('session.invalid', { fields: names(wrong) })}</div>}
      {missing.length > 0 && <div>{t('session.missing', { fields: names(missing) })}</div>}
    </Alert>
  );
}

/** Puts the cursor where something is wrong. */
export function focusField(record: string, field: string): void {
  const input = inputOf(record, field);
  input?.focus();
  input?.scrollIntoView({ block: 'center' });
}

function inputOf(record: string, field: string): HTMLElement | null {
  const found = document.getElementById(inputId(record, field));
  return found?.matches('input, textarea') ? found : (found?.querySelector<HTMLElement>('input, textarea') ?? null);
}

/**
 * When a form opens for writing, the cursor is where work goes on: in the first of these fields that is empty. Inside a
 * `RecordForm`. Whether it may be written is known a moment later than what is in it: who has begun to type elsewhere by then
 * keeps the cursor.
 */
export function StartingPoint({ fields }: { fields: readonly string[] }) {
  const { id, record, inputs, readOnly } = useRecordContext();
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the form opens, and not while it is filled in
  useEffect(() => {
    if (readOnly || document.activeElement?.matches('main :is(input, textarea)')) return;
    const { wrong, missing } = obstaclesOf(fields, record?.values ?? {}, inputs.keys());
    const first = wrong[0] ?? missing[0];
    if (first) inputOf(id, first)?.focus();
  }, [readOnly]);
  return null;
}
