import { type ReactNode, useEffect } from 'react';
import { applyFormTexts } from '../i18n/formTexts.ts';
import { useRecords } from '../store/queries.ts';
import { ServiceLinesProvider } from '../ui/serviceLines.tsx';

/** What the unit set for itself, for all screens inside: its services, and its own words for texts of forms. */
export function UnitSettings({ children }: { children: ReactNode }) {
  const texts = useRecords('formTexts');
  useEffect(() => {
    if (texts) applyFormTexts(texts.map(({ values }) => values));
  }, [texts]);
  return <ServiceLinesProvider>{children}</ServiceLinesProvider>;
}
