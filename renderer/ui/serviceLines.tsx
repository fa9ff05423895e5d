import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type ServiceLine, serviceLinesOf } from '#core/model/serviceLines.ts';
import { useThisDevice } from '../app/device.tsx';
import { useRecords } from '../store/queries.ts';

const Context = createContext<readonly ServiceLine[]>([]);

/** Reads the unit's *jenis layanan* once for all screens. */
export function ServiceLinesProvider({ children }: { children: ReactNode }) {
  const { unit } = useThisDevice();
  const records = useRecords('serviceLines');
  const lines = useMemo(() => serviceLinesOf(unit, records ?? []), [unit, records]);
  return <Context.Provider value={lines}>{children}</Context.Provider>;
}

/** *Jenis layanan* of this unit, also those no longer offered. */
export const useServiceLines = (): readonly ServiceLine[] => useContext(Context);
