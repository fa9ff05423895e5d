import { useEffect, useState } from 'react';
import type { ProvisionAnswer } from '../../../electron/contract.ts';
import { shell } from '../../app/shell.ts';
import { setLanguage } from '../../i18n/index.ts';

export type Provisioned = Extract<NonNullable<ProvisionAnswer>, { provision: unknown }>['provision'];
type Problem = Extract<NonNullable<ProvisionAnswer>, { problem: unknown }>['problem'];

/** An installer's file that says whose laptop this is; in a browser there never is one. */
export function useProvision() {
  const [provision, setProvision] = useState<Provisioned | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = (answer: ProvisionAnswer | undefined) => {
    if (!answer) return;
    setProblem('problem' in answer ? answer.problem : null);
    setProvision('provision' in answer ? answer.provision : null);
    if ('provision' in answer && answer.provision.language) void setLanguage(answer.provision.language);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    void shell()?.ask('provision:find', undefined).then(take);
  }, []);
  return {
    provision,
    problem,
    choose: shell() ? () => void shell()?.ask('provision:choose', undefined).then(take) : undefined,
    /** The user fills in the form instead. */
    leave: () => setProvision(null),
    done: () => void shell()?.ask('provision:done', undefined),
  };
}
