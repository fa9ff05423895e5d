import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { SERVICE_LINES } from '#core/model/reference.ts';
import { SuggestField } from '../../ui/fields/SuggestField.tsx';
import { type Codec, useRecordContext } from '../../ui/fields/useField.ts';
import { labelOf, optionLabel } from '../../ui/options.ts';

/**
 * *Jenis layanan*: suggestions of the chosen service field first, any text allowed. A suggestion is stored as its code, so
 * that reports count it in both languages.
 */
export function ServiceLineField() {
  const { i18n } = useTranslation();
  const { record } = useRecordContext();
  const { field } = (record?.values ?? {}) as Values<'sessions'>;
  const lines = field ? SERVICE_LINES.filter((line) => line.field === field) : SERVICE_LINES;
  const codec: Codec<string | null> = {
    parse: (text) => {
      const typed = text.trim().toLowerCase();
      const known = SERVICE_LINES.find((line) => [line.id, line.en].some((label) => label.toLowerCase() === typed));
      return typed === '' ? null : (known?.code ?? text);
    },
    format: (value) => (value === null ? '' : labelOf(SERVICE_LINES, value, i18n.language)),
  };
  return (
    <SuggestField
      field="serviceLine"
      suggestions={lines.map((line) => optionLabel(line, i18n.language))}
      codec={codec}
      maxLength={200}
    />
  );
}
