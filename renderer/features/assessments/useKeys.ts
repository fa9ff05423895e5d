import { type RefObject, useEffect, useRef } from 'react';

/** What one key does while an assessment is open. */
export type KeyCommand =
  | { do: 'answer'; value: number | 'na' }
  | { do: 'clear' }
  | { do: 'note' }
  | { do: 'move'; step: 1 | -1 };

/** The command of a key, or null when the key is not ours. */
export function commandOf(key: string, scale: { min: number; max: number }): KeyCommand | null {
  if (/^\d$/.test(key)) {
    const value = Number(key);
    return value >= scale.min && value <= scale.max ? { do: 'answer', value } : null;
  }
  switch (key.toLowerCase()) {
    case 't':
      return { do: 'answer', value: 'na' };
    case 'n':
      return { do: 'note' };
    case 'backspace':
    case 'delete':
      return { do: 'clear' };
    case 'arrowdown':
    case 'j':
      return { do: 'move', step: 1 };
    case 'arrowup':
    case 'k':
      return { do: 'move', step: -1 };
    default:
      return null;
  }
}

/**
 * One keystroke per answer, wherever the focus is on the page. Not while something is being typed, not under an open dialog,
 * not with Ctrl, Alt or Meta, and not for a key that is held down (it would answer all that follows).
 */
export function useKeys(
  page: RefObject<HTMLElement | null>,
  scale: { min: number; max: number },
  onCommand: (command: KeyCommand) => void,
): void {
  const latest = useRef({ scale, onCommand });
  latest.current = { scale, onCommand };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const target = event.target as HTMLElement;
      // The page itself, or what holds all of it.
      if (!page.current?.contains(target) && !target.contains(page.current)) return;
      if (target.closest('input, textarea, select, [contenteditable]') || document.querySelector('[aria-modal]'))
        return;
      const command = commandOf(event.key, latest.current.scale);
      if (!command) return;
      event.preventDefault();
      if (event.repeat && command.do !== 'move') return;
      latest.current.onCommand(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [page]);
}
