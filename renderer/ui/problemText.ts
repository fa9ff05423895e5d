import type { i18n } from 'i18next';

/** What a code of the hub means, and what to do next. */
export const problemText = (texts: i18n, code: string): string =>
  texts.exists(`sync.problems.${code}`)
    ? texts.t(`sync.problems.${code}` as never)
    : texts.t('sync.problems.other', { code });
