/** What one key does while conflicts are being decided. */
export type Command =
  | { do: 'move'; step: 1 | -1 }
  | { do: 'pick'; n: number }
  | { do: 'write' }
  | { do: 'remove' }
  | { do: 'restore' }
  | { do: 'mark' }
  | { do: 'confirm' };

/** The command of a key, or null when the key is not ours. */
export function commandOf(key: string): Command | null {
  if (/^[1-9]$/.test(key)) return { do: 'pick', n: Number(key) };
  switch (key.toLowerCase()) {
    case 'arrowdown':
    case 'j':
      return { do: 'move', step: 1 };
    case 'arrowup':
    case 'k':
      return { do: 'move', step: -1 };
    case 'e':
      return { do: 'write' };
    case 'h':
      return { do: 'remove' };
    case 'p':
      return { do: 'restore' };
    case ' ':
      return { do: 'mark' };
    case 'enter':
      return { do: 'confirm' };
    default:
      return null;
  }
}
