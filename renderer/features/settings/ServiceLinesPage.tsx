import { ActionIcon, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import type { ServiceLine } from '#core/model/serviceLines.ts';
import { useThisDevice } from '../../app/device.tsx';
import { newId, save } from '../../store/repository.ts';
import { TextField } from '../../ui/fields/fields.tsx';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { optionLabel } from '../../ui/options.ts';
import { Section } from '../../ui/Section.tsx';
import { useServiceLines } from '../../ui/serviceLines.tsx';
import { useDraft } from '../../ui/useDraft.ts';
import { ChangeHistory } from './ChangeHistory.tsx';
import { moveLine } from './moveLine.ts';
import classes from './Settings.module.css';
import { SettingsHead, useMayChangeSettings } from './SettingsHead.tsx';

/** *Jenis layanan* of each service field: what the form of a session offers. */
export function ServiceLinesPage() {
  const { t, i18n } = useTranslation();
  const lines = useServiceLines();
  const writing = useMayChangeSettings();
  // One field at a time: inputs for all of them at once are slow to open and hard to read.
  const [open, setOpen] = useState<number | null>(null);
  return (
    <Stack gap="sm">
      <SettingsHead part="lines" />
      <Text size="sm">{t('settings.lines.intro')}</Text>
      {SERVICE_FIELDS.map((field) => {
        const own = lines.filter((line) => line.field === field.code);
        return (
          <Section key={field.code} title={optionLabel(field, i18n.language)}>
            {open === field.code ? <Editor field={field.code} lines={own} /> : <List lines={own} />}
            {writing && (
              <Button
                mt="xs"
                w="fit-content"
                size="compact-sm"
                variant="default"
                aria-expanded={open === field.code}
                aria-label={t(open === field.code ? 'settings.lines.close' : 'settings.lines.edit', {
                  field: optionLabel(field, i18n.language),
                })}
                onClick={() => setOpen(open === field.code ? null : field.code)}
              >
                {t(open === field.code ? 'common.close' : 'common.edit')}
              </Button>
            )}
          </Section>
        );
      })}
      <ChangeHistory collection="serviceLines" />
    </Stack>
  );
}

function List({ lines }: { lines: ServiceLine[] }) {
  const { t, i18n } = useTranslation();
  return (
    <ul className={classes.plain}>
      {lines.map((line) => (
        <li key={line.code}>
          {optionLabel(line, i18n.language)}{' '}
          {!line.active && (
            <Text span size="sm" c="dimmed">
              ({t('settings.lines.inactive')})
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}

function Editor({ field, lines }: { field: number; lines: ServiceLine[] }) {
  const { i18n } = useTranslation();
  return (
    <>
      <ol className={classes.lines}>
        {lines.map((line, i) => (
          <Line key={line.code} line={line} first={i === 0} last={i === lines.length - 1} />
        ))}
      </ol>
      <NewLine field={field} order={lines.length} language={i18n.language} />
    </>
  );
}

/** A built-in line shows its own name where the unit wrote none. */
function Line({ line, first, last }: { line: ServiceLine; first: boolean; last: boolean }) {
  const { t, i18n } = useTranslation();
  const { unit } = useThisDevice();
  const name = optionLabel(line, i18n.language);
  return (
    <li className={classes.line} aria-label={name}>
      <RecordForm collection="serviceLines" id={line.record} initial={{ field: line.field }}>
        <TextField field="name" placeholder={line.builtIn ? line.id : undefined} maxLength={200} />
        <TextField field="nameEn" placeholder={line.en} maxLength={200} />
      </RecordForm>
      <Switch
        label={t('settings.lines.active')}
        aria-label={t('settings.lines.activeOf', { name })}
        checked={line.active}
        onChange={({ currentTarget }) =>
          void save('serviceLines', line.record, { field: line.field, active: currentTarget.checked })
        }
      />
      <Group gap={0} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          aria-label={t('settings.lines.up', { name })}
          disabled={first}
          onClick={() => void moveLine(unit, line.record, -1)}
        >
          <IconArrowUp size={18} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          aria-label={t('settings.lines.down', { name })}
          disabled={last}
          onClick={() => void moveLine(unit, line.record, 1)}
        >
          <IconArrowDown size={18} />
        </ActionIcon>
      </Group>
    </li>
  );
}

/** A line is made with its name, so that none stands there without one. */
function NewLine({ field, order, language }: { field: number; order: number; language: string }) {
  const { t } = useTranslation();
  const name = useDraft({ collection: 'serviceLines', id: `new.${field}` }, 'name');
  const [tried, setTried] = useState(false);
  const isMissing = name.text.trim() === '';
  const add = async (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setTried(isMissing);
    if (isMissing) return form.querySelector('input')?.focus();
    await save('serviceLines', newId(), { field, name: name.text.trim(), order });
    await name.forget();
    form.querySelector('input')?.focus();
  };
  const fieldName = optionLabel(SERVICE_FIELDS[field - 1] as (typeof SERVICE_FIELDS)[number], language);
  return (
    <Group
      component="form"
      gap="xs"
      mt="xs"
      align="flex-end"
      onSubmit={(event: FormEvent<HTMLElement>) => void add(event)}
    >
      <TextInput
        w={360}
        label={t('settings.lines.newOf', { field: fieldName })}
        maxLength={200}
        error={tried && isMissing && t('settings.lines.nameMissing')}
        value={name.text}
        data-saving={name.saving || undefined}
        onChange={({ currentTarget }) => name.change(currentTarget.value)}
      />
      <Button type="submit" variant="light" leftSection={<IconPlus size={16} />}>
        {t('settings.lines.add')}
      </Button>
    </Group>
  );
}
