import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { figureTextOf } from './figures.ts';

/** A number; one that is hidden says so to screen readers. */
export function Figure({ value, isPercent }: { value: number | null | undefined; isPercent?: boolean | undefined }) {
  const { t, i18n } = useTranslation();
  const text = figureTextOf(i18n, value, isPercent);
  if (value !== null) return <>{text}</>;
  return (
    <>
      <span aria-hidden="true">{text}</span>
      <VisuallyHidden>{t('national.hidden')}</VisuallyHidden>
    </>
  );
}
