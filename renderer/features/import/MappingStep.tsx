import {
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Radio,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IMPORT_FIELDS, type ImportKind } from '#core/import/fields.ts';
import { isFreeOfConsent, missingFields } from '#core/import/rows.ts';
import { versionInForce } from '#core/model/consentTexts.ts';
import { formatDay, parseDay } from '#core/model/dates.ts';
import { CONSENT_PURPOSES, CONSENT_WAYS } from '#core/model/reference.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import { useRecords } from '../../store/queries.ts';
import { optionLabel } from '../../ui/options.ts';
import { Section } from '../../ui/Section.tsx';
import type { Plan } from './check.ts';
import classes from './Import.module.css';
import { ask, type Choices, during, type Job, setJob, useJob } from './job.ts';
import { columnName } from './papers.ts';
import { useImportLabels } from './texts.ts';

/** Which column is what; what is true of all rows. */
export function MappingStep() {
  const { t } = useTranslation();
  const { kind, file, looked, choices } = useJob();
  if (!file || !looked || !choices) return null;
  const look = (sheet: number, headingRow?: number) =>
    void ask('look', kind, sheet, headingRow).then((next) =>
      setJob({ looked: next, choices: { ...choices, sheet, mapping: next.mapping } }),
    );
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Text fw={600}>{file.name}</Text>
        {file.sheets.length > 1 && (
          <Select
            label={t('import.sheet')}
            data={file.sheets.map(({ name, rows }, i) => ({
              value: String(i),
              label: t('import.sheetRows', { name, count: rows }),
            }))}
            value={String(choices.sheet)}
            allowDeselect={false}
            onChange={(value) => look(Number(value))}
          />
        )}
        <NumberInput
          label={t('import.headingRow')}
          title={t('import.headingRowHint')}
          value={looked.headingRow + 1}
          min={1}
          max={1000}
          w={190}
          onChange={(value) => Number(value) >= 1 && look(choices.sheet, Number(value) - 1)}
        />
      </Group>
      <Columns kind={kind} looked={looked} choices={choices} />
      {kind === 'sessions' ? <Alert p="xs">{t('import.sessionsHint')}</Alert> : <ForAll choices={choices} />}
      <ToCheck />
    </Stack>
  );
}

const change = (more: Partial<Choices>): void => {
  const { choices } = useJob.getState();
  if (choices) setJob({ choices: { ...choices, ...more } });
};

