import { useTranslation } from 'react-i18next';
import { checkNik, normaliseDigits } from '#core/model/identifiers.ts';
import { DigitsField, type FieldProps } from './fields.tsx';

interface Props extends FieldProps {
  /** What the form says of the person, to compare the number with. */
  person: { birthDate?: string | null; sex?: 'female' | 'male' | null };
}

/** Says what is wrong with a NIK, and warns when it does not fit birth date or sex. */
export function NikInput({ person, ...props }: Props) {
  const { t } = useTranslation();
  const explain = (text: string) =>
    t('fields.invalidNik', {
      problems: checkNik(normaliseDigits(text), person)
        .errors.map((code) => t(`nikErrors.${code}` as never))
        .join(' '),
    });
  return <DigitsField {...props} explain={explain} warn={(text) => checkNik(text, person).warnings} />;
}
