import { useState } from 'react';
import { useKeptDraft } from '../store/queries.ts';
import { forgetDraft, keepDraft } from '../store/repository.ts';

interface Draft {
  text: string;
  change: (text: string) => void;
  /** Empties it: it was written to where it belongs, or is not wanted any more. */
  forget: () => Promise<void>;
}

/**
 * The text of a dialog's input, which is on disk with every keystroke, so that a crash costs nothing of it.
 *
 * @param of the record that the dialog is about; of one that is still to be made, a name of its own
 * @param initial what stands in the input before anything is typed
 */
export function useDraft(of: { collection: string; id: string }, name: string, initial = ''): Draft {
  const kept = useKeptDraft(of.collection, of.id, name);
  const [typed, setTyped] = useState<string | null>(null);
  return {
    text: typed ?? kept ?? initial,
    change: (text) => {
      setTyped(text);
      keepDraft(of.collection, of.id, name, text).catch((error: unknown) => console.error('draft', error));
    },
    forget: async () => {
      setTyped('');
      await forgetDraft(of.collection, of.id, name);
    },
  };
}
