import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useToday } from '../../app/device.tsx';
import { download } from '../../ui/download.ts';
import { Section } from '../../ui/Section.tsx';
import { ask, during, useJob } from './job.ts';
import { usePaperTexts } from './texts.ts';
import { UndoButton } from './Undo.tsx';

/** What is in, what is not, and the way back. */
export function ResultStep() {
  const { t } = useTranslation();
  const today = useToday();
  const texts = usePaperTexts();
  const { outcome, kind, file, importId } = useJob();
  if (!outcome || !file || !importId) return null;
  const lines = [
    t('import.resultTaken', { count: outcome.taken }),
    outcome.completed > 0 && t('import.resultCompleted', { count: outcome.completed }),
    outcome.bad > 0 && t('import.resultBad', { count: outcome.bad }),
    outcome.leftOut > 0 && t('import.resultLeftOut', { count: outcome.leftOut }),
  ].filter((line) => line !== false);
  const saveWrong = async (): Promise<void> => {
    download(t('import.wrongFile', { day: today }), await ask('wrongRows', texts));
  };
  return (
    <Section title={t('import.steps.result')}>
      <Stack gap="xs">
        <div role="status">
          {lines.map((line) => (
            <Text key={line}>{line}</Text>
          ))}
        </div>
        {outcome.stopped ? (
          <Alert color="yellow" p="xs">
            {t('import.resultStopped')}
          </Alert>
        ) : (
          <Text size="sm" c="dimmed">
            {t('import.resultSync')}
          </Text>
        )}
        <Group>
          {outcome.bad > 0 && (
            <Button leftSection={<IconDownload size={18} />} onClick={() => void during('opening', saveWrong)}>
              {t('import.saveWrong')}
            </Button>
          )}
          <UndoButton of={{ id: importId, kind, fileName: file.name }} label={t('import.undoThis')} />
        </Group>
      </Stack>
    </Section>
  );
}