function Columns({
  kind,
  looked,
  choices,
}: {
  kind: ImportKind;
  looked: NonNullable<Job['looked']>;
  choices: Choices;
}) {
  const { t } = useTranslation();
  const labelOf = useImportLabels();
  const needs = (key: string) => kind !== 'sessions' && !choices.hasConsent && !isFreeOfConsent(kind, key);
  const data = IMPORT_FIELDS[kind].map(({ key, required }) => ({
    value: key,
    label: [labelOf(kind, key), required ? '*' : '', needs(key) ? `(${t('import.needsConsent')})` : '']
      .filter(Boolean)
      .join(' '),
  }));
  const mapped = choices.mapping.filter((key) => key !== null).length;
  return (
    <Section title={t('import.columns')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('import.columnsHint', { mapped, total: looked.headings.length })}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={classes.columns} tabIndex={0} aria-label={t('import.columns')}>
        <Table stickyHeader verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('import.column')}</Table.Th>
              <Table.Th>{t('import.samples')}</Table.Th>
              <Table.Th w={340}>{t('import.field')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {looked.headings.map((heading, column) => {
              const name = heading || columnName(column);
              return (
                <Table.Tr key={columnName(column)}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td className={classes.samples}>{looked.samples[column]?.join(' · ')}</Table.Td>
                  <Table.Td>
                    <Select
                      size="xs"
                      aria-label={t('import.fieldOf', { column: name })}
                      placeholder={t('import.leaveOut')}
                      data={data}
                      value={choices.mapping[column] ?? null}
                      searchable
                      clearable
                      onChange={(key) => change({ mapping: choices.mapping.with(column, key) })}
                    />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </section>
    </Section>
  );
}

/** What the file does not say: consent, the day of the figures, the consultant. */
function ForAll({ choices }: { choices: Choices }) {
  const { t, i18n } = useTranslation();
  const { kind, looked } = useJob();
  const { hasConsent, consent } = choices;
  const users = useRecords('users') ?? [];
  const ignored = choices.mapping.flatMap((key, column) =>
    key !== null && !isFreeOfConsent(kind, key) ? [looked?.headings[column] || columnName(column)] : [],
  );
  const setConsent = (more: Partial<Choices['consent']>) => change({ consent: { ...consent, ...more } });
  const others = CONSENT_PURPOSES.flatMap((purpose) => (purpose.code === 'mentoring' ? [] : [purpose]));
  return (
    <Group align="stretch" gap="sm" wrap="nowrap">
      <Section title={t('import.consent.title')}>
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t('import.consent.hint')}
          </Text>
          <Radio.Group
            aria-label={t('import.consent.title')}
            value={hasConsent ? 'has' : 'none'}
            onChange={(value) => change({ hasConsent: value === 'has' })}
          >
            <Group gap="lg">
              <Radio value="none" label={t('import.consent.none')} />
              <Radio value="has" label={t('import.consent.has')} />
            </Group>
          </Radio.Group>
          {!hasConsent && ignored.length > 0 && (
            <Alert color="yellow" p="xs">
              {t('import.consent.ignored', { count: ignored.length, columns: ignored.join(', ') })}
            </Alert>
          )}
          {hasConsent && (
            <>
              <Group align="flex-start" gap="sm">
                <DayInput
                  label={t('import.consent.givenOn')}
                  value={consent.givenOn}
                  onChange={(givenOn) => setConsent({ givenOn })}
                />
                <Select
                  label={t('fields.way')}
                  data={CONSENT_WAYS.filter(({ code }) => code !== 'screen').map((way) => ({
                    value: way.code,
                    label: optionLabel(way, i18n.language),
                  }))}
                  value={consent.way}
                  allowDeselect={false}
                  onChange={(way) => setConsent({ way: way as 'paper' | 'oral' })}
                />
                {consent.way === 'oral' && (
                  <TextInput
                    label={t('fields.witnessName')}
                    value={consent.witnessName}
                    maxLength={200}
                    onChange={(event) => setConsent({ witnessName: event.currentTarget.value })}
                  />
                )}
              </Group>
              <Checkbox.Group
                label={t('import.consent.alsoFor')}
                description={t('import.consent.givenHint')}
                value={others.map(({ code }) => code).filter((code) => consent[purposeField(code)])}
                onChange={(codes) =>
                  setConsent(Object.fromEntries(others.map(({ code }) => [purposeField(code), codes.includes(code)])))
                }
              >
                <Group gap="md" mt={4}>
                  {others.map((purpose) => (
                    <Checkbox key={purpose.code} value={purpose.code} label={optionLabel(purpose, i18n.language)} />
                  ))}
                </Group>
              </Checkbox.Group>
            </>
          )}
        </Stack>
      </Section>
      <Section title={t('import.defaults')}>
        <Stack gap="xs" w={230}>
          {hasConsent && (
            <DayInput label={t('import.asOf')} value={choices.asOf} onChange={(asOf) => change({ asOf })} />
          )}
          <Select
            label={t('import.consultant')}
            placeholder={t('import.nobody')}
            data={users
              .filter(({ values }) => values.role === 'consultant' || values.role === 'coordinator')
              .map(({ id, values }) => ({ value: id, label: values.name ?? id }))}
            value={choices.consultant}
            clearable
            onChange={(consultant) => change({ consultant })}
          />
        </Stack>
      </Section>
    </Group>
  );
}

function purposeField(code: 'reporting' | 'grant' | 'publication') {
  const fields = { reporting: 'purposeReporting', grant: 'purposeGrant', publication: 'purposePublication' } as const;
  return fields[code];
}

/** @param onChange hears an ISO day, or nothing while what is typed is none */
function DayInput({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  const { t } = useTranslation();
  const today = useToday();
  const [text, setText] = useState(formatDay(value));
  const isWrong = text !== '' && !isPastDay(parseDay(text), today);
  return (
    <TextInput
      label={label}
      placeholder={t('fields.dayPlaceholder')}
      value={text}
      error={isWrong && t('import.consent.invalidDay')}
      autoComplete="off"
      onChange={(event) => {
        setText(event.currentTarget.value);
        const day = parseDay(event.currentTarget.value);
        onChange(isPastDay(day, today) ? (day as string) : '');
      }}
    />
  );
}

const isPastDay = (day: string | null, today: string): boolean => day !== null && day <= today;

/** What keeps the rows from being checked, or the way to it. */
function ToCheck() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const today = useToday();
  const labelOf = useImportLabels();
  const texts = useRecords('consentTexts');
  const { kind, looked, choices, importId } = useJob();
  if (!looked || !choices || !importId) return null;
  const { mapping, hasConsent, consent, ...others } = choices;
  const keys = mapping.filter((key) => key !== null);
  const missing = missingFields(kind, mapping).map(({ key }) => labelOf(kind, key));
  const twice = [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))].map((key) => labelOf(kind, key));
  const hasDays = kind === 'sessions' || !hasConsent || (consent.givenOn !== '' && choices.asOf !== '');
  const obstacles = [
    missing.length > 0 && t('import.missing', { fields: missing.join(', ') }),
    twice.length > 0 && t('import.twice', { fields: twice.join(', ') }),
    !hasDays && t('import.consent.invalidDay'),
    kind !== 'sessions' &&
      hasConsent &&
      consent.way === 'oral' &&
      !consent.witnessName.trim() &&
      t('import.consent.witness'),
  ].filter((obstacle) => obstacle !== false);
  const check = () => {
    const plan: Plan = {
      ...others,
      kind,
      mapping,
      headingRow: looked.headingRow,
      consent:
        hasConsent && kind !== 'sessions'
          ? {
              ...consent,
              witnessName: consent.witnessName.trim(),
              textVersion: versionInForce(texts ?? [], consent.givenOn),
            }
          : null,
      today,
      unit: device.unit,
      home: device.unitRegion,
      importId,
    };
    void during('checking', async () => setJob({ summary: await ask('check', plan), stage: 'check' }));
  };
  return (
    <Stack gap="xs">
      <div role="status">
        {obstacles.map((obstacle) => (
          <Text key={obstacle} size="sm" c="red.8">
            {obstacle}
          </Text>
        ))}
      </div>
      <Group>
        <Button disabled={obstacles.length > 0 || !texts} onClick={check}>
          {t('import.toCheck')}
        </Button>
      </Group>
    </Stack>
  );
}
