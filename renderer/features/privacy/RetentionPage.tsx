import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { COLLECTIONS, fieldSchema } from '#core/model/collections.ts';
import { mayWrite } from '#core/workflow/policy.ts';
import { personsOf } from '#core/workflow/restriction.ts';
import { type PastTerm, pastTerms, RETENTION_KINDS, type RetentionKind } from '#core/workflow/retention.ts';
import { useHubYear, useThisDevice } from '../../app/device.tsx';
import { useHeldIn, useMerges, useRecord, useRecords } from '../../store/queries.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { AnyField } from '../../ui/forms/AnyField.tsx';
import { RecordLink } from '../../ui/RecordLink.tsx';
import { Section } from '../../ui/Section.tsx';
import { SimpleTable } from '../../ui/SimpleTable.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { useRestrictedPersons } from '../../ui/useRestriction.ts';
import { ChangeHistory } from '../settings/ChangeHistory.tsx';
import { DestroyButton } from './Destroy.tsx';
import { ruleId } from './destruction.ts';
import classes from './Retention.module.css';

/** *Masa simpan*: how long each kind is kept, what is past its term, and what was destroyed. */
export function RetentionPage() {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('privacy.retention.title')}
        </Title>
        <Button component={Link} to="/privacy" variant="subtle">
          {t('privacy.title')}
        </Button>
      </Group>
      <PastTermSection />
      <Rules />
      <ChangeHistory collection="retentionRules" />
      <Section title={t('privacy.retention.destroyed')}>
        <Destructions />
      </Section>
    </Stack>
  );
}

function Rules() {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const { label } = useFieldTexts();
  const writing = mayWrite(role, 'retentionRules', '');
  return (
    <Section title={t('privacy.retention.rules')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t(writing ? 'privacy.retention.rulesHint' : 'privacy.retention.rulesReadOnly')}
      </Text>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{label('destructions', 'recordKind')}</Table.Th>
            <Table.Th w={140}>{label('retentionRules', 'years')}</Table.Th>
            <Table.Th>{label('retentionRules', 'basis')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {RETENTION_KINDS.map((kind) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row" fw={400}>
                {t(`privacy.retention.kinds.${kind}`)}
              </Table.Th>
              <RuleCells kind={kind} readOnly={!writing} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function RuleCells({ kind, readOnly }: { kind: RetentionKind; readOnly: boolean }) {
  return (
    <>
      {(['years', 'basis'] as const).map((field) => (
        <Table.Td key={field} className={classes.cell}>
          <RecordForm collection="retentionRules" id={ruleId(kind)} initial={{ recordKind: kind }} readOnly={readOnly}>
            <AnyField field={field} oneLine />
          </RecordForm>
        </Table.Td>
      ))}
    </>
  );
}

/** Whatever says of which year a client's last record is. */
const READ = COLLECTIONS.filter(
  (name) => fieldSchema(name, 'clientId') || (RETENTION_KINDS as readonly string[]).includes(name),
);

/** Past their term, by kind; null while it is not known. What is restricted is kept as it is. */
function usePastTerms(hubYear: number | undefined): Map<RetentionKind, PastTerm[]> | null {
  const rules = useRecords('retentionRules');
  const records = useHeldIn([...READ, 'businesses', 'cooperatives']);
  const restricted = useRestrictedPersons();
  const merges = useMerges();
  if (!rules || !records || !restricted || !merges || hubYear === undefined) return null;
  const years = new Map(
    rules.flatMap(({ values }) =>
      values.recordKind && typeof values.years === 'number' ? [[values.recordKind, values.years] as const] : [],
    ),
  );
  const personsById = new Map(records.map(({ collection, id, values }) => [id, personsOf(collection, id, values)]));
  const past = pastTerms(records, years, hubYear, (id) => merges.winnerOf(id)).filter(
    ({ id }) => !personsById.get(id)?.some((person) => restricted.has(person)),
  );
  return Map.groupBy(past, ({ kind }) => kind);
}

function PastTermSection() {
  const { t } = useTranslation();
  const hubYear = useHubYear();
  const past = usePastTerms(hubYear);
  if (hubYear !== undefined && !past) return null;
  return (
    <Section title={t('privacy.retention.past')}>
      {hubYear === undefined && <Text size="sm">{t('privacy.retention.needsHub')}</Text>}
      {past?.size === 0 && (
        <Text size="sm" c="dimmed">
          {t('privacy.retention.nothingPast')}
        </Text>
      )}
      {[...(past ?? [])].map(([kind, records]) => (
        <Kind key={kind} kind={kind} records={records} />
      ))}
    </Section>
  );
}

/** As many as are looked through before they are destroyed without reading each. */
const SHOWN = 10;

function Kind({ kind, records }: { kind: RetentionKind; records: PastTerm[] }) {
  const { t } = useTranslation();
  const name = t(`privacy.retention.kinds.${kind}`);
  const oldestFirst = records.toSorted((a, b) => a.year - b.year);
  return (
    <div>
      <Group justify="space-between">
        <Title order={3} size="h6">
          {name} ({records.length})
        </Title>
        <DestroyButton kind={kind} records={records} />
      </Group>
      <ul>
        {oldestFirst.slice(0, SHOWN).map((record) => (
          <li key={record.id}>
            <RecordLink collection={record.collection} id={record.id} page>
              {t('privacy.retention.recordOf', { year: record.year })}
            </RecordLink>
            {' · '}
            <Whose record={record} />
          </li>
        ))}
        {records.length > SHOWN && <li>{t('privacy.retention.more', { count: records.length - SHOWN })}</li>}
      </ul>
    </div>
  );
}

/** Whose record it is, or what it is called. */
function Whose({ record: { collection, id } }: { record: PastTerm }) {
  const record = useRecord(collection, id);
  const values = (record?.values ?? {}) as Record<string, string | undefined>;
  if (values.clientId) return <ClientLink of={values as ComponentProps<typeof ClientLink>['of']} />;
  return <>{values.name ?? values.subject ?? values.title ?? values.activity ?? ''}</>;
}

function Destructions() {
  const { t } = useTranslation();
  const { label, value } = useFieldTexts();
  const destructions = useRecords('destructions');
  if (!destructions) return null;
  const rows = destructions
    .toSorted((a, b) => b.id.localeCompare(a.id))
    .map(({ id, values }) => ({
      id,
      cells: [
        <Link key="sheet" to="/privacy/destructions/$id" params={{ id } as never}>
          {values.date ? value('destructions', 'date', values.date) : t('common.unnamed')}
        </Link>,
        t(`privacy.retention.kinds.${values.recordKind}` as never),
        values.recordsCount ?? '',
        values.witness ?? '',
      ],
    }));
  const heads = (['date', 'recordKind', 'recordsCount', 'witness'] as const).map((field) =>
    label('destructions', field),
  );
  return <SimpleTable heads={heads} rows={rows} empty={t('privacy.retention.noneDestroyed')} />;
}
