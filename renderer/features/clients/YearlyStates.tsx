import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientCollection } from '#core/model/collections.ts';
import { formatDay } from '#core/model/dates.ts';
import type { Entity } from '../../store/queries.ts';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import classes from './YearlyStates.module.css';

const FIGURES: Record<ClientCollection, readonly string[]> = {
  businesses: [
    'workers',
    'sales',
    'profit',
    'ownCapital',
    'debtBank',
    'debtCooperative',
    'debtOther',
    'cash',
    'inventory',
  ],
  cooperatives: ['members', 'employees', 'assets', 'ownCapital', 'externalCapital', 'volume', 'surplus'],
};
/** As many as fit beside each other. */
const SHOWN = 4;

/** *Keadaan* of a client from year to year, and how the last one differs from the one before. Nothing for a single state. */
export function YearlyStates({
  collection,
  states,
}: {
  collection: ClientCollection;
  states: Entity<'yearlyStates'>[];
}) {
  const { t } = useTranslation();
  const { label, value } = useFieldTexts();
  // They come newest first.
  const shown = states
    .filter(({ values }) => values.asOf)
    .slice(0, SHOWN)
    .reverse();
  if (shown.length < 2) return null;
  const figure = (state: Entity<'yearlyStates'> | undefined, field: string) =>
    (state?.values as Record<string, unknown> | undefined)?.[field];
  const fields = FIGURES[collection].filter((field) => shown.some((state) => typeof figure(state, field) === 'number'));
  return (
    <Section title={t('client.yearlyStates')}>
      <Table verticalSpacing={4} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            {shown.map(({ id, values }) => (
              <Table.Th key={id}>{formatDay(values.asOf ?? '')}</Table.Th>
            ))}
            <Table.Th>{t('client.change')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field}>
              <Table.Th scope="row">{label('yearlyStates', field)}</Table.Th>
              {shown.map((state) => (
                <Table.Td key={state.id}>
                  {typeof figure(state, field) === 'number' ? value('yearlyStates', field, figure(state, field)) : '–'}
                </Table.Td>
              ))}
              <Table.Td>{changeText(figure(shown.at(-2), field), figure(shown.at(-1), field))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

/** In percent of the earlier one; a dash where one is missing, or where there is nothing to compare with. */
function changeText(before: unknown, after: unknown): string {
  if (typeof before !== 'number' || typeof after !== 'number' || before <= 0) return '–';
  const percent = ((after - before) / before) * 100;
  return `${percent > 0 ? '+' : ''}${percent.toLocaleString('id-ID', { maximumFractionDigits: 1 })} %`;
}
