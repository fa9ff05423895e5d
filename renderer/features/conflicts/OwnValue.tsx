import { Button, Chip, Group, Select, Text, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '../../store/queries.ts';
import type { FieldKind } from '../../ui/fieldKind.ts';
import { optionLabel } from '../../ui/options.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { asInput, ownValue, startOf } from './own.ts';

interface Props {
  conflict: Conflict;
  kind: FieldKind;
  text: string;
  onText: (text: string) => void;
  onConfirm: () => void;
  /** Back to the list, with the text kept. */
  onLeave: () => void;
}

export const OWN_INPUT = '[data-own-value] :is(textarea, input)';

/** A third value. Enter (in a text of several lines Ctrl+Enter) decides for it; Escape goes back to the list. */
export function OwnValue({ conflict, kind, text, onText, onConfirm, onLeave }: Props) {
  const { t } = useTranslation();
  const { collection, field, register } = conflict;
  const box = useRef<HTMLDivElement>(null);
  const valid = ownValue(kind, collection, field, text) !== undefined;
  const long = kind.name === 'longText';
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('textarea, input')?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onLeave();
    else if (event.key === 'Enter' && (event.ctrlKey || kindHasEnter(kind)) && valid) onConfirm();
    else return;
    event.preventDefault();
  };
  const starts = long
    ? [
        { label: t('conflicts.startMerged'), text: startOf(kind, conflict) },
        ...register.heads.map((head, i) => ({
          label: t('conflicts.valueN', { n: i + 1 }),
          text: asInput(kind, head.value),
        })),
      ]
    : [];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the input inside
    <div ref={box} data-own-value onKeyDown={onKeyDown}>
      <Input {...{ conflict, kind, text, onText, valid }} />
      {long && (
        <Group gap={4} mt={4}>
          <Text size="xs">{t('conflicts.startFrom')}</Text>
          {starts.map((start) => (
            <Button key={start.label} size="compact-xs" variant="subtle" onClick={() => onText(start.text)}>
              {start.label}
            </Button>
          ))}
        </Group>
      )}
    </div>
  );
}

/** In these inputs Enter has no meaning of its own. */
const kindHasEnter = (kind: FieldKind): boolean => !['longText', 'choice', 'yesNo'].includes(kind.name);

function Input({ conflict, kind, text, onText, valid }: Omit<Props, 'onConfirm' | 'onLeave'> & { valid: boolean }) {
  const { t, i18n } = useTranslation();
  const texts = useFieldTexts();
  const { collection, field, entity } = conflict;
  const label = t('conflicts.ownLabel', { field: texts.label(collection, field, entity.values) });
  const error = valid || text === '' ? undefined : t(INVALID[kind.name] ?? 'conflicts.invalid');
  if (kind.name === 'longText') {
    return (
      <Textarea
        label={label}
        description={t('conflicts.ownLongHint')}
        error={error}
        value={text}
        autosize
        minRows={4}
        maxRows={14}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    );
  }
  if (kind.name === 'choice') {
    const data = kind.options.map((option) => ({
      value: JSON.stringify(option.code),
      label: optionLabel(option, i18n.language),
    }));
    return (
      <Select
        label={label}
        error={error}
        data={data}
        value={data.some((option) => option.value === text) ? text : null}
        searchable
        onChange={(code) => onText(code ?? 'null')}
      />
    );
  }
  if (kind.name === 'yesNo') {
    return (
      <Group gap="xs" role="group" aria-label={label}>
        {['true', 'false', 'null'].map((answer) => (
          <Chip key={answer} size="sm" checked={text === answer} onChange={() => onText(answer)}>
            {t(answer === 'null' ? 'common.empty' : answer === 'true' ? 'common.yes' : 'common.no')}
          </Chip>
        ))}
      </Group>
    );
  }
  return (
    <TextInput
      label={label}
      description={t('conflicts.ownHint')}
      error={error}
      value={text}
      inputMode={NUMERIC.includes(kind.name) ? 'numeric' : undefined}
      placeholder={kind.name === 'day' ? t('fields.dayPlaceholder') : undefined}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}

const NUMERIC: readonly FieldKind['name'][] = ['digits', 'nik', 'count', 'decimal', 'rupiah'];
const INVALID: Partial<Record<FieldKind['name'], `fields.invalid${'Number' | 'Money' | 'Day' | 'Time'}`>> = {
  count: 'fields.invalidNumber',
  decimal: 'fields.invalidNumber',
  rupiah: 'fields.invalidMoney',
  day: 'fields.invalidDay',
  time: 'fields.invalidTime',
};
