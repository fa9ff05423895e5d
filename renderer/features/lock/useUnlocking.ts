import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Session, TooSoonError, WrongKeyError } from '../../store/accounts.ts';
import { begin, ExpiredError } from './session.ts';

/** Unlocks in some way, and says what went wrong. */
export function useUnlocking(onOpen: () => void) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const explain = (error: unknown, wrong: string): string => {
    if (error instanceof WrongKeyError) return wrong;
    if (error instanceof ExpiredError) return t('lock.errors.expired', { count: error.days });
    if (error instanceof TooSoonError) return t('lock.errors.wait', { count: error.seconds });
    console.error('unlock', error);
    return t('lock.errors.storage');
  };
  /** @param wrong what is said when the key was wrong */
  const unlockBy = async (way: () => Promise<Session>, wrong: string, isRecovered = false): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await begin(await way(), { isRecovered });
      onOpen();
    } catch (error) {
      setProblem(explain(error, wrong));
      setBusy(false);
    }
  };
  return { busy, problem, setProblem, unlockBy };
}
