import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { lineNamed } from '#core/model/serviceLines.ts';
import { SuggestField } from '../../ui/fields/SuggestField.tsx';
import { type Codec, useRecordContext } from '../../ui/fields/useField.ts';
import { labelOf, optionLabel } from '../../ui/options.ts';
import { useServiceLines } from '../../ui/serviceLines.tsx';

/**
 * *Jenis layanan*: suggestions of the chosen service field first, any text allowed. A suggestion is stored as its code, so
 * that reports count it in both languages. A line that is no longer offered stays readable where it was chosen.
 */
export function ServiceLineField() {
  const { i18n } = useTranslation();
  const { record } = useRecordContext();
  const lines = useServiceLines();
  const { field } = (record?.values ?? {}) as Values<'sessions'>;
  const offered = lines.filter((line) => line.active && (!field || line.field === field || line.field === null));
  const codec: Codec<string | null> = {
    parse: (text) => (text.trim() === '' ? null : (lineNamed(lines, text, field)?.code ?? text)),
    format: (value) => (value === null ? '' : labelOf(lines, value, i18n.language)),
  };
  return (
    <SuggestField
      field="serviceLine"
      // The same name twice would be no choice.
      suggestions={[...new Set(offered.map((line) => optionLabel(line, i18n.language)))]}
      codec={codec}
      maxLength={200}
    />
  );
}
