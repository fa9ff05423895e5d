import { SegmentedControl, Table, Text } from '@mantine/core';
import type { i18n } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { provinceOf } from '#core/indicators/national.ts';
import { GRANT_STAGES } from '#core/model/grants.ts';
import { PROVINCES, SERVICE_FIELDS } from '#core/model/reference.ts';
import type { NationalAnswer } from '#core/wire/protocol.ts';
import { labelOf, optionLabel } from '../../ui/options.ts';
import sheet from '../../ui/Sheet.module.css';
import { Figure } from './Figure.tsx';
import { columnOf, figureTextOf, growthOfPlace, type Place, sumText } from './figures.ts';
import classes from './NationalTable.module.css';

const TABLES = ['main', 'sessions', 'grant'] as const;
type TableName = (typeof TABLES)[number];

interface Head {
  label: string;
  cell: (place: Place) => ReactNode;
}

interface Props {
  answer: NationalAnswer;
  /** The province whose units are shown. */
  opened: string | null;
  onOpen: (province: string | null) => void;
}

/** All together, each province, and the units of the one that is open. */
export function NationalTable({ answer, opened, onOpen }: Props) {
  const { t, i18n } = useTranslation();
  const [name, setName] = useState<TableName>('main');
  const heads = HEADS[name](i18n);
  return (
    <>
      <SegmentedControl
        className={sheet.screenOnly}
        size="xs"
        mt="sm"
        mb="xs"
        aria-label={t('national.table')}
        value={name}
        onChange={(chosen) => setName(chosen as TableName)}
        data={TABLES.map((value) => ({ value, label: t(`national.tables.${value}`) }))}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={t(`national.tables.${name}`)}>
        <Table verticalSpacing={3} horizontalSpacing={6} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('national.place')}</Table.Th>
              {heads.map(({ label }) => (
                <Table.Th key={label} scope="col" className={classes.number}>
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Line heads={heads} place={answer.nation}>
              <strong>{t('national.whole')}</strong>
            </Line>
            {answer.provinces.map((province) => (
              <ProvinceLines key={province.code} {...{ province, heads, answer, opened, onOpen }} />
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  );
}

interface ProvinceProps extends Props {
  province: NationalAnswer['provinces'][number];
  heads: readonly Head[];
}

function ProvinceLines({ province, heads, answer, opened, onOpen }: ProvinceProps) {
  const { t, i18n } = useTranslation();
  const { code } = province;
  const isOpen = opened === code;
  const name = labelOf(PROVINCES, code, i18n.language);
  return (
    <>
      <Line heads={heads} place={province}>
        <button
          type="button"
          className={classes.province}
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'national.close' : 'national.open', { province: name })}
          onClick={() => onOpen(isOpen ? null : code)}
        >
          {name}
        </button>
      </Line>
      {isOpen &&
        answer.units
          .filter((unit) => provinceOf(unit) === code)
          .map((unit) => (
            <Line key={unit.id} heads={heads} place={unit} isUnit>
              {unit.name}
              <Text span display="block" size="xs" c="dimmed">
                {t('national.sequence', { sequence: unit.sequence })}
              </Text>
            </Line>
          ))}
    </>
  );
}

interface LineProps {
  heads: readonly Head[];
  place: Place;
  isUnit?: boolean;
  children: ReactNode;
}

function Line({ heads, place, isUnit = false, children }: LineProps) {
  return (
    <Table.Tr className={isUnit ? classes.unit : undefined}>
      <Table.Th scope="row" fw={400}>
        {children}
      </Table.Th>
      {heads.map(({ label, cell }) => (
        <Table.Td key={label} className={classes.number}>
          {cell(place)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

const HEADS: Record<TableName, (texts: i18n) => Head[]> = {
  main: (texts) => [
    { label: texts.t('national.units'), cell: (place) => ('units' in place ? place.units : null) },
    { label: texts.t('national.village'), cell: (place) => villageText(texts, place) },
    columnHead('businesses', texts.t('national.businesses')),
    columnHead('cooperatives', texts.t('national.cooperatives')),
    columnHead('levelUps', texts.t('national.levelUps')),
    { label: texts.t('national.growth'), cell: (place) => <Growth place={place} /> },
  ],
  sessions: (texts) => [
    ...SERVICE_FIELDS.map((field) => columnHead(`field.${field.code}`, optionLabel(field, texts.language))),
    {
      label: texts.t('national.sum'),
      cell: (place) =>
        sumText(
          texts,
          SERVICE_FIELDS.map(({ code }) => columnOf(place, `field.${code}`)),
        ),
    },
  ],
  grant: (texts) =>
    GRANT_STAGES.map((stage) => columnHead(`stage.${stage}`, texts.t(`choices.candidates.stage.${stage}`))),
};

const columnHead = (name: string, label: string): Head => ({
  label,
  cell: (place) => <Figure value={columnOf(place, name)} />,
});

function Growth({ place }: { place: Place }) {
  const { t, i18n } = useTranslation();
  const growth = growthOfPlace(place);
  if (growth === null || growth === undefined) return <Figure value={growth} />;
  const count = figureTextOf(i18n, columnOf(place, 'salesPairs'));
  return <>{t('national.growthOf', { growth: figureTextOf(i18n, growth, true), count: count as never })}</>;
}

/** Of a unit its status; of several how many are running. */
function villageText({ t }: i18n, place: Place): string {
  if ('village' in place) {
    return t(`choices.villageStatuses.status.${place.village ?? 'notReported'}` as never);
  }
  return t('national.villagesRunning', { running: place.villages.running ?? 0, units: place.units });
}
