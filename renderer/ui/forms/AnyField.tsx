import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { fieldSchema } from '#core/model/collections.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecords } from '../../store/queries.ts';
import { fieldKind } from '../fieldKind.ts';
import { ClusterField } from '../fields/ClusterField.tsx';
import {
  CountField,
  DayField,
  DecimalField,
  DigitsField,
  type FieldProps,
  LongTextField,
  RupiahField,
  SelectField,
  TextField,
  TimeField,
  YearField,
  YesNoField,
} from '../fields/fields.tsx';
import { MomentField } from '../fields/MomentField.tsx';
import { NikInput } from '../fields/NikInput.tsx';
import { RegionField } from '../fields/RegionField.tsx';
import { useRecordContext } from '../fields/useField.ts';

/**
 * The input that fits what the field holds (`fieldKind`).
 *
 * @param oneLine also for long texts, in a table
 */
export function AnyField({ oneLine = false, ...props }: FieldProps & { oneLine?: boolean }) {
  const { t } = useTranslation();
  const { collection, record } = useRecordContext();
  const { unitRegion } = useThisDevice();
  if (props.field === 'cluster') return <ClusterField {...props} />;
  const kind = fieldKind(t, collection, props.field, record?.values);
  switch (kind.name) {
    case 'choice':
      return <SelectField {...props} options={kind.options} />;
    case 'person':
      return <PersonField {...props} />;
    case 'longText':
      return oneLine ? (
        <TextField {...props} />
      ) : (
        <LongTextField {...props} maxLength={limitOf(collection, props.field)} />
      );
    case 'digits':
      return <DigitsField {...props} />;
    case 'nik':
      return <NikInput {...props} person={(record?.values ?? {}) as ComponentProps<typeof NikInput>['person']} />;
    case 'count':
      return <CountField {...props} />;
    case 'year':
      return <YearField {...props} />;
    case 'decimal':
      return <DecimalField {...props} />;
    case 'rupiah':
      return <RupiahField {...props} />;
    case 'day':
      return <DayField {...props} />;
    case 'time':
      return <TimeField {...props} />;
    case 'moment':
      return <MomentField {...props} />;
    case 'yesNo':
      return <YesNoField {...props} />;
    case 'region':
      return <RegionField {...props} province={unitRegion.slice(0, 2)} />;
    default:
      return <TextField {...props} />;
  }
}

/** One of the unit's people. */
function PersonField(props: FieldProps) {
  const users = useRecords('users') ?? [];
  const options = users.map(({ id, values }) => ({ code: id, id: values.name ?? id, en: values.name ?? id }));
  return <SelectField {...props} options={options} />;
}

/** Short enough for a counter beside the text; longer limits nobody reaches. */
const COUNTED = 255;

function limitOf(collection: string, field: string): number | undefined {
  const schema = fieldSchema(collection, field);
  const limit = schema instanceof z.ZodString ? (schema.maxLength ?? undefined) : undefined;
  return limit !== undefined && limit <= COUNTED ? limit : undefined;
}
