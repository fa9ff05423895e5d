/** The inputs of all forms. Each saves itself (useField), takes its label from i18n and shows what is wrong beside it. */
import {
  ActionIcon,
  Chip,
  Group,
  Input,
  Popover,
  Radio,
  Select,
  Switch,
  Textarea,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '#core/register/register.ts';
import { fieldLabel } from '../fieldLabel.ts';
import { type Option, optionLabel } from '../options.ts';
import {
  choiceCodec,
  countCodec,
  dayCodec,
  decimalCodec,
  digitsCodec,
  rupiahCodec,
  timeCodec,
  yearCodec,
} from './codecs.ts';
import { OtherValues } from './OtherValues.tsx';
import { type Codec, inputId, textCodec, useField, useRecordContext } from './useField.ts';

export interface FieldProps {
  field: string;
  /** i18n key of the label; by default the field's own (`fieldLabel`). */
  label?: string;
  /** A label that comes from data (a service field, a dimension) and so is translated there. */
  labelText?: string;
  hint?: ReactNode;
  required?: boolean;
  /** Codes of i18n `warnings` for a value that is accepted but looks wrong. */
  warn?: (value: string) => string[];
  /** i18n key for a value that is not valid. */
  invalidText?: string;
  /** Says what is wrong with this very text, where that can be told. */
  explain?: (text: string) => string;
  autoFocus?: boolean;
  /** Longer text is kept and marked, never cut off. */
  maxLength?: number;
  /** What is wrong with a text that is kept and has no effect. */
  problem?: string | undefined;
}

export function useLabels(
  props: FieldProps,
  state: Pick<ReturnType<typeof useField>, 'text' | 'invalid' | 'saving' | 'failed' | 'refused' | 'conflict'> & {
    value: Json;
  },
) {
  const { t, i18n } = useTranslation();
  const { collection, id } = useRecordContext();
  const codes = props.warn && typeof state.value === 'string' && !state.invalid ? props.warn(state.value) : [];
  const warnings = codes.map((code) => t(`warnings.${code}` as never));
  const invalid =
    props.maxLength && state.text.length > props.maxLength
      ? t('fields.tooLong', { max: props.maxLength })
      : (props.explain?.(state.text) ?? t((props.invalidText ?? 'fields.invalid') as never));
  return {
    id: inputId(id, props.field),
    label:
      props.labelText ??
      (props.label ? t(props.label as never) : fieldLabel(t, i18n.language, collection, props.field)),
    description: notes(props, warnings, state),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
    error: state.failed
      ? t('fields.notSaved')
      : state.refused
        ? t('fields.noConsent')
        : state.invalid
          ? invalid
          : props.problem,
    withAsterisk: props.required,
    'data-saving': state.saving || undefined,
  };
}

/** What stands right under the input: what others wrote, what looks wrong, or a hint. */
function notes(
  { field, hint }: FieldProps,
  warnings: string[],
  { conflict, value }: { conflict: boolean; value: Json },
): ReactNode {
  if (warnings.length === 0 && !conflict) return hint;
  return (
    <>
      {warnings.length > 0 && <span className="field-warning">{warnings.join(' ')}</span>}
      {conflict && <OtherValues field={field} value={value} />}
    </>
  );
}

/** A one-line input over any codec. */
export function CodecInput<V extends Json>({
  codec,
  ...props
}: FieldProps & { codec: Codec<V> } & Pick<TextInputProps, 'placeholder' | 'inputMode' | 'rightSection' | 'w'>) {
  const { placeholder, inputMode, rightSection, w, autoFocus } = props;
  const state = useField(props.field, codec);
  return (
    <TextInput
      {...useLabels(props, state)}
      {...{ placeholder, inputMode, rightSection, w }}
      data-autofocus={autoFocus || undefined}
      autoFocus={autoFocus}
      value={state.text}
      readOnly={state.readOnly}
      onChange={(event) => state.change(event.currentTarget.value)}
      onBlur={() => void state.leave()}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

export const TextField = (props: FieldProps & { placeholder?: string }) => <CodecInput {...props} codec={textCodec} />;

export const DigitsField = (props: FieldProps) => <CodecInput {...props} codec={digitsCodec} inputMode="numeric" />;

export function LongTextField(props: FieldProps & { rows?: number }) {
  const state = useField(props.field, textCodec);
  const counter = props.maxLength ? `${state.text.length}/${props.maxLength}` : undefined;
  return (
    <Textarea
      {...useLabels({ ...props, hint: props.hint ?? counter }, state)}
      value={state.text}
      readOnly={state.readOnly}
      autosize
      minRows={props.rows ?? 2}
      maxRows={8}
      autoFocus={props.autoFocus}
      onChange={(event) => state.change(event.currentTarget.value)}
      onBlur={() => void state.leave()}
    />
  );
}

export const CountField = (props: FieldProps) => (
  <CodecInput {...props} codec={countCodec} inputMode="numeric" invalidText="fields.invalidNumber" />
);

export const YearField = (props: FieldProps) => (
  <CodecInput {...props} codec={yearCodec} inputMode="numeric" invalidText="fields.invalidNumber" />
);

export const DecimalField = (props: FieldProps) => (
  <CodecInput {...props} codec={decimalCodec} inputMode="decimal" invalidText="fields.invalidNumber" />
);

export const RupiahField = (props: FieldProps) => (
  <CodecInput {...props} codec={rupiahCodec} placeholder="Rp" inputMode="numeric" invalidText="fields.invalidMoney" />
);

/** Typed as dd-mm-yyyy (domain 9.4), or picked from a calendar. */
export function DayField(props: FieldProps) {
  const { t } = useTranslation();
  const state = useField(props.field, dayCodec);
  const [opened, setOpened] = useState(false);
  return (
    // withRoles would give the input another id, and ARIA states that a text box may not have.
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <TextInput
          {...useLabels({ invalidText: 'fields.invalidDay', ...props }, state)}
          placeholder={t('fields.dayPlaceholder')}
          autoFocus={props.autoFocus}
          value={state.text}
          readOnly={state.readOnly}
          autoComplete="off"
          onChange={(event) => state.change(event.currentTarget.value)}
          onBlur={() => void state.leave()}
          rightSection={
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('fields.openCalendar')}
              aria-expanded={opened}
              disabled={state.readOnly}
              tabIndex={-1}
              onClick={() => setOpened((open) => !open)}
            >
              <IconCalendar size={18} />
            </ActionIcon>
          }
        />
      </Popover.Target>
      <Popover.Dropdown>
        <DatePicker
          value={state.value}
          defaultDate={state.value ?? undefined}
          onChange={(day) => {
            setOpened(false);
            void state.choose(day);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

export const TimeField = (props: FieldProps) => (
  <CodecInput {...props} codec={timeCodec} placeholder="09.30" invalidText="fields.invalidTime" />
);

export function SelectField({ options, ...props }: FieldProps & { options: readonly Option[] }) {
  const { i18n } = useTranslation();
  const state = useField(props.field, choiceCodec);
  const value = state.value === null ? null : String(state.value);
  const known = options.map((option) => ({ value: String(option.code), label: optionLabel(option, i18n.language) }));
  // A code of a newer version is shown as it is, never dropped.
  const data =
    value === null || known.some((option) => option.value === value) ? known : [...known, { value, label: value }];
  return (
    <Select
      {...useLabels(props, state)}
      data={data}
      value={value}
      readOnly={state.readOnly}
      aria-readonly={state.readOnly}
      searchable={data.length > 8}
      autoFocus={props.autoFocus}
      clearable={!props.required}
      onChange={(code) => void state.choose(options.find((option) => String(option.code) === code)?.code ?? null)}
    />
  );
}

/** A choice among few, all in sight. */
export function ChoiceField({ options, ...props }: FieldProps & { options: readonly Option[] }) {
  const { i18n } = useTranslation();
  const state = useField(props.field, choiceCodec);
  return (
    <Radio.Group
      {...useLabels(props, state)}
      value={state.value === null ? '' : String(state.value)}
      readOnly={state.readOnly}
      onChange={(code) => void state.choose(options.find((option) => String(option.code) === code)?.code ?? null)}
    >
      <Group gap="md" py={6}>
        {options.map((option) => (
          <Radio
            key={option.code}
            value={String(option.code)}
            label={optionLabel(option, i18n.language)}
            disabled={state.readOnly}
          />
        ))}
      </Group>
    </Radio.Group>
  );
}

/** Yes or no, where "not asked yet" is a third answer. */
export function YesNoField(props: FieldProps) {
  const { t } = useTranslation();
  const state = useField(props.field, choiceCodec);
  const { label, description, error, 'data-saving': saving } = useLabels(props, state);
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div" data-saving={saving}>
      <Group gap="xs" py={4} role="group" aria-label={label}>
        {[true, false].map((answer) => (
          <Chip
            key={String(answer)}
            size="sm"
            checked={state.value === answer}
            disabled={state.readOnly}
            onChange={() => void state.choose(state.value === answer ? null : answer)}
          >
            {t(answer ? 'common.yes' : 'common.no')}
          </Chip>
        ))}
      </Group>
    </Input.Wrapper>
  );
}

export function SwitchField(props: FieldProps) {
  const state = useField(props.field, choiceCodec);
  const { inputWrapperOrder: _order, withAsterisk: _asterisk, ...labels } = useLabels(props, state);
  return (
    <Switch
      {...labels}
      checked={state.value === true}
      disabled={state.readOnly}
      onChange={(event) => void state.choose(event.currentTarget.checked)}
    />
  );
}
