import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconCloudDownload, IconPackageExport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayRecord } from '#core/workflow/policy.ts';
import { todayOf, useThisDevice } from '../../app/device.tsx';
import { useCarriedBundles, useUnsent } from '../../store/queries.ts';
import { inspectBundle, keepHubFile, prepareBundle } from '../../sync/bundles.ts';
import { fetchBundle } from '../../sync/hub.ts';
import { download } from '../../ui/download.ts';
import { Section } from '../../ui/Section.tsx';
import { sizeText } from '../../ui/sizeText.ts';
import { PrepareFiles } from './PrepareFiles.tsx';
import { reasonOf } from './texts.ts';

/** What this laptop has for others, into a file; and the hub's data, to be carried to who cannot reach it. */
export function Prepare() {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const unsent = useUnsent() ?? 0;
  const carried = useCarriedBundles()?.filter(({ file, problem }) => file && !problem).length ?? 0;
  const { busy, said, save } = useSaving();
  const [withFiles, setWithFiles] = useState(false);
  return (
    <Section title={t('bundles.prepare')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t(unsent + carried === 0 ? 'bundles.nothing' : 'bundles.waiting', { unsent, carried })}</Text>
        <Group gap="xs">
          <Button
            leftSection={<IconPackageExport size={18} />}
            loading={busy}
            disabled={unsent + carried === 0}
            onClick={() => save('prepared')}
          >
            {t('bundles.save')}
          </Button>
          {mayRecord(role) && (
            <Button
              variant="default"
              leftSection={<IconCloudDownload size={18} />}
              loading={busy}
              onClick={() => save('fromHub', withFiles)}
            >
              {t('bundles.saveFromHub')}
            </Button>
          )}
          {mayRecord(role) && (
            <Checkbox
              label={t('bundles.photos.fromHub')}
              checked={withFiles}
              disabled={busy}
              onChange={(event) => setWithFiles(event.currentTarget.checked)}
            />
          )}
        </Group>
        <div role="status">
          {said && (
            <Alert color={said.bad ? 'red' : 'teal'} p="xs">
              {said.text}
            </Alert>
          )}
        </div>
        <PrepareFiles />
      </Stack>
    </Section>
  );
}

function useSaving() {
  const { t, i18n } = useTranslation();
  const device = useThisDevice();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: string; bad: boolean }>();
  const save = (what: 'prepared' | 'fromHub', withFiles = false): void => {
    const work = async (): Promise<void> => {
      const file = what === 'prepared' ? (await prepareBundle(APP_VERSION)).file : await fetchBundle(device, withFiles);
      const from = what === 'prepared' ? device.user : t('bundles.hubInName');
      const name = `${device.unit}-${from}-${todayOf(device)}.plut`;
      if (what === 'fromHub') {
        const { bundle } = await inspectBundle(file);
        if (bundle) await keepHubFile(file, bundle.header);
      }
      download(name, file);
      setSaid({ text: t(`bundles.${what}`, { name, size: sizeText(file.size, i18n.language) }), bad: false });
    };
    setBusy(true);
    work()
      .catch((error: unknown) => setSaid({ text: t(`bundles.notSaved.${reasonOf(error)}`), bad: true }))
      .finally(() => setBusy(false));
  };
  return { busy, said, save };
}
