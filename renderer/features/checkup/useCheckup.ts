import { useEffect, useRef, useState } from 'react';
import { checkStore, type RepairResult, repairStore, type StoreFindings } from '../../store/checkup.ts';
import { db } from '../../store/database.ts';
import { syncNow } from '../../sync/start.ts';
import { listBackups, readBackup } from '../backups/take.ts';

export interface Checkup {
  busy?: { done: number; total: number } | 'repairing';
  findings?: StoreFindings;
  repaired?: RepairResult;
  ended?: 'cancelled' | 'failed';
}

/** One check, or one repair, at a time; leaving the page ends a check, never a repair. */
export function useCheckup() {
  const [state, setState] = useState<Checkup>({});
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const look = async (repaired?: RepairResult): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const progress = (done: number, total: number) => setState({ busy: { done, total }, repaired });
    progress(0, 0);
    try {
      setState({ findings: await checkStore(db, { progress, signal }), repaired });
    } catch (error) {
      if (!signal.aborted) console.error('checkup', error);
      setState({ ended: signal.aborted ? 'cancelled' : 'failed' });
    }
  };
  const mend = async (findings: StoreFindings): Promise<void> => {
    setState({ busy: 'repairing', findings });
    try {
      const backups = await listBackups(db.name);
      const repaired = await repairStore(
        db,
        findings,
        backups.map(
          ({ name }) =>
            () =>
              readBackup(name),
        ),
      );
      if (repaired.fromHub > 0) syncNow();
      await look(repaired);
    } catch (error) {
      console.error('repair', error);
      setState({ ended: 'failed' });
    }
  };
  return {
    ...state,
    check: () => void look(),
    cancel: () => running.current?.abort(),
    repair: () => state.findings && void mend(state.findings),
  };
}
