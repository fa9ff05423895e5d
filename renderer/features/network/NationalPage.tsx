import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import { maySeeNational } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { Section } from '../../ui/Section.tsx';
import classes from '../../ui/Sheet.module.css';
import { AccordingToHub } from './AccordingToHub.tsx';
import { Bars } from './Bars.tsx';
import { addressOf, NATIONAL, REPORTED, SOURCED_UNITS, SOURCES, type SourcedUnit } from './registry.ts';

/**
 * All PLUT units of the country: as the hub knows its own now, for who may see that; on the day that a source counted them; and
 * those of which a source was found.
 */
export function NationalPage() {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const { units, provincial, regency, villages } = NATIONAL;
  const day = formatDay(NATIONAL.day);
  const unknown = units - REPORTED;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('settings.national.title')}
        </Title>
        <Button
          className={classes.screenOnly}
          variant="default"
          leftSection={<IconPrinter size={18} />}
          onClick={() => window.print()}
        >
          {t('common.print')}
        </Button>
      </Group>
      {maySeeNational(role) && <AccordingToHub />}
      <Section title={t('settings.national.villages', { day })}>
        <Bars
          of={units}
          bars={[
            { label: t('choices.villageStatuses.status.running'), count: villages.running, color: 'teal' },
            { label: t('choices.villageStatuses.status.construction'), count: villages.construction, color: 'blue' },
            { label: t('settings.national.blocked'), count: villages.blocked, color: 'red' },
            { label: t('choices.villageStatuses.status.notReported'), count: unknown, color: 'gray' },
          ]}
        />
        <Text size="sm" mt="xs">
          {t('settings.national.computed', { unknown, units, reported: REPORTED })}
        </Text>
        <Source source={NATIONAL.source} />
      </Section>
      <Section title={t('settings.national.units', { count: units, day })}>
        <Bars
          of={units}
          bars={[
            { label: t('settings.national.levels.province'), count: provincial, color: 'teal' },
            { label: t('settings.national.levels.regency'), count: regency, color: 'blue' },
          ]}
        />
        <Source source={NATIONAL.source} />
      </Section>
      <Section title={t('settings.national.sourced', { count: SOURCED_UNITS.length })}>
        <Text size="sm" c="dimmed">
          {t('settings.national.incomplete', { units })}
        </Text>
        <Units />
        <ol>
          {SOURCES.map(({ key, address }) => (
            <Text key={key} component="li" size="xs" style={{ overflowWrap: 'anywhere' }}>
              <Address address={address} />
            </Text>
          ))}
        </ol>
      </Section>
    </Stack>
  );
}

function Source({ source }: { source: string }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {t('settings.national.source')}: <Address address={addressOf(source)} />
    </Text>
  );
}

function Address({ address }: { address: string }) {
  const { t } = useTranslation();
  const file = /^file:(\d+)$/.exec(address);
  return <>{file ? t('settings.national.publicFile', { number: file[1] }) : address}</>;
}

function Units() {
  const { t } = useTranslation();
  const columns = ['unit', 'level', 'programmeYear', 'openedOn', 'source'] as const;
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{t(`settings.national.${column}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {SOURCED_UNITS.map((unit) => (
          <Unit key={unit.region} unit={unit} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Unit({ unit }: { unit: SourcedUnit }) {
  const { t } = useTranslation();
  const { name, level, programmeYear, openedOn, sources, uncertain } = unit;
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td>
        {t(`settings.national.levels.${level}`)}
        {uncertain && (
          <Text span size="xs" c="dimmed">
            {' '}
            ({t(`settings.national.uncertain.${uncertain}`)})
          </Text>
        )}
      </Table.Td>
      <Table.Td>{programmeYear}</Table.Td>
      <Table.Td>{openedOn && formatDay(openedOn)}</Table.Td>
      <Table.Td>
        {sources.map((source) => `[${SOURCES.findIndex(({ key }) => key === source) + 1}]`).join(' ')}
      </Table.Td>
    </Table.Tr>
  );
}
