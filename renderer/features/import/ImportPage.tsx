import { Alert, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { mayImport, mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import { CheckStep } from './CheckStep.tsx';
import { Earlier } from './Earlier.tsx';
import { FileStep } from './FileStep.tsx';
import classes from './Import.module.css';
import { type Job, type Stage, setJob, startAgain, stop, useJob } from './job.ts';
import { MappingStep } from './MappingStep.tsx';
import { ResultStep } from './ResultStep.tsx';

const STAGES: readonly Stage[] = ['file', 'mapping', 'check', 'result'];

/** *Impor data*: what a PLUT has in lists today, in four steps; and the way back. */
export function ImportPage() {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const { stage, kind, busy, problem, unfinished } = useJob();
  useEffect(() => {
    if (!mayImport(role, kind)) setJob({ kind: 'sessions' });
  }, [role, kind]);
  if (!mayRecord(role)) return <Text>{t('import.notAllowed')}</Text>;
  return (
    <Stack gap="sm" className={classes.page}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={1} size="h3">
            {t('import.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('import.intro')}
          </Text>
        </div>
        {stage !== 'file' && !busy && (
          <Button variant="default" onClick={() => startAgain()}>
            {t('import.another')}
          </Button>
        )}
      </Group>
      <Steps stage={stage} />
      {unfinished && stage === 'file' && (
        <Alert color="yellow" p="xs">
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{t('import.goesOn', { name: unfinished.fileName })}</Text>
            <Button size="xs" variant="default" onClick={() => startAgain()}>
              {t('import.newImport')}
            </Button>
          </Group>
        </Alert>
      )}
      {problem && (
        <Alert color="red" role="alert" p="xs">
          {problemText(t, problem, unfinished?.fileName)}
        </Alert>
      )}
      {busy ? <Busy /> : <Content stage={stage} />}
      {(stage === 'file' || stage === 'result') && <Earlier />}
    </Stack>
  );
}

function Content({ stage }: { stage: Stage }) {
  if (stage === 'mapping') return <MappingStep />;
  if (stage === 'check') return <CheckStep />;
  return stage === 'result' ? <ResultStep /> : <FileStep />;
}

function Steps({ stage }: { stage: Stage }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.steps} aria-label={t('import.steps.label')}>
      {STAGES.map((each, i) => (
        <li key={each} aria-current={each === stage ? 'step' : undefined}>
          {i + 1}. {t(`import.steps.${each}`)}
        </li>
      ))}
    </ol>
  );
}

/** What takes a while, how far it is, and the way to stop it. */
function Busy() {
  const { t, i18n } = useTranslation();
  const { busy = 'opening', progress } = useJob();
  const number = (n: number) => n.toLocaleString(i18n.language === 'en' ? 'en-GB' : 'id-ID');
  const share = progress && progress.total > 0 ? (progress.done / progress.total) * 100 : 0;
  return (
    <Stack gap="xs">
      <Text role="status">{t(`import.busy.${busy}`)}</Text>
      <Group gap="sm" wrap="nowrap">
        <Progress value={share} flex={1} aria-label={t(`import.busy.${busy}`)} />
        <Text size="sm" className={classes.count}>
          {progress && t('import.progress', { done: number(progress.done), total: number(progress.total) })}
        </Text>
        {busy !== 'opening' && (
          <Button variant="default" onClick={stop}>
            {t('import.stop')}
          </Button>
        )}
      </Group>
      {busy === 'running' && (
        <Text size="sm" c="dimmed">
          {t('import.runningHint')}
        </Text>
      )}
    </Stack>
  );
}

const KNOWN = ['too_large', 'old_workbook', 'damaged', 'empty', 'no_consent', 'no_space'] as const;

function problemText(
  t: ReturnType<typeof useTranslation>['t'],
  problem: NonNullable<Job['problem']>,
  name = '',
): string {
  if (problem === 'other_file') return t('import.otherFile', { name });
  const known = KNOWN.find((each) => each === problem);
  return t(`import.problems.${known ?? 'failed'}`);
}
