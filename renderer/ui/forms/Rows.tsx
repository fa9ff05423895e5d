import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ERASED_FIELD } from '#core/model/erasure.ts';
import { formatRupiah } from '#core/model/money.ts';
import type { Json } from '#core/register/register.ts';
import { type Entity, useRows } from '../../store/queries.ts';
import { newId, remove, restore, save } from '../../store/repository.ts';
import { RecordForm } from '../fields/RecordForm.tsx';
import { showRemoved } from '../removed.tsx';
import { AnyField } from './AnyField.tsx';
import type { FormRows } from './definition.ts';
import classes from './Form.module.css';

/** Rows that belong to a record, oldest first; each saves itself. */
export function Rows({ rows, parent, readOnly }: { rows: FormRows; parent: string; readOnly: boolean }) {
  const { t } = useTranslation();
  const records = useRows(rows.collection, parent);
  const [added, setAdded] = useState<string>();
  if (!records) return null;
  const add = async () => {
    const id = newId();
    await save(rows.collection, id, { parent, ...rows.initial } as never);
    setAdded(id);
  };
  return (
    <div>
      {records.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('forms.noRows')}
        </Text>
      )}
      <ul className={classes.rows} aria-label={t(`collections.${rows.collection}` as never)}>
        {records.map((record) =>
          isErased(record) ? (
            <li key={record.id} className={classes.row}>
              <Text size="sm" c="dimmed">
                {t('privacy.erasure.erasedRow')}
              </Text>
            </li>
          ) : (
            <Row key={record.id} {...{ rows, record, readOnly }} autoFocus={record.id === added} />
          ),
        )}
      </ul>
      <Group justify="space-between" mt="xs">
        {readOnly ? (
          <span />
        ) : (
          <Button size="compact-sm" variant="light" leftSection={<IconPlus size={16} />} onClick={() => void add()}>
            {t(`forms.add.${rows.collection}` as never)}
          </Button>
        )}
        {rows.sums && records.length > 0 && <Sums fields={rows.sums} records={records} />}
      </Group>
    </div>
  );
}

/** It still counts, but nobody is named in it any more. */
const isErased = ({ values }: Entity<never>): boolean => Boolean((values as Record<string, Json>)[ERASED_FIELD]);

function Row({
  rows,
  record,
  readOnly,
  autoFocus,
}: {
  rows: FormRows;
  record: Entity<never>;
  readOnly: boolean;
  autoFocus: boolean;
}) {
  const { t } = useTranslation();
  const drop = async () => {
    await remove(rows.collection, record.id);
    showRemoved(`removed-${record.id}`, 'forms.removed', () => restore(rows.collection, record.id));
  };
  return (
    <li className={classes.row}>
      <RecordForm collection={rows.collection} id={record.id} readOnly={readOnly}>
        {rows.fields.map((field, i) => (
          <AnyField key={field} field={field} oneLine autoFocus={autoFocus && i === 0} />
        ))}
      </RecordForm>
      {!readOnly && (
        <ActionIcon variant="subtle" color="red" aria-label={t('forms.removeRow')} onClick={() => void drop()}>
          <IconTrash size={18} />
        </ActionIcon>
      )}
    </li>
  );
}

function Sums({ fields, records }: { fields: readonly string[]; records: Entity<never>[] }) {
  const { t } = useTranslation();
  const sum = (field: string) =>
    records.reduce((total, { values }) => total + Number((values as Record<string, Json>)[field] ?? 0), 0);
  return (
    <Text size="sm" fw={600}>
      {fields.map((field) => `${t('forms.sum')}: ${formatRupiah(sum(field))}`).join(' · ')}
    </Text>
  );
}
