import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Most of what is computed is there at once: nothing flashes up for those. */
const SHOW_AFTER_MS = 300;

interface Props {
  /** What is being done. */
  text: string;
  /** Records read of all that are to be read. */
  progress: { done: number; total: number } | undefined;
  stop: () => void;
}

/** How far a report is, and the way to stop it. */
export function Computing({ text, progress, stop }: Props) {
  const { t, i18n } = useTranslation();
  const number = (n: number) => n.toLocaleString(i18n.language);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return null;
  const { done = 0, total = 0 } = progress ?? {};
  return (
    <Stack gap="xs" maw={480} role="status">
      <Group gap="xs">
        <Text size="sm">{text}</Text>
        <Text size="sm" c="dimmed">
          {total > 0 && t('reports.read', { done: number(done), total: number(total) })}
        </Text>
      </Group>
      <Progress value={total > 0 ? (100 * done) / total : 0} animated aria-label={text} />
      <Group>
        <Button size="xs" variant="default" onClick={stop}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
