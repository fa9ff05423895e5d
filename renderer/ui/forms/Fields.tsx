import { AnyField } from './AnyField.tsx';
import type { FormField } from './definition.ts';
import classes from './Form.module.css';

/** The fields of a section in a grid. */
export function Fields({ fields }: { fields: readonly FormField[] }) {
  return (
    <div className={classes.fields}>
      {fields.map(({ field, required, wide }) => (
        <div key={field} className={wide ? classes.wide : undefined}>
          <AnyField field={field} required={required} />
        </div>
      ))}
    </div>
  );
}
