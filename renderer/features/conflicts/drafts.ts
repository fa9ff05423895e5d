import { create } from 'zustand';
import type { Register } from '#core/register/register.ts';

/** What a person is about to decide about one conflict. It survives a look at another one, or at the record itself. */
export interface Draft {
  /** The stamp of the head that was picked, or what else was. */
  pick: string | 'own' | 'remove' | 'restore' | null;
  /** What stood on the screen when it was picked. */
  register: Register;
  /** The value of their own, as it stands in its input; null before there is one. */
  text: string | null;
}

interface Drafts {
  drafts: Readonly<Record<string, Draft>>;
  change: (key: string, draft: Draft) => void;
  forget: (key: string) => void;
}

export const useDrafts = create<Drafts>((set) => ({
  drafts: {},
  change: (key, draft) => set(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } })),
  forget: (key) =>
    set(({ drafts }) => {
      const { [key]: _, ...others } = drafts;
      return { drafts: others };
    }),
}));
