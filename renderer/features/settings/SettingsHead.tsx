import { Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { mayWrite } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';

const PARTS = { lines: '/settings', consent: '/settings/consent', texts: '/settings/texts' } as const;
export type SettingsPart = keyof typeof PARTS;

/** Above each page of the settings: where the reader is, and the ways to the others. */
export function SettingsHead({ part }: { part: SettingsPart }) {
  const { t } = useTranslation();
  return (
    <>
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            {t('settings.page.title')}: {t(`settings.page.parts.${part}`)}
          </Title>
          <Text size="sm" c="dimmed">
            {t(useMayChangeSettings() ? 'settings.page.intro' : 'settings.page.readOnly')}
          </Text>
        </div>
      </Group>
      <Group component="nav" gap="xs" aria-label={t('settings.page.title')}>
        {(Object.keys(PARTS) as SettingsPart[]).map((each) => (
          <Button
            key={each}
            component={Link}
            to={PARTS[each]}
            size="compact-md"
            variant={each === part ? 'filled' : 'default'}
            aria-current={each === part ? 'page' : undefined}
          >
            {t(`settings.page.parts.${each}`)}
          </Button>
        ))}
      </Group>
    </>
  );
}

/** All settings are written by the same role. */
export const useMayChangeSettings = (): boolean => mayWrite(useThisDevice().role, 'serviceLines', '');
