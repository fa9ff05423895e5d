import { type RefObject, useEffect, useRef } from 'react';
import { type Command, commandOf } from './keys.ts';

/** Enter and the space bar belong to a button that has the focus. */
const OF_BUTTONS: readonly Command['do'][] = ['confirm', 'mark'];

/** Keys of the page. Not while something is being typed, not under an open dialog, not with Ctrl, Alt or Meta. */
export function useKeys(page: RefObject<HTMLElement | null>, onCommand: (command: Command) => void): void {
  const latest = useRef(onCommand);
  latest.current = onCommand;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const target = event.target as HTMLElement;
      // The page itself, or what holds all of it.
      if (!page.current?.contains(target) && !target.contains(page.current)) return;
      if (target.closest('input, textarea, select') || document.querySelector('[aria-modal]')) return;
      const command = commandOf(event.key);
      if (!command || (OF_BUTTONS.includes(command.do) && target.closest('button, a'))) return;
      event.preventDefault();
      // A key that is held down moves on, and does nothing else.
      if (event.repeat && command.do !== 'move') return;
      latest.current(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [page]);
}
