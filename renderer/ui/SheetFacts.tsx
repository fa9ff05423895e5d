import type { CollectionName } from '#core/model/collections.ts';
import type { RecordValues } from './fieldKind.ts';
import classes from './Sheet.module.css';
import { useFieldTexts } from './useFieldTexts.ts';

interface Props {
  collection: CollectionName;
  values: RecordValues;
  /** Those without a value are left out. */
  fields: readonly string[];
  /** Come before the fields. */
  first?: readonly (readonly [name: string, fact: string])[];
}

/** Fields of a record on paper: name and value, line by line. */
export function SheetFacts({ collection, values, fields, first = [] }: Props) {
  const { label, value } = useFieldTexts();
  const facts = fields
    .filter((field) => (values[field] ?? '') !== '')
    .map((field) => [label(collection, field, values), value(collection, field, values[field], values)] as const);
  return (
    <dl className={classes.lines}>
      {[...first, ...facts].map(([name, fact]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
