import { Alert, Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { IconFolderSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import { shell } from '../../app/shell.ts';
import { chooseFolder, type FolderEntry, forgetFolder, useFolder, writeNow } from '../../sync/room/folder.ts';
import { momentText } from '../../ui/fieldText.ts';
import { Section } from '../../ui/Section.tsx';
import { problemText } from './texts.ts';

/** A folder, a stick's say, in which bundles are taken in and put without anybody choosing files. Only in the desktop app. */
export function WatchedFolder() {
  const { t } = useTranslation();
  const { path } = useFolder();
  if (!shell()) return null;
  return (
    <Section title={t('folder.title')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('folder.intro')}</Text>
        {path ? <Watched path={path} /> : <ChooseButton label={t('folder.choose')} />}
      </Stack>
    </Section>
  );
}

function ChooseButton({ label }: { label: string }) {
  return (
    <Button variant="default" leftSection={<IconFolderSearch size={18} />} onClick={() => void chooseFolder()}>
      {label}
    </Button>
  );
}

function Watched({ path }: { path: string }) {
  const { t } = useTranslation();
  const { there, step, log, problem } = useFolder();
  return (
    <>
      <Text size="sm" fw={600}>
        {path}
      </Text>
      <div role="status" aria-label={t('folder.title')}>
        <Text size="sm">
          <State />
        </Text>
        {problem && (
          <Alert color="yellow" p="xs" my="xs">
            {t(`folder.problems.${problem}`)}
          </Alert>
        )}
        <List size="sm" listStyleType="none" mt="xs">
          {log.map((entry) => (
            <List.Item key={`${entry.name} ${entry.at}`}>
              <Entry entry={entry} />
            </List.Item>
          ))}
        </List>
      </div>
      {step !== 'watching' && <Moving />}
      <Group gap="xs">
        <Button disabled={!there || step !== 'watching'} onClick={writeNow}>
          {t('folder.write')}
        </Button>
        <ChooseButton label={t('folder.other')} />
        <Button variant="default" onClick={() => void forgetFolder()}>
          {t('folder.forget')}
        </Button>
      </Group>
    </>
  );
}

function State() {
  const { t } = useTranslation();
  const { timeZone } = useThisDevice();
  const { there, writtenAt, hasNews } = useFolder();
  if (!there) return t('folder.away');
  if (writtenAt === undefined || hasNews) return t('folder.notWritten');
  return t('folder.written', { when: momentText(timeZone, writtenAt) });
}

function Moving() {
  const { t } = useTranslation();
  const { step, done, total } = useFolder();
  if (step === 'watching') return null;
  const name = t(`folder.steps.${step}`);
  return (
    <Group gap="xs" wrap="nowrap" w="100%">
      <Progress value={total === 0 ? 0 : (done / total) * 100} flex={1} aria-label={name} />
      <Text size="sm">{name}</Text>
    </Group>
  );
}

function Entry({ entry: { name, from, at, taken } }: { entry: FolderEntry }) {
  const { t } = useTranslation();
  const { timeZone } = useThisDevice();
  const { changed, known, early, refused, problem } = taken;
  return (
    <>
      {momentText(timeZone, at)} · {from ? `${from.user} (${from.laptop})` : name} ·{' '}
      {problem ? problemText(t, problem) : t('bundles.result', { changed, known })}
      {early > 0 && ` ${t('bundles.early', { count: early })}`}
      {refused > 0 && ` ${t('bundles.refused', { count: refused })}`}
    </>
  );
}
