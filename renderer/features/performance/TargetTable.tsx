import { Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { MEASURE_FACTS, type PerformanceRecords, reached, type Scope } from '#core/indicators/performance.ts';
import { SERVICE_FIELDS } from '#core/model/reference.ts';
import type { Entity } from '../../store/queries.ts';
import { labelOf } from '../../ui/options.ts';
import { usePeople } from '../../ui/people.ts';
import { Section } from '../../ui/Section.tsx';
import { FigureCells, FigureHeads } from './Figures.tsx';
import { figureText } from './figures.ts';
import classes from './Performance.module.css';

interface Props {
  scope: Scope;
  records: PerformanceRecords;
  targets: Entity<'performanceTargets'>[];
}

/** Each target with what was reached of it, in the columns of the report *Kinerja triwulan*. */
export function TargetTable({ scope, records, targets }: Props) {
  const { t } = useTranslation();
  const sorted = targets.toSorted((a, b) => (a.values.field ?? 0) - (b.values.field ?? 0) || a.id.localeCompare(b.id));
  return (
    <Section title={t('performance.targets', { year: scope.year })}>
      {sorted.length === 0 ? (
        <Text size="sm">
          {t('performance.noTargets')} {t('performance.noTargetsHint')}
        </Text>
      ) : (
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              {(['field', 'standard', 'audience'] as const).map((head) => (
                <Table.Th key={head} scope="col">
                  {t(`performance.${head}`)}
                </Table.Th>
              ))}
              <Table.Th scope="col" className={classes.number}>
                {t('performance.target')}
              </Table.Th>
              <FigureHeads />
              <Table.Th scope="col" className={classes.number}>
                {t('performance.share')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.map((target) => (
              <Line key={target.id} target={target} records={records} year={scope.year} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}

function Line({
  target: { id, values },
  records,
  year,
}: {
  target: Entity<'performanceTargets'>;
  records: PerformanceRecords;
  year: number;
}) {
  const { t, i18n } = useTranslation();
  const nameOf = usePeople();
  const { measure, consultant, field, target } = values;
  const unit = measure ? MEASURE_FACTS[measure].unit : 'count';
  const figures = measure ? reached(measure, records, { year, consultant, field }) : null;
  const share = figures && figures.year !== null && target ? (figures.year / target) * 100 : null;
  const counted = measure && t(`choices.performanceTargets.measure.${measure}`);
  return (
    <Table.Tr>
      <Table.Td>{field ? labelOf(SERVICE_FIELDS, field, i18n.language) : t('performance.allFields')}</Table.Td>
      <Table.Td>
        <Link to="/work/$collection/$id" params={{ collection: 'performanceTargets', id }}>
          {values.standard || counted || t('common.unnamed')}
        </Link>
        <Text size="xs" c="dimmed">
          {[values.standard && counted, consultant && nameOf(consultant), !measure && t('performance.noMeasure')]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>{values.audience}</Table.Td>
      <Table.Td className={classes.number}>{figureText(target, unit, i18n.language)}</Table.Td>
      <FigureCells reached={figures} unit={unit} />
      <Table.Td className={classes.number}>{figureText(share, 'percent', i18n.language)}</Table.Td>
    </Table.Tr>
  );
}
