import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFailedCount } from '../../store/unsaved.ts';
import { sizeText } from '../../ui/sizeText.ts';
import { LITTLE_BYTES, useFreeBytes } from './useFreeBytes.ts';

const LOOK_MS = 15_000;

/** On every page, as long as it lasts: what is typed cannot be saved, or soon no more. */
export function DiskNotice() {
  const { t, i18n } = useTranslation();
  const unsaved = useFailedCount();
  const free = useFreeBytes(LOOK_MS, unsaved > 0);
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
