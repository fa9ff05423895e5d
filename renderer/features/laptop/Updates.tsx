import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconDownload, IconFileImport, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/Section.tsx';
import { sizeText } from '../../ui/sizeText.ts';
import { useUpdates } from './useUpdates.ts';

/** A new version of the desktop app: found, fetched, checked, and installed when the user says so. */
export function Updates() {
  const { t, i18n } = useTranslation();
  const { status, found, problem, step, moved, look, take, stop, install } = useUpdates();
  if (!status) return null;
  const size = (bytes: number) => sizeText(bytes, i18n.language);
  const idle = step === 'waiting';
  return (
    <Section title={t('updates.title')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('updates.current', { version: status.version })}</Text>
        {status.can && <Text size="sm">{t(`updates.can.${status.can}`)}</Text>}
        {!status.can && (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconRefresh size={18} />}
              loading={step === 'looking'}
              disabled={!idle}
              onClick={look}
            >
              {t('updates.look')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconFileImport size={18} />}
              disabled={!idle}
              onClick={() => take('file')}
            >
              {t('updates.choose')}
            </Button>
          </Group>
        )}
        {!idle && (
          <Group gap="xs" wrap="nowrap" w="100%">
            {step === 'taking' && moved && (
              <Progress flex={1} value={(100 * moved.bytes) / moved.of} aria-label={t('updates.progress')} />
            )}
            <Text size="sm">
              {step === 'looking' && t('updates.looking')}
              {step === 'taking' && !moved && t('updates.checking')}
              {step === 'taking' && moved && t('updates.taking', { done: size(moved.bytes), total: size(moved.of) })}
            </Text>
            <Button size="xs" variant="default" onClick={stop}>
              {t('common.cancel')}
            </Button>
          </Group>
        )}
        <Stack gap="xs" align="flex-start" role="status" aria-label={t('updates.title')}>
          {problem && <Text size="sm">{t(`updates.problems.${problem}`)}</Text>}
          {found && found.version !== status.kept && (
            <Text size="sm">
              {t(`updates.found.${found.place}`, { version: found.version, size: size(found.size) })}
            </Text>
          )}
          {status.failed && (
            <Alert color="red" p="xs">
              {t(`updates.problems.${status.failed}`)}
            </Alert>
          )}
          {status.kept && (
            <Text size="sm">{t(status.atQuit ? 'updates.willInstall' : 'updates.kept', { version: status.kept })}</Text>
          )}
        </Stack>
        {found && found.version !== status.kept && (
          <Button leftSection={<IconDownload size={18} />} disabled={!idle} onClick={() => take(found.place)}>
            {t(`updates.take.${found.place}`)}
          </Button>
        )}
        {status.kept && (
          <Group gap="xs">
            <Button disabled={!idle} onClick={() => void install('now')}>
              {t('updates.now')}
            </Button>
            <Button variant="default" disabled={!idle} onClick={() => void install(status.atQuit ? 'never' : 'quit')}>
              {t(status.atQuit ? 'updates.never' : 'updates.atQuit')}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}
