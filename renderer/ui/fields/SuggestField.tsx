import { Autocomplete } from '@mantine/core';
import { type FieldProps, useLabels } from './fields.tsx';
import { type Codec, textCodec, useField } from './useField.ts';

/** Free text with suggestions. A codec may store a suggestion as its code. */
export function SuggestField({
  suggestions,
  codec = textCodec,
  ...props
}: FieldProps & { suggestions: string[]; codec?: Codec<string | null> }) {
  const state = useField(props.field, codec);
  return (
    <Autocomplete
      {...useLabels(props, state)}
      data={suggestions}
      value={state.text}
      readOnly={state.readOnly}
      autoFocus={props.autoFocus}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={state.change}
      onBlur={() => void state.leave()}
    />
  );
}
