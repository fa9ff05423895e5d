import { Alert, Button, Group, Progress, Select, Stack, Text } from '@mantine/core';
import { IconPhotoShare } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { todayOf, useThisDevice } from '../../app/device.tsx';
import { useFileSpace } from '../../store/queries.ts';
import { prepareFiles } from '../../sync/bundles.ts';
import { download } from '../../ui/download.ts';
import { sizeText } from '../../ui/sizeText.ts';
import { reasonOf } from './texts.ts';

/** For small and for large sticks, in MB. */
const SIZES = [100, 200, 450] as const;
const MEGABYTE = 1_000_000;

/** Photos and documents that the hub has not, into files of a chosen size: one after the other, until all are in one. */
export function PrepareFiles() {
  const { t, i18n } = useTranslation();
  const waiting = useFileSpace()?.waiting;
  const [megabytes, setMegabytes] = useState<number>(SIZES[0]);
  const { progress, said, begun, save, stop } = usePreparing();
  const size = (bytes: number) => sizeText(bytes, i18n.language);
  if (!waiting || waiting.files === 0) return null;
  const text = progress && {
    done: size(progress.done),
    total: size(progress.total),
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{t('bundles.photos.waiting', { files: waiting.files, size: size(waiting.bytes) })}</Text>
      <Group gap="xs" align="flex-end">
        <Select
          label={t('bundles.photos.limit')}
          data={SIZES.map((each) => ({ value: String(each), label: size(each * MEGABYTE) }))}
          value={String(megabytes)}
          allowDeselect={false}
          disabled={progress !== null}
          onChange={(value) => setMegabytes(Number(value))}
        />
        <Button
          variant="default"
          leftSection={<IconPhotoShare size={18} />}
          disabled={progress !== null}
          onClick={() => save(megabytes * MEGABYTE)}
        >
          {t(begun ? 'bundles.photos.next' : 'bundles.photos.save')}
        </Button>
      </Group>
      {progress && text && (
        <Group gap="xs" wrap="nowrap" w="100%">
          <Progress
            flex={1}
            value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total}
            aria-label={t('bundles.photos.progress')}
          />
          <Text size="sm">{t('bundles.photos.writing', text)}</Text>
          <Button size="xs" variant="default" onClick={stop}>
            {t('common.cancel')}
          </Button>
        </Group>
      )}
      <div role="status">
        {said && (
          <Alert color={said.bad ? 'red' : 'teal'} p="xs">
            {said.text}
          </Alert>
        )}
      </div>
    </Stack>
  );
}

function usePreparing() {
  const { t, i18n } = useTranslation();
  const device = useThisDevice();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [said, setSaid] = useState<{ text: string; bad: boolean }>();
  const put = useRef(new Set<string>());
  const count = useRef(0);
  const [left, setLeft] = useState(0);
  const stopping = useRef(new AbortController());

  const work = async (maxBytes: number): Promise<void> => {
    const { signal } = stopping.current;
    const onProgress = (done: number, total: number) => setProgress({ done, total });
    const prepared = await prepareFiles(APP_VERSION, { maxBytes, skip: put.current, onProgress, signal });
    if (!prepared) return setSaid({ text: t('bundles.photos.none'), bad: false });
    const { file, files } = prepared;
    count.current += 1;
    const name = `${device.unit}-${device.user}-${todayOf(device)}-${t('bundles.photos.inName')}-${count.current}.plut`;
    download(name, file);
    // After the last one it begins anew.
    put.current = prepared.left > 0 ? new Set([...put.current, ...files]) : new Set();
    setLeft(prepared.left);
    const done = t('bundles.photos.prepared', { name, size: sizeText(file.size, i18n.language), count: files.length });
    setSaid({
      text: prepared.left > 0 ? `${done} ${t('bundles.photos.left', { count: prepared.left })}` : done,
      bad: false,
    });
  };

  return {
    progress,
    said,
    begun: left > 0,
    save: (maxBytes: number) => {
      stopping.current = new AbortController();
      setSaid(undefined);
      setProgress({ done: 0, total: 0 });
      work(maxBytes)
        .catch((error: unknown) => {
          if (stopping.current.signal.aborted) return;
          setSaid({ text: t(`bundles.notSaved.${reasonOf(error)}`), bad: true });
        })
        .finally(() => setProgress(null));
    },
    stop: () => stopping.current.abort(),
  };
}
