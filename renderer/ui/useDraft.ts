import { useState } from 'react';
import { draftField } from '../store/drafts.ts';
import { useKeptDraft } from '../store/queries.ts';
import { forgetDraft, keepDraft } from '../store/repository.ts';
import { dropTyped, noteTyped, writeTyped } from '../store/typed.ts';
import { unsavedName, useUnsaved } from '../store/unsaved.ts';

interface Draft {
  text: string;
  /** Not on the disk yet. */
  saving: boolean;
  change: (text: string) => void;
  /** Empties it: it was written to where it belongs, or is not wanted any more. */
  forget: () => Promise<void>;
}

interface Place {
  collection: string;
  id: string;
}

const nameOf = ({ collection, id }: Place, name: string): string => unsavedName(collection, id, draftField(name));

/** Writes what is typed into a dialog about a record, with every keystroke. */
export function typeDraft(of: Place, name: string, text: string): void {
  const store = (next: string) => keepDraft(of.collection, of.id, name, next).then(() => undefined);
  noteTyped(nameOf(of, name), text, undefined, store);
  void writeTyped(nameOf(of, name));
}

export async function dropDraft(of: Place, name: string): Promise<void> {
  await dropTyped(nameOf(of, name));
  await forgetDraft(of.collection, of.id, name);
}

/**
 * The text of a dialog's input, which is on disk with every keystroke, so that a crash costs nothing of it.
 *
 * @param of the record that the dialog is about; of one that is still to be made, a name of its own
 * @param initial what stands in the input before anything is typed
 */
export function useDraft(of: Place, name: string, initial = ''): Draft {
  const kept = useKeptDraft(of.collection, of.id, name);
  const unsaved = useUnsaved(nameOf(of, name));
  const [typed, setTyped] = useState<string | null>(null);
  return {
    text: unsaved ? String(unsaved.value) : (typed ?? kept ?? initial),
    saving: unsaved !== undefined,
    change: (text) => {
      setTyped(text);
      typeDraft(of, name, text);
    },
    forget: async () => {
      setTyped('');
      await dropDraft(of, name);
    },
  };
}
