import { Button, FileButton, Group, List, Progress, Stack, Text } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import { momentText } from '../../ui/fieldText.ts';
import { Section } from '../../ui/Section.tsx';
import { sizeText } from '../../ui/sizeText.ts';
import classes from './Receive.module.css';
import { problemText, senderText } from './texts.ts';
import { useOpenedFiles } from './useOpenedFiles.ts';
import { type TakenFile, useReceiving } from './useReceiving.ts';

/** Takes files in, one or fifty: first what they are, then, when the user agrees, what became of each. */
export function Receive() {
  const { t } = useTranslation();
  const { files, step, done, total, read, join, stop, clear } = useReceiving();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    read([...event.dataTransfer.files]);
  };
  const ready = files.filter(({ inspected, result }) => inspected && !result).length;
  const busy = step !== 'waiting';
  useOpenedFiles(busy, (opened) => read(opened, true));
  return (
    <Section title={t('bundles.receive')}>
      <Stack
        gap="xs"
        className={over ? classes.over : classes.place}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Group gap="xs">
          <FileButton onChange={(chosen) => read(chosen)} multiple accept=".plut" disabled={busy}>
            {(props) => (
              <Button
                {...props}
                variant={ready > 0 ? 'default' : 'filled'}
                disabled={busy}
                leftSection={<IconPackageImport size={18} />}
              >
                {t('bundles.choose')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed">
            {t('bundles.orDrop')}
          </Text>
        </Group>
        {busy && (
          <Group gap="xs" wrap="nowrap">
            <Progress value={total === 0 ? 0 : (done / total) * 100} flex={1} aria-label={t(`bundles.steps.${step}`)} />
            <Text size="sm">{t(`bundles.steps.${step}`)}</Text>
            <Button size="xs" variant="default" onClick={stop}>
              {t('common.cancel')}
            </Button>
          </Group>
        )}
        <div role="status" aria-label={t('bundles.files')}>
          <List size="sm" spacing="xs" listStyleType="none">
            {files.map((file) => (
              <List.Item key={file.key}>
                <File file={file} />
              </List.Item>
            ))}
          </List>
        </div>
        {!busy && files.length > 0 && (
          <Group gap="xs">
            {ready > 0 && <Button onClick={join}>{t('bundles.join', { count: ready })}</Button>}
            <Button variant="default" onClick={clear}>
              {t(ready > 0 ? 'common.cancel' : 'common.close')}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}

function File({ file: { name, size, inspected, problem, result } }: { file: TakenFile }) {
  const { t, i18n } = useTranslation();
  const { timeZone } = useThisDevice();
  const header = inspected?.bundle?.header;
  return (
    <>
      <Text size="sm" fw={600}>
        {name} · {sizeText(size, i18n.language)}
      </Text>
      {problem && (
        <Text size="sm" c="red.8">
          {problemText(t, problem)}
        </Text>
      )}
      {header && (
        <Text size="sm">
          {t('bundles.what', {
            from: senderText(t, header),
            when: momentText(timeZone, Date.parse(header.created)),
            records: header.counts.records,
            registers: header.counts.registers,
            bundles: header.counts.bundles,
          })}{' '}
          {header.counts.files ? t('bundles.photos.what', { count: header.counts.files }) : ''}
        </Text>
      )}
      {inspected && !header && <Text size="sm">{t('bundles.foreign')}</Text>}
      {result && <Text size="sm">{t('bundles.result', { ...result })}</Text>}
      {result && result.files.kept + result.files.known > 0 && (
        <Text size="sm">{t('bundles.photos.kept', { ...result.files })}</Text>
      )}
      {result && result.files.unnamed > 0 && (
        <Text size="sm">{t('bundles.photos.unnamed', { count: result.files.unnamed })}</Text>
      )}
      {result && result.files.noSpace > 0 && (
        <Text size="sm" c="red.8">
          {t('bundles.photos.noSpace', { count: result.files.noSpace })}
        </Text>
      )}
      {result && result.early > 0 && <Text size="sm">{t('bundles.early', { count: result.early })}</Text>}
      {result && result.refused > 0 && <Text size="sm">{t('bundles.refused', { count: result.refused })}</Text>}
      {result?.problems.map(({ id, problem: inner }) => (
        <Text key={id} size="sm" c="red.8">
          {problemText(t, inner)}
        </Text>
      ))}
    </>
  );
}
