import { Alert } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { freeBytes } from '../../store/space.ts';
import { useUnsavedCount } from '../../store/unsaved.ts';
import { sizeText } from '../bundles/texts.ts';

const LOOK_MS = 15_000;
/** From here on its user is told: files are refused already (store/space.ts), records still have room. */
const LITTLE_BYTES = 300_000_000;

/** On every page, as long as it lasts: what is typed cannot be saved, or soon no more. */
export function DiskNotice() {
  const { t, i18n } = useTranslation();
  const unsaved = useUnsavedCount();
  const free = useFreeBytes(unsaved > 0);
  if (unsaved > 0) {
    return (
      <Alert
        color="red"
        variant="filled"
        role="alert"
        mb="sm"
        title={t('checkup.disk.unsavedTitle', { count: unsaved })}
      >
        {t('checkup.disk.unsaved')}
      </Alert>
    );
  }
  if (free === undefined || free >= LITTLE_BYTES) return null;
  return (
    <Alert color="orange" role="alert" mb="sm">
      {t('checkup.disk.little', { size: sizeText(free, i18n.language) })}
    </Alert>
  );
}

function useFreeBytes(isUrgent: boolean): number | undefined {
  const [free, setFree] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what could not be saved is a reason to look at once
  useEffect(() => {
    const look = () => void freeBytes().then(setFree, () => undefined);
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [isUrgent]);
  return free;
}
