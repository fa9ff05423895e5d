import { useTranslation } from 'react-i18next';
import { checkNik, normaliseDigits } from '#core/model/identifiers.ts';
import { DigitsField } from '../../ui/fields/fields.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { AnyField } from '../../ui/forms/AnyField.tsx';
import type { FormField } from '../../ui/forms/definition.ts';
import classes from '../../ui/forms/Form.module.css';

/** The fields of a section in a grid. */
export function Fields({ fields }: { fields: readonly FormField[] }) {
  return (
    <div className={classes.fields}>
      {fields.map(({ field, required, wide }) => (
        <div key={field} className={wide ? classes.wide : undefined}>
          {field === 'nik' ? <NikField /> : <AnyField field={field} required={required} />}
        </div>
      ))}
    </div>
  );
}

/** Says what is wrong with the number, and warns when it does not fit birth date or sex. */
function NikField() {
  const { t } = useTranslation();
  const { record } = useRecordContext();
  const { birthDate, sex } = (record?.values ?? {}) as { birthDate?: string | null; sex?: 'female' | 'male' | null };
  const form = { birthDate, sex };
  const explain = (text: string) =>
    t('fields.invalidNik', {
      problems: checkNik(normaliseDigits(text), form)
        .errors.map((code) => t(`nikErrors.${code}` as never))
        .join(' '),
    });
  return <DigitsField field="nik" required explain={explain} warn={(text) => checkNik(text, form).warnings} />;
}
