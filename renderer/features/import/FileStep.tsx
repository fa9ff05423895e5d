import { Alert, Button, FileButton, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconDownload, IconTableImport } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IMPORT_KINDS, type ImportKind } from '#core/import/fields.ts';
import { yearStateDay } from '#core/model/dates.ts';
import { mayImport } from '#core/workflow/policy.ts';
import { useThisDevice, useToday } from '../../app/device.tsx';
import { newId } from '../../store/repository.ts';
import { download } from '../../ui/download.ts';
import { Section } from '../../ui/Section.tsx';
import classes from './Import.module.css';
import { ask, type Choices, during, setJob, useJob } from './job.ts';
import { usePaperTexts } from './texts.ts';

/** Which list, and of what. */
export function FileStep() {
  const { t, i18n } = useTranslation();
  const { role } = useThisDevice();
  const { kind, unfinished } = useJob();
  const [over, setOver] = useState(false);
  const texts = usePaperTexts();
  const open = useOpen();
  const allowed = IMPORT_KINDS.filter((each) => mayImport(role, each));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    open(event.dataTransfer.files[0] ?? null);
  };
  const saveTemplate = async (): Promise<void> => {
    const sheet = t(`collections.${kind}`);
    const file = await ask('template', kind, { ...texts, sheet }, i18n.language);
    download(t('import.templateFile', { kind: sheet.toLowerCase().replace(/\s+/g, '-') }), file);
  };
  return (
    <Section title={t('import.steps.file')}>
      <Stack gap="sm" align="flex-start">
        {allowed.length < IMPORT_KINDS.length && <Alert p="xs">{t('import.coordinatorOnly')}</Alert>}
        <SegmentedControl
          aria-label={t('import.kind')}
          value={kind}
          disabled={unfinished !== undefined}
          onChange={(value) => setJob({ kind: value as ImportKind, problem: undefined })}
          data={allowed.map((value) => ({ value, label: t(`collections.${value}`) }))}
        />
        <Group
          gap="xs"
          className={over ? classes.over : classes.place}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <FileButton onChange={open} accept=".xlsx,.csv,.txt">
            {(props) => (
              <Button {...props} leftSection={<IconTableImport size={18} />}>
                {t('import.choose')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed">
            {t('import.orDrop')}
          </Text>
        </Group>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconDownload size={18} />}
            onClick={() => void during('opening', saveTemplate)}
          >
            {t('import.template')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('import.templateHint')}
          </Text>
        </Group>
      </Stack>
    </Section>
  );
}

/** Reads the file and goes on to its columns. */
function useOpen(): (file: File | null) => void {
  const today = useToday();
  return (file) => {
    if (!file) return;
    const { kind, unfinished } = useJob.getState();
    void during('opening', async () => {
      const opened = await ask('open', file);
      if (unfinished && opened.hash !== unfinished.hash) throw new Error('other_file');
      const sheet = 0;
      const looked = await ask('look', kind, sheet);
      const consent = {
        givenOn: '',
        way: 'paper' as const,
        witnessName: '',
        purposeReporting: false,
        purposeGrant: false,
        purposePublication: false,
      };
      const choices: Choices = {
        sheet,
        mapping: looked.mapping,
        hasConsent: false,
        consent,
        asOf: yearStateDay(Number(today.slice(0, 4))),
        consultant: null,
      };
      const importId = unfinished?.id ?? newId();
      setJob({ stage: 'mapping', file: { name: file.name, ...opened }, looked, choices, importId });
    });
  };
}
