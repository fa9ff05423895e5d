import { Box, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { budgetSum, checkBudget } from '#core/model/grantRules.ts';
import { formatRupiah } from '#core/model/money.ts';
import { RecordForm } from '../../ui/fields/RecordForm.tsx';
import { Fields } from '../../ui/forms/Fields.tsx';
import { Rows } from '../../ui/forms/Rows.tsx';
import { Section } from '../../ui/Section.tsx';
import type { CandidateFile } from './candidateFile.ts';
import { BUDGET_ROWS, REQUEST } from './forms.ts';

/** What is asked for, what it is for, and whether the two are the same. */
export function Budget({ file, readOnly }: { file: CandidateFile; readOnly: boolean }) {
  const { t } = useTranslation();
  return (
    <Section title={t('forms.candidates.budget')}>
      <RecordForm collection="candidates" id={file.id} readOnly={readOnly}>
        <Fields fields={REQUEST} />
      </RecordForm>
      <Box mt="sm">
        <Rows rows={BUDGET_ROWS} parent={file.id} readOnly={readOnly} />
      </Box>
      <BudgetSum file={file} />
    </Section>
  );
}

export function BudgetSum({ file: { budget, candidate, rules } }: { file: CandidateFile }) {
  const { t } = useTranslation();
  const sum = budgetSum(budget);
  const requested = candidate.requested ?? 0;
  const finding = checkBudget(budget, requested, rules.maxAmount);
  const text = finding === 'unequal' ? (sum < requested ? 'less' : 'more') : finding;
  return (
    <Text size="sm" fw={600} c={finding === 'fits' ? undefined : 'red.8'} mt="xs" role="status">
      {t(`grants.sum.${text}`, {
        sum: formatRupiah(sum),
        requested: formatRupiah(requested),
        difference: formatRupiah(Math.abs(sum - requested)),
        max: formatRupiah(rules.maxAmount ?? 0),
      })}
    </Text>
  );
}
