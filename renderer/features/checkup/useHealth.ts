import { useEffect, useState } from 'react';
import { shell } from '../../app/shell.ts';
import { getMeta } from '../../store/database.ts';
import { freeBytes } from '../../store/space.ts';

/** How this laptop is, beside its records. */
export interface Health {
  /** Bytes. */
  free?: number;
  persisted?: boolean;
  /** How much could not be mended. */
  setAside: number;
  isDesktop: boolean;
}

export function useHealth(): Health {
  const [health, setHealth] = useState<Health>({ setAside: 0, isDesktop: shell() !== undefined });
  useEffect(() => {
    let current = true;
    const look = async () => {
      const [free, persisted, aside] = await Promise.all([
        freeBytes(),
        navigator.storage?.persisted?.(),
        getMeta('setAside'),
      ]);
      if (current) setHealth({ free, persisted, setAside: aside?.length ?? 0, isDesktop: shell() !== undefined });
    };
    look().catch((error: unknown) => console.warn('health', error));
    return () => {
      current = false;
    };
  }, []);
  return health;
}
