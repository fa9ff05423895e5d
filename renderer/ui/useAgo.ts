import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const MINUTE = 60_000;

/** "5 minutes ago" for an ISO moment, kept fresh. A moment in the future (a wrong clock) reads as now. */
export function useAgo(moment: string | null | undefined): string {
  const { t } = useTranslation();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), MINUTE / 2);
    return () => clearInterval(timer);
  }, []);
  if (!moment) return '';
  const minutes = Math.floor((Math.max(now, Date.now()) - Date.parse(moment)) / MINUTE);
  if (minutes < 1) return t('sync.ago.now');
  if (minutes < 60) return t('sync.ago.minutes', { count: minutes });
  if (minutes < 48 * 60) return t('sync.ago.hours', { count: Math.floor(minutes / 60) });
  return t('sync.ago.days', { count: Math.floor(minutes / (24 * 60)) });
}
