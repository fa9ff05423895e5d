import { Alert, Button, Group, Loader, Select, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NationalAnswer } from '#core/wire/protocol.ts';
import { SMALLEST_GROUP } from '#core/workflow/policy.ts';
import { useThisDevice, yearOf } from '../../app/device.tsx';
import { useNational } from '../../store/queries.ts';
import { HubError } from '../../sync/errors.ts';
import { fetchNational } from '../../sync/national.ts';
import { problemText } from '../../ui/problemText.ts';
import { Section } from '../../ui/Section.tsx';
import sheet from '../../ui/Sheet.module.css';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { measuresOf } from './figures.ts';
import { NationalTable } from './NationalTable.tsx';
import { ProvinceMap } from './ProvinceMap.tsx';

const YEARS = 5;

/** *Menurut hub*: figures of all units of the hub; without a connection its last answer, with its day. */
export function AccordingToHub() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const thisYear = yearOf(device);
  const [year, setYear] = useState(thisYear);
  const answer = useNational(device.user, year);
  const { isAsking, problem, ask, cancel } = useAsking(year);
  return (
    <Section title={t('national.title')}>
      <Group className={sheet.screenOnly} gap="xs" align="flex-end">
        <Select
          label={t('national.year')}
          w={110}
          allowDeselect={false}
          value={String(year)}
          data={Array.from({ length: YEARS }, (_, i) => String(thisYear - i))}
          onChange={(chosen) => setYear(Number(chosen))}
        />
        {isAsking ? (
          <>
            <Button variant="default" onClick={cancel}>
              {t('national.cancel')}
            </Button>
            <Group gap="xs" role="status" pb={8}>
              <Loader size="sm" /> <Text size="sm">{t('national.asking')}</Text>
            </Group>
          </>
        ) : (
          <Button variant="default" leftSection={<IconRefresh size={18} />} onClick={ask}>
            {t('national.refresh')}
          </Button>
        )}
      </Group>
      <State {...{ answer, year, problem, isAsking }} />
      {answer && (answer.units.length > 0 ? <Answer answer={answer} /> : <Text>{t('national.noUnits')}</Text>)}
    </Section>
  );
}

/** Asks when the page opens, for another year, and when told to. */
function useAsking(year: number) {
  const device = useThisDevice();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef<AbortController>(null);
  const ask = useCallback(() => {
    asked.current?.abort();
    const controller = new AbortController();
    asked.current = controller;
    setAsking(true);
    setProblem(null);
    fetchNational(device, year, controller.signal)
      .catch((error: unknown) => {
        const code = error instanceof HubError ? error.code : 'internal';
        if (asked.current === controller && code !== 'cancelled') setProblem(code);
      })
      .finally(() => {
        if (asked.current === controller) setAsking(false);
      });
  }, [device, year]);
  useEffect(() => {
    ask();
    return () => asked.current?.abort();
  }, [ask]);
  return { isAsking, problem, ask, cancel: () => asked.current?.abort() };
}

interface StateProps {
  answer: NationalAnswer | null | undefined;
  year: number;
  problem: string | null;
  isAsking: boolean;
}

/** Of when the figures are, and why they are not of now. */
function State({ answer, year, problem, isAsking }: StateProps) {
  const { t, i18n } = useTranslation();
  const { moment } = useFieldTexts();
  const when = answer ? moment(Date.parse(answer.at)) : '';
  const why = problem && (problem === 'unreachable' ? t('national.unreachable') : problemText(i18n, problem));
  return (
    <>
      {why && (
        <Alert color="orange" role="alert" mt="xs" p="xs">
          {why}
        </Alert>
      )}
      {answer && (
        <Text size="sm" mt="xs">
          {t(problem ? 'national.kept' : 'national.at', { when })}
        </Text>
      )}
      {answer === null && !isAsking && (
        <Text size="sm" mt="xs">
          {t('national.nothing', { year })}
        </Text>
      )}
    </>
  );
}

function Answer({ answer }: { answer: NationalAnswer }) {
  const { t, i18n } = useTranslation();
  const [name, setName] = useState('businesses');
  const [opened, setOpened] = useState<string | null>(null);
  const groups = measuresOf(i18n);
  const measures = groups.flatMap((group) => group.measures);
  const measure = measures.find((each) => each.name === name) ?? measures[0];
  return (
    <>
      <Select
        label={t('national.measure')}
        w={340}
        mt="xs"
        allowDeselect={false}
        value={name}
        data={groups.map(({ group, measures: some }) => ({
          group,
          items: some.map((each) => ({ value: each.name, label: each.label })),
        }))}
        onChange={(chosen) => chosen && setName(chosen)}
      />
      {measure && <ProvinceMap provinces={answer.provinces} {...{ measure, opened, onOpen: setOpened }} />}
      <NationalTable answer={answer} opened={opened} onOpen={setOpened} />
      <Text size="xs" mt="xs">
        {answer.smallest > 1
          ? t('national.hiddenNote', { smallest: answer.smallest })
          : t('national.allShown', { smallest: SMALLEST_GROUP })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('national.notes')}
      </Text>
    </>
  );
}
