import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { id } from './id.ts';

export type Language = 'id' | 'en';
const KEY = 'pendamping-language';

/**
 * Indonesian unless the user switched. The choice is no personal data and is read before anything else, so localStorage.
 *
 * @param follow told the language now and after each switch, for what stands outside of React
 */
export async function startI18n(preferred: Language | null, follow: (language: Language) => void): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
    follow(language as Language);
  });
  const stored = localStorage.getItem(KEY);
  await i18next.use(initReactI18next).init({
    resources: { id: { translation: id }, en: { translation: en } },
    lng: stored === 'en' || stored === 'id' ? stored : (preferred ?? 'id'),
    fallbackLng: 'id',
    interpolation: { escapeValue: false },
    returnNull: false,
    // Screens follow when a unit's own texts come in (formTexts.ts).
    react: { bindI18nStore: 'added' },
  });
}

export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await i18next.changeLanguage(language);
}
