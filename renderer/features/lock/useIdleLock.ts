import { useEffect } from 'react';
import { getMeta } from '../../store/database.ts';
import { useIdleMinutes } from '../../store/queries.ts';
import { isKeptOpen, lock, onActiveElsewhere, tellActive } from './session.ts';

const EVENTS = ['keydown', 'pointerdown', 'pointermove', 'wheel'];
/** As often as the other windows hear that somebody works here. */
const TELL_MS = 10_000;

/**
 * Locks the app when nobody has used it for as long as the user chose; not in the middle of a transfer or an
 * import, which somebody started before they left.
 */
export function useIdleLock(): void {
  const minutes = useIdleMinutes();
  useEffect(() => {
    if (minutes === undefined) return;
    let last = performance.now();
    let told = 0;
    const note = () => {
      last = performance.now();
    };
    const use = () => {
      note();
      if (last - told < TELL_MS) return;
      told = last;
      tellActive();
    };
    const check = async () => {
      if (performance.now() - last < minutes * 60_000 || isKeptOpen()) return;
      const status = await getMeta('sync');
      if (status?.state !== 'working' || !status.progress) await lock();
    };
    const timer = setInterval(() => void check(), 15_000);
    for (const event of EVENTS) window.addEventListener(event, use, { passive: true });
    const end = onActiveElsewhere(note);
    return () => {
      clearInterval(timer);
      for (const event of EVENTS) window.removeEventListener(event, use);
      end();
    };
  }, [minutes]);
}
