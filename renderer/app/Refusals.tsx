import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { readRecord } from '../store/queries.ts';
import { ConsentMissingError } from '../store/repository.ts';

/**
 * Says on screen what the repository did not write for want of a consent, whichever button asked for it. Inputs say it
 * themselves, beside what was typed (ui/fields/useField.ts).
 */
export function Refusals() {
  const { t } = useTranslation();
  useEffect(() => {
    const tell = async ({ subject }: ConsentMissingError) => {
      const person = await readRecord(subject.collection, subject.id);
      const name = (person?.values as { name?: string | null } | undefined)?.name || t('common.unnamed');
      notifications.show({ color: 'red', autoClose: false, message: t('errors.noConsent', { name }) });
    };
    const onRejection = (event: PromiseRejectionEvent) => {
      if (!(event.reason instanceof ConsentMissingError)) return;
      event.preventDefault();
      void tell(event.reason);
    };
    addEventListener('unhandledrejection', onRejection);
    return () => removeEventListener('unhandledrejection', onRejection);
  }, [t]);
  return null;
}
