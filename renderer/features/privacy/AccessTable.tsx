import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { useRecords } from '../../store/queries.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';

/** As many as are looked through at a glance. */
const FIRST = 20;

/** Who opened which NIK, or made a copy of whose data, newest first. */
export function AccessTable() {
  const { t } = useTranslation();
  const { label, value } = useFieldTexts();
  const [all, setAll] = useState(false);
  const accesses = useRecords('accesses');
  if (!accesses) return null;
  const newest = accesses.toSorted((a, b) => (b.values.createdAt ?? '').localeCompare(a.values.createdAt ?? ''));
  const rows = (all ? newest : newest.slice(0, FIRST)).map(({ id, values }) => ({
    id,
    cells: [
      values.createdAt ? value('accesses', 'createdAt', values.createdAt) : '',
      values.createdBy ? value('accesses', 'createdBy', values.createdBy) : '',
      values.contents ? fileText(t, values) : <ClientLink key="client" of={values} />,
      values.what ? value('accesses', 'what', values.what) : '',
    ],
  }));
  const heads = [
    label('accesses', 'createdAt'),
    label('accesses', 'createdBy'),
    t('privacy.subjectOrFile'),
    label('accesses', 'what'),
  ];
  return (
    <>
      <SimpleTable heads={heads} rows={rows} empty={t('privacy.noAccesses')} />
      {newest.length > rows.length && (
        <Button size="compact-sm" variant="subtle" mt="xs" onClick={() => setAll(true)}>
          {t('privacy.showAll', { count: newest.length })}
        </Button>
      )}
    </>
  );
}

/** What was in a file that was made (features/export). */
function fileText(t: TFunction, { contents, recordsCount, format, fullNik }: Values<'accesses'>): string {
  const what = (contents ?? '').split(' ').map((collection) => t(`collections.${collection}` as never));
  return t(fullNik ? 'export.accessWithNik' : 'export.access', {
    what: what.join(', '),
    count: recordsCount ?? 0,
    format: (format ?? '').toUpperCase(),
  });
}
