import type { PerformanceRecords } from '#core/indicators/performance.ts';
import { useClients, useRecords } from '../../store/queries.ts';

/** What the figures are computed from; `undefined` while a part of it loads. */
export function usePerformanceRecords(): PerformanceRecords | undefined {
  const clients = useClients();
  const targetLists = useRecords('targetLists');
  const targets = useRecords('targets');
  const programmes = useRecords('programmes');
  const sessions = useRecords('sessions');
  const yearlyStates = useRecords('yearlyStates');
  const outcomes = useRecords('outcomes');
  const levelUps = useRecords('levelUps');
  if (!clients || !targetLists || !targets || !programmes || !sessions || !yearlyStates || !outcomes || !levelUps) {
    return undefined;
  }
  return {
    clients,
    targetLists,
    targets,
    programmes,
    sessions,
    yearlyStates,
    outcomes,
    levelUps,
  } as PerformanceRecords;
}
