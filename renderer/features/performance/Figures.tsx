import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type MeasureUnit, QUARTERS, type Reached } from '#core/indicators/performance.ts';
import { figureText } from './figures.ts';
import classes from './Performance.module.css';

/** The heads of the four quarters and the year. */
export function FigureHeads() {
  const { t } = useTranslation();
  return (
    <>
      {QUARTERS.map((quarter) => (
        <Table.Th key={quarter} scope="col" className={classes.number}>
          {t(`performance.quarters.${quarter}`)}
        </Table.Th>
      ))}
      <Table.Th scope="col" className={classes.number}>
        {t('performance.wholeYear')}
      </Table.Th>
    </>
  );
}

export function FigureCells({ reached, unit }: { reached: Reached | null; unit: MeasureUnit }) {
  const { i18n } = useTranslation();
  return (
    <>
      {QUARTERS.map((quarter) => (
        <Table.Td key={quarter} className={classes.number}>
          {figureText(reached?.quarters[quarter], unit, i18n.language)}
        </Table.Td>
      ))}
      <Table.Td className={classes.number}>
        <strong>{figureText(reached?.year, unit, i18n.language)}</strong>
      </Table.Td>
    </>
  );
}
