import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notAddedText } from './adding.ts';

export interface Adding {
  total: number;
  /** Files that are still to be looked at. */
  left: number;
  kept: number;
  /** Why others were not kept, each with what to do. */
  problems: string[];
  add: (files: readonly File[], keep: (file: File) => Promise<void>) => void;
}

const NOTHING = { total: 0, left: 0, kept: 0, problems: [] as string[] };

/** Adds chosen files one after the other; one that cannot be kept stops none of the others. */
export function useAdding(): Adding {
  const { t } = useTranslation();
  const [state, setState] = useState(NOTHING);
  const addAll = async (files: readonly File[], keep: (file: File) => Promise<void>): Promise<void> => {
    setState({ ...NOTHING, total: files.length, left: files.length });
    for (const file of files) {
      const problem = await keep(file).then(
        () => undefined,
        (error: unknown) => notAddedText(t, error, file.name),
      );
      setState((now) => ({
        ...now,
        left: now.left - 1,
        kept: problem ? now.kept : now.kept + 1,
        problems: problem ? [...now.problems, problem] : now.problems,
      }));
    }
  };
  return { ...state, add: (files, keep) => void addAll(files, keep) };
}
