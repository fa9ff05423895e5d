import { useRecords } from '../../store/queries.ts';
import type { FieldProps } from './fields.tsx';
import { SuggestField } from './SuggestField.tsx';

/** The *sentra* in words; those of the unit's list are proposed. */
export function ClusterField(props: FieldProps) {
  const clusters = useRecords('clusters') ?? [];
  const names = clusters.flatMap(({ values }) => (values.name ? [values.name] : []));
  return <SuggestField {...props} suggestions={[...new Set(names)].sort((a, b) => a.localeCompare(b))} />;
}
