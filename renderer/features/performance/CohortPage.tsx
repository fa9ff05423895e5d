import { Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cohortOf, comparableAssessments } from '#core/indicators/cohort.ts';
import { instruments as allInstruments } from '#core/instruments/index.ts';
import type { Instrument } from '#core/instruments/schema.ts';
import { useThisDevice } from '../../app/device.tsx';
import { type Entity, useRecords } from '../../store/queries.ts';
import { inLanguage } from '../../ui/instrumentText.ts';
import sheet from '../../ui/Sheet.module.css';
import { CohortTables } from './CohortTables.tsx';
import { GROUPS, type Group as GroupName, useGroups } from './groups.ts';

/** Assessments of many clients: how they are spread, and what changed from the first to the last. */
export function CohortPage() {
  const { t } = useTranslation();
  const assessments = useRecords('assessments');
  if (!assessments) return null;
  const finished = new Set(
    assessments
      .filter(({ values }) => values.state === 'finished' && values.score)
      .map(({ values }) => `${values.instrument}@${values.version}`),
  );
  const instruments = allInstruments().filter(({ id, version }) => finished.has(`${id}@${version}`));
  if (instruments.length === 0) {
    return (
      <Stack gap="sm">
        <Title order={1} size="h3">
          {t('cohort.title')}
        </Title>
        <Text>{t('cohort.noInstrument')}</Text>
      </Stack>
    );
  }
  return <Chosen instruments={instruments} assessments={assessments} />;
}

const nameOf = ({ id, version }: Instrument): string => `${id}@${version}`;

function Chosen({ instruments, assessments }: { instruments: Instrument[]; assessments: Entity<'assessments'>[] }) {
  const { t, i18n } = useTranslation();
  const { unitName } = useThisDevice();
  const [name, setName] = useState(nameOf(instruments[0] as Instrument));
  const [group, setGroup] = useState<GroupName>('all');
  const [member, setMember] = useState<string | null>(null);
  const instrument = instruments.find((each) => nameOf(each) === name) ?? (instruments[0] as Instrument);
  const members = useGroups(group);
  const chosen = members?.find(({ code }) => code === member) ?? members?.[0];
  const cohort = useMemo(() => {
    const inGroup = (clientId: string) => group === 'all' || (chosen?.clients.has(clientId) ?? false);
    const comparable = comparableAssessments(assessments, instrument);
    return cohortOf(
      comparable.filter(({ clientId }) => inGroup(clientId)),
      instrument,
    );
  }, [assessments, instrument, group, chosen]);
  const title = (each: Instrument) =>
    `${inLanguage(each.name, i18n.language)} (${t('assessment.version', { version: each.version })})`;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            {t('cohort.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {[unitName, title(instrument), group === 'all' ? t('cohort.groups.all') : chosen?.label]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {instrument.status === 'draft' && <Text size="sm">{t('cohort.draftInstrument')}</Text>}
        </div>
        <Button
          className={sheet.screenOnly}
          variant="default"
          leftSection={<IconPrinter size={18} />}
          onClick={() => window.print()}
        >
          {t('common.print')}
        </Button>
      </Group>
      <Group className={sheet.screenOnly}>
        <Select
          label={t('cohort.instrument')}
          w={360}
          allowDeselect={false}
          value={nameOf(instrument)}
          data={instruments.map((each) => ({ value: nameOf(each), label: title(each) }))}
          onChange={(next) => next && setName(next)}
        />
        <Select
          label={t('cohort.group')}
          w={240}
          allowDeselect={false}
          value={group}
          data={GROUPS.map((each) => ({ value: each, label: t(`cohort.groups.${each}`) }))}
          onChange={(next) => setGroup((next ?? 'all') as GroupName)}
        />
        {group !== 'all' && members && members.length > 0 && (
          <Select
            label={t('cohort.member')}
            w={280}
            allowDeselect={false}
            value={chosen?.code ?? null}
            data={members.map(({ code, label }) => ({ value: code, label }))}
            onChange={setMember}
          />
        )}
      </Group>
      {cohort.clients === 0 ? (
        <Text>{t('cohort.empty')}</Text>
      ) : (
        <CohortTables cohort={cohort} instrument={instrument} />
      )}
    </Stack>
  );
}
