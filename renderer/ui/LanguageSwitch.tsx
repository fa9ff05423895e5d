import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { shell } from '../app/shell.ts';
import { type Language, setLanguage } from '../i18n/index.ts';

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const choose = async (language: string) => {
    await setLanguage(language as Language);
    await shell()?.setLanguage(language as Language);
  };
  return (
    <SegmentedControl
      aria-label={t('laptop.language')}
      value={i18n.language}
      onChange={(language) => void choose(language)}
      data={[
        { value: 'id', label: 'Bahasa Indonesia' },
        { value: 'en', label: 'English' },
      ]}
    />
  );
}
