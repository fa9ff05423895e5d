import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#core/model/dates.ts';
import { type Block, blocksOf, hasEnded, isEarlyEnd, nextStages } from '#core/model/grantRules.ts';
import type { GrantStage } from '#core/model/grants.ts';
import { useThisDevice } from '../../app/device.tsx';
import { Section } from '../../ui/Section.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { enterStage } from './actions.ts';
import type { CandidateFile } from './candidateFile.ts';

/** Where the candidate stands, what comes next, and what keeps it from that. */
export function StageBlock({ file, writing }: { file: CandidateFile; writing: boolean }) {
  const { t } = useTranslation();
  return (
    <Section title={t('grants.stage')}>
      <Stack gap="xs">
        <Text size="sm">
          {file.steps
            .map(({ values: { stage, date } }) => (stage && date ? `${stageName(t, stage)} ${formatDay(date)}` : ''))
            .join(' → ')}
        </Text>
        {writing && <Ways file={file} />}
      </Stack>
    </Section>
  );
}

function Ways({ file }: { file: CandidateFile }) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const enter = (stage: GrantStage) => void enterStage(file.id, stage, device);
  const end = (stage: 'rejected' | 'withdrawn') =>
    modals.openConfirmModal({
      title: stageName(t, stage),
      children: <Text size="sm">{t('grants.endConfirm', { stage: stageName(t, stage) })}</Text>,
      labels: { confirm: stageName(t, stage), cancel: t('common.cancel') },
      onConfirm: () => enter(stage),
    });
  const ways = nextStages(file.stage).map((stage) => ({ stage, blocks: blocksOf(stage, file) }));
  return (
    <>
      {ways
        .filter(({ blocks }) => blocks.length > 0)
        .map(({ stage, blocks }) => (
          <Obstacles key={stage} stage={stage} blocks={blocks} />
        ))}
      <Group gap="xs">
        {ways.map(({ stage, blocks }, i) => (
          <Button
            key={stage}
            variant={i === 0 ? 'filled' : 'light'}
            disabled={blocks.length > 0}
            onClick={() => enter(stage)}
          >
            {t('grants.next', { stage: stageName(t, stage) })}
          </Button>
        ))}
        {!hasEnded(file.stage) && (
          <>
            <Button variant="subtle" color="red" onClick={() => end('rejected')}>
              {t('grants.reject')}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => end('withdrawn')}>
              {t('grants.withdraw')}
            </Button>
          </>
        )}
        {isEarlyEnd(file.stage) && (
          <Button variant="light" onClick={() => enter(file.reached)}>
            {t('grants.resume', { stage: stageName(t, file.reached) })}
          </Button>
        )}
      </Group>
    </>
  );
}

function Obstacles({ stage, blocks }: { stage: GrantStage; blocks: Block[] }) {
  const { t } = useTranslation();
  const { label } = useFieldTexts();
  const nameOf = (code: Block['code'], name: string): string => {
    if (code === 'reports') return t(`choices.grantReports.reportKind.${name}` as never);
    return label('candidates', code === 'fields' ? name : `gate.${name}`);
  };
  return (
    <Alert color="yellow" p="xs">
      <Text size="sm" fw={600}>
        {t('grants.blocked', { stage: stageName(t, stage) })}
      </Text>
      <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
        {blocks.map((block) => (
          <li key={block.code}>
            {t(`grants.blocks.${block.code}`, {
              names: 'names' in block ? block.names.map((name) => nameOf(block.code, name)).join(', ') : '',
            })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

const stageName = (t: ReturnType<typeof useTranslation>['t'], stage: GrantStage): string =>
  t(`choices.candidates.stage.${stage}`);
