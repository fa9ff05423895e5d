import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CollectionName } from '#core/model/collections.ts';
import { fieldLabel } from '../fieldLabel.ts';
import { inputId } from '../fields/useField.ts';
import type { Obstacles } from './state.ts';

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
  const found = document.getElementById(inputId(record, field));
  const input = found?.matches('input, textarea') ? found : found?.querySelector<HTMLElement>('input, textarea');
  input?.focus();
  input?.scrollIntoView({ block: 'center' });
}
