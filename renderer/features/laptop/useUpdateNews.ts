import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { shell } from '../../app/shell.ts';

/** After the start's own work. */
const FIRST_MS = 30_000;
const AGAIN_MS = 24 * 3_600_000;

/** Looks for an update of the desktop app once a day, and only tells of it: fetching it costs data that are the user's. */
export function useUpdateNews(hub: string): void {
  const { t } = useTranslation();
  useEffect(() => {
    const bridge = shell();
    if (!bridge) return;
    const look = async (): Promise<void> => {
      const answer = await bridge.ask('update:look', { hub });
      if (!('found' in answer)) return;
      const { version } = answer.found;
      notifications.show({ id: 'update', message: t('updates.news', { version }), autoClose: 15_000 });
    };
    const run = () => void look().catch((error: unknown) => console.warn('update', error));
    const first = setTimeout(run, FIRST_MS);
    const again = setInterval(run, AGAIN_MS);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [hub, t]);
}
