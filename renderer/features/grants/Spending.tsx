import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { spentSum } from '#core/model/grantRules.ts';
import { formatRupiah } from '#core/model/money.ts';
import { Rows } from '../../ui/forms/Rows.tsx';
import { Section } from '../../ui/Section.tsx';
import type { CandidateFile } from './candidateFile.ts';
import { SPENDING_ROWS } from './forms.ts';

/** What was spent of each budget row, and what is left. */
export function Spending({ file, readOnly }: { file: CandidateFile; readOnly: boolean }) {
  const { t } = useTranslation();
  const spent = spentSum(file.budget);
  const balance = (file.candidate.disbursedAmount ?? 0) - spent;
  return (
    <Section title={t('forms.candidates.spending')}>
      <Rows rows={SPENDING_ROWS} parent={file.id} readOnly={readOnly} />
      <Text size="sm" fw={600} mt="xs" role="status" c={balance < 0 ? 'red.8' : undefined}>
        {balance < 0
          ? t('grants.overspent', { spent: formatRupiah(spent), more: formatRupiah(-balance) })
          : t('grants.balance', { spent: formatRupiah(spent), balance: formatRupiah(balance) })}
      </Text>
    </Section>
  );
}
