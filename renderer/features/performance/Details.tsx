import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  financeBySource,
  type PerformanceRecords,
  permitsByKind,
  type Scope,
  salesPairs,
  workersChange,
} from '#core/indicators/performance.ts';
import { formatRupiah } from '#core/model/money.ts';
import { Section } from '../../ui/Section.tsx';
import classes from './Performance.module.css';

/** What stands behind the outcomes: of how many clients they come, and of which kinds and sources they are. */
export function Details({ scope, records }: { scope: Scope; records: PerformanceRecords }) {
  const { t } = useTranslation();
  const { clients, rises, falls } = workersChange(records, scope);
  const permits = permitsByKind(records, scope);
  const finance = financeBySource(records, scope);
  return (
    <Section title={t('performance.details', { year: scope.year })}>
      <Text size="sm">{t('performance.salesPairs', { count: salesPairs(records, scope).length })}</Text>
      <Text size="sm" mb="xs">
        {t('performance.workersChange', { rises, falls: -falls, count: clients })}
      </Text>
      <div className={classes.tables}>
        {permits.length > 0 && (
          <Table verticalSpacing={4} captionSide="top">
            <Table.Caption>{t('performance.permits')}</Table.Caption>
            <Table.Tbody>
              {permits.map(({ kind, count }) => (
                <Table.Tr key={kind}>
                  <Table.Th scope="row" fw={400}>
                    {t(`choices.outcomes.permit.${kind}` as never)}
                  </Table.Th>
                  <Table.Td className={classes.number}>{count}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {finance.length > 0 && (
          <Table verticalSpacing={4} captionSide="top">
            <Table.Caption>{t('performance.finance')}</Table.Caption>
            <Table.Tbody>
              {finance.map(({ source, count, amount }) => (
                <Table.Tr key={source}>
                  <Table.Th scope="row" fw={400}>
                    {t(`choices.outcomes.financeSource.${source}` as never)}
                  </Table.Th>
                  <Table.Td className={classes.number}>
                    {t('performance.financeLine', { count, amount: formatRupiah(amount) })}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </div>
    </Section>
  );
}
