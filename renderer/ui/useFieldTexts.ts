import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../app/device.tsx';
import { type FieldKind, fieldKind, type RecordValues } from './fieldKind.ts';
import { fieldLabel } from './fieldLabel.ts';
import { momentText, valueText } from './fieldText.ts';
import { usePeople } from './people.ts';
import { useServiceLines } from './serviceLines.tsx';

/** Names and values of any field, as this user reads them. */
export interface FieldTexts {
  label: (collection: string, field: string, values?: RecordValues) => string;
  value: (collection: string, field: string, value: unknown, values?: RecordValues) => string;
  kind: (collection: string, field: string, values?: RecordValues) => FieldKind;
  /** @param ms milliseconds since 1970 */
  moment: (ms: number) => string;
}

export function useFieldTexts(): FieldTexts {
  const { t, i18n } = useTranslation();
  const { timeZone: zone } = useThisDevice();
  const nameOf = usePeople();
  const serviceLines = useServiceLines();
  return useMemo(() => {
    const reader = { t, language: i18n.language, zone, nameOf, serviceLines };
    return {
      label: (collection, field, values) => fieldLabel(t, i18n.language, collection, field, values),
      value: (collection, field, value, values) => valueText(reader, collection, field, value, values),
      kind: (collection, field, values) => fieldKind(t, collection, field, values, serviceLines),
      moment: (ms) => momentText(zone, ms),
    };
  }, [t, i18n.language, zone, nameOf, serviceLines]);
}
