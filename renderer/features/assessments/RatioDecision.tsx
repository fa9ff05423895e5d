import { Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Ratio } from '#core/instruments/schema.ts';
import { LongTextField } from '../../ui/fields/fields.tsx';
import { OtherValues } from '../../ui/fields/OtherValues.tsx';
import { useRecordContext } from '../../ui/fields/useField.ts';
import { bandText, decimals } from '../../ui/instrumentText.ts';
import type { AnswerValue } from './instrument.ts';

interface Props {
  ratio: Ratio;
  chosen: AnswerValue | null;
  /** The choice has its reason and is part of the score. */
  counted: boolean;
  onDecide: (score: AnswerValue | null) => void;
  readOnly: boolean;
}

/** Where a ratio cannot be computed: the user chooses its band and says why. */
export function RatioDecision({ ratio, chosen, counted, onDecide, readOnly }: Props) {
  const { t, i18n } = useTranslation();
  const { record } = useRecordContext();
  const field = `answer.${ratio.id}`;
  const options = ratio.bands.map((band) => ({
    value: String(band.score),
    label: t('cooperativeAssessment.bandWith', {
      band: bandText(ratio.bands, band, i18n.language),
      points: decimals((ratio.weight * band.score) / 100, 2, i18n.language, 0),
    }),
  }));
  return (
    <Stack gap={4} mt={4}>
      <Select
        size="xs"
        label={t('cooperativeAssessment.band')}
        data={options}
        value={chosen === null ? null : String(chosen)}
        readOnly={readOnly}
        clearable
        onChange={(value) => onDecide(value === null ? null : Number(value))}
      />
      {record?.conflicts.includes(field) && (
        <Text size="sm" component="div">
          <OtherValues field={field} value={chosen} />
        </Text>
      )}
      <LongTextField
        field={`note.${ratio.id}`}
        labelText={t('cooperativeAssessment.reason')}
        hint={chosen !== null && !counted ? t('cooperativeAssessment.reasonNeeded') : undefined}
        rows={1}
        required
      />
    </Stack>
  );
}
