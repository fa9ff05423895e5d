import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Cohort, directionOf, type Mean, type Mover } from '#core/indicators/cohort.ts';
import type { Instrument } from '#core/instruments/schema.ts';
import { formatDay } from '#core/model/dates.ts';
import { useClients } from '../../store/queries.ts';
import { ClientLink } from '../../ui/ClientLink.tsx';
import { inLanguage } from '../../ui/instrumentText.ts';
import { Section } from '../../ui/Section.tsx';
import { formatScore, levelName } from '../assessments/instrument.ts';
import classes from './Performance.module.css';

interface Props {
  cohort: Cohort;
  instrument: Instrument;
}

/** What a cohort came to, as tables: they are read by a screen reader, walked through by keyboard, and printed. */
export function CohortTables({ cohort, instrument }: Props) {
  const { t } = useTranslation();
  const { clients, repeated } = cohort;
  return (
    <>
      <Text size="sm">{t('cohort.size', { clients, repeated })}</Text>
      <div className={classes.tables}>
        <Distribution cohort={cohort} />
        <Levels cohort={cohort} instrument={instrument} />
      </div>
      <Dimensions cohort={cohort} instrument={instrument} />
      <Movers cohort={cohort} instrument={instrument} />
    </>
  );
}

function Distribution({ cohort: { bands, clients, withoutTotal } }: { cohort: Cohort }) {
  const { t } = useTranslation();
  return (
    <Section title={t('cohort.distribution')}>
      <Counts
        head={t('cohort.range')}
        of={clients}
        rows={[
          ...bands.map(({ from, to, clients: count }) => ({
            label: `${from}–${to === 100 ? '100' : `<${to}`}`,
            count,
          })),
          ...(withoutTotal > 0 ? [{ label: t('cohort.noTotal'), count: withoutTotal }] : []),
        ]}
      />
    </Section>
  );
}

function Levels({ cohort: { levels, withoutLevel, clients }, instrument }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <Section title={t('cohort.levels')}>
      <Counts
        head={t('cohort.level')}
        of={clients}
        rows={[
          ...levels.map(({ level, clients: count }) => ({
            label: levelName(instrument, level, i18n.language),
            count,
          })),
          ...(withoutLevel > 0 ? [{ label: t('cohort.noLevel'), count: withoutLevel }] : []),
        ]}
      />
    </Section>
  );
}

/** Numbers with bars that share one scale. */
function Counts({ head, rows, of }: { head: string; rows: { label: string; count: number }[]; of: number }) {
  const { t } = useTranslation();
  return (
    <Table verticalSpacing={2} withRowBorders={false}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{head}</Table.Th>
          <Table.Th scope="col" className={classes.number}>
            {t('cohort.clients')}
          </Table.Th>
          <Table.Td w="55%" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ label, count }) => (
          <Table.Tr key={label}>
            <Table.Th scope="row" fw={400}>
              {label}
            </Table.Th>
            <Table.Td className={classes.number}>{count}</Table.Td>
            <Table.Td aria-hidden>
              <span className={classes.bar} style={{ width: `${(count / of) * 100}%` }} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Dimensions({ cohort: { dimensions, total, repeated }, instrument }: Props) {
  const { t, i18n } = useTranslation();
  const name = (id: string) => {
    const found = instrument.dimensions.find((dimension) => dimension.id === id)?.name;
    return found ? inLanguage(found, i18n.language) : t('cohort.total');
  };
  return (
    <Section title={t('cohort.dimensions')}>
      {repeated === 0 ? (
        <Text size="sm">{t('cohort.nobodyRepeated')}</Text>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {t('cohort.onlyRepeated')}
          </Text>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('cohort.dimension')}</Table.Th>
                {(['compared', 'first', 'last', 'change'] as const).map((head) => (
                  <Table.Th key={head} scope="col" className={classes.number}>
                    {t(`cohort.${head}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {[...dimensions, total].map((mean) => (
                <MeanLine key={mean.id} mean={mean} name={name(mean.id)} />
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Section>
  );
}

function MeanLine({ mean: { id, clients, first, last }, name }: { mean: Mean; name: string }) {
  const { i18n } = useTranslation();
  const text = (value: number | null) => (value === null ? '–' : formatScore(value, i18n.language));
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={id === '' ? 700 : 400}>
        {name}
      </Table.Th>
      <Table.Td className={classes.number}>{clients}</Table.Td>
      <Table.Td className={classes.number}>{text(first)}</Table.Td>
      <Table.Td className={classes.number}>{text(last)}</Table.Td>
      <Table.Td className={classes.number}>
        {first === null || last === null ? '–' : changeText(last - first, i18n.language)}
      </Table.Td>
    </Table.Tr>
  );
}

function Movers({ cohort: { movers }, instrument }: Props) {
  const { t } = useTranslation();
  const clients = useClients();
  if (movers.length === 0) return null;
  const count = (fits: (mover: Mover) => boolean) => movers.filter(fits).length;
  const collectionOf = new Map(clients?.map(({ id, collection }) => [id, collection]));
  return (
    <Section title={t('cohort.movers')}>
      <Text size="sm">
        {t('cohort.summary', {
          up: count((mover) => directionOf(mover) === 1),
          down: count((mover) => directionOf(mover) === -1),
          same: count((mover) => directionOf(mover) === 0),
          levelsUp: count(({ levels }) => (levels ?? 0) > 0),
          levelsDown: count(({ levels }) => (levels ?? 0) < 0),
        })}
      </Text>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('forms.client')}</Table.Th>
            <Table.Th scope="col">{t('cohort.days')}</Table.Th>
            {(['first', 'last', 'change'] as const).map((head) => (
              <Table.Th key={head} scope="col" className={classes.number}>
                {t(`cohort.${head}`)}
              </Table.Th>
            ))}
            <Table.Th scope="col">{t('cohort.level')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {movers.map((mover) => (
            <MoverLine
              key={mover.clientId}
              mover={mover}
              instrument={instrument}
              collection={collectionOf.get(mover.clientId)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function MoverLine({
  mover,
  instrument,
  collection,
}: {
  mover: Mover;
  instrument: Instrument;
  collection: 'businesses' | 'cooperatives' | undefined;
}) {
  const { t, i18n } = useTranslation();
  const { clientId, first, last, change } = mover;
  const level = (of: string | null) => levelName(instrument, of, i18n.language);
  const direction = ({ 1: 'up', 0: 'same', [-1]: 'down' } as const)[directionOf(mover)];
  return (
    <Table.Tr>
      <Table.Td>{collection && <ClientLink of={{ clientId, clientCollection: collection }} />}</Table.Td>
      <Table.Td>{t('cohort.span', { from: formatDay(first.day), to: formatDay(last.day) })}</Table.Td>
      <Table.Td className={classes.number}>{formatScore(first.total, i18n.language)}</Table.Td>
      <Table.Td className={classes.number}>{formatScore(last.total, i18n.language)}</Table.Td>
      <Table.Td className={classes.number}>
        {changeText(change, i18n.language)} {t(`cohort.${direction}`)}
      </Table.Td>
      <Table.Td>
        {first.level === last.level ? level(last.level) : `${level(first.level)} → ${level(last.level)}`}
      </Table.Td>
    </Table.Tr>
  );
}

function changeText(change: number, language: string): string {
  const size = formatScore(Math.abs(change), language);
  if (Number(Math.abs(change).toFixed(2)) === 0) return size;
  return `${change > 0 ? '+' : '−'}${size}`;
}
