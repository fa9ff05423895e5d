import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThisDevice } from '../../app/device.tsx';
import { ConsentMissingError, LockedError } from '../../store/repository.ts';
import { dropDraft } from '../../ui/useDraft.ts';
import { carryOut, type Decision } from './decisions.ts';
import { useDrafts } from './drafts.ts';
import type { Line } from './lines.ts';

/**
 * Carries decisions out. What is being decided leaves the list at once, so that the next key finds the next conflict; what
 * could not be decided comes back, and the user is told why.
 *
 * @returns what waits, without that; and what decides some of it
 */
export function useDeciding(all: Line[]) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const forget = useDrafts((state) => state.forget);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());

  /** @returns how many were decided */
  const decideAll = async (decisions: { line: Line; decision: Decision }[]): Promise<number> => {
    setGone((before) => new Set([...before, ...decisions.map(({ line }) => line.signature)]));
    const failed: string[] = [];
    let why: 'locked' | 'noConsent' | 'notDecided' = 'notDecided';
    for (const { line, decision } of decisions) {
      try {
        await carryOut(line.conflict, decision, role);
        forget(line.key);
        await dropDraft(line.conflict, `decide.${line.conflict.field}`);
      } catch (error) {
        if (error instanceof LockedError) why = 'locked';
        else if (error instanceof ConsentMissingError) why = 'noConsent';
        else console.error('decide', line.key, error);
        failed.push(line.signature);
      }
    }
    if (failed.length > 0) {
      setGone((before) => new Set([...before].filter((signature) => !failed.includes(signature))));
      notifications.show({
        color: 'red',
        autoClose: false,
        message: t(`conflicts.${why}`, { count: failed.length }),
      });
    }
    return decisions.length - failed.length;
  };

  return { lines: all.filter((line) => !gone.has(line.signature)), decideAll };
}
