import { Table } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { MEASURE_FACTS, type PerformanceRecords, reached, type Scope } from '#core/indicators/performance.ts';
import { MEASURES } from '#core/model/settings.ts';
import { Section } from '../../ui/Section.tsx';
import { FigureCells, FigureHeads } from './Figures.tsx';

/** All indicators that can be computed, whether there is a target for them or not. */
export function IndicatorTable({ scope, records }: { scope: Scope; records: PerformanceRecords }) {
  const { t } = useTranslation();
  const { year, consultant } = scope;
  const rows = useMemo(
    () => MEASURES.map((measure) => ({ measure, figures: reached(measure, records, { year, consultant }) })),
    [records, year, consultant],
  );
  return (
    <Section title={t('performance.indicators', { year })}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('performance.indicator')}</Table.Th>
            <FigureHeads />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ measure, figures }) => (
            <Table.Tr key={measure}>
              <Table.Th scope="row" fw={400}>
                {MEASURE_FACTS[measure].code} {t(`choices.performanceTargets.measure.${measure}`)}
              </Table.Th>
              <FigureCells reached={figures} unit={MEASURE_FACTS[measure].unit} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
