import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportKind, target } from '#core/import/fields.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import type { PaperTexts } from './papers.ts';

/** What each field that can be imported is called. */
export function useImportLabels(): (kind: ImportKind, key: string) => string {
  const { t } = useTranslation();
  const { label } = useFieldTexts();
  return (kind, key) => {
    const [before, after = ''] = key.split('.');
    if (before === 'client') return t(`import.client.${after}` as never);
    if (key === 'region.code') return t('import.placeCode');
    if (before === 'region') return t(`fields.${after}` as never);
    if (kind === 'sessions' && key === 'place') return t('fields.sessionPlace');
    const at = target(kind, key);
    return at ? label(at.collection, at.field) : key;
  };
}

export function usePaperTexts(): PaperTexts {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `t` is another one in another language
  return useMemo(
    () => ({
      sheet: t('import.paper.wrong'),
      row: t('import.paper.row'),
      reasons: t('import.paper.reasons'),
      reasonOf: t('import.reasons', { returnObjects: true }) as Record<string, string>,
      guide: t('import.paper.guide'),
      guideHeads: [t('import.paper.guideColumn'), t('import.paper.guideContent')],
      required: t('import.paper.required'),
      typeOf: t('import.paper.types', { returnObjects: true }) as Record<string, string>,
    }),
    [t, i18n.language],
  );
}
