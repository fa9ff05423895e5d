import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './app/theme.css';
import 'dayjs/locale/id';
import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { StrictMode, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { App } from './app/App.tsx';
import { isOnLaptop, prepareOfflineStart } from './app/offline.ts';
import { loadPages } from './app/router.tsx';
import { connectShell, shell } from './app/shell.ts';
import { themeOf } from './app/theme.ts';
import { startI18n } from './i18n/index.ts';
import { flushWhenHidden } from './store/pending.ts';

// The shell's menu speaks the language of the app.
await startI18n(await connectShell(), (language) => void shell()?.setLanguage(language));
flushWhenHidden();
void prepareOfflineStart();

function Root() {
  const { t, i18n } = useTranslation();
  const theme = useMemo(() => themeOf(t('common.close')), [t]);
  return (
    <MantineProvider theme={theme} forceColorScheme="light" withCssVariables={false} withGlobalClasses={false}>
      <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
        <ModalsProvider>
          <Notifications position="bottom-right" autoClose={4000} />
          <App />
        </ModalsProvider>
      </DatesProvider>
    </MantineProvider>
  );
}

/** Not at the top of this file: the pages wait until it was read. */
async function show(): Promise<void> {
  if (!isOnLaptop()) await loadPages();
  const root = document.getElementById('root');
  if (!root) throw new Error('no root element');
  createRoot(root).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  );
}

void show();
