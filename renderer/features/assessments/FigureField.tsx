import { useTranslation } from 'react-i18next';
import { isFigure } from '#core/instruments/ratios.ts';
import type { Figure } from '#core/instruments/schema.ts';
import { countCodec, rupiahCodec } from '../../ui/fields/codecs.ts';
import { CodecInput } from '../../ui/fields/fields.tsx';
import type { Codec } from '../../ui/fields/useField.ts';
import { inLanguage } from './instrument.ts';

/** A figure of the books, in whole rupiah or as a count. One that cannot be negative is not taken when it is. */
export function FigureField({ figure }: { figure: Figure }) {
  const { t, i18n } = useTranslation();
  const plain = figure.unit === 'rupiah' ? rupiahCodec : countCodec;
  const explain = (text: string) => {
    if (plain.parse(text) !== undefined) return t('cooperativeAssessment.mayNotBeNegative');
    return t(figure.unit === 'rupiah' ? 'fields.invalidMoney' : 'fields.invalidNumber');
  };
  return (
    <CodecInput
      field={`figure.${figure.id}`}
      labelText={inLanguage(figure.name, i18n.language)}
      hint={figure.hint && inLanguage(figure.hint, i18n.language)}
      codec={only(plain, (value) => isFigure(figure, value))}
      explain={explain}
      placeholder={figure.unit === 'rupiah' ? 'Rp' : undefined}
      inputMode="numeric"
    />
  );
}

const only = (codec: Codec<number | null>, accepts: (value: number) => boolean): Codec<number | null> => ({
  ...codec,
  parse: (text) => {
    const value = codec.parse(text);
    return typeof value === 'number' && !accepts(value) ? undefined : value;
  },
});
