import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwedSince } from '../../store/unsaved.ts';

/** A power cut may cost what was typed so shortly before; when more is at stake, the screen says so. */
const PROMISE_MS = 500;

/** On every page, when the disk is slow: what is marked is not saved yet (app/theme.css). */
export function SavingNotice() {
  const { t } = useTranslation();
  const since = useOwedSince();
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    setIsSlow(false);
    if (since === null) return;
    const timer = setTimeout(() => setIsSlow(true), PROMISE_MS - (performance.now() - since));
    return () => clearTimeout(timer);
  }, [since]);
  if (!isSlow) return null;
  return (
    <div className="saving-notice" role="status">
      {t('checkup.disk.saving')}
    </div>
  );
}
